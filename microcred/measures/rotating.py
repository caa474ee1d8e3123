"""Where the spread of scores comes from, of readers who rotate: each work is read by some of them, never by all.

Estimates are those of the analysis of variance carried over to data with gaps: for every source the sum of squared
totals over its levels, each divided by how many scores it holds, is set equal to what is expected of it, and the
equations are solved. They need neither a design nor normal effects to be without bias, and where nothing is missing
they are those of the usual analysis. Readers are taken as drawn by lot, of many. Who read better work than others adds
to the error of what is said of raters, not to its bias; estimates by likelihood would be a little surer.

Sources: C. R. Henderson, Biometrics 9 (1953), 226-252, method 1; R. L. Brennan, Generalizability Theory (2001), chapter
7 (analogous ANOVA estimates of unbalanced designs). Intervals: the parametric bootstrap (B. Efron, R. J. Tibshirani, An
Introduction to the Bootstrap, 1993, section 6.5) of ratios as in the analysis of variance, whose effects are normal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from microcred.measures.estimates import SEED, NotEstimable
from microcred.measures.generalizability import Component, Generalizability, Source
from microcred.measures.intervals import Interval
from microcred.measures.ratings import Numbers

Whole = NDArray[np.int64]
Axes = tuple[int, ...]

PERSON, RATER, CRITERION = range(3)

SOURCES: Final[dict[Axes, Source]] = {
    (PERSON,): "person",
    (RATER,): "rater",
    (CRITERION,): "criterion",
    (PERSON, RATER): "person x rater",
    (PERSON, CRITERION): "person x criterion",
    (RATER, CRITERION): "rater x criterion",
}

SINGULAR = 1e-10
"""of the largest singular value: what is smaller cannot be told from nothing"""

MOST_FOR_INTERVALS = 200_000
"""scores up to which there are intervals: more would take minutes"""

FEWEST_DRAWS, MOST_DRAWS, AFFORDED = 200, 1000, 40_000_000
"""samples that intervals are made of: as many as come to so many scores, between two ends"""

SMALLEST = 1e-3
"""of a ratio of mean squares, which where scores are missing may come out below 0"""

ROUNDING = 1e-9
"""of the spread of all scores, up to which they do not differ"""

NEARLY_NONE = 1e-300
"""beside which any variance is endless"""


@dataclass(frozen=True)
class Rotating(Generalizability):
    """A study of scores by some of the raters.

    Attributes:
        scores, readings: how many there are; a reading is what one rater said of one person.
        read_twice: persons whom two or more raters read.
        intervals: of the variance of each source; none of more scores than can be resampled.
        ratio: the interval of the variance that is the person's beside the error of one reading; None as well.
    """

    scores: int
    readings: int
    read_twice: int
    intervals: dict[Source, Interval]
    ratio: Interval | None

    def phi_within(self, raters: int) -> Interval | None:
        """The interval of Phi if so many raters read; None where there is none."""
        if self.ratio is None:
            return None
        low, high = (raters * end / (1 + raters * end) for end in (self.ratio.low, self.ratio.high))
        return Interval(low, high, self.ratio.confidence)


def rotating(
    person: Whole,
    rater: Whole,
    criterion: Whole,
    score: Numbers,
    *,
    confidence: float = 0.95,
    seed: int = SEED,
) -> Rotating | NotEstimable:
    """The components of variance of scores of which any may be missing.

    Whom one rater read counts too: it says nothing of how raters differ about a person, and much of persons and raters.

    Args:
        person, rater, criterion: numbers from 0; nobody scores a person twice by a criterion.
        score: what was given, one for each.
    """
    if not len(score):
        return NotEstimable("no cases", 0)
    design = _Design(person, rater, criterion)
    persons, raters, criteria = design.sizes
    if persons < 2:
        return NotEstimable("one case", persons)
    if raters < 2:
        return NotEstimable("one rater", persons)
    if not design.read_twice:
        return NotEstimable("no pairs", persons)
    if not np.ptp(score):
        return NotEstimable("no spread", persons)
    if not design.can_be_solved:
        return NotEstimable("not linked", persons)
    # Where raters never differ there is no error to estimate, and what was not seen is not nothing.
    if not design.differ(score):
        return NotEstimable("no spread", persons)
    # In units of their spread, so that it does not matter how large numbers are.
    scale = float(score.std())
    found = design.solved(score / scale)
    intervals: dict[Source, Interval] = {}
    ratio = None
    if len(score) <= MOST_FOR_INTERVALS:
        intervals, ratio = _intervals(design, found, confidence, seed)
    return Rotating(
        tuple(
            Component(source, float(each) * scale**2, design.degrees[axes])
            for (axes, source), each in zip(design.sources.items(), found, strict=True)
        ),
        persons,
        raters,
        criteria,
        len(score),
        design.readings,
        design.read_twice,
        {source: Interval(each.low * scale**2, each.high * scale**2, confidence) for source, each in intervals.items()},
        ratio,
    )


class _Design:
    """Who scored whom by what."""

    def __init__(self, *codes: Whole) -> None:
        several = bool(np.ptp(codes[CRITERION]))
        axes = (PERSON, RATER, CRITERION) if several else (PERSON, RATER)
        # What every score has of its own is the rest.
        self.rest: Axes = axes
        self.sources: dict[Axes, Source] = {
            chosen: SOURCES[chosen] for size in range(1, len(axes)) for chosen in combinations(axes, size)
        } | {axes: "rest"}
        self.places: dict[Axes, Whole] = {(): np.zeros(len(codes[0]), dtype=np.int64)}
        for chosen in self.sources:
            place = self.places[chosen[:-1]]
            last = np.unique(codes[chosen[-1]], return_inverse=True)[1].ravel()
            both = place * (int(last.max()) + 1) + last
            self.places[chosen] = np.unique(both, return_inverse=True)[1].ravel()
        self.often = {chosen: np.bincount(place).astype(float) for chosen, place in self.places.items()}
        reads = self.places[(PERSON, RATER)]
        first = np.unique(reads, return_index=True)[1]
        self.readings = len(first)
        self.read_twice = int((np.bincount(self.places[(PERSON,)][first]) > 1).sum())
        self.sizes = (*(len(self.often[(axis,)]) for axis in axes), *(() if several else (1,)))

    def differ(self, score: Numbers) -> bool:
        """Whether anybody scored a person otherwise, by the same criterion, than somebody else."""
        alike = tuple(axis for axis in self.rest if axis != RATER)
        place, often = self.places[alike], self.often[alike]
        means = np.bincount(place, score, minlength=len(often)) / often
        return bool(np.abs(score - means[place]).max() > ROUNDING * score.std())

    @cached_property
    def expected(self) -> Numbers:
        """What each source, and the square of the mean, adds to each sum of squared totals."""
        total = float(len(self.places[()]))
        return np.array([[total, *(self._adds(of, to) for of in self.sources)] for to in ((), *self.sources)]) / total

    def _adds(self, source: Axes, to: Axes) -> float:
        together = tuple(sorted({*source, *to}))
        # The square of how many scores share a level of both, over how many share one of `to`.
        place, often = self.places[together], self.often[together]
        return float((often[place] / self.often[to][self.places[to]]).sum())

    @property
    def can_be_solved(self) -> bool:
        """Whether all sources can be told apart."""
        values = np.linalg.svd(self.expected, compute_uv=False)
        return bool(values[-1] > SINGULAR * values[0])

    @cached_property
    def _solve(self) -> Numbers:
        return np.asarray(np.linalg.inv(self.expected)[1:], dtype=float)

    def solved(self, score: Numbers) -> Numbers:
        """The variance of each source, as estimated."""
        # Far from 0 the digits that matter would be lost.
        away = score - score.mean()
        sums = []
        for chosen in ((), *self.sources):
            if chosen == self.rest:
                sums.append(float((away**2).sum()))
            else:
                often = self.often[chosen]
                totals = np.bincount(self.places[chosen], away, minlength=len(often))
                sums.append(float((totals**2 / often).sum()))
        return np.asarray(self._solve @ (np.array(sums) / len(away)))

    @cached_property
    def degrees(self) -> dict[Axes, int]:
        """Levels less those of all that they are made of."""
        found: dict[Axes, int] = {(): 1}
        for chosen in self.sources:
            smaller = sum(found[each] for each in found if set(each) < set(chosen))
            found[chosen] = max(len(self.often[chosen]) - smaller, 1)
        return found

    @cached_property
    def squares(self) -> Numbers:
        """What each source adds to the mean square of each: with nothing missing, as in every book."""
        rows = dict(zip(((), *self.sources), self.expected[:, 1:] * len(self.places[()]), strict=True))
        return np.array(
            [
                sum((-1) ** (len(chosen) - len(each)) * row for each, row in rows.items() if set(each) <= set(chosen))
                / self.degrees[chosen]
                for chosen in self.sources
            ]
        )

    def drawn(self, variances: Numbers, draw: np.random.Generator) -> Numbers:
        """Scores as they would come of such variances."""
        score = np.zeros(len(self.places[()]))
        for chosen, variance in zip(self.sources, variances, strict=True):
            if variance > 0:
                effects = np.sqrt(variance) * draw.standard_normal(len(self.often[chosen]))
                score += effects[self.places[chosen]]
        return score


def _intervals(
    design: _Design, found: Numbers, confidence: float, seed: int
) -> tuple[dict[Source, Interval], Interval | None]:
    """Intervals of each variance, and of the ratio of a person's to the error of one reading.

    What is resampled are ratios like those of mean squares, of which it matters little what the true ones are: the mean
    square of a source beside what would be left of it if there were no such variance; of the rest the variance itself.
    """
    draw = np.random.default_rng(seed)
    samples = int(np.clip(AFFORDED // len(design.places[()]), FEWEST_DRAWS, MOST_DRAWS))
    there = np.maximum(found, 0.0)
    again = np.array([design.solved(design.drawn(there, draw)) for _sample in range(samples)])
    tail = (1 - confidence) / 2

    def around(statistic: Callable[[Numbers], Numbers]) -> tuple[float, float]:
        """Where the ratio may lie, from how far samples fall from what they were drawn of."""
        told, true = (max(float(statistic(each[None, :])[0]), SMALLEST) for each in (found, there))
        low, high = np.quantile(np.maximum(statistic(again), SMALLEST) / true, [tail, 1 - tail])
        return told / float(high), told / float(low)

    rest = len(found) - 1
    low, high = around(lambda of: of[:, rest])
    intervals: dict[Source, Interval] = {"rest": Interval(low, high, confidence)}
    for place, (source, adds) in enumerate(zip(list(design.sources.values())[:rest], design.squares, strict=False)):
        others = np.maximum(adds, 0.0)
        others[place] = 0.0
        share, left = float(adds[place]), float(there @ others)
        if share <= SINGULAR:
            continue

        def ratio(of: Numbers, place: int = place, share: float = share, others: Numbers = others) -> Numbers:
            return _beside(share * of[:, place], of, others)

        low, high = (max((end - 1) * left / share, 0.0) for end in around(ratio))
        # Where hardly a sample leaves any error, as of five scores, there is nothing to compare with.
        if np.isfinite([low, high]).all():
            intervals[source] = Interval(low, high, confidence)
    person, error = _shares(design)
    reads = design.readings / design.sizes[PERSON]
    low, high = (max((end - 1) / reads, 0.0) for end in around(lambda of: _beside(reads * (of @ person), of, error)))
    return intervals, Interval(low, high, confidence) if np.isfinite([low, high]).all() else None


def _beside(own: Numbers, of: Numbers, shares: Numbers) -> Numbers:
    """1 and what is a source's own, in that which other variances come to."""
    found: Numbers = 1 + own / np.maximum(np.maximum(of, 0.0) @ shares, NEARLY_NONE)
    return found


def _shares(design: _Design) -> tuple[Numbers, Numbers]:
    """By how much each variance is a person's, and error of one reading, criteria being all there are."""
    criteria = design.sizes[CRITERION]
    person: dict[Source, float] = {"person": 1.0, "person x criterion": 1 / criteria}
    error: dict[Source, float] = {
        "rater": 1.0,
        "person x rater": 1.0,
        "rater x criterion": 1 / criteria,
        "rest": 1 / criteria,
    }
    names = design.sources.values()
    return np.array([person.get(name, 0.0) for name in names]), np.array([error.get(name, 0.0) for name in names])
