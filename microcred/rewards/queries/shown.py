"""What pages show of offers, budgets and one's own rewards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from microcred.catalog.models import Version
from microcred.credentials.models import Award
from microcred.organizations.models import Organization, Person, Role
from microcred.rewards import rules
from microcred.rewards.models import BenefitChoice, OfferEdition, StipendOffer
from microcred.rewards.queries.facts import as_ruled
from microcred.rewards.queries.ledger import HEAVY, choices_of
from microcred.rewards.queries.offered import titles_of
from microcred.rewards.queries.reckoned import Reckoned, years_of


@dataclass(frozen=True)
class Budget:
    """A fiscal year of an offer: what may be paid, what is approved, what waits, what would be left."""

    of: Reckoned
    year: str
    amount: Decimal | None
    approved: Decimal
    waits: Decimal
    cut: Decimal

    @property
    def left(self) -> Decimal:
        """What is left after what is approved."""
        return (self.amount or Decimal(0)) - self.approved

    @property
    def left_then(self) -> Decimal:
        """What is left once all that waits is approved too."""
        return self.left - self.waits


def budgets_in(reckoned: Sequence[Reckoned], *, at: datetime) -> list[Budget]:
    """Offers by fiscal year, the newest year of each first."""
    found = []
    for of in reckoned:
        for year in reversed(years_of(of, at=at)):
            due = [each for each in of.reckoning.due if each.year == year]
            found.append(
                Budget(
                    of=of,
                    year=rules.year_named(year, of.offer.year_begins),
                    amount=of.ruled.budgets.get(year),
                    approved=of.drawn.get(year, Decimal(0)),
                    waits=sum((each.amount for each in due), Decimal(0)),
                    cut=sum((each.cut for each in due), Decimal(0)),
                )
            )
    return found


@dataclass(frozen=True)
class Stated:
    """An edition as its page shows it."""

    edition: OfferEdition
    holds: bool
    titles: tuple[str, ...]
    schools: tuple[str, ...]

    @property
    def roles(self) -> list[str]:
        """The roles it is for, in the reader's language."""
        return [str(Role(each).label) for each in self.edition.roles]

    @property
    def last_day(self) -> date | None:
        """The last day; None: until other terms hold."""
        return None if self.edition.ends_on is None else self.edition.ends_on - timedelta(days=1)


def editions_of(offer: StipendOffer, *, at: datetime) -> list[Stated]:
    """Every edition of an offer, the newest first."""
    rows = list(OfferEdition.objects.filter(offer=offer).select_related("stack", "stated_by").order_by("-number"))
    titles = titles_of({each for row in rows for each in row.micro_credentials})
    wanted = {each for row in rows for each in row.schools}
    schools = dict(Organization.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    holding = _holding(offer, rows, at)
    return [
        Stated(
            row,
            row.pk == holding,
            tuple(sorted(titles[each] for each in row.micro_credentials)),
            tuple(sorted(schools[each] for each in row.schools)),
        )
        for row in rows
    ]


def _holding(offer: StipendOffer, rows: Sequence[OfferEdition], at: datetime) -> UUID | None:
    terms = Reckoned(offer, as_ruled([offer])[offer.pk], rules.Reckoning(), {}).terms_on(at)
    return terms.id if terms is not None else None


@dataclass(frozen=True)
class Choosing:
    """An award for which somebody takes a stipend or credit."""

    award: Award
    place: str
    choice: BenefitChoice | None


@dataclass(frozen=True)
class Expected:
    """Something due to somebody that waits for approval."""

    due: rules.Due
    offer: StipendOffer
    versions: tuple[Version, ...]
    declinable: UUID | None = None
    """the award for which it can be declined; where it is a stipend or credit, one chooses credit instead"""

    @property
    def reasons(self) -> list[str]:
        """Why it is what it is."""
        return [rules.in_words(step.code, step.values) for step in self.due.steps]


@dataclass(frozen=True)
class NotPaid:
    """An award that an offer does not count, and why."""

    version: Version
    offer: StipendOffer
    reason: str
    declined: UUID | None = None
    """the award, where its holder declined the stipend"""


@dataclass(frozen=True)
class OnTheWay:
    """How far somebody is on the way to what is paid once."""

    offer: StipendOffer
    towards: rules.Towards


@dataclass
class OwnRewards:
    """What offers come to for one person and is not in the ledger yet."""

    choosing: list[Choosing] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    not_paid: list[NotPaid] = field(default_factory=list)
    on_the_way: list[OnTheWay] = field(default_factory=list)

    @property
    def versions(self) -> list[Version]:
        """What is spoken of, for its titles."""
        return [
            *(each.award.version for each in self.choosing),
            *(version for each in self.expected for version in each.versions),
            *(each.version for each in self.not_paid),
        ]


def _declinable(due: rules.Due, choices: Mapping[UUID, BenefitChoice]) -> UUID | None:
    if due.key == rules.MILESTONE:
        return None
    [award] = due.awards
    chosen = choices.get(award)
    return award if chosen is None or chosen.benefit != BenefitChoice.Benefit.STIPEND else None


def own_rewards(person: Person, reckoned: Sequence[Reckoned]) -> OwnRewards:
    """What the offers of a person's organizations come to for them.

    Args:
        reckoned: what those come to for all that say anything of an award of theirs (`reckoned_around`).
    """
    rows = Award.objects.filter(person=person).select_related("version")
    awards = {award.pk: award for award in rows.defer(*(f"version__{column}" for column in HEAVY))}
    found = OwnRewards()
    if not awards:
        return found
    choices = choices_of(person)
    asked: dict[UUID, str] = {}
    for of in reckoned:
        place = of.offer.organization.name
        for passed in of.reckoning.passed:
            if passed.person != person.pk:
                continue
            if passed.step.code in {"choice_open", "chose_credit"}:
                asked[passed.award] = place
            if passed.step.code != "choice_open":
                declined = passed.award if passed.step.code == "declined" else None
                said = rules.in_words(passed.step.code, passed.step.values)
                found.not_paid.append(NotPaid(awards[passed.award].version, of.offer, said, declined))
        for due in of.reckoning.due:
            if due.person == person.pk:
                versions = tuple(awards[each].version for each in due.awards)
                found.expected.append(Expected(due, of.offer, versions, _declinable(due, choices)))
                asked.update((each, place) for each in due.awards if each in choices)
        found.on_the_way += [
            OnTheWay(of.offer, towards) for towards in of.reckoning.towards if towards.person == person.pk
        ]
    found.choosing = [
        Choosing(awards[award], asked[award], choices.get(award))
        for award in sorted(asked, key=lambda one: (awards[one].earned_at, one), reverse=True)
    ]
    return found
