"""base58btc, as multibase prefix ``z`` uses it (Controlled Identifiers 1.0, section 2.4)."""

from __future__ import annotations

from typing import Final

from based58 import b58decode, b58encode

from microcred.openbadges.errors import OpenBadgesError

_ALPHABET: Final = frozenset("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
_MAX_LENGTH: Final = 1024


def encode(raw: bytes) -> str:
    """``z`` and the base58btc form of ``raw``."""
    return "z" + b58encode(raw).decode()


def decode(text: str) -> bytes:
    """The bytes of a multibase string with prefix ``z``.

    Raises:
        OpenBadgesError: for another prefix, a character outside the alphabet, or more than 1,024 characters
            (an RSA key of 4,096 bits has 721).
    """
    if not text.startswith("z"):
        raise OpenBadgesError("the value is not in base58btc (it does not start with z)")
    if len(text) > _MAX_LENGTH:
        raise OpenBadgesError("the base58btc value is too long")
    for character in text[1:]:
        if character not in _ALPHABET:
            raise OpenBadgesError(f"{character!r} is not a base58btc character")
    return b58decode(text[1:].encode())
