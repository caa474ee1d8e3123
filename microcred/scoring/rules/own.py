"""What an assessor is told of their own readings. Pure.

Nothing of it may tell which of them were read by others too, or were of validity papers. So both are compared together;
what was compared is told once a month, in whole tens of readings; each counts some days after its reader could know of
it, by lot; and days and months begin in UTC, for whoever could choose where they begin could look between.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import fmean, quantiles, stdev
from uuid import UUID

from microcred.scoring.rules.validity import drawn_share
from microcred.scoring.rules.watching import Share, share_by_papers

FEWEST_OWN = 10
"""readings: of fewer nothing is told, and sums of what was compared grow by no fewer"""


COUNTS_WITHIN = timedelta(days=7)
"""after it is known what came of a reading, what was compared of it counts"""

CERTAIN = 1.96
"""standard errors on either side of a mean: about 95 of a hundred such intervals hold what they are of"""


@dataclass(frozen=True)
class Compared:
    """The level that somebody gave one criterion, and another one: of another reader, or as agreed; by position.

    `needed` is the position of the lowest that meets the criterion.
    """

    reading: UUID
    known_at: datetime
    given: int
    other: int
    needed: int
    criterion: UUID | None = None

    @property
    def off(self) -> int:
        """By how many levels it is above the other."""
        return self.given - self.other

    @property
    def is_alike(self) -> bool:
        """Whether both find the criterion met, or both do not."""
        return (self.given >= self.needed) == (self.other >= self.needed)


@dataclass(frozen=True)
class Severity:
    """By how much of a level somebody's are above others' on average; below nothing they are the stricter.

    The interval is of the means of readings, for the criteria of one are judged together.
    """

    by: float
    low: float
    high: float

    @property
    def tends(self) -> str:
        """What it comes to: `stricter`, `milder`, or `neither` where chance alone may have made it."""
        return "stricter" if self.high < 0 else "milder" if self.low > 0 else "neither"

    @property
    def size(self) -> float:
        """By how much, whichever side."""
        return abs(self.by)


@dataclass(frozen=True)
class Near:
    """How near the levels were that could be compared, and of how many readings they are."""

    exact: Share
    adjacent: Share
    readings: int
    alike: Share
    """met or not met, as the other found"""
    severity: Severity


def severity_of(compared: Sequence[Compared]) -> Severity:
    """By how much of a level somebody is above others, of two readings or more."""
    of_each: dict[UUID, list[int]] = defaultdict(list)
    for one in compared:
        of_each[one.reading].append(one.off)
    means = [fmean(each) for each in of_each.values()]
    by, error = fmean(means), stdev(means) / math.sqrt(len(means))
    return Severity(by, by - CERTAIN * error, by + CERTAIN * error)


def day_began(at: datetime) -> datetime:
    """When the day of a moment began: what somebody is told of their readings ends there."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def month_began(at: datetime) -> datetime:
    """When the month of a moment began: what was compared, and what educators said, ends there."""
    return day_began(at).replace(day=1)


def counts_from(reading: UUID, known_at: datetime) -> datetime:
    """From when on what was compared of a reading counts: by lot, so that no figure moves because of the one that
    something came of last."""
    return known_at + COUNTS_WITHIN * drawn_share(0, reading, "counts")


def near(compared: Iterable[Compared]) -> Near | None:
    """How near some levels are, of whole tens of readings, the first ones known first; None for fewer than ten."""
    tens = _tens(compared)
    if not tens:
        return None
    of_them = [one for ten in tens for one in ten]
    readings = [one.reading for one in of_them]
    return Near(
        _same(of_them),
        share_by_papers([abs(one.off) <= 1 for one in of_them], readings),
        FEWEST_OWN * len(tens),
        share_by_papers([one.is_alike for one in of_them], readings),
        severity_of(of_them),
    )


def near_by_criterion(compared: Iterable[Compared]) -> Mapping[UUID, Near]:
    """How near the levels of each criterion are, of whole tens of readings of it; none of which there are fewer."""
    apart: dict[UUID, list[Compared]] = defaultdict(list)
    for one in compared:
        if one.criterion is not None:
            apart[one.criterion].append(one)
    found = {criterion: near(some) for criterion, some in apart.items()}
    return {criterion: one for criterion, one in found.items() if one is not None}


def ten_by_ten(compared: Iterable[Compared]) -> list[Share]:
    """How often the level was the same, of each whole ten readings, the first ones known first."""
    return [_same(ten) for ten in _tens(compared)]


def _same(compared: Sequence[Compared]) -> Share:
    return share_by_papers([one.off == 0 for one in compared], [one.reading for one in compared])


def _tens(compared: Iterable[Compared]) -> list[list[Compared]]:
    """What was compared of whole tens of readings, the first ones known first."""
    of_each: dict[UUID, list[Compared]] = {}
    for one in sorted(compared, key=lambda one: (one.known_at, one.reading)):
        of_each.setdefault(one.reading, []).append(one)
    readings = list(of_each.values())
    return [
        [one for reading in readings[first : first + FEWEST_OWN] for one in reading]
        for first in range(0, len(readings) // FEWEST_OWN * FEWEST_OWN, FEWEST_OWN)
    ]


@dataclass(frozen=True)
class Took:
    """How long readings took: half of them between `low` and `high`, half of them no longer than `middle`."""

    low: timedelta
    middle: timedelta
    high: timedelta


def took(times: Sequence[timedelta]) -> Took | None:
    """How long some readings took; None for fewer than ten."""
    if len(times) < FEWEST_OWN:
        return None
    low, middle, high = quantiles([each.total_seconds() for each in times], n=4, method="inclusive")
    return Took(timedelta(seconds=low), timedelta(seconds=middle), timedelta(seconds=high))


@dataclass(frozen=True)
class LevelUse:
    """How often levels were given, by where they stand to the one that is needed."""

    above: int
    needed: int
    one_below: int
    further_below: int

    @property
    def rows(self) -> list[tuple[str, Share]]:
        """Each kind by its name, with its share of all."""
        of = self.above + self.needed + self.one_below + self.further_below
        return [(name, Share(count, of)) for name, count in vars(self).items()]


def level_use(steps: Sequence[int]) -> LevelUse:
    """How often levels were given, by how many steps each stands above the one that is needed."""
    return LevelUse(
        above=sum(each > 0 for each in steps),
        needed=sum(each == 0 for each in steps),
        one_below=sum(each == -1 for each in steps),
        further_below=sum(each < -1 for each in steps),
    )
