"""The verb by which stipends are paid: a period is locked."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from microcred.foundation.days import beginning_of, day_in
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.rewards.models import Payout, StipendLock, StipendPeriod
from microcred.rewards.queries import owed_back_in, periods_of, unpaid_in


class PeriodNotOver(Refusal):
    """Something may still be approved in it."""

    message = _("This day has not ended where {place} is. Choose a day that is over.")
    field = "last_day"


class PaidUntilLater(Refusal):
    """Periods follow one another."""

    message = _("Until {day} everything is paid and locked. Choose a later day.")
    field = "last_day"


class NothingToPay(Refusal):
    """A period with nothing in it is no use to payroll."""

    message = _("Nothing was approved until then that is not paid yet, and nothing is to be taken back.")
    field = "last_day"


@operation
def lock_stipends(*, actor: Person, organization: Organization, last_day: date, at: datetime) -> StipendPeriod:
    """Pay what was approved until the end of a day, take back what was paid and reversed since, and close the period.

    Args:
        actor: an administrator of the organization, or above.

    Raises:
        PeriodNotOver, PaidUntilLater, NothingToPay, NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    ends_on = last_day + timedelta(days=1)
    ends_at = beginning_of(ends_on, organization.time_zone)
    if at < ends_at:
        raise PeriodNotOver(place=organization.name)
    hold(organization.pk)
    last = periods_of(organization).first()
    if last is not None and ends_on <= last.ends_on:
        raise PaidUntilLater(day=date_format(last.last_day))
    pays, takes = list(unpaid_in(organization, before=ends_at)), list(owed_back_in(organization))
    if not pays and not takes:
        raise NothingToPay
    first = day_in(min(each.approved_at for each in pays), organization.time_zone) if pays else last_day
    starts_on = first if last is None else last.ends_on
    period = StipendPeriod.objects.create(organization=organization, starts_on=starts_on, ends_on=ends_on)
    payouts = [
        *(Payout(period=period, entry=each, kind=Payout.Kind.PAID, amount=each.amount) for each in pays),
        *(Payout(period=period, entry=each, kind=Payout.Kind.TAKEN_BACK, amount=-each.amount) for each in takes),
    ]
    Payout.objects.bulk_create(payouts)
    StipendLock.objects.create(period=period, locked_at=at, locked_by=actor, payouts=len(payouts))
    return period
