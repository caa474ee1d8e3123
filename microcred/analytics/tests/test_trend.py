"""How agreement on each criterion went, by quarter, or by what is shorter."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from microcred.analytics.rules import Step, trend_of
from microcred.analytics.rules.trend import stretches_of
from microcred.analytics.tests.test_judging import CRITERIA, reading
from microcred.measures import NotEstimable
from microcred.scoring.rules import PLATFORM_AIMS

UTC = ZoneInfo("UTC")


def test_each_criterion_is_counted_in_its_own_quarter():
    pair = ("Ben", "Kim")
    september = [reading(number, pair, [(2, 2), (1, 2), (2, 2), (3, 3)]) for number in range(10)]
    november = [reading(10 + number, pair, [(2, 1), (2, 2)], days=70) for number in range(3)]

    first, last = stretches_of([*september, *november], CRITERIA, UTC, PLATFORM_AIMS, Step.QUARTER)

    assert (first.began.isoformat(), first.quarter, last.quarter) == ("2026-07-01", 3, 4)
    assert [each.exact.estimate.value for each in first.criteria] == [1, 0, 1, 1]
    assert (first.criteria[0].pairs, first.criteria[0].is_held_back) == (10, False)
    assert [each.exact.estimate.value for each in last.criteria[:2]] == [0, 1]
    assert last.criteria[0].is_held_back
    assert last.criteria[2].exact.found == NotEstimable("no pairs", 0)


def test_the_quarter_begins_at_midnight_of_the_place():
    late = reading(1, ("Ben", "Kim"), [(2, 2)])
    moved = replace(late, decided_at=late.decided_at + timedelta(days=29, hours=14))

    numbers = [
        [each.quarter for each in stretches_of([moved], CRITERIA, ZoneInfo(zone), PLATFORM_AIMS, Step.QUARTER)]
        for zone in ("UTC", "America/New_York")
    ]
    assert numbers == [[4], [3]]


@pytest.mark.parametrize(
    ("read", "step", "counts", "shown"),
    [
        ({0: 10, 70: 10}, Step.QUARTER, [10, 10], 2),
        ({0: 4, 10: 10, 70: 3}, Step.QUARTER, [14, 3], 1),  # no shorter times have more
        ({0: 12, 35: 11, 70: 4}, Step.QUARTER, [12, 15], 2),
        ({35: 12, 65: 11}, Step.MONTH, [12, 11], 2),  # October and November, in one quarter
        ({35: 12, 42: 11}, Step.WEEK, [12, 11], 2),
        ({35: 12, 65: 4}, Step.MONTH, [12, 4], 1),
        ({35: 4, 42: 3}, Step.WEEK, [4, 3], 0),
        ({35: 4, 65: 3}, Step.MONTH, [4, 3], 0),
        ({35: 20}, Step.QUARTER, [20], 1),
        ({}, Step.QUARTER, [], 0),
    ],
    ids=str,
)
def test_where_quarters_say_nothing_the_longest_times_that_do_are_taken(read, step, counts, shown):
    """So many days after the first of September, so many were read."""
    numbers = iter(range(1_000))
    pairs = [
        reading(next(numbers), ("Ben", "Kim"), [(2, 2)], days=days)
        for days, many in read.items()
        for _each in range(many)
    ]

    trend = trend_of(pairs, CRITERIA, UTC, PLATFORM_AIMS)

    assert (trend.step, [each.count for each in trend.stretches], trend.shown) == (step, counts, shown)
    assert trend.is_one is (len(counts) < 2)
