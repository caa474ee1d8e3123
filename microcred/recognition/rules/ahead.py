"""What will be missing when a cycle closes, what runs out before, and when somebody is told of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from microcred.recognition.rules.amounts import years_before

CYCLE_MARKS = (60, 183, 365)
"""days before a cycle closes at which who is short is told: two months, half a year, a year"""
DAY_MARKS = (7, 30)
"""days before a document is due or an approval runs out"""


class What(StrEnum):
    """What kind of thing lies ahead."""

    TOTAL = "total"
    PART = "part"
    TOO_OLD = "too old"
    DOCUMENT = "document"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Credit:
    """Credit that stands in a cycle, waiting or confirmed; without a day where nothing is known of its age."""

    title: str
    earned_on: date | None
    amount: Decimal


@dataclass(frozen=True)
class Lacking:
    """A category or minimum of the rules, and how much it lacks."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Due:
    """Something with a last day of its own: a document, or an approval before beginning."""

    what: What
    id: str
    name: str
    last_day: date


@dataclass(frozen=True)
class Ahead:
    """One thing that will be missing, or runs out.

    Attributes:
        id: what it is about, where that is not the cycle.
        name: of the part, the credit, the document or the micro-credential; empty: the whole cycle.
        last_day: until when something can be done about it.
        days_left: today and that day among them.
        amount: how much is missing, or is too old.
    """

    what: What
    id: str
    name: str
    last_day: date
    days_left: int
    amount: Decimal | None = None


def too_old(counted: Iterable[Credit], *, ends_on: date, years: int | None) -> list[Credit]:
    """Of what stands in a cycle, that which is older than its rules take when it closes.

    Args:
        ends_on: the first day after the cycle. years: how old credit may be then; None: of any age.
    """
    if years is None:
        return []
    oldest = years_before(ends_on - timedelta(days=1), years)
    return [one for one in counted if one.earned_on is not None and one.earned_on < oldest]


def young_enough(counted: Iterable[Credit], *, ends_on: date, years: int | None) -> Decimal:
    """What of a cycle's credit its rules still take when it closes."""
    some = list(counted)
    return _sum(some) - _sum(too_old(some, ends_on=ends_on, years=years))


def _sum(some: Iterable[Credit]) -> Decimal:
    return sum((one.amount for one in some), Decimal(0))


def ahead(
    *,
    ends_on: date,
    needed: Decimal,
    counted: Sequence[Credit],
    years: int | None,
    parts: Sequence[Lacking],
    due: Sequence[Due] = (),
    today: date,
) -> list[Ahead]:
    """What lies ahead of a cycle that is open, the soonest first; nothing of one that is over.

    More credit never brings more that is missing.

    Args:
        ends_on: the first day after it. needed: in all; zero where the rules ask no total.
        today: where its rules hold, so that 30 June ends there.
    """
    last_day = ends_on - timedelta(days=1)
    left = (ends_on - today).days
    found: list[Ahead] = []
    if left >= 1:
        old = too_old(counted, ends_on=ends_on, years=years)
        found += [Ahead(What.TOO_OLD, "", one.title, last_day, left, one.amount) for one in old]
        young = young_enough(counted, ends_on=ends_on, years=years)
        if needed > young:
            found.append(Ahead(What.TOTAL, "", "", last_day, left, needed - young))
        found += [Ahead(What.PART, "", one.name, last_day, left, one.amount) for one in parts if one.amount > 0]
    for one in due:
        days = (one.last_day - today).days + 1
        if days >= 1:
            found.append(Ahead(one.what, one.id, one.name, one.last_day, days))
    order = list(What)
    return sorted(found, key=lambda one: (one.last_day, order.index(one.what), one.name, one.id))


def mark(days_left: int, marks: Sequence[int]) -> int | None:
    """The mark that counts now: the nearest one that has been reached. Of those that were passed while nobody looked
    only it is told, so that a standstill brings one notice and not several.

    Args:
        days_left: today and the last day among them. marks: from the nearest on.
    """
    return next((each for each in marks if 1 <= days_left <= each), None)
