"""Whether a document stands as it was signed, and whether its issuer signed it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from microcred.openbadges import jwt, proofs
from microcred.openbadges.canonical import canonicalize
from microcred.openbadges.contexts import Contexts, pinned
from microcred.openbadges.dids import KeyNotListed, key_for
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.keys import PublicKey
from microcred.openbadges.proofs.forms import SD_SUITE, read_time, suite_of
from microcred.openbadges.times import CLOCK_TOLERANCE
from microcred.openbadges.verify.documents import Handed, issuer_of, listed
from microcred.openbadges.verify.report import Findings, Outcome
from microcred.openbadges.verify.sentences import Said
from microcred.openbadges.verify.world import World

_LATEST: Final = 253402300799
"""The last second of the year 9999, beyond which no date is one."""


class KeyOutOfTime(OpenBadgesError):
    """A key's own document says that it had expired, or was revoked, when the signature was made."""


class _Signature(NamedTuple):
    """A proof, or the token, with the key that its issuer lists for it."""

    proof: JsonObject | None
    key: PublicKey


def check_words(found: Findings, handed: Handed, contexts: Contexts | None) -> str | None:
    """Everything in the document must be covered by its signature: for RDF canonicalization, the JSON-LD safe mode.

    Returns:
        the canonical form of the document without its proofs, where one was made.
    """
    document = handed.document
    if handed.token is not None or not _is_canonicalised(document):
        found.passed("context", Said.ALL_SIGNED)
        return None
    known = pinned() if contexts is None else contexts
    foreign = sorted({url for url in _contexts_in(document) if url not in known})
    if foreign:
        found.unchecked("context", Said.FOREIGN_WORDS, *foreign[:10])
        return None
    try:
        quads = canonicalize(without_proof(document), contexts=contexts)
    except OpenBadgesError as error:
        found.fail("context", Said.UNSIGNED_WORDS, str(error))
        return None
    found.passed("context", Said.ALL_SIGNED)
    return quads


def check_signature(
    found: Findings, handed: Handed, *, world: World, now: datetime, quads: str | None, contexts: Contexts | None
) -> None:
    """The checks ``issuer`` and ``proof``: every signature is the issuer's own, by a key that its document lists, and
    matches."""
    try:
        signatures = _looked_up(found, handed, world, now)
    except proofs.ProofRefused as error:
        found.note("issuer", Outcome.UNKNOWN, Said.UNTIED)
        found.fail("proof", Said.NO_PROOF, str(error))
        return
    if signatures is None:
        found.note("proof", Outcome.UNKNOWN, Said.NO_KEY)
        return
    found.passed("issuer", Said.ISSUERS_KEY)
    if found["context"].outcome is Outcome.UNKNOWN:
        found.note("proof", Outcome.UNKNOWN, Said.FOREIGN_WORDS)
        return
    try:
        for proof, key in signatures:
            if proof is None:
                jwt.verify(handed.token, key)  # type: ignore[arg-type]
            else:
                # of a part that its holder chose, the checks of what may be in the rest say so (is_shown_in_part)
                proofs.verify_proof(
                    handed.document, proof, key, now=now, contexts=contexts, quads=quads, disclosed=True
                )
    except proofs.SignatureWrong as error:
        found.fail("proof", Said.CHANGED, str(error))
    except proofs.ProofExpired as error:
        found.fail("proof", Said.PROOF_EXPIRED, str(error))
    except OpenBadgesError as error:
        found.fail("proof", Said.PROOF_ILL_FORMED, str(error))
    else:
        found.passed("proof", Said.UNCHANGED)


def _looked_up(found: Findings, handed: Handed, world: World, now: datetime) -> list[_Signature] | None:
    """Every signature of the document with its key, or ``None`` when ``issuer`` has been given another outcome."""
    issuer = issuer_of(handed.document)
    try:
        if handed.token is not None:
            return [_Signature(None, _token_key(handed.token, issuer, world, now))]
        every = proofs.proofs_of(handed.document)
        for proof in every:
            method = proof["verificationMethod"]
            if method.partition("#")[0] != issuer:
                found.fail("issuer", Said.ANOTHERS_KEY, f"{method} is not of {issuer}")
                return None
        return [_Signature(proof, _proof_key(proof, world, now)) for proof in every]
    except proofs.ProofRefused:
        raise
    except Unreachable as error:
        found.unchecked("issuer", Said.KEY_UNREACHABLE, str(error))
    except KeyNotListed as error:
        found.fail("issuer", Said.KEY_NOT_LISTED, str(error))
    except KeyOutOfTime as error:
        found.fail("issuer", Said.KEY_OUT_OF_TIME, str(error))
    except OpenBadgesError as error:
        found.unchecked("issuer", Said.KEY_UNREADABLE, str(error))
    return None


def _token_key(token: jwt.Token, issuer: str, world: World, now: datetime) -> PublicKey:
    if token.signer != issuer:
        raise KeyNotListed(f"the token is signed by {token.signer}, not by {issuer}")
    key = jwt.verification_key(token, world.controller)
    signed = moment_of(token.claims.get("iat", token.claims.get("nbf"))) or now
    if token.key_name is not None and token.key_name.partition("#")[0] == issuer:
        _check_time_of_key(world.controller(issuer), token.key_name, signed)
    return key


def moment_of(claim: Any) -> datetime | None:
    """The moment that a numeric claim names, ``None`` when it names none."""
    numeric = isinstance(claim, int | float) and not isinstance(claim, bool)
    return datetime.fromtimestamp(claim, UTC) if numeric and 0 <= claim <= _LATEST else None


def _proof_key(proof: JsonObject, world: World, now: datetime) -> PublicKey:
    method = proof["verificationMethod"]
    document = world.controller(method.partition("#")[0])
    key = key_for(document, method, "assertionMethod")
    signed = read_time(proof["created"]) if "created" in proof else now
    _check_time_of_key(document, method, signed)
    return key


def _check_time_of_key(document: JsonObject, method: str, signed: datetime) -> None:
    """A key's ``expires`` and ``revoked`` (Controlled Identifiers 1.0 section 2.2): what it signed before still stands.

    Raises:
        KeyOutOfTime: when the signature is of a later time.
    """
    names = (method, f"#{method.partition('#')[2]}")
    entries = [*listed(document.get("verificationMethod")), *listed(document.get("assertionMethod"))]
    for entry in entries:
        if not isinstance(entry, dict) or entry.get("id") not in names:
            continue
        for member, words in (("expires", "expired"), ("revoked", "was revoked")):
            if member in entry and signed > read_time(entry[member]) + CLOCK_TOLERANCE:
                raise KeyOutOfTime(f"the key {words} at {entry[member]}, and the signature is of {signed.isoformat()}")


def _is_canonicalised(document: JsonObject) -> bool:
    """Whether any proof is over the RDF form of the document. One that is not read counts: it will be refused later."""
    for proof in listed(document.get("proof")):
        try:
            if suite_of(proof).form != "jcs":
                return True
        except (OpenBadgesError, AttributeError, TypeError):
            return True
    return "proof" not in document


def is_shown_in_part(document: JsonObject) -> bool:
    """Whether a holder chose what is shown of a credential, so that nothing may be concluded from what is absent."""
    signed = [proof for proof in listed(document.get("proof")) if isinstance(proof, dict)]
    return bool(signed) and all(proof.get("cryptosuite") == SD_SUITE for proof in signed)


def _contexts_in(value: Any) -> set[str]:
    """Every context that a document names, at any depth."""
    found: set[str] = set()
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, list):
            pending.extend(each)
        elif isinstance(each, dict):
            found |= {url for url in listed(each.get("@context")) if isinstance(url, str)}
            pending.extend(item for name, item in each.items() if name != "@context")
    return found


def without_proof(document: JsonObject) -> JsonObject:
    """A document without its proofs."""
    return {name: value for name, value in document.items() if name != "proof"}
