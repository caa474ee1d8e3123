"""Intervals for shares."""

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included, with the confidence it was made for (0 to 1)."""

    low: float
    high: float
    confidence: float = 0.95


def normal_quantile(confidence: float) -> float:
    """How many standard errors reach to each side, for a two-sided interval.

    Args:
        confidence: between 0 and 1, exclusive.

    Raises:
        ValueError: when it is not.
    """
    if not 0 < confidence < 1:
        raise ValueError("the confidence lies between 0 and 1")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(hits: float, of: float, *, confidence: float = 0.95) -> Interval:
    """The score interval of a share, which stays within 0 and 1 and is honest for few cases.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927), 209-212; without correction for continuity.

    Args:
        hits: how many cases; weighted ones need not be whole.
        of: of how many, at least 1.

    Raises:
        ValueError: when there are no cases, or more hits than cases.
    """
    if of < 1 or not 0 <= hits <= of:
        raise ValueError("a share needs at least one case, and no more hits than cases")
    z = normal_quantile(confidence)
    share, width = hits / of, z * z / of
    middle = (share + width / 2) / (1 + width)
    reach = z * math.sqrt(share * (1 - share) / of + width / (4 * of)) / (1 + width)
    # rounding may leave the very ends a hair outside
    low = 0.0 if hits == 0 else max(0.0, middle - reach)
    high = 1.0 if hits == of else min(1.0, middle + reach)
    return Interval(low, high, confidence)


def newcombe(hits: int, of: int, hits_before: int, of_before: int, *, confidence: float = 0.95) -> Interval:
    """The interval of the difference of two shares from different cases: the first less the second.

    Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in
    Medicine 17 (1998), 873-890, method 10: made of the two score intervals, without correction for continuity.

    Raises:
        ValueError: as `wilson` does, for either share.
    """
    one, other = wilson(hits, of, confidence=confidence), wilson(hits_before, of_before, confidence=confidence)
    share, before = hits / of, hits_before / of_before
    down = math.hypot(share - one.low, other.high - before)
    up = math.hypot(one.high - share, before - other.low)
    return Interval(max(-1.0, share - before - down), min(1.0, share - before + up), confidence)
