"""Salary lanes: who reaches which, from when, and what changed since an export."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.rewards.rules import (
    Change,
    Earned,
    Effect,
    LaneTerms,
    Measure,
    Post,
    Schedule,
    Standing,
    compared,
    crossings,
    effective,
)

DISTRICT, ADA, NOAH = UUID(int=1), UUID(int=2), UUID(int=3)
TEACHES = Post(role="educator", lineage=frozenset({DISTRICT}))


def schedule(**changes):
    given = {
        "zone": "America/New_York",
        "measure": Measure.AWARDS,
        "counts_from": date(2026, 7, 1),
        "effect": Effect.NEXT_MONTH,
        "without_stipends": True,
        "roles": frozenset({"educator"}),
        "place": DISTRICT,
        "lanes": (
            LaneTerms(name="Second", threshold=Decimal(3)),
            LaneTerms(name="First", threshold=Decimal(2)),
        ),
    }
    return Schedule(**{**given, **changes})


def earned(number, day=1, person=ADA, hours="10", **changes):
    given = {
        "id": UUID(int=100 + number),
        "person": person,
        "micro_credential": UUID(int=200 + number),
        "earned_at": datetime(2026, 9, day, 15, tzinfo=UTC),
        "hours": Decimal(hours),
        "posts": (TEACHES,),
    }
    return Earned(**{**given, **changes})


THREE = [earned(1, 1), earned(2, 2), earned(3, 3)]


@pytest.mark.parametrize(
    ("day", "effect", "begins", "holds"),
    [
        ("2026-09-15", Effect.AT_ONCE, 7, "2026-09-15"),
        ("2026-09-15", Effect.NEXT_MONTH, 7, "2026-10-01"),
        ("2026-10-01", Effect.NEXT_MONTH, 7, "2026-10-01"),
        ("2026-12-31", Effect.NEXT_MONTH, 7, "2027-01-01"),
        ("2026-06-30", Effect.NEXT_YEAR, 7, "2026-07-01"),
        ("2026-07-01", Effect.NEXT_YEAR, 7, "2026-07-01"),
        ("2026-07-02", Effect.NEXT_YEAR, 7, "2027-07-01"),
        ("2026-07-02", Effect.NEXT_YEAR, 1, "2027-01-01"),
    ],
)
def test_from_when_a_lane_holds(day, effect, begins, holds):
    assert effective(date.fromisoformat(day), effect, begins) == date.fromisoformat(holds)


def test_lanes_are_reached_from_the_lowest_up_on_the_day_of_the_last_award():
    found = crossings(schedule(), reversed(THREE))
    assert [(each.lane, each.crossed_on.day, str(each.amount), len(each.awards)) for each in found] == [
        ("First", 2, "2", 2),
        ("Second", 3, "3", 3),
    ]
    assert {each.holds_from for each in found} == {date(2026, 10, 1)}


@pytest.mark.parametrize(
    ("changes", "lanes"),
    [
        ({"standing": Standing.REVOKED}, []),
        ({"standing": Standing.SUSPENDED}, []),
        ({"posts": ()}, []),
        ({"posts": (Post(role="coach", lineage=frozenset({DISTRICT})),)}, []),
        ({"micro_credential": UUID(int=201)}, []),
        ({"earned_at": datetime(2026, 7, 1, 3, tzinfo=UTC)}, []),
        ({"earned_at": datetime(2026, 7, 1, 5, tzinfo=UTC)}, ["First"]),
        ({}, ["First"]),
    ],
)
def test_what_counts_towards_a_lane(changes, lanes):
    found = crossings(schedule(), [THREE[0], replace(THREE[1], **changes)])
    assert [each.lane for each in found] == lanes


def test_what_a_stipend_was_taken_for_counts_only_where_the_district_says_so():
    taken = {THREE[0].id}
    assert crossings(schedule(), THREE[:2], taken) == ()
    assert len(crossings(schedule(without_stipends=False), THREE[:2], taken)) == 1


@pytest.mark.parametrize(
    ("measure", "per", "threshold", "count", "amount"),
    [
        (Measure.HOURS, None, "20", 1, "20"),
        (Measure.HOURS, None, "20.5", 0, None),
        (Measure.CREDITS, "15", "1", 1, "1.33"),
        (Measure.CREDITS, "15", "1.34", 0, None),
        (Measure.CREDITS, "20", "1", 1, "1.00"),
        (Measure.CREDITS, "3", "6.67", 0, None),
    ],
)
def test_thresholds_in_hours_and_credits(measure, per, threshold, count, amount):
    lanes = (LaneTerms(name="MA", threshold=Decimal(threshold)),)
    found = crossings(schedule(measure=measure, hours_per_credit=Decimal(per) if per else None, lanes=lanes), THREE[:2])
    assert len(found) == count
    if amount:
        assert str(found[0].amount) == amount


def test_what_changed_since_an_export():
    before = {(each.person, each.lane): each for each in crossings(schedule(), THREE)}
    now = crossings(schedule(), [*THREE[1:], earned(4, 9), earned(5, 5, NOAH), earned(6, 6, NOAH)])
    told = {(each.person, each.lane): change for each, change in compared(now, before)}
    assert told == {
        (ADA, "First"): Change.CHANGED,
        (ADA, "Second"): Change.CHANGED,
        (NOAH, "First"): Change.NEW,
    }
    assert {change for _each, change in compared(now, {(e.person, e.lane): e for e in now})} == {Change.SAME}
    assert [change for _each, change in compared([], before)] == [Change.WITHDRAWN] * 2


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 28), st.sampled_from([ADA, NOAH])), max_size=10),
    st.sampled_from(list(Measure)),
    st.randoms(use_true_random=False),
)
def test_more_awards_never_lose_a_lane_and_order_does_not_matter(rows, measure, chance):
    awards = [
        earned(10 + place, day, person, micro_credential=UUID(int=300 + thing))
        for place, (thing, day, person) in enumerate(rows)
    ]
    lanes = tuple(LaneTerms(name=str(each), threshold=Decimal(each)) for each in (1, 2, 15, 30))
    of = schedule(measure=measure, hours_per_credit=Decimal(15), lanes=lanes)
    whole = crossings(of, awards)
    mixed = list(awards)
    chance.shuffle(mixed)
    assert crossings(of, mixed) == whole
    if awards:
        less = {(each.person, each.lane) for each in crossings(of, awards[1:])}
        assert less <= {(each.person, each.lane) for each in whole}
    for each in whole:
        assert each.crossed_on <= each.holds_from
