"""How far judgements can be trusted, from what the first two readers of the same work said: no database.

What was said before anything was resolved is all that counts here: what a third reader said, or what came of it, would
make agreement look better than it is. Coefficients are those that do not depend on which of two readers is called the
first, for readers change from one submission to the next; so anyone can work them out again from the list of readings.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from microcred.analytics.rules.figures import Held, Standing, alike
from microcred.analytics.rules.habits import Habits, habits_of
from microcred.analytics.rules.people import SMALL
from microcred.analytics.rules.reading import mean_of
from microcred.analytics.rules.trend import Trend, trend_of
from microcred.measures import FEW, Estimate, Interval, NotEstimable
from microcred.measures.coefficients import agreement_within, fleiss, gwet, krippendorff, percent_agreement
from microcred.measures.estimates import Measure
from microcred.measures.facets import Disconnected, Facets, Judgements, Measured, Scale, many_facets
from microcred.measures.intervals import normal_quantile
from microcred.measures.ratings import Ratings
from microcred.scoring.rules import PLATFORM_AIMS, Aims, TwoReadings

Whole = NDArray[np.int64]

ENOUGH_READ: Final = 30
"""Submissions that somebody else read too, from which on a reader's severity is told."""

NOTABLE: Final = 0.5
"""Logits from which on a severity is worth a look, if it is also more than twice its error."""

MUCH: Final = 0.5
"""Points of the rubric from which on what somebody read is worth reading again (J. M. Linacre,
https://www.winsteps.com/facetman/ratermisbehavior.htm)."""


@dataclass(frozen=True)
class CriterionQuality:
    """How two readers agree on one criterion: figures side by side, never one alone.

    Attributes:
        pairs: of how many submissions both said something of it.
        met: the share of all readings that found it met.
        used: how often each of its levels was given, the lowest first.
    """

    criterion: UUID
    pairs: int
    met: float | None
    figures: tuple[Held, ...]
    used: tuple[int, ...]

    @property
    def is_held_back(self) -> bool:
        """Whether there are so few pairs that figures would tell what single people said of single work."""
        return self.pairs < SMALL

    @property
    def hides_near(self) -> bool:
        """Whether nothing is said of levels within one: of few pairs, and of two levels, which are always so near."""
        return self.is_held_back or len(self.used) < 3

    @property
    def is_few(self) -> bool:
        """Whether there are too few pairs for a coefficient."""
        return self.pairs < FEW

    @property
    def standing(self) -> Standing:
        """Short where any figure is, reached where all are that have an aim."""
        found = [held.standing for held in self.figures if held.aim is not None]
        if Standing.SHORT in found:
            return Standing.SHORT
        if set(found) == {Standing.REACHED}:
            return Standing.REACHED
        return Standing.FEW if Standing.FEW in found else Standing.OPEN


@dataclass(frozen=True)
class ReaderQuality:
    """One reader beside the others who read the same work.

    Attributes:
        read: submissions that somebody else read too.
        exact: how often both gave a criterion the same level, of what was read twice whatever the first reading said;
            the criteria of one submission hang together.
        difference: points by which this reader's levels are above those of the other, on average over submissions.
        severity: where the work is compared by many-facet Rasch; None below `ENOUGH_READ`, or where it says nothing.
        habits: how they use the levels, beside others who read the same.
    """

    reader: UUID
    read: int
    exact: Held
    difference: Measure
    severity: Measured | None
    habits: Habits

    @property
    def is_held_back(self) -> bool:
        """Whether they read so little that figures would tell what they said of single work."""
        return self.read < SMALL

    @property
    def reach(self) -> float | None:
        """Logits to either side within which the severity lies with 95 of 100; None without one."""
        error = self.severity.corrected_error if self.severity else None
        return None if error is None else normal_quantile(0.95) * error

    @property
    def range(self) -> Interval | None:
        """From where to where the severity lies with 95 of 100, logits; None without one."""
        if self.severity is None or self.severity.corrected is None or self.reach is None:
            return None
        return Interval(self.severity.corrected - self.reach, self.severity.corrected + self.reach)

    @property
    def is_notable(self) -> bool:
        """Whether somebody should look: harsher or milder than chance can explain, and by so much that it matters."""
        if self.severity is None or self.severity.corrected is None or self.severity.corrected_error is None:
            return False
        away = abs(self.severity.corrected)
        return away > NOTABLE and away > 2 * self.severity.corrected_error

    @property
    def is_much(self) -> bool:
        """Whether what they read should be read again."""
        return self.is_notable and self.severity is not None and abs(self.severity.effect) >= MUCH


@dataclass(frozen=True)
class Quality:
    """What two readings of the same work say of a rubric and its readers.

    Attributes:
        read_twice: submissions that were read twice whatever the first reading said: of these is told how often
            readers agree, and which levels they give. Who is harsher is told of these and the `narrow` ones.
        narrow: submissions whose second reading was asked for because the first decided narrowly.
        decisions: how often both readings alone would have led to the same decision.
        groups: readers who have no work in common with the rest, so that nobody can say who is harsher; else empty.
    """

    read_twice: int
    narrow: int
    decisions: Held
    criteria: tuple[CriterionQuality, ...]
    readers: tuple[ReaderQuality, ...]
    trend: Trend
    groups: tuple[tuple[UUID, ...], ...]

    @property
    def is_held_back(self) -> bool:
        """Whether so little was read twice that figures would tell what was said of single work."""
        return self.read_twice < SMALL

    @property
    def otherwise(self) -> int | None:
        """Of 1,000 submissions, how many other readers would decide otherwise."""
        alike = self.decisions.estimate
        return None if alike is None or self.read_twice < FEW else round(1000 * (1 - alike.value))


def quality_of(
    readings: Sequence[TwoReadings],
    levels: Mapping[UUID, int],
    required: Mapping[UUID, int],
    *,
    zone: str = "UTC",
    aims: Aims = PLATFORM_AIMS,
) -> Quality:
    """Everything that two readings of the same work say.

    Args:
        levels: how many levels each criterion has, in the order in which criteria are shown.
        required: the position that each needs.
        zone: in which quarters, months and weeks begin and end.
        aims: what the figures are held against.
    """
    facets, names = _severities(readings, levels)
    severities = {names[each.name]: each for each in facets.raters} if isinstance(facets, Facets) else {}
    sample = [each for each in readings if not each.narrow]
    by_reader: dict[UUID, list[TwoReadings]] = defaultdict(list)
    for each in readings:
        for reader in each.readers:
            by_reader[reader].append(each)
    return Quality(
        len(sample),
        len(readings) - len(sample),
        alike(sample, aims),
        tuple(
            criterion_quality(criterion, sample, levels[criterion], required[criterion], aims) for criterion in levels
        ),
        tuple(
            _reader(reader, read, levels, severities.get(reader))
            for reader, read in sorted(by_reader.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        ),
        trend_of(sample, list(levels), ZoneInfo(zone), aims),
        tuple(tuple(names[each] for each in group) for group in facets.groups)
        if isinstance(facets, Disconnected)
        else (),
    )


def criterion_quality(
    criterion: UUID, readings: Iterable[TwoReadings], levels: int, required: int, aims: Aims
) -> CriterionQuality:
    """How two readers agree on one criterion.

    Args:
        levels: how many it has.
        required: the position that it needs.
    """
    pairs = [each.levels[criterion] for each in readings if criterion in each.levels]
    ratings = Ratings.of_codes(np.array(pairs, dtype=np.int64).reshape(-1, 2), range(levels))
    said = [position for pair in pairs for position in pair]
    return CriterionQuality(
        criterion,
        len(pairs),
        sum(position >= required for position in said) / len(said) if said else None,
        (
            Held("exact", _measured(percent_agreement, ratings), aims.least("exact" if levels > 2 else "exact_of_two")),
            # Of two levels all are within one.
            Held("near", agreement_within(ratings, 1), aims.least("near") if levels > 2 else None),
            Held("alpha", krippendorff(ratings, "ordinal"), aims.least("alpha")),
            Held("ac2", gwet(ratings, "quadratic"), aims.least("ac2")),
            Held("kappa", fleiss(ratings, "quadratic")),
            Held("ac1", gwet(ratings)),
            Held("plain_kappa", fleiss(ratings)),
        ),
        tuple(said.count(position) for position in range(levels)),
    )


def _measured(measure: Callable[[Ratings], Measure], ratings: Ratings) -> Measure:
    """A share has an interval of one case too, which no standard error has."""
    found = measure(ratings)
    if isinstance(found, NotEstimable) and found.reason == "one case":
        return NotEstimable("few pairs", found.cases)
    return found


def _reader(
    reader: UUID, read: Sequence[TwoReadings], levels: Mapping[UUID, int], severity: Measured | None
) -> ReaderQuality:
    cases, of, away = [], [], []
    for number, each in enumerate(read):
        found = each.found_by(reader)
        if found:
            away.append(sum(own - other for own, other in found) / len(found))
        if not each.narrow:
            cases += found
            of += [number] * len(found)
    ratings = Ratings.of_codes(
        np.array(cases, dtype=np.int64).reshape(-1, 2), range(max(levels.values())), together=np.array(of)
    )
    exact = _measured(percent_agreement, ratings)
    if isinstance(exact, Estimate):
        exact = Estimate(exact.value, exact.standard_error, exact.interval, len(set(of)), exact.method, exact.seed)
    told = severity if severity is not None and len(read) >= ENOUGH_READ and not severity.extreme else None
    habits = habits_of(reader, read, levels, told)
    return ReaderQuality(reader, len(read), Held("exact", exact), mean_of(away), told, habits)


def _severities(
    readings: Sequence[TwoReadings], levels: Mapping[UUID, int]
) -> tuple[Facets | NotEstimable | Disconnected, dict[Hashable, UUID]]:
    """Who is harsher, allowing for whose work they read: of readers with enough work in common with others.

    A submission that only one person read says nothing of who is harsher, so nothing is left out here that would count.

    Returns:
        What was found, with numbers for names, which are quicker to put in order; and whose number each is.
    """
    rows, readers = table_of(readings, levels)
    names: dict[Hashable, UUID] = dict(enumerate(readers))
    if not len(rows):
        return NotEstimable("no cases", 0), names
    scale: Scale = "rating scale" if len(set(levels.values())) == 1 else "partial credit"
    return many_facets(judgements_of(rows, levels), scale), names


def table_of(readings: Sequence[TwoReadings], levels: Mapping[UUID, int]) -> tuple[Whole, list[UUID]]:
    """Two readings as rows of numbers: the work, the reader, the criterion and the position of the level.

    Args:
        levels: by criterion; of others nothing is taken. Their numbers are those of their order as text.

    Returns:
        The rows, of shape (readings, 4); and whose number each reader is.
    """
    work, readers, criteria = (
        {each: number for number, each in enumerate(sorted(some, key=str))}
        for some in (
            {each.submission for each in readings},
            {reader for each in readings for reader in each.readers},
            set(levels),
        )
    )
    rows = []
    for each in readings:
        person, (first, second) = work[each.submission], (readers[reader] for reader in each.readers)
        for criterion, (one, other) in each.levels.items():
            if criterion in criteria:
                rows += [(person, first, criteria[criterion], one), (person, second, criteria[criterion], other)]
    return np.array(rows, dtype=np.int64).reshape(-1, 4), list(readers)


def judgements_of(rows: Whole, levels: Mapping[UUID, int]) -> Judgements:
    """The same for many-facet Rasch."""
    return Judgements.of(*rows.T, lowest=0, highest=max(levels.values()) - 1)
