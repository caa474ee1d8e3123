"""How long is left of a promise, and when a comment is needed. Pure: no database, no clock.

How readings resolve to a decision is a matter of the version that was judged: see `catalog.rules`.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


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
