"""base58btc, as multibase prefix ``z`` uses it (Controlled Identifiers 1.0, section 2.4)."""

from __future__ import annotations

from typing import Final

from gmpy2 import mpz

from microcred.openbadges.errors import OpenBadgesError

_ALPHABET: Final = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[:58]
"""How GMP writes digits of bases above 36."""
_TO_BASE58: Final = bytes.maketrans(_DIGITS, _ALPHABET)
_FROM_BASE58: Final = bytes.maketrans(_ALPHABET, _DIGITS)
_MAX_LENGTH: Final = 1024


def encode(raw: bytes) -> str:
    """``z`` and the base58btc form of ``raw``."""
    number = int.from_bytes(raw, "big")
    digits = mpz(number).digits(58).encode().translate(_TO_BASE58) if number else b""
    # zeros before the number have no place in it: each is written as the digit zero
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    return "z" + "1" * zeros + digits.decode()


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
    written = text[1:].encode(errors="surrogatepass")
    if written.translate(None, _ALPHABET):
        unknown = next(character for character in text[1:] if character.encode(errors="surrogatepass") not in _ALPHABET)
        raise OpenBadgesError(f"{unknown!r} is not a base58btc character")
    digits = written.lstrip(b"1")
    number = int(mpz(digits.translate(_FROM_BASE58), 58)) if digits else 0
    return bytes(len(written) - len(digits)) + number.to_bytes((number.bit_length() + 7) // 8, "big")
