"""What fresh readings make of a decision, and until when one can ask for them."""

from datetime import UTC, date, datetime
from itertools import product
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest

from microcred.calendars.rules import WEEKDAYS, BusinessCalendar, Closure
from microcred.catalog.rules import decide
from microcred.scoring.rules import AppealOutcome, appeal_until, weigh

A, B = uuid4(), uuid4()
REQUIRED = {A: 2, B: 1}


class Asked(NamedTuple):
    id: UUID
    part: int
    required_position: int


def judge(reached):
    return decide([Asked(A, 1, 2), Asked(B, 1, 1)], reached)


@pytest.mark.parametrize("levels", product(range(4), repeat=4))
def test_nothing_that_stood_gets_lower_and_what_is_short_is_raised_only_by_being_met(levels):
    before, fresh = dict(zip((A, B), levels[:2], strict=True)), dict(zip((A, B), levels[2:], strict=True))

    weighed = weigh(before, fresh, REQUIRED, judge)

    for criterion, needed in REQUIRED.items():
        was_short, is_met = before[criterion] < needed, fresh[criterion] >= needed
        assert (criterion in weighed.raised) == (was_short and is_met)
    all_met = all(before[each] >= needed or fresh[each] >= needed for each, needed in REQUIRED.items())
    assert (weighed.outcome is AppealOutcome.UPHELD) == all_met
    assert (weighed.outcome is AppealOutcome.STANDS) == (not all_met and not weighed.raised)


def test_the_days_end_at_midnight_where_it_was_decided():
    friday = datetime(2026, 9, 4, 12, tzinfo=UTC)

    until = appeal_until(friday, days=14, zone="America/New_York", calendar=WEEKDAYS)

    assert until == datetime(2026, 9, 19, 4, tzinfo=UTC), "the midnight after Friday, 18 September"


def test_a_last_day_that_does_not_count_gives_way_to_the_next_that_does():
    friday = datetime(2026, 9, 4, 12, tzinfo=UTC)
    closed = BusinessCalendar(closures=(Closure("Storm", date(2026, 9, 21), date(2026, 9, 22)),))

    until = appeal_until(friday, days=15, zone="UTC", calendar=closed)

    assert until == datetime(2026, 9, 24, tzinfo=UTC), "Saturday, then a weekend and two days closed: Wednesday"
