"""Spreadsheets that somebody made to hold up whoever reads them: small files that say to be large."""

import io
import time
import zipfile

import openpyxl
import pytest

from microcred.foundation.spreadsheets import MOST_ROWS, Table, read_book, rows_of, write_book

COLUMNS = {"name": 20, "text": 40}
SHEET = "xl/worksheets/sheet1.xml"
PATIENCE = 5.0
"""Seconds of work for any file; what the site takes for a page is far less, what these took was minutes."""


@pytest.fixture
def sound():
    return write_book([Table("Words", COLUMNS, [("one", "first"), ("two", "second")])])


def with_markup(content, more, *, after=False):
    """The file with more in its sheet: among the rows, or after them."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name).decode()
            if name == SHEET:
                part = part.replace("</sheetData>", f"</sheetData>{more}" if after else f"{more}</sheetData>")
            target.writestr(name, part)
    return held.getvalue()


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(place="", text="a"):
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'


def read(content):
    """The rows that are read, the troubles, and that it did not take long."""
    begun, troubles = time.process_time(), []
    book = read_book(content)
    rows = None if book is None else rows_of(book, "Words", list(COLUMNS), troubles, most=1000)
    assert time.process_time() - begun < PATIENCE
    return rows, troubles


def texts(rows):
    return [(each.number, each.cells["name"], each.cells["text"]) for each in rows]


SAID = [(2, "one", "first"), (3, "two", "second")]


def test_what_is_written_is_read_again(sound):
    rows, troubles = read(sound)
    assert (texts(rows), troubles) == (SAID, [])


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD4"])
def test_a_cell_far_away_makes_none_between(sound, place):
    number = place.lstrip("ADFX")
    rows, _troubles = read(with_markup(sound, row(number, cell(place))))
    assert texts(rows) == SAID


@pytest.mark.parametrize("merged", ["A3:XFD1048576", "A30:ALL2000"])
def test_cells_that_are_merged_make_none_either(sound, merged):
    rows, _troubles = read(with_markup(sound, f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>', after=True))
    assert texts(rows) == SAID


@pytest.mark.parametrize(
    "rows",
    [
        "".join(row(number, cell() * 1000) for number in range(10, 1010)),
        "".join(row(number, "<c/>" * 2) for number in range(10, 700_010)),
        row(10, "<c/>" * 3_000_000),
    ],
    ids=["full", "rows", "one-row"],
)
def test_what_holds_more_than_anybody_writes_is_not_read(sound, rows):
    assert read(with_markup(sound, rows)) == (None, [])


def test_what_unpacks_to_more_is_not_read(sound):
    assert read(with_markup(sound, row(10, cell(text="a" * (20 << 20))))) == (None, [])


def test_as_much_as_may_be_written_is_read_in_good_time():
    many = [("name", "text")] * 15_000
    content = write_book([Table("Words", COLUMNS, many)])
    begun = time.process_time()
    book = read_book(content)
    assert time.process_time() - begun < 3 * PATIENCE
    troubles = []
    assert len(rows_of(book, "Words", list(COLUMNS), troubles, most=20_000)) == 15_000
    assert troubles == []


def test_more_rows_than_are_read_are_told(sound):
    below = row(MOST_ROWS + 1, cell(f"A{MOST_ROWS + 1}"))
    rows, troubles = read(with_markup(sound, below))
    assert (len(rows), troubles[0].row) == (2, MOST_ROWS + 1)


def test_cells_that_point_nowhere_break_the_file_not_the_reader(sound):
    assert read(with_markup(sound, row(9, '<c r="A9" t="s"><v>99999999</v></c>'))) == (None, [])


def test_a_formula_is_named_by_its_cell():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Words"
    for line in (("name", "text"), ("one", "=1+1")):
        sheet.append(line)
    held = io.BytesIO()
    book.save(held)
    _rows, troubles = read(held.getvalue())
    assert [(trouble.row, "B2" in trouble.words) for trouble in troubles] == [(2, True)]


def test_a_formula_that_many_cells_share_is_not_written_out_for_each(sound):
    first = f'<c r="A9"><f t="shared" si="0" ref="A9:A999">{"A1+" * 5_000}1</f></c>'
    others = [row(number, f'<c r="A{number}"><f t="shared" si="0"/></c>') for number in range(10, 700)]
    assert read(with_markup(sound, row(9, first) + "".join(others))) == (None, [])


def test_a_list_of_very_many_ranges_is_not_read(sound):
    ranges = f'<conditionalFormatting sqref="{"A1 " * 1_000_000}"/>'
    assert read(with_markup(sound, ranges, after=True)) == (None, [])
