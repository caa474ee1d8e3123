"""Moments in words: in the reader's zone, with the zone named, because a deadline without its zone is a trap."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _


def moment_in_words(moment: datetime, zone: str | None = None) -> str:
    """Return e.g. "Friday, March 6, 2026, 4:30 p.m. EST". Without `zone`, in the zone of the current reader."""
    local = _local(moment, zone)
    return _("{day}, {time} {zone}").format(
        day=_day(local), time=date_format(local, "TIME_FORMAT"), zone=_zone_name(local)
    )


def closing_in_words(moment: datetime, zone: str | None = None) -> str:
    """Return the moment at which a half-open period ends, as people say it.

    Midnight belongs to the day before: a period that ends at 0:00 on 9 March closes at the end of 8 March. Other
    times are said as they are. The clock is the one of that day, so summer time counts where it holds.
    """
    local = _local(moment, zone)
    if (local.hour, local.minute) != (0, 0):
        return moment_in_words(moment, zone)
    last = (moment - timedelta(microseconds=1)).astimezone(local.tzinfo)
    return _("the end of {day} (midnight {zone})").format(day=_day(last), zone=_zone_name(last))


def clock_in_words(moment: datetime, *, at: datetime) -> str:
    """Return the time of a moment, e.g. "4:30 p.m.", and its day with it where that is not the reader's day."""
    local = timezone.localtime(moment)
    clock = date_format(local, "TIME_FORMAT")
    if local.date() == timezone.localtime(at).date():
        return clock
    return _("{day}, {time}").format(day=date_format(local, "DATE_FORMAT"), time=clock)


def deadline_in_words(moment: datetime, *, at: datetime) -> str:
    """Return the time until which something may be done, e.g. "4:30 p.m. EST", with its day where that is another."""
    return _("{clock} {zone}").format(clock=clock_in_words(moment, at=at), zone=_zone_name(timezone.localtime(moment)))


def weekday_in_words(day: date) -> str:
    """Return e.g. "Friday, March 6, 2026", for a day that is the same day for everyone."""
    return date_format(day, _("l, F j, Y"))


moment_in_words_lazy = lazy(moment_in_words, str)
closing_in_words_lazy = lazy(closing_in_words, str)
weekday_in_words_lazy = lazy(weekday_in_words, str)
day_in_words_lazy = lazy(date_format, str)
"""The same, in the language of whoever is told of it: a worker speaks to many."""


def _local(moment: datetime, zone: str | None) -> datetime:
    return moment.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(moment)


def _day(local: datetime) -> str:
    return _("{weekday}, {date}").format(weekday=date_format(local, "l"), date=date_format(local, "DATE_FORMAT"))


def _zone_name(local: datetime) -> str:
    """The abbreviation people know ("EST"), or the offset where the zone has none ("UTC-03")."""
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[:1] in "+-" else name
