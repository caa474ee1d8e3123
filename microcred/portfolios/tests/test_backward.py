from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.backward import WEIGHTS, Piece, plan_backward

TODAY = date(2026, 9, 1)


def pieces(*kinds, done=()):
    return [Piece(number, kind, number in done) for number, kind in enumerate(kinds, start=1)]


def test_an_artifact_takes_three_times_as_long_as_an_answer():
    plan = plan_backward(
        pieces("question", "artifact", "reflection"), hours=10, begin_on=TODAY, target_on=TODAY + timedelta(days=32)
    )

    assert [(stage.number, (stage.ready_on - TODAY).days, stage.hours) for stage in plan.stages] == [
        (1, 6, 2.0),
        (2, 24, 6.0),
        (3, 30, 2.0),
    ]
    assert plan.hours_left == 10
    assert not plan.is_tight


def test_two_days_stay_free_to_look_it_over_unless_there_are_none():
    soon = plan_backward(pieces("artifact"), hours=3, begin_on=TODAY, target_on=TODAY + timedelta(days=1))
    assert soon.stages[0].ready_on == TODAY + timedelta(days=1)

    today = plan_backward(pieces("artifact"), hours=3, begin_on=TODAY, target_on=TODAY)
    assert today.stages[0].ready_on == TODAY
    assert today.is_tight


def test_nothing_left_is_no_plan():
    assert plan_backward(pieces("question", done={1}), hours=3, begin_on=TODAY, target_on=TODAY) is None
    assert plan_backward([], hours=3, begin_on=TODAY, target_on=TODAY) is None


@given(
    kinds=st.lists(st.sampled_from(sorted(WEIGHTS)), min_size=1, max_size=30),
    done=st.sets(st.integers(1, 30)),
    hours=st.integers(1, 200),
    days=st.integers(0, 500),
)
def test_days_never_run_backwards_and_none_lies_outside(kinds, done, hours, days):
    target = TODAY + timedelta(days=days)
    asked = pieces(*kinds, done=done)

    plan = plan_backward(asked, hours=hours, begin_on=TODAY, target_on=target)

    left = [piece.number for piece in asked if not piece.is_done]
    if not left:
        assert plan is None
        return
    assert [stage.number for stage in plan.stages] == left
    days_of = [stage.ready_on for stage in plan.stages]
    assert days_of == sorted(days_of)
    assert TODAY <= days_of[0] <= days_of[-1] <= target
    assert plan.hours_left <= max(hours, 0.5)
