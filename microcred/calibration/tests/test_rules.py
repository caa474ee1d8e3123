"""The sums of the qualifying test: tables of cases, properties, and a simulation of what it does to people."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.calibration.rules import (
    USUAL,
    Terms,
    again_from,
    came_to,
    off_by_criterion,
    order_of,
    reached,
    verdict_of,
)
from microcred.measures.sequential import Qualification, standing

USUAL_TEST = Qualification(good=0.8, poor=0.6, alpha=0.05, beta=0.05, fewest=10, most=60, far_off=0.05)
CRITERIA = [UUID(int=number) for number in range(1, 6)]
DAY = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def paper(*distances: int) -> dict[UUID, int]:
    return dict(zip(CRITERIA, distances, strict=False))


def alike(count: int) -> list[dict[UUID, int]]:
    return [paper(0, 0, 0)] * count


@pytest.mark.parametrize(
    ("papers", "is_more", "comes_to"),
    [
        ([], True, None),
        (alike(10), True, None),  # ten perfect papers do not reach the bound of 19 to 1
        (alike(11), True, "qualified"),
        (alike(10), False, "undecided"),  # and there is no other paper
        ([paper(1, 1, 1)] * 9, True, None),  # clearly poor, and fewer than the fewest
        ([paper(1, 1, 1)] * 10, True, "not_yet"),
        ([paper(0, 0, 1), paper(0, 1, 0)] * 30, True, "undecided"),  # two in three to the end: neither
        ([*alike(30), paper(0, 0, 2), paper(0, 0, -3)], True, "qualified"),
        ([*alike(20), paper(2, 2, 2), paper(-2, 2, 2)], True, None),  # two of 22 far off: more than 5 in 100
        ([paper(0, 0, 0, 0)] * 11, False, "qualified"),
    ],
    ids=str,
)
def test_what_papers_come_to(papers, is_more, comes_to):
    assert verdict_of(USUAL_TEST, papers, is_more=is_more) == comes_to


def test_a_paper_weighs_as_one_however_many_criteria_it_has():
    assert reached(USUAL_TEST, [paper(0, 1)]) == reached(USUAL_TEST, [paper(0, 0, 1, 1)])
    assert reached(USUAL_TEST, [paper(0, 1, 2, 0)]).exact == Fraction(1, 2)


def test_usual_terms_are_those_of_the_usual_test():
    assert USUAL.test == USUAL_TEST


distance = st.integers(-3, 3)
one_paper = st.lists(distance, min_size=3, max_size=3).map(lambda found: paper(*found))
papers = st.lists(one_paper, max_size=70)


@given(papers, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_in_which_papers_were_read_changes_no_sum(read, rng):
    other = list(read)
    rng.shuffle(other)
    assert reached(USUAL_TEST, other) == reached(USUAL_TEST, read)


@given(papers, st.integers(0, 69), st.integers(0, 2))
@settings(max_examples=80, deadline=None)
def test_agreeing_once_more_never_speaks_against_anybody(read, which, criterion):
    if not read:
        return
    better = [dict(one) for one in read]
    better[which % len(read)][CRITERIA[criterion]] = 0
    assert reached(USUAL_TEST, better).evidence >= reached(USUAL_TEST, read).evidence
    order = ["not_yet", None, "undecided", "qualified"]
    before, after = (verdict_of(USUAL_TEST, each, is_more=True) for each in (read, better))
    assert order.index(after) >= order.index(before)


@given(papers)
@settings(max_examples=80, deadline=None)
def test_kinder_and_stricter_weigh_the_same(read):
    mirrored = [{criterion: -off for criterion, off in one.items()} for one in read]
    assert reached(USUAL_TEST, mirrored) == reached(USUAL_TEST, read)
    assert [(one.criterion, one.times, one.kinder) for one in off_by_criterion(read)] == [
        (one.criterion, one.times, one.stricter) for one in off_by_criterion(mirrored)
    ]


@given(papers)
@settings(max_examples=80, deadline=None)
def test_nothing_is_decided_before_the_fewest_and_everything_by_the_most(read):
    comes_to = verdict_of(USUAL_TEST, read, is_more=True)
    if len(read) < USUAL_TEST.fewest:
        assert comes_to is None
    if len(read) >= USUAL_TEST.most:
        assert comes_to is not None
    assert verdict_of(USUAL_TEST, read, is_more=False) is not None


def test_what_was_off_is_told_by_criterion_the_most_frequent_first():
    first, second, third = off_by_criterion([paper(1, 0, -1, 0), paper(2, -1, 0, 0), paper(1, 0, 0, 0)])
    assert (first.criterion, first.times, first.of, first.kinder, first.stricter) == (CRITERIA[0], 3, 3, 3, 0)
    assert [(one.criterion, one.kinder, one.stricter) for one in (second, third)] == [
        (CRITERIA[1], 0, 1),
        (CRITERIA[2], 0, 1),
    ]


def test_papers_come_in_the_order_of_the_seed_and_those_seen_come_last():
    there = [uuid4() for _ in range(30)]
    order = order_of(there, {}, 7)
    assert order == order_of(list(reversed(there)), {}, 7)
    assert order != order_of(there, {}, 8)
    assert sorted(order) == sorted(there)
    assert order_of(there, {order[0]: 2, order[1]: 1}, 7) == [*order[2:], order[1], order[0]]


def test_taking_one_paper_away_leaves_the_order_of_the_others():
    there = [uuid4() for _ in range(12)]
    order = order_of(there, {}, 5)
    assert order_of(set(there) - {order[3]}, {}, 5) == [one for one in order if one != order[3]]


@pytest.mark.parametrize(
    ("ended", "again"),
    [
        ([], None),
        ([0], 14),
        ([-30, 0], 14),
        ([-60, -30, 0], 365 - 60),  # three within a year: the first has to be a year ago
        ([-400, -30, 0], 14),
        ([-364, -30, 0], 14),
        ([-350, -30, 0], 15),
        ([0, -60, -30], 365 - 60),
    ],
    ids=str,
)
def test_when_somebody_may_try_again(ended, again):
    found = again_from([DAY + timedelta(days=days) for days in ended], wait_days=14, attempts=3)
    assert found == (None if again is None else DAY + timedelta(days=again))


def simulated(share: float, runs: int = 500, together: float = 0.4) -> tuple[float, float, float]:
    """Of people who give the agreed level in this share of criteria: who qualifies, who does not yet, mean papers.

    With the chance `together` the three criteria of a paper are judged alike.
    """
    rng = random.Random(20261127)
    ends, read = [], 0
    for _ in range(runs):
        done: list[dict[UUID, int]] = []
        comes_to = None
        while comes_to is None:
            hits = [rng.random() < share for _ in range(3)]
            if rng.random() < together:
                hits = [hits[0]] * 3
            done.append(paper(*(0 if hit else 1 for hit in hits)))
            comes_to = verdict_of(USUAL_TEST, done, is_more=True) if len(done) >= USUAL_TEST.fewest else None
        ends.append(comes_to)
        read += len(done)
    return ends.count("qualified") / runs, ends.count("not_yet") / runs, read / runs


def test_the_whole_test_errs_no_more_often_than_its_terms_say_and_is_as_long_as_expected():
    """Bounds: Wald's alpha / (1 - beta), with three standard errors of 500 runs; lengths by an independent program
    for papers that are right or wrong as a whole, of which papers of several criteria need a little fewer."""
    slack = 0.05 / 0.95 + 3 * (0.05 * 0.95 / 500) ** 0.5
    poor, good = simulated(0.60), simulated(0.80)
    assert poor[0] <= slack
    assert good[1] <= slack
    assert poor[1] >= 0.85
    assert good[0] >= 0.80
    assert 24 <= poor[2] <= 34
    assert 24 <= good[2] <= 34
    assert simulated(0.95, runs=100)[0] >= 0.99
    assert simulated(0.40, runs=100)[1] >= 0.99


def ends_of(test: Qualification, share: float) -> tuple[float, float]:
    """The chances to qualify and to fail for who agrees in this share of papers, added up over all ways, not drawn."""
    going, qualified, failed = {0: 1.0}, 0.0, 0.0
    for papers in range(1, test.most + 1):
        after: dict[int, float] = defaultdict(float)
        for exact, chance in going.items():
            after[exact + 1] += chance * share
            after[exact] += chance * (1 - share)
        verdicts = {exact: standing(test, exact, papers).verdict for exact in after}
        qualified += sum(chance for exact, chance in after.items() if verdicts[exact] == "qualified")
        failed += sum(chance for exact, chance in after.items() if verdicts[exact] == "not qualified")
        going = {exact: chance for exact, chance in after.items() if verdicts[exact] == "go on"}
    return qualified, failed


@pytest.mark.parametrize(
    "terms",
    [
        USUAL,
        replace(USUAL, good=90, poor=50, most=12),
        replace(USUAL, good=95, poor=60, wrongly_in=10, wrongly_out=40),  # with two papers 13 of 100 come in wrongly
        replace(USUAL, good=80, poor=50, wrongly_in=20, wrongly_out=30),
    ],
    ids=str,
)
def test_with_the_fewest_papers_both_errors_are_at_most_what_is_told(terms):
    assert ends_of(terms.test, terms.poor / 100)[0] <= terms.wrongly_in / 100
    assert ends_of(terms.test, terms.good / 100)[1] <= terms.wrongly_out / 100


@pytest.mark.parametrize("fewest", [1, 2, 9])
def test_no_terms_let_fewer_than_ten_papers_decide(fewest):
    with pytest.raises(ValueError, match="fewer than 10 papers"):
        Terms(fewest=fewest)
    assert Terms(fewest=10, most=10).test.fewest == 10


@pytest.mark.parametrize(
    ("papers", "is_more", "comes_to"),
    [
        ([], True, "open"),
        ([], False, "cut_short"),
        (alike(4), True, "open"),  # to learn by, so nothing is decided before all are read
        (alike(4), False, "cut_short"),
        (alike(5), False, "well"),
        ([*alike(3), paper(0, 0, 1), paper(1, 0, 0)], True, "well"),
        ([*alike(2), *[paper(0, 1, -1)] * 3], True, "not_well"),  # nine of fifteen: 60 in 100
        ([*alike(3), paper(1, 1, 0), paper(1, 1, 1)], True, "not_well"),  # ten of fifteen: 67
        ([*alike(4), paper(0, 0, 2)], True, "well"),  # one that is far off says nothing
        ([*alike(4), paper(0, 2, -2)], True, "not_well"),  # two of fifteen: more than 5 in 100
        ([paper(0), paper(0), paper(0), paper(1), paper(1, 0, 0, 0)], True, "well"),  # a paper weighs as one
        ([paper(0), paper(0), paper(1), paper(1), paper(0, 0, 0, 0)], True, "not_well"),
    ],
    ids=str,
)
def test_what_a_recalibration_comes_to(papers, is_more, comes_to):
    assert came_to(papers, asked=5, enough=USUAL.enough, far_off=USUAL.far_off, is_more=is_more) == comes_to


def test_a_recalibration_asks_what_lies_half_way_from_poor_to_good():
    assert (USUAL.enough, USUAL.recalibration, USUAL.pauses) == (70, 5, True)
    assert Terms(pauses=False).pauses is False
    for amiss in ({"recalibration": 1}, {"recalibration": 0}, {"away_days": 0}):
        with pytest.raises(ValueError, match=r"figure|paper"):
            Terms(**amiss)
