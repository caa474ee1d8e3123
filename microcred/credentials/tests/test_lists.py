"""Lists as CSV: read as people make them, and every fault named by its row."""

from datetime import UTC, datetime

import pytest

from microcred.credentials.lists import Listed, digest_of, faults_among, read_csv

NEW_YORK = "America/New_York"
HEADER = "email,name,earned_on,expires_on,reference\n"


def read(text: str) -> tuple[list[Listed], list[str]]:
    rows, faults = read_csv(text, time_zone=NEW_YORK)
    return rows, [str(fault) for fault in faults]


def test_a_row_begins_its_day_where_the_issuer_is():
    rows, faults = read(HEADER + "Ada@District.example.org, Ada Whitfield ,2024-07-01,2029-07-01,BC-42\n")
    assert faults == []
    (ada,) = rows
    assert (ada.email, ada.name, ada.reference) == ("ada@district.example.org", "Ada Whitfield", "BC-42")
    assert ada.earned_at == datetime(2024, 7, 1, 4, 0, tzinfo=UTC)
    assert ada.expires_at == datetime(2029, 7, 1, 4, 0, tzinfo=UTC)


def test_as_a_spreadsheet_writes_it():
    """A byte order mark, columns in another order and capitals, CRLF, quotes, an empty last line."""
    text = '\ufeffName,EMAIL,Earned_On\r\n"Whitfield, Ada",ada@example.org,2024-07-01\r\n,,\r\n\r\n'
    rows, faults = read(text)
    assert faults == []
    assert [(row.line, row.name) for row in rows] == [(2, "Whitfield, Ada")]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_as_spreadsheets_write_it_where_a_comma_marks_decimals(separator: str):
    text = 'email;name;earned_on\nada@example.org;"Whitfield, Ada";2024-07-01\n'.replace(";", separator)
    rows, faults = read(text)
    assert (faults, [row.name for row in rows]) == ([], ["Whitfield, Ada"])


@pytest.mark.parametrize(
    ("row", "fact"),
    [
        ("ada,Ada,2024-07-01,,", "“ada” is not an e-mail address."),
        ("a b@example.org,Ada,2024-07-01,,", "is not an e-mail address."),
        ("ada@example.org,,2024-07-01,,", "it has no name."),
        ("ada@example.org,Ada,01.07.2024,,", "“01.07.2024” is not a day; write it as 2026-11-25."),
        ("ada@example.org,Ada,2024-02-30,,", "“2024-02-30” is not a day"),
        ("ada@example.org,Ada,,,", "“” is not a day"),
        ("ada@example.org,Ada,2024-07-01,soon,", "“soon” is not a day"),
        ("ada@example.org,Ada,2024-07-01", "it has 3 values for 5 columns."),
        (f"ada@example.org,{'A' * 151},2024-07-01,,", "the name is longer than 150 characters."),
        (f"ada@example.org,Ada,2024-07-01,,{'9' * 201}", "the reference is longer than 200 characters."),
        ("ada@example.org,Ada,2024-07-01,,BC\x0742", "it holds the character U+0007, which cannot be signed."),
    ],
)
def test_a_fault_names_its_row_and_the_fact(row: str, fact: str):
    rows, faults = read(HEADER + "ben@example.org,Ben,2024-07-01,,\n" + row + "\n")
    assert [each.email for each in rows] == ["ben@example.org"]
    assert len(faults) == 1
    assert faults[0].startswith("Row 3: ")
    assert fact in faults[0]


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("email,name", "Row 1: the header lacks earned_on."),
        ("email,name,earned_on,grade", "Row 1: the header names grade; known are"),
        ("email,name,earned_on,email", "Row 1: the header names a column twice."),
        ("", "Row 1: the header lacks email, name, earned_on."),
    ],
)
def test_a_header_that_is_not_understood_is_refused(header: str, fact: str):
    rows, faults = read(f"{header}\nada@example.org,Ada,2024-07-01,1\n")
    assert rows == []
    assert fact in faults[0]


def test_what_is_no_csv_is_said_to_be_none():
    _rows, faults = read(HEADER + 'ada@example.org,"Ada,2024-07-01,,\n')
    assert "it is not CSV" in faults[0]


def test_equal_lists_have_equal_digests_and_others_have_not():
    rows, _ = read(HEADER + "ada@example.org,Ada,2024-07-01,,\nben@example.org,Ben,2024-07-01,,\n")
    again, _ = read(HEADER + "ada@example.org,Ada,2024-07-01,,\nben@example.org,Ben,2024-07-01,,\n")
    other, _ = read(HEADER + "ada@example.org,Ada,2024-07-02,,\nben@example.org,Ben,2024-07-01,,\n")
    assert digest_of(rows) == digest_of(again) != digest_of(other)


def test_a_row_written_down_is_the_row_that_comes_back():
    rows, _ = read(HEADER + "ada@example.org,Ada,2024-07-01,2029-07-01,BC-42\nben@example.org,Ben,2024-07-01,,\n")
    assert [Listed.from_json(row.line, row.as_json()) for row in rows] == rows


def test_what_ends_before_it_begins():
    rows, _ = read(HEADER + "ada@example.org,Ada,2024-07-01,2024-07-01,\n")
    faults = [str(fault) for fault in faults_among(rows, at=datetime(2026, 1, 1, tzinfo=UTC))]
    assert faults == ["Row 2: it expires before it was earned."]
