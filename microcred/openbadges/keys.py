"""Ed25519 keys as Multikey (Controlled Identifiers 1.0 section 2.2.2), and how a secret key rests on disk."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError, CryptoError

from microcred.openbadges import multibase
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError

_ED25519_PUBLIC: Final = b"\xed\x01"
_ED25519_SECRET: Final = b"\x80\x26"
_SEAL_VERSION: Final = b"\x01"
SIGNATURE_BYTES: Final = 64


class SealBroken(OpenBadgesError):
    """A sealed key does not open: another secret, another version, or altered bytes."""


@dataclass(frozen=True)
class PublicKey:
    """An Ed25519 public key.

    Args:
        raw: its 32 bytes (RFC 8032).
    """

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise OpenBadgesError("an Ed25519 public key has 32 bytes")

    @classmethod
    def from_multibase(cls, text: str) -> PublicKey:
        """The key of a ``publicKeyMultibase`` that starts with ``z6Mk``.

        Raises:
            OpenBadgesError: when it is not an Ed25519 key.
        """
        raw = multibase.decode(text)
        if not raw.startswith(_ED25519_PUBLIC) or len(raw) != 34:
            raise OpenBadgesError("the key is not an Ed25519 key")
        return cls(raw[2:])

    @classmethod
    def from_jwk(cls, jwk: JsonObject) -> PublicKey:
        """The key of a public JSON Web Key (RFC 8037: ``kty`` OKP, ``crv`` Ed25519).

        Raises:
            OpenBadgesError: when it is another kind of key or publishes its secret part.
        """
        if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519" or "d" in jwk:
            raise OpenBadgesError("the key is not a public Ed25519 key")
        try:
            return cls(base64.b64decode(str(jwk.get("x", "")) + "=", altchars=b"-_", validate=True))
        except binascii.Error as error:
            raise OpenBadgesError("the key is not base64url") from error

    @property
    def multibase(self) -> str:
        """``z6Mk…``: the value of ``publicKeyMultibase``, and the fragment by which documents name the key."""
        return multibase.encode(_ED25519_PUBLIC + self.raw)

    @property
    def jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key (RFC 8037)."""
        return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(self.raw).rstrip(b"=").decode()}

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` over ``message`` was made with this key (RFC 8032, cofactorless, as libsodium does)."""
        if len(signature) != SIGNATURE_BYTES:
            return False
        try:
            crypto_sign_open(signature + message, self.raw)
        except (BadSignatureError, CryptoError):
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key pair. Its representation never shows the secret.

    Args:
        seed: the 32 secret bytes (RFC 8032).
    """

    seed: bytes = field(repr=False)
    public: PublicKey = field(init=False)
    _expanded: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != 32:
            raise OpenBadgesError("an Ed25519 seed has 32 bytes")
        public, expanded = crypto_sign_seed_keypair(self.seed)
        object.__setattr__(self, "public", PublicKey(public))
        object.__setattr__(self, "_expanded", expanded)

    @classmethod
    def generate(cls) -> SigningKey:
        """A new key from the operating system's randomness."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def from_multibase(cls, text: str) -> SigningKey:
        """The key of a ``secretKeyMultibase`` (``z3u2…``), as test vectors print it.

        Raises:
            OpenBadgesError: when it is not an Ed25519 secret.
        """
        raw = multibase.decode(text)
        if not raw.startswith(_ED25519_SECRET) or len(raw) != 34:
            raise OpenBadgesError("the value is not an Ed25519 secret key")
        return cls(raw[2:])

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature over ``message``."""
        return crypto_sign(message, self._expanded)[:SIGNATURE_BYTES]

    def sealed(self, secret: bytes) -> bytes:
        """The key encrypted for storage: version, public key, nonce, AES-256-GCM over the seed.

        The public key is readable without the secret and is bound to the seed, so a stored key cannot be exchanged for
        another one unnoticed.

        Args:
            secret: 32 bytes kept elsewhere than the result.
        """
        nonce = secrets.token_bytes(12)
        head = _SEAL_VERSION + self.public.raw
        return head + nonce + AESGCM(_sealing(secret)).encrypt(nonce, self.seed, head)


def sealed_public_key(blob: bytes) -> PublicKey:
    """The public key of a sealed key, without opening it.

    Raises:
        SealBroken: when ``blob`` is not what :meth:`SigningKey.sealed` makes.
    """
    if blob[:1] != _SEAL_VERSION or len(blob) != 1 + 32 + 12 + 32 + 16:
        raise SealBroken("these bytes are not a sealed key of version 1")
    return PublicKey(blob[1:33])


def unseal(blob: bytes, secret: bytes) -> SigningKey:
    """The key that :meth:`SigningKey.sealed` stored.

    Raises:
        SealBroken: when the secret is another one or the bytes were altered.
    """
    public = sealed_public_key(blob)
    try:
        key = SigningKey(AESGCM(_sealing(secret)).decrypt(blob[33:45], blob[45:], blob[:33]))
    except InvalidTag as error:
        raise SealBroken("the sealed key does not open with this secret") from error
    if key.public != public:
        raise SealBroken("the sealed key does not belong to the public key beside it")
    return key


def _sealing(secret: bytes) -> bytes:
    if len(secret) != 32:
        raise OpenBadgesError("the sealing secret has 32 bytes")
    return secret
