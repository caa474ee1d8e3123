"""Ratings that were counted already: how many raters said what of each unit, or what two said against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from microcred.measures.files.cells import FileUnreadable, Table, as_number, plainly, shown, table_of
from microcred.measures.files.levels import Odd, odd_column
from microcred.measures.ratings import Numbers, Ratings, is_blank

MOST_RATERS = 1_000_000


@dataclass(frozen=True)
class CountsFile:
    """What a file holds; its columns tell the order of the categories.

    Attributes:
        numeric: whether the categories are numbers.
        odd: which of them is none.
        unused: columns that say nothing here.
    """

    ratings: Ratings
    numeric: bool
    odd: Odd | None = None
    unused: tuple[str, ...] = ()


def read_counts(
    path: Path,
    *,
    unit: str | None = None,
    categories: Sequence[str] | None = None,
    weight: str | None = None,
    missing: Sequence[str] = (),
) -> CountsFile:
    """Ratings of raters who are not told apart: a line for each unit, a column for each category.

    Args:
        unit: the column that names the unit, else the first.
        categories: the columns that are categories, the lowest first; else all others.

    Raises:
        FileUnreadable.
    """
    table = table_of(path, missing)
    (often,) = table.places_of([weight]) if weight else (None,)
    if categories:
        places = table.places_of(categories)
        own = table.places_of([unit])[0] if unit else next((p for p in [0] if p not in places), None)
    else:
        own = table.places_of([unit])[0] if unit else 0
        places = [place for place in range(len(table.header)) if place not in (own, often)]
    if len(places) < 2:
        raise FileUnreadable(f"{path} has no two columns with counts. Each category has one, and each unit a line.")
    counts, weights = [], []
    for line, row in _rows(table):
        counts.append([_count(table, line, row[place]) for place in places])
        weights.append(_amount(table, line, row[often], "weight") if often is not None else 1.0)
    if not counts:
        raise FileUnreadable(f"{path} holds no counts below its heading.")
    names, numeric = _names([table.header[place] for place in places])
    unused = tuple(name for place, name in enumerate(table.header) if place not in (own, often, *places))
    ratings = Ratings.of_counts(np.array(counts), names, weights=np.array(weights))
    return CountsFile(ratings, numeric, None if numeric else odd_column(names), unused)


def read_table(path: Path, *, cases: float | None = None, missing: Sequence[str] = ()) -> CountsFile:
    """What two raters said against each other: the first rater's categories down, the second's across.

    Args:
        cases: how many there were, where the table holds shares of them.

    Raises:
        FileUnreadable.
    """
    table = table_of(path, missing)
    rows = list(_rows(table))
    if not rows:
        raise FileUnreadable(f"{path} holds no table below its heading.")
    has_names = len(table.header) == len(rows) + 1
    across = table.header[1:] if has_names else table.header
    if len(across) != len(rows):
        raise FileUnreadable(
            f"{path} has {len(rows)} lines and {len(across)} columns. A table of two raters has as many lines as "
            "columns: the categories of the first down, those of the second across."
        )
    start = 1 if has_names else 0
    cells = np.array([[_amount(table, line, cell, "count") for cell in row[start:]] for line, row in rows])
    if has_names:
        cells = cells[_order_of(path, [row[0].strip() for _line, row in rows], across)]
    total = float(cells.sum())
    if cases is not None:
        cells = cells * (cases / total) if total else cells
    elif np.any(cells != np.round(cells)) and (abs(total - 1) < 0.02 or abs(total - 100) < 2):
        raise FileUnreadable(
            f"{path} holds shares, which add up to {total:g}. Say with --cases of how many, or give counts: an error "
            "depends on it."
        )
    names, numeric = _names(across)
    return CountsFile(Ratings.of_table(cells, names), numeric, None if numeric else odd_column(names))


def _rows(table: Table) -> list[tuple[int, list[str]]]:
    return [
        (int(line), list(row))
        for lines, columns in table.pieces()
        for line, row in zip(lines, zip(*columns, strict=True), strict=True)
    ]


def _count(table: Table, line: int, raw: str) -> int:
    amount = _amount(table, line, raw, "count")
    if amount != int(amount) or amount > MOST_RATERS:
        raise FileUnreadable(f"{table.path}, line {line}: “{shown(raw.strip())}” is no count of raters.")
    return int(amount)


def _amount(table: Table, line: int, raw: str, what: str) -> float:
    """A number, 0 or more; a blank cell is 0.

    Raises:
        FileUnreadable.
    """
    cell = table.said(raw)
    if not cell and what == "count":
        return 0.0
    number = as_number(cell)
    if number is None or number < 0:
        raise FileUnreadable(f"{table.path}, line {line}: “{shown(raw.strip())}” is no {what}: a number, 0 or more.")
    return number


def _order_of(path: Path, down: list[str], across: Sequence[str]) -> list[int]:
    """The lines in the order of the columns."""
    folded = [each.casefold() for each in down]
    wanted = [each.casefold() for each in across]
    if sorted(folded) != sorted(wanted) or len(set(folded)) != len(folded):
        odd = next((each for each in down if each.casefold() not in wanted), down[0])
        raise FileUnreadable(
            f"{path} has a line “{shown(odd)}” and the columns {shown(', '.join(across))}. In a table of two raters "
            "lines and columns have the same names."
        )
    return [folded.index(each) for each in wanted]


def _names(header: Sequence[str]) -> tuple[list[str], bool]:
    numbers = [None if is_blank(each) else as_number(each) for each in header]
    if any(number is None for number in numbers):
        return list(header), False
    return [plainly(number) for number in numbers if number is not None], True


def weights_in(text: str, size: int, *, is_disagreement: bool) -> Numbers:
    """A table of weights as it is written: lines apart by semicolon, or one line by how many categories are between.

    Returns:
        Weights of agreement: 1 for full agreement.

    Raises:
        FileUnreadable: for what is no such table.
    """
    what = "--disagreement" if is_disagreement else "--weights"
    rows = [line.replace(",", " ").split() for line in text.split(";") if line.strip()]
    numbers = [[as_number(cell) for cell in row] for row in rows]
    flat = [number for row in numbers for number in row]
    if not flat or any(number is None for number in flat):
        raise FileUnreadable(f"{what} “{shown(text)}” is no table of numbers, such as “1 0.5 0; 0.5 1 0.5; 0 0.5 1”.")
    if len(rows) == 1 and len(rows[0]) == size:
        steps = np.array(flat, dtype=float)
        cells = steps[np.abs(np.arange(size)[:, None] - np.arange(size)[None, :])]
    elif len(rows) == size and all(len(row) == size for row in rows):
        cells = np.array(numbers, dtype=float)
    else:
        raise FileUnreadable(
            f"{what} has {len(rows)} lines of {len(rows[0])} numbers, and there are {size} categories. Give {size} "
            f"lines of {size}, apart by semicolons, or one line of {size}: by how many categories are between."
        )
    if is_disagreement:
        if cells.max() <= 0 or cells.min() < 0:
            raise FileUnreadable(f"{what} holds no disagreement above 0, or one below.")
        return np.asarray(1 - cells / cells.max())
    if np.any(np.diag(cells) != 1) or cells.max() > 1:
        raise FileUnreadable(f"{what}: the same category counts 1, and no other pair more.")
    return np.asarray(cells, dtype=float)
