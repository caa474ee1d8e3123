"""How long an overtaken version may still be worked on. Pure."""

from datetime import datetime, time, timedelta
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
