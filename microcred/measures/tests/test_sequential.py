"""Qualifying by as many papers as it takes: the two errors, the counts of papers, the ends."""

from fractions import Fraction

import numpy as np
import pytest

from microcred.measures.sequential import Qualification, run, standing

UNLIMITED = Qualification(fewest=1, most=10_000, far_off=1.0)
RUNS = 3000


def simulated(share: float, test: Qualification = UNLIMITED) -> tuple[float, float]:
    """Of people who agree in this share of papers: the share that qualifies, and papers on average."""
    rng = np.random.default_rng(7)
    found = [run(test, (0 if hit else 1 for hit in rng.random(400) < share)) for _ in range(RUNS)]
    return np.mean([each.verdict == "qualified" for each in found]), np.mean([each.papers for each in found])


@pytest.mark.parametrize(
    ("share", "qualifies", "papers"),
    # 20,000 runs each, computed by an independent program: share of agreement, who passes, mean papers.
    [(0.50, 0.002, 16), (0.60, 0.04, 28), (0.70, 0.45, 49), (0.80, 0.96, 31), (0.90, 1.0, 17)],
    ids=lambda each: f"{each:g}",
)
def test_who_qualifies_and_how_soon(share, qualifies, papers):
    passed, mean = simulated(share)
    assert passed == pytest.approx(qualifies, abs=0.03)
    assert mean == pytest.approx(papers, rel=0.07)


def test_both_errors_stay_below_what_was_asked():
    assert simulated(0.60)[0] <= 0.05
    assert 1 - simulated(0.80)[0] <= 0.05


def test_nobody_is_decided_before_the_fewest_papers():
    ordinary = Qualification()
    assert standing(ordinary, 9, 9).verdict == "go on"
    assert standing(ordinary, 0, 9).verdict == "go on"
    assert standing(ordinary, 0, 10).verdict == "not qualified"
    assert standing(ordinary, 11, 11).verdict == "qualified"


def test_far_off_papers_keep_from_qualifying_until_a_panel_decides():
    ordinary = Qualification()
    assert standing(ordinary, 30, 32, far_off=1).verdict == "qualified"
    assert standing(ordinary, 30, 32, far_off=2).verdict == "go on"
    assert standing(ordinary, 56, 60, far_off=4).verdict == "for a panel"


def test_somebody_in_between_comes_before_a_panel_at_the_last_paper():
    reached = run(Qualification(), [0, 0, 0, 0, 0, 0, 0, 1, 1, 1] * 6)
    assert (reached.verdict, reached.papers, reached.exact) == ("for a panel", 60, 42)


def test_papers_after_the_decision_change_nothing():
    once = run(Qualification(), [0] * 12)
    assert once == run(Qualification(), [0] * 12 + [2] * 30)


@pytest.mark.parametrize(
    "what",
    [
        {"good": 0.6, "poor": 0.6},
        {"poor": 0.0},
        {"good": 1.0},
        {"alpha": 0.5},
        {"beta": 0.0},
        {"fewest": 0},
        {"fewest": 61},
    ],
    ids=str,
)
def test_a_test_that_cannot_be_is_refused(what):
    with pytest.raises(ValueError, match=r"agreement|alpha|paper"):
        Qualification(**what)


@pytest.mark.parametrize("counts", [(3, 2, 0), (-1, 2, 0), (1, 2, 2)], ids=str)
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(ValueError, match="papers"):
        standing(Qualification(), *counts)


@pytest.mark.parametrize("together", [0.0, 0.5, 1.0], ids=lambda each: f"together {each:g}")
def test_both_errors_hold_however_the_criteria_of_a_paper_hang_together(together):
    """Four criteria of each paper; with this chance they are all judged as the first one."""
    rng, wrong = np.random.default_rng(11), {}
    for share, verdict in ((0.60, "qualified"), (0.80, "not qualified")):
        ends = []
        for _run in range(1500):
            papers, exact = 0, Fraction(0)
            reached = standing(UNLIMITED, 0, 0)
            while reached.verdict == "go on":
                hits = rng.random(4) < share
                alike = np.full(4, hits[0]) if rng.random() < together else hits
                papers, exact = papers + 1, exact + Fraction(int(alike.sum()), 4)
                reached = standing(UNLIMITED, exact, papers)
            ends.append(reached.verdict)
        wrong[share] = ends.count(verdict) / len(ends)
    # Wald's bound is alpha / (1 - beta); with three standard errors of 1,500 runs.
    assert max(wrong.values()) <= 0.05 / 0.95 + 3 * (0.05 * 0.95 / 1500) ** 0.5
