"""Stipends and lanes that would go with an award, told before, and gone after."""

from datetime import date
from decimal import Decimal

import pytest

from microcred.credentials.consequences import following
from microcred.credentials.tests import make as earning
from microcred.rewards.models import StipendReversal
from microcred.rewards.operations import lock_stipends
from microcred.rewards.queries import crossings_in
from microcred.rewards.tests import make
from microcred.rewards.tests.operations.test_export_lanes import stated


def told(award, cast, day=49):
    return {each.kind: each for each in following(award, at=cast.at + day * make.DAY)}


@pytest.mark.parametrize("paid", [False, True])
def test_the_stipend_that_is_foreseen_is_taken_back(cast, paid):
    make.offer(cast)
    award = make.award(cast)
    make.approved(cast)
    if paid:
        lock_stipends(
            actor=cast.omar, organization=make.place(cast), last_day=date(2026, 10, 15), at=cast.at + 48 * make.DAY
        )
    found = told(award, cast)["stipend_reversed"]
    assert ("paid already" in found.words) is paid
    make.revoked(cast, award)
    reversal = StipendReversal.objects.get()
    assert (found.subject, found.amount) == (reversal.entry_id, -reversal.entry.amount)
    assert found.amount == Decimal(-250)


def test_the_lane_that_is_foreseen_is_reached_no_more(cast):
    schedule = stated(cast)
    awards = [make.award(cast, of=earning.version(cast, name)) for name in ("managing-change", "building-your-team")]
    at = cast.at + 51 * make.DAY
    before = {each.lane for each in crossings_in(schedule, at=at)}
    lost = [each.words for each in following(awards[0], at=at) if each.kind == "lane_lost"]
    make.revoked(cast, awards[0])
    after = {each.lane for each in crossings_in(schedule, at=at)}
    assert len(lost) == len(before - after) > 0
