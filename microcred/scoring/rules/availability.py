"""How much somebody wants offered: what counts in a week, and what keeps the queue from offering more. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_READINGS = 200
"""that one person can say they want in a week: what is more is a slip of the pen"""

MOST_PERIODS = 20
"""of days away, in one edition"""

LONGEST_AHEAD = timedelta(days=730)
"""that a day away may lie ahead"""

FREE_RETURNS = 3
"""What is given back counts for nothing in the week, up to so many; what is given back beyond that counts as taken."""

PASSED_OVER = timedelta(days=1)
"""for so long, what somebody gave back is not offered to them again"""


class Stop(StrEnum):
    """What keeps the queue from offering anything."""

    PAUSED = "paused"
    AWAY = "away"
    FULL = "full"


def week_of(moment: datetime, zone: str) -> datetime:
    """When the week of a moment began: on Monday at midnight, in a time zone."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time.min, ZoneInfo(zone))


def counted(taken: int, given_back: int) -> int:
    """How much of the most in a week is used up.

    Args:
        taken: submissions taken for the first time in the week.
        given_back: of what was given back in the week, what was not taken again.
    """
    return max(taken - min(given_back, FREE_RETURNS), 0)


def last_day_away(day: date, periods: Iterable[Iterable[date]]) -> date | None:
    """Until when somebody is away who is so on a day, that day included; None who is there. Periods that follow one
    another, or overlap, are one."""
    found = None
    for first, last in sorted((first, last) for first, last in periods):
        if first <= day <= last:
            found = last if found is None else max(found, last)
            day = found + timedelta(days=1)
    return found


def what_stops(*, paused: bool, away: bool, most: int | None, used: int) -> Stop | None:
    """Why nothing is offered, or None where something is."""
    if paused:
        return Stop.PAUSED
    if away:
        return Stop.AWAY
    return Stop.FULL if most is not None and used >= most else None
