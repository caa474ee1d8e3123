"""Verify a credential for a person: eight named checks, each with its outcome in plain words, and one verdict.

The verdict never claims more than was checked. A status list that could not be had makes a credential "could not be
checked", not "valid"; a signature that is genuine says nothing about who the issuer is until someone vouches for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from microcred.openbadges import proofs, status
from microcred.openbadges.canonical import canonicalize
from microcred.openbadges.contexts import Contexts, ContextsMissing
from microcred.openbadges.dids import KeyNotListed, Resolver, assertion_key
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.keys import PublicKey
from microcred.openbadges.lint import check_references, check_structure
from microcred.openbadges.models import holder_matches
from microcred.openbadges.times import CLOCK_TOLERANCE, read, written

CHECKS: Final = ("format", "context", "schema", "proof", "issuer", "status", "time", "subject")
"""The checks in the order they are reported."""


class Verdict(StrEnum):
    """What may be said about a credential."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    UNKNOWN_ISSUER = "unknown issuer"
    UNCHECKED = "could not be checked"
    INVALID = "invalid"


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One check.

    Args:
        name: one of :data:`CHECKS`.
        fatal: whether this outcome alone makes the credential invalid.
        message: for the person who asks, in plain words.
        details: for whoever has to find the cause.
    """

    name: str
    outcome: Outcome
    message: str
    fatal: bool = False
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All checks in order, and what they come to.

    Args:
        credential: the document as it was read, ``None`` when it could not be read. Show nothing of it unless
            :attr:`genuine`.
    """

    verdict: Verdict
    message: str
    checks: tuple[Check, ...]
    credential: JsonObject | None = field(default=None, repr=False)

    @property
    def genuine(self) -> bool:
        """Whether the document stands as its issuer signed it, be it valid today or not."""
        return all(self[name].outcome is Outcome.PASSED for name in ("format", "context", "schema", "proof"))

    def __getitem__(self, name: str) -> Check:
        return next(check for check in self.checks if check.name == name)


def verify(
    document: JsonObject | bytes,
    *,
    resolve: Resolver,
    fetch_status: Callable[[str], bytes],
    now: datetime,
    known_issuers: Collection[str] = (),
    recipient: str | None = None,
    contexts: Contexts | None = None,
) -> Report:
    """Verify an Open Badges 3.0 credential with an embedded ``eddsa-rdfc-2022`` proof.

    Args:
        document: the credential, parsed or as the bytes that were received.
        resolve: see :func:`.dids.resolver`; it is asked for the issuer's own identifier only.
        fetch_status: gets the bytes of a status list; raises :class:`.errors.Unreachable`.
        now: with a zone.
        known_issuers: identifiers of issuers someone here vouches for. Any other gets "unknown issuer" at best.
        recipient: an e-mail address; when given, the credential must have been issued to it.

    Returns:
        A report, whatever the document is. Nothing is raised for bad documents.
    """
    return _Verification(resolve, fetch_status, now, known_issuers, recipient, contexts).run(document)


class _Verification:
    def __init__(
        self,
        resolve: Resolver,
        fetch_status: Callable[[str], bytes],
        now: datetime,
        known_issuers: Collection[str],
        recipient: str | None,
        contexts: Contexts | None,
    ) -> None:
        self.resolve = resolve
        self.fetch_status = fetch_status
        self.now = now
        self.known_issuers = known_issuers
        self.recipient = recipient
        self.contexts = contexts
        self.quads: str | None = None
        self.checks: dict[str, Check] = {}
        self.verdicts: set[Verdict] = set()

    def run(self, document: JsonObject | bytes) -> Report:
        credential = self.check_format(document)
        if credential is not None and self.check_context(credential) and self.check_schema(credential):
            issuer = credential["issuer"]["id"]
            key = self.check_issuer(credential, issuer)
            self.check_proof(credential, key)
            self.check_status(credential, issuer)
            self.check_time(credential)
            self.check_subject(credential)
        verdict = self.verdict()
        checks = tuple(self.checks.get(name, _not_reached(name)) for name in CHECKS)
        return Report(verdict, self.summary(verdict), checks, credential)

    def record(
        self, name: str, outcome: Outcome, message: str, *, fatal: bool = False, details: tuple[str, ...] = ()
    ) -> None:
        self.checks[name] = Check(name, outcome, message, fatal, details)

    def fail(self, name: str, message: str, *details: str) -> None:
        self.record(name, Outcome.FAILED, message, fatal=True, details=details)

    def check_format(self, document: JsonObject | bytes) -> JsonObject | None:
        try:
            credential = parse(document) if isinstance(document, bytes) else document
        except OpenBadgesError as error:
            self.fail("format", "This is not a credential this verifier can read.", str(error))
            return None
        types = credential.get("type")
        names = types if isinstance(types, list) else [types]
        if "VerifiableCredential" not in names or not {"OpenBadgeCredential", "AchievementCredential"} & {
            name for name in names if isinstance(name, str)
        }:
            self.fail("format", "This is not an Open Badges 3.0 credential.", f"type is {types!r}")
            return None
        self.record("format", Outcome.PASSED, "This is an Open Badges 3.0 credential.")
        return credential

    def check_context(self, credential: JsonObject) -> bool:
        """Everything in the document must be covered by the signature: the JSON-LD safe mode."""
        try:
            unsigned = {name: value for name, value in credential.items() if name != "proof"}
            self.quads = canonicalize(unsigned, contexts=self.contexts)
        except ContextsMissing:
            raise
        except OpenBadgesError as error:
            self.fail("context", "It says things that its signature cannot cover.", str(error))
            return False
        self.record("context", Outcome.PASSED, "Everything it says is covered by its signature.")
        return True

    def check_schema(self, credential: JsonObject) -> bool:
        findings = check_structure(credential, lenient=True) + check_references(credential)
        if findings:
            self.fail("schema", "It is not built as the standard says.", *(str(finding) for finding in findings[:20]))
            return False
        self.record("schema", Outcome.PASSED, "It is built as the standard says.")
        return True

    def check_issuer(self, credential: JsonObject, issuer: str) -> PublicKey | None:
        """The key must be the issuer's own: listed in the document its identifier resolves to."""
        try:
            method = str(proofs.proof_of(credential)["verificationMethod"])
        except proofs.ProofRefused:
            self.record("issuer", Outcome.UNKNOWN, "Without a proof nothing ties it to its issuer.")
            return None
        if method.partition("#")[0] != issuer:
            self.fail("issuer", "It was signed with a key that is not its issuer's.", f"{method} is not of {issuer}")
            return None
        try:
            key = assertion_key(self.resolve(issuer), method)
        except Unreachable as error:
            self.verdicts.add(Verdict.UNCHECKED)
            self.record("issuer", Outcome.UNKNOWN, "Its issuer's key could not be had just now.", details=(str(error),))
            return None
        except KeyNotListed as error:
            self.fail("issuer", "It was signed with a key that its issuer does not list.", str(error))
            return None
        except OpenBadgesError as error:
            self.verdicts.add(Verdict.UNCHECKED)
            self.record("issuer", Outcome.UNKNOWN, "Its issuer's key could not be read.", details=(str(error),))
            return None
        if issuer in self.known_issuers:
            self.record("issuer", Outcome.PASSED, f"The key is that of {issuer}, an issuer known here.")
        else:
            self.verdicts.add(Verdict.UNKNOWN_ISSUER)
            self.record(
                "issuer",
                Outcome.WARNING,
                f"The key is that of {issuer}, but nobody here vouches for who that is. The name it gives is its own.",
            )
        return key

    def check_proof(self, credential: JsonObject, key: PublicKey | None) -> None:
        try:
            proof = proofs.proof_of(credential)
        except proofs.ProofRefused as error:
            self.fail("proof", "It has no proof this verifier can check.", str(error))
            return
        if key is None:
            self.record("proof", Outcome.UNKNOWN, "Its signature was not checked, for want of its issuer's key.")
            return
        try:
            proofs.verify(credential, key, contexts=self.contexts, quads=self.quads)
        except proofs.SignatureWrong as error:
            self.fail("proof", "It was changed after it was signed, or its signature is forged.", str(error))
            return
        except OpenBadgesError as error:
            self.fail("proof", "Its proof is not well-formed.", str(error))
            return
        if "expires" in proof and self.now > read(proof["expires"]):
            self.fail("proof", "Its signature has expired.", str(proof["expires"]))
            return
        self.record("proof", Outcome.PASSED, "It stands exactly as it was signed.")

    def check_status(self, credential: JsonObject, issuer: str) -> None:
        if self.checks["proof"].outcome is not Outcome.PASSED:
            # the address of the list is the issuer's only once the signature is; nobody else sends us anywhere
            self.record("status", Outcome.UNKNOWN, "Not checked, since its signature was not found genuine.")
            return
        entries = credential.get("credentialStatus") or []
        entries = entries if isinstance(entries, list) else [entries]
        if not entries:
            self.record("status", Outcome.PASSED, "Its issuer keeps no list on which it could be withdrawn.")
            return
        set_purposes: list[str] = []
        for entry in entries:
            try:
                if self._is_set(entry, issuer):
                    set_purposes.append(str(entry["statusPurpose"]))
            except (Unreachable, OpenBadgesError) as error:
                self.verdicts.add(Verdict.UNCHECKED)
                self.record(
                    "status",
                    Outcome.UNKNOWN,
                    "Whether it was withdrawn could not be checked.",
                    details=(str(error),),
                )
        if "revocation" in set_purposes:
            self.verdicts.add(Verdict.REVOKED)
            self.record("status", Outcome.FAILED, "Its issuer has revoked it.")
        elif "suspension" in set_purposes:
            self.verdicts.add(Verdict.SUSPENDED)
            self.record("status", Outcome.FAILED, "Its issuer has suspended it for the time being.")
        elif "status" not in self.checks:
            outcome = Outcome.WARNING if set_purposes else Outcome.PASSED
            self.record("status", outcome, "Its issuer has not withdrawn it.", details=tuple(set_purposes))

    def _is_set(self, entry: JsonObject, issuer: str) -> bool:
        """Whether an entry's bit is set, in a list that the credential's own issuer signed."""
        if entry.get("type") != "BitstringStatusListEntry":
            raise status.StatusListWrong(f"status of the kind {entry.get('type')!r} is not read")
        listing = parse(self.fetch_status(status.check_entry(entry).url))
        signer = listing.get("issuer")
        if (signer.get("id") if isinstance(signer, dict) else signer) != issuer:
            raise status.StatusListWrong("the status list is not of this issuer")
        method = str(proofs.proof_of(listing)["verificationMethod"])
        if method.partition("#")[0] != issuer:
            raise status.StatusListWrong("the status list was not signed by this issuer")
        proofs.verify(listing, assertion_key(self.resolve(issuer), method), contexts=self.contexts)
        return status.is_set(entry, listing, now=self.now)

    def check_time(self, credential: JsonObject) -> None:
        begins = read(credential["validFrom"])
        ends = read(credential["validUntil"]) if "validUntil" in credential else None
        if ends is not None and ends < begins:
            self.fail("time", "It ends before it begins.")
        elif self.now + CLOCK_TOLERANCE < begins:
            self.verdicts.add(Verdict.NOT_YET_VALID)
            self.record("time", Outcome.FAILED, f"It is not valid before {written(begins)}.")
        elif ends is not None and self.now > ends:
            self.verdicts.add(Verdict.EXPIRED)
            self.record("time", Outcome.FAILED, f"It was valid until {written(ends)}.")
        else:
            until = f" until {written(ends)}" if ends else ""
            self.record("time", Outcome.PASSED, f"It is valid from {written(begins)}{until}.")

    def check_subject(self, credential: JsonObject) -> None:
        subject = credential["credentialSubject"]
        if self.recipient is None:
            self.record(
                "subject", Outcome.PASSED, "It names its holder. Whether you are looking at them, it cannot say."
            )
        elif holder_matches(subject, self.recipient):
            self.record("subject", Outcome.PASSED, "It was issued to this e-mail address.")
        else:
            self.fail("subject", "It was not issued to this e-mail address.")

    def verdict(self) -> Verdict:
        if any(check.fatal for check in self.checks.values()):
            return Verdict.INVALID
        if self.checks["proof"].outcome is not Outcome.PASSED:
            return Verdict.UNCHECKED
        order = (
            Verdict.REVOKED,
            Verdict.SUSPENDED,
            Verdict.NOT_YET_VALID,
            Verdict.EXPIRED,
            Verdict.UNCHECKED,
            Verdict.UNKNOWN_ISSUER,
        )
        return next((verdict for verdict in order if verdict in self.verdicts), Verdict.VALID)

    def summary(self, verdict: Verdict) -> str:
        if verdict is Verdict.VALID:
            return "This credential is genuine and valid."
        decisive = next((check for check in self.checks.values() if check.fatal), None)
        name = {
            Verdict.REVOKED: "status",
            Verdict.SUSPENDED: "status",
            Verdict.NOT_YET_VALID: "time",
            Verdict.EXPIRED: "time",
            Verdict.UNKNOWN_ISSUER: "issuer",
        }.get(verdict)
        if decisive is None and name is None:
            decisive = next(check for check in self.checks.values() if check.outcome is Outcome.UNKNOWN)
        reason = decisive or self.checks[str(name)]
        return f"This credential {_SENTENCES[verdict]}: {reason.message[0].lower()}{reason.message[1:]}"


_SENTENCES: Final[dict[Verdict, str]] = {
    Verdict.SUSPENDED: "is genuine, and suspended",
    Verdict.REVOKED: "is genuine, and no longer valid",
    Verdict.EXPIRED: "is genuine, and no longer valid",
    Verdict.NOT_YET_VALID: "is genuine, and not valid yet",
    Verdict.UNKNOWN_ISSUER: "is unaltered, of an issuer unknown here",
    Verdict.UNCHECKED: "could not be checked in full",
    Verdict.INVALID: "is not valid",
}


def _not_reached(name: str) -> Check:
    return Check(name, Outcome.UNKNOWN, "Not checked, since an earlier check failed.")


def as_json(report: Report) -> dict[str, Any]:
    """A report as JSON, for programs: ``verdict``, ``message`` and ``checks``, without the credential."""
    return {
        "verdict": report.verdict.value,
        "message": report.message,
        "checks": [
            {
                "name": check.name,
                "outcome": check.outcome.value,
                "fatal": check.fatal,
                "message": check.message,
                "details": list(check.details),
            }
            for check in report.checks
        ],
    }
