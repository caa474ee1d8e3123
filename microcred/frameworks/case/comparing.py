"""What a file would change in a framework that is there, item by item. Pure.

When something was written down (`lastChangeDateTime`) is no change of what it says: a publisher's server that touches
every date changes nothing here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from microcred.frameworks.case.shapes import Association, Definition, Members, Package, Shape
from microcred.frameworks.case.tree import codes, name_and_text, parents

UNTOLD = frozenset({"identifier", "lastChangeDateTime"})
"""Members that do not say anything about what they stand in."""


class ChangeKind(StrEnum):
    """What happens to an item."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RETURNED = "returned"
    """It was removed by an earlier import, and is there again."""


@dataclass(frozen=True)
class FieldChange:
    """One member of CASE before and after, as text; empty where it is not there."""

    member: str
    before: str
    after: str


@dataclass(frozen=True)
class ItemChange:
    """What happens to one item."""

    kind: ChangeKind
    identifier: UUID
    code: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All that would change. `between` counts associations and definitions that come, change or go."""

    document: tuple[FieldChange, ...] = ()
    items: tuple[ItemChange, ...] = ()
    between: int = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether the file says what is there already."""
        return not (self.document or self.items or self.between)

    def of(self, kind: ChangeKind) -> tuple[ItemChange, ...]:
        """The items to which one kind of thing happens."""
        return tuple(item for item in self.items if item.kind == kind)


def compare(before: Package | None, after: Package, gone: frozenset[UUID] = frozenset()) -> Comparison:
    """What changes from one package to another; from none, when the framework is new.

    Args:
        gone: identifiers of items that were there once.
    """
    if before is None:
        return Comparison(items=tuple(_added(after, frozenset(), gone)), between=len(after.associations))
    return Comparison(
        document=_fields(before.document, after.document),
        items=(*_added(after, frozenset(item.identifier for item in before.items), gone), *_kept(before, after)),
        between=_differing(before.associations, after.associations)
        + sum(
            _differing(before.definitions.get(name, ()), after.definitions.get(name, ()))
            for name in before.definitions.keys() | after.definitions.keys()
        ),
    )


def _added(after: Package, there: frozenset[UUID], gone: frozenset[UUID]) -> Iterator[ItemChange]:
    called = codes(after)
    for item in after.items:
        if item.identifier not in there:
            kind = ChangeKind.RETURNED if item.identifier in gone else ChangeKind.ADDED
            yield ItemChange(kind, item.identifier, called[item.identifier], name_and_text(item)[0])


def _kept(before: Package, after: Package) -> Iterator[ItemChange]:
    """What changes in, or removes, the items that were there."""
    now = {item.identifier: item for item in after.items}
    old_codes, new_codes = codes(before), codes(after)
    old_parents, new_parents = parents(before), parents(after)
    for item in before.items:
        code, name = old_codes[item.identifier], name_and_text(item)[0]
        becomes = now.get(item.identifier)
        if becomes is None:
            yield ItemChange(ChangeKind.REMOVED, item.identifier, code, name)
            continue
        fields = _fields(item, becomes)
        over, under = old_parents.get(item.identifier), new_parents.get(item.identifier)
        if over != under:
            fields += (FieldChange("isChildOf", old_codes[over] if over else "", new_codes[under] if under else ""),)
        if fields:
            yield ItemChange(ChangeKind.CHANGED, item.identifier, code, name, fields)


def _fields(before: Shape, after: Shape) -> tuple[FieldChange, ...]:
    old, new = _told(before), _told(after)
    if "uri" not in new:
        old.pop("uri", None)  # who does not say where it is published leaves it where it is
    return tuple(
        FieldChange(name, as_text(old.get(name)), as_text(new.get(name)))
        for name in (*old, *(name for name in new if name not in old))
        if old.get(name) != new.get(name)
    )


def _told(shape: Shape) -> Members:
    return {name: value for name, value in shape.as_members().items() if name not in UNTOLD}


def _differing(before: Sequence[Association | Definition], after: Sequence[Association | Definition]) -> int:
    old = {one.identifier: _between(one) for one in before}
    new = {one.identifier: _between(one) for one in after}
    return sum(old.get(identifier) != new.get(identifier) for identifier in old.keys() | new.keys())


def _between(shape: Shape) -> Members:
    """What counts of an association: the titles and addresses of its ends repeat what the items say."""
    told = {name: value for name, value in _told(shape).items() if name != "uri"}
    for end in ("originNodeURI", "destinationNodeURI"):
        if end in told:
            told[end] = told[end]["identifier"]
    return told


def as_text(value: Any) -> str:
    """A member's value as people read it."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return str(value.get("title") or value)
    if isinstance(value, list | tuple):
        return ", ".join(as_text(each) for each in value)
    return str(value)
