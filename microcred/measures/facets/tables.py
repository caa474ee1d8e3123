"""The tables of a many-facet analysis: what is told of each person, rater, criterion and level."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import scipy

Scale = Literal["rating scale", "partial credit"]


class Measured(NamedTuple):
    """One person, rater or criterion.

    Attributes:
        name: as in the data.
        ratings: how many.
        measure: logits; of raters and criteria, more is harder.
        standard_error: logits, the other measures taken as known; infinite where none of its ratings could have been
            another level, so that its measure says nothing.
        total: the sum of its ratings, in score points.
        observed: their mean.
        fair: the mean to be expected if all else were average, in score points.
        infit, outfit: mean squares of residuals, weighted by information and not; 1 is what the model expects.
            None where the measure is extreme.
        extreme: whether all ratings were at the same end, so that the measure stands for an end moved inwards.
        corrected: the measure less the stretch of joint estimation (`correction`), logits, each facet centred
            on 0; None of persons, of extremes, and where it was not asked for.
        corrected_error: logits, all else estimated with it; intervals are made of this one.
        effect: the fair average less the mean of all fair averages of the facet, in score points: what it is worth to
            the work that is read.
        correlation: of its ratings with the measures that stand behind each (point-measure); None without spread.
        pairs: of raters, their ratings beside one of another rater of the same work by the same criterion; `agreed` of
            them with the same score, where the model expects `expected`. None of others.
    """

    name: Hashable
    ratings: int
    measure: float
    standard_error: float
    total: float
    observed: float
    fair: float
    infit: float | None
    outfit: float | None
    extreme: bool
    corrected: float | None = None
    corrected_error: float | None = None
    effect: float = 0.0
    correlation: float | None = None
    pairs: int | None = None
    agreed: int | None = None
    expected: float | None = None


@dataclass(frozen=True)
class LevelUse:
    """How one level of a scale is used: whether it can be told from those beside it.

    Attributes:
        scale: the criterion, or `all`.
        ratings, share: how often it was given.
        mean: the mean of what stands behind those ratings, in logits: to rise from level to level.
        expected: the same as the model expects it.
        outfit: the mean square of the residuals of those ratings.
        threshold: logits, of the step into it; None of the lowest, and where there is none.
    """

    scale: Hashable
    score: int
    ratings: int
    share: float
    mean: float | None
    expected: float | None
    outfit: float | None
    threshold: float | None


@dataclass(frozen=True)
class Separation:
    """How far the elements of a facet are told apart.

    Those at an end of the scale have no finite estimate and are left out, as Facets does in its lines “without
    extremes” (J. M. Linacre, A User's Guide to Facets, table 7): their measures and errors stand for a rule.

    Attributes:
        rmse: root mean square of the standard errors, logits.
        true_sd: standard deviation of the measures less error, logits.
        separation: true_sd / rmse.
        strata: (4 separation + 1) / 3.
        reliability: of differences: separation² / (1 + separation²). For raters, low is good.
        chi_square: of the hypothesis that all are alike, with `degrees` of freedom and `p`.
        left_out: how many have no finite estimate.
    """

    rmse: float
    true_sd: float
    separation: float
    strata: float
    reliability: float
    chi_square: float
    degrees: int
    p: float
    left_out: int = 0


@dataclass(frozen=True)
class RaterAgreement:
    """How often raters of the same person and criterion agreed exactly, and how often the model expects it.

    Attributes:
        within_one: how often they were at most one level apart.
    """

    pairs: int
    observed: int
    expected: float
    within_one: int

    @property
    def rasch_kappa(self) -> float | None:
        """(observed - expected) / (1 - expected), as shares; near 0 where raters are independent experts."""
        room = self.pairs - self.expected
        return (self.observed - self.expected) / room if room > 0 else None


@dataclass(frozen=True)
class Disconnected:
    """That raters fall into groups without a common submission: severities of different groups cannot be compared."""

    groups: tuple[tuple[Hashable, ...], ...]


@dataclass(frozen=True)
class Facets:
    """A many-facet analysis.

    Attributes:
        thresholds: by scale (one, or by criterion's name) the step into each category after the first; NaN for a
            category that was never used, or follows one.
        categories: the scores, from the lowest to the highest.
        levels: how each of them is used, scale by scale.
        deviance: -2 log likelihood.
        steps: Newton's steps that it took.
        converged: whether the last changed no measure by more than `CONVERGED` logits.
    """

    scale: Scale
    persons: tuple[Measured, ...]
    raters: tuple[Measured, ...]
    criteria: tuple[Measured, ...]
    thresholds: dict[Hashable, tuple[float, ...]]
    categories: tuple[int, ...]
    levels: tuple[LevelUse, ...]
    rater_separation: Separation | None
    criterion_separation: Separation | None
    person_separation: Separation | None
    agreement: RaterAgreement
    deviance: float
    ratings: int
    steps: int
    converged: bool


def separation(measured: tuple[Measured, ...], *, extremes: bool = False) -> Separation | None:
    """How far elements are told apart; None of fewer than two that have an estimate.

    Args:
        extremes: whether those at an end count too, with the measures that stand for them.
    """
    errors = np.array([each.standard_error for each in measured])
    usable = np.isfinite(errors) & (extremes | ~np.array([each.extreme for each in measured], dtype=bool))
    if usable.sum() < 2:
        return None
    values, errors = np.array([each.measure for each in measured])[usable], errors[usable]
    mean_square = float((errors**2).mean())
    rmse = float(np.sqrt(mean_square))
    true_sd = float(np.sqrt(max(values.var(ddof=1) - mean_square, 0.0)))
    ratio = true_sd / rmse if rmse else 0.0
    weight = 1 / errors**2
    centre = float((weight * values).sum() / weight.sum())
    chi = float((weight * (values - centre) ** 2).sum())
    degrees = len(values) - 1
    return Separation(
        rmse,
        true_sd,
        ratio,
        (4 * ratio + 1) / 3,
        ratio**2 / (1 + ratio**2),
        chi,
        degrees,
        float(scipy.special.chdtrc(degrees, chi)),
        len(measured) - len(values),
    )
