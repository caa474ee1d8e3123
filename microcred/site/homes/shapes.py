"""What a home is made of. Plain values: one template shows them all, whatever the role."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

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
    is_over: bool = False
    """whether the time until which it was to be done is over"""


@dataclass(frozen=True)
class Line:
    """One thing of the rest, with where it stands and what it is waiting for."""

    title: str
    href: str = ""
    note: str = ""
    status: str = ""
    tone: str = "neutral"
    icon: str = ""
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
    words: str = ""
    """what is still to do, in a sentence"""


@dataclass(frozen=True)
class Home:
    """What one role is for, today. `places` are the organizations that gave the role; none, for who just takes part."""

    role: Role | None
    places: tuple[str, ...]
    step: NextStep
    bars: tuple[CreditBar, ...] = ()
    sections: tuple[Section, ...] = ()


def address(name: str, *parts: object) -> str:
    """Return the address of a page by its URL name and the parts of its path, in order."""
    return reverse(name, args=parts)


def plain(amount: Decimal) -> Decimal:
    """Return an amount without trailing zeros, and never in powers of ten: 20, 12.5."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()
