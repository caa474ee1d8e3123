"""Checks of raters: what each gave beside what was agreed, in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from microcred.measures.files.cells import FileUnreadable, Table, Told, Whole, as_number, plainly, shown, table_of
from microcred.measures.files.judging import are_named
from microcred.measures.ratings import Numbers, in_order

ONE = "all"
"""whoever it is, in a file that names no rater"""


@dataclass(frozen=True)
class CheckColumns:
    """What columns are called. Time, paper and rater may be missing where nobody asked for them in so many words."""

    rater: str = "rater"
    time: str = "time"
    paper: str = "paper"
    agreed: str = "agreed"
    given: str = "given"


USUAL = CheckColumns()


@dataclass(frozen=True)
class Check:
    """One level that was given, beside the agreed one.

    Attributes:
        time: as it is written; empty where the order of lines is all there is.
        paper: empty where each line is one.
        off: by how many levels it was off, more being above; of words without an order 1 where it was not the same.
    """

    time: str
    paper: str
    off: float
    line: int


@dataclass(frozen=True)
class ChecksFile:
    """What a file holds.

    Attributes:
        raters: their checks in the order of time.
        numeric: whether levels have distances: numbers, or words of which the order was told.
        unused: columns that say nothing here.
    """

    raters: dict[str, tuple[Check, ...]]
    numeric: bool
    unused: tuple[str, ...]


def read_checks(
    path: Path,
    *,
    names: CheckColumns = USUAL,
    categories: Sequence[str] = (),
    missing: Sequence[str] = (),
    by_time: bool = True,
) -> ChecksFile:
    """Checks from lines of rater, time, agreed level and given level; lines without one of the levels are left out.

    Args:
        categories: all levels, the lowest first, where they are words.
        by_time: whether there is a column for the time; without it lines are in order.

    Raises:
        FileUnreadable.
    """
    table = table_of(path, missing)
    agreed, given = table.places_of([names.agreed, names.given])
    rater = table.optional_place_of(names.rater, USUAL.rater)
    time = table.optional_place_of(names.time, USUAL.time) if by_time else None
    paper = table.optional_place_of(names.paper, USUAL.paper)
    raters, papers, times = Told(table.name), Told(table.name), Told(table.said)
    levels = Told(table.said)
    parts: list[tuple[Whole, ...]] = []
    for lines, cells in table.pieces():
        who = raters.of(cells[rater] if rater is not None else [ONE] * len(lines))
        are_named(table, raters, who, lines, "rater")
        nothing = [""] * len(lines)
        when = times.of(cells[time] if time is not None else nothing)
        of = papers.of(cells[paper] if paper is not None else nothing)
        if paper is not None:
            are_named(table, papers, of, lines, "paper")
        parts.append((who, when, of, levels.of(cells[agreed]), levels.of(cells[given]), lines))
    if not parts:
        raise FileUnreadable(f"{path} holds no checks below its heading.")
    who, when, of, known, said, line = (np.concatenate(each) for each in zip(*parts, strict=True))
    blank = np.array([not each for each in levels.names])
    kept = ~blank[known] & ~blank[said]
    if not kept.any():
        raise FileUnreadable(f"{path} holds no line with an agreed and a given level.")
    who, when, of, known, said, line = (each[kept] for each in (who, when, of, known, said, line))
    worth, numeric = _worth(
        table, levels.names, np.concatenate([known, said]), np.concatenate([line, line]), categories
    )
    off = worth[said] - worth[known] if numeric else (said != known).astype(float)
    order = np.arange(len(line))
    if time is not None:
        order = np.argsort(_moments(table, times.names, when, line)[when], kind="stable")
    found: dict[str, list[Check]] = {name: [] for name in in_order({raters.names[each] for each in who})}
    for place in order:
        check = Check(times.names[when[place]], papers.names[of[place]], float(off[place]), int(line[place]))
        found[raters.names[who[place]]].append(check)
    used = (rater, time, paper, agreed, given)
    unused = tuple(name for place, name in enumerate(table.header) if place not in used)
    return ChecksFile({name: tuple(checks) for name, checks in found.items()}, numeric, unused)


def _worth(
    table: Table, names: Sequence[str], codes: Whole, lines: Whole, categories: Sequence[str]
) -> tuple[Numbers, bool]:
    """What each level is worth, and whether levels have distances.

    Raises:
        FileUnreadable: for a level that is none of the categories, and for a word among numbers.
    """
    numbers = [as_number(each) if each else None for each in names]
    used = [int(place) for place in np.unique(codes)]

    def line_of(place: int) -> int:
        return int(lines[codes == place].min())

    if categories:
        plain = {_plain(each): place for place, each in enumerate(categories)}
        for place in used:
            if _plain(names[place]) not in plain:
                raise FileUnreadable(
                    f"{table.path}, line {line_of(place)} holds “{shown(names[place])}”, which is not among the "
                    f"categories {shown(', '.join(categories))}. Name all levels with --categories."
                )
        return np.array([float(plain.get(_plain(each), 0)) for each in names]), True
    odd = [place for place in used if numbers[place] is None]
    if not odd:
        return np.array([0.0 if each is None else each for each in numbers]), True
    if len(odd) < len(used):
        first = min(odd, key=line_of)
        cell = shown(names[first])
        raise FileUnreadable(
            f"{table.path}, line {line_of(first)}: “{cell}” is no number, and other levels are. Mend it; or, if nobody "
            f"judged there, say so with --missing {cell}; or name all levels with --categories."
        )
    return np.zeros(len(names)), False


def _plain(level: str) -> str:
    number = as_number(level)
    return level if number is None else plainly(number)


def _moments(table: Table, names: Sequence[str], codes: Whole, lines: Whole) -> Numbers:
    """The order of moments: numbers, or dates and times as ISO 8601 writes them.

    Raises:
        FileUnreadable: for what is neither, and where kinds are mixed.
    """
    used = [int(place) for place in np.unique(codes)]
    first = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(first, codes, lines)
    line = first.tolist()
    for place in used:
        if not names[place]:
            raise FileUnreadable(f"{table.path}, line {line[place]} says no time. Without times, say --in-order.")
    numbers = {place: as_number(names[place]) for place in used}
    if all(number is not None for number in numbers.values()):
        found = {place: float(number) for place, number in numbers.items() if number is not None}
    else:
        found = {}
        zoned: bool | None = None
        for place in sorted(used, key=line.__getitem__):
            try:
                moment = datetime.fromisoformat(names[place])
            except ValueError as problem:
                raise FileUnreadable(
                    f"{table.path}, line {line[place]}: “{shown(names[place])}” is no time like the others. Write a "
                    "number, a date as 2026-11-29, or a moment as 2026-11-29T08:30, one kind throughout."
                ) from problem
            if zoned not in (None, moment.tzinfo is not None):
                raise FileUnreadable(
                    f"{table.path}, line {line[place]}: “{shown(names[place])}” and other times cannot be put in "
                    "order: some say how far they are from UTC, and some do not."
                )
            zoned = moment.tzinfo is not None
            found[place] = (moment if zoned else moment.replace(tzinfo=UTC)).timestamp()
    return np.array([found.get(place, 0.0) for place in range(len(names))])
