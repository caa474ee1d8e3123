"""What counts in a week, how long somebody is away, and what keeps the queue from offering more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.scoring.rules import FREE_RETURNS, Stop, counted, last_day_away, week_of, what_stops

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("moment", "began"),
    [
        (datetime(2026, 11, 30, 4, 59, tzinfo=UTC), "2026-11-23T00:00:00-05:00"),
        (datetime(2026, 11, 30, 5, 0, tzinfo=UTC), "2026-11-30T00:00:00-05:00"),
        # The clocks went back on the first of November, a Sunday.
        (datetime(2026, 11, 1, 12, 0, tzinfo=UTC), "2026-10-26T00:00:00-04:00"),
    ],
)
def test_a_week_begins_on_monday_where_its_reader_lives(moment, began):
    assert week_of(moment, "America/New_York").isoformat() == began


@pytest.mark.parametrize(
    ("taken", "given_back", "used"),
    [(0, 0, 0), (4, 1, 3), (4, FREE_RETURNS, 1), (9, FREE_RETURNS + 2, 9 - FREE_RETURNS), (0, 2, 0)],
)
def test_a_few_returns_count_for_nothing(taken, given_back, used):
    assert counted(taken, given_back) == used


@pytest.mark.parametrize(
    ("day", "until"),
    [(-1, None), (0, 4), (4, 4), (5, None), (7, 12), (10, 12), (12, 12), (13, None)],
)
def test_times_away_that_meet_are_one(day, until):
    periods = [(7, 9), (0, 4), (10, 11), (9, 12)]
    away = [[MONDAY + timedelta(days=first), MONDAY + timedelta(days=last)] for first, last in periods]
    found = last_day_away(MONDAY + timedelta(days=day), away)
    assert found == (None if until is None else MONDAY + timedelta(days=until))


@pytest.mark.parametrize(
    ("paused", "away", "most", "used", "stop"),
    [
        (False, False, None, 500, None),
        (False, False, 5, 4, None),
        (False, False, 5, 5, Stop.FULL),
        (False, True, 5, 5, Stop.AWAY),
        (True, True, 5, 5, Stop.PAUSED),
    ],
)
def test_what_stops_is_told_by_what_lasts_longest(paused, away, most, used, stop):
    assert what_stops(paused=paused, away=away, most=most, used=used) is stop


@given(st.integers(1, 50), st.lists(st.booleans(), max_size=200))
def test_nobody_holds_more_of_a_week_than_its_most_and_the_free_returns(most, returned):
    """Takes as long as something is offered, gives each back or not: what is kept never exceeds the most."""
    taken = back = 0
    for gives_back in returned:
        if what_stops(paused=False, away=False, most=most, used=counted(taken, back)) is not None:
            break
        taken, back = taken + 1, back + gives_back
    assert taken - back <= most
    assert taken <= most + FREE_RETURNS
