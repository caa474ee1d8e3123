"""How a secret key rests on disk: encrypted with AES-256-GCM, its public key readable beside it and bound to it."""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys.public import KeyKind, PublicKey
from microcred.openbadges.keys.signing import SigningKey

_ED25519: Final = 1
_NAMED_KIND: Final = 2
_NUMBERS: Final = {KeyKind.ED25519: 0, KeyKind.P256: 1, KeyKind.P384: 2, KeyKind.RSA: 3}
_NONCE: Final = 12
_TAG: Final = 16


class SealBroken(OpenBadgesError):
    """A sealed key does not open: another secret, another version, or altered bytes."""


def seal(key: SigningKey, secret: bytes) -> bytes:
    """``key`` encrypted for storage.

    Version 1 holds Ed25519: version, 32 bytes of public key, nonce, AES-256-GCM over the seed. Version 2 holds any
    other kind: version, kind, two bytes with the length of the public key, the public key, nonce, AES-256-GCM. What
    stands before the nonce is authenticated with the secret, so a stored key cannot be exchanged for another one
    unnoticed.

    Args:
        secret: 32 bytes kept elsewhere than the result.
    """
    head = _head(key.public)
    nonce = secrets.token_bytes(_NONCE)
    return head + nonce + AESGCM(_sealing(secret)).encrypt(nonce, key.seed, head)


def sealed_public_key(blob: bytes) -> PublicKey:
    """The public key of a sealed key, without opening it.

    Raises:
        SealBroken: when ``blob`` is not what :func:`seal` makes.
    """
    return _parted(blob)[0]


def unseal(blob: bytes, secret: bytes) -> SigningKey:
    """The key that :func:`seal` stored.

    Raises:
        SealBroken: when the secret is another one or the bytes were altered.
    """
    public, length = _parted(blob)
    head, nonce, sealed = blob[:length], blob[length : length + _NONCE], blob[length + _NONCE :]
    try:
        key = SigningKey(AESGCM(_sealing(secret)).decrypt(nonce, sealed, head), public.kind)
    except InvalidTag as error:
        raise SealBroken("the sealed key does not open with this secret") from error
    if key.public != public:
        raise SealBroken("the sealed key does not belong to the public key beside it")
    return key


def _head(public: PublicKey) -> bytes:
    if public.kind is KeyKind.ED25519:
        return bytes([_ED25519]) + public.raw
    return bytes([_NAMED_KIND, _NUMBERS[public.kind]]) + len(public.raw).to_bytes(2, "big") + public.raw


def _parted(blob: bytes) -> tuple[PublicKey, int]:
    """The public key, and where the nonce begins."""
    wrong = SealBroken("these bytes are not a sealed key of a version this library knows")
    if blob[:1] == bytes([_ED25519]) and len(blob) == 1 + 32 + _NONCE + 32 + _TAG:
        return PublicKey(blob[1:33]), 33
    kind = next((kind for kind, number in _NUMBERS.items() if blob[1:2] == bytes([number])), None)
    if blob[:1] != bytes([_NAMED_KIND]) or kind in (None, KeyKind.ED25519):
        raise wrong
    length = 4 + int.from_bytes(blob[2:4], "big")
    if len(blob) <= length + _NONCE + _TAG:
        raise wrong
    try:
        return PublicKey(blob[4:length], kind), length
    except OpenBadgesError as error:
        raise wrong from error


def _sealing(secret: bytes) -> bytes:
    if len(secret) != 32:
        raise OpenBadgesError("the sealing secret has 32 bytes")
    return secret
