"""The intraclass correlation where nobody judged everything: the analysis of variance of unequal groups."""

import numpy as np
import pytest

from microcred.measures.estimates import Estimate, NotEstimable
from microcred.measures.ratings import Ratings
from microcred.measures.reliability import intraclass, one_way

LEVELS = [0, 1, 2, 3]


def judged(draw: np.random.Generator, *, units: int, raters: int, by: int, share: float = 0.5) -> np.ndarray:
    """Codes of units that so many raters judged, drawn by lot; -1 for the others. A share of variance is the unit's."""
    true = np.sqrt(share) * draw.normal(size=(units, 1)) + np.sqrt(1 - share) * draw.normal(size=(units, raters))
    codes = np.clip(np.rint(1.5 + true), 0, 3).astype(int)
    for row in codes:
        row[draw.permutation(raters)[by:]] = -1
    return codes


def test_of_as_many_raters_everywhere_it_is_the_known_one():
    codes = judged(np.random.default_rng(1), units=40, raters=3, by=3)
    known, found = intraclass(codes.astype(float), "1,1"), one_way(Ratings.of_codes(codes, LEVELS))
    assert found.value == pytest.approx(known.value)
    assert found.interval.low == pytest.approx(known.interval.low)
    assert found.interval.high == pytest.approx(known.interval.high)


def test_it_is_the_analysis_of_variance_of_unequal_groups():
    codes = judged(np.random.default_rng(2), units=30, raters=6, by=3)
    codes[:10, :] = judged(np.random.default_rng(3), units=10, raters=6, by=2)
    groups = [row[row >= 0].astype(float) for row in codes]
    n, total = len(groups), sum(map(len, groups))
    grand = np.concatenate(groups).mean()
    between = sum(len(each) * (each.mean() - grand) ** 2 for each in groups) / (n - 1)
    within = sum(((each - each.mean()) ** 2).sum() for each in groups) / (total - n)
    size = (total - sum(len(each) ** 2 for each in groups) / total) / (n - 1)

    found = one_way(Ratings.of_codes(codes, LEVELS))
    assert found.value == pytest.approx((between - within) / (between + (size - 1) * within))
    assert found.cases == 30


def test_units_that_one_judged_change_nothing():
    draw = np.random.default_rng(4)
    twice, once = judged(draw, units=50, raters=8, by=2), judged(draw, units=300, raters=8, by=1)
    assert one_way(Ratings.of_codes(np.vstack([twice, once]), LEVELS)) == one_way(Ratings.of_codes(twice, LEVELS))


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_intervals_hold_what_they_promise(share):
    draw = np.random.default_rng(5)
    many = one_way(Ratings.of_codes(judged(draw, units=40_000, raters=6, by=2, share=share), LEVELS)).value
    inside = 0
    for _run in range(400):
        codes = np.vstack([judged(draw, units=25, raters=6, by=by, share=share) for by in (2, 3)])
        found = one_way(Ratings.of_codes(codes, LEVELS))
        inside += found.interval.low <= many <= found.interval.high
    assert 0.92 <= inside / 400 <= 0.98


def test_what_cannot_be_told_is_not():
    alone = np.array([[1, -1], [-1, 2]])
    assert one_way(Ratings.of_codes(alone, LEVELS)) == NotEstimable("no pairs", 0)
    assert one_way(Ratings.of_codes(np.array([[1, 1]]), LEVELS)) == NotEstimable("one case", 1)
    assert one_way(Ratings.of_codes(np.array([[1, 1], [1, 1]]), LEVELS)) == NotEstimable("no spread", 2)
    alike = one_way(Ratings.of_codes(np.array([[1, 1], [2, 2], [3, 3]]), LEVELS))
    assert isinstance(alike, Estimate)
    assert (alike.value, alike.interval.high) == (1, 1)
    assert alike.interval.low < 0.5, "three units that agree promise nothing of those that were not seen"
