"""What a home is made of. Plain values: one template shows them all, whatever the role."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localtime

from microcred.organizations.models import Role


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now: what, by when and how long it takes. Empty `href`: there is nothing to press."""

    title: str
    words: str = ""
    href: str = ""
    action: str = ""
    by: datetime | None = None
    by_day: date | None = None
    takes: str = ""

    @property
    def last_moment(self) -> datetime | None:
        """When it must be done, as people say it: a period that closes at midnight is open until 11:59 p.m."""
        if self.by is None:
            return None
        local = localtime(self.by)
        return local - timedelta(minutes=1) if local.time() == time() else local


@dataclass(frozen=True)
class Line:
    """One thing of the rest, with where it stands and what it is waiting for."""

    title: str
    href: str = ""
    note: str = ""
    status: str = ""
    tone: str = "neutral"
    when: datetime | None = None


@dataclass(frozen=True)
class Section:
    """A short list under a heading; `more` leads to the whole of it."""

    title: str
    lines: tuple[Line, ...] = ()
    words: str = ""
    more: str = ""
    more_words: str = ""


@dataclass(frozen=True)
class CreditBar:
    """A renewal cycle that fills: amounts in renewal credits."""

    label: str
    confirmed: Decimal
    waiting: Decimal
    needed: Decimal
    last_day: date
    href: str


@dataclass(frozen=True)
class Home:
    """What one role is for, today."""

    role: Role | None
    places: tuple[str, ...]
    step: NextStep
    bars: tuple[CreditBar, ...] = ()
    sections: tuple[Section, ...] = ()


def address(name: str, *parts: object) -> str:
    """Return the address of a page by its URL name and the parts of its path, in order."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
