"""What readings say of a rubric and each of its criteria, for who words its next version: no database.

Where the spread of levels comes from is told of submissions that were read twice whatever the first reading said; how
hard a criterion is, and how far its steps are apart, of those whose second reading was asked for as well.

Sources: J. M. Linacre, Journal of Applied Measurement 3 (2002), 85-106, of steps that can be told apart; R. L. Brennan,
Generalizability Theory (2001), of what comes from the work and what from who reads it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import isfinite
from typing import Final
from uuid import UUID

import numpy as np

from microcred.analytics.rules.judging import judgements_of, table_of
from microcred.measures import FEW
from microcred.measures.facets import Facets, many_facets
from microcred.measures.intervals import Interval, normal_quantile
from microcred.measures.ratings import Numbers
from microcred.measures.rotating import Rotating, rotating
from microcred.scoring.rules import DOUBLE, TwoReadings

ALIKE: Final = 0.9
"""A correlation of two criteria above which who reads hardly tells them apart."""


@dataclass(frozen=True)
class Dependable:
    """How much of the spread of a reading is of the work that was read: Phi, with its interval."""

    phi: float
    within: Interval


@dataclass(frozen=True)
class Hardness:
    """Where a criterion stands beside the others, by many-facet Rasch with steps of its own.

    Attributes:
        difficulty: logits; the criteria of a rubric have a mean of 0. `within`: with 95 of 100.
        infit: mean square; 1 is as expected, from .5 to 1.5 serves.
        gap: logits, between the two steps that are nearest, below 0 where their order is not that of the levels; None
            with fewer than two steps.
    """

    difficulty: float
    within: Interval
    infit: float | None
    gap: float | None


@dataclass(frozen=True)
class CriterionStudy:
    """What is known of one criterion; None where too few read the same.

    Attributes:
        of_readers: the share of the spread of its levels that comes from who reads, whatever the work.
        is_of_readers: whether more comes from who reads than from the work.
        alike: the criteria that go with it in the hands of every reader who read enough.
    """

    one: Dependable | None = None
    of_readers: float | None = None
    is_of_readers: bool = False
    hardness: Hardness | None = None
    alike: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class RubricStudy:
    """What is known of a rubric.

    Attributes:
        sampled: submissions that were read twice whatever the first reading said. `read`: all that were read twice.
        one, two: of what one reading says of all criteria, and what two do.
        spread: the share of each source, the largest first.
    """

    sampled: int
    read: int
    one: Dependable | None
    two: Dependable | None
    spread: tuple[tuple[str, float], ...]
    criteria: Mapping[UUID, CriterionStudy]


def studied(readings: Sequence[TwoReadings], levels: Mapping[UUID, int]) -> RubricStudy:
    """What two readings of the same work say of a rubric.

    Args:
        levels: how many levels each criterion has.
    """
    # What is resampled comes out the same for the same work, in whatever order it was read.
    readings = sorted(readings, key=lambda each: each.submission)
    sample = [each for each in readings if not each.narrow]
    whole = _study(sample, levels) if len(sample) >= FEW else None
    hardness = _hardness(readings, levels) if len(readings) >= FEW else {}
    alike = _alike(readings, list(levels))
    found = {
        criterion: _criterion(sample, criterion, levels[criterion], hardness.get(criterion), alike[criterion])
        for criterion in levels
    }
    if whole is None:
        return RubricStudy(len(sample), len(readings), None, None, (), found)
    total = sum(each.variance for each in whole.components)
    shares = ((each.source, each.variance / total) for each in whole.components) if total else ()
    spread = tuple(sorted(shares, key=lambda pair: -pair[1]))
    return RubricStudy(len(sample), len(readings), _dependable(whole, 1), _dependable(whole, DOUBLE), spread, found)


def _criterion(
    sample: Sequence[TwoReadings], criterion: UUID, levels: int, hardness: Hardness | None, alike: tuple[UUID, ...]
) -> CriterionStudy:
    read = [each for each in sample if criterion in each.levels]
    study = _study(read, {criterion: levels}) if len(read) >= FEW else None
    if study is None:
        return CriterionStudy(hardness=hardness, alike=alike)
    return CriterionStudy(
        _dependable(study, 1),
        study.share("rater"),
        study.variance("rater") > study.variance("person"),
        hardness,
        alike,
    )


def _study(readings: Sequence[TwoReadings], levels: Mapping[UUID, int]) -> Rotating | None:
    """Where the spread of levels comes from, each from 0 to 1, so that a criterion of many levels counts no more."""
    rows, _readers = table_of(readings, levels)
    if not len(rows):
        return None
    person, rater, criterion, position = rows.T
    top = np.array([levels[each] - 1 for each in sorted(levels, key=str)], dtype=float)
    found = rotating(person, rater, criterion, position / top[criterion])
    return found if isinstance(found, Rotating) else None


def _dependable(study: Rotating, readings: int) -> Dependable | None:
    phi, within = study.phi(readings), study.phi_within(readings)
    return Dependable(phi, within) if isinstance(phi, float) and within is not None else None


def _hardness(readings: Sequence[TwoReadings], levels: Mapping[UUID, int]) -> dict[UUID, Hardness]:
    rows, _readers = table_of(readings, levels)
    found = many_facets(judgements_of(rows, levels), "partial credit")
    if not isinstance(found, Facets):
        return {}
    names = sorted(levels, key=str)
    hardness = {}
    for each in found.criteria:
        if each.extreme or each.corrected is None or each.corrected_error is None:
            continue
        reach = normal_quantile(0.95) * each.corrected_error
        within = Interval(each.corrected - reach, each.corrected + reach)
        name = names[int(str(each.name))]
        hardness[name] = Hardness(
            each.corrected, within, each.infit, _gap(found.thresholds.get(each.name, ())[: levels[name] - 1])
        )
    return hardness


def _gap(thresholds: Sequence[float]) -> float | None:
    """Between the two nearest steps; where a level was never given its steps are not told apart, and none is told."""
    if len(thresholds) < 2 or not all(map(isfinite, thresholds)):
        return None
    return min(float(after - before) for before, after in pairwise(thresholds))


def _alike(readings: Sequence[TwoReadings], criteria: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Which criteria go together with every reader who read enough; two such readers at least."""
    given: dict[UUID, list[tuple[float, ...]]] = defaultdict(list)
    for each in readings:
        for place, reader in enumerate(each.readers):
            levels = (each.levels.get(criterion) for criterion in criteria)
            given[reader].append(tuple(np.nan if pair is None else pair[place] for pair in levels))
    tables = [np.array(rows, dtype=float) for rows in given.values() if len(rows) >= FEW]
    together: dict[UUID, list[UUID]] = {criterion: [] for criterion in criteria}
    for one, other in combinations(range(len(criteria)), 2):
        found = [_correlation(table[:, one], table[:, other]) for table in tables]
        told = [r for r in found if r is not None]
        if len(told) >= DOUBLE and min(told) > ALIKE:
            together[criteria[one]].append(criteria[other])
            together[criteria[other]].append(criteria[one])
    return {criterion: tuple(others) for criterion, others in together.items()}


def _correlation(one: Numbers, other: Numbers) -> float | None:
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < FEW or not np.ptp(one[both]) or not np.ptp(other[both]):
        return None
    return float(np.corrcoef(one[both], other[both])[0, 1])
