"""What has been read and is not paid yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.billing.models import Line, Rate, Unit
from microcred.billing.queries.rates import rates_for
from microcred.billing.rules import Work, price_of_time
from microcred.foundation.money import Money, price
from microcred.organizations.models import Organization

HEAVY = ("version__design", "version__competency", "version__key_method")
"""Columns of a version that no list needs."""


@dataclass(frozen=True)
class Owed:
    """A unit of work that is to be paid, and the rate by which. `turn` counts how often it is."""

    unit: Unit
    rate: Rate
    turn: int

    @property
    def money(self) -> Money:
        """What is paid for it."""
        if self.unit.minutes is not None:
            return Money(price_of_time(self.rate.amount, self.rate.currency, self.unit.minutes), self.rate.currency)
        return Money(price(self.rate.amount, self.rate.currency), self.rate.currency)

    @property
    def minutes(self) -> int | None:
        """Of service that it counts for; None where nothing is said of that."""
        return self.rate.minutes if self.unit.minutes is None else self.unit.minutes


def priced(units: Sequence[Unit]) -> tuple[list[Owed], list[Unit]]:
    """Units with the rate that applies to each, and those for which nobody has stated any.

    The edition that applied when a reading was saved stays, whatever is stated for that day later. What had none, and
    what is paid anew after it was taken back, goes by the rates as they stand now.

    Args:
        units: not paid, with their organization and `lines` at hand.
    """
    open_ones = [unit for unit in units if unit.rate is None or unit.lines.all()]
    now_holding = rates_for(open_ones)
    owed, without = [], []
    for unit in units:
        rate = now_holding.get(unit.pk, unit.rate)
        if rate is None:
            without.append(unit)
        else:
            owed.append(Owed(unit, rate, len(unit.lines.all()) + 1))
    return owed, without


def owed_by(organization: Organization, *, before: datetime) -> list[Owed]:
    """What an organization has to pay for readings saved before a moment and not paid yet, the oldest first.

    It pays for what goes by a rate of its own: its own readings, and those of organizations below that state none.
    """
    owed, _without = priced(list(_unpaid_below(organization).filter(read_at__lt=before)))
    return [each for each in owed if each.rate.organization_id == organization.pk]


def unpriced_in(organization: Organization) -> int:
    """How many readings at an organization, or below it, nobody has stated a rate for. Training needs none."""
    readings = _unpaid_below(organization).exclude(kind=Work.TRAINING.value)
    _owed, without = priced(list(readings.filter(rate__isnull=True)))
    return len(without)


def unpaid(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Those units that stand in no line, or whose every line was taken back to be paid anew."""
    standing = Line.objects.filter(Q(reversal__isnull=True) | Q(reversal__pay_again=False), unit=OuterRef("pk"))
    return units.filter(~Exists(standing))


def _unpaid_below(organization: Organization) -> QuerySet[Unit]:
    units = Unit.objects.filter(organization__lineage__contains=[organization.pk])
    with_all = unpaid(units).select_related(
        "assessor", "organization", "rate__organization", "version", "training__edition"
    )
    return with_all.prefetch_related("lines").defer(*HEAVY).order_by("read_at", "pk")
