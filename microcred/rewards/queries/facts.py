"""What is on record, as the rules see it: offers, awards of the people they are for, and what was entered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.catalog.models import StackPlace
from microcred.credentials.models import Award, Suspension
from microcred.foundation.days import beginning_of
from microcred.foundation.money import price
from microcred.organizations.models import Membership, Organization, Person
from microcred.rewards import rules
from microcred.rewards.models import BenefitChoice, OfferEdition, StipendBudget, StipendEntry, StipendOffer

DAY = timedelta(days=1)


def offers_of(organization: Organization) -> QuerySet[StipendOffer]:
    """An organization's own offers, by name."""
    return StipendOffer.objects.filter(organization=organization).select_related("organization").order_by("name", "pk")


def offers_around(person: Person) -> QuerySet[StipendOffer]:
    """The offers of every organization that a person belongs to, or ever did, and of those above."""
    lineages = Membership.objects.filter(person=person).values_list("organization__lineage", flat=True)
    places = {place for lineage in lineages for place in lineage}
    found = StipendOffer.objects.filter(organization__in=places).select_related("organization")
    return found.order_by("organization__name", "name", "pk")


def as_ruled(offers: Collection[StipendOffer]) -> dict[UUID, rules.Offer]:
    """Offers as the rules know them, by their keys. Three queries, however many they are."""
    editions: dict[UUID, list[OfferEdition]] = defaultdict(list)
    for edition in OfferEdition.objects.filter(offer__in=offers).order_by("number"):
        editions[edition.offer_id].append(edition)
    stacks = _contents({each.stack_id for own in editions.values() for each in own if each.stack_id})
    budgets = budgets_of(offers)
    return {
        offer.pk: rules.Offer(
            id=offer.pk,
            basis=rules.Basis(offer.basis),
            currency=offer.currency,
            zone=offer.organization.time_zone,
            year_begins=offer.year_begins,
            editions=tuple(_terms(offer, each, stacks) for each in editions[offer.pk]),
            budgets=budgets[offer.pk],
        )
        for offer in offers
    }


def _terms(offer: StipendOffer, edition: OfferEdition, stacks: Mapping[UUID, frozenset[UUID]]) -> rules.Terms:
    def coins(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else price(amount, offer.currency)

    chosen = frozenset(edition.micro_credentials) or None
    return rules.Terms(
        id=edition.pk,
        clause=edition.clause,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        stated_at=edition.stated_at,
        amount=price(edition.amount, offer.currency),
        micro_credentials=stacks.get(edition.stack_id, frozenset()) if edition.stack_id else chosen,
        needed=edition.needed,
        roles=frozenset(edition.roles),
        places=frozenset(edition.schools) or frozenset({offer.organization_id}),
        most_in_year=coins(edition.most_in_year),
        most_in_all=coins(edition.most_in_all),
        instead_of_credit=edition.instead_of_credit,
    )


def _contents(stacks: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """What stacks hold now, without what is retired: nobody can start on that."""
    if not stacks:
        return {}
    places = StackPlace.objects.filter(
        stack__in=stacks, micro_credential__retirement__isnull=True, micro_credential__versions__isnull=False
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for stack, micro_credential in places.values_list("stack_id", "micro_credential_id"):
        found[stack].add(micro_credential)
    return {stack: frozenset(held) for stack, held in found.items()}


def budgets_of(offers: Collection[StipendOffer]) -> dict[UUID, dict[int, Decimal]]:
    """What may be paid in each fiscal year, by offer."""
    currencies = {offer.pk: offer.currency for offer in offers}
    found: dict[UUID, dict[int, Decimal]] = defaultdict(dict)
    for budget in StipendBudget.objects.filter(offer__in=offers).order_by("set_at", "pk"):
        found[budget.offer_id][budget.year] = price(budget.amount, currencies[budget.offer_id])
    return found


def earned_by_people_of(
    organizations: Collection[UUID], offers: Iterable[rules.Offer], *, at: datetime, person: Person | None = None
) -> list[rules.Earned]:
    """The awards until a moment that offers may be for: of everybody who ever held a role at these organizations or
    below, or of one person, from the first day of any edition on. Four queries."""
    firsts = [(terms.starts_on, offer.zone) for offer in offers for terms in offer.editions]
    if not firsts:
        return []
    since = min(beginning_of(day, zone) for day, zone in firsts)
    return earned_since(since, organizations, at=at, person=person)


def earned_since(
    since: datetime, organizations: Collection[UUID], *, at: datetime, person: Person | None = None
) -> list[rules.Earned]:
    """The awards between two moments of everybody who ever held a role at organizations or below, or of one person."""
    awards = Award.objects.filter(earned_at__gte=since, earned_at__lte=at).order_by("pk")
    if person is None:
        belonging = Membership.objects.filter(organization__lineage__overlap=list(organizations))
        awards = awards.filter(person__in=belonging.values("person"))
    else:
        awards = awards.filter(person=person)
    suspended = Suspension.objects.filter(award=OuterRef("pk"), reinstatement__isnull=True)
    rows = list(
        awards.annotate(suspended=Exists(suspended)).values_list(
            "pk", "person_id", "version__micro_credential_id", "earned_at", "version__hours", "revocation", "suspended"
        )
    )
    posts = _posts({row[1] for row in rows}, organizations)
    chosen = dict(
        BenefitChoice.objects.filter(award__in=[row[0] for row in rows])
        .order_by("chosen_at", "pk")
        .values_list("award_id", "benefit")
    )
    return [
        rules.Earned(
            id=award,
            person=holder,
            micro_credential=micro_credential,
            earned_at=earned_at,
            hours=Decimal(hours),
            standing=_standing(revoked=revocation is not None, suspended=is_suspended),
            posts=tuple(
                post
                for post, starts, ends in posts[holder]
                if starts <= earned_at and (ends is None or earned_at < ends)
            ),
            benefit=rules.Benefit(chosen[award]) if award in chosen else None,
        )
        for award, holder, micro_credential, earned_at, hours, revocation, is_suspended in rows
    ]


def _standing(*, revoked: bool, suspended: bool) -> rules.Standing:
    if revoked:
        return rules.Standing.REVOKED
    return rules.Standing.SUSPENDED if suspended else rules.Standing.HOLDS


def _posts(
    people: Collection[UUID], organizations: Collection[UUID]
) -> dict[UUID, list[tuple[rules.Post, datetime, datetime | None]]]:
    """The roles that people hold or held at these organizations or below, with their times."""
    found: dict[UUID, list[tuple[rules.Post, datetime, datetime | None]]] = defaultdict(list)
    held = Membership.objects.filter(person__in=people, organization__lineage__overlap=list(organizations))
    for person, role, lineage, starts, ends in held.values_list(
        "person_id", "role", "organization__lineage", "starts_at", "ends_at"
    ):
        found[person].append((rules.Post(role=role, lineage=frozenset(lineage)), starts, ends))
    return found


def entered_for(offers: Collection[StipendOffer]) -> list[rules.Entered]:
    """The ledger of offers as the rules see it."""
    currencies = {offer.pk: offer.currency for offer in offers}
    lines = StipendEntry.objects.filter(offer__in=offers).values_list(
        "offer_id", "person_id", "key", "turn", "year", "amount", "reversal", "reversal__again"
    )
    return [
        rules.Entered(
            offer=offer,
            person=person,
            key=key,
            turn=turn,
            year=year,
            amount=price(amount, currencies[offer]),
            reversed=reversal is not None,
            again=again is not False,
        )
        for offer, person, key, turn, year, amount, reversal, again in lines
    ]
