"""Reading and writing JSON documents that carry signatures."""

from __future__ import annotations

import json
import math
from typing import Any, Final

import orjson

from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.jcs import jcs

JsonObject = dict[str, Any]
"""A JSON object as Python holds it. What is in it is unknown until :mod:`.lint` has looked."""

MAX_BYTES: Final = 2 * 1024 * 1024
"""Largest document read, in bytes. A badge is about 5 KB; embedded images make it grow."""


def to_bytes(document: JsonObject) -> bytes:
    """The bytes of a document, to be stored and served as they are.

    They are its RFC 8785 form, so that equal documents have equal bytes whatever order their members were built in,
    and a SHA-256 over the bytes is a digest of the document.

    Raises:
        DocumentRefused: when a value has no exact JSON form.
    """
    return jcs(document)


def parse(raw: bytes | str) -> JsonObject:
    """The JSON object in ``raw``.

    Raises:
        DocumentRefused: when ``raw`` is larger than :data:`MAX_BYTES`, is not UTF-8 JSON, is not an object, nests too
            deeply, holds NaN or infinities, or names a member twice (parsers differ in which of the two they keep,
            so a signature could cover another value than the one a reader sees).
    """
    if len(raw) > MAX_BYTES:
        raise DocumentRefused(f"the document is larger than {MAX_BYTES // 1024 // 1024} MiB")
    written = _as_written(raw)
    if written is not None:
        return written
    try:
        text = raw if isinstance(raw, str) else raw.decode("utf-8-sig")
        value = json.loads(
            text, object_pairs_hook=_unique_members, parse_constant=_no_constant, parse_float=_finite_float
        )
    except UnicodeDecodeError as error:
        raise DocumentRefused("the document is not UTF-8 text") from error
    except RecursionError as error:
        raise DocumentRefused("the document nests too deeply") from error
    except DocumentRefused:
        raise
    except ValueError as error:
        raise DocumentRefused(f"the document is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise DocumentRefused("the document is not a JSON object")
    return value


def _as_written(raw: bytes | str) -> JsonObject | None:
    """The object in ``raw`` when writing it gives ``raw`` again, byte for byte; then no member can occur twice.

    So it is with most that programs write, and it takes a third of the time. Whatever else is for the careful path.
    """
    try:
        data = raw.encode() if isinstance(raw, str) else raw
        value = orjson.loads(data)
        if isinstance(value, dict) and orjson.dumps(value) == data:
            return value
    except (UnicodeEncodeError, orjson.JSONDecodeError, orjson.JSONEncodeError):
        pass
    return None


def _unique_members(pairs: list[tuple[str, Any]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DocumentRefused(f"the member {twice!r} occurs twice in one object")
    return members


def _no_constant(name: str) -> float:
    raise DocumentRefused(f"{name} is not JSON")


def _finite_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise DocumentRefused(f"the number {text} is out of range")
    return number
