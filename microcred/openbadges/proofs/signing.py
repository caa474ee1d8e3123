"""Making proofs."""

from __future__ import annotations

from datetime import datetime

from microcred.openbadges import multibase
from microcred.openbadges.canonical import check_portable
from microcred.openbadges.contexts import CREDENTIALS_V1, DATA_INTEGRITY_V1, DATA_INTEGRITY_V2, Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError
from microcred.openbadges.keys import KeyKind, Signer
from microcred.openbadges.proofs.forms import (
    CRYPTOSUITE,
    CRYPTOSUITES,
    SD_SUITE,
    SUITES,
    Suite,
    previous_proofs,
    proofs_of,
)
from microcred.openbadges.proofs.hashing import quads_of, signed_bytes
from microcred.openbadges.times import written

_USUAL_SUITES = {KeyKind.ED25519: CRYPTOSUITE, KeyKind.P256: "ecdsa-rdfc-2019", KeyKind.P384: "ecdsa-rdfc-2019"}


def sign(
    unsigned: JsonObject,
    key: Signer,
    *,
    created: datetime,
    verification_method: str,
    contexts: Contexts | None = None,
    suite: str | None = None,
    purpose: str = "assertionMethod",
    challenge: str | None = None,
    domain: str | None = None,
    expires: datetime | None = None,
    proof_id: str | None = None,
) -> JsonObject:
    """``unsigned`` with its proof. The argument is not changed; :func:`to_bytes` gives the bytes to store and serve.

    A document of the older data model (VCDM 1.1) gets the Data Integrity context appended, which defines the proof.

    Args:
        verification_method: the identifier of the key in the issuer's document, see :func:`.dids.verification_method`.
        contexts: by default the pinned ones.
        suite: one of :data:`.CRYPTOSUITES`; by default ``eddsa-rdfc-2022`` or ``ecdsa-rdfc-2019``, as the key is.
        purpose: ``assertionMethod`` for credentials, ``authentication`` for the presentation of a holder.
        challenge: what a verifier set, for a presentation.
        domain: the place for which a presentation is meant.
        expires: when the proof itself ends, whatever the document says.
        proof_id: a URL for the proof, so that another can be put over it.

    Raises:
        DocumentRefused: when the document has a proof already, or says anything that a signature would not cover.
        OpenBadgesError: when the suite is unknown or not for this kind of key.
    """
    if "proof" in unsigned:
        raise DocumentRefused("the document has a proof already")
    document = with_proof_context(unsigned)
    chosen = _suite_for(key, suite)
    options = _options(chosen, created, verification_method, purpose)
    _put(options, challenge=challenge, domain=domain, expires=expires, proof_id=proof_id)
    return {**document, "proof": _made(chosen, key, options, document, contexts)}


def add_proof(
    signed: JsonObject,
    key: Signer,
    *,
    created: datetime,
    verification_method: str,
    contexts: Contexts | None = None,
    suite: str | None = None,
    purpose: str = "assertionMethod",
    over: str | None = None,
    proof_id: str | None = None,
) -> JsonObject:
    """``signed`` with one more proof (VC Data Integrity 1.0 section 2.1: sets and chains).

    Args:
        over: the ``id`` of a proof that this one also signs, which makes a chain; ``None`` makes a set, whose proofs
            know nothing of each other.

    Raises:
        ProofRefused: when the document has no well-formed proof, or none of the name ``over``.
        DocumentRefused, OpenBadgesError: see :func:`sign`.
    """
    existing = proofs_of(signed)
    unsecured = {name: value for name, value in signed.items() if name != "proof"}
    chosen = _suite_for(key, suite)
    options = _options(chosen, created, verification_method, purpose)
    _put(options, proof_id=proof_id)
    if over is not None:
        options["previousProof"] = over
        unsecured["proof"] = previous_proofs(signed, options)
    return {**signed, "proof": [*existing, _made(chosen, key, options, unsecured, contexts)]}


def with_proof_context(document: JsonObject) -> JsonObject:
    """A VCDM 1.1 document with the context that defines its proof; any other as it is."""
    context = document.get("@context")
    if not isinstance(context, list) or context[:1] != [CREDENTIALS_V1]:
        return document
    if any(each in (DATA_INTEGRITY_V1, DATA_INTEGRITY_V2) for each in context):
        return document
    return {**document, "@context": [*context, DATA_INTEGRITY_V2]}


def _suite_for(key: Signer, name: str | None) -> Suite:
    kind = key.public.kind
    name = name or _USUAL_SUITES.get(kind)
    if name not in CRYPTOSUITES:
        raise OpenBadgesError(f"no proof inside a document is made by {name or f'a key of the kind {kind}'}")
    if name == SD_SUITE:
        raise OpenBadgesError("a proof for selective disclosure is made with sign_base")
    if kind not in SUITES[name].kinds:
        raise OpenBadgesError(f"{name} is not made with a key of the kind {kind}")
    return SUITES[name]


def _options(suite: Suite, created: datetime, verification_method: str, purpose: str) -> JsonObject:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": suite.name,
        "created": written(created),
        "verificationMethod": verification_method,
        "proofPurpose": purpose,
    }


def _put(
    options: JsonObject,
    *,
    challenge: str | None = None,
    domain: str | None = None,
    expires: datetime | None = None,
    proof_id: str | None = None,
) -> None:
    if proof_id is not None:
        options["id"] = proof_id
    if expires is not None:
        options["expires"] = written(expires)
    if domain is not None:
        options["domain"] = domain
    if challenge is not None:
        options["challenge"] = challenge


def _made(
    suite: Suite, key: Signer, options: JsonObject, unsecured: JsonObject, contexts: Contexts | None
) -> JsonObject:
    # made also where the suite would not need it: whatever is signed must mean the same to a reader of its terms
    quads = quads_of(unsecured, contexts)
    if suite.form == "rdfc":
        check_portable(quads)
    elif "@context" in unsecured:
        options = {"@context": unsecured["@context"], **options}
    message = signed_bytes(suite, key.public.kind, options=options, unsecured=unsecured, contexts=contexts, quads=quads)
    return {**options, "proofValue": multibase.encode(key.sign(message))}
