"""Until when a decision can be appealed, and what fresh readings make of it. Pure: no database, no clock.

Nothing that stood becomes lower: a criterion that was met stays as it was found, whatever fresh readers say of it, and
one that was short is met from then on where they find it met. Levels on the same side change nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from microcred.calendars.rules import BusinessCalendar
from microcred.catalog.rules import Outcome, Verdict
from microcred.scoring.rules.policies import PILOT, Judge, Positions

APPEALING = 1
"""Grows when the same readings would come to another outcome than before; each outcome keeps it."""

APPEAL_DAYS = 30
"""calendar days, where nobody says otherwise: score confirmations and appeals elsewhere take 30 to 60"""

FEWEST_APPEAL_DAYS, MOST_APPEAL_DAYS = 10, 180

PANEL = PILOT
"""How fresh readings are asked for: two blind ones, and a third where they see any criterion differently."""


class AppealOutcome(StrEnum):
    """What comes of an appeal."""

    UPHELD = "upheld"
    IN_PART = "in_part"
    STANDS = "stands"


@dataclass(frozen=True)
class Afresh:
    """What stands after fresh readings.

    Attributes:
        raised: the criteria that were short and are met.
        verdict: what the version's rule makes of all that stands.
    """

    outcome: AppealOutcome
    raised: frozenset[UUID]
    verdict: Verdict


def weigh(before: Positions, fresh: Positions, required: Positions, judge: Judge) -> Afresh:
    """What fresh readings change about a decision.

    Args:
        before: the position, by criterion, that stood.
        fresh: the position that the fresh readings resolve to.
        required: the position that is needed.
    """
    raised = frozenset(each for each, needed in required.items() if before[each] < needed <= fresh[each])
    stands: Mapping[UUID, int] = {each: fresh[each] if each in raised else before[each] for each in required}
    verdict = judge(stands)
    if verdict.outcome is Outcome.EARNED:
        return Afresh(AppealOutcome.UPHELD, raised, verdict)
    return Afresh(AppealOutcome.IN_PART if raised else AppealOutcome.STANDS, raised, verdict)


def appeal_until(decided_at: datetime, *, days: int, zone: str, calendar: BusinessCalendar) -> datetime:
    """The midnight that ends the last day on which a decision can be appealed; a day that counts in the calendar.

    Args:
        days: of the calendar on the wall; the day of the decision does not count.
        zone: the IANA time zone of who decides.
    """
    day: date = decided_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    if not calendar.is_business_day(day):
        day = calendar.after(day, 1)
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
