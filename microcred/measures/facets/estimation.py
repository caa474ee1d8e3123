"""Newton's method for all measures of a many-facet analysis at once.

The model is an exponential family: a rating X adds X to what its person's ability goes by, -X to its rater's and
criterion's, and -1 to each threshold that it passed. So the gradient is what was observed less what is expected, and
the information is the covariance of these. Persons, of whom there are most, are eliminated by Schur's complement: what
is left to solve is as large as raters, criteria and thresholds together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy
from numpy.typing import NDArray

from microcred.measures.ratings import Numbers

Whole = NDArray[np.int64]

CHUNK = 1 << 17
"""ratings worked on at a time, so that what is needed of them stays in the processor's cache"""

FARTHEST = 30.0
"""logits beyond which a rating is certain"""

SINGULAR = 1e-13
"""reciprocal of the condition of the information from which on some measures cannot be told from others"""


class NotLinked(Exception):
    """That some measures cannot be told from others: what one of them gains, another can lose."""


@dataclass
class Measures:
    """All measures in logits: persons, raters, criteria, and thresholds of shape (scales, steps)."""

    ability: Numbers
    severity: Numbers
    difficulty: Numbers
    thresholds: Numbers

    def moved(self, step: "Measures", share: float) -> "Measures":
        """These, moved by a share of a step."""
        return Measures(
            self.ability + share * step.ability,
            self.severity + share * step.severity,
            self.difficulty + share * step.difficulty,
            self.thresholds + share * step.thresholds,
        )

    @property
    def largest(self) -> float:
        """The largest of all, without its sign."""
        parts = (self.ability, self.severity, self.difficulty, self.thresholds)
        return max(float(np.abs(each).max(initial=0.0)) for each in parts)


@dataclass(frozen=True)
class Ratings:
    """What is estimated from: positions of persons, raters, criteria and scales, and scores from 0."""

    person: Whole
    rater: Whole
    criterion: Whole
    scale: Whole
    score: Whole
    used: NDArray[np.bool_]
    """of shape (scales, categories): the categories that occur; others have no probability"""

    @cached_property
    def by_both(self) -> "tuple[Whole, Whole, Whole]":
        """Who rated whom, as a sparse matrix of persons by raters: of each rating its place among the entries, of the
        entries their raters, and where each person's begin."""
        raters = int(self.rater.max()) + 1
        entries, place = np.unique(self.person * raters + self.rater, return_inverse=True)
        persons = int(self.person.max()) + 1
        begins = np.concatenate([[0], np.cumsum(np.bincount(entries // raters, minlength=persons))])
        return place.ravel(), entries % raters, begins

    @cached_property
    def person_by_criterion(self) -> Whole:
        """Of each rating the place of its person and criterion, in a table of both."""
        return np.asarray(self.person * (int(self.criterion.max()) + 1) + self.criterion)

    @cached_property
    def rater_by_criterion(self) -> Whole:
        """The same of its rater and criterion."""
        return np.asarray(self.rater * (int(self.criterion.max()) + 1) + self.criterion)


@dataclass
class Expectation:
    """What the model expects at some measures."""

    score: Numbers
    variance: Numbers
    loglikelihood: float
    passed: Numbers
    """how often each threshold of a scale is passed: (scales, steps)"""
    passed_together: Numbers
    """the covariance of passing two thresholds: (scales, steps, steps)"""
    by_person: Numbers
    """the covariance of scores with passing thresholds, by person: (persons, scales x steps)"""
    by_rater: Numbers
    by_criterion: Numbers


def _cumulated(at: Measures) -> Numbers:
    """What stands against each category: (scales, categories)."""
    none = np.zeros((len(at.thresholds), 1))
    return np.concatenate([none, np.cumsum(np.nan_to_num(at.thresholds), axis=1)], axis=1)


def _weights(ratings: Ratings, at: Measures, piece: slice, factor: Numbers) -> tuple[Numbers, Numbers]:
    """How far abilities lie above what is asked, and the weight of each category, from the powers of the odds."""
    person, rater, criterion = ratings.person[piece], ratings.rater[piece], ratings.criterion[piece]
    theta = np.clip(at.ability[person] - at.severity[rater] - at.difficulty[criterion], -FARTHEST, FARTHEST)
    odds = np.exp(theta)
    weights = np.empty((factor.shape[1], len(theta)))
    power = np.ones(len(theta))
    for category in range(len(weights)):
        weights[category] = power * (
            factor[0, category] if len(factor) == 1 else factor[ratings.scale[piece], category]
        )
        power *= odds
    return theta, weights


def summed_from_above(rows: Numbers) -> Numbers:
    """Each row with all below it added, as a reversed `cumsum` does, which is several times slower along this axis."""
    sums = np.array(rows)
    for place in range(len(sums) - 2, -1, -1):
        sums[place] += sums[place + 1]
    return sums


def chances_of(ratings: Ratings, at: Measures, piece: slice) -> Numbers:
    """The probability of each category for some of the ratings: (categories, ratings)."""
    factor = np.where(ratings.used, np.exp(-_cumulated(at)), 0.0)
    _theta, weights = _weights(ratings, at, piece, factor)
    chances: Numbers = weights / weights.sum(axis=0)
    return chances


def expectation(ratings: Ratings, at: Measures, *, with_thresholds: bool = True) -> Expectation:
    """What is expected of all ratings, chunk by chunk."""
    scales, steps = at.thresholds.shape
    cumulated = _cumulated(at)
    factor = np.where(ratings.used, np.exp(-cumulated), 0.0)
    count = len(ratings.score)
    persons, raters, criteria = len(at.ability), len(at.severity), len(at.difficulty)
    score, variance = np.empty(count), np.empty(count)
    passed, together = np.zeros((scales, steps)), np.zeros((scales, steps, steps))
    width = scales * steps
    by_person = np.zeros((persons, width)) if with_thresholds else np.zeros((0, 0))
    by_rater = np.zeros((raters, width))
    by_criterion = np.zeros((criteria, width))
    higher = np.maximum.outer(np.arange(steps), np.arange(steps))
    # Of one scale, what stands against each category is the same whoever is rated.
    often = np.bincount(ratings.score, minlength=steps + 1)
    loglikelihood = -float((often * np.where(often > 0, cumulated[0], 0.0)).sum()) if scales == 1 else 0.0
    for start in range(0, count, CHUNK):
        piece = slice(start, start + CHUNK)
        person, rater, criterion = ratings.person[piece], ratings.rater[piece], ratings.criterion[piece]
        scale, said = ratings.scale[piece], ratings.score[piece]
        theta, chances = _weights(ratings, at, piece, factor)
        total = chances.sum(axis=0)
        against = 0.0 if scales == 1 else cumulated[scale, said].sum()
        loglikelihood += float(said @ theta - against - np.log(total).sum())
        chances /= total
        mean = np.arange(1.0, steps + 1) @ chances[1:]
        square = np.arange(1.0, steps + 1) ** 2 @ chances[1:]
        score[piece], variance[piece] = mean, np.maximum(square - mean * mean, 1e-12)
        if not with_thresholds:
            continue
        # Passing threshold k is scoring k or more.
        over = summed_from_above(chances[1:])
        # Above k, the sum of scores: by it the covariance of a score with passing k.
        shared = summed_from_above(chances[1:] * np.arange(1.0, steps + 1)[:, None])
        shared -= over * mean
        if scales == 1:
            # Who passes two thresholds passes the higher one.
            reached = over.sum(axis=1)
            passed[0] += reached
            together[0] += reached[higher] - over @ over.T
        for step in range(steps):
            if scales > 1:
                passed[:, step] += np.bincount(scale, over[step], minlength=scales)
                for other in range(steps):
                    both = over[max(step, other)] - over[step] * over[other]
                    together[:, step, other] += np.bincount(scale, both, minlength=scales)
            column = scale * steps + step
            if scales == 1:
                by_person[:, step] += np.bincount(person, shared[step], minlength=persons)
                by_rater[:, step] += np.bincount(rater, shared[step], minlength=raters)
                by_criterion[:, step] += np.bincount(criterion, shared[step], minlength=criteria)
            else:
                for table, place, size in ((by_person, person, persons), (by_rater, rater, raters)):
                    many = np.bincount(place * width + column, shared[step], minlength=size * width)
                    np.add(table, many.reshape(size, width), out=table)
                by_criterion += np.bincount(
                    criterion * width + column, shared[step], minlength=criteria * width
                ).reshape(criteria, width)
    return Expectation(score, variance, loglikelihood, passed, together, by_person, by_rater, by_criterion)


@dataclass(frozen=True)
class System:
    """What Newton's method solves once persons are eliminated.

    Attributes:
        information: of raters, criteria and live thresholds, in this order, less what finding the abilities takes,
            with a ridge along the directions in which nothing changes.
        reading, dense: information that persons share with raters, and (negative) with criteria and thresholds.
        by_ability: information about each person's ability.
        live: positions of the thresholds that have a place.
    """

    information: Numbers
    reading: "scipy.sparse.csr_matrix"
    dense: Numbers
    by_ability: Numbers
    live: Whole


def system(ratings: Ratings, at: Measures, expected: Expectation) -> System:
    """The information at some measures, by Schur's complement."""
    persons, raters, criteria = len(at.ability), len(at.severity), len(at.difficulty)
    scales, steps = at.thresholds.shape
    variance = expected.variance
    place, columns, begins = ratings.by_both
    shared = np.bincount(place, variance, minlength=len(columns))
    reading = scipy.sparse.csr_matrix((shared, columns, begins), shape=(persons, raters))
    by_criterion = np.bincount(ratings.person_by_criterion, variance, minlength=persons * criteria)
    by_criterion = by_criterion.reshape(persons, criteria)
    info_person = by_criterion.sum(axis=1)
    live = np.flatnonzero(passable(ratings.used).ravel())
    # Persons against all else; a rating counts for its person and against its rater, criterion and thresholds.
    dense = -np.concatenate([by_criterion, expected.by_person[:, live]], axis=1)
    weighted = dense / info_person[:, None]
    scaled = scipy.sparse.diags(1 / info_person) @ reading
    size = raters + criteria + len(live)
    info = np.zeros((size, size))
    info[:raters, :raters] = -(reading.T @ scaled).toarray()
    info[range(raters), range(raters)] += np.asarray(reading.sum(axis=0)).ravel()
    crossed = np.bincount(ratings.rater_by_criterion, variance, minlength=raters * criteria).reshape(raters, criteria)
    rest = np.concatenate([crossed, expected.by_rater[:, live]], axis=1)
    info[:raters, raters:] = rest + reading.T @ weighted
    info[raters:, :raters] = info[:raters, raters:].T
    lower = info[raters:, raters:]
    lower[:] = -(dense.T @ weighted)
    lower[range(criteria), range(criteria)] += by_criterion.sum(axis=0)
    lower[:criteria, criteria:] += expected.by_criterion[:, live]
    lower[criteria:, :criteria] += expected.by_criterion[:, live].T
    lower[criteria:, criteria:] += scipy.linalg.block_diag(*expected.passed_together)[np.ix_(live, live)]
    # Directions along which nothing changes: what one facet gains, another loses.
    weight = np.diag(info).mean() or 1.0
    for start, stop in ((0, raters), (raters, raters + criteria)):
        info[start:stop, start:stop] += weight / (stop - start)
    thresholds = info[raters + criteria :, raters + criteria :]
    for direction in _level_directions(ratings, scales, steps, live):
        thresholds += weight * np.outer(direction, direction)
    return System(info, reading, dense, info_person, live)


def newton_step(
    ratings: Ratings,
    at: Measures,
    expected: Expectation,
    observed_passed: Numbers,
    adjustment: Callable[[System], Numbers] | None = None,
) -> Measures:
    """The step that would be right if the likelihood were a parabola.

    Args:
        adjustment: what is added to the gradient of raters, criteria and live thresholds (`correction`).

    Raises:
        NotLinked.
    """
    persons, raters, criteria = len(at.ability), len(at.severity), len(at.difficulty)
    solve = system(ratings, at, expected)
    residual = ratings.score - expected.score
    gradient = np.concatenate(
        [
            -np.bincount(ratings.rater, residual, minlength=raters),
            -np.bincount(ratings.criterion, residual, minlength=criteria),
            -(observed_passed - expected.passed).ravel()[solve.live],
        ]
    )
    for_person = np.bincount(ratings.person, residual, minlength=persons)
    share = for_person / solve.by_ability
    gradient -= np.concatenate([-(solve.reading.T @ share), solve.dense.T @ share])
    if adjustment is not None:
        gradient += adjustment(solve)
    solved = _solved(solve.information, gradient)
    severity, difficulty = solved[:raters], solved[raters : raters + criteria]
    thresholds = np.zeros(at.thresholds.size)
    thresholds[solve.live] = solved[raters + criteria :]
    ability = (for_person + solve.reading @ severity - solve.dense @ solved[raters:]) / solve.by_ability
    return Measures(ability, severity, difficulty, thresholds.reshape(at.thresholds.shape))


def _solved(information: Numbers, gradient: Numbers) -> Numbers:
    """The step in raters, criteria and thresholds.

    Raises:
        NotLinked.
    """
    size = np.abs(information).sum(axis=0).max()
    try:
        factor, is_lower = scipy.linalg.cho_factor(information, lower=True, check_finite=False)
    except scipy.linalg.LinAlgError as problem:
        raise NotLinked from problem
    condition, _info = scipy.linalg.lapack.dpocon(factor, size, uplo="L")
    if not condition > SINGULAR:
        raise NotLinked
    return np.asarray(scipy.linalg.cho_solve((factor, is_lower), gradient, check_finite=False))


def _level_directions(ratings: Ratings, scales: int, steps: int, live: Whole) -> list[Numbers]:
    """Of the live thresholds of each scale, the direction along which they rise together."""
    directions = []
    for scale in range(scales):
        one = np.zeros(len(live))
        mine = live // steps == scale
        one[mine] = steps_covered(ratings.used)[scale, live[mine] % steps]
        if one.any():
            directions.append(one / np.linalg.norm(one))
    return directions


def passable(used: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The thresholds that have a place: into categories that occur, with one below that does: (scales, steps)."""
    return used[:, 1:] & (np.cumsum(used, axis=1)[:, :-1] > 0)


def steps_covered(used: NDArray[np.bool_]) -> Numbers:
    """How many steps of the scale each threshold leads over; more than one above categories that never occur."""
    covered = np.zeros((len(used), used.shape[1] - 1))
    for scale, row in enumerate(used):
        there = np.flatnonzero(row)
        covered[scale, there[1:] - 1] = np.diff(there)
    return covered
