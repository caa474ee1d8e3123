"""What is paid, in tables of cases, and what holds of all amounts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.billing.rules import PAID_AS, Edition, Kind, Work, edition_for, hours, work_of
from microcred.foundation.days import beginning_of, day_in, days_after, month_after
from microcred.foundation.money import Money, price, totals

STATE, CENTRE, ELSEWHERE = (UUID(int=number) for number in (1, 2, 3))
LINEAGE = [STATE, CENTRE]
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)


def stated(organization: UUID, starts_on: date, *, hour: int = 12, number: int = 0) -> Edition:
    at = datetime(2026, 6, 1, hour, tzinfo=UTC)
    return Edition(UUID(int=number), organization, Kind.READING, Decimal(25), "USD", None, starts_on, at)


@pytest.mark.parametrize(
    ("amount", "currency", "paid"),
    [
        ("25", "USD", "25.00"),
        ("25.004", "USD", "25.00"),
        ("25.005", "USD", "25.01"),
        ("25.015", "USD", "25.02"),
        ("0", "USD", "0.00"),
        ("0.0049", "USD", "0.00"),
        ("2500.5", "JPY", "2501"),
        ("2500.4", "JPY", "2500"),
        ("1.2345", "KWD", "1.235"),
    ],
)
def test_one_reading_is_paid_in_whole_coins_half_of_one_up(amount, currency, paid):
    assert str(price(Decimal(amount), currency)) == paid


@pytest.mark.parametrize(("minutes", "in_hours"), [(0, "0.00"), (45, "0.75"), (20, "0.33"), (50, "0.83"), (61, "1.02")])
def test_hours_are_rounded_to_the_hundredth(minutes, in_hours):
    assert str(hours(minutes)) == in_hours
    assert hours(-minutes) == -hours(minutes)


@pytest.mark.parametrize(
    ("editions", "day", "holds"),
    [
        ([], AUGUST, None),
        ([stated(CENTRE, AUGUST, number=1)], JULY, None),
        ([stated(CENTRE, AUGUST, number=1)], AUGUST, 1),
        ([stated(CENTRE, JULY, number=1), stated(CENTRE, AUGUST, number=2)], date(2026, 7, 31), 1),
        ([stated(CENTRE, JULY, number=1), stated(CENTRE, AUGUST, number=2)], AUGUST, 2),
        ([stated(CENTRE, AUGUST, number=2), stated(CENTRE, JULY, number=1)], SEPTEMBER, 2),
        ([stated(CENTRE, JULY, number=1), stated(CENTRE, JULY, hour=13, number=2)], AUGUST, 2),
        ([stated(STATE, JULY, number=1)], AUGUST, 1),
        ([stated(STATE, AUGUST, number=1), stated(CENTRE, JULY, number=2)], SEPTEMBER, 2),
        ([stated(STATE, JULY, number=1), stated(CENTRE, SEPTEMBER, number=2)], AUGUST, 1),
        ([stated(ELSEWHERE, JULY, number=1)], AUGUST, None),
    ],
)
def test_the_nearest_rate_that_holds_on_the_day_applies(editions, day, holds):
    found = edition_for(editions, Kind.READING, LINEAGE, day)
    assert (found and found.id) == (None if holds is None else UUID(int=holds))


def test_every_reading_is_paid_alike():
    assert {PAID_AS[work] for work in Work if work is not Work.TRAINING} == {Kind.READING}
    assert PAID_AS[Work.TRAINING] is Kind.TRAINING


@pytest.mark.parametrize(("place", "work"), [(1, Work.FIRST), (2, Work.SECOND), (3, Work.THIRD), (4, Work.THIRD)])
def test_a_reading_is_what_its_place_says(place, work):
    assert work_of(place) is work


def test_there_is_no_reading_before_the_first():
    with pytest.raises(ValueError, match="first place"):
        work_of(0)


def test_a_day_is_one_of_the_zone():
    late = datetime(2026, 10, 1, 3, 30, tzinfo=UTC)
    assert day_in(late, "America/New_York") == date(2026, 9, 30)
    assert day_in(late, "Europe/Madrid") == date(2026, 10, 1)
    assert beginning_of(date(2026, 11, 2), "America/New_York") == datetime(2026, 11, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 9, 1), (date(2026, 9, 1), date(2026, 10, 1))),
        (date(2026, 9, 2), (date(2026, 10, 1), date(2026, 11, 1))),
        (date(2026, 12, 31), (date(2027, 1, 1), date(2027, 2, 1))),
    ],
)
def test_the_next_month(day, month):
    assert month_after(day) == month


rates = st.tuples(
    st.decimals(min_value=0, max_value=10_000, places=4, allow_nan=False), st.sampled_from(["USD", "JPY", "KWD"])
)
paid = st.lists(rates.map(lambda each: Money(price(*each), each[1])), max_size=40)


@given(paid)
def test_the_total_is_the_sum_of_what_stands_in_the_rows(rows):
    for currency, total in totals(rows).items():
        assert total == sum(row.amount for row in rows if row.currency == currency)
        assert total == price(total, currency), "whole coins stay whole"
    assert totals(rows).keys() == {row.currency for row in rows}


@given(paid, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_total(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert totals(mixed) == totals(rows)


@given(paid)
def test_what_is_taken_back_nets_to_nothing(rows):
    assert set(totals([*rows, *(-row for row in rows)]).values()) <= {Decimal(0)}


@given(paid, paid)
def test_totals_of_parts_add_up_to_the_total_of_the_whole(some, others):
    parts = [Money(amount, currency) for part in (some, others) for currency, amount in totals(part).items()]
    assert totals(parts) == totals([*some, *others])


@pytest.mark.parametrize(
    ("first", "after", "then"),
    [
        (JULY, AUGUST, (AUGUST, SEPTEMBER)),
        (date(2026, 11, 8), date(2026, 12, 6), (date(2026, 12, 6), date(2027, 1, 3))),
        (JULY, date(2026, 7, 16), (date(2026, 7, 16), date(2026, 7, 31))),
    ],
)
def test_the_next_days_are_a_month_after_months_and_otherwise_as_many(first, after, then):
    assert days_after(first, after) == then
