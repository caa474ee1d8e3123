"""Canonicalising documents of a shape seen before: a program for each shape, made at the second sight.

The shape of a document is everything in it but its texts: members, lists, numbers, types, contexts, languages.
Documents of one shape differ in their texts only, so that one :class:`.programs.Program` gives their canonical forms,
apart from what it leaves to the general path.

Whoever sends documents chooses their shapes, also someone who means harm. Hence a shape is compiled only when it comes
again, the programs are few, and one that has served often is not pushed out by those that have not.
"""

from __future__ import annotations

import contextlib
import copy
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import Any, Final, TypeVar

from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.programs import (
    NotCovered,
    Program,
    Reason,
    is_plain_identifier,
    schemes_are_free,
)
from microcred.openbadges.quad_lines import CannotCompile, getter, sentinels

MAX_YOUNG: Final = 64
"""Most shapes kept that have not yet served often."""

MAX_PROVEN: Final = 192
"""Most shapes kept that have."""

PROVEN_AFTER: Final = 16
"""How often a shape must have served to be kept among the proven."""

MAX_LEAVES: Final = 1_000
"""Most texts of a document whose shape is kept."""

_MAX_LENGTH: Final = 8 * MAX_LEAVES
_RECENT: Final = 4
_MAX_SEEN: Final = 4_096
_MAX_VARIANTS: Final = 8
_MAX_HABITS: Final = 2
_MAX_ARRANGEMENTS: Final = 2
_WATCHED: Final = 8
"""How many documents in a row are compared to see what they have in common."""
_CONSTANT: Final = frozenset({"type", "@type", "@context", "@language", "@direction"})
_TEXT, _FIXED, _OBJECT, _LIST, _END, _OTHER = range(6)

T = TypeVar("T")
Shape = tuple[Any, ...]
Canonicalise = Callable[[JsonObject], str]


def shape_of(document: JsonObject) -> Shape:
    """Everything in a document but its texts.

    Raises:
        NotCovered: when it is too large or nests too deeply.
    """
    shape: list[Any] = []
    try:
        _walk_object(document, shape)
    except RecursionError as error:
        raise NotCovered(Reason.NOT_COMPILED) from error
    if len(shape) > _MAX_LENGTH:
        raise NotCovered(Reason.NOT_COMPILED)
    return tuple(shape)


def _walk_object(value: JsonObject, shape: list[Any]) -> None:
    for name, item in value.items():
        kind = type(item)
        if kind is str:
            shape += (name, _FIXED, item) if name in _CONSTANT else (name, _TEXT)
        elif kind is dict:
            shape += (name, _OBJECT)
            _walk_object(item, shape)
        elif kind is list:
            shape += (name, _LIST)
            _walk_list(item, shape, name in _CONSTANT)
        else:
            shape += (name, _OTHER, kind, repr(item))
    shape.append(_END)


def _walk_list(value: list[Any], shape: list[Any], constant: bool) -> None:
    for item in value:
        kind = type(item)
        if kind is str:
            shape += (_FIXED, item) if constant else (_TEXT,)
        elif kind is dict:
            shape.append(_OBJECT)
            _walk_object(item, shape)
        elif kind is list:
            shape.append(_LIST)
            _walk_list(item, shape, constant)
        else:
            shape += (_OTHER, kind, repr(item))
    shape.append(_END)


class Layout:
    """Where the texts of one shape stand. Reads them out of a document, and sees at once when it has another shape.

    Args:
        document: one of the shape; the order of members does not matter.
    """

    def __init__(self, document: JsonObject) -> None:
        self._count = len(document)
        self._containers: list[tuple[int, Any, Any, int]] = []
        """Objects and lists: in which container, under which name, of which type and length. The first is the whole."""
        self._constants: list[tuple[int, Any, Any]] = []
        self._numbers: list[tuple[int, Any, str]] = []
        self._texts: list[tuple[int, tuple[Any, ...], Callable[[Any], tuple[str, ...]]]] = []
        self._single_texts: list[tuple[int, Any]] = []
        pending: list[tuple[Any, bool]] = [(document, False)]
        for holder, (value, constant) in enumerate(pending):
            names = []
            members: Iterable[tuple[Any, Any]] = value.items() if type(value) is dict else enumerate(value)
            for name, item in members:
                fixed = constant or name in _CONSTANT
                if type(item) is str and not fixed:
                    names.append(name)
                elif type(item) in (dict, list) and not (fixed and _only_texts(item)):
                    self._containers.append((holder, name, type(item), len(item)))
                    pending.append((item, fixed))
                elif type(item) in (str, list):
                    self._constants.append((holder, name, item))
                else:
                    # equal numbers may be written differently: 1, 1.0, true
                    self._numbers.append((holder, name, repr(item)))
            if len(names) > 1:
                self._texts.append((holder, tuple(names), itemgetter(*names)))
            elif names:
                self._single_texts.append((holder, names[0]))

    def texts(self, document: JsonObject) -> list[str] | None:
        """The texts, or ``None`` when the shape is another."""
        if len(document) != self._count:
            return None
        containers: list[Any] = [document]
        try:
            for holder, name, kind, count in self._containers:
                item = containers[holder][name]
                if type(item) is not kind or len(item) != count:
                    return None
                containers.append(item)
            for holder, name, constant in self._constants:
                if containers[holder][name] != constant:
                    return None
            for holder, name, written in self._numbers:
                if repr(containers[holder][name]) != written:
                    return None
            found = [containers[holder][name] for holder, name in self._single_texts]
            for holder, _, pick in self._texts:
                found += pick(containers[holder])
            "".join(found)
        except (KeyError, IndexError, TypeError):
            # a member is another one, or something that is not text stands where a text should
            return None
        return found

    def with_texts(self, document: JsonObject, texts: Iterable[str]) -> JsonObject:
        """A copy of ``document``, which has this shape, with other texts, in the order of :meth:`texts`."""
        source = iter(texts)
        containers: list[Any] = [dict(document)]
        for holder, name, _, _ in self._containers:
            copied = copy.copy(containers[holder][name])
            containers[holder][name] = copied
            containers.append(copied)
        for holder, name in self._single_texts:
            containers[holder][name] = next(source)
        for holder, names, _ in self._texts:
            for name in names:
                containers[holder][name] = next(source)
        whole: JsonObject = containers[0]
        return whole


def _only_texts(value: Any) -> bool:
    return type(value) is list and all(type(item) is str for item in value)


class _Variant:
    """A program and the texts of a layout that go into it."""

    __slots__ = ("_pick", "program")

    def __init__(self, program: Program, slots: Sequence[int]) -> None:
        self.program = program
        self._pick = getter(slots)

    def checked(self, texts: Sequence[str]) -> list[bytes]:
        """What the program needs of ``texts``.

        Raises:
            NotCovered: see :meth:`.programs.Program.checked`.
        """
        return self.program.checked(self._pick(texts))[0]


class _Habit(_Variant):
    """A program for the documents that have most texts in common, such as one issuer's of one achievement."""

    __slots__ = ("_common", "_pick_common")

    def __init__(self, program: Program, slots: Sequence[int], common: Sequence[int], texts: Sequence[str]) -> None:
        super().__init__(program, slots)
        self._pick_common = getter(common)
        self._common = self._pick_common(texts)

    def fits(self, texts: Sequence[str]) -> bool:
        """Whether these texts are among the documents."""
        return bool(self._pick_common(texts) == self._common)


class _Compiled:
    """The programs of one shape: one for each set of texts that must not vary and each way subjects may be equal.

    Args:
        document: one of this shape.
        quads: its canonical form.

    Raises:
        CannotCompile: when texts alone change more than a program can follow.
    """

    def __init__(self, shape: Shape, document: JsonObject, quads: str, canonicalise: Canonicalise) -> None:
        self.shape = shape
        self.served = 0
        self.layout = Layout(document)
        self._canonicalise = canonicalise
        texts = self.layout.texts(document)
        if texts is None or len(texts) > MAX_LEAVES:
            raise CannotCompile("the document has too many texts")
        marks = sentinels(len(texts), absent_from=str(document))
        everything = self._program(document, marks, marks)
        self._fixed = tuple(slot for slot in everything.identifiers if not is_plain_identifier(texts[slot]))
        fixed = set(self._fixed)
        self._subjects = tuple(slot for slot in everything.subjects if slot not in fixed)
        self._pick_subjects = getter(self._subjects)
        self._variants: dict[Any, _Variant] = {}
        self._habits: tuple[_Habit, ...] = ()
        self._at_large = 0
        self._watched: tuple[Sequence[str], frozenset[int]] = (texts, frozenset())
        self.add(document, texts, quads)

    def ready(self, document: JsonObject, texts: Sequence[str]) -> tuple[Program, list[bytes]] | None:
        """A program for the document with these texts, and what it needs of them; ``None`` when there is none yet.

        Raises:
            NotCovered: when there is and it leaves the document to the general path.
        """
        for habit in self._habits:
            if habit.fits(texts):
                with contextlib.suppress(NotCovered):
                    return habit.program, habit.checked(texts)
        found = self._variants.get(self._kind(texts))
        if found is None:
            return None
        checked = found.checked(texts)
        self._watch(document, texts, found)
        return found.program, checked

    def accepts(self, document: JsonObject, texts: Sequence[str]) -> bool:
        """Whether a document with these texts would surely not be refused."""
        try:
            return self.ready(document, texts) is not None
        except NotCovered:
            return False

    def add(self, document: JsonObject, texts: Sequence[str], quads: str) -> None:
        """A program for documents like this one."""
        if len(self._variants) >= _MAX_VARIANTS:
            return
        self._variants[self._kind(texts)] = _Variant(*self._narrowed(document, texts, set(self._fixed), quads.encode()))

    def _kind(self, texts: Sequence[str]) -> Any:
        """Which of the variants is for these texts."""
        subjects = self._pick_subjects(texts)
        equal = None if len(set(subjects)) == len(subjects) else tuple(map(subjects.index, subjects))
        return equal, tuple([texts[slot] for slot in self._fixed]) if self._fixed else None

    def _watch(self, document: JsonObject, texts: Sequence[str], variant: _Variant) -> None:
        """See what documents in a row have in common, now and then, and make a program for those that have it.

        Rarely enough that the work does not count: after 8, 16, 32, … documents that no habit is for.
        """
        self._at_large += 1
        into = self._at_large - (1 << (self._at_large.bit_length() - 1))
        if self._at_large < _WATCHED or into >= _WATCHED:
            return
        if into == 0:
            self._watched = texts, frozenset(range(len(texts)))
            return
        before, common = self._watched
        common = frozenset([slot for slot in common if texts[slot] == before[slot]])
        self._watched = before, common
        apart = [texts[slot] for slot in self._subjects if slot not in common]
        usable = len(set(apart)) == len(apart) and common.issuperset(self._fixed)
        if usable and into == _WATCHED - 1 and len(common) > len(texts) // 2:
            with contextlib.suppress(CannotCompile, NotCovered):
                quads = variant.program.raw(variant.checked(texts))
                habit = _Habit(*self._narrowed(document, texts, common, quads), sorted(common), texts)
                self._habits = (habit, *self._habits[: _MAX_HABITS - 1])

    def _narrowed(
        self, document: JsonObject, texts: Sequence[str], constant: Collection[int], quads: bytes
    ) -> tuple[Program, tuple[int, ...]]:
        """A program for documents with the same texts in the slots ``constant``, and the slots that it needs.

        Raises:
            CannotCompile, NotCovered: when there is none, or it gives another canonical form than ``quads``.
        """
        marks = sentinels(len(texts), absent_from=str(document))
        for slot in constant:
            marks[slot] = texts[slot]
        first: dict[str, int] = {}
        for slot in self._subjects:
            if slot not in constant:
                marks[slot] = marks[first.setdefault(texts[slot], slot)]
        slots = tuple(slot for slot, mark in enumerate(marks) if slot not in constant and marks.index(mark) == slot)
        program = self._program(document, marks, [marks[slot] for slot in slots])
        if program.raw(program.checked([texts[slot] for slot in slots])[0]) != quads:
            raise CannotCompile("the compiled form differs from the general path")
        return program, slots

    def _program(self, document: JsonObject, marks: list[str], slots: list[str]) -> Program:
        try:
            quads = self._canonicalise(self.layout.with_texts(document, marks))
            return Program(quads, slots, arrangements=_MAX_ARRANGEMENTS)
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
        self._proven: OrderedDict[Shape, _Compiled | None] = OrderedDict()
        self._recent: tuple[_Compiled, ...] = ()

    def canonicalize(self, document: JsonObject) -> tuple[str, bool]:
        """The canonical form, and whether a program gave it.

        Raises:
            DocumentRefused: as the general path does.
        """
        return self._finished(document, lambda program, checked: program.raw(checked).decode(), lambda quads: quads)

    def digest(self, document: JsonObject) -> tuple[bytes, bool]:
        """SHA-256 of the canonical form, and whether a program gave it.

        Raises:
            DocumentRefused: as the general path does.
        """
        return self._finished(document, Program.digest, lambda quads: sha256(quads.encode()).digest())

    def _finished(
        self,
        document: JsonObject,
        by_program: Callable[[Program, list[bytes]], T],
        generally: Callable[[str], T],
    ) -> tuple[T, bool]:
        """What is wanted of a document, and whether a program gave it."""
        shape, compiled, texts = self._find(document)
        if compiled is not None:
            try:
                ready = compiled.ready(document, texts)
                if ready is not None:
                    return by_program(*ready), True
            except NotCovered:
                return generally(self._canonicalise(document)), False
        quads = self._canonicalise(document)
        if compiled is not None:
            with contextlib.suppress(CannotCompile, NotCovered):
                compiled.add(document, texts, quads)
        elif shape is not None:
            self._learn(shape, document, quads)
        return generally(quads), False

    def _find(self, document: JsonObject) -> tuple[Shape | None, _Compiled | None, list[str]]:
        """The shape of a document where it can have a program, and if it has one, its texts."""
        for compiled in self._recent:
            texts = compiled.layout.texts(document)
            if texts is not None:
                compiled.served += 1
                if compiled.served == PROVEN_AFTER:
                    self._prove(compiled)
                return compiled.shape, compiled, texts
        if not self._usable:
            return None, None, []
        try:
            shape = shape_of(document)
        except NotCovered:
            return None, None, []
        known = self._known(shape)
        texts = known.layout.texts(document) if known is not None else None
        if known is None or texts is None:
            return shape, None, []
        self._recent = (known, *(each for each in self._recent[: _RECENT - 1] if each is not known))
        return shape, known, texts

    def accepts(self, document: JsonObject) -> bool:
        """Whether a document is of a shape seen lately, and would surely not be refused."""
        for compiled in self._recent:
            texts = compiled.layout.texts(document)
            if texts is not None:
                return compiled.accepts(document, texts)
        return False

    def __len__(self) -> int:
        return len(self._young) + len(self._proven)

    def _known(self, shape: Shape) -> _Compiled | None:
        with self._lock:
            for shapes in (self._proven, self._young):
                if shape in shapes:
                    shapes.move_to_end(shape)
                    return shapes[shape]
        return None

    def _prove(self, compiled: _Compiled) -> None:
        """Keep one that has served often where those that have not cannot push it out."""
        with self._lock:
            self._proven[compiled.shape] = compiled
            self._young.pop(compiled.shape, None)
            if len(self._proven) > MAX_PROVEN:
                self._proven.popitem(last=False)

    def _learn(self, shape: Shape, document: JsonObject, quads: str) -> None:
        """Compile at the second sight; a shape that cannot be compiled is remembered as such."""
        with self._lock:
            sight = hash(shape)
            if shape in self._young or sight not in self._seen:
                self._seen[sight] = None
                if len(self._seen) > _MAX_SEEN:
                    self._seen.popitem(last=False)
                return
        compiled = None
        with contextlib.suppress(CannotCompile, NotCovered):
            compiled = _Compiled(shape, document, quads, self._canonicalise)
        with self._lock:
            self._young[shape] = compiled
            if len(self._young) > MAX_YOUNG:
                self._young.popitem(last=False)
