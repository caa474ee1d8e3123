"""What is offered to somebody now, in general and for one micro-credential."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from microcred.catalog.models import MicroCredential
from microcred.foundation.days import day_in
from microcred.organizations.models import Person
from microcred.organizations.queries import memberships_of
from microcred.rewards import rules
from microcred.rewards.models import OfferEdition, StipendOffer
from microcred.rewards.queries.facts import as_ruled, budgets_of, entered_for
from microcred.rewards.queries.reckoned import Reckoned, reckoned_for


@dataclass(frozen=True)
class Offered:
    """An offer with the edition that holds now.

    `spent` names this fiscal year where its budget is spent, `unset` where none has been set, and `waited_for`, where
    that was asked for (`told_what_waits`), where what waits for approval uses up the rest of it.
    """

    offer: StipendOffer
    edition: OfferEdition
    terms: rules.Terms
    titles: tuple[str, ...] = ()
    spent: str = ""
    unset: str = ""
    waited_for: str = ""

    @property
    def has_left(self) -> bool:
        """Whether the budget of this fiscal year has anything left after what is approved."""
        return not self.spent and not self.unset

    @property
    def pays_now(self) -> bool:
        """Whether what is earned now can be paid, as far as it was asked."""
        return self.has_left and not self.waited_for

    @property
    def last_day(self) -> date | None:
        """The last day on which these terms hold; None: until others do."""
        return None if self.terms.ends_on is None else self.terms.ends_on - timedelta(days=1)


def offered_to(person: Person, *, at: datetime, micro_credential: UUID | None = None) -> list[Offered]:
    """The offers that would count what somebody earned now, by the roles they hold; or if they earned this."""
    held = memberships_of(person, at=at)
    places = {place for membership in held for place in membership.organization.lineage}
    if not places:
        return []
    offers = StipendOffer.objects.filter(organization__in=places).select_related("organization")
    found = in_force(offers.order_by("organization__name", "name", "pk"), at=at)
    posts = [
        rules.Post(role=membership.role, lineage=frozenset(membership.organization.lineage)) for membership in held
    ]
    theirs = [
        each
        for each in found
        if any(post.role in each.terms.roles and post.lineage & each.terms.places for post in posts)
        and (
            micro_credential is None
            or each.terms.micro_credentials is None
            or micro_credential in each.terms.micro_credentials
        )
    ]
    return _with_budgets(theirs, at=at)


def offered_for(person: Person, micro_credential: UUID, *, at: datetime) -> list[Offered]:
    """The offers that would count a micro-credential if somebody earned it now, with what waits for approval. Where
    none has anything left, nobody's awards are looked at."""
    found = offered_to(person, at=at, micro_credential=micro_credential)
    lasting = [each.offer for each in found if each.has_left]
    return told_what_waits(found, reckoned_for(lasting, at=at) if lasting else (), at=at)


def _with_budgets(found: list[Offered], *, at: datetime) -> list[Offered]:
    """The same, with what has become of the budgets of this fiscal year by what is approved. Who earned something and
    waits for approval may leave less, which takes reckoning (`told_what_waits`)."""
    offers = [each.offer for each in found]
    if not offers:
        return found
    budgets, lines = budgets_of(offers), entered_for(offers)
    told = []
    for each in found:
        offer = each.offer
        year = rules.fiscal_year_of(at, offer.organization.time_zone, offer.year_begins)
        drawn = rules.drawn([line for line in lines if line.offer == offer.pk]).get(year, Decimal(0))
        budget, name = budgets[offer.pk].get(year), rules.year_named(year, offer.year_begins)
        told.append(
            replace(
                each,
                spent=name if budget is not None and drawn >= budget else "",
                unset=name if budget is None else "",
            )
        )
    return told


def told_what_waits(found: Sequence[Offered], reckoned: Sequence[Reckoned], *, at: datetime) -> list[Offered]:
    """The same, with whether what waits for approval uses up the budget of this fiscal year.

    Args:
        reckoned: what they come to for all; of those that have nothing left it is not asked (`Offered.has_left`).
    """
    by_offer = {of.offer.pk: of for of in reckoned}
    told = []
    for each in found:
        used_up = ""
        if each.has_left:
            of = by_offer[each.offer.pk]
            year = of.year_at(at)
            waits = sum((due.amount for due in of.reckoning.due if due.year == year), Decimal(0))
            if of.ruled.budgets[year] <= of.drawn.get(year, Decimal(0)) + waits:
                used_up = rules.year_named(year, of.offer.year_begins)
        told.append(replace(each, waited_for=used_up))
    return told


def in_force(offers: Collection[StipendOffer], *, at: datetime) -> list[Offered]:
    """Offers with the edition that holds at a moment; those without one are left out."""
    ruled = as_ruled(offers)
    holding = {offer.pk: ruled[offer.pk].terms_on(day_in(at, offer.organization.time_zone)) for offer in offers}
    ids = [terms.id for terms in holding.values() if terms is not None]
    editions = OfferEdition.objects.select_related("stack").in_bulk(ids)
    titles = titles_of({each for edition in editions.values() for each in edition.micro_credentials})
    found = []
    for offer in offers:
        terms = holding[offer.pk]
        if terms is not None:
            edition = editions[terms.id]
            named = tuple(sorted(titles[each] for each in edition.micro_credentials))
            found.append(Offered(offer, edition, terms, named))
    return found


def titles_of(micro_credentials: Collection[UUID]) -> dict[UUID, str]:
    """The titles under which people know micro-credentials, by their identifiers."""
    if not micro_credentials:
        return {}
    rows = MicroCredential.objects.filter(pk__in=micro_credentials).values_list("pk", "entry__title", "slug")
    return {pk: title or slug for pk, title, slug in rows}
