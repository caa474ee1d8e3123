"""Files of quality frameworks: round trips, broken rows, and cells that would be formulas."""

import io

import openpyxl
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.authoring.lint import CHECKS, Component
from microcred.quality.framework_file import (
    BuildsOn,
    ComponentText,
    FrameworkText,
    StandardText,
    read_json,
    read_spreadsheet,
    write_json,
    write_spreadsheet,
)
from microcred.quality.rules import PartyRole
from microcred.quality.tests.make import framework
from microcred.quality.working_standards import working_standards

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(str.strip).filter(bool)
NAMES = st.text("abcdefgh123", min_size=1, max_size=12)


@st.composite
def documents(draw) -> FrameworkText:
    codes = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    own = iter(draw(st.lists(NAMES, min_size=12, max_size=12, unique=True)))
    standards = tuple(
        StandardText(
            code=code,
            name=draw(TEXT),
            description=draw(st.just("") | TEXT),
            components=tuple(
                ComponentText(
                    code=next(own),
                    text=draw(TEXT),
                    roles=tuple(draw(st.lists(st.sampled_from(PartyRole), min_size=1, unique=True))),
                    evidence=draw(st.just("") | TEXT),
                    checks=tuple(draw(st.lists(st.sampled_from(sorted(CHECKS)), unique=True, max_size=2))),
                )
                for _each in range(draw(st.integers(1, 3)))
            ),
        )
        for code in codes
    )
    base = draw(st.none() | st.just(BuildsOn(framework="below", version="1")))
    return framework(draw(NAMES), draw(NAMES), name=draw(TEXT), about=draw(TEXT), builds_on=base, standards=standards)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_both_forms_come_back_the_same(document):
    assert read_json(write_json(document)).document == document
    assert read_spreadsheet(write_spreadsheet(document)).document == document


def test_the_working_standards_come_back_the_same_and_are_nobodys():
    ours = working_standards()

    assert read_json(write_json(ours)).document == read_spreadsheet(write_spreadsheet(ours)).document == ours
    assert (ours.official, ours.publisher, len(ours.standards)) == (False, "Microcred", 13)


def test_every_check_informs_a_component_of_ours_and_every_finding_names_a_standard_of_ours():
    named = {check for _standard, component in working_standards().components() for check in component.checks}

    assert named == set(CHECKS)
    assert {component.value for component in Component} <= {standard.code for standard in working_standards().standards}


@pytest.mark.parametrize(
    "hostile", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")', "=cmd|' /C calc'!A0"]
)
def test_what_looks_like_a_formula_is_written_as_a_text(hostile):
    document = framework(name=hostile)
    book = openpyxl.load_workbook(io.BytesIO(write_spreadsheet(document)))
    cell = next(row[1] for row in book["Framework"].iter_rows() if row[0].value == "name")

    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert read_spreadsheet(write_spreadsheet(document)).document == document


def spoil(**cells) -> bytes:
    """The spreadsheet of `framework()` with other values in cells of its components."""
    book = openpyxl.load_workbook(io.BytesIO(write_spreadsheet(framework())))
    for place, value in cells.items():
        book["Components"][place] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("cells", "rows", "words"),
    [
        ({"F3": "janitor"}, [3], "“janitor” is no role"),
        ({"D3": "A1"}, [3], "Row 2 has the code “A1” already"),
        ({"E4": None}, [4], "does not say what must be so"),
        ({"F2": None, "E3": None}, [2, 3], "Nobody answers"),
        ({"E2": "=1+1"}, [2], "holds a formula"),
        ({"E2": "=1+1", "F3": "janitor", "H4": "Not A Check"}, [2, 3, 4], "holds a formula"),
        ({"F3": "janitor", "H3": "no-such-check"}, [3, 3], "“janitor” is no role"),
        ({"F3": "janitor", "H3": "Not A Check"}, [3, 3], "“janitor” is no role"),
        ({"A3": None, "A4": "C", "B4": None}, [3], "The standard has no code"),
        ({"B3": "Another name"}, [3], "has another name in a row above"),
        ({"I4": "A1"}, [4], "builds on none"),
        ({"D1": "component?"}, [1], "lacks the headings: component"),
    ],
)
def test_broken_rows_are_named_by_their_numbers_all_at_once(cells, rows, words):
    reading = read_spreadsheet(spoil(**cells))

    assert reading.document is None
    assert [trouble.row for trouble in reading.troubles] == rows
    assert words in str(reading.troubles[0].words)


def test_numbers_that_a_spreadsheet_made_of_texts_are_taken_as_written():
    reading = read_spreadsheet(spoil(A2=1, A3=1.0, D2=11))

    assert [standard.code for standard in reading.document.standards] == ["1", "B"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"{", b"[]", b'{"slug": 1}', b"\xff\xfe", b"null"])
def test_what_is_no_framework_is_said_and_breaks_nothing(content):
    for read in (read_json, read_spreadsheet):
        reading = read(content)
        assert reading.document is None
        assert reading.troubles


def test_a_file_too_large_is_not_read():
    assert "larger" in str(read_json(b" " * (1024 * 1024 + 1)).troubles[0].words)


def test_json_is_refused_in_words_of_ours_with_all_that_is_wrong():
    broken = framework().model_dump(mode="json")
    first, second = broken["standards"][0]["components"]
    first |= {"roles": ["janitor"], "colour": "red", "checks": ["no-such-check"]}
    second |= {"text": "x" * 5000, "code": first["code"]}
    broken["official"] = "perhaps"
    del broken["publisher"]
    broken["standards"].append("no object")
    told = [(str(trouble.place), str(trouble.words)) for trouble in read_json(orjson.dumps(broken)).troubles]

    one, two = "Standard 1, component 1", "Standard 1, component 2"
    roles = ", ".join(PartyRole)
    assert sorted(told) == sorted(
        [
            ("The framework", "“publisher” is missing."),
            ("The framework", "“official” must be true or false."),
            (one, f"“janitor” is no role that answers. The roles are: {roles}."),
            (one, "A framework has no “colour”. Take it out, or export one to see what it may say."),
            (one, "There is no check “no-such-check”. Write one that an exported framework names, or leave it out."),
            (two, "“text” is longer than 4000 characters."),
            (two, f"{one} has the code “A1” already. Give each its own."),
            ("Standard 3", "“standards” must be an object with members of its own."),
        ]
    )


@pytest.mark.parametrize("value", [None, 5, "x", [], {}, [None], [[]], [{}], True, "\x00"])
@pytest.mark.parametrize("member", ["standards", "components", "code", "roles", "checks", "builds_on", "slug"])
def test_whatever_stands_in_the_place_of_a_member_breaks_nothing(member, value):
    broken = framework().model_dump(mode="json")
    for holder in (broken, broken["standards"][0], broken["standards"][0]["components"][0]):
        if member in holder:
            holder[member] = value
    reading = read_json(orjson.dumps(broken))

    assert reading.troubles or reading.document is not None
    assert not any("nput should" in str(trouble.words) for trouble in reading.troubles)
