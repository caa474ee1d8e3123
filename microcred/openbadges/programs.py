"""A canonical form compiled once, with slots: from then on only the texts in the slots are worked on.

The canonical N-Quads (RDFC-1.0) of documents that differ in a few texts are nearly equal. What may change with the
texts is known beforehand: the lines that hold one, the hashes of the blank nodes whose lines hold one, hence the labels
of all blank nodes, hence the order of lines. A :class:`Program` computes exactly these. Whatever could change more than
that is not computed but refused with a :class:`Reason`: the caller takes the general path then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from microcred.openbadges.contexts import Contexts
from microcred.openbadges.iris import REST_OF_IRI
from microcred.openbadges.quad_lines import (
    CannotCompile,
    Format,
    Line,
    Reader,
    Text,
    Values,
    getter,
    in_order,
    indexes_of,
    is_label,
    joined,
    masked,
    varies,
)

MAX_SLOTS: Final = 2_000
"""Most slots of one program."""

_SCHEMES: Final = ("urn", "did", "mailto", "data", "tel")
_IRIS: Final = re.compile(rf"(?:(?:[A-Za-z][A-Za-z0-9+.-]*+://|(?:{'|'.join(_SCHEMES)}):){REST_OF_IRI}\n)*+")
_USUAL_IRIS: Final = re.compile(rb"(?:(?:https?://|urn:|did:)[^\n]*+(?<![:/])\n)*+")
"""Identifiers that :data:`_IRIS` takes if they consist of :data:`_PLAIN_IN_IRIS`."""
_MAX_KNOWN: Final = 64
_MAX_KNOWN_LENGTH: Final = 500
_MAX_BY_LABEL: Final = 12
_MAX_STATES: Final = 256
_MAX_ORDERS: Final = 256
_PATIENCE: Final = 64
"""Of so many orders that are not ready, one is made ready when there is no room for it."""
_LABELS: Final = tuple(b"_:c14n%d" % number for number in range(256))
_ASTRAL: Final = re.compile(rb"[\xf0-\xf4]")
"""The first byte of a character beyond U+FFFF."""
_AFTER_SURROGATES: Final = re.compile(rb"[\xee\xef]")
"""The first byte of a character of U+E000 to U+FFFF."""
_REFUSED_BYTES: Final = bytes([*range(0x20), 0x7F]).translate(None, b"\t\n\r")
"""Of the characters of :func:`.characters.refused_character`, those of one byte; surrogates have no bytes."""
_UFFFE: Final = "\ufffe".encode()
_UFFFF: Final = "\uffff".encode()
_ASCII: Final = bytes(range(0x20, 0x7F))
_PLAIN: Final = (_ASCII + bytes(range(0x80, 0xEE))).translate(None, b'"\\')
"""The bytes of characters that are written as they stand and of which nobody disputes the order."""
_PLAIN_IN_IRIS: Final = _ASCII.translate(None, b' %<>"{}|\\^`')


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


class Program:
    """The canonical form of a document as a function of the texts in its slots.

    Args:
        quads: the canonical form with the sentinels in the slots.
        sentinels: see :func:`.quad_lines.sentinels`; one for each slot.
        arrangements: for how many orders of things with identifiers the lines are kept ready. Each takes the memory of
            a canonical form; other orders take longer.

    Raises:
        CannotCompile: when a slot stands in a type, in a datatype that rewrites it, in a JSON literal, or nowhere; and
            when blank nodes are alike whatever the slots hold.
    """

    def __init__(self, quads: str, sentinels: Sequence[str], *, arrangements: int = 16) -> None:
        if len(sentinels) > MAX_SLOTS:
            raise CannotCompile(f"there are more than {MAX_SLOTS} slots")
        reader = Reader(sentinels)
        lines = [reader.line(line) for line in quads.split("\n")[:-1]]
        absent = set(range(len(sentinels))) - reader.identifiers - reader.literals
        if absent:
            raise CannotCompile(f"slot {min(absent)} leaves no trace in the canonical form")
        self.identifiers: Final = tuple(sorted(reader.identifiers))
        """The slots that hold absolute IRIs."""
        subjects = {line[0] for line in lines}
        self.subjects: Final = tuple(
            sorted(part for term in subjects if len(term) > 1 for part in term if varies(part))
        )
        """The slots that hold the identifiers of things of which the document says something."""
        self._constant_subjects: Final = frozenset(str(term[0])[1:-1].encode() for term in subjects if len(term) == 1)
        self._astral = bool(_ASTRAL.search(quads.encode()))
        self._after_surrogates = bool(_AFTER_SURROGATES.search(quads.encode()))
        self._slots = len(sentinels)
        self._between = b"\0" * (len(sentinels) - 1)
        self._pick_identifiers = getter(self.identifiers)
        self._pick_subjects = getter(self.subjects)
        self._compile_hashes(lines)
        self._compile_groups(lines)
        self._max_arrangements = arrangements
        self._arrangements: dict[tuple[int, ...], _Arrangement] = {}
        self._last: _Arrangement | None = None
        self._orders: set[tuple[int, ...]] = set()
        self._unready = 0

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
        as_they_stand = raw.translate(None, _PLAIN) == self._between
        if not as_they_stand:
            raw, as_they_stand = self._escaped(raw)
        checked = raw.split(b"\0") if self._slots else []
        if self.identifiers:
            _check_identifiers(self._pick_identifiers(checked))
        self._check_subjects(checked)
        if issuing and self._disputed(raw):
            raise NotCovered(Reason.ORDER)
        return checked, as_they_stand

    def checked_together(self, rows: Sequence[Sequence[str]]) -> list[list[bytes]]:
        """As :meth:`checked` for issuing, for many documents at once, all of which are written as they stand.

        Raises:
            NotCovered: when one of them is not: look at each.
        """
        try:
            raw = "\0".join([text for row in rows for text in row]).encode()
        except (TypeError, UnicodeEncodeError) as error:
            raise NotCovered(Reason.NOT_TEXT) from error
        if not rows or not self._slots or raw.translate(None, _PLAIN) != b"\0" * (self._slots * len(rows) - 1):
            raise NotCovered(Reason.CHARACTER)
        if self._disputed(raw):
            raise NotCovered(Reason.ORDER)
        texts = raw.split(b"\0")
        checked = [texts[start : start + self._slots] for start in range(0, len(texts), self._slots)]
        if self.identifiers:
            _check_identifiers([each for row in checked for each in self._pick_identifiers(row)])
        for row in checked:
            self._check_subjects(row)
        return checked

    def raw(self, checked: list[bytes]) -> bytes:
        """The canonical N-Quads in UTF-8.

        Args:
            checked: what :meth:`checked` returned.

        Raises:
            NotCovered: when two blank nodes are alike with these texts.
        """
        values = self._labelled(checked)
        arrangement = self._arrangement(values)
        if arrangement is None:
            return self._unarranged(values)
        return b"".join([arrangement.head.fill(values), arrangement.tail.fill(values), *self._nameless(values)])

    def digest(self, checked: list[bytes]) -> bytes:
        """SHA-256 of :meth:`raw`. What comes before the first text that varies has been hashed before."""
        values = self._labelled(checked)
        arrangement = self._arrangement(values)
        if arrangement is None:
            return sha256(self._unarranged(values)).digest()
        state = arrangement.state(values)
        state.update(b"".join([arrangement.tail.fill(values), *self._nameless(values)]))
        digest: bytes = state.digest()
        return digest

    def _check_subjects(self, checked: Sequence[bytes]) -> None:
        subjects = set(self._pick_subjects(checked))
        if len(subjects) != len(self.subjects) or not subjects.isdisjoint(self._constant_subjects):
            raise NotCovered(Reason.SUBJECTS)

    def _escaped(self, raw: bytes) -> tuple[bytes, bool]:
        """The texts, U+0000 between them, as N-Quads write them, and whether that changed anything."""
        controls = len(raw) - len(raw.translate(None, _REFUSED_BYTES))
        if controls != len(self._between) or _UFFFE in raw or _UFFFF in raw:
            raise NotCovered(Reason.CHARACTER)
        escaped = raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        escaped = escaped.replace(b"\n", b"\\n").replace(b"\t", b"\\t").replace(b"\r", b"\\r")
        return escaped, len(escaped) == len(raw)

    def _disputed(self, raw: bytes) -> bool:
        if raw.isascii() and not (self._astral and self._after_surrogates):
            return False
        astral = self._astral or _ASTRAL.search(raw)
        return bool(astral and (self._after_surrogates or _AFTER_SURROGATES.search(raw)))

    def _compile_hashes(self, lines: Sequence[Sequence[Line]]) -> None:
        """The first-degree hash of each blank node (RDFC-1.0 section 4.6): a constant, or what to hash."""
        nodes = sorted({int(term[0]) for line in lines for term in line if isinstance(term[0], int)})
        if len(nodes) > len(_LABELS):
            raise CannotCompile("there are too many things without identifier")
        self._hashes: list[bytes] = []
        self._hashed: list[tuple[int, Text]] = []
        self._plainly_hashed: list[_Hashed] = []
        for position, node in enumerate(nodes):
            mentioned = [line for line in lines if (node,) in line]
            text = Text(
                in_order(
                    [joined(masked(term, node) for term in line) for line in mentioned],
                    # lines that only the masks make equal are different quads, and all of them count
                    [tuple(term for term in line if is_label(term)) for line in mentioned],
                )
            )
            if text.constant is None:
                self._hashes.append(b"")
                if text.runs:
                    self._hashed.append((position, text))
                else:
                    self._plainly_hashed.append(_Hashed(position, text.plain))
            else:
                self._hashes.append(sha256(text.constant).digest())
        constant = [each for each in self._hashes if each]
        if len(set(constant)) != len(constant):
            raise CannotCompile("two things without identifier are alike")
        self._nodes = nodes

    def _compile_groups(self, lines: Sequence[Sequence[Line]]) -> None:
        """The lines of each subject, in the order they have whatever the slots hold."""
        renumbered = {node: self._slots + position for position, node in enumerate(self._nodes)}
        groups: dict[Line, list[Line]] = {}
        for line in lines:
            written = [(renumbered[int(term[0])],) if is_label(term) else term for term in line]
            groups.setdefault(written[0], []).append(joined(written))
        constant = sorted(
            (str(term[0])[1:].encode(), term) for term in groups if isinstance(term[0], str) and len(term) == 1
        )
        self._constant_keys = [key for key, _ in constant]
        self._named = [Text(in_order(groups.pop(term))) for _, term in constant]
        self._named += [Text(in_order(groups.pop(("<", slot, ">")))) for slot in self.subjects]
        self._nameless_by_label: list[tuple[int, dict[bytes, bytes]]] = []
        self._plainly_nameless: list[Format] = []
        self._nameless_with_runs: list[Text] = []
        for (label, *_), group in groups.items():
            text = Text(in_order(group))
            if text.runs:
                self._nameless_with_runs.append(text)
            elif text.indexes == {label} and len(self._nodes) <= _MAX_BY_LABEL:
                written_by_label = {name: text.fill([name] * (int(label) + 1)) for name in _LABELS[: len(self._nodes)]}
                self._nameless_by_label.append((int(label), written_by_label))
            else:
                self._plainly_nameless.append(text.plain)

    def _labelled(self, checked: list[bytes]) -> list[bytes]:
        """The texts, and behind them the canonical label of each blank node."""
        if not self._nodes:
            return checked
        hashes = self._hashes.copy()
        for node in self._plainly_hashed:
            picked = node.pick(checked)
            hashes[node.position] = node.known.get(picked) or node.digest(picked)
        for position, text in self._hashed:
            hashes[position] = sha256(text.fill(checked)).digest()
        labels = dict(zip(sorted(hashes), _LABELS, strict=False))
        if len(labels) != len(hashes):
            raise NotCovered(Reason.SIBLINGS)
        return [*checked, *[labels[each] for each in hashes]]

    def _unarranged(self, values: Values) -> bytes:
        """The canonical N-Quads, each thing's lines on their own."""
        return b"".join([*sorted([group.fill(values) for group in self._named]), *self._nameless(values)])

    def _nameless(self, values: Values) -> list[bytes]:
        """The lines of each blank node, in the order of their labels. All of them come after those with names."""
        texts = [by_label[values[label]] for label, by_label in self._nameless_by_label]
        texts += [text % pick(values) for text, pick in self._plainly_nameless]
        texts += [text.fill(values) for text in self._nameless_with_runs]
        texts.sort()
        return texts

    def _arrangement(self, values: Values) -> _Arrangement | None:
        """The lines of all things with identifiers, in the order that these have now; ``None`` when it is a new one."""
        keys = [*self._constant_keys, *[value + b">" for value in self._pick_subjects(values)]]
        last = self._last
        if last is not None:
            in_last_order = last.pick(keys)
            if in_last_order == tuple(sorted(in_last_order)):
                return last
        order = tuple(sorted(range(len(keys)), key=keys.__getitem__))
        found = self._arrangements.get(order)
        if found is None and self._comes_again(order):
            found = _Arrangement(order, len(self._constant_keys), [self._named[thing] for thing in order], self._slots)
            if len(self._arrangements) >= self._max_arrangements:
                self._arrangements.clear()
            self._arrangements[order] = found
        if found is not None:
            self._last = found
        return found

    def _comes_again(self, order: tuple[int, ...]) -> bool:
        """Whether an order was seen before and making its lines ready is worth the work."""
        self._unready += 1
        if len(self._arrangements) >= self._max_arrangements and self._unready % _PATIENCE:
            return False
        if order in self._orders:
            return True
        if len(self._orders) >= _MAX_ORDERS:
            self._orders.clear()
        self._orders.add(order)
        return False


class _Arrangement:
    """The lines of all things with identifiers in one order.

    Args:
        order: of the things, the constant ones first in number.
        constants: how many these are.
        groups: the lines of each, in this order.
        slots: from this index on, what varies are labels.
    """

    __slots__ = ("_pick_labels", "_states", "head", "pick", "tail")

    def __init__(self, order: Sequence[int], constants: int, groups: Sequence[Text], slots: int) -> None:
        parts = [part for group in groups for part in group.parts]
        cut = next((place for place, part in enumerate(parts) if any(i < slots for i in indexes_of(part))), len(parts))
        self.head = Text(parts[:cut])
        self.tail = Text(parts[cut:])
        # constant ones that stand beside each other need no comparing
        moving = {place for place, thing in enumerate(order) if thing >= constants}
        self.pick = getter([thing for place, thing in enumerate(order) if moving & {place - 1, place, place + 1}])
        self._pick_labels = getter(sorted(self.head.indexes))
        self._states: dict[tuple[bytes, ...], Any] = {}

    def state(self, values: Values) -> Any:
        """SHA-256 of the head, to go on with. Only labels vary in it, and these come again."""
        labels = self._pick_labels(values)
        state = self._states.get(labels)
        if state is None:
            state = sha256(self.head.fill(values))
            if len(self._states) < _MAX_STATES:
                self._states[labels] = state
        return state.copy()


class _Hashed:
    """A blank node whose lines are in a known order. What few texts it has, such as levels reached, come again."""

    __slots__ = ("_comes_again", "_text", "known", "pick", "position")

    def __init__(self, position: int, plain: Format) -> None:
        self.position = position
        self._text, self.pick = plain
        self.known: dict[Any, bytes] = {}
        """The first-degree hash by what :attr:`pick` picks."""
        self._comes_again = True

    def digest(self, picked: Any) -> bytes:
        """The first-degree hash that is not known."""
        found = sha256(self._text % picked).digest()
        if self._comes_again:
            if len(self.known) < _MAX_KNOWN and sum(map(len, picked)) < _MAX_KNOWN_LENGTH:
                self.known[picked] = found
            else:
                self._comes_again = False
                self.known = {}
        return found


def _check_identifiers(identifiers: Sequence[bytes]) -> None:
    """Refuse what is not a plain absolute IRI. The usual ones are told without the slow regular expression."""
    lines = b"\n".join(identifiers) + b"\n"
    if lines.translate(None, _PLAIN_IN_IRIS) == b"\n" * len(identifiers) and _USUAL_IRIS.fullmatch(lines):
        return
    if not _IRIS.fullmatch(lines.decode()):
        raise NotCovered(Reason.IDENTIFIER)


def is_plain_identifier(text: str) -> bool:
    """Whether a program takes ``text`` for an absolute IRI."""
    return bool(text) and _IRIS.fullmatch(f"{text}\n") is not None


@lru_cache(maxsize=16)
def schemes_are_free(contexts: Contexts) -> bool:
    """Whether no context gives a meaning of its own to the beginnings of identifiers that a program lets through."""
    terms = contexts.terms()
    return terms.isdisjoint(_SCHEMES) and not any(_IRIS.fullmatch(f"{term}\n") for term in terms)
