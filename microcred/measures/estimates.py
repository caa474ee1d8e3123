"""What a measure answers: an estimate with how sure it is, or that there is none, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from microcred.measures.intervals import Interval, normal_quantile, wilson
from microcred.measures.ratings import Groups, Numbers

SEED = 20261126
"""Of resampling, where the caller names none: the same data give the same interval."""

ENOUGH_FOR_FORMULAS = 50
"""Units from which on intervals come from the standard error; below, from resampling units."""

RESAMPLES = 2000


@dataclass(frozen=True)
class Estimate:
    """A number with its standard error and interval, estimated from `cases` cases.

    Attributes:
        method: how the interval was made: `wilson`, `normal`, `bootstrap` (percentiles of resampled units), `F`, or
            `jackknife`, `unseen`: the standard error is 0, and Wilson's interval of the agreement is carried into the
            coefficient.
        seed: of a bootstrap, by which it can be made again.
    """

    value: float
    standard_error: float
    interval: Interval
    cases: float
    method: str = "normal"
    seed: int | None = None


@dataclass(frozen=True)
class NotEstimable:
    """That a statistic has no value for these judgements, and why, as a short identifier for programs.

    Attributes:
        reason: `no cases`; `one case`: a standard error needs two; `one rater`: nobody to agree with; `no pairs`: no
            case has two judgements; `one category`: nothing could have been told apart; `no spread`: all judgements
            are the same; `not numbers`: the categories have no distances; `raters not told apart`; `one task`;
            `one criterion`; `two levels`: none is between the ends; `weights not symmetric`; `few pairs`,
            `few readings`: fewer than the figure needs to mean anything; `not crossed`: not every rater judged
            everything; `not linked`: facets cannot be told apart; `few criteria`, `few in a group`; `no overlap`: most
            of a group have nobody to be compared with; `few matches`: too few of both groups have the same; `unreliable
            match`: what they are compared by says too little.
    """

    reason: str
    cases: float


Measure = Estimate | NotEstimable


def normal_interval(value: float, error: float, confidence: float, *, low: float = -1.0, high: float = 1.0) -> Interval:
    """The interval of a statistic whose error is near normal, cut off where no value can be."""
    reach = normal_quantile(confidence) * error
    return Interval(max(low, value - reach), min(high, value + reach), confidence)


NOTHING = 1e-9
"""below which a standard error is none: no unit differs from the others, which says little where units are few"""

USUAL = 0.95


def by_what_may_be_unseen(
    value: float,
    agreement: float,
    of: float,
    carried: Callable[[float], float],
    confidence: float,
    *,
    least: float = 0.0,
    floor: float = -1.0,
) -> tuple[Interval, float]:
    """The interval and the error of a coefficient whose own standard error is 0, as where no disagreement was seen.

    That nobody disagreed about `of` units does not mean that nobody ever will. Wilson's interval of the agreement that
    was seen (of 0 among n it ends at z² / (n + z²), much as the rule of three has it) is carried into the coefficient.
    It is wide enough: agreement of units lies between `least` and 1, and nothing between two ends spreads more than a
    share of the one and of the other.

    Sources: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212; J. A. Hanley, A.
    Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249 (1983), 1743-1745.

    Args:
        agreement: the mean agreement of `of` units.
        carried: the coefficient for an agreement.
        least: the least agreement that a unit could have shown.
        floor: the least that the coefficient can be.

    Returns:
        The interval, and the error of a normal that reaches as far at 95 %.
    """
    room = 1 - least
    share = min(1.0, max(0.0, (agreement - least) / room)) if room > 0 else 1.0

    def reaching(sure: float) -> tuple[float, float]:
        within = wilson(share * of, of, confidence=sure)
        low, high = (carried(least + room * each) for each in (within.low, within.high))
        return max(min(low, value), min(value, floor)), max(high, value)

    low, high = reaching(confidence)
    usual = reaching(USUAL)
    error = max(value - usual[0], usual[1] - value) / normal_quantile(USUAL)
    return Interval(low, high, confidence), error


def resampled(frequencies: Numbers, *, seed: int, resamples: int = RESAMPLES) -> Numbers:
    """Frequencies of patterns in samples of as many units drawn with replacement: (resamples, patterns).

    Source: B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13. Units are drawn, never
    single ratings, for the ratings of one unit hang together.
    """
    return _drawn(tuple(frequencies.tolist()), seed, resamples)


def resampled_groups(groups: Groups, *, seed: int, resamples: int = RESAMPLES) -> Numbers:
    """The same where units hang together, and so are drawn together."""
    drawn: Numbers = _drawn(tuple(groups.frequencies.tolist()), seed, resamples) @ groups.table()
    return drawn


@lru_cache(maxsize=2)
def _drawn(frequencies: tuple[float, ...], seed: int, resamples: int) -> Numbers:
    """The same samples for every coefficient of the same ratings, drawn once."""
    total = sum(frequencies)
    shares = np.array(frequencies) / total
    return np.random.default_rng(seed).multinomial(round(total), shares, size=resamples).astype(float)


def bootstrap_interval(
    frequencies: Numbers,
    statistic: Callable[[Numbers], Numbers],
    confidence: float,
    *,
    seed: int,
    groups: Groups | None = None,
) -> Interval | None:
    """The percentile interval of a statistic of pattern frequencies; None where too few samples have a value.

    Args:
        groups: of units that are drawn together.
    """
    drawn = resampled(frequencies, seed=seed) if groups is None else resampled_groups(groups, seed=seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = statistic(drawn)
    usable = values[np.isfinite(values)]
    if len(usable) < len(values) / 2:
        return None
    tail = (1 - confidence) / 2
    low, high = np.quantile(usable, [tail, 1 - tail])
    return Interval(float(low), float(high), confidence)
