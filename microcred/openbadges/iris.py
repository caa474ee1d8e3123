"""Identifiers as documents write them."""

from __future__ import annotations

import re
from typing import Final

REST_OF_IRI: Final = r"(?:[^\x00-\x20<>\"{}|\\^`%\x7f]++|%[0-9A-Fa-f]{2})++"
"""What may follow the colon of an absolute IRI. Possessive, so that no text makes the expression go back."""

_IRI: Final = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*+:{REST_OF_IRI}")
_BLANK: Final = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def is_iri(text: str) -> bool:
    """Whether ``text`` is an absolute IRI that every canonicaliser takes as it stands (no spaces, valid escapes)."""
    return _IRI.fullmatch(text) is not None


def is_blank(text: str) -> bool:
    """Whether ``text`` is the label of a blank node (RDF 1.1 N-Quads, ASCII part)."""
    return _BLANK.fullmatch(text) is not None


def quoted(text: str) -> str:
    """A text as N-Quads write it between quotes; it holds no character of :func:`.characters.refused_character`."""
    return escaped(text) if '"' in text or "\\" in text or not text.isprintable() else text


def escaped(text: str) -> str:
    """As :func:`quoted`, for a text in which something is likely to be escaped."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
