"""Measures of raters, criteria and thresholds without the stretch that estimating every ability with them brings.

Joint maximum likelihood estimates one ability from each person's few ratings, and pays for it: all measures come out
too far apart, by about 1 / (ratings of a person). The remedy is to condition on the persons' totals, which know all
that there is to know of the abilities. The conditional likelihood is approximated to the next order by the likelihood
at the best abilities, plus half the logarithm of the information about each ability there; its gradient needs only the
third cumulants of each rating.

Sources: O. Barndorff-Nielsen, Biometrika 70 (1983), 343-365, for the modified profile likelihood; D. R. Cox, N. Reid,
Journal of the Royal Statistical Society B 49 (1987), 1-39, for canonical parameters; B. D. Wright, G. A. Douglas,
Applied Psychological Measurement 1 (1977), 281-295, for the stretch.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from microcred.measures.facets.estimation import (
    CHUNK,
    Expectation,
    Measures,
    NotLinked,
    Ratings,
    System,
    chances_of,
    expectation,
    newton_step,
    summed_from_above,
)
from microcred.measures.ratings import Numbers

SMALL = 1e-5
"""logits: the largest change still to come at which the correction stops; each is a fraction of the one before"""

MOST_ROUNDS = 40


@dataclass(frozen=True)
class Corrected:
    """Measures by the modified likelihood, with errors that know of each other and of the abilities.

    Attributes:
        covariance: of raters, criteria and live thresholds, in this order, each facet centred on 0.
        rounds: how many it took.
    """

    at: Measures
    covariance: Numbers
    rounds: int
    converged: bool


def corrected(ratings: Ratings, start: Measures, expected: Expectation, observed_passed: Numbers) -> Corrected:
    """Go on from joint measures to those of the modified likelihood.

    Args:
        ratings: of persons who are not at an end, packed without gaps.
        start: the joint estimate, and `expected` what it lets expect.
        observed_passed: how often each threshold was passed: (scales, steps).
    """
    at, rounds, converged, before = start, 0, False, 0.0
    solved: list[System] = []
    while rounds < MOST_ROUNDS and not converged:
        rounds += 1
        here = at

        def pull(solve: System, here: Measures = here) -> Numbers:
            solved[:] = [solve]
            return _gradient_of_half_log_information(ratings, here, solve)

        step = newton_step(ratings, at, expected, observed_passed, pull)
        at = at.moved(step, min(1.0, 1.0 / max(step.largest, 1e-12)))
        # What is to come becomes less by the share by which the last has.
        share = min(1.0, step.largest / before) if before else 1.0
        converged = share * step.largest < SMALL
        before = step.largest
        if not converged:
            expected = expectation(ratings, at)
    # The last step was so short that the information before it is that after it.
    covariance = _inverse(solved[0].information)
    return Corrected(at, _centred(covariance, len(at.severity), len(at.difficulty)), rounds, converged)


def _inverse(information: Numbers) -> Numbers:
    """The inverse of what is symmetric and positive, by its Cholesky factor: a third of the work of any other's."""
    factor, problem = scipy.linalg.lapack.dpotrf(information, lower=True)
    inverse, again = scipy.linalg.lapack.dpotri(factor, lower=True) if not problem else (factor, problem)
    if again:
        raise NotLinked
    inverse = np.tril(inverse)
    return np.asarray(inverse + np.tril(inverse, -1).T)


def _gradient_of_half_log_information(ratings: Ratings, at: Measures, solve: System) -> Numbers:
    """The gradient, by raters, criteria and live thresholds, of half the sum of the logarithms of the information."""
    persons, raters, criteria = len(at.ability), len(at.severity), len(at.difficulty)
    scales, steps = at.thresholds.shape
    third = np.empty(len(ratings.score))
    by_threshold = np.zeros(scales * steps)
    for start in range(0, len(third), CHUNK):
        piece = slice(start, start + CHUNK)
        chances = chances_of(ratings, at, piece)
        scores = np.arange(steps + 1.0)[:, None]
        away = scores - (scores * chances).sum(axis=0)
        square = away**2 * chances
        third[piece] = (away * square).sum(axis=0)
        variance = square.sum(axis=0)
        passing, above = summed_from_above(chances), summed_from_above(square)
        for step in range(steps):
            moved = (above[step + 1] - variance * passing[step + 1]) / solve.by_ability[ratings.person[piece]]
            by_threshold += np.bincount(ratings.scale[piece] * steps + step, -moved, minlength=scales * steps)
    shares = 1 / solve.by_ability
    own = third * shares[ratings.person]
    direct = np.concatenate(
        [
            -np.bincount(ratings.rater, own, minlength=raters),
            -np.bincount(ratings.criterion, own, minlength=criteria),
            by_threshold[solve.live],
        ]
    )
    # The best ability moves with what is asked of it, and the information with the ability.
    skewed = np.bincount(ratings.person, third, minlength=persons) * shares * shares
    moving = np.concatenate([solve.reading.T @ skewed, -(solve.dense.T @ skewed)])
    gradient: Numbers = (direct + moving) / 2
    return gradient


def _centred(covariance: Numbers, raters: int, criteria: int) -> Numbers:
    """The covariance of measures less the mean of their facet."""
    for start, stop in ((0, raters), (raters, raters + criteria)):
        covariance[start:stop] -= covariance[start:stop].mean(axis=0)
        covariance[:, start:stop] -= covariance[:, start:stop].mean(axis=1, keepdims=True)
    return covariance
