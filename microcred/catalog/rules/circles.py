"""Prerequisites that lead back to where they began."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

GRACE_DAYS = 90
"""Days in which work on an overtaken version may be handed in, where an organization says nothing else."""

ASSESSOR_DAYS = 30
"""Days in which assessors qualify for a new rubric, where an organization says nothing else."""

MOST_GRACE_DAYS = 1_095
"""Three years: whoever needs longer means that the old version does not end."""


def grace_ends(at: datetime, days: int, *, zone: str) -> datetime:
    """The midnight that ends the last of so many days after today, on the calendar of a zone.

    A day is a day of the calendar, whatever its hours: summer time may begin or end meanwhile. 0 days end today.
    """
    local = ZoneInfo(zone)
    return datetime.combine(at.astimezone(local).date() + timedelta(days=days + 1), time(), local)


def way_back(start: UUID, first: Iterable[UUID], asked: Mapping[UUID, Iterable[UUID]]) -> list[UUID]:
    """The circle that prerequisites would close, or nothing.

    Args:
        start: Of which prerequisites are to be stated.
        first: What they are to be. What `asked` says of `start` is overtaken by them.
        asked: What each other micro-credential wants earned first.

    Returns:
        Micro-credentials in the order in which they would be earned, each to be earned before the next; the last is
        the first again.
    """
    came_from = dict.fromkeys(first, start)
    waiting = list(came_from)
    while waiting:
        here = waiting.pop()
        if here == start:
            circle = [start]
            while (here := came_from[here]) != start:
                circle.append(here)
            return [*circle, start]
        for wanted in asked.get(here, ()):
            if wanted not in came_from:
                came_from[wanted] = here
                waiting.append(wanted)
    return []
