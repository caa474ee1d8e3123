"""The verb by which an administrator says what a unit of work is paid."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from microcred.billing.models import Rate
from microcred.billing.queries import rates_of
from microcred.billing.rules import Kind
from microcred.foundation.locks import hold
from microcred.foundation.money import CURRENCIES
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


class AmountNegative(Refusal):
    """Nobody pays for being allowed to work."""

    message = _("An amount is zero or more. State zero where readings are not paid.")
    field = "amount"


class CurrencyUnknown(Refusal):
    """No currency has this code."""

    message = _("“{currency}” is no currency. Give its three letters, such as USD.")
    field = "currency"


class RateStands(Refusal):
    """What was stated is what holds from that day already."""

    message = _("This is what holds from that day already. Choose another amount, or another day.")


@operation
def state_rate(
    *,
    actor: Person,
    organization: Organization,
    amount: Decimal,
    currency: str,
    minutes: int | None,
    starts_on: date,
    at: datetime,
    kind: Kind = Kind.READING,
) -> Rate:
    """State what an organization pays for a unit of work, from a day on, here and below.

    Readings that were recorded under an edition keep it, also where the day lies in the past; for those that had none
    the new one holds. Earlier editions stay, with who stated them.

    Args:
        actor: an administrator of the organization, or above.
        amount: for one unit, in units of the currency; zero where it is not paid.
        currency: ISO 4217, in capitals.
        minutes: that a unit counts for in a service record; None to say nothing of it. Training counts for the minutes
            that were counted, whatever is said here.
        kind: training is paid by the hour.

    Raises:
        AmountNegative, CurrencyUnknown, RateStands, NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if amount < 0:
        raise AmountNegative
    if currency not in CURRENCIES:
        raise CurrencyUnknown(currency=currency)
    if kind is Kind.TRAINING:
        minutes = None
    hold(organization.pk)
    before = rates_of(organization).filter(kind=kind.value, starts_on__lte=starts_on).first()
    if before is not None and (before.amount, before.currency, before.minutes) == (amount, currency, minutes):
        raise RateStands
    return Rate.objects.create(
        organization=organization,
        kind=kind.value,
        amount=amount,
        currency=currency,
        minutes=minutes,
        starts_on=starts_on,
        stated_at=at,
        stated_by=actor,
    )
