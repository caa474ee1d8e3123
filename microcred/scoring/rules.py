"""How readings resolve to a decision, and how long is left of a promise. Pure: no database, no clock.

The rule of every version is conjunctive: the micro-credential is earned when each criterion reaches the level that
the version requires of it. A high level in one criterion never makes up for a low one in another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

SATURDAY = 5


class Outcome(StrEnum):
    """What a decision says."""

    EARNED = "earned"
    NOT_YET = "not_yet"


class Demand(Protocol):
    """A criterion as far as the rule is concerned: who it is, and the position of the level it needs."""

    @property
    def id(self) -> UUID:
        """The criterion's identifier."""

    @property
    def required_position(self) -> int:
        """The position of the level that is needed; 0 is the lowest."""


@dataclass(frozen=True)
class Reason:
    """What the rule found about one criterion. `reached` is None while nobody has judged it."""

    criterion_id: UUID
    reached: int | None
    required: int

    @property
    def met(self) -> bool:
        """Whether the criterion reaches the level it needs."""
        return self.reached is not None and self.reached >= self.required

    def as_facts(self) -> dict[str, str | int | bool | None]:
        """Return the finding as it is kept with a decision."""
        return {
            "criterion": str(self.criterion_id),
            "reached": self.reached,
            "required": self.required,
            "met": self.met,
        }


@dataclass(frozen=True)
class Verdict:
    """What the rule says of one reading, criterion by criterion, in the order of the rubric."""

    reasons: tuple[Reason, ...]

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None while a criterion has not been judged, and for a rubric without criteria."""
        if not self.reasons or self.unjudged:
            return None
        return Outcome.NOT_YET if self.short else Outcome.EARNED

    @property
    def short(self) -> tuple[UUID, ...]:
        """The criteria that were judged below the level they need: exactly these reopen."""
        return tuple(r.criterion_id for r in self.reasons if r.reached is not None and not r.met)

    @property
    def unjudged(self) -> tuple[UUID, ...]:
        """The criteria that nobody has judged."""
        return tuple(r.criterion_id for r in self.reasons if r.reached is None)


def decide(demands: Iterable[Demand], reached: Mapping[UUID, int]) -> Verdict:
    """Return what a version's rule makes of the levels that were reached.

    Args:
        demands: the criteria of the rubric.
        reached: the position of the level given, by criterion; what is missing counts as not judged.
    """
    return Verdict(tuple(Reason(demand.id, reached.get(demand.id), demand.required_position) for demand in demands))


def comment_is_needed(*, reached: int, required: int) -> bool:
    """Whether the assessor must say why: below the required level the educator has to know what to do next."""
    return reached < required


def business_days_left(at: datetime, due: datetime, *, zone: str) -> int:
    """Return how many business days are left until the last day of a promise: 0 on that day, negative after it."""
    today = at.astimezone(ZoneInfo(zone)).date()
    last = (due.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date()
    step = 1 if last >= today else -1
    day, days = today, 0
    while day != last:
        day += timedelta(days=step)
        # Going back, the day that is left behind counts; going forward, the day that is reached.
        counted = day if step > 0 else day + timedelta(days=1)
        days += step * (counted.weekday() < SATURDAY)
    return days
