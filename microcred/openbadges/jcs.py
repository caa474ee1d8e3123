"""JSON Canonicalization Scheme (RFC 8785): one byte string for each JSON value."""

from __future__ import annotations

import math
from decimal import Decimal

import orjson

from microcred.openbadges.errors import DocumentRefused

LARGEST_EXACT_INTEGER = 2**53 - 1
"""Beyond it an IEEE 754 double no longer holds every integer (RFC 8785 section 3.2.2.3, I-JSON)."""


def jcs(value: object) -> bytes:
    """The canonical UTF-8 bytes of a JSON value: sorted members, no spaces, one spelling for each number and string.

    Members are sorted by UTF-16 code units (section 3.2.3), numbers written as ECMAScript does (section 3.2.2.3).

    Raises:
        DocumentRefused: for NaN, infinities, integers that no double holds, lone surrogates, member names that are not
            strings, and types that JSON does not have. Nothing is rounded in silence.
    """
    if _is_plain(value):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        except orjson.JSONEncodeError:
            pass  # a lone surrogate, or too deep for it
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts).encode()


def _is_plain(value: object) -> bool:
    """Whether orjson writes ``value`` as RFC 8785 does: names in ASCII, whose order is the same in UTF-8 and UTF-16; no
    fractions, which it spells otherwise; exact integers; and nothing that JSON does not have."""
    pending: list[object] = [value]
    for item in pending:
        kind = type(item)
        if kind is dict:
            members: dict[object, object] = item  # type: ignore[assignment]
            for name in members:
                if type(name) is not str or not name.isascii():
                    return False
            pending.extend(members.values())
        elif kind is list:
            pending.extend(item)  # type: ignore[arg-type]
        elif kind is int:
            if not -LARGEST_EXACT_INTEGER <= item <= LARGEST_EXACT_INTEGER:  # type: ignore[operator]
                return False
        elif kind is not str and kind is not bool and item is not None:
            return False
    return True


def _write(value: object, parts: list[str]) -> None:
    if value is None:
        parts.append("null")
    elif value is True:
        parts.append("true")
    elif value is False:
        parts.append("false")
    elif isinstance(value, str):
        parts.append(_string(value))
    elif isinstance(value, int):
        parts.append(_integer(value))
    elif isinstance(value, float):
        parts.append(_double(value))
    elif isinstance(value, (list, tuple)):
        parts.append("[")
        for position, item in enumerate(value):
            if position:
                parts.append(",")
            _write(item, parts)
        parts.append("]")
    elif isinstance(value, dict):
        _write_object(value, parts)
    else:
        raise DocumentRefused(f"a value of type {type(value).__name__} has no JSON form")


def _write_object(value: dict[object, object], parts: list[str]) -> None:
    if not all(isinstance(name, str) for name in value):
        raise DocumentRefused("a member name that is not a string has no JSON form")
    members = [(_string(str(name)), str(name), item) for name, item in value.items()]
    members.sort(key=lambda member: member[1].encode("utf-16-be"))
    parts.append("{")
    for position, (written, _, item) in enumerate(members):
        if position:
            parts.append(",")
        parts.append(written)
        parts.append(":")
        _write(item, parts)
    parts.append("}")


def _integer(number: int) -> str:
    text = str(int(number))
    if abs(number) <= LARGEST_EXACT_INTEGER:
        return text
    # a parser reads a large double without a fraction as an integer; only its canonical spelling is that double
    try:
        exact = _double(float(number)) == text
    except OverflowError:
        exact = False
    if not exact:
        raise DocumentRefused(f"the integer {text[:40]} is too large to be exact in JSON")
    return text


def _string(text: str) -> str:
    try:
        return orjson.dumps(text).decode()
    except orjson.JSONEncodeError as error:
        raise DocumentRefused("a lone surrogate has no UTF-8 form") from error


def _double(number: float) -> str:
    """ECMA-262 Number::toString, radix 10. Python's ``repr`` gives the same shortest digits, in another layout."""
    if not math.isfinite(number):
        raise DocumentRefused("NaN and infinities have no JSON form")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    digits_tuple = Decimal(repr(abs(number))).as_tuple()
    digits = "".join(map(str, digits_tuple.digits)).rstrip("0")
    point = len(digits_tuple.digits) + int(digits_tuple.exponent)
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    exponent = point - 1
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{sign}{mantissa}e{'+' if exponent >= 0 else '-'}{abs(exponent)}"
