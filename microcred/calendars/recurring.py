"""Holidays out of an iCalendar file (RFC 5545): whole days, and those that come back, as far as a horizon. Pure.

A calendar of ours holds days, not rules: everybody can look them over, and a promise names the edition that it was
counted by. So what comes back is written out day by day, for this year and a few after it.

A file is read while somebody waits for the page, so what it may cost is bounded before and while it is read: its lines
and events are counted first, and writing out what comes back ends when it has taken its time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from time import thread_time
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar

from microcred.calendars.rules import EARLIEST, MOST_CLOSURES, Closure

ONE_DAY = timedelta(days=1)

YEARS_AHEAD = 5
"""Beyond this year. Longer than any promise, and few enough to look over."""

MOST_EVENTS = 1000
"""In one file, cancelled ones and past years among them."""

MOST_LINES = 20_000
"""In one file, as they are folded: twenty for each event. Reading a line takes about 40 microseconds."""

MOST_TIMES = MOST_CLOSURES
"""How often one event comes back at most: a calendar holds no more days than that."""

MOST_VALUES = 62
"""In one part of a rule, like the days of a month from both of its ends."""

PATIENCE = 2.0
"""Seconds of processor for writing out all that comes back in one file. A year's holidays of a country take 0.1."""

NARROWED_BY = {
    "YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"},
    "MONTHLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "WEEKLY": {"BYDAY"},
    "DAILY": set[str](),
}
"""How often days come back, and which parts narrow that (section 3.3.10). Hours and less are no days; and of what is
narrowed day by day, a rule that never comes true would be looked for until the year 9999."""

OTHER_PARTS = {"FREQ", "INTERVAL", "COUNT", "WKST"}


class NotReadable(ValueError):
    """What cannot be read as days with a name: `line` as it stands, and why, as a sentence with a way forward."""

    def __init__(self, line: str, why: Any = "") -> None:
        super().__init__(line)
        self.line = line.strip()[:200]
        self.why = why or _("This is not a day, or two, with a name: “{line}”. Mend it; nothing was saved yet.")

    @property
    def words(self) -> str:
        """The whole sentence."""
        return str(self.why).format(line=self.line)


NOT_WHOLE_DAYS = _(
    "“{line}” has hours, so it is not read as a day on which nobody works. Make it last whole days, or take it out."
)
ODD_RULE = _(
    "“{line}” comes back in a way that is not read here: only years, months, weeks and days are. Write its days into "
    "the field above instead, and take it out of the file."
)
ODD_EVENT = _(
    "The days of “{line}” cannot be read: they stand in the file as no calendar program writes them. Take it out, "
    "or write its days into the field above."
)
TOO_OFTEN = _(
    "“{line}” comes back more than {most} times. That is no holiday; days of the week are chosen under Weekend."
)
TOO_LONG = _(
    "This file has more than {most} {what}, which is more than any list of holidays. Export one calendar, this year "
    "and later, and choose that."
)
TOO_MANY = _("This file comes to more than {most} holidays and closures, from “{line}” on. Leave out past years.")
TOO_SLOW = _(
    "Working out when everything in this file comes back takes too long; at “{line}” it was given up. Export this year "
    "and later, or write those days into the field above."
)
BROKEN = _("This file cannot be read as a calendar. Export it once more, or paste its days above: {line}")


@dataclass(frozen=True)
class Horizon:
    """From which day to which what comes back is written out."""

    first: date
    last: date

    @classmethod
    def around(cls, today: date) -> "Horizon":
        """This year and the years after it."""
        return cls(date(today.year, 1, 1), date(today.year + YEARS_AHEAD, 12, 31))


def closures_in(text: str, *, horizon: Horizon) -> list[Closure]:
    """The whole days of an iCalendar file, cancelled ones left out; `DTEND` is the day after the last (3.6.1).

    Raises:
        NotReadable: with what could not be read, or what there is too much of.
    """
    _short_enough(text)
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError):
        raise NotReadable(text.strip().splitlines()[-1], BROKEN) from None
    moved = _moved_of(events)
    closures: list[Closure] = []
    until = thread_time() + PATIENCE
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        with _said_when_odd(event):
            closures += _of(event, moved.get(str(event.get("UID", "")), frozenset()), horizon, until)
        if len(closures) > MOST_CLOSURES:
            raise NotReadable(_line(event), str(TOO_MANY).replace("{most}", str(MOST_CLOSURES)))
    return closures


@contextmanager
def _said_when_odd(event: Any) -> Iterator[None]:
    """Refuse what stands in a file otherwise than the specification has it, such as an event that begins twice.

    The library hands such values out as they are, each of them odd in a way of its own.
    """
    try:
        yield
    except NotReadable:
        raise
    except (AttributeError, LookupError, TypeError, ValueError, OverflowError):
        name = str(event.get("SUMMARY", "")) or str(event.get("UID", ""))
        raise NotReadable(" ".join(name.split()), ODD_EVENT) from None


def _short_enough(text: str) -> None:
    """Refuse what would take long only to be taken apart."""
    for most, what, count in (
        (MOST_EVENTS, _("events"), text.upper().count("BEGIN:VEVENT")),
        (MOST_LINES, _("lines"), text.count("\n")),
    ):
        if count > most:
            raise NotReadable("", format_lazy(TOO_LONG, most=most, what=what))


def _moved_of(events: list[Any]) -> dict[str, frozenset[date]]:
    """The days of each event that are told by an event of their own instead (`RECURRENCE-ID`, 3.8.4.4)."""
    moved: dict[str, set[date]] = {}
    for event in events:
        if "RECURRENCE-ID" in event:
            with _said_when_odd(event):
                moved.setdefault(str(event.get("UID", "")), set()).add(_day(event["RECURRENCE-ID"].dt))
    return {uid: frozenset(days) for uid, days in moved.items()}


def _of(event: Any, moved: frozenset[date], horizon: Horizon, until: float) -> Iterator[Closure]:
    first, days = _first_and_length(event)
    name = " ".join(str(event.get("SUMMARY", "")).split())[:120]
    if not name:
        raise NotReadable(first.isoformat())
    if event.errors:
        raise NotReadable(_line(event), ODD_RULE)
    if "RECURRENCE-ID" in event or not ("RRULE" in event or "RDATE" in event):
        yield Closure(name, first, first + days - ONE_DAY)
        return
    times = _times(event, first, days, moved, horizon, until)
    for day in sorted(times):
        yield Closure(name, day, day + times[day] - ONE_DAY)


def _first_and_length(event: Any) -> tuple[date, timedelta]:
    start = event["DTSTART"].dt if "DTSTART" in event and not event.errors else None
    end = event["DTEND"].dt if "DTEND" in event and not event.errors else None
    if event.errors:
        raise NotReadable(_line(event), ODD_RULE if "RRULE" in event else "")
    if start is None:
        raise NotReadable(_line(event))
    if isinstance(start, datetime) or isinstance(end, datetime):
        raise NotReadable(_line(event), NOT_WHOLE_DAYS)
    days = end - start if end is not None else event["DURATION"].dt if "DURATION" in event else ONE_DAY
    if days < ONE_DAY or days % ONE_DAY:
        raise NotReadable(_line(event))
    return start, days


def _times(
    event: Any, first: date, days: timedelta, moved: frozenset[date], horizon: Horizon, until: float
) -> dict[date, timedelta]:
    """The days on which an event begins and is not over before a horizon, each with how long it lasts.

    Args:
        days: how long it lasts, but for further times that say it themselves (`RDATE` of periods, 3.8.5.2).
        until: when the thread's processor time for it is over.
    """
    if len(event.rrules) > 1:
        raise NotReadable(_line(event), ODD_RULE)
    found = {first: days}
    for rule in event.rrules:
        found |= dict.fromkeys(_by_rule(event, rule, first, Horizon(horizon.first - days, horizon.last), until), days)
    for begins, ends in event.rdates:
        day = _whole_day(event, begins)
        length = _whole_day(event, ends) - day if ends is not None else days
        if length < ONE_DAY:
            raise NotReadable(_line(event))
        found[day] = max(length, found.get(day, ONE_DAY))
    for day in moved | {_day(each) for each in event.exdates}:
        found.pop(day, None)
    return {day: long for day, long in found.items() if horizon.first - long <= day <= horizon.last}


def _whole_day(event: Any, moment: Any) -> date:
    """A further day of an event, which some programs write as the midnight that begins it."""
    if isinstance(moment, datetime) and moment.time() != time.min:
        raise NotReadable(_line(event), NOT_WHOLE_DAYS)
    return _day(moment)


def _by_rule(event: Any, recurrence: Any, first: date, horizon: Horizon, until: float) -> list[date]:
    said = {key.upper(): value for key, value in recurrence.items()}
    # Programs say the end of whole days as a moment in universal time too; as a day it is what they mean.
    untils = [_day(each) for each in said.pop("UNTIL", [])]
    frequency = "".join(map(str, said.get("FREQ", [])))
    known = NARROWED_BY.get(frequency, set()) | OTHER_PARTS
    if frequency not in NARROWED_BY or set(said) - known or first < date(EARLIEST.year - 100, 1, 1):
        raise NotReadable(_line(event), ODD_RULE)
    if any(isinstance(value, list) and len(value) > MOST_VALUES for value in said.values()):
        raise NotReadable(_line(event), ODD_RULE)
    text = ";".join(f"{key}={','.join(map(_said, value))}" for key, value in said.items())
    try:
        rule = rrulestr(text, dtstart=datetime.combine(first, time.min))
        days = _within(rule, horizon.first, min([horizon.last, *untils]), until)
        times = list(islice(days, MOST_TIMES + 1))
    except OutOfTime:
        raise NotReadable(_line(event), TOO_SLOW) from None
    except (ValueError, TypeError, OverflowError):
        raise NotReadable(_line(event), ODD_RULE) from None
    if len(times) > MOST_TIMES:
        raise NotReadable(_line(event), str(TOO_OFTEN).replace("{most}", str(MOST_TIMES)))
    return times


class OutOfTime(Exception):
    """The time for writing out what comes back is over."""


def _within(rule: Any, first: date, last: date, until: float) -> Iterator[date]:
    """The days of a rule between two days.

    Raises:
        ValueError: it never comes true; one of these in a file is enough to wait for.
        OutOfTime: the thread's processor time stands at `until`. Looked at between days, of which one takes dateutil
            less than a second at worst: that is how long it looks for a day that never comes.
    """
    moments = iter(rule)
    begins = next(moments, None)
    if begins is None:
        raise ValueError(rule)
    for moment in chain([begins], moments):
        if thread_time() > until:
            raise OutOfTime
        if moment.date() > last:
            return
        if moment.date() >= first:
            yield moment.date()


def _said(value: Any) -> str:
    return value.to_ical().decode() if hasattr(value, "to_ical") else str(value)


def _day(moment: Any) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _line(event: Any) -> str:
    """An event by its name, its day and how it comes back, as it stands in the file."""
    facts = [str(event.get("SUMMARY", "")).strip()[:60]]
    facts += [f"{key}:{_said(event[key])}" for key in ("DTSTART", "RRULE") if key in event]
    return " ".join(fact for fact in facts if fact)
