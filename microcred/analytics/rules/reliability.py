"""What a state is told of how far decisions can be trusted, and what so few cases may not tell: no database.

Figures of agreement rest on the first two readings of submissions that were read twice whatever the first reading said:
what is read again because a first reading was narrow is harder to agree on, and no sample of the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import median
from typing import Final
from uuid import UUID

import numpy as np

from microcred.analytics.rules.figures import Held, Standing, alike, share
from microcred.analytics.rules.judging import CriterionQuality, criterion_quality
from microcred.analytics.rules.people import SMALL
from microcred.measures import FEW, Estimate, Interval, NotEstimable
from microcred.measures.coefficients import fleiss, gwet, percent_agreement
from microcred.measures.decisions import ENOUGH_PAIRS, most_of_three
from microcred.measures.estimates import SEED, Measure, bootstrap_interval
from microcred.measures.ratings import Numbers, Ratings
from microcred.scoring.rules import DOUBLE, Aims, Appealed, Decided, PaperRead, TwoReadings

ENOUGH_PAPERS: Final = 10
"""Validity papers, from which on what their readings say is told: the readings of one paper hang together."""


@dataclass(frozen=True)
class Part:
    """How many of some people's work. Told only where neither side is so small that it would tell of single people."""

    hits: int
    of: int

    @property
    def is_shown(self) -> bool:
        """Whether it may be told."""
        return min(self.hits, self.of - self.hits) >= SMALL

    @property
    def share(self) -> Measure:
        """The share with its interval."""
        return share(self.hits, self.of) if self.is_shown else NotEstimable("few readings", self.of)


@dataclass(frozen=True)
class SameDecision:
    """Would other readers decide the same? Counted in submissions, before anything was resolved.

    Attributes:
        alike: how often both readings decide alike, with Wilson's interval: resampling pairs that all agree would find
            no error at all.
        resampled: the same share's interval by resampling submissions, from `SEED`; None without enough pairs.
        by_three: how often most of three readers and most of three others would decide alike, by a model.
    """

    pairs: int
    alike: Held
    resampled: Interval | None
    kappa: Measure
    ac1: Measure
    by_three: Measure

    @property
    def is_enough(self) -> bool:
        """Whether enough was read twice to say anything."""
        return self.pairs >= ENOUGH_PAIRS

    @property
    def standing(self) -> Standing:
        """How it stands beside what is aimed at."""
        return self.alike.standing if self.is_enough else Standing.FEW

    @property
    def otherwise(self) -> tuple[int, int, int] | None:
        """Of 1,000 read by one, how many another would decide otherwise, at least and at most."""
        return of_thousand(self.alike.found) if self.is_enough else None

    @property
    def otherwise_by_three(self) -> tuple[int, int, int] | None:
        """The same of three, and three others."""
        return of_thousand(self.by_three)


def of_thousand(alike: Measure) -> tuple[int, int, int] | None:
    """What a share of decisions that come out alike means: of 1,000, how many do not, at least and at most."""
    if not isinstance(alike, Estimate):
        return None
    ends = alike.interval
    value, low, high = (round(1000 * (1 - one)) for one in (alike.value, ends.high, ends.low))
    return value, low, high


def same_decision(pairs: Sequence[TwoReadings], aims: Aims) -> SameDecision:
    """What pairs of readings say of decisions."""
    held = alike(pairs, aims)
    if len(pairs) < ENOUGH_PAIRS:
        few = NotEstimable("few pairs", len(pairs))
        return SameDecision(len(pairs), held, None, few, few, few)
    ratings = Ratings.of_codes(np.array([each.earned for each in pairs], dtype=np.int64), (0, 1))
    same = ratings.counts.max(axis=1) == DOUBLE

    def share_alike(frequencies: Numbers) -> Numbers:
        return np.asarray((frequencies @ same) / frequencies.sum(axis=-1))

    resampled = bootstrap_interval(ratings.frequencies, share_alike, 0.95, seed=SEED)
    three = most_of_three([each.earned for each in pairs])
    return SameDecision(len(pairs), held, resampled, fleiss(ratings), gwet(ratings), three)


@dataclass(frozen=True)
class AgainstAgreed:
    """What readings of validity papers say beside what is agreed of them; the readings of one paper hang together.

    Attributes:
        exact: how often a criterion was given the agreed level.
        decided: how often a reading decides as the agreed levels do.
        false_pass, false_fail: how many readings pass what is agreed to fall short, and the other way round.
    """

    papers: int
    readings: int
    checks: int
    exact: Measure
    decided: Measure
    false_pass: int
    false_fail: int

    @property
    def is_enough(self) -> bool:
        """Whether enough was read to tell anything."""
        return self.papers >= ENOUGH_PAPERS and self.readings >= FEW


def against_agreed(read: Sequence[PaperRead], levels: int) -> AgainstAgreed:
    """What readings of validity papers say.

    Args:
        levels: the most that a criterion has.
    """
    numbers = count()
    number = {paper: next(numbers) for paper in dict.fromkeys(each.paper for each in read)}
    checks = [(number[each.paper], pair) for each in read for pair in each.levels.values()]
    outcomes = [(number[each.paper], each.earned) for each in read]

    def agreeing(cases: Sequence[tuple[int, tuple[int, int]]], categories: int) -> Measure:
        if not cases:
            return NotEstimable("no cases", 0)
        together, pairs = zip(*cases, strict=True)
        codes = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return percent_agreement(Ratings.of_codes(codes, range(categories), together=np.array(together)))

    return AgainstAgreed(
        len(number),
        len(read),
        len(checks),
        agreeing(checks, levels),
        agreeing(outcomes, 2),
        sum(own and not agreed for _, (own, agreed) in outcomes),
        sum(agreed and not own for _, (own, agreed) in outcomes),
    )


@dataclass(frozen=True)
class Turnaround:
    """How long decisions took.

    Attributes:
        counted: decisions whose promise no appeal has moved since.
        middle, most: business days, of half of them and of nine in ten at most.
    """

    counted: int
    in_time: Measure
    middle: float | None
    most: int | None


def turnaround(decided: Sequence[Decided]) -> Turnaround:
    """How long decisions took, and how many were made as promised; nothing of a few."""
    days = sorted(each.days for each in decided if each.days is not None)
    kept = sum(each.in_time is True for each in decided)
    if len(days) < SMALL:
        return Turnaround(len(days), NotEstimable("few readings", len(days)), None, None)
    return Turnaround(len(days), share(kept, len(days)), median(days), days[-(-len(days) * 9 // 10) - 1])


@dataclass(frozen=True)
class Reliability:
    """What is told of one version in one time.

    Attributes:
        earned: of everything that was decided.
        once: read by one person alone. `twice`: by two, whatever the first said. `narrow`: by two, because of what the
            first said. `third`: of those read twice whatever the first said, how many were read a third time.
        overturned: of the same, how often what stands is not what the first reading alone would have come to.
    """

    decided: int
    earned: Part
    once: int
    twice: int
    narrow: int
    third: Measure
    overturned: Measure
    same: SameDecision
    criteria: tuple[CriterionQuality, ...]
    appeals: Appealed
    papers: AgainstAgreed
    turnaround: Turnaround

    @property
    def is_held_back(self) -> bool:
        """Whether so little was decided that figures would tell of single people."""
        return self.decided < SMALL

    @property
    def agreement_is_held_back(self) -> bool:
        """Whether so little was read twice that figures would tell what was said of single work."""
        return self.twice < SMALL

    def standing_often(self, standing: Standing) -> int:
        """How many criteria stand so."""
        return sum(each.standing is standing for each in self.criteria)


def reliability_of(
    decided: Sequence[Decided],
    pairs: Sequence[TwoReadings],
    papers: Sequence[PaperRead],
    appeals: Appealed,
    *,
    levels: Mapping[UUID, int],
    required: Mapping[UUID, int],
    aims: Aims,
) -> Reliability:
    """Everything that is told of one version.

    Args:
        pairs: of what was read twice whatever the first reading said.
        levels: how many levels each criterion has, in their order. `required`: the position that each needs.
    """
    outcome = {each.submission: each for each in decided}
    read = [(each, outcome[each.submission]) for each in pairs]
    return Reliability(
        len(decided),
        Part(sum(each.earned for each in decided), len(decided)),
        sum(each.readings < DOUBLE for each in decided),
        len(pairs),
        sum(each.narrow for each in decided),
        share(sum(stands.readings > DOUBLE for _, stands in read), len(read)),
        share(sum(each.earned[0] != stands.earned for each, stands in read), len(read)),
        same_decision(pairs, aims),
        tuple(criterion_quality(one, pairs, levels[one], required[one], aims) for one in levels),
        appeals,
        against_agreed(papers, max(levels.values(), default=0)),
        turnaround(decided),
    )
