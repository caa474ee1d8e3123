"""The verbs by which a district says what it pays for: offers, their terms, their budgets."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential, Stack
from microcred.foundation.days import day_in
from microcred.foundation.locks import hold
from microcred.foundation.money import CURRENCIES, price
from microcred.foundation.money_words import money
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.rewards.models import OfferEdition, StipendBudget, StipendOffer
from microcred.rewards.queries import entered_for
from microcred.rewards.rules import JULY, Basis, drawn


class NameTaken(Refusal):
    """Two offers of one name could not be told apart."""

    message = _("There is an offer of this name already. Give another name, or state new terms of that one.")
    field = "name"


class CurrencyUnknown(Refusal):
    """No currency has this code."""

    message = _("“{currency}” is no currency. Give its three letters, such as USD.")
    field = "currency"


class NothingOffered(Refusal):
    """An offer pays something, in whole coins."""

    message = _("An offer pays more than nothing, in whole coins of its currency.")
    field = "amount"


class CapTooSmall(Refusal):
    """A cap below the amount would cut everybody."""

    message = _("The most for one person is at least the amount of one stipend. Leave it empty where there is no cap.")
    field = "most_in_year"


class NoClause(Refusal):
    """Every offer stands somewhere."""

    message = _("Say where it stands: the policy, agreement or decision. Educators read it beside every amount.")
    field = "clause"


class NoRole(Refusal):
    """An offer is for somebody."""

    message = _("Choose at least one role that it is for.")
    field = "roles"


class NotOfThisDistrict(Refusal):
    """An offer is for an organization's own people."""

    message = _("An offer is for people of your own organization and those below it.")
    field = "schools"


class NoStack(Refusal):
    """A stack is paid, and none is named."""

    message = _("Choose the stack.")
    field = "stack"


class NeedsNothing(Refusal):
    """A milestone takes something to reach."""

    message = _("Say how many, more than nothing.")
    field = "needed"


class PromisedAlready(Refusal):
    """What was promised for days that are over stays."""

    message = _(
        "What was promised until today stays as it was promised. New terms can hold from {day} at the earliest; what "
        "was earned before is paid by the earlier ones."
    )
    field = "starts_on"


class EndsBeforeItBegins(Refusal):
    """Terms hold for at least a day."""

    message = _("The last day is not before the first.")
    field = "last_day"


class BudgetApprovedAlready(Refusal):
    """A budget is not below what was approved."""

    message = _("{amount} of this year is approved already. The budget cannot be less than that.")
    field = "amount"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an edition of an offer says, as a district states it."""

    clause: str
    starts_on: date
    ends_on: date | None = None
    amount: Decimal
    micro_credentials: Collection[MicroCredential] = ()
    stack: Stack | None = None
    needed: Decimal = Decimal(1)
    roles: Collection[Role] = (Role.EDUCATOR,)
    schools: Collection[Organization] = ()
    most_in_year: Decimal | None = None
    most_in_all: Decimal | None = None
    instead_of_credit: bool = False


@operation
def offer_stipend(
    *,
    actor: Person,
    organization: Organization,
    name: str,
    basis: Basis,
    currency: str,
    terms: Said,
    at: datetime,
    year_begins: int = JULY,
) -> StipendOffer:
    """Offer the people of an organization a stipend. Nothing is paid before a budget is set.

    Args:
        actor: an administrator of the organization, or above.
        terms: its first edition; it may begin in the past.
        year_begins: the month on whose first day fiscal years begin.

    Raises:
        NameTaken, CurrencyUnknown, NotAllowed, and what is wrong with the terms.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if currency not in CURRENCIES:
        raise CurrencyUnknown(currency=currency)
    _check(organization, basis, currency, terms)
    hold(organization.pk)
    if StipendOffer.objects.filter(organization=organization, name=name.strip()).exists():
        raise NameTaken
    offer = StipendOffer.objects.create(
        organization=organization,
        name=name.strip(),
        basis=basis.value,
        currency=currency,
        year_begins=year_begins,
        opened_at=at,
        opened_by=actor,
    )
    _write(offer, 1, terms, actor, at)
    return offer


@operation
def restate_offer(*, actor: Person, offer: StipendOffer, terms: Said, at: datetime) -> OfferEdition:
    """State the terms of an offer anew, for what is earned from a day on. Earlier editions stay, and decide their days.

    Args:
        actor: an administrator of the organization, or above.

    Raises:
        PromisedAlready: they would begin today or before.
        NotAllowed, and what is wrong with the terms.
    """
    organization = offer.organization
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    _check(organization, Basis(offer.basis), offer.currency, terms)
    hold(organization.pk)
    today = day_in(at, organization.time_zone)
    if terms.starts_on <= today:
        raise PromisedAlready(day=date_format(today + timedelta(days=1)))
    return _write(offer, OfferEdition.objects.filter(offer=offer).count() + 1, terms, actor, at)


@operation
def set_budget(*, actor: Person, offer: StipendOffer, year: int, amount: Decimal, at: datetime) -> StipendBudget:
    """Say what an offer may pay for what is earned in a fiscal year.

    Args:
        actor: an administrator of the organization, or above.
        year: the calendar year in which the fiscal year begins.

    Raises:
        BudgetApprovedAlready: more is approved already.
        NotAllowed.
    """
    organization = offer.organization
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    hold(organization.pk)
    approved = drawn(entered_for([offer])).get(year, Decimal(0))
    if amount < approved:
        raise BudgetApprovedAlready(amount=money(approved, offer.currency))
    coins = price(amount, offer.currency)
    return StipendBudget.objects.create(offer=offer, year=year, amount=coins, set_at=at, set_by=actor)


def _check(organization: Organization, basis: Basis, currency: str, terms: Said) -> None:
    amounts = (terms.amount, terms.most_in_year, terms.most_in_all)
    if terms.amount <= 0 or any(each is not None and price(each, currency) != each for each in amounts):
        raise NothingOffered
    if any(each is not None and each < terms.amount for each in amounts[1:]):
        raise CapTooSmall
    if not terms.clause.strip():
        raise NoClause
    if not terms.roles:
        raise NoRole
    if any(organization.pk not in school.lineage for school in terms.schools):
        raise NotOfThisDistrict
    if basis is Basis.STACK and terms.stack is None:
        raise NoStack
    if terms.needed <= 0:
        raise NeedsNothing
    if terms.ends_on is not None and terms.ends_on <= terms.starts_on:
        raise EndsBeforeItBegins


def _write(offer: StipendOffer, number: int, terms: Said, actor: Person, at: datetime) -> OfferEdition:
    def keys(rows: Collection[MicroCredential] | Collection[Organization]) -> list[UUID]:
        return sorted(row.pk for row in rows)

    return OfferEdition.objects.create(
        offer=offer,
        number=number,
        clause=terms.clause.strip(),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        amount=terms.amount,
        micro_credentials=keys(terms.micro_credentials) if terms.stack is None else [],
        stack=terms.stack,
        needed=terms.needed,
        roles=sorted(role.value for role in terms.roles),
        schools=keys(terms.schools),
        most_in_year=terms.most_in_year,
        most_in_all=terms.most_in_all,
        instead_of_credit=terms.instead_of_credit,
        stated_at=at,
        stated_by=actor,
    )
