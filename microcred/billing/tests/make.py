"""Scenes for the stories of billing: Rosa administers the university centre, Ben has read."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from microcred.billing.models import Line, Period, Rate, Unit
from microcred.billing.operations import lock_period, open_period, state_rate
from microcred.catalog.models import Version
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint
from microcred.scoring.tests import make as scoring

DAY = timedelta(days=1)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
"""The cast comes together on the first of September."""


def centre(cast) -> Organization:
    """Who offers what is read."""
    return cast.places["carolinacred"]


def administrator(cast) -> Person:
    """Rosa administers the university centre."""
    appoint(actor=None, person=cast.rosa, organization=centre(cast), role=Role.ORG_ADMIN, at=cast.at)
    return cast.rosa


def rate(
    cast,
    amount: str = "25",
    *,
    minutes: int | None = 40,
    starts_on: date = SEPTEMBER,
    currency: str = "USD",
    at: datetime | None = None,
) -> Rate:
    """What Rosa states that a reading is paid."""
    return state_rate(
        actor=cast.rosa,
        organization=centre(cast),
        amount=Decimal(amount),
        currency=currency,
        minutes=minutes,
        starts_on=starts_on,
        at=at or cast.at,
    )


def version(cast) -> Version:
    """What Ben may read."""
    scoring.issuer(cast)
    scoring.qualified(cast, cast.ben)
    return scoring.published(cast)


def done(cast, of: Version, by: Person, *, at: datetime, name: str = "Edda") -> Unit:
    """A reading by somebody of an educator's submission, and the unit of work that it is."""
    item = scoring.waiting(scoring.educator(cast, name), of, at=at)
    saved = scoring.read(item, by, at=at)
    with standing_at(at):
        outbox.deliver_all()
    return Unit.objects.get(scoring=saved)


def period(cast, starts_on: date = SEPTEMBER, ends_on: date = OCTOBER, *, at: datetime | None = None) -> Period:
    """Days that Rosa opens for pay."""
    opened = open_period(
        actor=cast.rosa, organization=centre(cast), starts_on=starts_on, ends_on=ends_on, at=at or cast.at
    )
    return Period.objects.select_related("organization").get(pk=opened.pk)


def locked(cast, which: Period) -> Period:
    """The same after Rosa locked it, two days after it ended."""
    at = cast.at + (which.ends_on - SEPTEMBER) + DAY
    lock_period(actor=cast.rosa, period=which, at=at)
    return Period.objects.select_related("organization", "lock").get(pk=which.pk)


def paid(cast, unit: Unit) -> Line:
    """The line that pays a unit at last."""
    return unit.lines.select_related("period__organization", "unit__assessor").order_by("-turn").first()
