"""Files of ratings: one judgement a line, or one unit a line with a column for each rater.

What spreadsheets and statistics programs write is taken as it comes: with or without a byte order mark, cells apart by
comma, semicolon or tab, quoted or not, decimals with a point or, where cells are apart by semicolon, with a comma. The
same number written in two ways (1 and 1.0) is one category.
"""

import csv
import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from microcred.measures.facets import Judgements
from microcred.measures.ratings import Ratings, in_order, is_blank


class FileUnreadable(Exception):
    """That a file holds no ratings that can be read, said with the line or column and the way forward."""


@dataclass(frozen=True)
class RatingsFile:
    """Ratings by criterion; those of a file that names none are of one, without a name.

    Attributes:
        numeric: whether everything that was said is a number.
    """

    by_criterion: dict[str, Ratings]
    numeric: bool


LONG = {"unit": "unit", "rater": "rater", "value": "value", "criterion": "criterion"}
"""What the columns of the long form are called unless it is said."""

SEPARATORS = (",", ";", "\t")

MOST_CATEGORIES = 2000
"""different values with which a table of who said what against whom still fits"""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass(frozen=True)
class _Table:
    """A file as cells: the heading, and the lines below it, numbered as an editor does."""

    path: Path
    header: list[str]
    lines: list[tuple[int, list[str]]]
    missing: frozenset[str]

    def place_of(self, name: str) -> int | None:
        """The column of that name, if need be without regard to capitals."""
        if name in self.header:
            return self.header.index(name)
        folded = [each.casefold() for each in self.header]
        return folded.index(name.casefold()) if folded.count(name.casefold()) == 1 else None

    def places_of(self, names: Sequence[str]) -> list[int]:
        """The columns of some names.

        Raises:
            FileUnreadable: where one is not there.
        """
        found = [self.place_of(name) for name in names]
        for name, place in zip(names, found, strict=True):
            if place is None:
                raise FileUnreadable(
                    f"{self.path} has no column “{name}”. It has: {', '.join(self.header)}. "
                    "Say by an option which column it is."
                )
        return [place for place in found if place is not None]

    def optional_place_of(self, name: str, usual: str) -> int | None:
        """The column of a name that may be missing as long as nobody asked for it in so many words."""
        place = self.place_of(name)
        return self.places_of([name])[0] if place is None and name != usual else place

    def blank(self, cell: str) -> bool:
        """Whether this cell says that nobody judged."""
        return is_blank(cell) or cell in self.missing


def read_long(
    path: Path, *, names: dict[str, str], categories: Sequence[str] | None = None, missing: Sequence[str] = ()
) -> RatingsFile:
    """Ratings from lines of unit, rater, value and, if the file has it, criterion.

    Args:
        names: what the columns are called, by the keys of `LONG`.
        categories: all that could have been said, the lowest first; without it, what was.
        missing: what stands where nobody judged, besides blanks and the usual marks.

    Raises:
        FileUnreadable.
    """
    table = _table(path, missing)
    places = table.places_of([names[key] for key in ("unit", "rater", "value")])
    criterion = table.optional_place_of(names["criterion"], LONG["criterion"])
    found: dict[str, list[tuple[str, str, str]]] = {}
    before: dict[tuple[str, str, str], int] = {}
    for number, line in table.lines:
        unit, rater, value = (line[place] for place in places)
        if not unit or not rater:
            raise FileUnreadable(f"{path}, line {number} names no {'unit' if not unit else 'rater'}.")
        aspect = line[criterion] if criterion is not None else ""
        judged = found.setdefault(aspect, [])
        if table.blank(value):
            judged.append((unit, rater, ""))
            continue
        if (first := before.setdefault((aspect, unit, rater), number)) != number:
            raise FileUnreadable(_twice(path, number, first, unit, rater, aspect, has_criteria=criterion is not None))
        judged.append((unit, rater, value))
    return _ratings_file(path, found, categories)


def _twice(path: Path, number: int, first: int, unit: str, rater: str, aspect: str, *, has_criteria: bool) -> str:
    of = f" by {aspect}" if aspect else ""
    way = (
        "Keep the line that counts."
        if has_criteria
        else "Keep the line that counts; if the two are of different criteria, name their column with --criterion."
    )
    return (
        f"{path}, line {number}: rater {rater} has rated unit {unit}{of} already, on line {first}. A rater rates a "
        f"unit once. {way}"
    )


def read_wide(
    path: Path,
    *,
    unit: str | None = None,
    raters: Sequence[str] = (),
    criterion: str = LONG["criterion"],
    categories: Sequence[str] | None = None,
    missing: Sequence[str] = (),
) -> RatingsFile:
    """Ratings from a line for each unit: its name in the first column, or the one that is named, then a rater each.

    Args:
        raters: the columns with ratings; without it, all but the unit's and the criterion's.

    Raises:
        FileUnreadable.
    """
    table = _table(path, missing)
    aspect = table.optional_place_of(criterion, LONG["criterion"])
    if unit is not None:
        own: int | None = table.places_of([unit])[0]
    elif raters:
        own = None
    else:
        own = next((place for place in range(len(table.header)) if place != aspect), None)
    columns = table.places_of(raters) if raters else [p for p in range(len(table.header)) if p not in (own, aspect)]
    found: dict[str, list[tuple[str, str, str]]] = {}
    before: dict[tuple[str, str], int] = {}
    for number, line in table.lines:
        of = line[aspect] if aspect is not None else ""
        name = line[own] if own is not None else str(number)
        if (first := before.setdefault((of, name), number)) != number:
            raise FileUnreadable(
                f"{path}, line {number}: unit {name} has a line already, {first}. In the wide form each unit has one; "
                "say which column names it with --unit, or which columns hold ratings with --raters."
            )
        judged = found.setdefault(of, [])
        judged += [(name, table.header[place], "" if table.blank(line[place]) else line[place]) for place in columns]
    if not columns:
        raise FileUnreadable(f"{path} has no column with ratings beside “{table.header[0]}”.")
    return _ratings_file(path, found, categories, raters=[table.header[place] for place in columns])


def read_scores(
    path: Path,
    *,
    names: dict[str, str],
    lowest: int | None,
    highest: int | None,
    wide: bool = False,
    missing: Sequence[str] = (),
) -> Judgements:
    """Whole-numbered scores from lines of person, rater, criterion and score; blank ones are left out.

    Args:
        names: what the columns are called; one without a criterion holds scores by a single one.
        wide: whether there is a line for each reading, with a column for each criterion.

    Raises:
        FileUnreadable.
    """
    table = _table(path, missing)
    person, rater = table.places_of([names["person"], names["rater"]])
    entries: list[tuple[int, list[str], str, str]] = []
    if wide:
        criteria = [place for place in range(len(table.header)) if place not in (person, rater)]
        for number, line in table.lines:
            entries += [(number, line, table.header[place], line[place]) for place in criteria]
    else:
        (score,) = table.places_of([names["score"]])
        criterion = table.optional_place_of(names["criterion"], LONG["criterion"])
        for number, line in table.lines:
            entries.append((number, line, line[criterion] if criterion is not None else "all", line[score]))
    columns: tuple[list[str], list[str], list[str]] = ([], [], [])
    scores: list[int] = []
    for number, line, aspect, cell in entries:
        if table.blank(cell):
            continue
        if not line[person] or not line[rater] or not aspect:
            nobody = "person" if not line[person] else "rater" if not line[rater] else "criterion"
            raise FileUnreadable(f"{path}, line {number} names no {nobody}.")
        scores.append(_whole(path, number, cell))
        for cells, value in zip(columns, (line[person], line[rater], aspect), strict=True):
            cells.append(value)
    if not scores:
        raise FileUnreadable(f"{path} holds no scores below its heading.")
    try:
        return Judgements.of(*columns, scores, lowest=lowest, highest=highest)
    except ValueError as problem:
        raise FileUnreadable(f"{path}: {problem}.") from problem


def _whole(path: Path, number: int, cell: str) -> int:
    value = _as_number(cell)
    if value is None:
        raise FileUnreadable(f"{path}, line {number}: “{cell}” is no score.")
    if value != int(value):
        raise FileUnreadable(f"{path}, line {number}: scores are whole numbers, and {cell} is not.")
    return int(value)


def _as_number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _plainly(text: str) -> str:
    """A number as it is written most plainly, so that 1, 1.0 and 01 are the same."""
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _ratings_file(
    path: Path,
    found: dict[str, list[tuple[str, str, str]]],
    categories: Sequence[str] | None,
    *,
    raters: Sequence[str] = (),
) -> RatingsFile:
    said = {value for each in found.values() for _unit, _rater, value in each if value}
    if not found:
        raise FileUnreadable(f"{path} holds no ratings below its heading.")
    numeric = all(_as_number(value) is not None for value in said | set(categories or ()))
    if numeric:
        found = {
            name: [(unit, rater, _plainly(value) if value else "") for unit, rater, value in each]
            for name, each in found.items()
        }
        said = {_plainly(value) for value in said}
    if len(said) > MOST_CATEGORIES:
        raise FileUnreadable(
            f"{path} holds {len(said)} different values, and agreement is reckoned with at most {MOST_CATEGORIES}. "
            "Round them, or bring them into classes."
        )
    # All criteria are scored on one scale, so a category that one of them never got is there all the same.
    possible = [_plainly(each) if numeric else each for each in categories] if categories else in_order(said)
    if unknown := in_order(said - set(possible)):
        raise FileUnreadable(
            f"{path} holds “{unknown[0]}”, which is not among the categories {', '.join(possible)}. Name all that "
            "could be said with --categories."
        )
    try:
        return RatingsFile(
            {
                name: Ratings.of_judgements(each, categories=possible, raters=raters or None)
                for name, each in found.items()
            },
            numeric,
        )
    except ValueError as problem:
        raise FileUnreadable(f"{path}: {problem}.") from problem


def _table(path: Path, missing: Sequence[str]) -> _Table:
    """The cells of a file, without space around them; short lines are filled up.

    Raises:
        FileUnreadable.
    """
    text = _text(path)
    separator = _separator(text)
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    last = 0
    try:
        for row in reader:
            # A cell may hold line breaks; the line that counts is the one on which its row began.
            rows.append((last + 1, [cell.strip() for cell in row]))
            last = reader.line_num
    except csv.Error as problem:
        raise FileUnreadable(f"{path}, line {last + 1} cannot be read as cells: {problem}.") from problem
    rows = [(number, row) for number, row in rows if any(row)]
    if not rows:
        raise FileUnreadable(f"{path} is empty.")
    header = rows[0][1]
    while header and not header[-1]:
        header.pop()
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise FileUnreadable(f"{path} has two columns “{twice[0]}”.")
    lines = []
    for number, row in rows[1:]:
        if any(row[len(header) :]):
            raise FileUnreadable(f"{path}, line {number} has {len(row)} cells, more than the heading's {len(header)}.")
        cells = row[: len(header)] + [""] * (len(header) - len(row))
        if separator == ";":
            cells = [cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell for cell in cells]
        lines.append((number, cells))
    return _Table(path, header, lines, frozenset(missing))


def _text(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        # What spreadsheets call Unicode text.
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return raw.decode(encoding)
    except FileNotFoundError as problem:
        raise FileUnreadable(f"{path} is not there.") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise FileUnreadable(
            f"{path} cannot be read as text in UTF-8: {problem}. Save it as CSV in UTF-8."
        ) from problem


def _separator(text: str) -> str:
    """What the heading has most of outside quotes; a comma where it has one column."""
    heading = re.sub(r'"[^"]*"', "", next((line for line in text.splitlines() if line.strip()), ""))
    return max(SEPARATORS, key=lambda each: (heading.count(each), each == ","))
