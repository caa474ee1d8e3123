"""RDF Dataset Canonicalization (RDFC-1.0) of JSON-LD, in safe mode: what is signed of a document.

This module is the only door to it. Behind it a document is read by :mod:`.expansion` and named by :mod:`.rdfc`, which
are fast and know only the JSON-LD of credentials; what they do not know, and all that is refused, is for
:mod:`.reference`, which is PyLD. Both give the same bytes, or the document is refused.

The second danger is work: expanding is polynomial, but naming blank nodes is not. A document of a few kilobytes can ask
for billions of permutations (test 074 of the RDFC-1.0 suite). The permutations are counted before they are tried.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from microcred.openbadges.contexts import Contexts, pinned
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.expansion import LeftToReference, Rest, expander_of
from microcred.openbadges.iris import is_iri
from microcred.openbadges.limits import MAX_DEPTH, MAX_MEMBERS
from microcred.openbadges.rdfc import MAX_PERMUTATIONS, canonical_form
from microcred.openbadges.shape_programs import ShapePrograms

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_AFTER_SURROGATES: Final = re.compile("[\ue000-\uffff]")


_COMPILED: Final = "compiled"
_FAST: Final = "fast"


@dataclass(frozen=True)
class Counts:
    """How documents were canonicalised in this process since it began.

    Args:
        compiled: how many by a program for their shape.
        fast: how many on the fast path.
        reference: how many by the reference implementation, refused ones among them, by reason.
    """

    compiled: int
    fast: int
    reference: Mapping[Rest, int]


class _Tally:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counter: Counter[str] = Counter()

    def add(self, way: str) -> None:
        with self._lock:
            self._counter[way] += 1

    def counts(self) -> Counts:
        with self._lock:
            counter = self._counter.copy()
        return Counts(counter[_COMPILED], counter[_FAST], {rest: counter[rest] for rest in Rest if counter[rest]})


_tally: Final = _Tally()


def counts() -> Counts:
    """How documents were canonicalised so far."""
    return _tally.counts()


def canonicalize(document: JsonObject, *, contexts: Contexts | None = None) -> str:
    """The canonical N-Quads of a JSON-LD document (RDFC-1.0 with SHA-256, code point order).

    Args:
        document: the document with its ``@context``; it is not changed.
        contexts: the contexts that may be named in it; by default the pinned ones.

    Raises:
        DocumentRefused: for anything that would not reach the canonical form (terms no context defines, relative
            identifiers and types, nulls, keywords that carry no data), for a context that is not known or is written
            inline, for characters of :func:`.characters.refused_character`, and for too much work.
        ContextsMissing: when the pinned contexts are not built.
    """
    known = pinned() if contexts is None else contexts
    quads, compiled = _programs_of(known).canonicalize(document)
    if compiled:
        _tally.add(_COMPILED)
    return quads


def digest(document: JsonObject, *, contexts: Contexts | None = None) -> bytes:
    """SHA-256 of the canonical N-Quads in UTF-8: what is signed of a document, without writing it all down.

    Raises:
        DocumentRefused, ContextsMissing: see :func:`canonicalize`.
    """
    known = pinned() if contexts is None else contexts
    found, compiled = _programs_of(known).digest(document)
    if compiled:
        _tally.add(_COMPILED)
    return found


def check(document: JsonObject, *, contexts: Contexts | None = None) -> None:
    """Refuse what :func:`canonicalize` refuses, where the canonical form itself is not wanted: it may cost less.

    Too much work in naming blank nodes is no reason here, since they need not be named.

    Raises:
        DocumentRefused, ContextsMissing: see :func:`canonicalize`.
    """
    known = pinned() if contexts is None else contexts
    if not _programs_of(known).accepts(document):
        canonicalize(document, contexts=known)


def canonicalize_generally(document: JsonObject, contexts: Contexts) -> str:
    """As :func:`canonicalize`, without regard to documents seen before."""
    try:
        quads = expander_of(contexts).quads(document)
    except LeftToReference as left:
        _tally.add(left.rest)
        from microcred.openbadges.reference import reference_form

        return reference_form(document, contexts)
    _tally.add(_FAST)
    return canonical_form(quads)


def _programs_of(contexts: Contexts) -> ShapePrograms:
    found = contexts.derived.get(ShapePrograms)
    if found is None:
        made = ShapePrograms(contexts, lambda document: canonicalize_generally(document, contexts))
        found = contexts.derived.setdefault(ShapePrograms, made)
    programs: ShapePrograms = found
    return programs


def check_portable(quads: str) -> None:
    """Refuse the one order on which RDFC-1.0 and the JavaScript canonicalisers differ.

    They sort by UTF-16 code units, the standard by code points; the two differ where an emoji (or another character
    beyond U+FFFF) meets one of U+E000 to U+FFFF at the first difference of two lines. For issuers only: a foreign
    credential that holds such lines is judged by the standard.

    Raises:
        DocumentRefused: when the two orders of ``quads`` differ.
    """
    if not (_ASTRAL.search(quads) and _AFTER_SURROGATES.search(quads)):
        return
    lines = quads.removesuffix("\n").split("\n")  # not splitlines, which breaks at characters that stand in texts
    if lines != sorted(lines, key=lambda line: line.encode("utf-16-be")):
        raise DocumentRefused(
            "two texts in the document start alike and then differ in an emoji and a character of the private or "
            "full-width ranges; verifiers do not agree on their order, so change one of them"
        )


def blank_nodes(quads: str) -> int:
    """How many blank nodes a canonical form has: fewer means faster verification everywhere."""
    return len(Counter(re.findall(r"_:c14n\d+", quads)))


__all__: Sequence[str] = [
    "MAX_DEPTH",
    "MAX_MEMBERS",
    "MAX_PERMUTATIONS",
    "Counts",
    "blank_nodes",
    "canonicalize",
    "check",
    "check_portable",
    "counts",
    "digest",
    "is_iri",
]
