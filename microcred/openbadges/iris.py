"""Identifiers as documents write them."""

from __future__ import annotations

import re
from typing import Final

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[^\x00-\x20<>\"{}|\\^`%\x7f]|%[0-9A-Fa-f]{2})+")
_BLANK: Final = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def is_iri(text: str) -> bool:
    """Whether ``text`` is an absolute IRI that every canonicaliser takes as it stands (no spaces, valid escapes)."""
    return _IRI.fullmatch(text) is not None


def is_blank(text: str) -> bool:
    """Whether ``text`` is the label of a blank node (RDF 1.1 N-Quads, ASCII part)."""
    return _BLANK.fullmatch(text) is not None
