"""What is paid for work, here and now or then."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from microcred.billing.models import Rate, Unit
from microcred.billing.rules import PAID_AS, Kind, Work, edition_for
from microcred.foundation.days import day_in
from microcred.organizations.models import Organization


def rates_of(organization: Organization) -> QuerySet[Rate]:
    """Every edition of an organization's own rates, the one that holds longest first."""
    return (
        Rate.objects.filter(organization=organization)
        .select_related("stated_by")
        .order_by("-starts_on", "-stated_at", "-pk")
    )


def rate_in_force(organization: Organization, kind: Kind, *, on: date) -> Rate | None:
    """The rate that holds on a day for work at an organization: its own, or that of the nearest one above it."""
    return _rate_for(_around([organization]), kind, organization, on)


def rate_that_applied(organization: Organization, work: Work, *, on: date) -> Rate | None:
    """The rate by which a reading of an organization's is paid that was saved on a day."""
    return rate_in_force(organization, PAID_AS[work], on=on)


def rates_for(units: Collection[Unit]) -> dict[UUID, Rate | None]:
    """For each unit of work, by its key, the rate that holds for its day as rates stand now. One query, or none.

    Args:
        units: with their organization at hand.
    """
    rates = _around({unit.organization for unit in units})
    return {
        unit.pk: _rate_for(
            rates,
            PAID_AS[Work(unit.kind)],
            unit.organization,
            day_in(unit.read_at, unit.organization.time_zone),
        )
        for unit in units
    }


def _around(organizations: Iterable[Organization]) -> dict[UUID, Rate]:
    """The editions of some organizations and of all above them, by their keys."""
    places = {place for organization in organizations for place in organization.lineage}
    if not places:
        return {}
    return Rate.objects.filter(organization__in=places).select_related("organization").in_bulk()


def _rate_for(rates: dict[UUID, Rate], kind: Kind, organization: Organization, day: date) -> Rate | None:
    edition = edition_for((rate.edition for rate in rates.values()), kind, organization.lineage, day)
    return rates[edition.id] if edition else None
