"""How agreement went, quarter by quarter, or by shorter times where that says nothing: on decisions and criteria."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

from microcred.analytics.rules.figures import Held, alike, share
from microcred.analytics.rules.people import SMALL
from microcred.scoring.rules import Aims, TwoReadings

FEWEST_SHOWN = 2
"""times with figures, from which on one can see how something went"""


class Step(Enum):
    """How long each time is, the longest first."""

    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"

    def began(self, day: date) -> date:
        """When the time of a day began; weeks begin on Mondays."""
        if self is Step.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1 if self is Step.QUARTER else day.month)


@dataclass(frozen=True)
class CriterionThen:
    """How often two readers gave a criterion the same level in a time.

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
class Stretch:
    """How many decisions came out alike in a quarter, a month or a week.

    Attributes:
        began: its first day.
        criteria: how often each criterion got the same level, in the order in which criteria are shown.
    """

    began: date
    count: int
    alike: Held
    criteria: tuple[CriterionThen, ...] = ()

    @property
    def quarter(self) -> int:
        """The quarter of its first day, from 1 to 4."""
        return (self.began.month + 2) // 3

    @property
    def is_held_back(self) -> bool:
        """Whether there are so few that the figure would tell of single work."""
        return self.count < SMALL


@dataclass(frozen=True)
class Trend:
    """How agreement went, the first time first.

    Attributes:
        step: how long each time is.
    """

    step: Step
    stretches: tuple[Stretch, ...]

    @property
    def shown(self) -> int:
        """Of how many times there are figures."""
        return sum(not each.is_held_back for each in self.stretches)

    @property
    def is_one(self) -> bool:
        """Whether everything lies in one time, so that nothing can be seen to have gone anywhere."""
        return len(self.stretches) < FEWEST_SHOWN


def trend_of(readings: Sequence[TwoReadings], criteria: Sequence[UUID], zone: ZoneInfo, aims: Aims) -> Trend:
    """How decisions and criteria came out: by quarters, or else by the longest times of which two have figures.

    Where none are so short that two have, by the longest of which there are two, with their counts alone.

    Args:
        criteria: in the order in which they are shown.
        zone: in which quarters, months and weeks begin and end.
    """
    tried = [Trend(step, stretches_of(readings, criteria, zone, aims, step)) for step in Step]
    told = [each for each in tried if each.shown >= FEWEST_SHOWN]
    return next(iter([*told, *(each for each in tried if not each.is_one), *tried]))


def stretches_of(
    readings: Iterable[TwoReadings], criteria: Sequence[UUID], zone: ZoneInfo, aims: Aims, step: Step
) -> tuple[Stretch, ...]:
    """How decisions and criteria came out in each time in which any were made, the first first."""
    by_time: dict[date, list[TwoReadings]] = defaultdict(list)
    for each in readings:
        by_time[step.began(each.decided_at.astimezone(zone).date())].append(each)
    return tuple(
        Stretch(began, len(those), alike(those, aims), tuple(_criterion(each, those) for each in criteria))
        for began, those in sorted(by_time.items())
    )


def _criterion(criterion: UUID, readings: Sequence[TwoReadings]) -> CriterionThen:
    pairs = [each.levels[criterion] for each in readings if criterion in each.levels]
    return CriterionThen(len(pairs), Held("exact", share(sum(one == other for one, other in pairs), len(pairs))))
