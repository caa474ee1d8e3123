"""One analysis, from extremes set aside to the last figure."""

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from microcred.measures.estimates import NotEstimable
from microcred.measures.facets.apartness import apart_from_the_rest
from microcred.measures.facets.correction import corrected
from microcred.measures.facets.describing import CRITERIA, PERSONS, RATERS, Corrections, Described, expected_at
from microcred.measures.facets.estimation import (
    Expectation,
    Measures,
    NotLinked,
    Ratings,
    expectation,
    newton_step,
    passable,
    steps_covered,
)
from microcred.measures.facets.judgements import Judgements, Whole, groups_of
from microcred.measures.facets.tables import Disconnected, Facets, Scale, separation
from microcred.measures.ratings import Numbers

EXTREME = 0.3
"""score points by which a total that is all bottom or all top is moved inwards, as Facets does by default"""

CONVERGED = 1e-6
"""logits: the largest change of a measure still to come at which estimation stops"""

FARTHEST_END, SMALLEST = 20.0, 1e-6
"""logits: between which ends the measure of an extreme is looked for, and how closely"""

MOST_STEPS = 60
LONGEST_STEP = 2.0
"""logits that one measure may move in one step"""


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
    try:
        return _Estimation(judgements, scale, correct=correct).result()
    except NotLinked:
        return NotEstimable("not linked", len(judgements.score))


class _Estimation:
    """One analysis, from extremes set aside to the last figure."""

    def __init__(self, judgements: Judgements, scale: Scale, *, correct: bool) -> None:
        self.correct = correct
        self.judgements = judgements
        self.scale = scale
        self.steps = judgements.highest - judgements.lowest
        self.sizes = (len(judgements.persons), len(judgements.raters), len(judgements.criteria))
        self.scales = len(judgements.criteria) if scale == "partial credit" else 1

    def result(self) -> Facets | NotEstimable | Disconnected:
        """The whole analysis.

        Raises:
            NotLinked.
        """
        whole = self.judgements
        kept: NDArray[np.bool_] = np.ones(len(whole.score), dtype=bool)
        ends: list[dict[int, int]] = [{}, {}, {}]
        estimated = None
        while estimated is None:
            kept = self._without_extremes(kept, ends)
            # Where all that is left has one and the same score, nobody is harsher and nothing is harder.
            if not kept.any() or not np.ptp(whole.score[kept]):
                return NotEstimable("no spread", len(whole.score))
            # Work that all found perfect, or worth nothing, says nothing of who is harsher: it links nobody.
            if not kept.all() and len(groups := groups_of(whole, kept)) > 1:
                return Disconnected(tuple(groups))
            ratings = self._ratings(kept)
            # A criterion that is all at one end has no levels of its own: it is placed as if all were used, evenly.
            without = ratings.used.sum(axis=1) == 0
            ratings.used[without] = True
            estimated = self._estimated_or_apart(ratings, kept, ends)
        at, steps, converged, corrections = estimated
        expected = expectation(ratings, at, with_thresholds=False)
        self._place_extremes(at, ends, ratings.used)
        everything = self._ratings(np.ones(len(whole.score), dtype=bool), used=ratings.used)
        overall = expectation(everything, at, with_thresholds=False)
        described = Described(whole, at, ratings, expected, everything, overall, ends)
        persons, raters, criteria = (described.measured(facet, corrections) for facet in (PERSONS, RATERS, CRITERIA))
        thresholds = np.where(passable(ratings.used) & ~without[:, np.newaxis], at.thresholds, np.nan)
        names: tuple[Hashable, ...] = whole.criteria if self.scales > 1 else ("all",)
        return Facets(
            self.scale,
            persons,
            raters,
            criteria,
            {name: tuple(float(each) for each in row) for name, row in zip(names, thresholds, strict=True)},
            tuple(range(whole.lowest, whole.highest + 1)),
            described.levels(),
            separation(raters),
            separation(criteria),
            separation(persons),
            described.agreement,
            -2 * expected.loglikelihood,
            int(kept.sum()),
            steps,
            converged,
        )

    def _estimated_or_apart(
        self, ratings: Ratings, kept: NDArray[np.bool_], ends: list[dict[int, int]]
    ) -> tuple[Measures, int, bool, Corrections] | None:
        """What was estimated; None where that has no end and somebody who is the reason was taken out of `kept`.

        Raises:
            NotLinked.
        """
        try:
            found = self._estimated(ratings)
        except NotLinked:
            found = None
        if found is not None and found[2]:
            return found
        apart = apart_from_the_rest(ratings, self.sizes[PERSONS])
        if apart.any():
            ends[PERSONS].update({int(each): int(apart[each]) for each in np.flatnonzero(apart)})
            kept &= apart[self.judgements.person] == 0
        elif found is None:
            raise NotLinked
        return None if apart.any() else found

    def _without_extremes(self, kept: NDArray[np.bool_], ends: list[dict[int, int]]) -> NDArray[np.bool_]:
        """Which ratings take part, and into `ends` who is all at one end (-1, 1), found again until nobody more is.

        The ends are those of the levels that are used: where a criterion has fewer than others, or its highest was
        never given, whoever is always at the highest that was has no measure either.
        """
        whole = self.judgements
        places = (whole.person, whole.rater, whole.criterion)
        lowest, highest = self._ends_used(self._ratings(kept))
        found = True
        while found and kept.any():
            found = False
            for facet, place in enumerate(places):
                size = self.sizes[facet]
                often = np.bincount(place[kept], minlength=size)
                total = np.bincount(place[kept], whole.score[kept], minlength=size)
                least, most = (np.bincount(place[kept], each, minlength=size) for each in (lowest, highest))
                varied = least < most
                low = (often > 0) & ((total == 0) | (varied & (total == least)))
                high = (often > 0) & ((total == often * self.steps) | (varied & (total == most)))
                for each in np.flatnonzero(low | high):
                    ends[facet][int(each)] = -1 if low[each] else 1
                if (low | high).any():
                    kept = kept & ~(low | high)[place]
                    lowest, highest = self._ends_used(self._ratings(kept))
                    found = True
        return kept

    def _ends_used(self, ratings: Ratings) -> tuple[Numbers, Numbers]:
        """The lowest and the highest level that is used of the scale of each rating."""
        lowest = ratings.used.argmax(axis=1)
        highest = self.steps - ratings.used[:, ::-1].argmax(axis=1)
        return lowest[ratings.scale].astype(float), highest[ratings.scale].astype(float)

    def _ratings(self, kept: NDArray[np.bool_], used: NDArray[np.bool_] | None = None) -> Ratings:
        whole = self.judgements
        criterion, score = whole.criterion[kept], whole.score[kept]
        scale = criterion if self.scales > 1 else np.zeros(len(criterion), dtype=np.int64)
        if used is None:
            often = np.bincount(scale * (self.steps + 1) + score, minlength=self.scales * (self.steps + 1))
            used = often.reshape(self.scales, -1) > 0
        return Ratings(whole.person[kept], whole.rater[kept], criterion, scale, score, used)

    def _estimated(self, ratings: Ratings) -> tuple[Measures, int, bool, Corrections]:
        live = [np.flatnonzero(np.bincount(place)) for place in (ratings.person, ratings.rater, ratings.criterion)]
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
        taken, converged, before = 0, False, 0.0
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
            # Near its end each step of Newton's method is as the square of the one before.
            to_come = step.largest**2 * max(1.0, step.largest / before**2) if before else np.inf
            converged = share == 1.0 and min(step.largest, to_come) < CONVERGED
            before = step.largest
        corrections = self._corrected(packed, at, now, observed, live) if self.correct and converged else {}
        _centre(at, packed.used)
        persons, raters, criteria = (np.full(size, np.nan) for size in self.sizes)
        full = Measures(persons, raters, criteria, np.zeros((self.scales, self.steps)))
        full.ability[live[0]], full.severity[live[1]], full.difficulty[live[2]] = at.ability, at.severity, at.difficulty
        full.thresholds[live[2] if self.scales > 1 else slice(None)] = at.thresholds
        return full, taken, converged, corrections

    def _corrected(
        self, packed: Ratings, at: Measures, now: Expectation, observed: Numbers, live: list[Whole]
    ) -> Corrections:
        """The corrected measures and errors of raters and criteria by facet and position; none if it found no end."""
        try:
            found = corrected(packed, at, now, observed)
        except NotLinked:
            return {}
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

    def _place_extremes(self, at: Measures, ends: list[dict[int, int]], used: NDArray[np.bool_]) -> None:
        """Give those at an end the measure at which their total, moved inwards, is expected."""
        whole = self.judgements
        used_ends = self._ends_used(self._ratings(np.ones(len(whole.score), dtype=bool), used=used))
        places = (whole.person, whole.rater, whole.criterion)
        tables = (at.ability, at.severity, at.difficulty)
        for facet, (place, table) in enumerate(zip(places, tables, strict=True)):
            if ends[facet]:
                ones, signs = (np.array(list(each)) for each in (ends[facet].keys(), ends[facet].values()))
                group = np.full(len(table), -1)
                group[ones] = np.arange(len(ones))
                mine = np.flatnonzero(group[place] >= 0)
                others = [np.nan_to_num(t[p[mine]]) for t, p in zip(tables, places, strict=True) if t is not table]
                sign = 1.0 if facet == PERSONS else -1.0
                rest = -(others[0] + others[1]) if facet == PERSONS else others[0] - others[1]
                scale = whole.criterion[mine] if self.scales > 1 else np.zeros(len(mine), dtype=np.int64)
                of = group[place[mine]]
                least, most = (np.bincount(of, ends[mine], minlength=len(ones)) for ends in used_ends)
                wanted = np.where(signs < 0, least + EXTREME, most - EXTREME)
                # All at once: halve what is left of the way until nobody's is longer than a millionth.
                low, high = np.full(len(ones), -FARTHEST_END), np.full(len(ones), FARTHEST_END)
                while (high - low).max() > SMALLEST:
                    middle = (low + high) / 2
                    likely = expected_at(rest + middle[of], at.thresholds, scale, used)
                    short = np.bincount(of, likely, minlength=len(ones)) < wanted
                    low, high = np.where(short, middle, low), np.where(short, high, middle)
                table[ones] = sign * (low + high) / 2
            table[np.isnan(table)] = 0.0


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
        # A criterion on which everybody got one and the same level has no threshold to be centred.
        if not (often := covered[scale].sum()):
            continue
        shift = (at.thresholds[scale] * live[scale]).sum() / often
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
