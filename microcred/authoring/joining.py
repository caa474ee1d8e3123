"""Two people wrote at once: their changes to different fields are joined, the same field is left to people. Pure.

Both are compared with what both began from. Rows are followed by their identifiers, so that a criterion which one
moved and another rewrote ends up moved and rewritten.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from microcred.catalog.design import Design, as_json, is_rows, paired

Token = tuple[str, int]
"""Which row a row is: the one at a place of the beginning, or a new one that says this, for the so-manieth time."""


@dataclass(frozen=True)
class Joined:
    """What two designs make together. Where they contradict each other it says what I wrote.

    Attributes:
        conflicts: The paths, into this design, at which both wrote something else.
    """

    design: Design
    conflicts: tuple[str, ...]


def join(base: Design, mine: Design, theirs: Design) -> Joined:
    """Join my changes since `base` to theirs."""
    both = as_json(theirs)
    joining = _Joining()
    joined = joining.value("", as_json(base), _apart(as_json(base), as_json(mine), both), both)
    return Joined(Design.model_validate(joined), tuple(dict.fromkeys(joining.conflicts)))


@dataclass
class _Joining:
    conflicts: list[str] = field(default_factory=list)

    def value(self, at: str, base: Any, mine: Any, theirs: Any) -> Any:
        if _same(mine, theirs) or _same(base, theirs):
            return mine
        if _same(base, mine):
            return theirs
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return self.members(at, base if isinstance(base, dict) else {}, mine, theirs)
        if all(map(is_rows, (base, mine, theirs))):
            return self.rows(at, base or [], mine or [], theirs or [])
        self.conflicts.append(at)
        return mine

    def members(self, at: str, base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
        joined = {}
        for name in [*mine, *(name for name in theirs if name not in mine)]:
            said = self.value(f"{at}.{name}".lstrip("."), base.get(name), mine.get(name), theirs.get(name))
            # What came into the shape later is not written while it is empty, so one side may lack it: it has emptied
            # it, or never knew it. Where that side's word stands, nothing is written, which is not null.
            if said is not None or (name in mine and name in theirs):
                joined[name] = said
        return joined

    def rows(self, at: str, base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
        beginning: dict[Token, Any] = {("beginning", place): row for place, row in enumerate(base)}
        my_rows, their_rows = _named(at, base, mine), _named(at, base, theirs)
        if _moved(my_rows) and _moved(their_rows) and not _same_order(my_rows, their_rows):
            self.conflicts.append(at)
        first, second = (my_rows, their_rows) if _moved(my_rows) else (their_rows, my_rows)
        kept: list[Any] = []
        for token in _in_one_order(list(first), list(second)):
            there = [rows[token] for rows in (my_rows, their_rows) if token in rows]
            taken_out = token in beginning and len(there) == 1
            if taken_out and _same(there[0], beginning[token]):
                continue
            place = f"{at}.{len(kept)}"
            if taken_out:
                self.conflicts.append(place)
            kept.append(self.value(place, beginning.get(token), *there) if len(there) == 2 else there[0])
        return kept


def _named(at: str, base: list[Any], rows: list[Any]) -> dict[Token, Any]:
    """The rows of one side in their order, by what they are."""
    came_from = _came_from(at, base, rows)
    said: Counter[str] = Counter()
    named: dict[Token, Any] = {}
    for place, row in enumerate(rows):
        old = came_from.get(place)
        if old is not None:
            named["beginning", old] = row
            continue
        says = _name(at, row) or json.dumps(row, sort_keys=True)
        said[says] += 1
        named[says, said[says]] = row
    return named


def _came_from(at: str, base: list[Any], rows: list[Any]) -> dict[int, int]:
    """Of each row that was there in the beginning its place then, by its place now.

    What bears a name of its own is the same row under that name alone, however alike another one is: who throws a row
    away and writes a new one must not find in it what others wrote into the old one.
    """
    names: dict[str, int] = {}
    for place, row in enumerate(base):
        names.setdefault(_name(at, row), place)
    names.pop("", None)
    if not names:
        return {new: old for old, new in paired(base, rows) if old is not None and new is not None}
    found: dict[int, int] = {}
    for place, row in enumerate(rows):
        old = names.pop(_name(at, row), None)
        if old is not None:
            found[place] = old
    return found


def _name(at: str, row: dict[str, Any]) -> str:
    """What makes a row the row it is: its identifier, of the rule of a part the part; empty for rows of words alone."""
    return f"part {row['part']}" if at == "part_rules" else row.get("uuid") or ""


def _moved(rows: dict[Token, Any]) -> bool:
    old = [place for kind, place in rows if kind == "beginning"]
    return old != sorted(old)


def _same_order(some: dict[Token, Any], others: dict[Token, Any]) -> bool:
    return [token for token in some if token in others] == [token for token in others if token in some]


def _in_one_order(first: list[Token], second: list[Token]) -> list[Token]:
    """All rows in the order of the first; those that only the second has, each behind the one it stood behind."""
    order = list(first)
    before: Token | None = None
    for token in second:
        if token not in order:
            order.insert(order.index(before) + 1 if before is not None else 0, token)
        before = token
    return order


def _apart(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """My design with other local names for what I added, where they added something under the same name."""
    for listed in ("rubric", "requirements"):
        known = {row["uuid"] for row in base[listed]}
        taken = {row["id"]: row["uuid"] for row in theirs[listed] if row["uuid"] not in known}
        names = {row["id"] for rows in (mine, theirs) for row in rows[listed]}
        for row in mine[listed]:
            name = row["id"]
            if row["uuid"] in known or taken.get(name, row["uuid"]) == row["uuid"]:
                continue
            row["id"] = next(new for number in range(2, 999) if (new := f"{name}-{number}") not in names)
            names.add(row["id"])
            if listed == "rubric":
                for requirement in mine["requirements"]:
                    requirement["feeds"] = [row["id"] if fed == name else fed for fed in requirement["feeds"]]
    return mine


def _same(one: Any, other: Any) -> bool:
    return bool((one or None) == (other or None))
