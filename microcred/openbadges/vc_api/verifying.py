"""``POST /credentials/verify`` and ``/presentations/verify``: what may be said of a document by itself.

Answered is ``verified`` with ``errors`` and ``warnings``. Which checks decide, the request's ``checks`` name: without
them all do; with them the time and the status of a credential only warn unless named. Proof and data model always
decide. Documents elsewhere are not fetched: a ``did:web`` can be verified by the product, not by this server.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from microcred.openbadges import dids, jwt, proofs, status
from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.times import CLOCK_TOLERANCE, read, written
from microcred.openbadges.vc_api import rules
from microcred.openbadges.vc_api.lists import Lists
from microcred.openbadges.vc_api.options import VERIFYING, options_of
from microcred.openbadges.vc_api.problems import (
    CRYPTOGRAPHIC,
    INVALID_CHALLENGE,
    INVALID_DOMAIN,
    PARSING,
    PROOF_VERIFICATION,
    STATUS_RETRIEVAL,
    STATUS_VERIFICATION,
    Problem,
    problem_of,
)

_PURPOSES: Final = ("assertionMethod", "authentication")
_WORDS: Final = {"revocation": "revoked", "suspension": "suspended"}


@dataclass
class Verifier:
    """Verifies for one request.

    Args:
        options: of the request: ``checks``, ``challenge``, ``domain``, ``expectedProofPurpose``.
        lists: the status lists served here, which are read where they lie.
    """

    options: JsonObject
    lists: Lists
    now: datetime
    contexts: Contexts
    warnings: list[Problem] = field(default_factory=list)
    resolve: Callable[[str], JsonObject] = field(default_factory=lambda: dids.resolver(dids.offline))

    @property
    def checks(self) -> list[str] | None:
        """The checks that the request names, ``None`` when it leaves them to us."""
        return self.options.get("checks")

    def answer(self, verify: Callable[[Any], object], document: Any) -> tuple[int, JsonObject]:
        """The HTTP status and the body: 200 when ``verify`` finds nothing wrong with ``document``, 400 otherwise."""
        errors: list[Problem] = []
        try:
            verify(document)
        except OpenBadgesError as error:
            errors.append(problem_of(error))
        return (400 if errors else 200), {
            "verified": not errors,
            "checks": self.checks if self.checks is not None else ["proof"],
            "errors": [problem.as_json() for problem in errors],
            "warnings": [problem.as_json() for problem in self.warnings],
        }

    def credential(self, document: Any, *, bearer: str | None = None) -> JsonObject:
        """Verify a credential, embedded or enveloped, and give it without its envelope.

        Args:
            bearer: who signed the presentation around it, and so vouches for what it says of itself without a proof.

        Raises:
            OpenBadgesError: naming what is wrong.
        """
        if isinstance(document, str):
            return self._token(document, rules.check_credential, "assertionMethod")
        if isinstance(document, dict) and rules.ENVELOPED_CREDENTIAL in rules.types(document):
            url = rules.check_envelope(document, rules.ENVELOPED_CREDENTIAL)
            return self._token(jwt.token_in(url), rules.check_credential, "assertionMethod")
        credential = rules.check_credential(document)
        signer = jwt.identifier(credential["issuer"])
        if "proof" not in credential and bearer is not None and signer == bearer:
            proofs.quads_of(credential, self.contexts)
        else:
            self._proofs(credential, signer, self.options.get("expectedProofPurpose", "assertionMethod"))
        self._time(credential)
        self._status(credential, signer)
        return credential

    def presentation(self, document: Any) -> JsonObject:
        """Verify a presentation and every credential in it. One without a proof says nothing of who presents it.

        Raises:
            OpenBadgesError: naming what is wrong.
        """
        bearer = None
        if isinstance(document, str):
            presentation = self._token(document, rules.check_presentation, "authentication")
            bearer = jwt.identifier(presentation.get("holder"))
        elif isinstance(document, dict) and rules.ENVELOPED_PRESENTATION in rules.types(document):
            url = rules.check_envelope(document, rules.ENVELOPED_PRESENTATION)
            presentation = self._token(jwt.token_in(url), rules.check_presentation, "authentication")
            bearer = jwt.identifier(presentation.get("holder"))
        else:
            presentation = rules.check_presentation(document)
            holder = jwt.identifier(presentation.get("holder"))
            if "proof" in presentation:
                controllers = self._proofs(
                    presentation, holder, self.options.get("expectedProofPurpose", "authentication")
                )
                bearer = holder if holder in controllers else None
            else:
                proofs.quads_of(presentation, self.contexts)
                if "challenge" in self.options or "domain" in self.options:
                    raise Problem(PROOF_VERIFICATION, "the presentation has no proof that could answer the challenge")
        inner = Verifier({"checks": self.options.get("checks", [])}, self.lists, self.now, self.contexts, self.warnings)
        for credential in rules.as_list(presentation.get("verifiableCredential")):
            inner.credential(credential, bearer=bearer)
        return presentation

    def _proofs(self, document: JsonObject, signer: str | None, purpose: object) -> set[str]:
        """Every proof must hold, and one of them be the signer's own: others may put theirs beside or over it.

        Returns:
            the identifiers of whoever's keys made them.
        """
        if purpose not in _PURPOSES:
            raise Problem(PROOF_VERIFICATION, f"proofs are not made for {purpose!r}")
        found = proofs.proofs_of(document)
        unsecured = {name: value for name, value in document.items() if name != "proof"}
        quads = proofs.quads_of(unsecured, self.contexts)
        controllers = {str(proof["verificationMethod"]).partition("#")[0] for proof in found}
        if signer is not None and signer not in controllers:
            self._other_controllers(controllers, signer)
        for proof in found:
            method = str(proof["verificationMethod"])
            proofs.verify_proof(
                document,
                proof,
                self._key(method, "authentication" if purpose == "authentication" else "assertionMethod"),
                purpose=str(purpose),
                now=self.now,
                challenge=self.options.get("challenge"),
                domain=self.options.get("domain"),
                contexts=self.contexts,
                quads=quads,
                disclosed=True,
            )
        return controllers

    def _other_controllers(self, controllers: set[str], signer: str) -> None:
        """Keys of others alone are refused, save for a signer that can be nobody (RFC 2606): the Data Integrity suites'
        fixtures of proof chains are issued by ``https://vc.example/…`` and signed with a ``did:key``."""
        if not _is_nobody(signer):
            raise Problem(CRYPTOGRAPHIC, f"it was signed with a key that is not of {signer}")
        self.warnings.append(
            Problem(CRYPTOGRAPHIC, f"that {' and '.join(sorted(controllers))} may sign for {signer} was not checked")
        )

    def _key(self, method: str, purpose: dids.Purpose) -> Any:
        controller = method.partition("#")[0]
        try:
            return dids.key_for(self.resolve(controller), method, purpose)
        except Unreachable as error:
            raise Problem(PROOF_VERIFICATION, f"the key {method} could not be had: {error}") from error

    def _token(self, text: str, check: Callable[[object], JsonObject], purpose: dids.Purpose) -> JsonObject:
        token = jwt.read(text)
        document = check(token.document)
        key = jwt.verification_key(token, self.resolve, purpose=purpose)
        jwt.verify(token, key, now=self.now)
        proofs.quads_of(document, self.contexts)
        if purpose == "authentication":
            self._answers(token.claims, "nonce", "challenge", INVALID_CHALLENGE)
            self._answers(token.claims, "aud", "domain", INVALID_DOMAIN)
        self._time(document)
        if "credentialSubject" in document:
            self._status(document, token.signer)
        return document

    def _answers(self, claims: JsonObject, claim: str, option: str, kind: str) -> None:
        asked = rules.as_list(self.options.get(option))
        if asked and not any(each in rules.as_list(claims.get(claim)) for each in asked):
            raise Problem(kind, f"the {claim} of the token is not the {option} that was set")

    def _decides(self, check: str) -> bool:
        return self.checks is None or check in self.checks

    def _report(self, problem: Problem, check: str) -> None:
        if self._decides(check):
            raise problem
        self.warnings.append(problem)

    def _time(self, document: JsonObject) -> None:
        begins = document.get("validFrom", document.get("issuanceDate"))
        ends = document.get("validUntil", document.get("expirationDate"))
        if begins is not None and self.now + CLOCK_TOLERANCE < read(begins):
            self._report(Problem(CRYPTOGRAPHIC, f"it is not valid before {written(read(begins))}"), "validity")
        if ends is not None and self.now > read(ends):
            self._report(Problem(CRYPTOGRAPHIC, f"it was valid until {written(read(ends))}"), "validity")

    def _status(self, credential: JsonObject, issuer: str | None) -> None:
        for entry in rules.as_list(credential.get("credentialStatus")):
            if "BitstringStatusListEntry" not in rules.types(entry):
                self._not_had("a status of this kind is not read")
                continue
            hosted = self.lists[str(entry["statusListCredential"])]
            if hosted is None:
                self._not_had("the status list is elsewhere, and was not fetched")
                continue
            listing = hosted.signed(self.now)
            if jwt.identifier(listing["issuer"]) != issuer:
                raise Problem(STATUS_VERIFICATION, "the status list is not of the issuer of the credential")
            self._proofs(listing, issuer, "assertionMethod")
            if status.is_set(entry, listing, now=self.now):
                purpose = str(entry["statusPurpose"])
                words = f"it is {_WORDS[purpose]}" if purpose in _WORDS else f"its {purpose} is set"
                self._report(Problem(STATUS_VERIFICATION, words), "credentialStatus")

    def _not_had(self, words: str) -> None:
        """A status that was not looked up: whoever asked for it gets no yes (Bitstring Status List 1.0 section 3.2)."""
        problem = Problem(STATUS_RETRIEVAL, words)
        if self.checks is not None and "credentialStatus" in self.checks:
            raise problem
        self.warnings.append(problem)


def _is_nobody(identifier: str) -> bool:
    """Whether it is an address under the top-level domain that is reserved for examples (RFC 2606 section 2)."""
    try:
        parts = urlsplit(identifier)
    except ValueError:
        return False
    return parts.scheme == "https" and (parts.hostname or "").endswith(".example")


def body_member(request: JsonObject, name: str) -> tuple[Any, JsonObject]:
    """The document and the options of a request.

    Raises:
        Problem: when there is none, or something else is said that is not understood.
    """
    options = options_of(request, name, VERIFYING)
    if name not in request:
        raise Problem(PARSING, f"the request has no {name}")
    return request[name], options
