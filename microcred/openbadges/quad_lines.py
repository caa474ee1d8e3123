"""Lines of canonical N-Quads with slots in them: read, brought into their order, filled.

A line is a sequence of pieces: constant text, or the index of one that varies; below zero, a blank node whose label is
not known yet. Lines are compared up to where the first varying text begins. Two lines that differ before are in a
fixed order; lines of which one begins with the other are a :class:`Run`, sorted when the texts are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import itemgetter
from typing import Any, Final, TypeGuard

from microcred.openbadges.errors import OpenBadgesError

_LINE: Final = re.compile(
    r'(<[^>]*>|_:c14n\d+) (<[^>]*>) (<[^>]*>|_:c14n\d+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?)'
    r"(?: (<[^>]*>|_:c14n\d+))? \."
)
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_REWRITTEN: Final = (f"^^<{_RDF}JSON>", "^^<http://www.w3.org/2001/XMLSchema#double>")
"""Datatypes whose lexical form is not the text of the document."""

Piece = str | int
"""A constant text, or the index of one that varies."""

Line = tuple[Piece, ...]
"""The pieces of a line or of a term. Neighbours are never both constants."""

Values = Sequence[bytes]
"""The texts that vary, by index."""

Format = tuple[bytes, Callable[[Values], Any]]
"""``format % pick(values)``"""


class CannotCompile(OpenBadgesError):
    """The slots do not stand where a text can change without changing the structure of the document."""


class Run:
    """Lines whose order depends on what varies.

    Args:
        lines: each with what tells it apart beside its text.
    """

    __slots__ = ("_lines", "_objects", "_prefix", "_suffix", "indexes")

    def __init__(self, lines: Sequence[tuple[Line, Hashable]]) -> None:
        self.indexes: Final = frozenset(piece for line, _ in lines for piece in line if varies(piece))
        """What varies in them."""
        self._lines = tuple((*as_format(line), apart) for line, apart in lines)
        # usually they are one property's values, each of which varies from its beginning to a common end
        *prefix, varying, suffix = lines[0][0] if len(lines[0][0]) > 2 else (0, 0, 0)
        alike = isinstance(varying, int) and all(
            [*line[:-2], line[-1], apart] == [*prefix, suffix, lines[0][1]] and isinstance(line[-2], int)
            for line, apart in lines
        )
        self._suffix = str(suffix).encode()
        self._prefix = as_format(tuple(prefix))
        self._objects = itemgetter(*(line[-2] for line, _ in lines)) if alike else None

    def fill(self, values: Values) -> bytes:
        """The lines with ``values`` in their places, sorted, none twice (a dataset is a set)."""
        if self._objects is None:
            lines = {(text % pick(values), apart) for text, pick, apart in self._lines}
            return b"".join(sorted(line for line, _ in lines))
        text, pick = self._prefix
        prefix: bytes = text % pick(values)
        suffix = self._suffix
        return prefix + prefix.join(sorted({value + suffix for value in self._objects(values)}))


Part = Piece | Run
"""What a text is made of when its lines are in their order."""


class Text:
    """Lines in their order, as one format with what varies in it."""

    __slots__ = ("constant", "indexes", "parts", "plain", "runs")

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts: Final = tuple(parts)
        self.indexes: Final = frozenset().union(*map(indexes_of, self.parts))
        """What varies in them."""
        self.runs = tuple(part for part in self.parts if isinstance(part, Run))
        # the text of a run is taken from behind the values
        numbers = iter(range(-len(self.runs), 0))
        line = tuple(next(numbers) if isinstance(part, Run) else part for part in self.parts)
        self.plain = as_format(line)
        self.constant = "".join(map(str, line)).encode() if is_constant(line) else None

    def fill(self, values: Values) -> bytes:
        """The lines with ``values`` in their places."""
        if self.runs:
            values = [*values, *[run.fill(values) for run in self.runs]]
        text, pick = self.plain
        written: bytes = text % pick(values)
        return written


def indexes_of(part: Part) -> frozenset[int]:
    """What varies in a part."""
    if isinstance(part, Run):
        return part.indexes
    return frozenset([part]) if isinstance(part, int) else frozenset()


def in_order(lines: Sequence[Line], apart: Sequence[Hashable] | None = None) -> tuple[Part, ...]:
    """The parts of lines of one subject, in the order that they have whatever varies.

    Args:
        apart: what tells lines apart beside their text.
    """
    parts: list[Part] = []
    for run in _runs(list(zip(lines, apart or [None] * len(lines), strict=True))):
        parts.extend(run[0][0] if len(run) == 1 else [Run(run)])
    return tuple(parts)


class Reader:
    """Reads canonical N-Quads with sentinels into pieces: slots by their number, blank nodes as negative numbers."""

    def __init__(self, sentinels: Sequence[str]) -> None:
        self._numbers = {sentinel: number for number, sentinel in enumerate(sentinels)}
        self._mark = _mark(sentinels[0]) if sentinels else None
        self.identifiers: set[int] = set()
        self.literals: set[int] = set()

    def line(self, text: str) -> tuple[Line, ...]:
        """Subject, predicate, object and, in a named graph, its name.

        Raises:
            CannotCompile: when a slot stands in a type, or where its text is rewritten.
        """
        found = _LINE.fullmatch(text)
        if not found:
            raise CannotCompile("the canonical form is not the one of JSON-LD")
        subject, predicate, object_, graph = (self._term(term) if term else () for term in found.groups())
        if len(predicate) > 1 or (predicate == (f"<{_RDF}type>",) and len(object_) > 1):
            raise CannotCompile("a slot stands in a type")
        return (subject, predicate, object_, graph) if graph else (subject, predicate, object_)

    def _term(self, term: str) -> Line:
        if term.startswith("_:"):
            return (-1 - int(term.removeprefix("_:c14n")),)
        if self._mark is None or self._mark not in term:
            return (term,)
        opening = term[0]
        inner, _, rest = term[1:].partition(">" if opening == "<" else '"')
        number = self._numbers.get(inner)
        if number is None or rest in _REWRITTEN or self._mark in rest:
            raise CannotCompile("a slot stands where its text is rewritten")
        (self.identifiers if opening == "<" else self.literals).add(number)
        return (opening, number, (">" if opening == "<" else '"') + rest)


def sentinels(count: int, *, absent_from: str) -> list[str]:
    """Texts to compile with: valid as identifiers and as words, and not found in the document.

    Args:
        absent_from: all texts of the document.
    """
    salt = 0
    while f"urn:slot-{salt}:" in absent_from:
        salt += 1
    return [f"urn:slot-{salt}:{number}:" for number in range(count)]


def _mark(sentinel: str) -> str:
    return sentinel[: sentinel.index(":", 4) + 1]


def varies(piece: Any) -> TypeGuard[int]:
    """Whether a piece is one that varies."""
    return isinstance(piece, int)


def is_label(term: Line) -> bool:
    """Whether a term is a blank node."""
    return len(term) == 1 and isinstance(term[0], int)


def is_constant(line: Line) -> bool:
    """Whether nothing in a line varies."""
    return all(isinstance(piece, str) for piece in line)


def masked(term: Line, node: int) -> Line:
    """A term as the hash of a blank node sees it: itself, or another blank node."""
    if not is_label(term):
        return term
    return ("_:a",) if term == (node,) else ("_:z",)


def joined(terms: Iterable[Line]) -> Line:
    """One line out of its terms, neighbouring constants made one."""
    pieces: list[Piece] = []
    for position, term in enumerate(terms):
        for piece in (" ", *term) if position else term:
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
    return (*pieces, " .\n") if isinstance(pieces[-1], int) else (*pieces[:-1], f"{pieces[-1]} .\n")


def as_format(line: Line) -> Format:
    """A line to fill with :class:`Values`."""
    text = "".join("%b" if isinstance(piece, int) else piece.replace("%", "%%") for piece in line)
    return text.encode(), getter([piece for piece in line if isinstance(piece, int)])


def getter(indexes: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    """What takes these of some values, as a tuple."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    if indexes:
        only = indexes[0]
        return lambda values: (values[only],)
    return lambda values: ()


def _runs(lines: Sequence[tuple[Line, Hashable]]) -> list[list[tuple[Line, Hashable]]]:
    """Lines in order; those whose order depends on what varies, together."""
    shared = _shared([line for line, _ in lines])
    runs: list[list[tuple[Line, Hashable]]] = []
    head: str | None = None
    for line in sorted(lines, key=lambda line: str(line[0][shared])):
        stem = str(line[0][shared])
        if head is not None and stem.startswith(head):
            runs[-1].append(line)
        else:
            runs.append([line])
            head = stem if len(line[0]) > shared + 1 else None
    return runs


def _shared(lines: Sequence[Line]) -> int:
    """How many pieces the lines begin with in common because they have one subject, which varies."""
    first = lines[0]
    count = 1 if isinstance(first[0], int) else 2
    shares = len(first) > count and isinstance(first[count - 1], int) and (count == 1 or first[0] == "<")
    return count if shares and all(line[:count] == first[:count] for line in lines) else 0
