"""The rule that decides, and the promise of a date."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.rules import promised_by
from microcred.scoring.rules import Outcome, business_days_left, comment_is_needed, decide


@dataclass(frozen=True)
class Need:
    """A criterion as the rule sees it."""

    required_position: int
    id: UUID


def needs(*positions):
    return [Need(position, uuid4()) for position in positions]


@pytest.mark.parametrize(
    ("required", "reached", "outcome", "short"),
    [
        ([2], [2], Outcome.EARNED, []),
        ([2], [3], Outcome.EARNED, []),
        ([2], [1], Outcome.NOT_YET, [0]),
        ([0], [0], Outcome.EARNED, []),
        ([2, 2], [3, 1], Outcome.NOT_YET, [1]),
        ([2, 2, 1], [1, 1, 1], Outcome.NOT_YET, [0, 1]),
        ([2, 1, 2], [2, 1, 2], Outcome.EARNED, []),
        ([2, 2], [2, None], None, []),
        ([2, 2], [1, None], None, [0]),
        ([], [], None, []),
    ],
    ids=["exact", "above", "below", "lowest", "no-make-up", "two-short", "each-its-own", "unjudged", "both", "none"],
)
def test_the_rule_is_conjunctive(required, reached, outcome, short):
    demands = needs(*required)
    given_levels = {d.id: r for d, r in zip(demands, reached, strict=True) if r is not None}
    verdict = decide(demands, given_levels)
    assert verdict.outcome == outcome
    assert list(verdict.short) == [demands[place].id for place in short]


readings = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8)


@given(readings, st.data())
def test_raising_a_level_never_turns_earned_into_not_yet(pairs, data):
    demands = needs(*(required for required, _ in pairs))
    reached = {d.id: level for d, (_, level) in zip(demands, pairs, strict=True)}
    raised = {**reached, data.draw(st.sampled_from(demands)).id: 4}
    if decide(demands, reached).outcome is Outcome.EARNED:
        assert decide(demands, raised).outcome is Outcome.EARNED
    assert set(decide(demands, raised).short) <= set(decide(demands, reached).short)


@given(readings, st.randoms())
def test_the_order_of_the_criteria_changes_nothing(pairs, random):
    demands = needs(*(required for required, _ in pairs))
    reached = {d.id: level for d, (_, level) in zip(demands, pairs, strict=True)}
    shuffled = random.sample(demands, len(demands))
    first, second = decide(demands, reached), decide(shuffled, reached)
    assert first.outcome is second.outcome
    assert set(first.reasons) == set(second.reasons)


@given(readings)
def test_exactly_the_short_criteria_reopen_and_meeting_them_earns(pairs):
    demands = needs(*(required for required, _ in pairs))
    reached = {d.id: level for d, (_, level) in zip(demands, pairs, strict=True)}
    verdict = decide(demands, reached)
    assert list(verdict.short) == [d.id for d in demands if reached[d.id] < d.required_position]
    assert (verdict.outcome is Outcome.EARNED) == (not verdict.short)
    mended = {**reached, **{d.id: d.required_position for d in demands if d.id in verdict.short}}
    assert decide(demands, mended).outcome is Outcome.EARNED


def test_a_comment_is_needed_below_the_required_level_alone():
    assert comment_is_needed(reached=1, required=2)
    assert not comment_is_needed(reached=2, required=2)


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
