"""Questions about audit samples: who may audit, what was confirmed, what was found, and how often both agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from microcred.foundation.days import beginning_of
from microcred.measures import Interval, wilson
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where
from microcred.recognition.models import ActivityRuling, AuditItem, AuditSample, Entry, Ruling
from microcred.recognition.queries.ledger import shown

AUDITORS = (Role.RECOGNIZER, Role.LICENSURE_OFFICER)
"""Who looks once more at what was confirmed: coordinators of the district, and the officer of the state above it."""


def audits_for(person: Person, district: Organization, *, at: datetime) -> bool:
    """Whether a person looks once more at what was confirmed for a district."""
    return any(acts_as(person, role, for_organization=district, at=at) for role in AUDITORS)


def audited_districts(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The districts whose rulings a person looks at once more, by name."""
    reached = organizations_where(person, *AUDITORS, at=at)
    return reached.filter(kind=Organization.Kind.DISTRICT).order_by("name", "pk")


@dataclass(frozen=True)
class Confirmed:
    """What was confirmed: the identifiers of rulings on credit of awards, and of those on activities."""

    rulings: frozenset[UUID]
    activity_rulings: frozenset[UUID]

    @property
    def ids(self) -> frozenset[UUID]:
        """Both together."""
        return self.rulings | self.activity_rulings


def confirmed_in(district: Organization, *, first_day: date, last_day: date) -> Confirmed:
    """What was confirmed for a district in some days, by its calendar; what was reversed or ended since is among it, so
    that the same is drawn again later."""
    first = beginning_of(first_day, district.time_zone)
    after = beginning_of(last_day + timedelta(days=1), district.time_zone)
    then = Q(ruled_at__gte=first, ruled_at__lt=after)
    rulings = Ruling.objects.filter(then, entry__cycle__keeper=district, outcome=Ruling.Outcome.CONFIRMED)
    activities = ActivityRuling.objects.filter(then, office=district, outcome=ActivityRuling.Outcome.CONFIRMED)
    return Confirmed(*(frozenset(found.values_list("pk", flat=True)) for found in (rulings, activities)))


def samples_of(districts: QuerySet[Organization]) -> QuerySet[AuditSample]:
    """The samples of some districts, the newest first, with how much was looked at and found otherwise."""
    return (
        AuditSample.objects.filter(district__in=districts)
        .select_related("district", "drawn_by")
        .annotate(
            items_count=Count("items"),
            looked_at=Count("items__finding"),
            alike=Count("items__finding", filter=Q(items__finding__agrees=True)),
            open_count=Count(
                "items__finding", filter=Q(items__finding__agrees=False, items__finding__answer__isnull=True)
            ),
        )
        .order_by("-drawn_at", "-pk")
    )


def items_of(sample: AuditSample) -> QuerySet[AuditItem]:
    """The items of a sample in the order in which they were drawn, with what was found and answered."""
    found = AuditItem.objects.filter(sample=sample).select_related(
        "ruling__entry__award",
        "ruling__ruled_by",
        "activity_ruling__statement__activity__person",
        "activity_ruling__ruled_by",
        "finding__found_by",
        "finding__answer__answered_by",
    )
    return found.order_by("place")


def entries_of(items: Sequence[AuditItem]) -> dict[UUID, Entry]:
    """The entries of some items, by item, with all that is shown of them. Of an activity it is the one that stands; an
    activity that no rules count has none."""
    ids = {item.pk: item.ruling.entry_id for item in items if item.ruling is not None}
    stated = {item.activity_ruling.statement_id: item for item in items if item.activity_ruling is not None}
    # What stands comes last, and stays.
    rows = Entry.objects.filter(statement__in=stated).order_by(F("reversal").asc(nulls_last=True), "pk")
    ids |= {stated[statement].pk: pk for pk, statement in rows.values_list("pk", "statement")}
    found = {entry.pk: entry for entry in shown(list(ids.values()))}
    return {item: found[pk] for item, pk in ids.items()}


@dataclass(frozen=True)
class Agreed:
    """How often who looked once more would have ruled alike, with how sure that is.

    Attributes:
        interval: Wilson's, 95 %; None where nobody has looked at anything.
    """

    alike: int
    of: int
    interval: Interval | None

    @property
    def percent(self) -> int:
        """The share, in whole percent."""
        return round(100 * self.alike / self.of) if self.of else 0

    @property
    def low(self) -> int:
        """Where the interval begins, in whole percent."""
        return round(100 * self.interval.low) if self.interval else 0

    @property
    def high(self) -> int:
        """Where it ends."""
        return round(100 * self.interval.high) if self.interval else 0


def agreed(alike: int, of: int) -> Agreed:
    """The share of items of which both were of one mind."""
    return Agreed(alike, of, wilson(alike, of) if of else None)


def agreed_in(samples: Iterable[AuditSample]) -> Agreed:
    """The same of several samples together, as `samples_of` counts them."""
    counted = [(vars(one)["alike"], vars(one)["looked_at"]) for one in samples]
    return agreed(sum(alike for alike, _of in counted), sum(of for _alike, of in counted))
