"""Would the award be the same with another pair, or other evidence? Consistency and accuracy of decisions.

Sources: S. A. Livingston, C. Lewis, Journal of Educational Measurement 32 (1995), 179-197; B. A. Hanson, Method of
Moments Estimates for the Four-Parameter Beta Compound Binomial Model, ACT Research Report 91-5 (1991).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import integrate, stats

from microcred.measures.coefficients import conger, percent_agreement
from microcred.measures.estimates import SEED, Measure, NotEstimable
from microcred.measures.ratings import Ratings

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
    true = stats.beta(alpha, beta, loc=lower, scale=upper - lower)

    def passing(share: float) -> float:
        return float(stats.binom.sf(needed - 1, items, share))

    def over(low: float, high: float, function: Callable[[float], float]) -> float:
        return float(integrate.quad(function, low, high, epsabs=1e-10, limit=200)[0])

    low_end, high_end = lower, upper
    middle = min(max(cut, low_end), high_end)
    right = over(middle, high_end, lambda share: passing(share) * true.pdf(share))
    wrong = over(low_end, middle, lambda share: passing(share) * true.pdf(share))
    above = float(true.sf(cut))
    twice = over(low_end, high_end, lambda share: (passing(share) ** 2 + (1 - passing(share)) ** 2) * true.pdf(share))
    passes = right + wrong
    chance = passes**2 + (1 - passes) ** 2
    missed = above - right
    return Classification(
        1 - wrong - missed,
        wrong,
        missed,
        twice,
        chance,
        (twice - chance) / (1 - chance),
        right / above if above else float("nan"),
        (1 - above - wrong) / (1 - above) if above < 1 else float("nan"),
    )
