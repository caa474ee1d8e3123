"""base58btc, as multibase prefix ``z`` uses it (Controlled Identifiers 1.0, section 2.4)."""

from __future__ import annotations

from typing import Final

from microcred.openbadges.errors import OpenBadgesError

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS: Final = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_DIGITS: Final = {character: value for value, character in enumerate(_ALPHABET)}
_MAX_LENGTH: Final = 1024


def encode(raw: bytes) -> str:
    """``z`` and the base58btc form of ``raw``."""
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    number = int.from_bytes(raw, "big")
    pairs = []
    while number:
        number, pair = divmod(number, 58 * 58)
        pairs.append(_PAIRS[pair])
    text = "".join(reversed(pairs)).lstrip("1")
    return "z" + "1" * zeros + text


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
    number = 0
    for character in text[1:]:
        if character not in _DIGITS:
            raise OpenBadgesError(f"{character!r} is not a base58btc character")
        number = number * 58 + _DIGITS[character]
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
