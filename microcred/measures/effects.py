"""Habits of a rater that are not severity: keeping to the middle or the ends, one impression for all criteria.

Sources: F. E. Saal, R. G. Downey, M. A. Lahey, Psychological Bulletin 88 (1980), 413-428; C. M. Myford, E. W. Wolfe,
Journal of Applied Measurement 4 (2003), 386-422, and 5 (2004), 189-227.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from microcred.measures.estimates import NotEstimable
from microcred.measures.ratings import Numbers

FEWEST = 30
"""readings of a rater below which a habit cannot be told from chance"""


@dataclass(frozen=True)
class Habit:
    """What a rater does beside what the panel does on comparable work.

    Attributes:
        rater, panel: the same statistic of both.
        z: how far apart they are, in standard errors.
    """

    rater: float
    panel: float
    z: float
    readings: int


def middle(scores: ArrayLike, panel: ArrayLike, *, lowest: float, highest: float) -> Habit | NotEstimable:
    """The share of scores that are at neither end: high for central tendency, low for extremism."""
    own, all_of_them = _flat(scores), _flat(panel)
    if len(own) < FEWEST:
        return NotEstimable("few readings", len(own))
    inner = [float(((each > lowest) & (each < highest)).mean()) for each in (own, all_of_them)]
    pooled = (inner[0] * len(own) + inner[1] * len(all_of_them)) / (len(own) + len(all_of_them))
    error = np.sqrt(pooled * (1 - pooled) * (1 / len(own) + 1 / len(all_of_them)))
    return Habit(inner[0], inner[1], float((inner[0] - inner[1]) / error) if error else 0.0, len(own))


def spread(scores: ArrayLike, panel: ArrayLike) -> Habit | NotEstimable:
    """The standard deviation of scores: low for restriction of range, high for extremism.

    The z is that of the logarithm of the ratio of both, which is near normal.
    """
    own, all_of_them = _flat(scores), _flat(panel)
    if len(own) < FEWEST:
        return NotEstimable("few readings", len(own))
    both = float(own.std(ddof=1)), float(all_of_them.std(ddof=1))
    if not all_of_them.any() or both[1] == 0:
        return NotEstimable("no spread", len(own))
    error = np.sqrt(1 / (2 * (len(own) - 1)) + 1 / (2 * (len(all_of_them) - 1)))
    z = float(np.log(both[0] / both[1]) / error) if both[0] else -np.inf
    return Habit(both[0], both[1], z, len(own))


def halo(scores: ArrayLike, panel: ArrayLike) -> Habit | NotEstimable:
    """The mean correlation between criteria: higher than the panel's, one impression stands for all.

    Args:
        scores, panel: of shape (readings, criteria).
    """
    own, all_of_them = _complete(scores), _complete(panel)
    if len(own) < FEWEST:
        return NotEstimable("few readings", len(own))
    if own.shape[1] < 2:
        return NotEstimable("one criterion", len(own))
    means = [_mean_correlation(each) for each in (own, all_of_them)]
    if means[0] is None or means[1] is None:
        return NotEstimable("no spread", len(own))
    clipped = np.clip([means[0], means[1]], -0.999, 0.999)
    apart = np.arctanh(clipped)
    error = np.sqrt(1 / (len(own) - 3) + 1 / max(len(all_of_them) - 3, 1))
    return Habit(means[0], means[1], float((apart[0] - apart[1]) / error), len(own))


def flat_profiles(scores: ArrayLike, panel: ArrayLike) -> Habit | NotEstimable:
    """The share of readings with the same score for every criterion."""
    own, all_of_them = _complete(scores), _complete(panel)
    if len(own) < FEWEST:
        return NotEstimable("few readings", len(own))
    if own.shape[1] < 2:
        return NotEstimable("one criterion", len(own))
    shares = [float((each == each[:, :1]).all(axis=1).mean()) for each in (own, all_of_them)]
    usual, flat = min(max(shares[1], 1e-9), 1 - 1e-9), round(shares[0] * len(own))
    # Binomial, and so honest for few: the probability of so many or more, or of so few or less.
    tails = (
        float(scipy.special.bdtr(flat, len(own), usual)),
        1 - float(scipy.special.bdtr(flat - 1, len(own), usual)) if flat else 1.0,
    )
    z = -float(scipy.special.ndtri(min(max(min(tails), 1e-300), 0.5))) * (1 if shares[0] >= shares[1] else -1)
    return Habit(shares[0], shares[1], z, len(own))


def standardized_difference(own: ArrayLike, others: ArrayLike) -> float | NotEstimable:
    """The difference of two means in pooled standard deviations: whether one is harsher, and how much.

    Source: J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), chapter 2.
    """
    one, other = _flat(own), _flat(others)
    if len(one) < 2 or len(other) < 2:
        return NotEstimable("one case", len(one) + len(other))
    pooled = ((len(one) - 1) * one.var(ddof=1) + (len(other) - 1) * other.var(ddof=1)) / (len(one) + len(other) - 2)
    return float((one.mean() - other.mean()) / np.sqrt(pooled)) if pooled > 0 else NotEstimable("no spread", len(one))


def lasting(residuals: ArrayLike) -> Habit | NotEstimable:
    """The correlation of each residual with the one before: above 0, the work before colours the next."""
    own = _flat(residuals)
    if len(own) < FEWEST:
        return NotEstimable("few readings", len(own))
    centred = own - own.mean()
    below = float((centred**2).sum())
    if below == 0:
        return NotEstimable("no spread", len(own))
    value = float((centred[1:] * centred[:-1]).sum() / below)
    return Habit(value, 0.0, value * float(np.sqrt(len(own))), len(own))


def _flat(scores: ArrayLike) -> Numbers:
    values = np.asarray(scores, dtype=float).ravel()
    judged: Numbers = values[~np.isnan(values)]
    return judged


def _complete(scores: ArrayLike) -> Numbers:
    table = np.asarray(scores, dtype=float)
    table = table[:, None] if table.ndim == 1 else table
    whole: Numbers = table[~np.isnan(table).any(axis=1)]
    return whole


def _mean_correlation(table: Numbers) -> float | None:
    kept = table[:, table.std(axis=0) > 0]
    if kept.shape[1] < 2 or len(kept) < 4:
        return None
    found = np.asarray(np.corrcoef(kept.T))
    return float(found[np.triu_indices(len(found), 1)].mean())
