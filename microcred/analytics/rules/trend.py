"""How agreement went, quarter by quarter: on decisions, and on each criterion."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from microcred.analytics.rules.figures import Held, alike, share
from microcred.analytics.rules.people import SMALL
from microcred.scoring.rules import Aims, TwoReadings


@dataclass(frozen=True)
class CriterionQuarter:
    """How often two readers gave a criterion the same level in three months.

    Attributes:
        pairs: of how many submissions both said something of it.
    """

    pairs: int
    exact: Held

    @property
    def is_held_back(self) -> bool:
        """Whether there are so few that the figure would tell of single work."""
        return self.pairs < SMALL


@dataclass(frozen=True)
class Quarter:
    """How many decisions came out alike in three months.

    Attributes:
        criteria: how often each criterion got the same level, in the order in which criteria are shown.
    """

    year: int
    number: int
    count: int
    alike: Held
    criteria: tuple[CriterionQuarter, ...] = ()

    @property
    def is_held_back(self) -> bool:
        """Whether there are so few that the figure would tell of single work."""
        return self.count < SMALL


def quarters_of(
    readings: Iterable[TwoReadings], criteria: Sequence[UUID], zone: ZoneInfo, aims: Aims
) -> tuple[Quarter, ...]:
    """How decisions and criteria came out in each quarter, the first first.

    Args:
        criteria: in the order in which they are shown.
        zone: in which quarters begin and end.
    """
    by_quarter: dict[tuple[int, int], list[TwoReadings]] = defaultdict(list)
    for each in readings:
        day = each.decided_at.astimezone(zone)
        by_quarter[day.year, (day.month + 2) // 3].append(each)
    return tuple(
        Quarter(*when, len(those), alike(those, aims), tuple(_criterion(each, those) for each in criteria))
        for when, those in sorted(by_quarter.items())
    )


def _criterion(criterion: UUID, readings: Sequence[TwoReadings]) -> CriterionQuarter:
    pairs = [each.levels[criterion] for each in readings if criterion in each.levels]
    return CriterionQuarter(len(pairs), Held("exact", share(sum(one == other for one, other in pairs), len(pairs))))
