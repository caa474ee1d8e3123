"""Whole-numbered scores of people by raters and criteria, and totals of people."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from microcred.measures.facets import Judgements
from microcred.measures.files.cells import FileUnreadable, Told, Whole, as_number, shown, table_of
from microcred.measures.files.judging import USUAL, are_named
from microcred.measures.ratings import Numbers, in_order

MOST_LEVELS = 1000
"""of a scale: more are no levels that anybody told apart"""


def read_scores(
    path: Path,
    *,
    names: dict[str, str],
    lowest: int | None,
    highest: int | None,
    wide: bool = False,
    criteria: Sequence[str] = (),
    missing: Sequence[str] = (),
) -> tuple[Judgements, tuple[str, ...]]:
    """Whole-numbered scores from lines of person, rater, criterion and score; blank ones are left out.

    Args:
        names: what the columns `person`, `rater`, `criterion` and `score` are called; a file without a criterion
            holds scores by a single one.
        wide: whether there is a line for each reading, with a column for each criterion.
        criteria: which columns those are; all others without it.

    Returns:
        The scores, and the columns that say nothing here.

    Raises:
        FileUnreadable.
    """
    table = table_of(path, missing)
    person, rater = table.places_of([names["person"], names["rater"]])
    persons, raters, aspects = Told(table.name), Told(table.name), Told(table.name)
    scores = Told(table.said)
    single: int | None = None
    if wide:
        others = [place for place in range(len(table.header)) if place not in (person, rater)]
        columns = table.places_of(criteria) if criteria else others
        if not columns:
            raise FileUnreadable(f"{path} has no column with scores beside “{names['person']}” and “{names['rater']}”.")
    else:
        try:
            columns = table.places_of([names["score"]])
        except FileUnreadable as problem:
            has_others = len(table.header) > len({person, rater})
            hint = " If a line is one reading, with a column for each criterion, say --wide." if has_others else ""
            raise FileUnreadable(f"{problem}{hint}") from problem
        single = table.optional_place_of(names["criterion"], USUAL.criterion)
    parts: list[tuple[Whole, ...]] = []
    for lines, cells in table.pieces():
        who, by = persons.of(cells[person]), raters.of(cells[rater])
        are_named(table, persons, who, lines, "person")
        are_named(table, raters, by, lines, "rater")
        for place in columns:
            if wide:
                of = np.full(len(lines), aspects[table.header[place]])
            else:
                of = aspects.of(cells[single] if single is not None else ["all"] * len(lines))
                are_named(table, aspects, of, lines, "criterion")
            parts.append((who, by, of, scores.of(cells[place]), lines))
    if not parts:
        raise FileUnreadable(f"{path} holds no scores below its heading.")
    line = np.concatenate([part[-1] for part in parts])
    # As they stand in the file, whatever its form.
    order = np.argsort(line, kind="stable")
    who, by, of, said, line = (np.concatenate(each)[order] for each in zip(*parts, strict=True))
    numbers = [as_number(each) for each in scores.names]
    odd = np.array([bool(each) and (n is None or n != int(n)) for each, n in zip(scores.names, numbers, strict=True)])
    for place in np.flatnonzero(odd[said])[:1]:
        cell = shown(scores.names[said[place]])
        why = f"scores are whole numbers, and {cell} is not" if as_number(cell) is not None else f"“{cell}” is no score"
        raise FileUnreadable(f"{path}, line {line[place]}: {why}.")
    blank = np.array([not each for each in scores.names])
    judged = ~blank[said]
    if not judged.any():
        raise FileUnreadable(f"{path} holds no scores below its heading.")
    whole = np.array([0 if n is None else int(min(max(n, -(2.0**53)), 2.0**53)) for n in numbers], dtype=np.int64)
    given = whole[said[judged]]
    low = int(given.min()) if lowest is None else lowest
    high = int(given.max()) if highest is None else highest
    for place in np.flatnonzero((given < low) | (given > high))[:1]:
        raise FileUnreadable(
            f"{path}, line {line[judged][place]}: {given[place]} lies outside the scale from {low} to {high}. Say with "
            "--lowest and --highest where it ends."
        )
    if high - low >= MOST_LEVELS:
        raise FileUnreadable(
            f"{path} holds scores from {low} to {high}, and a scale has at most {MOST_LEVELS} levels. Bring them into "
            "classes."
        )
    (person_place, person_names), (rater_place, rater_names), (of_place, of_names) = (
        _compact(codes[judged], told.names) for codes, told in ((who, persons), (by, raters), (of, aspects))
    )
    unused = tuple(name for at, name in enumerate(table.header) if at not in (person, rater, single, *columns))
    return (
        Judgements(person_place, rater_place, of_place, given - low, person_names, rater_names, of_names, low, high),
        unused,
    )


def _compact(codes: Whole, names: Sequence[str]) -> tuple[Whole, tuple[str, ...]]:
    """Positions among the names that occur, in order."""
    used = np.unique(codes)
    ordered = in_order([names[each] for each in used])
    place = {name: index for index, name in enumerate(ordered)}
    moved = np.full(len(names), -1, dtype=np.int64)
    moved[used] = [place[names[each]] for each in used]
    return moved[codes], tuple(ordered)


def read_totals(path: Path, *, column: str, missing: Sequence[str] = ()) -> Numbers:
    """The totals of people, one a line; blank ones are left out.

    Raises:
        FileUnreadable.
    """
    table = table_of(path, missing)
    (place,) = table.places_of([column]) if len(table.header) != 1 else (0,)
    told = Told(table.said)
    found: list[Numbers] = []
    for lines, cells in table.pieces():
        said = told.of(cells[place])
        numbers = np.array([as_number(each) if each else None for each in told.names], dtype=float)
        odd = np.array([bool(each) for each in told.names]) & np.isnan(numbers)
        for row in np.flatnonzero(odd[said])[:1]:
            raise FileUnreadable(f"{path}, line {lines[row]}: “{shown(told.names[said[row]])}” is no total.")
        found.append(numbers[said])
    totals = np.concatenate(found) if found else np.empty(0)
    totals = totals[~np.isnan(totals)]
    if not len(totals):
        raise FileUnreadable(f"{path} holds no totals below its heading.")
    return totals
