"""A canonical form compiled once, with slots: from then on only the texts in the slots are worked on.

The canonical N-Quads (RDFC-1.0) of documents that differ in a few texts are nearly equal. What may change with the
texts is known beforehand: the lines that hold one, the hashes of the blank nodes whose lines hold one, hence the labels
of all blank nodes, hence the order of lines. A :class:`Program` computes exactly these. Whatever could change more than
that is not computed but refused with a :class:`Reason`: the caller takes the general path then.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any, Final, TypeGuard

from microcred.openbadges.contexts import Contexts
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.iris import REST_OF_IRI

MAX_SLOTS: Final = 2_000
"""Most slots of one program."""

_LINE: Final = re.compile(
    r'(<[^>]*>|_:c14n\d+) (<[^>]*>) (<[^>]*>|_:c14n\d+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?)'
    r"(?: (<[^>]*>|_:c14n\d+))? \."
)
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_REWRITTEN: Final = (f"^^<{_RDF}JSON>", "^^<http://www.w3.org/2001/XMLSchema#double>")
"""Datatypes whose lexical form is not the text of the document."""

_SCHEMES: Final = ("urn", "did", "mailto", "data", "tel")
_IRIS: Final = re.compile(rf"(?:(?:[A-Za-z][A-Za-z0-9+.-]*+://|(?:{'|'.join(_SCHEMES)}):){REST_OF_IRI}\n)*+")
_BEGINNINGS: Final = ("https://", "http://", "urn:", "did:")
_MAX_FIXED: Final = 64
_MAX_KNOWN: Final = 64
_MAX_KNOWN_LENGTH: Final = 500
_LABELS: Final = tuple(b"_:c14n%d" % number for number in range(256))
_ASTRAL: Final = re.compile(rb"[\xf0-\xf4]")
"""The first byte of a character beyond U+FFFF."""
_AFTER_SURROGATES: Final = re.compile(rb"[\xee\xef]")
"""The first byte of a character of U+E000 to U+FFFF."""
_REFUSED_BYTES: Final = bytes([*range(0x20), 0x7F]).translate(None, b"\t\n\r")
"""Of the characters of :func:`.characters.refused_character`, those of one byte; surrogates have no bytes."""
_UFFFE: Final = "\ufffe".encode()
_UFFFF: Final = "\uffff".encode()


class Reason(StrEnum):
    """Why a program did not compute a canonical form and the general path had to."""

    NOT_TEXT = "a value is not text"
    CHARACTER = "a value holds a character that is refused"
    IDENTIFIER = "an identifier is not a plain absolute IRI"
    SUBJECTS = "two things have the same identifier"
    SIBLINGS = "two things without identifier are alike"
    ORDER = "an emoji meets a private or full-width character"
    NOT_COMPILED = "the document could not be compiled"


class NotCovered(Exception):
    """These texts are for the general path."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class CannotCompile(OpenBadgesError):
    """The slots do not stand where a text can change without changing the structure of the document."""


_Piece = str | int
"""A constant text, or the index of one that varies."""

_Line = tuple[_Piece, ...]
"""The pieces of a line or of a term. Neighbours are never both constants."""

_Getter = Callable[[Sequence[bytes]], Any]
_Render = tuple[bytes, _Getter]
"""``format % pick(values)``"""


class Program:
    """The canonical form of a document as a function of the texts in its slots.

    Args:
        quads: the canonical form with the sentinels in the slots.
        sentinels: see :func:`sentinels`; one for each slot.

    Raises:
        CannotCompile: when a slot stands in a type, in a datatype that rewrites it, in a JSON literal, or nowhere; and
            when blank nodes are alike whatever the slots hold.
    """

    def __init__(self, quads: str, sentinels: Sequence[str]) -> None:
        if len(sentinels) > MAX_SLOTS:
            raise CannotCompile(f"there are more than {MAX_SLOTS} slots")
        reader = _Reader(sentinels)
        lines = [reader.line(line) for line in quads.split("\n")[:-1]]
        absent = set(range(len(sentinels))) - reader.identifiers - reader.literals
        if absent:
            raise CannotCompile(f"slot {min(absent)} leaves no trace in the canonical form")
        self.identifiers: Final = tuple(sorted(reader.identifiers))
        """The slots that hold absolute IRIs."""
        subjects = {line[0] for line in lines}
        self.subjects: Final = tuple(
            sorted(part for term in subjects if len(term) > 1 for part in term if _varies(part))
        )
        """The slots that hold the identifiers of things of which the document says something."""
        self._constant_subjects: Final = frozenset(str(term[0])[1:-1] for term in subjects if len(term) == 1)
        self._astral = bool(_ASTRAL.search(quads.encode()))
        self._after_surrogates = bool(_AFTER_SURROGATES.search(quads.encode()))
        self._labels = len(sentinels)
        self._pick_identifiers = _getter(self.identifiers)
        self._pick_subjects = _getter(self.subjects)
        self._compile_hashes(lines)
        self._compile_groups(lines)

    def checked(self, texts: Sequence[str], *, issuing: bool = False) -> tuple[list[bytes], bool]:
        """The texts as N-Quads write them, in the order of the slots, and whether they are all written as they stand.

        Args:
            issuing: also keep to the texts whose order no verifier disputes (see :func:`.canonical.check_portable`).

        Raises:
            NotCovered: when one of them is for the general path to judge.
        """
        try:
            # what of U+0000 is not between two texts is in one, and refused with the other controls
            raw = "\0".join(texts).encode()
        except TypeError as error:
            raise NotCovered(Reason.NOT_TEXT) from error
        except UnicodeEncodeError as error:
            raise NotCovered(Reason.CHARACTER) from error
        controls = len(raw) - len(raw.translate(None, _REFUSED_BYTES))
        if controls != max(len(texts) - 1, 0) or _UFFFE in raw or _UFFFF in raw:
            raise NotCovered(Reason.CHARACTER)
        if self.identifiers:
            _check_identifiers(self._pick_identifiers(texts))
        if self.subjects:
            subjects = set(self._pick_subjects(texts))
            if len(subjects) != len(self.subjects) or not subjects.isdisjoint(self._constant_subjects):
                raise NotCovered(Reason.SUBJECTS)
        if issuing and self._disputed(raw):
            raise NotCovered(Reason.ORDER)
        as_they_stand = not (b'"' in raw or b"\\" in raw or b"\n" in raw or b"\t" in raw or b"\r" in raw)
        if not as_they_stand:
            raw = raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
            raw = raw.replace(b"\n", b"\\n").replace(b"\t", b"\\t").replace(b"\r", b"\\r")
        return raw.split(b"\0") if texts else [], as_they_stand

    def text(self, checked: Sequence[bytes]) -> str:
        """The canonical N-Quads.

        Args:
            checked: what :meth:`checked` returned.

        Raises:
            NotCovered: when two blank nodes are alike with these texts.
        """
        fixed, varying = self._groups(checked)
        return b"".join(sorted(fixed.texts + varying)).decode()

    def digest(self, checked: Sequence[bytes]) -> bytes:
        """SHA-256 of :meth:`text`. What comes before the first text that varies has been hashed before."""
        fixed, varying = self._groups(checked)
        varying.sort()
        cut = bisect_left(fixed.texts, varying[0]) if varying else len(fixed.texts)
        state = fixed.states[cut].copy()
        if cut < len(fixed.texts):
            varying += fixed.texts[cut:]
            varying.sort()
        state.update(b"".join(varying))
        return state.digest()

    def _disputed(self, raw: bytes) -> bool:
        if raw.isascii() and not (self._astral and self._after_surrogates):
            return False
        astral = self._astral or _ASTRAL.search(raw)
        return bool(astral and (self._after_surrogates or _AFTER_SURROGATES.search(raw)))

    def _compile_hashes(self, lines: Sequence[Sequence[_Line]]) -> None:
        """The first-degree hash of each blank node (RDFC-1.0 section 4.6): a constant, or what to hash."""
        nodes = sorted({int(term[0]) for line in lines for term in line if isinstance(term[0], int)})
        if len(nodes) > len(_LABELS):
            raise CannotCompile("there are too many things without identifier")
        self._hashes: list[bytes] = []
        self._hashed: list[tuple[int, _Block]] = []
        self._plainly_hashed: list[_Hashed] = []
        for position, node in enumerate(nodes):
            mentioned = [line for line in lines if (node,) in line]
            block = _Block(
                [_joined(_masked(term, node) for term in line) for line in mentioned],
                # lines that only the masks make equal are different quads, and all of them count
                [tuple(term for term in line if _is_label(term)) for line in mentioned],
            )
            if block.constant is None:
                self._hashes.append(b"")
                if block.runs:
                    self._hashed.append((position, block))
                else:
                    self._plainly_hashed.append(_Hashed(position, block.plain))
            else:
                self._hashes.append(sha256(block.constant).digest())
        constant = [each for each in self._hashes if each]
        if len(set(constant)) != len(constant):
            raise CannotCompile("two things without identifier are alike")
        self._nodes = nodes

    def _compile_groups(self, lines: Sequence[Sequence[_Line]]) -> None:
        """The lines of each subject, in the order they have whatever the slots hold."""
        renumbered = {node: self._labels + position for position, node in enumerate(self._nodes)}
        groups: dict[_Line, list[_Line]] = {}
        for line in lines:
            written = [(renumbered[int(term[0])],) if _is_label(term) else term for term in line]
            groups.setdefault(written[0], []).append(_joined(written))
        fixed: list[tuple[_Line, list[_Line]]] = []
        varying: list[tuple[_Line, list[_Line]]] = []
        for subject, group in groups.items():
            slots = any(isinstance(piece, int) and piece < self._labels for line in group for piece in line)
            (varying if slots or not _is_constant(subject) else fixed).append((subject, group))
        fixed.sort(key=lambda each: _bytes(each[0]))
        self._fixed_blocks = [_Block(group) for _, group in fixed]
        named = {piece for _, group in fixed for line in group for piece in line if isinstance(piece, int)}
        self._pick_fixed_labels = _getter(sorted(named))
        self._fixed: dict[tuple[bytes, ...], _Fixed] = {}
        blocks = [_Block(group) for _, group in varying]
        self._plain_blocks = tuple(block.plain for block in blocks if not block.runs)
        self._other_blocks = tuple(block for block in blocks if block.runs)

    def _groups(self, checked: Sequence[bytes]) -> tuple[_Fixed, list[bytes]]:
        """The lines of each subject: those that the slots do not change, and those that they do, unsorted."""
        values = list(checked)
        if self._nodes:
            values += self._issued(values)
        labels = self._pick_fixed_labels(values)
        fixed = self._fixed.get(labels)
        if fixed is None:
            if len(self._fixed) >= _MAX_FIXED:
                self._fixed.clear()
            fixed = self._fixed[labels] = _Fixed([block.render(values) for block in self._fixed_blocks])
        varying = [text % pick(values) for text, pick in self._plain_blocks]
        varying += [block.render(values) for block in self._other_blocks]
        return fixed, varying

    def _issued(self, values: list[bytes]) -> list[bytes]:
        """The canonical label of each blank node."""
        hashes = self._hashes.copy()
        for node in self._plainly_hashed:
            hashes[node.position] = node.digest(values)
        for position, block in self._hashed:
            hashes[position] = sha256(block.render(values)).digest()
        if len(set(hashes)) != len(hashes):
            raise NotCovered(Reason.SIBLINGS)
        labels = dict(zip(sorted(hashes), _LABELS, strict=False))
        return [labels[each] for each in hashes]


class _Hashed:
    """A blank node whose lines are in a known order. What few texts it has, such as levels reached, come again."""

    __slots__ = ("_known", "_pick", "_text", "position")

    def __init__(self, position: int, render: _Render) -> None:
        self.position = position
        self._text, self._pick = render
        self._known: dict[Any, bytes] | None = {}

    def digest(self, values: list[bytes]) -> bytes:
        """The first-degree hash."""
        picked = self._pick(values)
        known = self._known
        if known is None:
            return sha256(self._text % picked).digest()
        found = known.get(picked)
        if found is None:
            found = sha256(self._text % picked).digest()
            if len(known) < _MAX_KNOWN and sum(map(len, picked)) < _MAX_KNOWN_LENGTH:
                known[picked] = found
            else:
                self._known = None  # they do not come again
        return found


class _Fixed:
    """The lines of the subjects that no slot changes, sorted, and the SHA-256 state before each and after all.

    They may hold labels, which the slots do change: there is one of these for each way the labels in it may fall.
    """

    __slots__ = ("states", "texts")

    def __init__(self, texts: list[bytes]) -> None:
        self.texts = texts
        state = sha256()
        self.states = [state.copy()]
        for text in texts:
            state.update(text)
            self.states.append(state.copy())


class _Block:
    """Lines of which it is known in what order they come, but for runs whose order depends on what varies.

    Lines are compared up to where the first varying text begins. Two lines that differ before are in a fixed order;
    lines of which one begins with the other are a run, sorted when the texts are there, equal ones once (a dataset is a
    set).

    Args:
        apart: what tells lines apart beside their text.
    """

    __slots__ = ("constant", "plain", "runs")

    def __init__(self, lines: Sequence[_Line], apart: Sequence[Hashable] | None = None) -> None:
        pieces: list[_Piece | _Run] = []
        for run in _runs(list(zip(lines, apart or [None] * len(lines), strict=True))):
            pieces.extend(run[0][0] if len(run) == 1 else [_Run(run)])
        self.runs = tuple(piece for piece in pieces if isinstance(piece, _Run))
        # the text of a run is taken from behind the values
        numbers = iter(range(-len(self.runs), 0))
        line = tuple(next(numbers) if isinstance(piece, _Run) else piece for piece in pieces)
        self.plain = _render(line)
        self.constant = _bytes(line) if _is_constant(line) else None

    def render(self, values: list[bytes]) -> bytes:
        """The text of the lines with ``values`` in their places."""
        if self.runs:
            values = [*values, *[run.render(values) for run in self.runs]]
        text, pick = self.plain
        written: bytes = text % pick(values)
        return written


class _Run:
    """Lines whose order depends on what varies."""

    __slots__ = ("_lines", "_objects", "_prefix", "_suffix")

    def __init__(self, lines: Sequence[tuple[_Line, Hashable]]) -> None:
        self._lines = tuple((*_render(line), apart) for line, apart in lines)
        # usually they are one property's values, each of which varies from its beginning to a common end
        *prefix, varying, suffix = lines[0][0] if len(lines[0][0]) > 2 else (0, 0, 0)
        alike = isinstance(varying, int) and all(
            [*line[:-2], line[-1], apart] == [*prefix, suffix, lines[0][1]] and isinstance(line[-2], int)
            for line, apart in lines
        )
        self._suffix = str(suffix).encode()
        self._prefix = _render(tuple(prefix))
        self._objects = itemgetter(*(line[-2] for line, _ in lines)) if alike else None

    def render(self, values: list[bytes]) -> bytes:
        """The lines with ``values`` in their places, sorted, none twice."""
        if self._objects is None:
            lines = {(text % pick(values), apart) for text, pick, apart in self._lines}
            return b"".join(sorted(line for line, _ in lines))
        text, pick = self._prefix
        prefix: bytes = text % pick(values)
        suffix = self._suffix
        return prefix + prefix.join(sorted({value + suffix for value in self._objects(values)}))


class _Reader:
    """Reads canonical N-Quads with sentinels into pieces: slots by their number, blank nodes as negative numbers."""

    def __init__(self, sentinels: Sequence[str]) -> None:
        self._numbers = {sentinel: number for number, sentinel in enumerate(sentinels)}
        self._mark = _mark(sentinels[0]) if sentinels else None
        self.identifiers: set[int] = set()
        self.literals: set[int] = set()

    def line(self, text: str) -> tuple[_Line, ...]:
        """Subject, predicate, object and, in a named graph, its name."""
        found = _LINE.fullmatch(text)
        if not found:
            raise CannotCompile("the canonical form is not the one of JSON-LD")
        subject, predicate, object_, graph = (self._term(term) if term else () for term in found.groups())
        if len(predicate) > 1 or (predicate == (f"<{_RDF}type>",) and len(object_) > 1):
            raise CannotCompile("a slot stands in a type")
        return (subject, predicate, object_, graph) if graph else (subject, predicate, object_)

    def _term(self, term: str) -> _Line:
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


def _check_identifiers(identifiers: Sequence[str]) -> None:
    """Refuse what is not a plain absolute IRI. The usual ones are told without the slow regular expression."""
    joined = "".join(identifiers)
    if joined.isascii() and not _has_unusual(joined):
        for identifier in identifiers:
            if not identifier.startswith(_BEGINNINGS) or identifier[-1] in ":/":
                break
        else:
            return
    if not _IRIS.fullmatch("\n".join([*identifiers, ""])):
        raise NotCovered(Reason.IDENTIFIER)


def _has_unusual(text: str) -> bool:
    # ten times as fast as a set or an expression; other controls are refused before
    return (
        (" " in text or "%" in text or "<" in text or ">" in text or '"' in text or "{" in text or "}" in text)
        or ("|" in text or "\\" in text or "^" in text or "`" in text)
        or ("\n" in text or "\t" in text or "\r" in text)
    )


def is_plain_identifier(text: str) -> bool:
    """Whether a program takes ``text`` for an absolute IRI."""
    return bool(text) and _IRIS.fullmatch(f"{text}\n") is not None


@lru_cache(maxsize=16)
def schemes_are_free(contexts: Contexts) -> bool:
    """Whether no context gives a meaning of its own to the beginnings of identifiers that a program lets through."""
    terms = contexts.terms()
    return terms.isdisjoint(_SCHEMES) and not any(_IRIS.fullmatch(f"{term}\n") for term in terms)


def _mark(sentinel: str) -> str:
    return sentinel[: sentinel.index(":", 4) + 1]


def _varies(piece: _Piece) -> TypeGuard[int]:
    return isinstance(piece, int)


def _is_label(term: _Line) -> bool:
    return len(term) == 1 and isinstance(term[0], int)


def _masked(term: _Line, node: int) -> _Line:
    """A term as the hash of a blank node sees it: itself, or another blank node."""
    if not _is_label(term):
        return term
    return ("_:a",) if term == (node,) else ("_:z",)


def _joined(terms: Iterable[_Line]) -> _Line:
    """One line out of its terms, neighbouring constants made one."""
    pieces: list[_Piece] = []
    for position, term in enumerate(terms):
        for piece in (" ", *term) if position else term:
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
    return (*pieces, " .\n") if isinstance(pieces[-1], int) else (*pieces[:-1], f"{pieces[-1]} .\n")


def _runs(lines: Sequence[tuple[_Line, Hashable]]) -> list[list[tuple[_Line, Hashable]]]:
    """Lines in order; those whose order depends on what varies, together."""
    shared = _shared([line for line, _ in lines])
    runs: list[list[tuple[_Line, Hashable]]] = []
    head: str | None = None
    for line in sorted(lines, key=lambda line: str(line[0][shared])):
        stem = str(line[0][shared])
        if head is not None and stem.startswith(head):
            runs[-1].append(line)
        else:
            runs.append([line])
            head = stem if len(line[0]) > shared + 1 else None
    return runs


def _shared(lines: Sequence[_Line]) -> int:
    """How many pieces the lines begin with in common because they have one subject, which varies."""
    first = lines[0]
    count = 1 if isinstance(first[0], int) else 2
    shares = len(first) > count and isinstance(first[count - 1], int) and (count == 1 or first[0] == "<")
    return count if shares and all(line[:count] == first[:count] for line in lines) else 0


def _render(line: _Line) -> _Render:
    text = "".join("%b" if isinstance(piece, int) else piece.replace("%", "%%") for piece in line)
    return text.encode(), _getter([piece for piece in line if isinstance(piece, int)])


def _getter(indexes: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    if len(indexes) > 1:
        return itemgetter(*indexes)
    if indexes:
        only = indexes[0]
        return lambda values: (values[only],)
    return lambda values: ()


def _is_constant(line: _Line) -> bool:
    return all(isinstance(piece, str) for piece in line)


def _bytes(line: _Line) -> bytes:
    return "".join(map(str, line)).encode()
