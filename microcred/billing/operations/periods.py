"""The verbs of pay periods: opened, and locked for good."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from microcred.billing.events import PeriodLocked
from microcred.billing.models import Line, Lock, Period, Reversal
from microcred.billing.queries import end_of, last_of, open_before, owed_by
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


class PeriodBackwards(Refusal):
    """A period that ends before it begins."""

    message = _("A period has at least one day: its last day is not before its first.")
    field = "last_day"


class PeriodNotNext(Refusal):
    """Periods follow one another."""

    message = _("Periods follow one another. The next one can begin on {day} at the earliest.")
    field = "starts_on"


class PeriodNotOver(Refusal):
    """There may still be readings in it."""

    message = _(
        "The period runs until the end of {day}. Lock it afterwards, so that no reading of its days is left out."
    )


class EarlierPeriodOpen(Refusal):
    """Periods are locked in their order."""

    message = _("The period before it, {first} to {last}, is still open. Lock that one first.")


class LockedAlready(Refusal):
    """It is fixed."""

    message = _("This period is locked already, and stays as it is. Corrections stand in a later period.")


@operation
def open_period(*, actor: Person, organization: Organization, starts_on: date, ends_on: date, at: datetime) -> Period:
    """Open the next days for which an organization pays together.

    Args:
        actor: an administrator of the organization, or above.
        ends_on: the first day after the period.

    Raises:
        PeriodBackwards, PeriodNotNext, NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if ends_on <= starts_on:
        raise PeriodBackwards
    hold(organization.pk)
    last = last_of(organization)
    if last is not None and starts_on < last.ends_on:
        raise PeriodNotNext(day=date_format(last.ends_on))
    return Period.objects.create(
        organization=organization, starts_on=starts_on, ends_on=ends_on, opened_at=at, opened_by=actor
    )


@operation
def lock_period(*, actor: Person, period: Period, at: datetime) -> Lock:
    """Fix what a period pays: a line for every reading before its end that is not paid yet, and nothing after that.

    Args:
        actor: an administrator of the organization, or above.

    Raises:
        PeriodNotOver: its last day has not ended, by the organization's clock.
        EarlierPeriodOpen, LockedAlready, NotAllowed.
    """
    organization = period.organization
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    hold(organization.pk)
    if Lock.objects.filter(period=period).exists():
        raise LockedAlready
    if at < end_of(period):
        raise PeriodNotOver(day=date_format(period.last_day))
    earlier = open_before(period)
    if earlier is not None:
        raise EarlierPeriodOpen(first=date_format(earlier.starts_on), last=date_format(earlier.last_day))
    lines = [
        Line(
            period=period,
            unit=owed.unit,
            turn=owed.turn,
            rate=owed.rate,
            amount=owed.money.amount,
            currency=owed.money.currency,
            minutes=owed.minutes,
        )
        for owed in owed_by(organization, before=end_of(period))
    ]
    Line.objects.bulk_create(lines)
    announce(PeriodLocked(period.pk))
    return Lock.objects.create(
        period=period,
        locked_at=at,
        locked_by=actor,
        lines=len(lines),
        reversals=Reversal.objects.filter(period=period).count(),
    )
