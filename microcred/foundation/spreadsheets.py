"""Spreadsheets (Office Open XML) as tables of text: written so that nothing in them runs, read so that nothing breaks.

Cells are text and nothing else. What is written can be no formula, whatever it begins with; a formula that is read is
refused, because what it shows is not what stands in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _

if TYPE_CHECKING:  # The library comes with the first sheet: most processes never see one, and all would wait for it.
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST_UNPACKED = 16 << 20
"""bytes of all parts of a file; a small file can be packed from a very large one"""

MOST_MARKUP = 1_500_000
"""opening brackets in all parts of a file: each stands for something that is made while it is read; a full cell has
four to eight, so that some 250,000 cells can be read"""

MOST_ROWS, MOST_COLUMNS = 21_000, 60
"""of one sheet that are read; what stands to the right of that is passed over"""

MOST_OF_FORMULAS = 200_000
"""characters of formulas, each as often as it is shared; the library writes them out for each cell"""

MOST_OF_RANGES = 50_000
"""characters of lists of ranges, to which styles and rules apply"""

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""the media type of the files"""


@dataclass(frozen=True)
class CellTrouble:
    """What is wrong with a row of a sheet. `row` is the number that the program shows; 0 is the whole sheet.

    `heading` is the column, or the name in a sheet of pairs, whose cell could not be read; empty for all else.
    """

    sheet: str
    row: int
    words: str
    heading: str = ""


@dataclass(frozen=True)
class TableRow:
    """One row of a sheet: its number as the program shows it, and its cells by the heading of their column."""

    sheet: str
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """One sheet: its headings with the width of each column in characters, and its rows."""

    name: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[str]] = field(default=())
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pairs:
    """One sheet of names, each with what it is in the cell beside it."""

    name: str
    pairs: Mapping[str, str]


def write_book(sheets: Iterable[Table | Pairs]) -> bytes:
    """The file with these sheets. What is to be known of a column stands as a note on its heading."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(cast("Worksheet", book.active))
    for each in sheets:
        sheet = book.create_sheet(each.name)
        if isinstance(each, Pairs):
            _put_pairs(sheet, each)
        else:
            _put_table(sheet, each)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _put_pairs(sheet: Worksheet, pairs: Pairs) -> None:
    from openpyxl.styles import Font

    for number, (name, value) in enumerate(pairs.pairs.items(), start=1):
        _put(sheet.cell(number, 1), name).font = Font(bold=True)
        _put(sheet.cell(number, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80


def _put_table(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font

    for number, (name, width) in enumerate(table.columns.items(), start=1):
        heading = _put(sheet.cell(1, number), name)
        heading.font = Font(bold=True)
        sheet.column_dimensions[heading.column_letter].width = width
        if table.hints.get(name):
            _put(sheet.cell(2, number), table.hints[name]).font = Font(italic=True, color="666666")
    sheet.freeze_panes = "A2"
    for line, row in enumerate(table.rows, start=3 if table.hints else 2):
        for number, value in enumerate(row, start=1):
            _put(sheet.cell(line, number), value).alignment = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True)
class ReadCell:
    """One cell that says something: its text, or that a formula stands in it. `place` is what the program calls it."""

    place: str
    text: str
    is_formula: bool


Sheet = Mapping[int, Mapping[int, ReadCell]]
"""The rows of a sheet that say anything, by number, and in them the cells, by the number of their column."""


@dataclass(frozen=True)
class Book:
    """What was read of a file: its sheets by name, and those of them that have more rows than are read."""

    sheets: Mapping[str, Sheet]
    longer: frozenset[str]


def read_book(content: bytes) -> Book | None:
    """The book in a file; None where it is none that can be read, or holds more than is read.

    What a file says costs no more than what it is: it is read as a stream, up to `MOST_ROWS` and `MOST_COLUMNS`, and
    only when all of it is within `LARGEST_UNPACKED` and `MOST_MARKUP`. A lone cell far away makes none between.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
            if sum(part.file_size for part in entries) > LARGEST_UNPACKED:
                return None
            contents = [parts.read(part) for part in entries]
            if sum(content.count(b"<") for content in contents) > MOST_MARKUP or any(map(_grows, contents)):
                return None
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        read = {sheet.title: _read(sheet) for sheet in book.worksheets}
    except Exception:  # noqa: BLE001 - a broken file may break the library anywhere
        return None
    return Book(
        {name: sheet for name, (sheet, _is_longer) in read.items()},
        frozenset(name for name, (_sheet, is_longer) in read.items() if is_longer),
    )


_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?>([^<]*)")
_RANGES = re.compile(rb"sqref\s*=\s*[\"']([^\"']*)")


def _grows(content: bytes) -> bool:
    """Whether a part says in few words what becomes many: a formula for each cell that shares it, a list of ranges."""
    plain = content.replace(b"\x00", b"")  # in UTF-16 each letter of markup has one beside it
    longest = max(map(len, _FORMULA.findall(plain)), default=0)
    ranges = sum(map(len, _RANGES.findall(plain)))
    return longest * plain.count(b"shared") > MOST_OF_FORMULAS or ranges > MOST_OF_RANGES


def _read(sheet: Any) -> tuple[Sheet, bool]:
    """The rows of a sheet (openpyxl's, for reading alone) that say anything, and whether there are more below."""
    # What a file says of its own size is not believed.
    sheet.reset_dimensions()
    found: dict[int, dict[int, ReadCell]] = {}
    for number, line in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), start=1):
        cells = {
            column: ReadCell(cell.coordinate, _text(cell.value), cell.data_type == "f")
            for column, cell in enumerate(line)
            if cell.value is not None
        }
        if cells:
            found[number] = cells
    return found, found.pop(MOST_ROWS + 1, None) is not None


def rows_of(
    book: Book, name: str, columns: Sequence[str], troubles: list[CellTrouble], *, most: int, first: int = 2
) -> list[TableRow]:
    """The rows of a sheet that say anything, in whatever order its columns stand. What is wrong goes to `troubles`.

    Args:
        most: rows that are read; more are named as a trouble, not passed over in silence.
        first: the number of the first row below the headings that is read.
    """
    if name not in book.sheets:
        troubles.append(CellTrouble(name, 0, _("The sheet is missing.")))
        return []
    sheet = book.sheets[name]
    headings = {column: _said(cell, name, 1, troubles).lower() for column, cell in sheet.get(1, {}).items()}
    missing = [column for column in columns if column not in headings.values()]
    if missing:
        words = _("The first row lacks the headings: {names}.").format(names=", ".join(missing))
        troubles.append(CellTrouble(name, 1, words))
        return []
    rows = []
    for number in sorted(number for number in sheet if number >= first):
        said = {
            column: _said(cell, name, number, troubles, headings.get(column, ""))
            for column, cell in sheet[number].items()
        }
        cells = {heading: said.get(column, "") for column, heading in headings.items() if heading in columns}
        if any(cells.values()):
            rows.append(TableRow(name, number, cells))
    if len(rows) > most or name in book.longer:
        words = _("More than {most} rows are not read. Divide the file.").format(most=most)
        troubles.append(CellTrouble(name, rows[most].number if len(rows) > most else MOST_ROWS + 1, words))
    return rows[:most]


MOST_PAIRS = 100
"""rows of a sheet of pairs that are read"""


def pairs_of(book: Book, name: str, names: Sequence[str], troubles: list[CellTrouble]) -> dict[str, str]:
    """What stands beside each of these names on a sheet, in whatever order. What is wrong goes to `troubles`."""
    if name not in book.sheets:
        troubles.append(CellTrouble(name, 0, _("The sheet is missing.")))
        return {}
    found = {}
    for number, cells in sorted(book.sheets[name].items()):
        if number > MOST_PAIRS:
            break
        called = _said(cells[0], name, number, troubles).lower() if 0 in cells else ""
        texts = {column: _said(cell, name, number, troubles, called) for column, cell in cells.items() if column}
        if called in names:
            found[called] = texts.get(1, "")
    return found


def listed(text: str) -> list[str]:
    """The parts of a cell that lists several, with commas or semicolons between."""
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _put(cell: Cell | MergedCell, value: str) -> Cell:
    """Write a text. `=1+1` stays one: in the file by its type, and when somebody edits the cell by its quote prefix."""
    from openpyxl.cell.cell import Cell

    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged here
    cell.value = value or None
    if value:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t"))
    return cell


def _said(cell: ReadCell, sheet: str, row: int, troubles: list[CellTrouble], heading: str = "") -> str:
    if cell.is_formula:
        words = _("The cell {cell} holds a formula. Write its value instead.").format(cell=cell.place)
        troubles.append(CellTrouble(sheet, row, words, heading))
        return ""
    return cell.text


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
