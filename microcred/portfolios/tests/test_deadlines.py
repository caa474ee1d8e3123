"""Until when one person may hand in, to the microsecond."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.deadlines import Span, takes, was_needed, with_more_time

DAY, MINUTE, INSTANT = timedelta(days=1), timedelta(minutes=1), timedelta(microseconds=1)


def midnight(day: str, zone: str) -> datetime:
    return datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=ZoneInfo(zone))


CLOSES = midnight("2026-11-02", "America/New_York")
"""The end of Sunday, November 1, 2026, a day of twenty-five hours."""


@pytest.mark.parametrize(
    ("grace", "granted", "moment", "taken"),
    [
        (0, [], CLOSES - INSTANT, True),
        (0, [], CLOSES, False),
        (0, [], midnight("2026-11-02", "Pacific/Honolulu") - INSTANT, False),
        (0, [], midnight("2026-11-02", "Europe/London") - INSTANT, True),
        (15, [], CLOSES + 15 * MINUTE - INSTANT, True),
        (15, [], CLOSES + 15 * MINUTE, False),
        (0, [CLOSES + DAY], CLOSES + DAY - INSTANT, True),
        (0, [CLOSES + DAY], CLOSES + DAY, False),
        (15, [CLOSES + DAY], CLOSES + DAY + 14 * MINUTE, True),
        (15, [CLOSES + DAY], CLOSES + DAY + 15 * MINUTE, False),
        (0, [CLOSES + 3 * DAY, CLOSES + DAY], CLOSES + 2 * DAY, True),
        (0, [CLOSES - DAY], CLOSES - INSTANT, True),
        (0, [midnight("2026-11-03", "Pacific/Honolulu")], midnight("2026-11-03", "America/New_York"), True),
        (0, [midnight("2026-11-03", "Pacific/Honolulu")], midnight("2026-11-03", "Pacific/Honolulu"), False),
    ],
    ids=[
        "the last moment of the day",
        "midnight is the next day",
        "midnight in Honolulu is later",
        "midnight in London is earlier",
        "the last moment of grace",
        "grace is over",
        "the last moment of more time",
        "more time is over",
        "grace goes along with more time",
        "and ends with it",
        "of two grants the longest counts, in whatever order",
        "a shorter grant takes nothing away",
        "a grant in the zone of the person",
        "which ends at their midnight",
    ],
)
def test_what_is_taken(grace, granted, moment, taken):
    span = with_more_time(Span(CLOSES - 30 * DAY, CLOSES, grace), granted)
    assert span.takes(moment) is taken
    assert span.takes(moment.astimezone(UTC)) is taken, "a moment is the same on every clock"


def test_grace_is_the_time_between_what_is_told_and_what_is_taken():
    span = Span(None, CLOSES, 15)
    told = [span.is_in_grace(moment) for moment in (CLOSES - INSTANT, CLOSES, span.taken_until - INSTANT)]
    assert told == [False, True, True]
    assert not span.is_in_grace(span.taken_until)


BEFORE, NEXT = CLOSES - 30 * DAY, Span(CLOSES + 10 * DAY, CLOSES + 20 * DAY)


@pytest.mark.parametrize(
    ("grant", "others", "grace", "moment", "needed"),
    [
        (CLOSES + 5 * DAY, [], 0, CLOSES - DAY, False),
        (CLOSES + 5 * DAY, [], 0, CLOSES, True),
        (CLOSES + 5 * DAY, [], 15, CLOSES + 5 * MINUTE, False),
        (CLOSES + 5 * DAY, [], 15, CLOSES + 5 * DAY + 5 * MINUTE, True),
        (CLOSES + 5 * DAY, [CLOSES + 2 * DAY], 0, CLOSES + DAY, False),
        (CLOSES + 5 * DAY, [CLOSES + 2 * DAY], 0, CLOSES + 3 * DAY, True),
        (CLOSES + 15 * DAY, [], 0, CLOSES + 12 * DAY, False),
        (CLOSES + 15 * DAY, [], 0, CLOSES + 8 * DAY, True),
        (CLOSES + 5 * DAY, [], 0, CLOSES + 6 * DAY, False),
    ],
    ids=[
        "in everybody's time",
        "after it",
        "in everybody's minutes of grace",
        "in the grant's own minutes of grace",
        "another grant did",
        "longer than the other grant",
        "the next window did",
        "between the windows",
        "too late for all of them",
    ],
)
def test_whether_a_grant_was_needed(grant, others, grace, moment, needed):
    own = Span(BEFORE, CLOSES, grace)
    assert was_needed(grant, others, of=own, beside=[NEXT], at=moment) is needed


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.builds(
    lambda opens, lasts, grace: Span(opens, opens + lasts, grace),
    moments,
    st.timedeltas(MINUTE, 90 * DAY),
    st.integers(0, 60),
)


@given(spans, st.lists(moments, max_size=4), moments)
def test_more_time_never_takes_any_away_and_comes_to_the_longest(span, granted, moment):
    longer = with_more_time(span, granted)
    assert longer.closes_at == max([span.closes_at, *granted])
    assert longer.takes(moment) or not span.takes(moment)
    assert with_more_time(longer, granted) == longer


@given(spans, moments, st.lists(moments, max_size=3), st.lists(spans, max_size=3), st.lists(moments, max_size=6))
def test_taking_back_what_was_not_needed_refuses_nothing_that_was_taken(own, grant, others, beside, handed_in):
    """What was handed in and taken is taken by what is left, once a grant that nothing needed is taken back."""
    with_it = [with_more_time(own, [grant, *others]), *beside]
    without = [with_more_time(own, others), *beside]
    taken = [moment for moment in handed_in if takes(with_it, moment)]
    if not any(was_needed(grant, others, of=own, beside=beside, at=moment) for moment in taken):
        assert all(takes(without, moment) for moment in taken)
