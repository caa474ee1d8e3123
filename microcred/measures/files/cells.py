"""A file as cells: where its columns are, what stands in them, and on which line.

Lines are read piece by piece, and what is written in a cell is looked at once for each way of writing it, so that a
million lines take a second or two and little memory.
"""

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from microcred.measures.ratings import is_blank

Whole = NDArray[np.int64]


class FileUnreadable(Exception):
    """That a file holds no ratings that can be read, said with the line or column and the way forward."""


SEPARATORS = (",", ";", "\t")

PIECE = 1 << 16
"""lines read at a time"""

LONGEST = 200
"""characters of a cell that are shown"""

LARGEST = 1e50
"""of a number: larger ones cannot be squared and summed, and nobody said them of anybody's work"""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)


def as_number(text: str) -> float | None:
    """The number that is written, or None; of a size that can be reckoned with."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if abs(number) <= LARGEST else None


def plainly(number: float) -> str:
    """A number as it is written most plainly, so that 1, 1.0 and 01 are the same."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def shown(cell: str) -> str:
    """A cell for people, without what would fill their screen."""
    return cell if len(cell) <= LONGEST else f"{cell[:LONGEST]}…"


class Told(dict[str, int]):
    """Cells of a column as numbers: the same for cells that say the same, in the order in which they came.

    Attributes:
        names: what they say.
    """

    def __init__(self, said: Callable[[str], str]) -> None:
        super().__init__()
        self.names: list[str] = []
        self._said = said
        self._place: dict[str, int] = {}

    def __missing__(self, raw: str) -> int:
        cell = self._said(raw)
        place = self._place.setdefault(cell, len(self.names))
        if place == len(self.names):
            self.names.append(cell)
        self[raw] = place
        return place

    def of(self, cells: Sequence[str]) -> Whole:
        """The numbers of some cells."""
        return np.fromiter(map(self.__getitem__, cells), dtype=np.int64, count=len(cells))


@dataclass(frozen=True)
class Table:
    """A file as cells: the heading, and the lines below it, numbered as an editor does."""

    path: Path
    header: list[str]
    missing: frozenset[str]
    has_decimal_commas: bool
    text: str

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
                    f"{self.path} has no column “{name}”. It has: {shown(', '.join(self.header))}. "
                    "Say by an option which column it is."
                )
        return [place for place in found if place is not None]

    def optional_place_of(self, name: str, usual: str) -> int | None:
        """The column of a name that may be missing as long as nobody asked for it in so many words."""
        place = self.place_of(name)
        return self.places_of([name])[0] if place is None and name != usual else place

    def said(self, raw: str) -> str:
        """What a cell says: without space around it, decimals with a point; nothing where nobody judged."""
        cell = raw.strip()
        if is_blank(cell) or cell in self.missing:
            return ""
        if self.has_decimal_commas and _DECIMAL_COMMA.fullmatch(cell):
            return cell.replace(",", ".")
        return cell

    def name(self, raw: str) -> str:
        """What a cell says that names somebody or something, who may be called NA."""
        cell = raw.strip()
        if self.has_decimal_commas and _DECIMAL_COMMA.fullmatch(cell):
            return cell.replace(",", ".")
        return cell

    def pieces(self) -> Iterator[tuple[Whole, list[tuple[str, ...]]]]:
        """The lines below the heading, many at a time: their numbers, and their columns.

        Raises:
            FileUnreadable: for a line with more cells than the heading, and for what cannot be read as cells.
        """
        width = len(self.header)
        rows = _numbered_rows(self.path, self.text)
        next(rows)
        while piece := list(islice(rows, PIECE)):
            numbers = np.fromiter((number for number, _row in piece), dtype=np.int64, count=len(piece))
            lines = [row for _number, row in piece]
            if any(len(row) != width for row in lines):
                for number, row in piece:
                    if any(cell.strip() for cell in row[width:]):
                        raise FileUnreadable(
                            f"{self.path}, line {number} has {len(row)} cells, more than the heading's {width}."
                        )
                lines = [row[:width] + [""] * (width - len(row)) for row in lines]
            yield numbers, list(zip(*lines, strict=True))


def table_of(path: Path, missing: Sequence[str]) -> Table:
    """The cells of a file.

    Raises:
        FileUnreadable.
    """
    text = _text(path)
    first = next(_numbered_rows(path, text), None)
    if first is None:
        raise FileUnreadable(f"{path} is empty.")
    header = [cell.strip() for cell in first[1]]
    while header and not header[-1]:
        header.pop()
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise FileUnreadable(
            f"{path} has two columns “{shown(twice[0])}”."
            if twice[0]
            else f"{path} has two columns without a name. Name them."
        )
    return Table(path, header, frozenset(missing), _separator(text) == ";", text)


def _numbered_rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that say something, with the number of the line on which each began: a cell may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    last = 0
    try:
        for row in reader:
            if any(row) and any(map(str.strip, row)):
                yield last + 1, row
            last = reader.line_num
    except csv.Error as problem:
        raise FileUnreadable(f"{path}, line {last + 1} cannot be read as cells: {problem}.") from problem


def _text(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        # What spreadsheets call Unicode text.
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        text = raw.decode(encoding)
    except FileNotFoundError as problem:
        raise FileUnreadable(f"{path} is not there.") from problem
    except IsADirectoryError as problem:
        raise FileUnreadable(f"{path} is a folder. Name the file in it.") from problem
    except UnicodeDecodeError as problem:
        what = "is a spreadsheet or an archive" if raw[:2] == b"PK" else "cannot be read as text in UTF-8"
        raise FileUnreadable(f"{path} {what}. Save it as CSV in UTF-8.") from problem
    except OSError as problem:
        raise FileUnreadable(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    if "\0" in text[:10_000]:
        raise FileUnreadable(f"{path} is no text. Save it as CSV in UTF-8.")
    return text


def _separator(text: str) -> str:
    """What the heading has most of outside quotes; a comma where it has one column."""
    start = next((match for match in re.finditer(r"[^\r\n]+", text[:1_000_000]) if match[0].strip()), None)
    heading = re.sub(r'"[^"]*"', "", start[0]) if start else ""
    return max(SEPARATORS, key=lambda each: (heading.count(each), each == ","))
