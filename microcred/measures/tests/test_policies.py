"""Policies played on essays that 21 trained people each read, against figures made elsewhere; and on odd ones.

The figures: of 372 essays by four criteria, all of which must reach level 3, or whose total must reach 10.
"""

from functools import cache
from math import comb

import numpy as np
import pytest

from microcred.measures.decisions import most_of_three
from microcred.measures.estimates import NotEstimable
from microcred.measures.policies import (
    Policy,
    a_criterion_split,
    case_by_case,
    consensus,
    consensus_total,
    decisions_split,
    either,
    every_criterion,
    far_apart,
    most_decisions,
    near_the_decision,
    replay,
    total_near,
    total_reached,
)
from microcred.measures.tests import known

NEEDED = (3, 3, 3, 3)
CUT = 10

SINGLE = Policy(most_decisions(NEEDED))
CONDITIONAL = Policy(most_decisions(NEEDED), 1, 3, either(near_the_decision(NEEDED, short=1), decisions_split(NEEDED)))
DOUBLE = Policy(most_decisions(NEEDED), 2, 3, decisions_split(NEEDED))
DOUBLE_BY_CRITERION = Policy(every_criterion(NEEDED), 2, 3, a_criterion_split(NEEDED))
TOTAL = Policy(total_reached(CUT))
TOTAL_NEAR = Policy(total_reached(CUT), 1, 2, total_near(CUT, 2))


@cache
def essays() -> np.ndarray:
    found: dict[str, list[list[float]]] = {}
    for student, _rater, *levels in known.rows("georgia_writing_21raters"):
        found.setdefault(student, []).append([float(level) for level in levels])
    return np.array(list(found.values()))


@known.there
@pytest.mark.parametrize(
    ("policy", "truth", "figures"),
    [
        (SINGLE, consensus(NEEDED), (0.868, 0.037, 0.095, 0.820, 1.00)),
        (CONDITIONAL, consensus(NEEDED), (0.898, 0.016, 0.086, 0.877, 1.68)),
        (DOUBLE, consensus(NEEDED), (0.907, 0.020, 0.073, 0.881, 2.18)),
        (DOUBLE_BY_CRITERION, consensus(NEEDED), (0.914, 0.026, 0.059, 0.880, 2.42)),
        (TOTAL, consensus_total(CUT), (0.899, 0.069, 0.032, 0.864, 1.00)),
        (TOTAL_NEAR, consensus_total(CUT), (0.932, 0.041, 0.027, 0.900, 1.48)),
    ],
    ids=[
        "single",
        "second near the decision, third on a split",
        "two, third on a split decision",
        "two, third on a split criterion",
        "total",
        "total, second near the cut",
    ],
)
def test_it_does_what_was_computed_before(policy, truth, figures):
    found = replay(essays(), policy, truth, runs=200)
    accuracy, false_pass, false_fail, repeated, readings = figures
    assert found.accuracy.value == pytest.approx(accuracy, abs=0.012)
    assert found.false_pass.value == pytest.approx(false_pass, abs=0.012)
    assert found.false_fail.value == pytest.approx(false_fail, abs=0.012)
    assert found.repeatability.value == pytest.approx(repeated, abs=0.012)
    assert found.readings.value == pytest.approx(readings, abs=0.012)
    assert found.accuracy.value + found.false_pass.value + found.false_fail.value == pytest.approx(1)
    assert found.accuracy.interval.low < accuracy < found.accuracy.interval.high


@known.there
def test_the_gain_of_a_conditional_second_reading_for_what_it_costs():
    single, conditional, double = (
        replay(essays(), each, consensus(NEEDED), runs=200) for each in (SINGLE, CONDITIONAL, DOUBLE)
    )
    gain = (conditional.accuracy.value - single.accuracy.value) / (double.accuracy.value - single.accuracy.value)
    cost = (conditional.readings.value - 1) / (double.readings.value - 1)
    assert gain == pytest.approx(0.77, abs=0.08)
    assert cost == pytest.approx(0.58, abs=0.012)
    assert single.of_thousand() == (pytest.approx(37, abs=3), pytest.approx(95, abs=6))


def panel(rng: np.random.Generator, submissions: int = 60, readers: int = 8) -> np.ndarray:
    true = rng.integers(1, 5, (submissions, 1, 2))
    return np.clip(true + rng.integers(-1, 2, (submissions, readers, 2)), 1, 4).astype(float)


def test_the_same_seed_gives_the_same_figures_and_another_one_others():
    readings = panel(np.random.default_rng(1))
    policy = Policy(every_criterion((3, 3)), 2, 3, a_criterion_split((3, 3)))
    one, again, other = (replay(readings, policy, consensus((3, 3)), seed=seed) for seed in (4, 4, 5))
    assert one == again
    assert one != other


def test_readers_who_all_see_the_same_are_always_right_and_nobody_reads_twice():
    readings = np.repeat(np.array([[3.0, 3.0], [1.0, 4.0], [4.0, 4.0]])[:, None, :], 6, axis=1)
    found = replay(readings, Policy(most_decisions((3, 3)), 1, 3, decisions_split((3, 3))), consensus((3, 3)))
    assert (found.accuracy.value, found.repeatability.value, found.readings.value) == (1.0, 1.0, 1.0)
    assert found.passed.value == pytest.approx(2 / 3)
    assert found.of_thousand() == (0, 0)


def test_gaps_are_no_readings_and_submissions_with_too_few_are_left_out():
    readings = panel(np.random.default_rng(2), submissions=30)
    readings[:10, 1:] = np.nan  # one reading
    readings[10:20, 3:, 0] = np.nan  # three whole ones
    policy = Policy(most_decisions((3, 3)), 2, 2)
    found = replay(readings, policy, consensus((3, 3)))
    assert found.submissions == 20
    assert found.accuracy.cases == 20
    assert found.repeatability.cases == 10


def test_where_nobody_read_twice_two_readings_cannot_be_played():
    readings = np.full((4, 3, 2), np.nan)
    readings[:, 0] = 3.0
    double = Policy(most_decisions((3, 3)), 2, 2)
    assert replay(readings, double, consensus((3, 3))) == NotEstimable("few readings", 4)
    assert replay(np.empty((0, 3, 2)), double, consensus((3, 3))) == NotEstimable("no cases", 0)
    single = replay(readings, SINGLE_OF_TWO, consensus((3, 3)))
    assert single.repeatability == NotEstimable("few readings", 4)
    assert single.accuracy.value == 1.0


SINGLE_OF_TWO = Policy(most_decisions((3, 3)))


def test_a_random_share_is_read_twice():
    readings = panel(np.random.default_rng(3), submissions=400)
    found = replay(readings, Policy(most_decisions((3, 3)), 1, 2, share=0.1), consensus((3, 3)), runs=50)
    assert found.readings.value == pytest.approx(1.1, abs=0.012)


def test_a_rule_of_one_submission_plays_like_the_same_rule_of_many():
    readings = panel(np.random.default_rng(6))
    many = Policy(every_criterion((3, 3)), 2, 3, either(a_criterion_split((3, 3)), far_apart()))
    one = Policy(
        case_by_case(lambda given: bool(((given >= 3).mean(axis=0) > 0.5).all())),
        2,
        3,
        case_by_case(
            lambda given: bool(
                ((given >= 3).mean(axis=0) == 0.5).any() or (given.max(axis=0) - given.min(axis=0) >= 2).any()
            )
        ),
    )
    assert replay(readings, many, consensus((3, 3)), runs=5) == replay(readings, one, consensus((3, 3)), runs=5)


@pytest.mark.parametrize(("first", "most", "share"), [(0, 1, 0), (2, 1, 0), (1, 1, 1.5)], ids=["none", "more", "share"])
def test_a_policy_that_cannot_be_is_refused(first, most, share):
    with pytest.raises(ValueError, match=r"reading|share"):
        Policy(most_decisions((3,)), first, most, share=share)


@known.there
@pytest.mark.parametrize("cut", [2, 3, 4])
@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_what_two_readings_tell_of_three_is_what_three_and_three_find(cut, most):
    """All pairs of the 21 readers, against all ways to draw three of them and three others."""
    found: dict[str, list[bool]] = {}
    for student, _rater, *levels in known.rows("georgia_writing_21raters"):
        found.setdefault(student, []).append(sum(int(level) >= cut for level in levels) >= most)
    pairs, alike = [], []
    for passing in (sum(each) for each in found.values() if len(each) == 21):
        failing = 21 - passing
        pairs += [(True, True)] * comb(passing, 2) + [(False, False)] * comb(failing, 2)
        pairs += [(True, False)] * (passing * failing)
        alike.append(
            sum(
                comb(passing, one)
                * comb(failing, 3 - one)
                * comb(passing - one, other)
                * comb(failing - 3 + one, 3 - other)
                for one in range(min(passing, 3) + 1)
                for other in range(min(passing - one, 3) + 1)
                if (one > 1) == (other > 1) and one >= 3 - failing and other >= 6 - one - failing
            )
            / (comb(21, 3) * comb(18, 3))
        )

    assert most_of_three(pairs).value == pytest.approx(np.mean(alike), abs=0.01)


def test_three_decide_alike_where_two_never_differ_and_by_chance_where_cases_do_not():
    assert most_of_three([(True, True)] * 30 + [(False, False)] * 30).value == 1
    assert most_of_three([(True, True)] * 60).value == 1
    even = [(True, True), (True, False), (False, True), (False, False)] * 15
    assert most_of_three(even).value == pytest.approx(0.5)
    assert most_of_three(even[:49]) == NotEstimable("few pairs", 49)
