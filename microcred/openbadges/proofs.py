"""Data Integrity proofs with the cryptosuite ``eddsa-rdfc-2022`` (Data Integrity EdDSA Cryptosuites 1.0, section 3.2).

Signed is SHA-256(canonical proof options) followed by SHA-256(canonical document), the options carrying the document's
``@context``. It is the one suite that Open Badges certification accepts.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from microcred.openbadges import multibase
from microcred.openbadges.canonical import canonicalize, check_portable, is_iri
from microcred.openbadges.contexts import Contexts, pinned
from microcred.openbadges.documents import JsonObject, to_bytes
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError
from microcred.openbadges.keys import PublicKey, SigningKey
from microcred.openbadges.times import read, written

CRYPTOSUITE: Final = "eddsa-rdfc-2022"
_SENTINEL_CREATED: Final = "2000-01-01T00:00:00Z"
_SENTINEL_METHOD: Final = "urn:uuid:00000000-0000-0000-0000-000000000000"


class ProofRefused(OpenBadgesError):
    """A proof is absent, of a kind this library does not verify, or not well-formed. Nothing is known of its key."""


class SignatureWrong(OpenBadgesError):
    """The signature does not match: the document was changed, or another key signed it."""


def sign(
    unsigned: JsonObject,
    key: SigningKey,
    *,
    created: datetime,
    verification_method: str,
    contexts: Contexts | None = None,
) -> JsonObject:
    """``unsigned`` with its proof. The argument is not changed; :func:`to_bytes` gives the bytes to store and serve.

    Args:
        verification_method: the identifier of the key in the issuer's document, see :func:`.dids.verification_method`.
        contexts: by default the pinned ones.

    Raises:
        DocumentRefused: when the document has a proof already, or says anything that a signature would not cover.
    """
    if "proof" in unsigned:
        raise DocumentRefused("the document has a proof already")
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": written(created),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    quads = canonicalize(unsigned, contexts=contexts)
    check_portable(quads)
    message = _hash_of_options(proof, unsigned.get("@context"), contexts) + _sha256(quads)
    return {**unsigned, "proof": {**proof, "proofValue": multibase.encode(key.sign(message))}}


def proof_of(document: JsonObject) -> JsonObject:
    """The one proof of a document, its members checked (VC Data Integrity 1.0, section 2.1).

    Raises:
        ProofRefused: when there is none, more than one, or it is not an ``eddsa-rdfc-2022`` assertion.
    """
    proofs = document.get("proof")
    if isinstance(proofs, list) and len(proofs) == 1:
        proofs = proofs[0]
    if not isinstance(proofs, dict):
        raise ProofRefused("it must carry exactly one proof")
    if proofs.get("type") != "DataIntegrityProof" or proofs.get("cryptosuite") != CRYPTOSUITE:
        kind = proofs.get("cryptosuite", proofs.get("type"))
        raise ProofRefused(f"its proof is of the kind {kind!r}; only {CRYPTOSUITE} is verified")
    if proofs.get("proofPurpose") != "assertionMethod":
        raise ProofRefused("its proof was not made to assert anything")
    method = proofs.get("verificationMethod")
    if not isinstance(method, str) or not is_iri(method) or "#" not in method:
        raise ProofRefused("its proof does not name a key")
    for name in ("created", "expires"):
        if name in proofs:
            try:
                read(proofs[name])
            except OpenBadgesError as error:
                raise ProofRefused(f"the proof's {name}: {error}") from error
    return proofs


def verify(document: JsonObject, key: PublicKey, *, contexts: Contexts | None = None, quads: str | None = None) -> None:
    """Check the signature of a document. That ``key`` may speak for the issuer is for the caller to establish.

    Args:
        quads: the canonical form of the document without its proof, where the caller has just made it: it is nearly all
            of the work.

    Raises:
        ProofRefused: see :func:`proof_of`.
        DocumentRefused: when the document says something that no signature covers.
        SignatureWrong: when the signature is not that of ``key`` over this document.
    """
    proof = proof_of(document)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    value = proof.get("proofValue")
    if not isinstance(value, str):
        raise ProofRefused("its proof has no value")
    try:
        signature = multibase.decode(value)
    except OpenBadgesError as error:
        raise ProofRefused(f"the value of its proof: {error}") from error
    context = options.pop("@context", unsigned.get("@context"))
    if context != unsigned.get("@context"):
        raise ProofRefused("the proof names other contexts than the document")
    if quads is None:
        quads = canonicalize(unsigned, contexts=contexts)
    message = _hash_of_options(options, context, contexts) + _sha256(quads)
    if not key.verify(signature, message):
        raise SignatureWrong("the signature does not match the document")


def _hash_of_options(options: JsonObject, context: Any, contexts: Contexts | None) -> bytes:
    """SHA-256 of the canonical proof options (section 3.2.5).

    Proofs of one kind differ in two values only, so their canonical form is made once and the values put in. The guard
    lets through only values that N-Quads write as they stand.
    """
    usual = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose"}
    plain = set(options) == usual and isinstance(context, list) and all(isinstance(url, str) for url in context)
    if not plain or not is_iri(options["verificationMethod"]):
        return _sha256(canonicalize({"@context": context, **options}, contexts=contexts))
    read(options["created"])
    known = pinned() if contexts is None else contexts
    kind = (options["type"], options["cryptosuite"], options["proofPurpose"])
    template = _options_template(tuple(context), *kind, known)
    return _sha256(
        template.replace(_SENTINEL_CREATED, options["created"]).replace(_SENTINEL_METHOD, options["verificationMethod"])
    )


@lru_cache(maxsize=64)
def _options_template(context: tuple[str, ...], type_: str, suite: str, purpose: str, contexts: Contexts) -> str:
    # one blank node and one line for each property: neither labels nor order depend on the two values
    return canonicalize(
        {
            "@context": list(context),
            "type": type_,
            "cryptosuite": suite,
            "created": _SENTINEL_CREATED,
            "verificationMethod": _SENTINEL_METHOD,
            "proofPurpose": purpose,
        },
        contexts=contexts,
    )


def _sha256(quads: str) -> bytes:
    return hashlib.sha256(quads.encode()).digest()


__all__ = ["CRYPTOSUITE", "ProofRefused", "SignatureWrong", "proof_of", "sign", "to_bytes", "verify"]
