"""Layouts as data: lines of fixed width and columns, nothing cut off in silence, answers read back. No database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from microcred.recognition.layouts import layouts
from microcred.recognition.rules.layouts import (
    BOTH,
    NEITHER,
    NO_COLUMN,
    NOT_HERE,
    DoesNotFit,
    Layout,
    file_of,
    line_of,
    read_response,
)

FACTS = {
    "key": "0123456789ABCDEF01234567",
    "kind": "original",
    "corrects": "",
    "licence_number": "2048816",
    "licence_type": "professional",
    "family_name": "Whitfield",
    "given_name": "Ada",
    "full_name": "Ada Whitfield",
    "district": "Rock Hill Schools",
    "jurisdiction": "South Carolina",
    "cycle_first_day": date(2024, 7, 1),
    "cycle_last_day": date(2029, 6, 30),
    "licence_first_day": date(2024, 7, 1),
    "licence_last_day": date(2029, 6, 30),
    "amount": Decimal("120.5"),
    "unit": "renewal credits",
    "entries": 6,
    "titles": "A; B",
    "issuers": "CarolinaCrED",
    "approved_on": date(2026, 9, 3),
}
TOTALS = {"file_number": 7, "made_on": date(2026, 9, 4), "lines": 1, "amount_total": Decimal("120.5")}
FIXED, CSV, CEDS = (layouts()[one] for one in ("south-carolina-fixed", "north-carolina-csv", "ceds-csv"))


def test_a_line_of_fixed_width_by_hand():
    assert line_of(FIXED, FACTS) == (
        "D0123456789ABCDEF01234567O"
        + " " * 24
        + "000002048816"
        + "Whitfield".ljust(40)
        + "Ada".ljust(40)
        + "2024070120290630"
        "001205020260903"
    )
    assert file_of(FIXED, ["x"], TOTALS) == "H0000000720260904\r\nx\r\nT0000000100000012050\r\n"


def test_columns_by_hand():
    correction = {**FACTS, "kind": "correction", "corrects": "OLD", "family_name": 'Whit"field, II'}
    assert line_of(CSV, correction) == (
        '0123456789ABCDEF01234567,CHANGE,OLD,2048816,"Whit""field, II",Ada,'
        "Rock Hill Schools,06/30/2029,120.5,09/03/2026"
    )
    assert file_of(CEDS, [], TOTALS).startswith(
        "MicrocredLineKey,MicrocredLineKind,MicrocredCorrectsLineKey,Professional"
    )


@pytest.mark.parametrize("layout", list(layouts().values()), ids=lambda one: one.id)
def test_every_layout_is_marked_and_says_where_it_comes_from(layout):
    assert layout.marker == "verify with the agency"
    assert layout.source
    assert line_of(layout, FACTS)


def test_ceds_names_are_those_of_elements_or_ours():
    for column in CEDS.columns:
        assert column.element or column.name.startswith("Microcred"), column.name


@pytest.mark.parametrize(
    ("facts", "column", "why"),
    [
        ({"family_name": "W" * 41}, "family name", "width"),
        ({"given_name": "Inés"}, "given name", "letters"),
        ({"given_name": "A\nD"}, "given name", "line"),
        ({"amount": Decimal(1234567)}, "credits", "width"),
    ],
)
def test_what_does_not_fit_is_said_and_not_cut_off(facts, column, why):
    with pytest.raises(DoesNotFit) as wrong:
        line_of(FIXED, {**FACTS, **facts})
    assert (wrong.value.column, wrong.value.why) == (column, why)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_every_line_of_fixed_width_is_as_long(name):
    assert len(line_of(FIXED, {**FACTS, "family_name": name})) == sum(column.width for column in FIXED.columns)


def test_a_layout_without_a_key_or_a_width_is_none():
    whole = FIXED.model_dump()
    for columns in (
        [one for one in whole["columns"] if one["value"] != "key"],
        [{**one, "width": None} for one in whole["columns"]],
    ):
        with pytest.raises(ValidationError):
            Layout.model_validate({**whole, "columns": columns})


def test_an_answer_is_read_line_by_line():
    read = read_response(CSV, "\ufeffLINE_KEY,RESULT,MESSAGE\r\nA,OK,\r\nB,error,No such license\r\n", keys="AB")
    assert [(one.key, one.accepted, one.reason) for one in read.answers] == [
        ("A", True, ""),
        ("B", False, "No such license"),
    ]
    assert not read.problems


@pytest.mark.parametrize("layout", list(layouts().values()), ids=lambda one: one.id)
def test_the_usual_words_are_understood_beside_those_of_the_agency(layout):
    shape = layout.response
    for words, yes in ((shape.accepted, True), (shape.rejected, False), (["Accepted"], True), (["rejected"], False)):
        for word in words:
            read = read_response(layout, f"{shape.key},{shape.status},{shape.reason}\nA,{word},x\n", keys="A")
            assert [one.accepted for one in read.answers] == [yes], word


def test_a_word_that_an_agency_uses_for_no_is_not_taken_for_the_usual_yes():
    odd = FIXED.model_copy(update={"response": FIXED.response.model_copy(update={"rejected": ("Yes",)})})
    (answer,) = read_response(odd, "key,status,reason\nA,yes,\n", keys="A").answers
    assert not answer.accepted
    assert "yes" not in odd.response.yes


def test_a_word_that_nobody_knows_is_refused_with_the_words_that_are():
    (problem,) = read_response(FIXED, "key,status,reason\nA,maybe,\n", keys="A").problems
    said = problem.message % problem.values
    assert "Yes is one of these: A, accepted, yes, ok. No is one of these: R, rejected, no, error." in said


def test_what_an_answer_cannot_mean_counts_for_nothing():
    text = "LINE_KEY,RESULT,MESSAGE\nA,PERHAPS,\nZ,OK,\nB,OK,\nB,ERROR,\n"
    read = read_response(CSV, text, keys="AB")
    assert read.answers == ()
    assert [one.message for one in read.problems] == [NEITHER, NOT_HERE, BOTH]
    assert [one.message for one in read_response(CSV, "x,y\n1,2\n", keys="A").problems] == [NO_COLUMN, NO_COLUMN]


@given(st.text(max_size=200))
def test_nothing_that_is_sent_as_an_answer_breaks_the_reading(text):
    read_response(CSV, text, keys=["A"])
