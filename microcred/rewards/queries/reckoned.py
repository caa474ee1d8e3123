"""What offers come to: for everybody of an organization, and for one person."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from microcred.credentials.models import Award
from microcred.foundation.days import day_in
from microcred.organizations.models import Organization, Person
from microcred.rewards import rules
from microcred.rewards.models import OfferEdition, StipendOffer
from microcred.rewards.queries.facts import as_ruled, earned_by_people_of, entered_for, offers_around, offers_of


@dataclass(frozen=True)
class Reckoned:
    """An offer with what it comes to now, and what its entries draw on its budgets."""

    offer: StipendOffer
    ruled: rules.Offer
    reckoning: rules.Reckoning
    drawn: dict[int, Decimal]

    @property
    def payable(self) -> list[rules.Due]:
        """What is due and would pay something, in its order."""
        return [due for due in self.reckoning.due if due.amount > 0]

    @property
    def says_anything(self) -> bool:
        """Whether an award counts for it, or does not and why."""
        return bool(self.reckoning.due or self.reckoning.passed or self.reckoning.towards)

    def terms_on(self, at: datetime) -> rules.Terms | None:
        """The edition that holds at a moment."""
        return self.ruled.terms_on(day_in(at, self.ruled.zone))

    def year_at(self, at: datetime) -> int:
        """The fiscal year of a moment."""
        return rules.fiscal_year_of(at, self.ruled.zone, self.ruled.year_begins)


def reckoned_for(offers: Collection[StipendOffer], *, at: datetime, person: Person | None = None) -> list[Reckoned]:
    """What some offers come to for all whom they may be for. As many queries for one as for many.

    Args:
        person: only their awards are looked at; what others earned before takes nothing off the budget then.
    """
    ruled = as_ruled(offers)
    organizations = {offer.organization_id for offer in offers}
    earned = earned_by_people_of(organizations, ruled.values(), at=at, person=person) if offers else []
    lines = entered_for(offers) if offers else []
    of_offer: dict[UUID, list[rules.Entered]] = defaultdict(list)
    for line in lines:
        of_offer[line.offer].append(line)
    found = []
    for offer in offers:
        own = of_offer[offer.pk]
        found.append(Reckoned(offer, ruled[offer.pk], rules.reckon(ruled[offer.pk], earned, own), rules.drawn(own)))
    return found


def reckoned_in(organization: Organization, *, at: datetime) -> list[Reckoned]:
    """What an organization's own offers come to."""
    return reckoned_for(list(offers_of(organization)), at=at)


def reckoned_around(person: Person, *, at: datetime, besides: Collection[UUID] = ()) -> list[Reckoned]:
    """What those offers of a person's organizations come to that say anything of an award of theirs. The budget is told
    with what others earned before: that looks at everybody whom an offer may be for, so others are left out.

    Args:
        besides: offers that are wanted in any case.
    """
    offers = list(offers_around(person))
    wanted = set(besides)
    if any(offer.pk not in wanted for offer in offers) and Award.objects.filter(person=person).exists():
        own = [each for each in reckoned_for(offers, at=at, person=person) if each.says_anything]
        wanted |= {each.offer.pk for each in own}
    return reckoned_for([offer for offer in offers if offer.pk in wanted], at=at)


def touched_by(award: Award, *, at: datetime) -> tuple[list[Reckoned], list[Reckoned]]:
    """The offers by which something is due that rests on an award, and those that ask its holder to choose first."""
    own = reckoned_for(list(offers_around(award.person)), at=at, person=award.person)
    due = [each for each in own if any(award.pk in one.awards for one in each.reckoning.due)]
    asks = [
        each
        for each in own
        if any(one.award == award.pk and one.step.code == "choice_open" for one in each.reckoning.passed)
    ]
    return due, asks


def edition_on(offer: StipendOffer, *, at: datetime) -> OfferEdition | None:
    """The edition of an offer that holds at a moment."""
    found = as_ruled([offer])[offer.pk].terms_on(day_in(at, offer.organization.time_zone))
    return OfferEdition.objects.select_related("stack").filter(pk=found.id).first() if found else None


def choosable(award: Award, *, at: datetime) -> list[StipendOffer]:
    """The offers that give a stipend for an award instead of credit, when its holder chooses it."""
    found = []
    for each in reckoned_for(list(offers_around(award.person)), at=at, person=award.person):
        offer = each.ruled
        terms = offer.terms_on(day_in(award.earned_at, offer.zone))
        if terms is None or not terms.instead_of_credit:
            continue
        told = {passed.step.code for passed in each.reckoning.passed if passed.award == award.pk}
        due = any(award.pk in due.awards for due in each.reckoning.due)
        counts = terms.micro_credentials is None or award.version.micro_credential_id in terms.micro_credentials
        if counts and (due or not told or told & {"choice_open", "chose_credit", "declined"}):
            found.append(each.offer)
    return found


def years_of(each: Reckoned, *, at: datetime) -> list[int]:
    """The fiscal years of which there is anything to say: this one, those with a budget and those drawn on."""
    return sorted({each.year_at(at), *each.ruled.budgets, *each.drawn, *(due.year for due in each.reckoning.due)})
