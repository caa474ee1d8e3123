"""Selective disclosure with ``ecdsa-sd-2023`` (Data Integrity ECDSA Cryptosuites 1.0, sections 3.5 and 3.6).

The issuer signs a base proof, which is for the holder alone. The holder derives from it a credential that shows the
parts the issuer made mandatory and those the holder chooses, and that is what others verify.

What a holder leaves out, nobody sees: an end of validity or an entry of a status list too, unless the issuer made them
mandatory. Therefore :data:`ALWAYS` are mandatory in what this library signs, and :func:`.verifying.verify_proof` takes
derived proofs only where its caller says that they are expected.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import cbor2

from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError
from microcred.openbadges.keys import KeyKind, PublicKey, Signer, SigningKey
from microcred.openbadges.proofs.forms import SD_SUITE, ProofRefused
from microcred.openbadges.proofs.hashing import canonical_options, quads_of
from microcred.openbadges.proofs.selecting import labelled, relabelled, select, with_names, without_names
from microcred.openbadges.times import written

ALWAYS: Final = ("/issuer", "/validFrom", "/validUntil", "/issuanceDate", "/expirationDate", "/credentialStatus")
"""What a holder can never leave out, where a credential has it."""

_BASE: Final = b"\xd9\x5d\x00"
_DERIVED: Final = b"\xd9\x5d\x01"
_P256_MULTIKEY: Final = b"\x80\x24"
_MAX_VALUE: Final = 512 * 1024


@dataclass(frozen=True)
class _Derived:
    """The parts of a derived proof."""

    base_signature: bytes
    key: PublicKey
    signatures: list[bytes]
    labels: dict[str, str]
    mandatory: set[int]


def sign_base(
    unsigned: JsonObject,
    key: Signer,
    *,
    created: datetime,
    verification_method: str,
    mandatory: Iterable[str] = (),
    contexts: Contexts | None = None,
) -> JsonObject:
    """``unsigned`` with a base proof, from which its holder can derive.

    Args:
        key: of the kind P-256.
        mandatory: JSON pointers to what every derived credential shows, besides :data:`ALWAYS`.

    Raises:
        DocumentRefused: when the document has a proof already, says anything that a signature would not cover, or has
            nothing where a pointer points.
        OpenBadgesError: when the key is of another kind.
    """
    if "proof" in unsigned:
        raise DocumentRefused("the document has a proof already")
    if key.public.kind is not KeyKind.P256:
        raise OpenBadgesError(f"{SD_SUITE} is not made with a key of the kind {key.public.kind}")
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SD_SUITE,
        "created": written(created),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    pointers = list(dict.fromkeys([*mandatory, *(each for each in ALWAYS if each[1:] in unsigned)]))
    secret = secrets.token_bytes(32)
    groups = _grouped(unsigned, secret, {"mandatory": pointers}, contexts)
    once = SigningKey.generate(KeyKind.P256)
    signatures = [once.sign(line.encode()) for line in groups.lines if line not in groups["mandatory"]]
    public = _P256_MULTIKEY + once.public.raw
    lines = [line for line in groups.lines if line in groups["mandatory"]]
    message = _message(options, unsigned, public, lines, contexts)
    value = cbor2.dumps([key.sign(message), public, secret, signatures, pointers])
    return {**unsigned, "proof": {**options, "proofValue": _encoded(_BASE + value)}}


def derive(signed: JsonObject, pointers: Iterable[str], *, contexts: Contexts | None = None) -> JsonObject:
    """A credential that shows the mandatory parts of ``signed`` and those that ``pointers`` name.

    Args:
        signed: a credential with one base proof.

    Raises:
        ProofRefused: when it has none.
        DocumentRefused: when a pointer names nothing, or nothing would be shown.
    """
    proof = signed.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SD_SUITE:
        raise ProofRefused("the credential has no base proof to derive from")
    base_signature, public, secret, signatures, mandatory = _base_value(proof)
    unsigned = {name: value for name, value in signed.items() if name != "proof"}
    selective = list(pointers)
    shown = [*mandatory, *selective]
    groups = _grouped(unsigned, secret, {"mandatory": mandatory, "selective": selective, "shown": shown}, contexts)
    optional = [line for line in groups.lines if line not in groups["mandatory"]]
    if len(signatures) != len(optional):
        raise ProofRefused("the base proof has not one signature for each optional statement")
    revealed = select(unsigned, shown)
    if revealed is None:
        raise DocumentRefused("nothing would be shown")
    visible = [line for line in groups.lines if line in groups["shown"]]
    kept = [signature for line, signature in zip(optional, signatures, strict=True) if line in groups["selective"]]
    # the labels that a verifier will give to the nodes, and those under which they were signed
    _, seen = labelled(without_names(groups.selected["shown"]), lambda label: label)
    labels = {int(after.removeprefix("_:c14n")): _label_bytes(groups.labels[before]) for before, after in seen.items()}
    indexes = [index for index, line in enumerate(visible) if line in groups["mandatory"]]
    value = cbor2.dumps([base_signature, public, kept, labels, indexes])
    return {**revealed, "proof": {**proof, "proofValue": _encoded(_DERIVED + value)}}


def check_derived(document: JsonObject, proof: JsonObject, key: PublicKey, contexts: Contexts | None) -> bool:
    """Whether the signatures of a derived proof are those of ``key`` and of the key it vouches for.

    Raises:
        ProofRefused: when the proof is a base proof or malformed.
        DocumentRefused: when the document says something that no signature covers.
    """
    value = _derived_value(proof)
    unsecured = {name: item for name, item in document.items() if name != "proof"}
    try:
        lines = relabelled(quads_of(unsecured, contexts), value.labels)
    except KeyError as error:
        raise ProofRefused("the proof has not a label for each part of the document") from error
    if any(not 0 <= index < len(lines) for index in value.mandatory):
        raise ProofRefused("the proof points outside the document")
    mandatory = [line for index, line in enumerate(lines) if index in value.mandatory]
    optional = [line for index, line in enumerate(lines) if index not in value.mandatory]
    if len(optional) != len(value.signatures):
        raise ProofRefused("the proof has not one signature for each optional statement")
    options = {name: item for name, item in proof.items() if name not in ("proofValue", "@context")}
    message = _message(options, unsecured, _P256_MULTIKEY + value.key.raw, mandatory, contexts)
    return key.verify(value.base_signature, message) and all(
        value.key.verify(signature, line.encode()) for signature, line in zip(value.signatures, optional, strict=True)
    )


@dataclass(frozen=True)
class _Groups:
    """The canonical lines of a document under secret labels, and which of them each selection stands for."""

    lines: list[str]
    labels: dict[str, str]
    selected: dict[str, str]
    members: dict[str, set[str]]

    def __getitem__(self, name: str) -> set[str]:
        return self.members[name]


def _grouped(document: JsonObject, secret: bytes, groups: dict[str, list[str]], contexts: Contexts | None) -> _Groups:
    named = with_names(document, contexts)
    lines, labels = labelled(without_names(quads_of(named, contexts)), _secret_labels(secret))
    selected = {}
    for name, pointers in groups.items():
        selection = select(named, pointers)
        selected[name] = "" if selection is None else quads_of(selection, contexts)
    members = {name: set(relabelled(without_names(quads), labels)) for name, quads in selected.items()}
    return _Groups(lines, labels, selected, members)


def _secret_labels(secret: bytes) -> Callable[[str], str]:
    return lambda label: _encoded(hmac.digest(secret, label.encode(), "sha256"))


def _message(
    options: JsonObject, document: JsonObject, public: bytes, mandatory: list[str], contexts: Contexts | None
) -> bytes:
    configured = canonical_options(options, document.get("@context"), contexts)
    hashes = [hashlib.sha256(text.encode()).digest() for text in (configured, "".join(mandatory))]
    return hashes[0] + public + hashes[1]


def _encoded(raw: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _label_bytes(label: str) -> bytes:
    text = label.removeprefix("_:u")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _decoded(proof: JsonObject, head: bytes, what: str) -> list[Any]:
    """The five parts of a proof value."""
    text = proof.get("proofValue")
    if not isinstance(text, str) or not text.startswith("u") or len(text) > _MAX_VALUE:
        raise ProofRefused("the value of its proof is not multibase base64url")
    try:
        raw = base64.b64decode(text[1:] + "=" * (-(len(text) - 1) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ProofRefused("the value of its proof is not multibase base64url") from error
    if not raw.startswith(head):
        raise ProofRefused(f"its proof is not a {what} proof of {SD_SUITE}")
    body = io.BytesIO(raw[len(head) :])
    try:
        value = cbor2.load(body, tag_hook=_untagged)
    except (cbor2.CBORDecodeError, ValueError, RecursionError) as error:
        raise ProofRefused("the value of its proof is not CBOR") from error
    if not isinstance(value, list) or len(value) != 5 or body.read(1):
        raise ProofRefused("the value of its proof has not five parts")
    return value


def _untagged(tag: cbor2.CBORTag, immutable: bool) -> Any:
    """Bytes that some write as typed arrays (RFC 8746)."""
    return tag.value if tag.tag == 64 else tag


def _base_value(proof: JsonObject) -> tuple[bytes, bytes, bytes, list[bytes], list[str]]:
    signature, public, secret, signatures, pointers = _decoded(proof, _BASE, "base")
    fits = (
        _is_bytes(signature, 64)
        and _is_bytes(public, 35)
        and _is_bytes(secret, 32)
        and isinstance(signatures, list)
        and all(_is_bytes(each, 64) for each in signatures)
        and isinstance(pointers, list)
        and all(isinstance(each, str) for each in pointers)
    )
    if not fits:
        raise ProofRefused("a part of the value of its proof is of another form")
    return signature, public, secret, signatures, pointers


def _derived_value(proof: JsonObject) -> _Derived:
    signature, public, signatures, labels, indexes = _decoded(proof, _DERIVED, "derived")
    fits = (
        _is_bytes(signature, 64)
        and _is_bytes(public, 35)
        and public[:2] == _P256_MULTIKEY
        and isinstance(signatures, list)
        and all(_is_bytes(each, 64) for each in signatures)
        and isinstance(labels, dict)
        and all(_is_index(label) and _is_bytes(name, 32) for label, name in labels.items())
        and isinstance(indexes, list)
        and all(_is_index(index) for index in indexes)
    )
    if not fits:
        raise ProofRefused("a part of the value of its proof is of another form")
    names = {f"_:c14n{label}": f"_:{_encoded(name)}" for label, name in labels.items()}
    if len(set(names.values())) != len(names):
        raise ProofRefused("two parts of the document have one label")
    return _Derived(signature, PublicKey(public[2:], KeyKind.P256), signatures, names, set(indexes))


def _is_bytes(value: object, length: int) -> bool:
    return isinstance(value, bytes) and len(value) == length


def _is_index(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
