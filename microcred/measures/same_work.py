"""Habits of a rater beside others who judged the same work: keeping to the middle or the ends, one impression for all.

What `effects` asks of a rater and a panel that judged comparable work is asked here of pairs of judgements of one and
the same work. So the mix of work plays no part, and the errors allow for what hangs together: the criteria of one work,
and both judgements of it. They are those of the jackknife that leaves out one work at a time.

Sources: C. M. Myford, E. W. Wolfe, Journal of Applied Measurement 4 (2003), 386-422, and 5 (2004), 189-227;
R. G. Miller, Biometrika 61 (1974), 1-15.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from microcred.measures.effects import FEWEST, Habit
from microcred.measures.estimates import NotEstimable
from microcred.measures.ratings import Numbers

Scaled = Callable[[Numbers], Numbers]
"""to where a statistic is nearly normal"""


def middle(own: ArrayLike, others: ArrayLike, *, highest: ArrayLike, lowest: float = 0.0) -> Habit | NotEstimable:
    """The share of scores that are at neither end: high for central tendency, low for extremism.

    Args:
        own, others: of shape (works, criteria); the same row is the same work. Rows with blanks are left out.
        highest: of each criterion; one without anything between its ends says nothing.
    """
    rows = _pairs(own, others)
    if isinstance(rows, NotEstimable):
        return rows
    between = np.asarray(highest) - lowest > 1
    if not between.any():
        return NotEstimable("two levels", rows.shape[1])
    tables, tops = rows[:, :, between], np.asarray(highest)[between]
    inner = ((tables > lowest) & (tables < tops)).mean(axis=2)
    return _beside(inner[:, :, None], lambda mean: mean[..., 0], lambda share: share)


def spread(own: ArrayLike, others: ArrayLike) -> Habit | NotEstimable:
    """The standard deviation of scores within criteria: low for restriction of range, high for extremism.

    The z is that of the logarithm of the ratio of both.
    """
    rows = _pairs(own, others)
    if isinstance(rows, NotEstimable):
        return rows
    if not rows.std(axis=1).any(axis=1).all():
        return NotEstimable("no spread", rows.shape[1])
    criteria = rows.shape[2]

    def deviation(mean: Numbers) -> Numbers:
        within: Numbers = mean[..., criteria:] - mean[..., :criteria] ** 2
        found: Numbers = np.sqrt(np.maximum(within.mean(axis=-1), 1e-12))
        return found

    return _beside(np.concatenate([rows, rows**2], axis=2), deviation, np.log)


def halo(own: ArrayLike, others: ArrayLike) -> Habit | NotEstimable:
    """The mean correlation between criteria: higher than that of the others, one impression stands for all.

    The z is that of the difference of Fisher's transforms.
    """
    rows = _pairs(own, others)
    if isinstance(rows, NotEstimable):
        return rows
    if rows.shape[2] < 2:
        return NotEstimable("one criterion", rows.shape[1])
    varied = rows[:, :, (rows.std(axis=1) > 0).all(axis=0)]
    criteria = varied.shape[2]
    if criteria < 2:
        return NotEstimable("no spread", rows.shape[1])
    first, second = np.triu_indices(criteria, 1)

    def together(mean: Numbers) -> Numbers:
        level, square, product = np.split(mean, [criteria, 2 * criteria], axis=-1)
        deviation = np.sqrt(np.maximum(square - level**2, 1e-12))
        common = product - level[..., first] * level[..., second]
        found: Numbers = (common / (deviation[..., first] * deviation[..., second])).mean(axis=-1)
        return found

    sums = np.concatenate([varied, varied**2, varied[:, :, first] * varied[:, :, second]], axis=2)
    return _beside(sums, together, lambda r: np.arctanh(np.clip(r, -0.999, 0.999)))


def flat_profiles(own: ArrayLike, others: ArrayLike) -> Habit | NotEstimable:
    """The share of works with the same score for every criterion; these should have the same levels."""
    rows = _pairs(own, others)
    if isinstance(rows, NotEstimable):
        return rows
    if rows.shape[2] < 2:
        return NotEstimable("one criterion", rows.shape[1])
    flat = (rows == rows[:, :, :1]).all(axis=2).astype(float)
    return _beside(flat[:, :, None], lambda mean: mean[..., 0], lambda share: share)


def _pairs(own: ArrayLike, others: ArrayLike) -> Numbers | NotEstimable:
    """Of shape (2, works, criteria): those works of which both said everything."""
    both = np.asarray([own, others], dtype=float)
    if both.ndim != 3:
        return NotEstimable("no pairs", 0)
    whole: Numbers = both[:, ~np.isnan(both).any(axis=(0, 2))]
    return whole if whole.shape[1] >= FEWEST else NotEstimable("few readings", whole.shape[1])


def _beside(rows: Numbers, statistic: Scaled, scaled: Scaled) -> Habit:
    """A statistic of means over works, of both, and how far apart both are in errors of the jackknife.

    Args:
        rows: of shape (2, works, means).
    """
    works = rows.shape[1]
    sums = rows.sum(axis=1, keepdims=True)
    own, others = (float(each) for each in statistic(sums[:, 0] / works))
    whole, without = scaled(statistic(sums / works)), scaled(statistic((sums - rows) / (works - 1)))
    apart, left = float(whole[0, 0] - whole[1, 0]), without[0] - without[1]
    error = math.sqrt((works - 1) / works * float(((left - left.mean()) ** 2).sum()))
    if error < 1e-9:
        z = 0.0 if abs(apart) < 1e-9 else math.copysign(math.inf, apart)
    else:
        z = apart / error
    return Habit(own, others, z, works)
