"""Business days without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.calendars.rules import (
    WEEKDAYS,
    Base,
    BusinessCalendar,
    Closure,
    Stop,
    federal_holidays,
)
from microcred.portfolios.rules import promised_by

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
FEDERAL = BusinessCalendar(base=Base.US_FEDERAL)


@st.composite
def calendars(draw):
    """Any calendar with a business day in its week, and a few closures."""
    firsts = draw(st.lists(DAYS, max_size=4))
    closures = tuple(Closure("shut", day, day + timedelta(days=draw(st.integers(0, 20)))) for day in firsts)
    return BusinessCalendar(draw(st.frozensets(st.integers(0, 6), max_size=5)), draw(st.sampled_from(Base)), closures)


@st.composite
def stops(draw, near: date):
    """A few stops of a clock around a day, overlapping as they may."""
    made = []
    for _number in range(draw(st.integers(0, 4))):
        since = near + timedelta(days=draw(st.integers(-5, 40)))
        made.append(Stop(since, since + timedelta(days=draw(st.integers(0, 25)))))
    return made


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "New Year’s Day"),
        ("2026-01-19", "Birthday of Martin Luther King, Jr."),
        ("2026-02-16", "Washington’s Birthday"),
        ("2026-05-25", "Memorial Day"),
        ("2026-06-19", "Juneteenth National Independence Day"),
        ("2026-07-03", "Independence Day (observed)"),
        ("2026-09-07", "Labor Day"),
        ("2026-10-12", "Columbus Day"),
        ("2026-11-11", "Veterans Day"),
        ("2026-11-26", "Thanksgiving Day"),
        ("2026-12-25", "Christmas Day"),
        # Sundays are observed on Monday, Saturdays on Friday, also across the end of a year.
        ("2027-07-05", "Independence Day (observed)"),
        ("2027-12-24", "Christmas Day (observed)"),
        ("2027-12-31", "New Year’s Day (observed)"),
        ("2020-06-19", ""),
        ("2021-06-18", "Juneteenth National Independence Day (observed)"),
    ],
)
def test_federal_holidays_lie_where_the_law_puts_them(day, name):
    assert str(FEDERAL.holiday(date.fromisoformat(day))) == name


@given(st.integers(2021, 2100))
def test_every_year_has_eleven_federal_holidays_that_fall_on_working_weekdays(year):
    weekdays = [day for day in federal_holidays(year) if day.weekday() < 5]
    assert len(weekdays) in {10, 11, 12}, "one may be observed in the year before"
    assert len([day for day, name in federal_holidays(year).items() if "(observed)" not in str(name)]) == 11


@given(calendars(), DAYS, st.integers(1, 30))
def test_the_day_reached_is_a_business_day_and_as_far_away_as_was_asked(calendar, day, count):
    reached = calendar.after(day, count)

    assert calendar.is_business_day(reached)
    assert calendar.between(day, reached) == count
    assert calendar.after(reached - timedelta(days=1), 1) == reached


@given(calendars(), DAYS, st.integers(0, 15), st.integers(0, 15))
def test_going_on_is_going_at_once(calendar, day, first, second):
    assert calendar.after(calendar.after(day, first), second) == calendar.after(day, first + second)


@given(calendars(), DAYS, st.integers(1, 20), st.data())
def test_a_promise_moves_by_exactly_the_business_days_on_which_its_clock_stood_still(calendar, day, count, data):
    stood = data.draw(stops(day))
    given_day, moved = calendar.after(day, count), calendar.after(day, count, stops=stood)

    lost = calendar.between(day, moved) - calendar.between(day, moved, stops=stood)
    assert moved == calendar.after(given_day, lost)
    assert moved >= given_day


@given(calendars(), DAYS, st.integers(1, 20), st.data())
def test_one_more_stop_never_brings_a_promise_forward_and_none_after_it_moves_it(calendar, day, count, data):
    some = data.draw(stops(day))
    moved = calendar.after(day, count, stops=some)

    assert calendar.after(day, count, stops=[*some, *data.draw(stops(day))]) >= moved
    assert calendar.after(day, count, stops=[*some, Stop(moved, moved + timedelta(days=30))]) == moved


@given(DAYS, st.integers(1, 20), st.integers(0, 10), st.integers(0, 10))
def test_two_stops_one_after_the_other_lose_as_much_as_one(day, count, first, second):
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)

    one = WEEKDAYS.after(day, count, stops=[Stop(day, end)])

    assert WEEKDAYS.after(day, count, stops=[Stop(day, middle), Stop(middle, end)]) == one


def test_a_clock_that_stops_and_goes_on_within_a_day_loses_nothing():
    monday = date(2026, 9, 7)
    assert WEEKDAYS.after(monday, 3, stops=[Stop(monday, monday)]) == date(2026, 9, 10)
    assert WEEKDAYS.after(monday, 3, stops=[Stop(monday, date(2026, 9, 9))]) == date(2026, 9, 14)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)), calendars())  # noqa: DTZ001 - hypothesis wants them bare
def test_a_promise_ends_with_a_business_day_and_never_moves_back_with_a_later_submission(received, calendar):
    zone = "America/New_York"
    due = promised_by(received, zone=zone, calendar=calendar)

    assert calendar.is_business_day((due - timedelta(microseconds=1)).date())
    assert promised_by(received + timedelta(hours=7), zone=zone, calendar=calendar) >= due


@pytest.mark.parametrize(
    ("today", "left"),
    [("2026-09-21", 0), ("2026-09-18", 1), ("2026-09-19", 1), ("2026-09-22", -1), ("2026-09-28", -5),
     ("2026-09-26", -4)],
)  # fmt: skip
def test_days_left_are_counted_to_the_last_day_and_days_late_from_it(today, left):
    assert WEEKDAYS.between(date.fromisoformat(today), date(2026, 9, 21)) == left


def test_a_closure_is_a_holiday_by_its_own_name_and_in_each_year_it_touches():
    calendar = BusinessCalendar(closures=(Closure("Winter break", date(2026, 12, 21), date(2027, 1, 4)),))

    assert calendar.holiday(date(2027, 1, 4)) == "Winter break"
    assert calendar.is_business_day(date(2027, 1, 5))
    assert [one.name for one in calendar.holidays(2027)] == ["Winter break"]
    assert calendar.after(date(2026, 12, 18), 1) == date(2027, 1, 5)
