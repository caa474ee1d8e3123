"""Business days: which days count, how far they reach, and which of them a stopped clock loses. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
ONE_DAY = timedelta(days=1)

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""Between these a closure may lie: what lies beyond is a slip of the pen."""

MOST_CLOSURES = 500
"""in one calendar"""

LONGEST_CLOSURE = 120
"""days: a summer; what is longer would leave a year without a business day sooner or later"""


class Base(StrEnum):
    """Holidays that a calendar begins with, computed for every year."""

    NONE = "none"
    US_FEDERAL = "us_federal"


@dataclass(frozen=True)
class Closure:
    """Days on which nobody works, from the first to the last, both included."""

    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Stop:
    """That a clock stood still, from a day on and until another: the days after the first, up to the last, are lost.

    The day on which it stops counts still, as the day on which work is received does not count yet; so two stops, one
    right after the other, lose as many days as one that lasts as long as both. `until` is None while it stands still.
    """

    since: date
    until: date | None = None

    def loses(self, day: date) -> bool:
        """Whether a day is lost to it."""
        return self.since < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class BusinessCalendar:
    """Which days are business days: neither a day of the weekend, nor a holiday, nor closed."""

    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    """days of the week, Monday being 0; never all of them"""
    base: Base = Base.NONE
    closures: tuple[Closure, ...] = ()

    def holiday(self, day: date) -> Any:
        """By what name a day is a holiday or closed; empty when it is neither. A lazy translation, where it is one."""
        for closure in self.closures:
            if closure.holds(day):
                return closure.name
        return federal_holidays(day.year).get(day, "") if self.base is Base.US_FEDERAL else ""

    def is_business_day(self, day: date) -> bool:
        """Whether a day counts."""
        return day.weekday() not in self.weekend and not self.holiday(day)

    def after(self, day: date, business_days: int, *, stops: Iterable[Stop] = ()) -> date:
        """The day that lies so many business days after another, which does not count itself.

        Days that a stop loses do not count either. With none to go it is the day itself.

        Args:
            stops: that have ended; a stop that has not would have no end, so give it one: today.
        """
        stops, left = tuple(stops), business_days
        while left > 0:
            day += ONE_DAY
            left -= self.is_business_day(day) and not any(stop.loses(day) for stop in stops)
        return day

    def between(self, first: date, last: date, *, stops: Iterable[Stop] = ()) -> int:
        """How many business days lie after the first day, up to and with the last; negative when it lies before."""
        if last < first:
            return -self.between(last, first, stops=stops)
        stops = tuple(stops)
        days = (first + ONE_DAY * number for number in range(1, (last - first).days + 1))
        return sum(self.is_business_day(day) and not any(stop.loses(day) for stop in stops) for day in days)

    def holidays(self, year: int) -> list[Closure]:
        """The holidays and closures of a year, the first first; a closure that lies in two years is in both."""
        of_base = federal_holidays(year).items() if self.base is Base.US_FEDERAL else ()
        own = [closure for closure in self.closures if closure.first.year <= year <= closure.last.year]
        return sorted(
            chain((Closure(name, day, day) for day, name in of_base), own), key=lambda one: (one.first, one.last)
        )


WEEKDAYS = BusinessCalendar()
"""Where nobody has said anything: Monday to Friday."""

_OBSERVED = _("{holiday} (observed)")


@lru_cache(maxsize=256)
def federal_holidays(year: int) -> dict[date, Any]:
    """The legal public holidays of the United States in a year, and the days on which they are observed.

    Source: 5 U.S.C. § 6103 (a) and (b) (1), with Juneteenth since 2021; one that falls on a Saturday is observed on the
    Friday before, one on a Sunday on the Monday after (Executive Order 11582). New Year's Day may be observed in the
    year before it.
    """
    days: dict[date, Any] = {}
    for named in (year, year + 1):
        for day, name in _legal_holidays(named):
            observed = day + {SATURDAY: -ONE_DAY, SUNDAY: ONE_DAY}.get(day.weekday(), timedelta())
            if day.year == year:
                days[day] = name
            if observed != day and observed.year == year:
                days.setdefault(observed, format_lazy(_OBSERVED, holiday=name))
    return dict(sorted(days.items()))


def _legal_holidays(year: int) -> Iterator[tuple[date, Any]]:
    yield date(year, 1, 1), _("New Year’s Day")
    yield _weekday_of(year, 1, MONDAY, 3), _("Birthday of Martin Luther King, Jr.")
    yield _weekday_of(year, 2, MONDAY, 3), _("Washington’s Birthday")
    yield _weekday_of(year, 6, MONDAY, 1) - 7 * ONE_DAY, _("Memorial Day")
    if year >= 2021:
        yield date(year, 6, 19), _("Juneteenth National Independence Day")
    yield date(year, 7, 4), _("Independence Day")
    yield _weekday_of(year, 9, MONDAY, 1), _("Labor Day")
    yield _weekday_of(year, 10, MONDAY, 2), _("Columbus Day")
    yield date(year, 11, 11), _("Veterans Day")
    yield _weekday_of(year, 11, THURSDAY, 4), _("Thanksgiving Day")
    yield date(year, 12, 25), _("Christmas Day")


def _weekday_of(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth Monday, Tuesday and so on of a month."""
    first = date(year, month, 1)
    return first + ONE_DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))
