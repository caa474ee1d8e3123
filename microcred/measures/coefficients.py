"""Agreement of any number of raters, with gaps and weights: shares, and coefficients corrected for chance.

Every coefficient is (observed - by chance) / (1 - by chance); they differ in what they take for chance. Values are
computed from sums over patterns that are linear in the patterns' frequencies, so that resampling is one product of
matrices. Standard errors are those of K. L. Gwet for units sampled from an unlimited number: Handbook of
Inter-Rater Reliability, 4th edition (2014), chapters 5 and 6; British Journal of Mathematical and Statistical
Psychology 61 (2008), 29-48.

Units with one judgement count in these errors as in the packages that carry the formulas (irrCAC): as if they agreed
not at all, and those with two so many times as there are units to one of them. Of many such units the error is of who
was read twice, and much too large; `Ratings.of_pairs` gives the ratings whose errors are of agreement.
"""

from abc import ABC, abstractmethod
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from microcred.measures.estimates import SEED, Measure, NotEstimable
from microcred.measures.intervals import wilson
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.sums import ROUNDING, Sums, estimate_of, places_of, scaled_up, why_not
from microcred.measures.weighting import Level, Weights, metric_weights, weights_of


def percent_agreement(
    ratings: Ratings, weighting: Weights = "unweighted", *, confidence: float = 0.95, seed: int = SEED
) -> Measure:
    """How often two raters of the same unit agree, averaged over units with at least two judgements.

    Args:
        weighting: with another than `unweighted`, near misses count in part.
    """
    values = _values_for(ratings, weighting)
    if values is None:
        return NotEstimable("not numbers", ratings.units)
    return _share(Sums(ratings, weights_of(weighting, values)), confidence, seed)


def agreement_within(ratings: Ratings, steps: int, *, confidence: float = 0.95, seed: int = SEED) -> Measure:
    """How often two raters of the same unit are at most some steps apart: by number, or words by their places."""
    places = places_of(ratings)
    near = (np.abs(places[:, None] - places[None, :]) <= steps + ROUNDING).astype(float)
    return _share(Sums(ratings, near), confidence, seed)


def _share(sums: Sums, confidence: float, seed: int) -> Measure:
    why = why_not(sums)
    if why:
        return NotEstimable(why, sums.ratings.units)
    frequencies = sums.ratings.frequencies
    value = float(sums.observed(frequencies))
    parts = scaled_up(sums) * sums.within
    paired = sums.paired > 0
    # Pairs agree or do not: a share of cases, whose interval is known to be honest for few of them.
    cases = float(frequencies @ sums.paired)
    are_pairs = (
        sums.ratings.groups is None
        and np.all(sums.said[paired] == 2)
        and np.all(np.isin(sums.within[paired], (0.0, 1.0)))
    )
    found = estimate_of(sums, value, parts, sums.observed, float, confidence, seed, low=0.0, drawn=not are_pairs)
    if isinstance(found, NotEstimable):
        return found
    if are_pairs:
        share = wilson(min(value, 1.0) * cases, cases, confidence=confidence)
        return replace(found, interval=share, cases=cases, method="wilson")
    return replace(found, cases=cases)


def brennan_prediger(
    ratings: Ratings, weighting: Weights = "unweighted", *, confidence: float = 0.95, seed: int = SEED
) -> Measure:
    """Agreement beyond raters who choose each category equally often.

    Source: R. L. Brennan, D. J. Prediger, Educational and Psychological Measurement 41 (1981), 687-699.
    """

    class Even(_ChanceOf):
        def expected(self, frequencies: Numbers) -> Numbers:
            even = self.sums.weights.sum() / self.categories**2
            return np.full(frequencies.shape[:-1], even)

        def contributions(self, expected: float) -> Numbers:
            return np.full(len(self.sums.said), expected)

    return _corrected(ratings, weighting, Even, confidence, seed)


def gwet(ratings: Ratings, weighting: Weights = "unweighted", *, confidence: float = 0.95, seed: int = SEED) -> Measure:
    """Gwet's AC1, or AC2 with weights: stays usable where nearly all is of one category."""

    class Hard(_ChanceOf):
        """Chance only plays where a unit is hard to judge, which is likelier the more the categories are mixed."""

        @property
        def factor(self) -> float:
            return float(self.sums.weights.sum() / (self.categories * (self.categories - 1)))

        def expected(self, frequencies: Numbers) -> Numbers:
            margins = self.sums.margins(frequencies)
            return np.asarray(self.factor * (margins * (1 - margins)).sum(axis=-1))

        def contributions(self, expected: float) -> Numbers:
            return self.factor * (self.sums.shares @ (1 - self.sums.margins(self.sums.ratings.frequencies)))

    return _corrected(ratings, weighting, Hard, confidence, seed)


def fleiss(
    ratings: Ratings, weighting: Weights = "unweighted", *, confidence: float = 0.95, seed: int = SEED
) -> Measure:
    """Fleiss' kappa, of raters who change from unit to unit; with two raters it is Scott's pi.

    Sources: W. A. Scott, Public Opinion Quarterly 19 (1955), 321-325; J. L. Fleiss, Psychological Bulletin 76 (1971),
    378-382.
    """

    class Pooled(_ChanceOf):
        def expected(self, frequencies: Numbers) -> Numbers:
            margins = self.sums.margins(frequencies)
            expected: Numbers = np.einsum("...k,kl,...l->...", margins, self.sums.weights, margins)
            return expected

        def contributions(self, expected: float) -> Numbers:
            margins = self.sums.margins(self.sums.ratings.frequencies)
            both = (self.sums.weights @ margins + self.sums.weights.T @ margins) / 2
            return np.asarray(self.sums.shares @ both)

    return _corrected(ratings, weighting, Pooled, confidence, seed)


def conger(
    ratings: Ratings, weighting: Weights = "unweighted", *, confidence: float = 0.95, seed: int = SEED
) -> Measure:
    """Conger's kappa, of the same raters throughout, each with habits of their own; with two raters it is Cohen's.

    Sources: J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46, and Psychological Bulletin 70
    (1968), 213-220 (weights); A. J. Conger, Psychological Bulletin 88 (1980), 322-328.
    """
    if not ratings.codes.shape[1] and ratings.counts.size:
        return NotEstimable("raters not told apart", ratings.units)

    class Own(_ChanceOf):
        @cached_property
        def one_hot(self) -> list[Numbers]:
            codes = self.sums.ratings.codes
            return [(column[:, None] == np.arange(self.categories)).astype(float) for column in codes.T]

        def of_raters(self, frequencies: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
            """The share of each category by rater: (..., raters, categories); and who judged anything."""
            often = self._often(frequencies)
            total = often.sum(axis=-1, keepdims=True)
            shares: Numbers = np.divide(often, total, out=np.zeros_like(often), where=total > 0)
            return shares, total[..., 0] > 0

        def _often(self, frequencies: Numbers) -> Numbers:
            if frequencies.ndim > 1:
                return np.stack([frequencies @ each for each in self.one_hot], axis=-2)
            # Of many raters who rotate nearly all cells are empty: only what was said is gone through.
            pattern, rater, code = self.sums.ratings.judgements
            raters = self.sums.ratings.codes.shape[1]
            often = np.bincount(rater * self.categories + code, frequencies[pattern], raters * self.categories)
            return often.astype(float).reshape(raters, self.categories)

        def expected(self, frequencies: Numbers) -> Numbers:
            each, present = self.of_raters(frequencies)
            raters = present.sum(axis=-1)
            total = each.sum(axis=-2)
            apart = np.einsum("...k,kl,...l->...", total, self.sums.weights, total)
            alone = np.einsum("...gk,kl,...gl->...", each, self.sums.weights, each)
            # Who judged nothing, be it in a sample, has no habits, and is no rater in it.
            pairs = np.maximum(raters * (raters - 1), 1)
            return np.asarray((apart - alone) / pairs)

        def contributions(self, expected: float) -> Numbers:
            frequencies = self.sums.ratings.frequencies
            each, present = self.of_raters(frequencies)
            raters = int(present.sum())
            pattern, rater, code = self.sums.ratings.judgements
            judged = np.bincount(rater, frequencies[pattern], len(present)) / frequencies.sum()
            # By rater and category: how far what the others usually say agrees with it.
            beside = (each.sum(axis=0) - each) @ ((self.sums.weights + self.sums.weights.T) / 2).T
            usual = (each * beside).sum(axis=1)
            own = np.divide(beside - usual[:, None], judged[:, None], out=np.zeros_like(beside), where=present[:, None])
            parts = usual[present].sum() + np.bincount(pattern, own[rater, code], len(frequencies))
            mean: Numbers = parts / (raters * (raters - 1))
            return mean

    return _corrected(ratings, weighting, Own, confidence, seed)


def krippendorff(
    ratings: Ratings, level: Level | Numbers = "nominal", *, confidence: float = 0.95, seed: int = SEED
) -> Measure:
    """Krippendorff's alpha: any number of raters, gaps, and any level of measurement.

    Units with a single judgement are left out. The metric is taken as known when the standard error is computed.

    Sources: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011); the error as in K. L. Gwet (2014),
    section 5.3.

    Args:
        level: `ordinal` goes by the categories' order and frequency, `interval` and `ratio` by their numbers; or
            a table of agreement weights.
    """
    numbers = ratings.values
    if numbers is None and isinstance(level, str) and level in ("interval", "ratio"):
        return NotEstimable("not numbers", ratings.units)
    values = numbers if numbers is not None else np.arange(len(ratings.categories), dtype=float)
    kept = ratings.of_pairs()
    if not len(kept.counts):
        return NotEstimable(why_not(Sums(ratings, np.eye(len(ratings.categories)))), ratings.units)
    often = kept.frequencies @ kept.counts
    sums = Sums(kept, metric_weights(level, values, often) if isinstance(level, str) else np.asarray(level))
    if why := why_not(sums) or ("no spread" if np.count_nonzero(often) < 2 else ""):
        return NotEstimable(why, ratings.units)
    frequencies, said, counts = kept.frequencies, sums.said, sums.counts
    agreeing = sums.agreeing / (said - 1)

    def parts_of(weights: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Judgements a unit, observed agreement without and with the small-sample term, and that by chance."""
        units = weights.sum(axis=-1)
        mean = (weights @ said) / units
        plain = (weights @ agreeing) / (mean * units)
        few = 1 / (mean * units)
        margins = (weights @ counts) / np.expand_dims(mean * units, -1)
        chance = np.einsum("...k,kl,...l->...", margins, sums.weights, margins)
        return mean, plain, (1 - few) * plain + few, chance

    def value_of(weights: Numbers) -> Numbers:
        _mean, _plain, observed, chance = parts_of(weights)
        return np.asarray((observed - chance) / (1 - chance))

    mean, plain, observed, chance = parts_of(frequencies)
    margins = (frequencies @ counts) / (mean * frequencies.sum())
    more = (said - mean) / mean
    both = (sums.weights @ margins + sums.weights.T @ margins) / 2
    by_chance = (counts @ both / mean - chance * more - chance) / (1 - chance)
    value = float(value_of(frequencies))
    if ratings.codes.shape[1]:
        without = float((plain - chance) / (1 - chance))
        own = (agreeing / mean - observed * more - chance) / (1 - chance)
        parts, centre = own - 2 * (1 - without) * by_chance, without
    else:
        # For counts the reference program (irrCAC 1.0) lets chance weigh once, not twice; its printed errors are kept.
        few = float(1 / (mean * frequencies.sum()))
        own = ((1 - few) * (agreeing / mean - plain * more) + few - chance) / (1 - chance)
        parts, centre = own - (1 - value) * by_chance, value

    def carried(agreement: float) -> float:
        few = 1 / float(mean * frequencies.sum())
        return float(((1 - few) * agreement + few - chance) / (1 - chance))

    return estimate_of(sums, value, parts, value_of, carried, confidence, seed, centre=centre)


class _ChanceOf(ABC):
    """What a coefficient takes for chance, in one table of ratings."""

    def __init__(self, sums: Sums) -> None:
        self.sums = sums

    @property
    def categories(self) -> int:
        return len(self.sums.weights)

    @abstractmethod
    def expected(self, frequencies: Numbers) -> Numbers:
        """The agreement by chance, for each set of frequencies."""

    @abstractmethod
    def contributions(self, expected: float) -> Numbers:
        """What each pattern adds to it, so that their mean is the whole."""


def _corrected(ratings: Ratings, weighting: Weights, kind: type[_ChanceOf], confidence: float, seed: int) -> Measure:
    values = _values_for(ratings, weighting)
    if values is None:
        return NotEstimable("not numbers", ratings.units)
    sums = Sums(ratings, weights_of(weighting, values))
    if why := why_not(sums) or ("one category" if len(values) < 2 else ""):
        return NotEstimable(why, ratings.units)
    chance = kind(sums)
    frequencies = ratings.frequencies
    observed, expected = float(sums.observed(frequencies)), float(chance.expected(frequencies))
    if 1 - expected < 1e-12:
        return NotEstimable("no spread", ratings.units)
    value = (observed - expected) / (1 - expected)
    own = scaled_up(sums) * (sums.within - expected * sums.paired) / (1 - expected)
    parts = own - 2 * (1 - value) * (chance.contributions(expected) - expected) / (1 - expected)

    def value_of(weights: Numbers) -> Numbers:
        by_chance = chance.expected(weights)
        return np.asarray((sums.observed(weights) - by_chance) / (1 - by_chance))

    def carried(agreement: float) -> float:
        return (agreement - expected) / (1 - expected)

    return estimate_of(sums, value, parts, value_of, carried, confidence, seed)


def _values_for(ratings: Ratings, weighting: Weights) -> Numbers | None:
    if not isinstance(weighting, str) or weighting in ("unweighted", "ordinal"):
        return np.arange(len(ratings.categories), dtype=float)
    return ratings.values
