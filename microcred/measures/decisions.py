"""Would the award be the same with another pair, or other evidence? Consistency and accuracy of decisions.

Sources: S. A. Livingston, C. Lewis, Journal of Educational Measurement 32 (1995), 179-197; B. A. Hanson, Method of
Moments Estimates for the Four-Parameter Beta Compound Binomial Model, ACT Research Report 91-5 (1991).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy
from numpy.typing import ArrayLike

from microcred.measures.coefficients import conger, percent_agreement
from microcred.measures.estimates import RESAMPLES, SEED, Estimate, Measure, NotEstimable, resampled
from microcred.measures.intervals import Interval
from microcred.measures.ratings import Numbers, Ratings

ENOUGH_PAIRS = 50


@dataclass(frozen=True)
class Repeatability:
    """How often two blind readings led to the same decision."""

    pairs: int
    same: Measure
    kappa: Measure


@dataclass(frozen=True)
class Classification:
    """What a cut does to people whose true scores are spread in a known way; all are shares of everybody.

    Attributes:
        accuracy: decided as their true score would be.
        false_pass: passed below the cut. `false_fail`: failed above it.
        consistency: decided alike twice. `chance`: alike by chance. `kappa`: beyond chance.
        pass_rate_above: of those at or above the cut, who pass. `fail_rate_below`: of those below, who fail.
    """

    accuracy: float
    false_pass: float
    false_fail: float
    consistency: float
    chance: float
    kappa: float
    pass_rate_above: float
    fail_rate_below: float


def repeatability(
    pairs: Sequence[tuple[bool, bool]], *, confidence: float = 0.95, seed: int = SEED
) -> Repeatability | NotEstimable:
    """From decisions of two independent readings each, made before anything was resolved."""
    if len(pairs) < ENOUGH_PAIRS:
        return NotEstimable("few pairs", len(pairs))
    ratings = Ratings.of_codes(np.array(pairs, dtype=int), (False, True))
    return Repeatability(
        len(pairs),
        percent_agreement(ratings, confidence=confidence, seed=seed),
        conger(ratings, confidence=confidence, seed=seed),
    )


def most_of_three(
    pairs: Sequence[tuple[bool, bool]], *, confidence: float = 0.95, seed: int = SEED, resamples: int = RESAMPLES
) -> Measure:
    """How often three readers and three others decide alike, each by most of them, from two readings of each case.

    Two decide where they agree, and a third where they do not: that is most of three. How likely a reader is to pass
    differs from case to case; two readings tell the mean and the spread of it, and a beta distribution with both tells
    the rest (J. G. Skellam, Journal of the Royal Statistical Society B 10 (1948), 257-261). A model, then: of 372
    essays with 21 readers each it came within 0.01 of what was counted, by every rule that was tried.

    Returns:
        The share, its interval by resampling cases; `few pairs` of fewer than `ENOUGH_PAIRS`.
    """
    if len(pairs) < ENOUGH_PAIRS:
        return NotEstimable("few pairs", len(pairs))
    said = np.array(pairs, dtype=int).sum(axis=1)
    often = np.bincount(said, minlength=3).astype(float)
    drawn = resampled(often, seed=seed, resamples=resamples)
    value, values = float(_alike_by_most(often)), _alike_by_most(drawn)
    tail = (1 - confidence) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    interval = Interval(float(low), float(high), confidence)
    return Estimate(value, float(values.std(ddof=1)), interval, len(pairs), "bootstrap", seed)


def _alike_by_most(often: Numbers) -> Numbers:
    """Of cases that none, one or both of two pass: how often most of three and most of three others decide alike."""
    total = often.sum(axis=-1)
    mean = (often[..., 1] / 2 + often[..., 2]) / total
    both = often[..., 2] / total
    most, spread = mean * (1 - mean), both - mean**2
    with np.errstate(divide="ignore", invalid="ignore"):
        size = most / spread - 1
    # Where nobody ever differs all is decided alike, and where cases do not differ chance alone decides.
    alike = np.where(spread >= most, 1.0, 1 - 2 * _passed(mean) * (1 - _passed(mean)))
    usual = (spread > 0) & (spread < most)
    size = np.where(usual, size, 1.0)

    def moment(order: int) -> Numbers:
        steps = np.arange(order).reshape(-1, *([1] * np.ndim(mean)))
        return np.asarray(((mean * size + steps) / (size + steps)).prod(axis=0))

    passing = 3 * moment(2) - 2 * moment(3)
    twice = 9 * moment(4) - 12 * moment(5) + 4 * moment(6)
    return np.where(usual, 1 - 2 * (passing - twice), alike)


def _passed(chance: Numbers) -> Numbers:
    """How likely most of three pass what each passes with this chance."""
    return 3 * chance**2 - 2 * chance**3


def classification(
    *, alpha: float, beta: float, lower: float, upper: float, effective_length: float, cut: float
) -> Classification:
    """Of true scores with a four-parameter beta distribution, read by a test of an effective number of items.

    Args:
        alpha, beta: shapes. `lower`, `upper`: ends of the true scores, as shares of the whole, 0 to 1.
        effective_length: of items that each are met or not, with which the error would be the same.
        cut: the share of points that passes, 0 to 1.
    """
    if not (alpha > 0 and beta > 0 and 0 <= lower < upper <= 1 and 0 < cut < 1 and effective_length >= 1):
        raise ValueError("a beta distribution has positive shapes and ends within 0 and 1")
    items = round(effective_length)
    needed = round(cut * items)

    def passing(shares: Numbers) -> Numbers:
        # bdtrc(k, n, p) is the probability of more than k of n.
        return np.asarray(scipy.special.bdtrc(needed - 1, items, shares)) if needed > 0 else np.ones_like(shares)

    def over(low: float, high: float, function: Callable[[Numbers], Numbers]) -> float:
        # By the distribution of true scores itself, which has no poles as its density may have.
        middle, reach = (low + high) / 2, (high - low) / 2
        nodes, weights = _nodes()
        shares = lower + (upper - lower) * np.asarray(scipy.special.betaincinv(alpha, beta, middle + reach * nodes))
        return float(reach * (weights @ function(shares)))

    below = float(scipy.special.betainc(alpha, beta, min(max((cut - lower) / (upper - lower), 0.0), 1.0)))
    right, wrong = over(below, 1.0, passing), over(0.0, below, passing)
    above = 1 - below
    twice = sum(
        over(low, high, lambda shares: passing(shares) ** 2 + (1 - passing(shares)) ** 2)
        for low, high in ((0.0, below), (below, 1.0))
    )
    passes = right + wrong
    chance = passes**2 + (1 - passes) ** 2
    missed = above - right
    return Classification(
        1 - wrong - missed,
        wrong,
        missed,
        twice,
        chance,
        (twice - chance) / (1 - chance) if chance < 1 else float("nan"),
        right / above if above else float("nan"),
        (below - wrong) / below if below else float("nan"),
    )


@cache
def _nodes() -> tuple[Numbers, Numbers]:
    """Where to look, and what each counts, to sum up from -1 to 1: Gauss and Legendre."""
    nodes, weights = np.polynomial.legendre.leggauss(200)
    return nodes, weights


@dataclass(frozen=True)
class TrueScores:
    """How true scores are spread, as shares of all points, and with how many items met or not the error is the same.

    Attributes:
        alpha, beta: shapes. `lower`, `upper`: ends, 0 and 1 where four moments fit no beta distribution within them.
    """

    alpha: float
    beta: float
    lower: float
    upper: float
    effective_length: float


def true_scores(totals: ArrayLike, *, reliability: float, lowest: float, highest: float) -> TrueScores | NotEstimable:
    """The spread of true scores behind totals whose reliability is known: Livingston and Lewis, and Hanson's moments.

    Args:
        totals: one of each person.
        reliability: of them, above 0 and below 1.
        lowest, highest: the ends of what a total can be.

    Raises:
        ValueError: for a reliability that is none, or a total outside the ends.
    """
    given = np.asarray(totals, dtype=float)
    if not 0 < reliability < 1:
        raise ValueError("a reliability lies between 0 and 1")
    if given.size and not (lowest <= given.min() and given.max() <= highest):
        raise ValueError("a total lies outside its ends")
    if len(given) < 2:
        return NotEstimable("one case" if len(given) else "no cases", len(given))
    mean, variance = float(given.mean()), float(given.var())
    room = (mean - lowest) * (highest - mean) - reliability * variance
    if variance <= 0 or room <= 0:
        return NotEstimable("no spread", len(given))
    length = max(room / (variance * (1 - reliability)), 1.0)
    moments, points = [], (given - lowest) / (highest - lowest) * length
    falling, possible = np.ones_like(points), 1.0
    for order in range(4):
        falling, possible = falling * (points - order), possible * (length - order)
        moments.append(float(falling.mean()) / possible if possible > 0 else float("nan"))
    first, spread = moments[0], moments[1] - moments[0] ** 2
    if not 0 < spread < first * (1 - first):
        return NotEstimable("no spread", len(given))
    found = _four_parameters(moments)
    if found is None:
        both = first * (1 - first) / spread - 1
        found = (first * both, (1 - first) * both, 0.0, 1.0)
    return TrueScores(*found, length)


def _four_parameters(moments: Sequence[float]) -> tuple[float, float, float, float] | None:
    """The beta distribution with these moments around 0; None where there is none within 0 and 1."""
    one, two, three, four = moments
    variance = two - one**2
    skew = (three - 3 * one * two + 2 * one**3) / variance**1.5
    kurtosis = (four - 4 * one * three + 6 * one**2 * two - 3 * one**4) / variance**2
    below = 6 + 3 * skew**2 - 2 * kurtosis
    if not np.isfinite(below) or below == 0:
        return None
    both = 6 * (kurtosis - skew**2 - 1) / below
    if both <= 0:
        return None
    apart = (both + 2) * np.sqrt(skew**2 / ((both + 2) ** 2 * skew**2 + 16 * (both + 1)))
    alpha, beta = both / 2 * (1 - np.sign(skew) * apart), both / 2 * (1 + np.sign(skew) * apart)
    if alpha <= 0 or beta <= 0:
        return None
    width = np.sqrt(variance * both**2 * (both + 1) / (alpha * beta))
    lower = one - width * alpha / both
    if lower < 0 or lower + width > 1:
        return None
    return float(alpha), float(beta), float(lower), float(lower + width)
