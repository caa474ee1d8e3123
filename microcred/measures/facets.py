"""Many-facet Rasch: how severe each rater is, allowing for whose work they read and by which criteria.

    log P(k) / P(k - 1) = ability of the person - difficulty of the criterion - severity of the rater - threshold k

Thresholds are common to all criteria (the rating scale model) or each criterion's own (partial credit). Estimated by
joint maximum likelihood with Newton's method on all measures at once, so that sparse links converge as fast as dense
ones. Persons and criteria are centred on 0, thresholds of each scale too; raters float, and so carry the level.

Sources: J. M. Linacre, Many-Facet Rasch Measurement (1989); B. D. Wright, G. N. Masters, Rating Scale Analysis (1982),
for estimation, fit and separation; D. Andrich, Psychometrika 43 (1978), 561-573; G. N. Masters, Psychometrika 47
(1982), 149-174.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, stats
from scipy.sparse.csgraph import connected_components

from microcred.measures.estimates import NotEstimable
from microcred.measures.facets_correction import corrected
from microcred.measures.facets_estimation import (
    Expectation,
    Measures,
    Ratings,
    expectation,
    newton_step,
    passable,
    steps_covered,
)
from microcred.measures.ratings import Numbers, in_order

Scale = Literal["rating scale", "partial credit"]
Whole = NDArray[np.int64]
Corrections = dict[tuple[int, int], tuple[float, float]]

EXTREME = 0.3
"""score points by which a total that is all bottom or all top is moved inwards, as Facets does by default"""

CONVERGED = 1e-6
"""logits: the largest change of a measure at which estimation stops"""

MOST_STEPS = 60
LONGEST_STEP = 2.0
"""logits that one measure may move in one step"""


@dataclass(frozen=True)
class Measured:
    """One person, rater or criterion.

    Attributes:
        name: as in the data.
        ratings: how many.
        measure: logits; of raters and criteria, more is harder.
        standard_error: logits, the other measures taken as known.
        observed: the mean of its ratings, in score points.
        fair: the mean to be expected if all else were average, in score points.
        infit, outfit: mean squares of residuals, weighted by information and not; 1 is what the model expects.
            None where the measure is extreme.
        extreme: whether all ratings were at the same end, so that the measure stands for an end moved inwards.
        corrected: the measure less the stretch of joint estimation (`facets_correction`), logits, each facet centred
            on 0; None of persons, of extremes, and where it was not asked for.
        corrected_error: logits, all else estimated with it; intervals are made of this one.
    """

    name: Hashable
    ratings: int
    measure: float
    standard_error: float
    observed: float
    fair: float
    infit: float | None
    outfit: float | None
    extreme: bool
    corrected: float | None = None
    corrected_error: float | None = None


@dataclass(frozen=True)
class Separation:
    """How far the elements of a facet are told apart.

    Attributes:
        rmse: root mean square of the standard errors, logits.
        true_sd: standard deviation of the measures less error, logits.
        separation: true_sd / rmse.
        strata: (4 separation + 1) / 3.
        reliability: of differences: separation² / (1 + separation²). For raters, low is good.
        chi_square: of the hypothesis that all are alike, with `degrees` of freedom and `p`.
    """

    rmse: float
    true_sd: float
    separation: float
    strata: float
    reliability: float
    chi_square: float
    degrees: int
    p: float


@dataclass(frozen=True)
class RaterAgreement:
    """How often raters of the same person and criterion agreed exactly, and how often the model expects it."""

    pairs: int
    observed: int
    expected: float

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
    rater_separation: Separation | None
    person_separation: Separation | None
    agreement: RaterAgreement
    deviance: float
    ratings: int
    steps: int
    converged: bool


@dataclass(frozen=True)
class Judgements:
    """Ratings in long form, as positions in lists of names.

    Attributes:
        person, rater, criterion: positions, one for each rating.
        score: 0 for the lowest category.
    """

    person: Whole
    rater: Whole
    criterion: Whole
    score: Whole
    persons: tuple[Hashable, ...]
    raters: tuple[Hashable, ...]
    criteria: tuple[Hashable, ...]
    lowest: int
    highest: int

    @classmethod
    def of(
        cls,
        persons: ArrayLike,
        raters: ArrayLike,
        criteria: ArrayLike,
        scores: ArrayLike,
        *,
        lowest: int | None = None,
        highest: int | None = None,
    ) -> "Judgements":
        """Judgements from names and whole-numbered scores, one of each a rating.

        Args:
            lowest, highest: the ends of the scale; without them, the ends of what was given.

        Raises:
            ValueError: for scores that are not whole or outside the scale.
        """
        given = np.asarray(scores, dtype=float)
        whole = given.astype(np.int64)
        if given.size and np.any(given != whole):
            raise ValueError("scores are whole numbers")
        low = int(whole.min()) if lowest is None else lowest
        high = int(whole.max()) if highest is None else highest
        if given.size and (whole.min() < low or whole.max() > high):
            raise ValueError("a score lies outside the scale")
        facets = [_numbered(np.asarray(each)) for each in (persons, raters, criteria)]
        (person, names), (rater, rater_names), (criterion, criterion_names) = facets
        return cls(person, rater, criterion, whole - low, names, rater_names, criterion_names, low, high)


def _numbered(names: NDArray[np.generic]) -> tuple[Whole, tuple[Hashable, ...]]:
    found, positions = np.unique(names, return_inverse=True)
    ordered = in_order(found.tolist())
    place = {name: index for index, name in enumerate(ordered)}
    moved = np.array([place[name] for name in found.tolist()], dtype=np.int64)
    return moved[positions.ravel()], tuple(ordered)


def groups_of(judgements: Judgements) -> list[tuple[Hashable, ...]]:
    """The raters in groups that are linked by persons they both judged; one group is what is needed."""
    raters, persons = len(judgements.raters), len(judgements.persons)
    ones = np.ones(len(judgements.rater))
    graph = sparse.coo_matrix((ones, (judgements.rater, judgements.person + raters)), shape=(raters + persons,) * 2)
    count, labels = connected_components(graph, directed=False)
    groups = [tuple(judgements.raters[each] for each in np.flatnonzero(labels[:raters] == one)) for one in range(count)]
    return [group for group in groups if group]


def many_facets(
    judgements: Judgements, scale: Scale = "rating scale", *, correct: bool = True
) -> Facets | NotEstimable | Disconnected:
    """Estimate severities, difficulties, abilities and thresholds, or say why there are none.

    Args:
        correct: whether to estimate raters and criteria without the stretch of joint estimation as well.
    """
    if not len(judgements.score):
        return NotEstimable("no cases", 0)
    if len(judgements.raters) < 2:
        return NotEstimable("one rater", len(judgements.score))
    if len(np.unique(judgements.score)) < 2:
        return NotEstimable("no spread", len(judgements.score))
    if len(groups := groups_of(judgements)) > 1:
        return Disconnected(tuple(groups))
    return _Estimation(judgements, scale, correct=correct).result()


class _Estimation:
    """One analysis, from extremes set aside to the last figure."""

    def __init__(self, judgements: Judgements, scale: Scale, *, correct: bool) -> None:
        self.correct = correct
        self.judgements = judgements
        self.scale = scale
        self.steps = judgements.highest - judgements.lowest
        self.sizes = (len(judgements.persons), len(judgements.raters), len(judgements.criteria))
        self.scales = len(judgements.criteria) if scale == "partial credit" else 1

    def result(self) -> Facets | NotEstimable:
        """The whole analysis."""
        whole = self.judgements
        kept, ends = self._without_extremes()
        if not kept.any():
            return NotEstimable("no spread", len(whole.score))
        ratings = self._ratings(kept)
        at, steps, converged, corrections = self._estimated(ratings)
        expected = expectation(ratings, at, with_thresholds=False)
        self._place_extremes(at, ends, ratings.used)
        everything = self._ratings(np.ones(len(whole.score), dtype=bool), used=ratings.used)
        overall = expectation(everything, at, with_thresholds=False)
        facets = [self._measured(facet, at, ends[facet], ratings, expected, overall) for facet in range(3)]
        facets[1:] = [self._with(corrections, facet, facets[facet]) for facet in (1, 2)]
        shown = passable(ratings.used)
        thresholds = np.where(shown, at.thresholds, np.nan)
        names: tuple[Hashable, ...] = whole.criteria if self.scales > 1 else ("all",)
        return Facets(
            self.scale,
            facets[0],
            facets[1],
            facets[2],
            {name: tuple(float(each) for each in row) for name, row in zip(names, thresholds, strict=True)},
            tuple(range(whole.lowest, whole.highest + 1)),
            separation(facets[1]),
            separation(facets[0]),
            self._agreement(everything, at),
            -2 * expected.loglikelihood,
            int(kept.sum()),
            steps,
            converged,
        )

    def _without_extremes(self) -> tuple[NDArray[np.bool_], list[dict[int, int]]]:
        """Which ratings take part, and who is all at one end (-1, 1), found again until nobody more is."""
        whole = self.judgements
        places = (whole.person, whole.rater, whole.criterion)
        kept = np.ones(len(whole.score), dtype=bool)
        ends: list[dict[int, int]] = [{}, {}, {}]
        found = True
        while found and kept.any():
            found = False
            for facet, place in enumerate(places):
                size = self.sizes[facet]
                often = np.bincount(place[kept], minlength=size)
                total = np.bincount(place[kept], whole.score[kept], minlength=size)
                low, high = (often > 0) & (total == 0), (often > 0) & (total == often * self.steps)
                for each in np.flatnonzero(low | high):
                    ends[facet][int(each)] = -1 if low[each] else 1
                if (low | high).any():
                    kept &= ~(low | high)[place]
                    found = True
        return kept, ends

    def _ratings(self, kept: NDArray[np.bool_], used: NDArray[np.bool_] | None = None) -> Ratings:
        whole = self.judgements
        criterion, score = whole.criterion[kept], whole.score[kept]
        scale = criterion if self.scales > 1 else np.zeros(len(criterion), dtype=np.int64)
        if used is None:
            often = np.bincount(scale * (self.steps + 1) + score, minlength=self.scales * (self.steps + 1))
            used = often.reshape(self.scales, -1) > 0
        return Ratings(whole.person[kept], whole.rater[kept], criterion, scale, score, used)

    def _estimated(self, ratings: Ratings) -> tuple[Measures, int, bool, Corrections]:
        live = [np.unique(place) for place in (ratings.person, ratings.rater, ratings.criterion)]
        # Whoever takes no part has no information: work with those who do.
        packed = Ratings(
            np.searchsorted(live[0], ratings.person),
            np.searchsorted(live[1], ratings.rater),
            np.searchsorted(live[2], ratings.criterion),
            np.searchsorted(live[2], ratings.criterion) if self.scales > 1 else ratings.scale,
            ratings.score,
            ratings.used[live[2]] if self.scales > 1 else ratings.used,
        )
        scales = len(packed.used)
        persons, raters, criteria = (np.zeros(len(each)) for each in live)
        at = Measures(persons, raters, criteria, np.zeros((scales, self.steps)))
        at.ability = _first_guess(packed.person, packed.score, self.steps, len(live[0]))
        observed = np.stack(
            [np.bincount(packed.scale[packed.score >= k], minlength=scales) for k in range(1, self.steps + 1)], axis=1
        ).astype(float)
        now = expectation(packed, at)
        taken, converged = 0, False
        while taken < MOST_STEPS and not converged:
            taken += 1
            step = newton_step(packed, at, now, observed)
            share = min(1.0, LONGEST_STEP / max(step.largest, 1e-12))
            while True:
                there = at.moved(step, share)
                then = expectation(packed, there)
                if then.loglikelihood >= now.loglikelihood - 1e-9 * abs(now.loglikelihood) or share < 1e-4:
                    break
                share /= 2
            at, now = there, then
            converged = share == 1.0 and step.largest < CONVERGED
        corrections = self._corrected(packed, at, observed, live) if self.correct and converged else {}
        _centre(at, packed.used)
        persons, raters, criteria = (np.full(size, np.nan) for size in self.sizes)
        full = Measures(persons, raters, criteria, np.zeros((self.scales, self.steps)))
        full.ability[live[0]], full.severity[live[1]], full.difficulty[live[2]] = at.ability, at.severity, at.difficulty
        full.thresholds[live[2] if self.scales > 1 else slice(None)] = at.thresholds
        return full, taken, converged, corrections

    def _corrected(self, packed: Ratings, at: Measures, observed: Numbers, live: list[Whole]) -> Corrections:
        """The corrected measures and errors of raters and criteria by facet and position; none if it found no end."""
        found = corrected(packed, at, observed)
        if not found.converged:
            return {}
        errors = np.sqrt(np.diag(found.covariance))
        severity, difficulty = found.at.severity, found.at.difficulty
        return {
            (facet, int(one)): (float(value), float(error))
            for facet, values, several in (
                (1, severity - severity.mean(), errors[: len(severity)]),
                (2, difficulty - difficulty.mean(), errors[len(severity) :]),
            )
            for one, value, error in zip(live[facet], values, several[: len(values)], strict=True)
        }

    def _with(self, corrections: Corrections, facet: int, measured: tuple[Measured, ...]) -> tuple[Measured, ...]:
        found = [corrections.get((facet, place), (None, None)) for place in range(len(measured))]
        return tuple(
            replace(each, corrected=value, corrected_error=error)
            for each, (value, error) in zip(measured, found, strict=True)
        )

    def _place_extremes(self, at: Measures, ends: list[dict[int, int]], used: NDArray[np.bool_]) -> None:
        """Give those at an end the measure at which their total, moved inwards, is expected."""
        whole = self.judgements
        places = (whole.person, whole.rater, whole.criterion)
        tables = (at.ability, at.severity, at.difficulty)
        for facet, (place, table) in enumerate(zip(places, tables, strict=True)):
            for one, end in ends[facet].items():
                mine = np.flatnonzero(place == one)
                others = [np.nan_to_num(t[p[mine]]) for t, p in zip(tables, places, strict=True) if t is not table]
                sign = 1.0 if facet == 0 else -1.0
                rest = -(others[0] + others[1]) if facet == 0 else others[0] - others[1]
                scale = whole.criterion[mine] if self.scales > 1 else np.zeros(len(mine), dtype=np.int64)
                wanted = EXTREME if end < 0 else len(mine) * self.steps - EXTREME
                low, high = -20.0, 20.0
                while high - low > 1e-6:
                    middle = (low + high) / 2
                    if _expected_at(rest + middle, at.thresholds, scale, used).sum() < wanted:
                        low = middle
                    else:
                        high = middle
                table[one] = sign * (low + high) / 2
            table[np.isnan(table)] = 0.0

    def _measured(
        self,
        facet: int,
        at: Measures,
        ends: dict[int, int],
        ratings: Ratings,
        expected: Expectation,
        overall: Expectation,
    ) -> tuple[Measured, ...]:
        whole = self.judgements
        names = (whole.persons, whole.raters, whole.criteria)[facet]
        place = (whole.person, whole.rater, whole.criterion)[facet]
        mine = (ratings.person, ratings.rater, ratings.criterion)[facet]
        table = (at.ability, at.severity, at.difficulty)[facet]
        size = len(names)
        often = np.bincount(place, minlength=size)
        observed = np.bincount(place, whole.score, minlength=size) / np.maximum(often, 1) + whole.lowest
        info = np.bincount(place, overall.variance, minlength=size)
        square = (ratings.score - expected.score) ** 2
        information = np.bincount(mine, expected.variance, minlength=size)
        with np.errstate(divide="ignore", invalid="ignore"):
            infit = np.bincount(mine, square, minlength=size) / information
            outfit = np.bincount(mine, square / expected.variance, minlength=size) / np.bincount(mine, minlength=size)
        fair = self._fair(facet, at, ratings.used)
        return tuple(
            Measured(
                names[each],
                int(often[each]),
                float(table[each]),
                float(1 / np.sqrt(info[each])) if info[each] > 0 else float("inf"),
                float(observed[each]),
                float(fair[each]),
                None if each in ends or not np.isfinite(infit[each]) else float(infit[each]),
                None if each in ends or not np.isfinite(outfit[each]) else float(outfit[each]),
                each in ends,
            )
            for each in range(size)
        )

    def _fair(self, facet: int, at: Measures, used: NDArray[np.bool_]) -> Numbers:
        """The mean expected of each element if the others were average."""
        harsh = at.severity.mean()
        if facet == 0:
            theta = at.ability - harsh
        elif facet == 1:
            theta = -at.severity
        else:
            theta = -at.difficulty - harsh
        scores = np.zeros(len(theta))
        for scale in range(self.scales):
            if facet == 2 and self.scales > 1 and scale:
                break
            own = np.arange(len(theta)) if facet == 2 and self.scales > 1 else np.full(len(theta), scale)
            shift = 0.0 if facet == 2 or self.scales == 1 else at.difficulty[scale]
            scores += _expected_at(theta - shift, at.thresholds, own, used)
        rounds = 1 if facet == 2 and self.scales > 1 else self.scales
        return scores / rounds + self.judgements.lowest

    def _agreement(self, ratings: Ratings, at: Measures) -> RaterAgreement:
        """Pairs of ratings of one person by one criterion, as they were and as the model expects them."""
        theta = at.ability[ratings.person] - at.severity[ratings.rater] - at.difficulty[ratings.criterion]
        cell = ratings.person * self.sizes[2] + ratings.criterion
        _cells, cell = np.unique(cell, return_inverse=True)
        chances = chances_at(theta, at.thresholds, ratings.scale, ratings.used)
        pairs, same, likely = _alike(cell, ratings.score, chances)
        # Who rated the same twice, as by two tasks, is no pair of raters.
        own, mine = np.unique(cell * self.sizes[1] + ratings.rater, return_inverse=True)
        if len(own) < len(cell):
            less = _alike(mine, ratings.score, chances)
            pairs, same, likely = pairs - less[0], same - less[1], likely - less[2]
        return RaterAgreement(pairs, same, likely)


def _alike(cell: Whole, score: Whole, chances: Numbers) -> tuple[int, int, float]:
    """Pairs of ratings in the same cell, how many are the same, and how many are expected to be."""
    count = int(cell.max()) + 1
    often = np.bincount(cell, minlength=count)
    pairs = int((often * (often - 1) // 2).sum())
    same, likely = 0, 0.0
    for category, chance in enumerate(chances):
        said = np.bincount(cell[score == category], minlength=count)
        same += int((said * (said - 1) // 2).sum())
        total = np.bincount(cell, chance, minlength=count)
        likely += float((total**2).sum() - (chance**2).sum()) / 2
    return pairs, same, likely


def separation(measured: tuple[Measured, ...]) -> Separation | None:
    """How far elements are told apart; None of fewer than two."""
    if len(measured) < 2:
        return None
    values = np.array([each.measure for each in measured])
    errors = np.array([each.standard_error for each in measured])
    usable = np.isfinite(errors)
    values, errors = values[usable], errors[usable]
    if len(values) < 2:
        return None
    mean_square = float((errors**2).mean())
    rmse = float(np.sqrt(mean_square))
    true_sd = float(np.sqrt(max(values.var(ddof=1) - mean_square, 0.0)))
    ratio = true_sd / rmse
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
        float(stats.chi2.sf(chi, degrees)),
    )


def chances_at(theta: Numbers, thresholds: Numbers, scale: Whole, used: NDArray[np.bool_]) -> Numbers:
    """The probability of each category: (categories, ratings)."""
    cumulated = np.concatenate([np.zeros((len(thresholds), 1)), np.cumsum(thresholds, axis=1)], axis=1)
    exponent = np.arange(thresholds.shape[1] + 1)[:, None] * theta - cumulated[scale].T
    exponent[~used[scale].T] = -np.inf
    exponent -= exponent.max(axis=0)
    share = np.exp(exponent)
    return np.asarray(share / share.sum(axis=0))


def _expected_at(theta: Numbers, thresholds: Numbers, scale: Whole, used: NDArray[np.bool_]) -> Numbers:
    chances = chances_at(theta, thresholds, scale, used)
    return np.asarray(np.arange(len(chances)) @ chances)


def _first_guess(place: Whole, score: Whole, steps: int, size: int) -> Numbers:
    """Abilities by the share of the points that were reached."""
    often = np.bincount(place, minlength=size) * steps
    total = np.bincount(place, score, minlength=size)
    return np.asarray(np.log(total / (often - total)))


def _centre(at: Measures, used: NDArray[np.bool_]) -> None:
    """Persons, criteria and the thresholds of each scale around 0; what is taken from them, raters carry."""
    live = passable(used)
    covered = steps_covered(used)
    for scale in range(len(used)):
        shift = (at.thresholds[scale] * live[scale]).sum() / covered[scale].sum()
        at.thresholds[scale] -= shift * covered[scale]
        if len(used) > 1:
            at.difficulty[scale] += shift
        else:
            at.severity += shift
    level = at.difficulty.mean()
    at.difficulty -= level
    at.severity += level
    mean = at.ability.mean()
    at.ability -= mean
    at.severity -= mean
