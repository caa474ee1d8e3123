"""The sums that coefficients of agreement are made of, and estimates from what each pattern adds to them."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from microcred.measures.estimates import (
    ENOUGH_FOR_FORMULAS,
    NOTHING,
    Estimate,
    Measure,
    NotEstimable,
    bootstrap_interval,
    by_what_may_be_unseen,
    normal_interval,
)
from microcred.measures.ratings import Numbers, Ratings


@dataclass(frozen=True)
class Sums:
    """What all coefficients are made of, for one table of ratings and one set of weights."""

    ratings: Ratings
    weights: Numbers

    @cached_property
    def counts(self) -> Numbers:
        counts: Numbers = self.ratings.counts.astype(float)
        return counts

    @cached_property
    def said(self) -> Numbers:
        """How many raters judged, by pattern."""
        said: Numbers = self.counts.sum(axis=1)
        return said

    @cached_property
    def agreeing(self) -> Numbers:
        """The agreement of pairs within each pattern, not yet divided by their number."""
        return np.asarray((self.counts * (self.counts @ self.weights.T - 1)).sum(axis=1))

    @cached_property
    def paired(self) -> Numbers:
        return (self.said >= 2).astype(float)

    @cached_property
    def within(self) -> Numbers:
        """The mean agreement of pairs in each pattern; 0 where there is no pair."""
        pairs = self.said * (self.said - 1)
        return np.divide(self.agreeing, pairs, out=np.zeros_like(pairs), where=self.said >= 2)

    @cached_property
    def shares(self) -> Numbers:
        """The share of each category among those who judged, by pattern."""
        return self.counts / self.said[:, None]

    def observed(self, frequencies: Numbers) -> Numbers:
        """The mean agreement over units with at least two judgements."""
        return np.asarray((frequencies @ self.within) / (frequencies @ self.paired))

    def margins(self, frequencies: Numbers) -> Numbers:
        """The share of each category, every unit counting alike."""
        return np.asarray((frequencies @ self.shares) / frequencies.sum(axis=-1, keepdims=True))


ROUNDING = 1e-9
"""of numbers that are a whole step apart"""


def places_of(ratings: Ratings) -> Numbers:
    """Where the categories stand: their numbers, or of words their places in the order."""
    values = ratings.values
    return values if values is not None else np.arange(len(ratings.categories), dtype=float)


def why_not(sums: Sums) -> str:
    """Why there is nothing to estimate, as a `NotEstimable.reason`, or nothing."""
    ratings = sums.ratings
    if not ratings.units:
        return "no cases"
    if ratings.codes.shape[1] == 1:
        return "one rater"
    return "" if (ratings.frequencies @ sums.paired) > 0 else "no pairs"


def told_by(sums: Sums) -> float:
    """How many units, or groups of them that hang together, have a pair of judgements."""
    groups = sums.ratings.groups
    if groups is None:
        return float(sums.ratings.frequencies @ sums.paired)
    return float(groups.frequencies @ (groups.sums(sums.paired) > 0))


def scaled_up(sums: Sums) -> float:
    """Units by units with a pair: what the mean of all units is multiplied by to be the mean of those."""
    frequencies = sums.ratings.frequencies
    return float(frequencies.sum() / (frequencies @ sums.paired))


def estimate_of(
    sums: Sums,
    value: float,
    parts: Numbers,
    statistic: Callable[[Numbers], Numbers],
    carried: Callable[[float], float],
    confidence: float,
    seed: int,
    *,
    low: float = -1.0,
    centre: float | None = None,
    drawn: bool = True,
) -> Measure:
    """An estimate from what each pattern contributes to it.

    Args:
        statistic: the value for any frequencies of the patterns, to resample with.
        carried: the value for an observed agreement, chance being what it is.
        centre: the mean of the contributions, where it is not the value.
        drawn: whether the interval of few units comes from resampling.
    """
    frequencies, units, groups = sums.ratings.frequencies, sums.ratings.units, sums.ratings.groups
    apart = parts - (value if centre is None else centre)
    if groups is None:
        drawn_from = units
        spread = float(frequencies @ apart**2)
        # His formulas for tables divide by n once more where those for raw ratings divide by n - 1.
        spread *= units / (units if sums.ratings.is_table else max(units - 1, 1))
    else:
        # What hangs together counts as one draw: K.-Y. Liang, S. L. Zeger, Biometrika 73 (1986), 13-22.
        drawn_from = float(groups.frequencies.sum())
        spread = float(groups.frequencies @ groups.sums(apart) ** 2) * drawn_from / max(drawn_from - 1, 1)
    told = told_by(sums)
    if drawn_from < 2 or told < 2:
        return NotEstimable("one case", units)
    error = math.sqrt(spread) / units
    seen = float(sums.observed(frequencies))
    if error >= NOTHING and seen < 1 - NOTHING:
        if drawn and drawn_from < ENOUGH_FOR_FORMULAS:
            found = bootstrap_interval(frequencies, statistic, confidence, seed=seed, groups=groups)
            if found is not None and found.high - found.low > NOTHING:
                return Estimate(value, error, found, units, "bootstrap", seed)
        return Estimate(value, error, normal_interval(value, error, confidence, low=min(low, value)), units)
    least = min(0.0, float(sums.weights.min()))
    interval, error = by_what_may_be_unseen(value, seen, told, carried, confidence, least=least)
    return Estimate(value, error, interval, units, "unseen")
