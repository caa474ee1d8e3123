"""How long is left of a promise. Pure: no database, no clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


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
