"""How one reader agrees with others on each criterion."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from microcred.analytics.rules import by_criterion
from microcred.measures import Estimate
from microcred.scoring.rules import TwoReadings

BEN, LEA, IDA = (UUID(int=number) for number in (1, 2, 3))
AIM, PLAN = (UUID(int=number) for number in (11, 12))
AT = datetime(2026, 9, 1, tzinfo=UTC)


def pair(readers, levels, *, narrow=False):
    return TwoReadings(uuid4(), AT, readers, levels, (True, True), narrow)


def test_each_criterion_is_counted_from_what_they_read_whoever_came_first():
    read = [
        *[pair((BEN, LEA), {AIM: (2, 3), PLAN: (1, 1)})] * 10,
        *[pair((IDA, BEN), {AIM: (3, 2)})] * 10,
        *[pair((IDA, LEA), {AIM: (0, 3), PLAN: (0, 3)})] * 10,
    ]

    aim, plan = by_criterion(BEN, read, [AIM, PLAN])

    assert (aim.pairs, aim.exact.estimate.value, aim.near.estimate.value) == (20, 0, 1)
    assert aim.difference.value == -1, "Ben gave one level less, first or second"
    assert (plan.pairs, plan.exact.estimate.value, plan.difference.value) == (10, 1, 0)
    assert plan.exact.estimate.interval.low == pytest.approx(0.722, abs=0.001)


def test_what_was_read_twice_as_it_was_narrow_tells_who_is_harsher_and_no_agreement():
    read = [pair((BEN, LEA), {AIM: (2, 2)})] * 10 + [pair((BEN, LEA), {AIM: (0, 2)}, narrow=True)] * 10

    (aim,) = by_criterion(BEN, read, [AIM])

    assert (aim.pairs, aim.exact.estimate.value, aim.difference.value) == (10, 1, -1)


def test_of_nine_nothing_is_shown_and_of_none_nothing_told():
    nine, none = by_criterion(BEN, [pair((BEN, LEA), {AIM: (2, 2)})] * 9, [AIM, PLAN])

    assert nine.is_held_back
    assert not isinstance(none.difference, Estimate)
