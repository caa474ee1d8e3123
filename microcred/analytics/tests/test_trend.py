"""How agreement on each criterion went, by quarter."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from microcred.analytics.rules import quarters_of
from microcred.analytics.tests.test_judging import CRITERIA, reading
from microcred.measures import NotEstimable
from microcred.scoring.rules import PLATFORM_AIMS

UTC = ZoneInfo("UTC")


def test_each_criterion_is_counted_in_its_own_quarter():
    pair = ("Ben", "Kim")
    september = [reading(number, pair, [(2, 2), (1, 2), (2, 2), (3, 3)]) for number in range(10)]
    november = [reading(10 + number, pair, [(2, 1), (2, 2)], days=70) for number in range(3)]

    first, last = quarters_of([*september, *november], CRITERIA, UTC, PLATFORM_AIMS)

    assert (first.year, first.number, last.number) == (2026, 3, 4)
    assert [each.exact.estimate.value for each in first.criteria] == [1, 0, 1, 1]
    assert (first.criteria[0].pairs, first.criteria[0].is_held_back) == (10, False)
    assert [each.exact.estimate.value for each in last.criteria[:2]] == [0, 1]
    assert last.criteria[0].is_held_back
    assert last.criteria[2].exact.found == NotEstimable("no pairs", 0)


def test_the_quarter_begins_at_midnight_of_the_place():
    late = reading(1, ("Ben", "Kim"), [(2, 2)])
    moved = replace(late, decided_at=late.decided_at + timedelta(days=29, hours=14))

    numbers = [
        [each.number for each in quarters_of([moved], CRITERIA, ZoneInfo(zone), PLATFORM_AIMS)]
        for zone in ("UTC", "America/New_York")
    ]
    assert numbers == [[4], [3]]
