"""What lies ahead of a cycle: a table of cases, midnight of 30 June, and what must hold of any record."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.foundation.days import day_in
from microcred.recognition.rules.ahead import CYCLE_MARKS, DAY_MARKS, Credit, Due, Lacking, What, ahead, mark, too_old

ENDS = date(2029, 7, 1)
NOTHING: dict = {"ends_on": ENDS, "needed": Decimal(120), "counted": (), "years": 5, "parts": ()}


def credit(amount, earned_on=date(2026, 1, 1), title="A"):
    return Credit(title, earned_on, Decimal(amount))


def found(**changes):
    return [
        (one.what, one.name, one.days_left, one.amount)
        for one in ahead(**(NOTHING | {"today": date(2029, 6, 1)} | changes))
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [(What.TOTAL, "", 30, Decimal(120))]),
        ({"counted": (credit(40), credit("37.5"))}, [(What.TOTAL, "", 30, Decimal("42.5"))]),
        ({"counted": (credit(120),)}, []),
        ({"counted": (credit(200),)}, []),
        ({"needed": Decimal(0)}, []),
        (
            {"counted": (credit(120),), "parts": (Lacking("Literacy", Decimal(3)), Lacking("Digital", Decimal(0)))},
            [(What.PART, "Literacy", 30, Decimal(3))],
        ),
        (
            {"counted": (credit(110), credit(20, date(2024, 6, 29), "Old"))},
            [(What.TOTAL, "", 30, Decimal(10)), (What.TOO_OLD, "Old", 30, Decimal(20))],
        ),
        ({"counted": (credit(100), credit(20, date(2024, 6, 30)))}, []),
        ({"counted": (credit(100), credit(20, date(2019, 7, 1))), "years": None}, []),
        ({"counted": (credit(100), credit(20, None))}, []),
        ({"today": date(2029, 6, 30)}, [(What.TOTAL, "", 1, Decimal(120))]),
        ({"today": date(2029, 7, 1)}, []),
        (
            {"counted": (credit(120),), "due": (Due(What.DOCUMENT, "x", "Certificate", date(2029, 6, 8)),)},
            [(What.DOCUMENT, "Certificate", 8, None)],
        ),
        ({"counted": (credit(120),), "due": (Due(What.APPROVAL, "x", "A", date(2029, 5, 31)),)}, []),
        (
            {"due": (Due(What.APPROVAL, "x", "A", date(2029, 6, 2)),)},
            [(What.APPROVAL, "A", 2, None), (What.TOTAL, "", 30, Decimal(120))],
        ),
    ],
)
def test_what_lies_ahead(changes, expected):
    assert sorted(found(**changes), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (datetime(2029, 6, 30, 12, 0, tzinfo=UTC), 1),
        (datetime(2029, 7, 1, 3, 59, tzinfo=UTC), 1),
        (datetime(2029, 7, 1, 4, 0, tzinfo=UTC), None),
    ],
)
def test_the_last_of_june_ends_where_the_rules_hold(moment, left):
    said = found(today=day_in(moment, "America/New_York"))
    assert [days for _what, _name, days, _amount in said] == ([left] if left else [])


@pytest.mark.parametrize(
    ("days", "expected"),
    [(366, None), (365, 365), (184, 365), (183, 183), (61, 183), (60, 60), (1, 60), (0, None), (-3, None)],
)
def test_the_mark_is_the_nearest_that_was_reached(days, expected):
    assert mark(days, CYCLE_MARKS) == expected


@pytest.mark.parametrize(("days", "expected"), [(31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, None)])
def test_the_marks_of_a_day(days, expected):
    assert mark(days, DAY_MARKS) == expected


AMOUNTS = st.integers(0, 200).map(Decimal)
CREDIT = st.lists(
    st.builds(Credit, st.sampled_from("ABC"), st.none() | st.dates(date(2020, 1, 1), date(2029, 6, 30)), AMOUNTS),
    max_size=5,
)


@given(counted=CREDIT, more=CREDIT, needed=AMOUNTS, years=st.none() | st.integers(1, 10))
def test_more_credit_never_brings_more_that_is_missing(counted, more, needed, years):
    def missing(those):
        said = ahead(**(NOTHING | {"needed": needed, "years": years, "counted": those, "today": date(2029, 1, 1)}))
        return sum(one.amount for one in said if one.what is What.TOTAL)

    assert missing([*counted, *more]) <= missing(counted)
    assert missing(counted) == missing(counted[::-1])


def test_credit_of_exactly_so_many_years_is_not_too_old():
    held = [Credit("", date(2024, 6, day), Decimal(1)) for day in (29, 30)]
    assert too_old(held, ends_on=ENDS, years=5) == held[:1]


@given(counted=CREDIT, years=st.integers(1, 10))
def test_credit_is_too_old_or_counted_and_never_both(counted, years):
    old = too_old(counted, ends_on=ENDS, years=years)
    young = sum((one.amount for one in counted), Decimal(0)) - sum((one.amount for one in old), Decimal(0))
    said = ahead(**(NOTHING | {"needed": Decimal(2000), "years": years, "counted": counted, "today": date(2029, 1, 1)}))
    assert next(one.amount for one in said if one.what is What.TOTAL) == 2000 - young


@given(looks=st.lists(st.integers(0, 500), max_size=60))
def test_however_often_and_late_one_looks_each_mark_is_told_once_and_in_order(looks):
    told: list[int] = []
    for days_left in sorted(looks, reverse=True):
        now = mark(days_left, CYCLE_MARKS)
        if now is not None and now not in told:
            told.append(now)
    assert told == sorted(told, reverse=True)
    assert len(told) <= len(CYCLE_MARKS)
