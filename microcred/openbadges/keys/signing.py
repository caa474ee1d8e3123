"""Keys that sign. Whoever signs needs only :class:`Signer`, which a key in a hardware module also is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from microcred.openbadges import multibase
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys.public import CURVES, SIGNATURE_BYTES, SMALLEST_RSA, KeyKind, PublicKey

_SECRET_CODECS: Final = {
    # multicodec table, as unsigned varints
    KeyKind.ED25519: b"\x80\x26",
    KeyKind.P256: b"\x86\x26",
    KeyKind.P384: b"\x87\x26",
}


class Signer(Protocol):
    """Whatever can sign: a :class:`SigningKey`, or a key that never leaves its hardware (:mod:`.keys.hardware`)."""

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this one signs."""
        ...

    def sign(self, message: bytes) -> bytes:
        """A signature over ``message`` in the form that :meth:`.PublicKey.verify` reads."""
        ...


@dataclass(frozen=True)
class SigningKey:
    """A key pair. Its representation never shows the secret.

    Args:
        seed: the secret: 32 bytes for Ed25519 (RFC 8032), the big-endian number of 32 or 48 bytes for P-256 and P-384,
            the PKCS #8 DER for RSA.
        kind: which kind of key it is.

    Raises:
        OpenBadgesError: when the bytes are no secret of this kind.
    """

    seed: bytes = field(repr=False)
    kind: KeyKind = KeyKind.ED25519
    public: PublicKey = field(init=False)
    _native: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.kind is KeyKind.ED25519:
            if len(self.seed) != 32:
                raise OpenBadgesError("an Ed25519 seed has 32 bytes")
            public, expanded = crypto_sign_seed_keypair(self.seed)
            object.__setattr__(self, "public", PublicKey(public))
            object.__setattr__(self, "_native", expanded)
        else:
            native = _load(self.seed, self.kind)
            object.__setattr__(self, "public", PublicKey.from_native(native.public_key()))
            object.__setattr__(self, "_native", native)

    @classmethod
    def generate(cls, kind: KeyKind = KeyKind.ED25519) -> SigningKey:
        """A new key from the operating system's randomness. RSA keys have 2048 bits."""
        if kind is KeyKind.ED25519:
            return cls(secrets.token_bytes(32))
        if kind is KeyKind.RSA:
            native = rsa.generate_private_key(public_exponent=65537, key_size=SMALLEST_RSA)
            return cls(native.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()), kind)
        curve, _, size = CURVES[kind]
        return cls(ec.generate_private_key(curve).private_numbers().private_value.to_bytes(size, "big"), kind)

    @classmethod
    def from_multibase(cls, text: str) -> SigningKey:
        """The key of a ``secretKeyMultibase`` (``z3u2…`` and its like), as test vectors print it.

        Raises:
            OpenBadgesError: when it is not a secret key of a kind that has such a form.
        """
        decoded = multibase.decode(text)
        for kind, codec in _SECRET_CODECS.items():
            if decoded.startswith(codec):
                return cls(decoded[len(codec) :], kind)
        raise OpenBadgesError("the value is not a secret key this library signs with")

    def sign(self, message: bytes) -> bytes:
        """A signature over ``message``, in the form that :meth:`.PublicKey.verify` reads.

        The same key and message give the same signature: ECDSA takes its nonce from them (RFC 6979), so that poor
        randomness cannot give the key away.
        """
        if self.kind is KeyKind.ED25519:
            return bytes(crypto_sign(message, self._native)[:SIGNATURE_BYTES])
        if self.kind is KeyKind.RSA:
            return bytes(self._native.sign(message, padding.PKCS1v15(), hashes.SHA256()))
        _, digest, size = CURVES[self.kind]
        numbers = decode_dss_signature(self._native.sign(message, ec.ECDSA(digest, deterministic_signing=True)))
        return b"".join(number.to_bytes(size, "big") for number in numbers)

    def sealed(self, secret: bytes) -> bytes:
        """The key encrypted for storage, see :func:`.keys.sealing.seal`.

        Args:
            secret: 32 bytes kept elsewhere than the result.
        """
        from microcred.openbadges.keys.sealing import seal

        return seal(self, secret)


def _load(seed: bytes, kind: KeyKind) -> Any:
    try:
        if kind is KeyKind.RSA:
            native = load_der_private_key(seed, password=None)
            if isinstance(native, rsa.RSAPrivateKey):
                return native
        else:
            curve, _, size = CURVES[kind]
            if len(seed) == size:
                return ec.derive_private_key(int.from_bytes(seed, "big"), curve)
    except ValueError as error:
        raise OpenBadgesError(f"the bytes are not a {kind} secret key") from error
    raise OpenBadgesError(f"the bytes are not a {kind} secret key")
