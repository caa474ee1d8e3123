"""Days on the calendar of a zone, and the days that follow some."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_in(moment: datetime, zone: str) -> date:
    """The day on which something happened, on the calendar of a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def beginning_of(day: date, zone: str) -> datetime:
    """The moment at which a day begins in a zone."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone))


def days_after(first: date, after: date) -> tuple[date, date]:
    """The days that follow some: a month after months, and otherwise as many days. Their first, and the first after.

    Args:
        first: the first day of those before.
        after: the first day after them.
    """
    return month_after(after) if first.day == after.day == 1 else (after, after + (after - first))


def month_after(day: date) -> tuple[date, date]:
    """The month that begins on a day or after it: its first day and the first day after it."""
    first = day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
