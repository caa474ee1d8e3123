"""Two designs side by side, piece by piece, as people compare them. Pure.

Beyond `changes`, which tells what fields differ, this knows what the fields mean: a level that is required is the same
level under another name, and a requirement feeds the same criterion wherever that stands now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from microcred.catalog.design.diff import Words, paired, word_diff
from microcred.catalog.design.digest import as_json
from microcred.catalog.design.shape import Criterion, Design

NAMES = frozenset({"uuid", "id"})
"""Fields that name a piece to the software. What they name is compared, they are not."""


@dataclass(frozen=True)
class FieldDiff:
    """One field that differs.

    Attributes:
        at: Where it stands, as a path into the later design; into the earlier one where the piece is gone.
        name: The field's own name: `prompt`.
        before: Its value, None where there was none. Criteria that are fed stand here by their names.
        after: The same.
    """

    at: str
    name: str
    before: Any
    after: Any

    @cached_property
    def words(self) -> list[Words]:
        """The difference by words."""
        return word_diff(as_words(self.before), as_words(self.after))


@dataclass(frozen=True)
class PieceDiff:
    """One requirement, criterion, level, component and so on, in both designs or in one of them.

    Attributes:
        at: Where it stands, as a path into the later design; into the earlier one where it is gone.
        before: The piece as it was; None when it came.
        after: The piece as it is; None when it went.
        place: Its place in the later design, from 0; None when it went.
        moved: Whether it stands in another order to those that stayed.
        fields: The fields that differ; of a piece that came or went all that say something.
        levels: Of a criterion, its levels, lowest first.
    """

    at: str
    before: Any
    after: Any
    place: int | None
    moved: bool
    fields: tuple[FieldDiff, ...]
    levels: "tuple[PieceDiff, ...]" = ()

    @property
    def is_new(self) -> bool:
        """Whether it came."""
        return self.before is None

    @property
    def is_gone(self) -> bool:
        """Whether it went."""
        return self.after is None

    @property
    def is_same(self) -> bool:
        """Whether it says what it said, at its place."""
        both = not self.is_new and not self.is_gone
        return both and not self.moved and not self.fields and all(level.is_same for level in self.levels)

    @property
    def piece(self) -> Any:
        """The piece as it is, or as it was when it went."""
        return self.before if self.after is None else self.after

    def field(self, name: str) -> FieldDiff | None:
        """The difference in one field."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class Comparison:
    """What differs between two designs.

    Attributes:
        fields: The fields of the design itself that differ, in the order of the shape.
        pieces: For each list of pieces (`requirements`, `rubric`, `components` …) all pieces of both designs, in the
            order of the later one, each that went behind the one that it stood behind.
    """

    before: Design
    after: Design
    fields: tuple[FieldDiff, ...]
    pieces: dict[str, tuple[PieceDiff, ...]]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same, whatever their identifiers."""
        return not self.fields and all(piece.is_same for pieces in self.pieces.values() for piece in pieces)

    @property
    def requirements(self) -> tuple[PieceDiff, ...]:
        """What is asked for."""
        return self.pieces["requirements"]

    @property
    def rubric(self) -> tuple[PieceDiff, ...]:
        """By what it is judged."""
        return self.pieces["rubric"]

    def field(self, name: str) -> FieldDiff | None:
        """The difference in one field of the design itself."""
        return next((field for field in self.fields if field.name == name), None)

    def requirements_found_again(self) -> dict[UUID, UUID]:
        """Each requirement that both designs have: its identifier in the earlier one, and that in the later."""
        return {
            pair.before.uuid: pair.after.uuid
            for pair in self.requirements
            if pair.before and pair.after and pair.before.kind == pair.after.kind
        }

    def __iter__(self) -> Iterator[FieldDiff]:
        """Every field that differs, those of pieces too, in the order of the page."""
        yield from self.fields
        for pieces in self.pieces.values():
            for piece in pieces:
                yield from piece.fields
                for level in piece.levels:
                    yield from level.fields


def compare(before: Design, after: Design) -> Comparison:
    """Compare two designs."""
    old, new = as_json(before), as_json(after)
    rubric = _matched(before.rubric, after.rubric, old["rubric"], new["rubric"])
    names = _Fed(
        {one.id: one.name or one.id for one in before.rubric},
        {one.id: one.name or one.id for one in after.rubric},
        {one.id: other.id for one, other in rubric if one and other},
    )
    pieces: dict[str, tuple[PieceDiff, ...]] = {}
    fields: list[FieldDiff] = []
    for name in Design.model_fields:
        mine, theirs = getattr(before, name), getattr(after, name)
        if _is_list_of_pieces(mine, theirs) or name in ("requirements", "rubric"):
            pairs = rubric if name == "rubric" else _matched(mine, theirs, old.get(name, []), new.get(name, []))
            pieces[name] = tuple(_pieces(name, mine, theirs, pairs, names))
        elif _says(mine) != _says(theirs):
            fields.append(FieldDiff(name, name, mine, theirs))
    return Comparison(before, after, tuple(fields), pieces)


def as_words(value: Any) -> str:
    """A field's value as people read it."""
    if value is None or value == ():
        return ""
    if isinstance(value, BaseModel):
        return " · ".join(filter(None, (as_words(getattr(value, name)) for name in type(value).model_fields)))
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(map(as_words, value))
    return str(value)


Pair = tuple[Any, Any]


@dataclass(frozen=True)
class _Fed:
    """Criteria by local name, for requirements say only by that which criteria they feed."""

    before: dict[str, str]
    after: dict[str, str]
    twins: dict[str, str]

    def differ(self, old: Sequence[str], new: Sequence[str]) -> bool:
        return {self.twins.get(name) for name in old} != set(new)

    def named(self, old: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return tuple(self.before.get(name, name) for name in old), tuple(self.after.get(name, name) for name in new)


def _is_list_of_pieces(before: Any, after: Any) -> bool:
    both = (before, after)
    return all(isinstance(value, tuple) and all(isinstance(one, BaseModel) for one in value) for value in both) and any(
        both
    )


def _matched(before: Sequence[Any], after: Sequence[Any], old: list[Any], new: list[Any]) -> list[Pair]:
    """Pairs of what is one piece in both, else with None; what went stands behind what it stood behind."""
    pairs = paired(old, new)
    found = [pair for pair in pairs if pair[1] is not None]
    for gone in sorted(place for place, there in pairs if place is not None and there is None):
        behind = next((at for at, (place, _there) in enumerate(found) if place == gone - 1), -1)
        found.insert(behind + 1 if gone else 0, (gone, None))
    return [(None if one is None else before[one], None if other is None else after[other]) for one, other in found]


def _matched_levels(before: Sequence[Any], after: Sequence[Any]) -> list[Pair]:
    """As other pieces; what is left is the same level under the same name, or when as many are left, by their order."""
    pairs = _matched(before, after, _plain(before), _plain(after))
    gone, came = [old for old, new in pairs if new is None], [new for old, new in pairs if old is None]
    called = {old.name.casefold(): old for old in gone}
    twins = {id(new): old for new in came if (old := called.pop(new.name.casefold(), None))}
    if not twins and len(gone) == len(came):
        twins = {id(new): old for old, new in zip(gone, came, strict=True)}
    found = {id(old) for old in twins.values()}
    return [(twins.get(id(new), old), new) for old, new in pairs if new is not None or id(old) not in found]


def _pieces(
    name: str, before: Sequence[Any], after: Sequence[Any], pairs: Sequence[Pair], names: _Fed
) -> Iterator[PieceDiff]:
    moved = _moved(before, pairs)
    for old, new in pairs:
        at = f"{name}.{_place(after, new) if new is not None else _place(before, old)}"
        levels: tuple[PieceDiff, ...] = ()
        if name == "rubric":
            lower, upper = old.levels if old else (), new.levels if new else ()
            levels = tuple(_pieces(f"{at}.levels", lower, upper, _matched_levels(lower, upper), names))
        place = None if new is None else _place(after, new)
        elsewhere = new is not None and id(new) in moved
        yield PieceDiff(at, old, new, place, elsewhere, tuple(_fields(at, old, new, levels, names)), levels)


def _fields(at: str, old: Any, new: Any, levels: Sequence[PieceDiff], names: _Fed) -> Iterator[FieldDiff]:
    for name in type(old if new is None else new).model_fields:
        if name in NAMES or name == "levels":
            continue
        before, after = getattr(old, name, None), getattr(new, name, None)
        where = f"{at}.{name}"
        if name == "feeds":
            if names.differ(before or (), after or ()):
                yield FieldDiff(where, name, *names.named(before or (), after or ()))
        elif name == "required" and old is not None and new is not None:
            if not _same_level_required(old, new, levels):
                yield FieldDiff(where, name, before, after)
        elif _says(before) != _says(after):
            yield FieldDiff(where, name, before, after)


def _same_level_required(old: Criterion, new: Criterion, levels: Sequence[PieceDiff]) -> bool:
    """Whether the same level is required, however it is called now."""
    for pair in levels:
        if pair.after is not None and pair.after.name == new.required:
            return pair.before is not None and pair.before.name == old.required
    return old.required == new.required


def _moved(before: Sequence[Any], pairs: Sequence[Pair]) -> set[int]:
    """The later pieces (by `id`) that do not stand in the order in which their earlier ones stood."""
    places = [(_place(before, old), new) for old, new in pairs if old is not None and new is not None]
    ordered = sorted(place for place, _new in places)
    return {id(new) for (place, new), there in zip(places, ordered, strict=True) if place != there}


def _place(pieces: Sequence[Any], piece: Any) -> int:
    return next(place for place, one in enumerate(pieces) if one is piece)


def _plain(pieces: Sequence[BaseModel]) -> list[Any]:
    return [piece.model_dump(mode="json") for piece in pieces]


def _says(value: Any) -> Any:
    """A value without the difference between what is empty and what is absent."""
    if isinstance(value, BaseModel):
        return {name: _says(getattr(value, name)) for name in type(value).model_fields if name not in NAMES} or None
    if isinstance(value, tuple):
        return [_says(one) for one in value] or None
    return value or None
