"""What payroll gets: rows that add up, and nothing that a spreadsheet program works out."""

import csv
from decimal import Decimal
from io import StringIO

import pytest

from microcred.billing.operations import reverse
from microcred.billing.queries import entries_of
from microcred.billing.tables import PEOPLE, READINGS, people_as_csv, readings_as_csv
from microcred.billing.tests import make
from microcred.foundation.comma_separated import as_csv, harmless
from microcred.scoring.tests import make as scoring


def read(text):
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def november(cast, version):
    """September paid Ben and Zoe; October takes back one of Ben's and pays another of his."""
    make.done(cast, version, cast.ben, at=cast.at)
    zoe = scoring.assessor(cast, "=Zoe")
    make.done(cast, version, zoe, at=cast.at + make.DAY, name="Emil")
    wrong = make.done(cast, version, cast.ben, at=cast.at + 2 * make.DAY, name="Ewa")
    september = make.locked(cast, make.period(cast))
    october = make.period(cast, make.OCTOBER, make.NOVEMBER)
    reverse(
        actor=cast.rosa,
        line=make.paid(cast, wrong),
        reason="+1 on paper",
        pay_again=False,
        at=cast.at + 35 * make.DAY,
    )
    make.done(cast, version, cast.ben, at=cast.at + 36 * make.DAY, name="Edo")
    return september, make.locked(cast, october)


def test_a_row_for_each_person_and_one_for_each_reading_and_they_add_up(november):
    for period, total in zip(november, (Decimal(75), Decimal(0)), strict=True):
        entries = entries_of(period)
        people, readings = read(people_as_csv(period, entries)), read(readings_as_csv(period, entries))
        assert sum(Decimal(row["amount"]) for row in people) == total
        assert sum(Decimal(row["amount"]) for row in readings) == total
        assert (tuple(people[0]), tuple(readings[0])) == (PEOPLE, READINGS)


def test_a_correction_names_the_line_that_it_takes_back(november):
    september, october = november
    before, after = (
        read(readings_as_csv(september, entries_of(september))),
        read(readings_as_csv(october, entries_of(october))),
    )
    assert [(row["kind"], row["amount"], row["minutes"]) for row in after] == [
        ("reading", "25.00", "40"),
        ("reversal", "-25.00", "-40"),
    ]
    assert after[1]["reverses"] in {row["line_id"] for row in before}
    assert after[1]["reason"] == "'+1 on paper"


def test_hours_and_names_stand_by_person(november):
    september, _october = november
    rows = read(people_as_csv(september, entries_of(september)))
    assert [(row["name"], row["readings"], row["hours"], row["amount"]) for row in rows] == [
        ("'=Zoe", "1", "0.67", "25.00"),
        ("Ben Okafor", "2", "1.33", "50.00"),
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_text_becomes_a_formula_and_no_number_becomes_a_text(typed):
    assert harmless(typed) == f"'{typed}"
    assert as_csv(("a", "b"), [(typed, Decimal("-25.00"))]).endswith(",-25.00\r\n")
