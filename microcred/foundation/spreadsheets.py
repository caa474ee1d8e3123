"""Spreadsheets (Office Open XML) as tables of text: written so that nothing in them runs, read so that nothing breaks.

Cells are text and nothing else. What is written can be no formula, whatever it begins with; a formula that is read is
refused, because what it shows is not what stands in it.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

LARGEST_UNPACKED = 64 << 20
"""bytes of all parts of a file; a small file can be packed from a very large one"""

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""the media type of the files"""


@dataclass(frozen=True)
class CellTrouble:
    """What is wrong with a row of a sheet. `row` is the number that the program shows; 0 is the whole sheet."""

    sheet: str
    row: int
    words: str


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
    for number, (name, value) in enumerate(pairs.pairs.items(), start=1):
        _put(sheet.cell(number, 1), name).font = Font(bold=True)
        _put(sheet.cell(number, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80


def _put_table(sheet: Worksheet, table: Table) -> None:
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


def read_book(content: bytes) -> Workbook | None:
    """The book in a file; None where it is none that can be read, or unpacks to more than `LARGEST_UNPACKED`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                return None
        return openpyxl.load_workbook(io.BytesIO(content), read_only=False, keep_links=False)
    except Exception:  # noqa: BLE001 - a broken file may break the library anywhere
        return None


def rows_of(
    book: Workbook, name: str, columns: Sequence[str], troubles: list[CellTrouble], *, most: int, first: int = 2
) -> list[TableRow]:
    """The rows of a sheet that say anything, in whatever order its columns stand. What is wrong goes to `troubles`.

    Args:
        most: rows that are read; more are named as a trouble, not passed over in silence.
        first: the number of the first row below the headings that is read.
    """
    if name not in book.sheetnames:
        troubles.append(CellTrouble(name, 0, _("The sheet is missing.")))
        return []
    sheet = book[name]
    # Beyond its last cell a sheet has rows without end, and each is made when it is asked for.
    lines = sheet.iter_rows(max_row=min(sheet.max_row, most + first), max_col=min(sheet.max_column, len(columns) + 20))
    headings = [_text(cell, name, 1, troubles).lower() for cell in next(lines, ())]
    missing = [column for column in columns if column not in headings]
    if missing:
        words = _("The first row lacks the headings: {names}.").format(names=", ".join(missing))
        troubles.append(CellTrouble(name, 1, words))
        return []
    rows = []
    for number, line in enumerate(lines, start=2):
        if number < first:
            continue
        texts = [_text(cell, name, number, troubles) for cell in line]
        cells = {heading: text for heading, text in zip(headings, texts, strict=False) if heading in columns}
        if any(cells.values()):
            rows.append(TableRow(name, number, cells))
    if len(rows) > most:
        words = _("More than {most} rows are not read. Divide the file.").format(most=most)
        troubles.append(CellTrouble(name, rows[most].number, words))
    return rows[:most]


MOST_PAIRS = 100
"""rows of a sheet of pairs that are read"""


def pairs_of(book: Workbook, name: str, names: Sequence[str], troubles: list[CellTrouble]) -> dict[str, str]:
    """What stands beside each of these names on a sheet, in whatever order. What is wrong goes to `troubles`."""
    if name not in book.sheetnames:
        troubles.append(CellTrouble(name, 0, _("The sheet is missing.")))
        return {}
    found = {}
    for number, cells in enumerate(book[name].iter_rows(max_row=MOST_PAIRS, max_col=2), start=1):
        texts = [_text(cell, name, number, troubles) for cell in cells]
        if texts and texts[0].lower() in names:
            found[texts[0].lower()] = texts[1] if len(texts) > 1 else ""
    return found


def listed(text: str) -> list[str]:
    """The parts of a cell that lists several, with commas or semicolons between."""
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _put(cell: Cell | MergedCell, value: str) -> Cell:
    """Write a text. `=1+1` stays one: in the file by its type, and when somebody edits the cell by its quote prefix."""
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged here
    cell.value = value or None
    if value:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t"))
    return cell


def _text(cell: Cell | MergedCell, sheet: str, row: int, troubles: list[CellTrouble]) -> str:
    if not isinstance(cell, Cell) or cell.value is None:
        return ""
    if cell.data_type == "f":
        words = _("The cell {cell} holds a formula. Write its value instead.").format(cell=cell.coordinate)
        troubles.append(CellTrouble(sheet, row, words))
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value).strip()
