"""Checking proofs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from microcred.openbadges import multibase
from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys import PublicKey
from microcred.openbadges.proofs.disclosing import check_derived
from microcred.openbadges.proofs.forms import (
    ChallengeWrong,
    DomainWrong,
    ProofExpired,
    ProofRefused,
    Suite,
    domains,
    previous_proofs,
    proof_of,
    read_time,
    suite_of,
)
from microcred.openbadges.proofs.hashing import signed_bytes
from microcred.openbadges.times import CLOCK_TOLERANCE, written


class SignatureWrong(OpenBadgesError):
    """The signature does not match: the document was changed, or another key signed it."""


def verify_proof(
    document: JsonObject,
    proof: JsonObject,
    key: PublicKey,
    *,
    purpose: str = "assertionMethod",
    now: datetime | None = None,
    challenge: str | None = None,
    domain: str | Collection[str] | None = None,
    contexts: Contexts | None = None,
    quads: str | None = None,
    disclosed: bool = False,
) -> None:
    """Check one proof of a document, of any suite of :data:`.forms.SUITES`.

    That ``key`` is the one the proof names, and may speak for the issuer, is for the caller to establish; so is calling
    this for every proof of the document.

    Args:
        document: the document with all its proofs.
        proof: one of what :func:`.proofs_of` gave for it.
        key: the key that ``verificationMethod`` names, see :func:`.dids.key_for`.
        purpose: what the proof must have been made for.
        now: with a zone; when given, a proof whose ``expires`` has passed is refused.
        challenge: when given, the proof must answer it.
        domain: when given, the proof must have been made for it, or for one of them.
        quads: the canonical form of the document without its proofs, where the caller has it: it is nearly all of the
            work. Not used for a proof that was put over others.
        disclosed: whether a part of a credential, as its holder chose it, is expected (:mod:`.disclosing`). Whoever
            expects one must not conclude from what is absent: that it ends, or was revoked, may have been left out.

    Raises:
        ProofRefused: when the proof is malformed, of a suite that is not verified, or made for another purpose; its
            subclasses :class:`.ProofExpired`, :class:`.ChallengeWrong` and :class:`.DomainWrong` say so themselves.
        DocumentRefused: when the document says something that no signature covers.
        SignatureWrong: when the signature is not that of ``key`` over this document.
    """
    suite = suite_of(proof)
    if proof.get("proofPurpose") != purpose:
        wanted = "to assert anything" if purpose == "assertionMethod" else f"for {purpose}"
        raise ProofRefused(f"its proof was not made {wanted}")
    _check_use(proof, now, challenge, domain)
    if key.kind not in suite.kinds:
        raise ProofRefused(f"{suite.name} is not made with a key of the kind {key.kind}")
    if suite.form == "statements":
        if not disclosed:
            raise ProofRefused("it shows only what its holder chose of it, so that nobody can say whether it holds")
        if not check_derived(document, proof, key, contexts):
            raise SignatureWrong("the signatures do not match the document")
        return
    signature = _signature(proof)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    below = previous_proofs(document, proof)
    if below:
        unsecured["proof"] = below
        quads = None
    options = _options(proof, suite, unsecured)
    message = signed_bytes(suite, key.kind, options=options, unsecured=unsecured, contexts=contexts, quads=quads)
    if not key.verify(signature, message):
        raise SignatureWrong("the signature does not match the document")


def verify(document: JsonObject, key: PublicKey, *, contexts: Contexts | None = None, quads: str | None = None) -> None:
    """Check a document that carries exactly one proof, an assertion. See :func:`verify_proof`, which it calls.

    Raises:
        ProofRefused: see :func:`.proof_of`.
        DocumentRefused, SignatureWrong: see :func:`verify_proof`.
    """
    verify_proof(document, proof_of(document), key, contexts=contexts, quads=quads)


def _check_use(
    proof: JsonObject, now: datetime | None, challenge: str | None, domain: str | Collection[str] | None
) -> None:
    if now is not None and "expires" in proof:
        ends = read_time(proof["expires"])
        if now > ends + CLOCK_TOLERANCE:
            raise ProofExpired(f"its proof held until {written(ends)}")
    if challenge is not None and proof.get("challenge") != challenge:
        raise ChallengeWrong("its proof does not answer the challenge")
    if domain is not None:
        wanted = {domain} if isinstance(domain, str) else set(domain)
        if not wanted & set(domains(proof)):
            raise DomainWrong("its proof was made for another place")


def _signature(proof: JsonObject) -> bytes:
    value = proof.get("proofValue")
    if not isinstance(value, str):
        raise ProofRefused("its proof has no value")
    try:
        return multibase.decode(value)
    except OpenBadgesError as error:
        raise ProofRefused(f"the value of its proof: {error}") from error


def _options(proof: JsonObject, suite: Suite, unsecured: JsonObject) -> JsonObject:
    """What was hashed of the proof."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if "@context" not in options:
        return options
    named, context = _as_list(options["@context"]), _as_list(unsecured.get("@context"))
    if suite.form == "jcs":
        # the document may have got more contexts since (section 3.3.2); the signature is over those of the proof
        if context[: len(named)] != named:
            raise ProofRefused("the proof names other contexts than the document")
        unsecured["@context"] = options["@context"]
        return options
    if named != context:
        raise ProofRefused("the proof names other contexts than the document")
    del options["@context"]
    return options


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
