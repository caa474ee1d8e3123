"""What work is paid: conditions and sums. Pure: no database, no clock.

Amounts are decimal and never float. Rounding happens in two places, both half up, as people round by hand:
`foundation.money.price` rounds what one reading is paid to the smallest unit of its currency, so that totals are sums
of what stands in the rows and never need rounding themselves; `hours` rounds a sum of minutes to the hundredth of an
hour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from microcred.foundation.money import ROUNDING, price

MINUTES_IN_AN_HOUR = Decimal(60)
HUNDREDTH = Decimal("0.01")


class Work(StrEnum):
    """Which of the blind readings of its submission a reading was. For counts; no assessor is shown it."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    TRAINING = "training"
    """no reading: a module of the training"""


class Kind(StrEnum):
    """What a rate is stated for."""

    READING = "reading"
    TRAINING = "training"
    """an hour of it, by the minutes that were counted"""


PAID_AS: Mapping[Work, Kind] = {
    Work.FIRST: Kind.READING,
    Work.SECOND: Kind.READING,
    Work.THIRD: Kind.READING,
    Work.TRAINING: Kind.TRAINING,
}
"""Blind readings are paid alike: by what one is paid nobody learns whether somebody had read before."""


@dataclass(frozen=True)
class Edition:
    """A rate as stated: what an organization pays for one unit of a kind of work from a day on.

    Attributes:
        amount: in units of the currency, up to four decimals.
        currency: ISO 4217, e.g. USD.
        minutes: that a unit counts for in a service record; None where the organization says nothing of it.
        stated_at: of two for the same day, the later one holds.
    """

    id: UUID
    organization: UUID
    kind: Kind
    amount: Decimal
    currency: str
    minutes: int | None
    starts_on: date
    stated_at: datetime


def work_of(place: int) -> Work:
    """Which reading it was.

    Args:
        place: among the readings of the submission, in the order in which they were saved; 1 is the first.

    Raises:
        ValueError: for a place below 1.
    """
    if place < 1:
        raise ValueError("the first place is 1")
    return (Work.FIRST, Work.SECOND, Work.THIRD)[min(place, 3) - 1]


def edition_for(editions: Iterable[Edition], kind: Kind, lineage: Sequence[UUID], day: date) -> Edition | None:
    """The rate that holds for work on a day: of the nearest organization, upwards, that had one on that day.

    Args:
        lineage: identifiers from the root of the tree down to the organization whose work it was.
    """
    depth = {organization: place for place, organization in enumerate(lineage)}
    holding = [
        each
        for each in editions
        if each.kind.value == kind.value and each.organization in depth and each.starts_on <= day
    ]
    return max(holding, key=lambda each: (depth[each.organization], each.starts_on, each.stated_at), default=None)


def price_of_time(amount: Decimal, currency: str, minutes: int) -> Decimal:
    """What minutes are paid by the amount for an hour, in whole smallest units of the currency, half a unit up."""
    return price(amount * minutes / MINUTES_IN_AN_HOUR, currency)


def hours(minutes: int) -> Decimal:
    """Minutes of service in hours, to the hundredth, half of one up."""
    return (Decimal(minutes) / MINUTES_IN_AN_HOUR).quantize(HUNDREDTH, rounding=ROUNDING)
