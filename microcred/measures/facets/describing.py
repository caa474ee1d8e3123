"""From measures to tables: fit, fair averages, agreement of raters, and how levels are used."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microcred.measures.facets.estimation import Expectation, Measures, Ratings, passable
from microcred.measures.facets.judgements import Judgements, Whole
from microcred.measures.facets.tables import LevelUse, Measured, RaterAgreement
from microcred.measures.ratings import Numbers

Corrections = Mapping[tuple[int, int], tuple[float, float]]
"""Measure and error without stretch, by facet and position."""

FACETS = PERSONS, RATERS, CRITERIA = range(3)


def chances_at(theta: Numbers, thresholds: Numbers, scale: Whole, used: NDArray[np.bool_]) -> Numbers:
    """The probability of each category: (categories, ratings)."""
    cumulated = np.concatenate([np.zeros((len(thresholds), 1)), np.cumsum(thresholds, axis=1)], axis=1)
    # Of one scale its levels are the same for all.
    place = np.zeros(1, dtype=np.int64) if len(thresholds) == 1 else scale
    exponent = np.arange(thresholds.shape[1] + 1)[:, None] * theta
    exponent -= np.where(used, cumulated, np.inf)[place].T
    exponent -= exponent.max(axis=0)
    share = np.exp(exponent)
    return np.asarray(share / share.sum(axis=0))


def expected_at(theta: Numbers, thresholds: Numbers, scale: Whole, used: NDArray[np.bool_]) -> Numbers:
    """The score that is expected."""
    chances = chances_at(theta, thresholds, scale, used)
    return np.asarray(np.arange(len(chances)) @ chances)


def _or_none(values: Numbers, told: NDArray[np.bool_]) -> list[float | None]:
    """Values, and None in the place of what is not told."""
    found = values.astype(object)
    found[~told] = None
    none_or_values: list[float | None] = found.tolist()
    return none_or_values


def could_differ(ratings: Ratings) -> NDArray[np.bool_]:
    """Of each rating, whether its scale has more than one level that was given."""
    return np.asarray(ratings.used.sum(axis=1)[ratings.scale] > 1)


class Described:
    """All tables of one analysis, from what is known when its measures are.

    Attributes:
        judgements: all that was said.
        at: measures of everybody, extremes too.
        ratings, expected: those that took part, and what the model expects of them.
        everything, overall: all of them.
        ends: who is all at one end, by facet and position.
    """

    def __init__(
        self,
        judgements: Judgements,
        at: Measures,
        ratings: Ratings,
        expected: Expectation,
        everything: Ratings,
        overall: Expectation,
        ends: list[dict[int, int]],
    ) -> None:
        self.judgements, self.at, self.ends = judgements, at, ends
        self.ratings, self.expected = ratings, expected
        self.everything, self.overall = everything, overall
        self.theta = at.ability[everything.person] - at.severity[everything.rater] - at.difficulty[everything.criterion]
        self.chances = chances_at(self.theta, at.thresholds, everything.scale, everything.used)
        self.agreement, self.agreed_by, self.expected_by, self.pairs_by = self._agreement()

    def measured(self, facet: int, corrections: Corrections) -> tuple[Measured, ...]:
        """What is told of each person, rater or criterion."""
        whole = self.judgements
        names = (whole.persons, whole.raters, whole.criteria)[facet]
        place = (whole.person, whole.rater, whole.criterion)[facet]
        mine = (self.ratings.person, self.ratings.rater, self.ratings.criterion)[facet]
        table = (self.at.ability, self.at.severity, self.at.difficulty)[facet]
        size = len(names)
        often = np.bincount(place, minlength=size)
        total = np.bincount(place, whole.score, minlength=size) + often * whole.lowest
        # What could not have been another level tells nothing of anybody.
        told, likewise = could_differ(self.everything), could_differ(self.ratings)
        info = np.bincount(place, self.overall.variance * told, minlength=size)
        square = (self.ratings.score - self.expected.score) ** 2
        information = np.bincount(mine, self.expected.variance * likewise, minlength=size)
        with np.errstate(divide="ignore", invalid="ignore"):
            infit = np.bincount(mine, square, minlength=size) / information
            standard = np.bincount(mine, square / self.expected.variance, minlength=size)
            outfit = standard / np.bincount(mine, minlength=size)
        fair = self._fair(facet)
        centre = float(fair.mean())
        correlation = self._correlation(place, size)
        with np.errstate(divide="ignore"):
            error = np.where(info > 0, 1 / np.sqrt(np.maximum(info, 0)), np.inf)
        is_end = np.zeros(size, dtype=bool)
        is_end[list(self.ends[facet])] = True
        own = {place: found for (of, place), found in corrections.items() if of == facet}
        corrected = [own.get(each, (None, None)) for each in range(size)] if own else [(None, None)] * size
        columns: tuple[Sequence[Any], ...] = (
            names,
            often.tolist(),
            table.tolist(),
            error.tolist(),
            total.astype(float).tolist(),
            (total / np.maximum(often, 1)).tolist(),
            fair.tolist(),
            _or_none(infit, ~is_end & np.isfinite(infit)),
            _or_none(outfit, ~is_end & np.isfinite(outfit) & ~np.isinf(error)),
            is_end.tolist(),
            [measure for measure, _error in corrected],
            [error for _measure, error in corrected],
            (fair - centre).tolist(),
            _or_none(correlation, ~np.isnan(correlation)),
        )
        # There are hundreds of thousands of persons: column by column is several times sooner than one by one.
        beside: tuple[Sequence[Any], ...] = ([None] * size,) * 3
        if facet == RATERS:
            beside = self.pairs_by.astype(int).tolist(), self.agreed_by.astype(int).tolist(), self.expected_by.tolist()
        return tuple(map(Measured._make, zip(*columns, *beside, strict=True)))

    def levels(self) -> tuple[LevelUse, ...]:
        """How each level of each scale is used."""
        whole, used = self.judgements, self.everything.used
        residual = (self.everything.score - self.overall.score) ** 2 / self.overall.variance
        shown = passable(used)
        found = []
        for scale in range(len(used)):
            own = self.everything.scale == scale
            score, theta, total = self.everything.score[own], self.theta[own], int(own.sum())
            for level in range(used.shape[1]):
                given = score == level
                often, likely = int(given.sum()), self.chances[level][own]
                reached = level > 0 and bool(shown[scale, level - 1])
                found.append(
                    LevelUse(
                        scale=whole.criteria[scale] if len(used) > 1 else "all",
                        score=whole.lowest + level,
                        ratings=often,
                        share=often / total if total else 0.0,
                        mean=float(theta[given].mean()) if often else None,
                        expected=float(likely @ theta / likely.sum()) if likely.sum() > 0 else None,
                        outfit=float(residual[own][given].mean()) if often else None,
                        threshold=float(self.at.thresholds[scale, level - 1]) if reached else None,
                    )
                )
        return tuple(found)

    def _correlation(self, place: Whole, size: int) -> Numbers:
        """Of each element, the correlation of its scores with what stands behind them."""
        score = self.judgements.score.astype(float)
        often = np.maximum(np.bincount(place, minlength=size), 1)
        means = [np.bincount(place, each, minlength=size) / often for each in (score, self.theta)]
        away, apart = score - means[0][place], self.theta - means[1][place]
        both, own, other = (
            np.bincount(place, each, minlength=size) for each in (away * apart, away * away, apart * apart)
        )
        spread = np.sqrt(own * other)
        return np.asarray(np.divide(both, spread, out=np.full(size, np.nan), where=spread > 1e-9))

    def _fair(self, facet: int) -> Numbers:
        """The mean expected of each element if the others were average."""
        at, used, scales = self.at, self.ratings.used, len(self.ratings.used)
        harsh = at.severity.mean()
        if facet == CRITERIA:
            own = np.arange(len(at.difficulty)) if scales > 1 else np.zeros(len(at.difficulty), dtype=np.int64)
            scores = expected_at(-at.difficulty - harsh, at.thresholds, own, used)
            return scores + self.judgements.lowest
        theta = at.ability - harsh if facet == PERSONS else -at.severity
        scores = np.zeros(len(theta))
        for scale in range(scales):
            shift = at.difficulty[scale] if scales > 1 else 0.0
            scores += expected_at(theta - shift, at.thresholds, np.full(len(theta), scale), used)
        return scores / scales + self.judgements.lowest

    def _agreement(self) -> tuple[RaterAgreement, Numbers, Numbers, Numbers]:
        """Pairs of ratings of one person by one criterion, as they were and as the model expects them; and by rater."""
        everything, size = self.everything, len(self.judgements.raters)
        cell = everything.person * len(self.judgements.criteria) + everything.criterion
        cell = np.unique(cell, return_inverse=True)[1].ravel()
        beside = _beside(cell, everything.score, self.chances)
        # Who rated the same twice, as by two tasks, is no pair of raters.
        own, mine = np.unique(cell * size + everything.rater, return_inverse=True)
        if len(own) < len(cell):
            beside = beside - _beside(mine.ravel(), everything.score, self.chances)
        pairs, same, near, likely = beside
        of = everything.rater
        by_rater = [np.bincount(of, each, minlength=size).astype(float) for each in (same, likely, pairs)]
        agreement = RaterAgreement(
            round(pairs.sum() / 2), round(same.sum() / 2), float(likely.sum() / 2), round(near.sum() / 2)
        )
        return agreement, by_rater[0], by_rater[1], by_rater[2]


def _beside(cell: Whole, score: Whole, chances: Numbers) -> Numbers:
    """Of each rating the others in its cell: how many, with the same score, at most one apart, and likely the same."""
    count, ratings = int(cell.max()) + 1, len(cell)
    found = np.zeros((4, ratings))
    found[0] = np.bincount(cell, minlength=count)[cell] - 1
    said = [np.bincount(cell[score == level], minlength=count) for level in range(len(chances))]
    for level, chance in enumerate(chances):
        here = score == level
        near = np.sum(said[max(level - 1, 0) : level + 2], axis=0)
        found[1][here] = said[level][cell[here]] - 1
        found[2][here] = near[cell[here]] - 1
        found[3] += chance * (np.bincount(cell, chance, minlength=count)[cell] - chance)
    return found
