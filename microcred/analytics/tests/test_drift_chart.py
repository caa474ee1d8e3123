"""The charts of an assessor: what is drawn is what asks for a look, and the table behind says the same."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from microcred.analytics.drift_chart import BOTTOM, TOP, charted_of, drift_of
from microcred.scoring.rules import Check, Signal, signals

BEGAN = datetime(2026, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def checks(*off, criteria=4):
    """Papers of so many criteria each, one a day, whose levels are off by so many."""
    return [
        Check(UUID(int=place // criteria + 1), BEGAN + place // criteria * DAY, given=2 + each, agreed=2)
        for place, each in enumerate(off)
    ]


def test_who_is_near_reaches_no_limit():
    drift = drift_of(checks(*[0, 0, 0, 1, 0, 0, 0, 0] * 4))

    assert (drift.criteria, drift.papers) == (32, 8)
    assert [each.reached for each in (drift.disagrees, drift.harsher, drift.milder)] == [None] * 3
    assert drift.agreement.crossed == drift.severity.crossed == ()


def test_who_turns_harsh_is_drawn_beyond_the_limit_on_the_day_of_the_alarm():
    some = checks(*[0] * 8, *[-1] * 12)
    drift = drift_of(some)

    told = {one.signal: one.readings[-1] for one in signals(some)}
    assert told.keys() == {Signal.DISAGREES, Signal.HARSHER}
    of_day = {each.reading: each.at for each in some}
    assert drift.harsher.reached == of_day[told[Signal.HARSHER]]
    assert drift.milder.reached is None
    (crossed,) = drift.severity.crossed
    assert crossed[1] >= drift.severity.limits[1] > drift.severity.zero, "harsher goes down"


def test_nothing_leaves_the_drawing():
    drift = drift_of(checks(*[-2] * 200))

    for drawing in (drift.agreement, drift.severity):
        points = [tuple(map(float, each.split(","))) for line in drawing.lines for each in line.split()]
        assert min(y for _x, y in points) >= TOP
        assert max(y for _x, y in points) <= BOTTOM
        assert all(TOP <= y <= BOTTOM for y in drawing.limits)


def test_days_below_the_axis_stand_apart_from_each_other():
    ticks = drift_of(checks(*[0] * 400)).agreement.ticks

    assert 1 < len(ticks) <= 5
    assert all(after - before > 60 for (before, _), (after, _) in pairwise(ticks))


def test_the_table_ends_where_the_drawing_does():
    drift = drift_of(checks(0, -1, 0, 0, -1, -1))

    assert [(row.criteria, row.off) for row in drift.rows] == [(4, 1), (2, 2)]
    assert drift.rows[-1].harsher == pytest.approx(drift.harsher.now)
    assert drift.rows[-1].disagrees == pytest.approx(drift.disagrees.now)


@pytest.mark.parametrize(
    ("answered", "first", "last"),
    [([], 0, 3), ([1], 2, 3), ([0, 1], 2, 3), ([3], 0, 3), ([1, 3], 2, 3), ([1, 3, 5], 2, 3)],
    ids=str,
)
def test_charts_are_of_what_was_read_since_the_last_answer_or_else_of_before(answered, first, last):
    some = checks(*[0] * 16)

    charted = charted_of(some, [BEGAN + day * DAY for day in answered])

    assert (charted[0].at, charted[-1].at) == (BEGAN + first * DAY, BEGAN + last * DAY)


def test_of_nothing_there_is_no_chart():
    assert charted_of([], [BEGAN]) == []
    assert drift_of([]) is None
