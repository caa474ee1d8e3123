"""The ledger: what was approved, paid and taken back; and what was chosen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from microcred.catalog.models import Version
from microcred.credentials.models import Award
from microcred.foundation.days import beginning_of
from microcred.foundation.many import among
from microcred.foundation.money import Money, totals
from microcred.organizations.models import Organization, Person
from microcred.rewards import rules
from microcred.rewards.models import BenefitChoice, EntryAward, Payout, StipendEntry, StipendOffer, StipendPeriod
from microcred.rewards.queries.reckoned import Reckoned, touched_by

HEAVY = ("design", "competency")
"""Columns of a version that no list shows."""


def stipends_taken(*people: Person) -> set[UUID]:
    """The awards of some people, by their identifiers, for which they chose the stipend and so take no credit."""
    newest = BenefitChoice.objects.filter(award=OuterRef("pk")).order_by("-chosen_at", "-pk").values("benefit")[:1]
    chosen = Award.objects.filter(among("person", [one.pk for one in people], of="uuid"))
    chosen = chosen.filter(Exists(BenefitChoice.objects.filter(award=OuterRef("pk"))))
    chosen = chosen.annotate(chosen=Subquery(newest))
    return set(chosen.filter(chosen=BenefitChoice.Benefit.STIPEND).values_list("pk", flat=True))


def choices_of(person: Person) -> dict[UUID, BenefitChoice]:
    """What a person chose last for each award, by the award."""
    found = BenefitChoice.objects.filter(award__person=person).order_by("chosen_at", "pk")
    return {choice.award_id: choice for choice in found}


def standing_entries_on(award: Award) -> QuerySet[StipendEntry]:
    """The entries that rest on an award and were not taken back."""
    resting = EntryAward.objects.filter(entry=OuterRef("pk"), award=award)
    found = StipendEntry.objects.filter(Exists(resting), reversal__isnull=True)
    return found.select_related("offer__organization", "edition", "person").order_by("pk")


def declinable(award: Award, *, at: datetime) -> list[StipendOffer]:
    """The offers by which something is due for an award, or approved and not paid, that its holder may decline."""
    due, _asks = touched_by(award, at=at)
    entered = [entry.offer for entry in standing_entries_on(award)]
    return list({offer.pk: offer for offer in (*(each.offer for each in due), *entered)}.values())


def is_paid(entry: StipendEntry) -> bool:
    """Whether a locked period pays it, and none has taken it back."""
    return entry.payouts.filter(kind=Payout.Kind.PAID).exists()


@dataclass(frozen=True)
class Line:
    """An entry of the ledger with where it stands: `approved`, `paid`, `withdrawn` before it was paid, `owed_back`
    until a period takes it back, `taken_back`."""

    entry: StipendEntry
    state: str
    paid_in: StipendPeriod | None
    taken_back_in: StipendPeriod | None
    versions: tuple[Version, ...]

    @property
    def reasons(self) -> list[str]:
        """Why it is what it is, in the reader's language."""
        return rules.explained(self.entry.steps)


def lines_of(entries: Iterable[StipendEntry]) -> list[Line]:
    """Entries with where they stand and what they rest on. Two queries, however many they are."""
    entries = list(entries)
    payouts: dict[UUID, dict[str, StipendPeriod]] = defaultdict(dict)
    for payout in Payout.objects.filter(entry__in=entries).select_related("period"):
        payouts[payout.entry_id][payout.kind] = payout.period
    rests_on: dict[UUID, list[Version]] = defaultdict(list)
    rows = EntryAward.objects.filter(entry__in=entries).select_related("award__version")
    for row in rows.defer(*(f"award__version__{column}" for column in HEAVY)).order_by("award__earned_at", "pk"):
        rests_on[row.entry_id].append(row.award.version)
    return [_line(entry, payouts[entry.pk], rests_on[entry.pk]) for entry in entries]


def _line(entry: StipendEntry, payouts: dict[str, StipendPeriod], versions: Sequence[Version]) -> Line:
    paid, back = payouts.get(Payout.Kind.PAID), payouts.get(Payout.Kind.TAKEN_BACK)
    if hasattr(entry, "reversal"):
        state = "taken_back" if back else "owed_back" if paid else "withdrawn"
    else:
        state = "paid" if paid else "approved"
    return Line(entry, state, paid, back, tuple(versions))


def entries_with_all() -> QuerySet[StipendEntry]:
    """Entries with what lists show."""
    return StipendEntry.objects.select_related(
        "offer__organization", "edition", "person", "approved_by", "reversal__reversed_by"
    ).order_by("-approved_at", "-pk")


def entries_of(person: Person) -> QuerySet[StipendEntry]:
    """A person's entries, the newest first."""
    return entries_with_all().filter(person=person)


def entries_in(organization: Organization) -> QuerySet[StipendEntry]:
    """The entries of an organization's own offers, the newest first."""
    return entries_with_all().filter(offer__organization=organization)


@dataclass(frozen=True)
class Waiting:
    """Something due in the queue: for whom, for what, and where it stands in its offer."""

    due: rules.Due
    of: Reckoned
    person: Person
    versions: tuple[Version, ...]

    @property
    def token(self) -> str:
        """What a form sends back of it: the offer, the person, what it pays, and the amount that was seen."""
        return f"{self.due.offer}|{self.due.person}|{self.due.key}|{self.due.amount}"

    @property
    def reasons(self) -> list[str]:
        """Why it is what it is."""
        return [rules.in_words(step.code, step.values) for step in self.due.steps]


def queue_in(reckoned: Collection[Reckoned]) -> list[Waiting]:
    """What is due by some offers and waits for approval, in the order in which it was earned. Two queries."""
    due = [(each, of) for of in reckoned for each in of.reckoning.due]
    people = Person.objects.in_bulk({each.person for each, _of in due})
    versions = versions_of({award for each, _of in due for award in each.awards})
    found = [
        Waiting(each, of, people[each.person], tuple(versions[award] for award in each.awards)) for each, of in due
    ]
    return sorted(found, key=lambda one: (one.due.earned_on, one.due.awards[-1]))


def versions_of(awards: Collection[UUID]) -> dict[UUID, Version]:
    """What awards are for, by their identifiers."""
    rows = Award.objects.filter(pk__in=awards).select_related("version")
    return {award.pk: award.version for award in rows.defer(*(f"version__{column}" for column in HEAVY))}


def periods_of(organization: Organization) -> QuerySet[StipendPeriod]:
    """An organization's locked periods, the newest first."""
    found = StipendPeriod.objects.filter(organization=organization)
    return found.select_related("organization", "lock__locked_by").order_by("-starts_on")


def end_of(period: StipendPeriod) -> datetime:
    """The moment at which a period ends, by its organization's clock."""
    return beginning_of(period.ends_on, period.organization.time_zone)


def payouts_of(period: StipendPeriod) -> QuerySet[Payout]:
    """What a period pays and takes back, by name."""
    return (
        Payout.objects.filter(period=period)
        .select_related("entry__person", "entry__offer__organization", "entry__edition", "entry__reversal")
        .order_by("entry__person__name", "entry__person", "entry__earned_on", "entry", "kind")
    )


def unpaid_in(organization: Organization, *, before: datetime) -> QuerySet[StipendEntry]:
    """What was approved before a moment, and is neither paid nor taken back."""
    paid = Payout.objects.filter(entry=OuterRef("pk"), kind=Payout.Kind.PAID)
    standing = StipendEntry.objects.filter(
        ~Exists(paid), offer__organization=organization, approved_at__lt=before, reversal__isnull=True
    )
    return standing.select_related("offer").order_by("approved_at", "pk")


def owed_back_in(organization: Organization) -> QuerySet[StipendEntry]:
    """What was paid, taken back since, and is not in any period's sum yet."""
    done = Payout.objects.filter(entry=OuterRef("pk"), kind=Payout.Kind.TAKEN_BACK)
    paid = Payout.objects.filter(entry=OuterRef("pk"), kind=Payout.Kind.PAID)
    found = StipendEntry.objects.filter(
        Exists(paid), ~Exists(done), offer__organization=organization, reversal__isnull=False
    )
    return found.select_related("offer").order_by("approved_at", "pk")


def coming_in(organization: Organization, *, at: datetime) -> dict[str, Decimal]:
    """What a period that is locked now would come to, by currency."""
    pays = [Money(each.amount, each.offer.currency) for each in unpaid_in(organization, before=at + timedelta(days=1))]
    takes = [-Money(each.amount, each.offer.currency) for each in owed_back_in(organization)]
    return totals([*pays, *takes])


def sums_of(periods: Collection[StipendPeriod]) -> dict[UUID, dict[str, Decimal]]:
    """What periods come to, by currency."""
    found: dict[UUID, list[Money]] = defaultdict(list)
    rows = Payout.objects.filter(period__in=periods).values_list("period_id", "amount", "entry__offer__currency")
    for period, amount, currency in rows:
        found[period].append(Money(amount, currency))
    return {period.pk: totals(found[period.pk]) for period in periods}


def sums_for(person: Person) -> dict[str, dict[str, Decimal]]:
    """What a person was paid, taken back included, and what is approved and not paid yet; each by currency."""
    payouts = Payout.objects.filter(entry__person=person).values_list("amount", "entry__offer__currency")
    paid = Payout.objects.filter(entry=OuterRef("pk"), kind=Payout.Kind.PAID)
    approved = StipendEntry.objects.filter(~Exists(paid), person=person, reversal__isnull=True)
    return {
        "paid": totals(Money(amount, currency) for amount, currency in payouts),
        "approved": totals(
            Money(amount, currency) for amount, currency in approved.values_list("amount", "offer__currency")
        ),
    }
