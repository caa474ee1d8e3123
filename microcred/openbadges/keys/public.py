"""Public keys, as Multikey (Controlled Identifiers 1.0 section 2.2.2) and as JSON Web Key (RFC 7517, 7518, 8037)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError, CryptoError

from microcred.openbadges import multibase
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError

SIGNATURE_BYTES: Final = 64
"""Length of an Ed25519 signature."""

SMALLEST_RSA: Final = 2048
LARGEST_RSA: Final = 4096
"""Bits of an RSA modulus. Larger keys only cost whoever verifies."""


class KeyKind(StrEnum):
    """The kinds of keys this library signs and verifies with; the value of each is for people."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


CURVES: Final[dict[KeyKind, tuple[ec.EllipticCurve, hashes.HashAlgorithm, int]]] = {
    KeyKind.P256: (ec.SECP256R1(), hashes.SHA256(), 32),
    KeyKind.P384: (ec.SECP384R1(), hashes.SHA384(), 48),
}
"""Curve, digest that is signed, and length of a coordinate in bytes."""

_CODECS: Final = {
    # multicodec table, as unsigned varints
    KeyKind.ED25519: b"\xed\x01",
    KeyKind.P256: b"\x80\x24",
    KeyKind.P384: b"\x81\x24",
    KeyKind.RSA: b"\x85\x24",
}
_JWK_TYPES: Final = {
    KeyKind.ED25519: ("OKP", "Ed25519"),
    KeyKind.P256: ("EC", "P-256"),
    KeyKind.P384: ("EC", "P-384"),
    KeyKind.RSA: ("RSA", None),
}
_SECRET_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True)
class PublicKey:
    """A public key.

    Args:
        raw: the bytes that stand in a Multikey after its header: 32 for Ed25519 (RFC 8032), the compressed point of
            33 or 49 for P-256 and P-384 (SEC 1 section 2.3.3), the DER ``RSAPublicKey`` for RSA (RFC 8017).
        kind: which kind of key it is.

    Raises:
        OpenBadgesError: when the bytes are not such a key: another length, a point off its curve, an RSA modulus below
            :data:`SMALLEST_RSA` or above :data:`LARGEST_RSA` bits.
    """

    raw: bytes
    kind: KeyKind = KeyKind.ED25519

    def __post_init__(self) -> None:
        if self.kind is KeyKind.ED25519:
            if len(self.raw) != 32:
                raise OpenBadgesError("an Ed25519 public key has 32 bytes")
        else:
            self.native()

    @classmethod
    def from_multibase(cls, text: str) -> PublicKey:
        """The key of a ``publicKeyMultibase``: ``z6Mk…`` Ed25519, ``zDn…`` P-256, ``z82…`` P-384, ``z4MX…`` RSA.

        Raises:
            OpenBadgesError: when it is none of these kinds, or not a key.
        """
        decoded = multibase.decode(text)
        for kind, codec in _CODECS.items():
            if decoded.startswith(codec):
                return cls(decoded[len(codec) :], kind)
        raise OpenBadgesError("the key is of a kind this library does not verify")

    @classmethod
    def from_jwk(cls, jwk: JsonObject) -> PublicKey:
        """The key of a public JSON Web Key.

        Raises:
            OpenBadgesError: when it is a kind of key this library does not verify, is malformed, publishes its secret
                part, or says that it is for something else than signatures.
        """
        if _SECRET_MEMBERS & set(jwk):
            raise OpenBadgesError("the key is not a public key: it publishes its secret part")
        kind = next(
            (kind for kind, (kty, crv) in _JWK_TYPES.items() if jwk.get("kty") == kty and jwk.get("crv") == crv), None
        )
        if kind is None:
            raise OpenBadgesError("the key is of a kind this library does not verify")
        if jwk.get("use", "sig") != "sig":
            raise OpenBadgesError("the key is not for signatures")
        return cls.from_native(_from_jose(jwk))

    @classmethod
    def from_native(cls, key: Any) -> PublicKey:
        """The key that the ``cryptography`` package holds.

        Raises:
            OpenBadgesError: when it is of another kind.
        """
        if isinstance(key, ed25519.Ed25519PublicKey):
            return cls(key.public_bytes_raw())
        if isinstance(key, ec.EllipticCurvePublicKey):
            kind = next((kind for kind, (curve, _, _) in CURVES.items() if curve.name == key.curve.name), None)
            if kind is not None:
                return cls(key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint), kind)
        if isinstance(key, rsa.RSAPublicKey):
            return cls(key.public_bytes(Encoding.DER, PublicFormat.PKCS1), KeyKind.RSA)
        raise OpenBadgesError("the key is of a kind this library does not verify")

    def native(self) -> Any:
        """The key as the ``cryptography`` package holds it."""
        return _native(self.raw, self.kind)

    @property
    def multibase(self) -> str:
        """``z6Mk…``: the value of ``publicKeyMultibase``, and the fragment by which documents name the key."""
        return multibase.encode(_CODECS[self.kind] + self.raw)

    @property
    def jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key, with the members that say what it is and no others."""
        if self.kind is KeyKind.ED25519:
            return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(self.raw).rstrip(b"=").decode()}
        return _to_jose(self)

    @property
    def thumbprint(self) -> str:
        """The JWK thumbprint (RFC 7638, SHA-256, base64url): the fragment by which JSON Web Tokens name the key."""
        from joserfc.jwk import thumbprint

        return str(thumbprint(dict(self.jwk)))

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` over ``message`` was made with this key.

        Ed25519: RFC 8032, cofactorless, as libsodium does. P-256 and P-384: ECDSA over SHA-256 and SHA-384, the two
        numbers side by side (IEEE P1363). RSA: RSASSA-PKCS1-v1_5 over SHA-256.
        """
        if self.kind is KeyKind.ED25519:
            return _verify_ed25519(self.raw, signature, message)
        key = self.native()
        try:
            if self.kind is KeyKind.RSA:
                key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
            else:
                _, digest, size = CURVES[self.kind]
                if len(signature) != 2 * size:
                    return False
                numbers = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
                key.verify(encode_dss_signature(*numbers), message, ec.ECDSA(digest))
        except InvalidSignature:
            return False
        return True


def _verify_ed25519(raw: bytes, signature: bytes, message: bytes) -> bool:
    if len(signature) != SIGNATURE_BYTES:
        return False
    try:
        crypto_sign_open(signature + message, raw)
    except (BadSignatureError, CryptoError):
        return False
    return True


@lru_cache(maxsize=1024)
def _native(raw: bytes, kind: KeyKind) -> Any:
    try:
        if kind is KeyKind.ED25519:
            return ed25519.Ed25519PublicKey.from_public_bytes(raw)
        if kind is KeyKind.RSA:
            key = load_der_public_key(raw)
            if not isinstance(key, rsa.RSAPublicKey) or key.public_bytes(Encoding.DER, PublicFormat.PKCS1) != raw:
                raise OpenBadgesError("the bytes are not an RSA public key")
            if not SMALLEST_RSA <= key.key_size <= LARGEST_RSA:
                raise OpenBadgesError(f"an RSA key has {SMALLEST_RSA} to {LARGEST_RSA} bits")
            return key
        curve, _, size = CURVES[kind]
        if len(raw) != size + 1:
            raise OpenBadgesError(f"a {kind} public key has {size + 1} bytes, its point being compressed")
        return ec.EllipticCurvePublicKey.from_encoded_point(curve, raw)
    except OpenBadgesError:
        raise
    except ValueError as error:
        raise OpenBadgesError(f"the bytes are not a {kind} public key") from error


def _from_jose(jwk: JsonObject) -> Any:
    # imported here: most processes never see a JSON Web Key
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    try:
        return import_key(dict(jwk)).public_key
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise OpenBadgesError("the JSON Web Key is malformed") from error


def _to_jose(key: PublicKey) -> dict[str, str]:
    from joserfc.jwk import ECKey, RSAKey

    holder = RSAKey if key.kind is KeyKind.RSA else ECKey
    members = holder.binding.convert_raw_key_to_dict(key.native(), False)
    return {"kty": _JWK_TYPES[key.kind][0], **{name: str(value) for name, value in members.items() if name != "kty"}}
