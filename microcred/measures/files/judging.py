"""Ratings of raters who are told apart: a line for each judgement, for each unit, or for each reading."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from microcred.measures.files.cells import FileUnreadable, Table, Told, Whole, as_number, plainly, shown, table_of
from microcred.measures.files.levels import Odd, odd_among
from microcred.measures.panel import Panel
from microcred.measures.ratings import Numbers, in_order

MOST_CATEGORIES = 2000
"""different values with which a table of who said what against whom still fits"""

ONLY = ""
"""the criterion of a file that names none"""


FEWEST_OF_WIDE = 3
"""columns of a file with a line for each unit: the unit's, and those of two raters"""

NAMES_OF_UNITS = frozenset(
    {"", "case", "essay", "id", "item", "n", "no", "nr", "number", "patient", "person", "student", "subject"}
    | {"submission", "target", "unit", "unnamed: 0", "work"}
)
"""what a first column is called that most likely names units, and holds no ratings"""

MOST_UNITS = 1e15
"""that weights may come to: up to here whole numbers are counted exactly"""


@dataclass(frozen=True)
class Columns:
    """What columns are called, in a file that may not have all of them.

    Attributes:
        unit: one, or several apart by commas that name a unit together.
    """

    unit: str = "unit"
    rater: str = "rater"
    value: str = "value"
    criterion: str = "criterion"
    weight: str | None = None


USUAL = Columns()


@dataclass(frozen=True)
class RatingsFile:
    """What a file holds.

    Attributes:
        numeric: whether everything that was said is a number.
        has_criteria: whether it names criteria.
        odd: what of it is no number.
        unused: columns that say nothing here.
        silent: raters who judged nothing, and are none of the panel.
        perhaps_rated: the column that was taken for the units' names though it may well hold ratings: all that stands
            in it stands among ratings too.
    """

    panel: Panel
    numeric: bool
    has_criteria: bool
    odd: Odd | None = None
    unused: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    perhaps_rated: str = ""


class _Gathered:
    """Judgements as they are read, in pieces: unit, rater, criterion, what was said, and the line."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.units, self.raters = Told(table.name), Told(table.name)
        self.criteria = Told(table.name)
        self.values = Told(table.said)
        self.parts: list[tuple[Whole, ...]] = []
        self.weighed: list[tuple[Whole, Whole, Whole]] = []
        self.weights = Told(table.said)

    def add(self, unit: Whole, rater: Whole, criterion: Whole, value: Whole, line: Whole) -> None:
        self.parts.append((unit, rater, criterion, value, line))

    def weigh(self, unit: Whole, cells: Sequence[str], line: Whole) -> None:
        self.weighed.append((unit, self.weights.of(cells), line))

    def all(self) -> tuple[Whole, ...]:
        if not self.parts:
            raise FileUnreadable(f"{self.table.path} holds no ratings below its heading.")
        return tuple(np.concatenate(each) for each in zip(*self.parts, strict=True))

    def weight_of_each(self) -> Numbers:
        """How often each unit occurred.

        Raises:
            FileUnreadable: for a weight that is none, or two of one unit.
        """
        weights = np.ones(len(self.units.names))
        if not self.weighed:
            return weights
        unit, cell, line = (np.concatenate(each) for each in zip(*self.weighed, strict=True))
        worth = np.array([-1.0 if (found := as_number(each)) is None else found for each in self.weights.names])
        for place in np.flatnonzero(worth[cell] < 0)[:1]:
            said = self.weights.names[cell[place]]
            raise FileUnreadable(
                f"{self.table.path}, line {line[place]}: “{shown(said)}” is no weight. A weight says how often the "
                "unit occurred: 0 or more."
            )
        weights[unit] = worth[cell]
        for place in np.flatnonzero(weights[unit] != worth[cell])[:1]:
            raise FileUnreadable(
                f"{self.table.path}, line {line[place]}: unit {shown(self.units.names[unit[place]])} has another "
                "weight on another line. A unit has one weight."
            )
        if weights.sum() > MOST_UNITS:
            raise FileUnreadable(
                f"{self.table.path}: the weights come to more than {MOST_UNITS:.0e} units, which nobody can judge. "
                "Divide them all by the same number."
            )
        return weights


def read_long(
    path: Path, *, names: Columns, categories: Sequence[str] | None = None, missing: Sequence[str] = ()
) -> RatingsFile:
    """Ratings from lines of unit, rater, value and, if the file has it, criterion.

    Args:
        names: what the columns are called.
        categories: all that could have been said, the lowest first; without it, what was.
        missing: what stands where nobody judged, besides blanks and the usual marks.

    Raises:
        FileUnreadable.
    """
    table = table_of(path, missing)
    try:
        own = _columns_of_the_unit(table, names.unit)
        places = table.places_of([names.rater, names.value])
    except FileUnreadable as problem:
        raise FileUnreadable(f"{problem}{_other_form(table, names)}") from problem
    criterion = table.optional_place_of(names.criterion, USUAL.criterion)
    (weight,) = table.places_of([names.weight]) if names.weight else (None,)
    found = _Gathered(table)
    for lines, columns in table.pieces():
        unit, rater = found.units.of(_joined(columns, own)), found.raters.of(columns[places[0]])
        are_named(table, found.units, unit, lines, "unit")
        are_named(table, found.raters, rater, lines, "rater")
        aspect = found.criteria.of(columns[criterion] if criterion is not None else [ONLY] * len(lines))
        found.add(unit, rater, aspect, found.values.of(columns[places[1]]), lines)
        if weight is not None:
            found.weigh(unit, columns[weight], lines)
    has_criteria = criterion is not None and found.criteria.names != [ONLY]
    used = (*own, *places, criterion, weight)
    return _ratings_file(found, categories, used, has_criteria=has_criteria)


def read_readings(
    path: Path,
    *,
    names: Columns,
    criteria: Sequence[str],
    categories: Sequence[str] | None = None,
    missing: Sequence[str] = (),
) -> RatingsFile:
    """Ratings from lines of unit and rater, with a column for each criterion.

    Args:
        criteria: the columns that are criteria; none for all others.

    Raises:
        FileUnreadable.
    """
    table = table_of(path, missing)
    own = _columns_of_the_unit(table, names.unit)
    (by,) = table.places_of([names.rater])
    (weight,) = table.places_of([names.weight]) if names.weight else (None,)
    others = [place for place in range(len(table.header)) if place not in (*own, by, weight)]
    chosen = table.places_of(criteria) if criteria else others
    if not chosen:
        raise FileUnreadable(f"{path} has no column with ratings beside “{names.unit}” and “{names.rater}”.")
    found = _Gathered(table)
    aspects = found.criteria.of([table.header[place] for place in chosen])
    for lines, columns in table.pieces():
        unit, rater = found.units.of(_joined(columns, own)), found.raters.of(columns[by])
        are_named(table, found.units, unit, lines, "unit")
        are_named(table, found.raters, rater, lines, "rater")
        for aspect, place in zip(aspects, chosen, strict=True):
            found.add(unit, rater, np.full(len(unit), aspect), found.values.of(columns[place]), lines)
        if weight is not None:
            found.weigh(unit, columns[weight], lines)
    return _ratings_file(found, categories, (*own, by, weight, *chosen), has_criteria=True)


def read_wide(
    path: Path,
    *,
    unit: str | None = None,
    raters: Sequence[str] = (),
    criterion: str = USUAL.criterion,
    weight: str | None = None,
    categories: Sequence[str] | None = None,
    missing: Sequence[str] = (),
) -> RatingsFile:
    """Ratings from a line for each unit: its name in the first column, or the one that is named, then a rater each.

    Args:
        raters: the columns with ratings; without it, all but the unit's, the criterion's and the weight's.

    Raises:
        FileUnreadable.
    """
    table = table_of(path, missing)
    aspect = table.optional_place_of(criterion, USUAL.criterion)
    (often,) = table.places_of([weight]) if weight else (None,)
    taken = {aspect, often}
    if unit is not None:
        own: int | None = table.places_of([unit])[0]
    elif raters:
        own = None
    else:
        own = next((place for place in range(len(table.header)) if place not in taken), None)
    columns = (
        table.places_of(raters) if raters else [p for p in range(len(table.header)) if p != own and p not in taken]
    )
    if not columns:
        raise FileUnreadable(f"{path} has no column with ratings beside “{table.header[0] if table.header else ''}”.")
    found = _Gathered(table)
    names = found.raters.of([table.header[place] for place in columns])
    before: dict[tuple[int, int], int] = {}
    for lines, cells in table.pieces():
        of = found.criteria.of(cells[aspect] if aspect is not None else [ONLY] * len(lines))
        units = found.units.of(cells[own] if own is not None else [str(line) for line in lines])
        if own is not None:
            for key, line in zip(zip(of.tolist(), units.tolist(), strict=True), lines.tolist(), strict=True):
                if (first := before.setdefault(key, line)) != line:
                    raise FileUnreadable(
                        f"{path}, line {line}: unit {shown(found.units.names[key[1]])} has a line already, {first}. "
                        "In the wide form each unit has one; say which column names it with --unit, or which columns "
                        "hold ratings with --raters."
                    )
        for name, place in zip(names, columns, strict=True):
            found.add(units, np.full(len(units), name), of, found.values.of(cells[place]), lines)
        if often is not None:
            found.weigh(units, cells[often], lines)
    has_criteria = aspect is not None and found.criteria.names != [ONLY]
    used = (own, *columns, *taken)
    read = _ratings_file(found, categories, used, has_criteria=has_criteria, in_given_order=True)
    heading = table.header[own] if own is not None else ""
    named = unit is not None or heading.strip().casefold() in NAMES_OF_UNITS
    if named or not set(found.units.names) <= set(found.values.names):
        return read
    return replace(read, perhaps_rated=heading)


def _other_form(table: Table, names: Columns) -> str:
    """The way to read a file that is most likely of another form: two columns or more beside the unit hold ratings."""
    there = [table.place_of(each) is not None for each in (names.rater, names.value)]
    if len(table.header) < FEWEST_OF_WIDE or there[1]:
        return ""
    if there[0]:
        return " If a line is one reading, with a column for each criterion, say --criteria all."
    return " If a line is one unit, with a column for each rater, say --wide."


def _columns_of_the_unit(table: Table, name: str) -> list[int]:
    if table.place_of(name) is not None:
        return table.places_of([name])
    return table.places_of([each.strip() for each in name.split(",")])


def _joined(columns: Sequence[tuple[str, ...]], places: Sequence[int]) -> Sequence[str]:
    """The cells of one column, or those of several that name something together."""
    if len(places) == 1:
        return columns[places[0]]
    return [", ".join(filter(None, map(str.strip, cells))) for cells in zip(*(columns[p] for p in places), strict=True)]


def are_named(table: Table, told: Told, codes: Whole, lines: Whole, what: str) -> None:
    """Every line says who or what it is of.

    Raises:
        FileUnreadable.
    """
    nobody = told.names.index("") if "" in told.names else -1
    for place in np.flatnonzero(codes == nobody)[:1]:
        raise FileUnreadable(f"{table.path}, line {lines[place]} names no {what}.")


def _ratings_file(
    found: _Gathered,
    categories: Sequence[str] | None,
    used: Sequence[int | None],
    *,
    has_criteria: bool,
    in_given_order: bool = False,
) -> RatingsFile:
    path = found.table.path
    unit, rater, criterion, value, line = found.all()

    def line_of(cell: str) -> int:
        return int(line[value == found.values.names.index(cell)].min())

    possible, code, numeric = scale_of(path, found.values.names, categories, line_of)
    codes = code[value]
    odd = odd_among(found.values.names, value, line)
    raters, place = _ordered(found.raters.names, in_given_order=in_given_order)
    rater = place[rater]
    judged = codes >= 0
    present = np.unique(rater[judged])
    silent = tuple(str(name) for each, name in enumerate(raters) if each not in present) if judged.any() else ()
    if silent:
        # A column of blanks is nobody to agree with, by whatever figure.
        raters = [raters[each] for each in present]
        unit, rater, criterion, codes, line = (each[judged] for each in (unit, rater, criterion, codes, line))
        rater, judged = np.searchsorted(present, rater), np.ones(len(codes), dtype=bool)
    # Nor is anybody a rater by a criterion by which they judged nothing, unless nobody judged anything by it.
    raters_of = tuple(
        np.unique(rater[mine & judged if np.any(mine & judged) else mine])
        for mine in (criterion == each for each in range(len(found.criteria.names)))
    )
    unit, rater, criterion, codes, line = (each[judged] for each in (unit, rater, criterion, codes, line))
    _is_once(found, raters, unit, rater, criterion, line, has_criteria=has_criteria)
    return RatingsFile(
        Panel(
            unit,
            rater,
            criterion,
            codes,
            tuple(found.units.names),
            tuple(raters),
            tuple(found.criteria.names),
            tuple(possible),
            raters_of,
            found.weight_of_each(),
        ),
        numeric,
        has_criteria,
        odd,
        tuple(name for place, name in enumerate(found.table.header) if place not in used),
        silent,
    )


def _ordered(names: Sequence[str], *, in_given_order: bool) -> tuple[list[Hashable], Whole]:
    """Names in order, and the new place of each."""
    ordered = list(names) if in_given_order else in_order(names)
    place = {name: index for index, name in enumerate(ordered)}
    return ordered, np.array([place[name] for name in names], dtype=np.int64)


def scale_of(
    path: Path, said: Sequence[str], categories: Sequence[str] | None, line_of: Callable[[str], int]
) -> tuple[list[str], Whole, bool]:
    """All that can be said, in order; the place of what each cell says, -1 for nothing; and whether all are numbers.

    Args:
        line_of: on which line a cell stands first.

    Raises:
        FileUnreadable: where something is none of the categories, or there are too many.
    """
    numbers = {each: as_number(each) for each in {*said, *(categories or ())} if each}
    numeric = all(number is not None for number in numbers.values())
    plain = {each: plainly(n) if numeric and n is not None else each for each, n in numbers.items()}
    different = {plain[each] for each in said if each}
    if len(different) > MOST_CATEGORIES:
        raise FileUnreadable(
            f"{path} holds {len(different)} different values, and agreement is reckoned with at most "
            f"{MOST_CATEGORIES}. Round them, or bring them into classes."
        )
    # All criteria are scored on one scale, so a category that one of them never got is there all the same.
    possible = list(dict.fromkeys(plain[each] for each in categories)) if categories else in_order(different)
    if unknown := in_order(different - set(possible)):
        line = min(line_of(each) for each in said if each and plain[each] == unknown[0])
        raise FileUnreadable(
            f"{path}, line {line} holds “{shown(unknown[0])}”, which is not among the categories "
            f"{shown(', '.join(possible))}. Name all that could be said with --categories."
        )
    place = {each: index for index, each in enumerate(possible)}
    return possible, np.array([place[plain[each]] if each else -1 for each in said], dtype=np.int64), numeric


def _is_once(
    found: _Gathered,
    raters: Sequence[Hashable],
    unit: Whole,
    rater: Whole,
    criterion: Whole,
    line: Whole,
    *,
    has_criteria: bool,
) -> None:
    """Nobody judges a unit twice by a criterion.

    Raises:
        FileUnreadable.
    """
    key = (unit * len(raters) + rater) * len(found.criteria.names) + criterion
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(np.diff(key[order]) == 0)
    if not len(again):
        return
    # The one that stands first in the file.
    places = order[again + 1]
    later = places[np.argmin(line[places])]
    first = line[key == key[later]].min()
    of = f" by {shown(found.criteria.names[criterion[later]])}" if found.criteria.names[criterion[later]] else ""
    way = (
        "Keep the line that counts."
        if has_criteria
        else "Keep the line that counts; if the two are of different criteria, name their column with --criterion, or "
        "their columns with --criteria."
    )
    raise FileUnreadable(
        f"{found.table.path}, line {line[later]}: rater {shown(str(raters[rater[later]]))} has rated unit "
        f"{shown(found.units.names[unit[later]])}{of} already, on line {first}. A rater rates a unit once. {way}"
    )
