"""Canonicalising documents of a shape seen before: a program for each shape, made at the second sight.

The shape of a document is everything in it but its texts: members, lists, numbers, types, contexts, languages.
Documents of one shape differ in their texts only, so that one :class:`.programs.Program` gives their canonical forms,
apart from what it leaves to the general path.

Whoever sends documents chooses their shapes, also someone who means harm. Hence a shape is compiled only when it comes
again, the programs are few, and one that has served often is not pushed out by those that have not.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final

from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.programs import (
    CannotCompile,
    NotCovered,
    Program,
    Reason,
    is_plain_identifier,
    schemes_are_free,
    sentinels,
)

MAX_YOUNG: Final = 64
"""Most shapes kept that have not yet served often."""

MAX_PROVEN: Final = 192
"""Most shapes kept that have."""

PROVEN_AFTER: Final = 16
"""How often a shape must have served to be kept among the proven."""

MAX_LEAVES: Final = 1_000
"""Most texts of a document whose shape is kept."""

_MAX_SEEN: Final = 4_096
_MAX_VARIANTS: Final = 8
_CONSTANT: Final = frozenset({"type", "@type", "@context", "@language", "@direction"})
_TEXT, _FIXED, _OBJECT, _LIST, _END, _OTHER = range(6)

Shape = tuple[Any, ...]
Canonicalise = Callable[[JsonObject], str]


def shape_of(document: JsonObject) -> tuple[Shape, list[str]]:
    """The shape of a document and its texts in the order in which they stand there.

    Raises:
        NotCovered: when it is too large or nests too deeply.
    """
    shape: list[Any] = []
    texts: list[str] = []
    try:
        _walk_object(document, shape, texts)
    except RecursionError as error:
        raise NotCovered(Reason.NOT_COMPILED) from error
    if len(texts) > MAX_LEAVES or len(shape) > 8 * MAX_LEAVES:
        raise NotCovered(Reason.NOT_COMPILED)
    return tuple(shape), texts


def _walk_object(value: JsonObject, shape: list[Any], texts: list[str]) -> None:
    for name, item in value.items():
        kind = type(item)
        if kind is str:
            if name in _CONSTANT:
                shape += (name, _FIXED, item)
            else:
                shape += (name, _TEXT)
                texts.append(item)
        elif kind is dict:
            shape += (name, _OBJECT)
            _walk_object(item, shape, texts)
        elif kind is list:
            shape += (name, _LIST)
            _walk_list(item, shape, texts, name in _CONSTANT)
        else:
            shape += (name, _OTHER, kind, repr(item))
    shape.append(_END)


def _walk_list(value: list[Any], shape: list[Any], texts: list[str], constant: bool) -> None:
    for item in value:
        kind = type(item)
        if kind is str:
            if constant:
                shape += (_FIXED, item)
            else:
                shape.append(_TEXT)
                texts.append(item)
        elif kind is dict:
            shape.append(_OBJECT)
            _walk_object(item, shape, texts)
        elif kind is list:
            shape.append(_LIST)
            _walk_list(item, shape, texts, constant)
        else:
            shape += (_OTHER, kind, repr(item))
    shape.append(_END)


def with_texts(document: Any, texts: list[str], constant: bool = False) -> Any:
    """A copy of a document with other texts, in the order of :func:`shape_of`; they are taken from the list's end."""
    if type(document) is str:
        return document if constant else texts.pop()
    if type(document) is dict:
        return {name: with_texts(item, texts, name in _CONSTANT) for name, item in document.items()}
    if type(document) is list:
        return [with_texts(item, texts, constant) for item in document]
    return document


class _Compiled:
    """The programs of one shape: one for each set of texts that must not vary and each way subjects may be equal.

    Args:
        document: one of this shape.
        quads: its canonical form.

    Raises:
        CannotCompile: when texts alone change more than a program can follow.
    """

    def __init__(self, document: JsonObject, quads: str, canonicalise: Canonicalise) -> None:
        self.served = 0
        self._canonicalise = canonicalise
        _, texts = shape_of(document)
        marks = sentinels(len(texts), absent_from=str(document))
        everything = self._program(document, marks, marks)
        self._fixed = tuple(slot for slot in everything.identifiers if not is_plain_identifier(texts[slot]))
        fixed = set(self._fixed)
        self._subjects = tuple(slot for slot in everything.subjects if slot not in fixed)
        self._variants: dict[Any, tuple[Program, tuple[int, ...]]] = {}
        self.add(document, texts, quads)

    def variant(self, texts: Sequence[str]) -> Any:
        """Which of the programs is for these texts."""
        subjects = [texts[slot] for slot in self._subjects]
        equal = None if len(set(subjects)) == len(subjects) else tuple(map(subjects.index, subjects))
        return equal, tuple(texts[slot] for slot in self._fixed) if self._fixed else None

    def form(self, texts: Sequence[str]) -> str | None:
        """The canonical form of the document with these texts; ``None`` when there is no program for it yet.

        Raises:
            NotCovered: when there is and it leaves the document to the general path.
        """
        found = self._variants.get(self.variant(texts))
        if found is None:
            return None
        program, slots = found
        return program.text(program.checked([texts[slot] for slot in slots])[0])

    def add(self, document: JsonObject, texts: list[str], quads: str) -> None:
        """A program for documents like this one."""
        if len(self._variants) >= _MAX_VARIANTS:
            return
        marks = sentinels(len(texts), absent_from=str(document))
        for slot in self._fixed:
            marks[slot] = texts[slot]
        first: dict[str, int] = {}
        for slot in self._subjects:
            marks[slot] = marks[first.setdefault(texts[slot], slot)]
        fixed = set(self._fixed)
        slots = tuple(slot for slot, mark in enumerate(marks) if slot not in fixed and marks.index(mark) == slot)
        program = self._program(document, marks, [marks[slot] for slot in slots])
        if program.text(program.checked([texts[slot] for slot in slots])[0]) != quads:
            raise CannotCompile("the compiled form differs from the general path")
        self._variants[self.variant(texts)] = program, slots

    def _program(self, document: JsonObject, marks: list[str], slots: list[str]) -> Program:
        try:
            return Program(self._canonicalise(with_texts(document, marks[::-1])), slots)
        except OpenBadgesError as error:
            raise CannotCompile(str(error)) from error


class ShapePrograms:
    """The shapes seen, for one set of contexts. Safe to share between threads.

    Args:
        canonicalise: the general path.
    """

    def __init__(self, contexts: Contexts, canonicalise: Canonicalise) -> None:
        self._canonicalise = canonicalise
        self._usable = schemes_are_free(contexts)
        self._lock = threading.Lock()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._young: OrderedDict[Shape, _Compiled | None] = OrderedDict()
        self._proven: OrderedDict[Shape, _Compiled] = OrderedDict()

    def canonicalize(self, document: JsonObject) -> tuple[str, bool]:
        """The canonical form, and whether a program gave it.

        Raises:
            DocumentRefused: as the general path does.
        """
        try:
            if not self._usable:
                raise NotCovered(Reason.NOT_COMPILED)
            shape, texts = shape_of(document)
        except NotCovered:
            return self._canonicalise(document), False
        compiled = self._known(shape)
        if compiled is not None:
            try:
                form = compiled.form(texts)
            except NotCovered:
                return self._canonicalise(document), False
            if form is not None:
                return form, True
        quads = self._canonicalise(document)
        self._learn(shape, document, texts, quads, compiled)
        return quads, False

    def __len__(self) -> int:
        return len(self._young) + len(self._proven)

    def _known(self, shape: Shape) -> _Compiled | None:
        with self._lock:
            found = self._proven.get(shape)
            if found is not None:
                self._proven.move_to_end(shape)
                return found
            found = self._young.get(shape)
            if found is not None:
                self._young.move_to_end(shape)
                found.served += 1
                if found.served >= PROVEN_AFTER:
                    self._proven[shape] = found
                    del self._young[shape]
                    if len(self._proven) > MAX_PROVEN:
                        self._proven.popitem(last=False)
            return found

    def _learn(
        self, shape: Shape, document: JsonObject, texts: list[str], quads: str, compiled: _Compiled | None
    ) -> None:
        """Compile at the second sight; a shape that cannot be compiled is remembered as such."""
        with self._lock:
            sight = hash(shape)
            if compiled is None and (shape in self._young or sight not in self._seen):
                self._seen[sight] = None
                if len(self._seen) > _MAX_SEEN:
                    self._seen.popitem(last=False)
                return
        try:
            if compiled is None:
                compiled = _Compiled(document, quads, self._canonicalise)
            else:
                compiled.add(document, texts, quads)
                return
        except (CannotCompile, NotCovered):
            if compiled is not None:
                return
        with self._lock:
            self._young[shape] = compiled
            if len(self._young) > MAX_YOUNG:
                self._young.popitem(last=False)
