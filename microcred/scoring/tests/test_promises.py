"""The promise of a date."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.rules import promised_by
from microcred.scoring.rules import business_days_left


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants them bare
def test_the_promise_ends_with_a_business_day_and_never_moves_back(received):
    zone = "America/New_York"
    due = promised_by(received, zone=zone)
    last = (due - timedelta(microseconds=1)).date()
    assert last.weekday() < 5
    assert timedelta(days=17) < due - received < timedelta(days=22)
    assert promised_by(received + timedelta(hours=7), zone=zone) >= due
    assert business_days_left(received, due, zone=zone) == 14


@pytest.mark.parametrize(
    ("at", "left"),
    [("2026-09-21T23:00-04:00", 0), ("2026-09-18T09:00-04:00", 1), ("2026-09-19T09:00-04:00", 1),
     ("2026-09-22T00:00-04:00", -1), ("2026-09-28T09:00-04:00", -5), ("2026-09-26T09:00-04:00", -4)],
)  # fmt: skip
def test_business_days_left_are_counted_to_the_last_day(at, left):
    due = datetime.fromisoformat("2026-09-22T00:00-04:00")
    assert business_days_left(datetime.fromisoformat(at), due, zone="America/New_York") == left
