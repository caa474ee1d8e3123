"""What periods come to: fixed once they are locked, so far while they are open."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from microcred.billing.models import Line, Period, Reversal, Unit
from microcred.billing.queries.owed import HEAVY, Owed, owed_by
from microcred.foundation.days import beginning_of
from microcred.foundation.money import Money, totals
from microcred.organizations.models import Organization, Person


def periods_of(organization: Organization) -> QuerySet[Period]:
    """An organization's periods, the newest first."""
    found = Period.objects.filter(organization=organization).select_related("organization", "lock__locked_by")
    return found.order_by("-starts_on")


def last_of(organization: Organization) -> Period | None:
    """The period that was opened last."""
    return periods_of(organization).first()


def first_open(organization: Organization) -> Period | None:
    """The earliest period that is not locked: where corrections stand."""
    return periods_of(organization).filter(lock__isnull=True).last()


def open_before(period: Period) -> Period | None:
    """The period, not locked, that comes before another one and has to be locked first."""
    return periods_of(period.organization).filter(lock__isnull=True, starts_on__lt=period.starts_on).first()


def periods_to_lock(organizations: QuerySet[Organization], *, at: datetime) -> list[Period]:
    """Of each of these organizations the earliest period that has ended and is not locked, the longest ended first."""
    # The day is another one elsewhere; which have really ended is told by each organization's own clock.
    ended = Period.objects.filter(
        organization__in=organizations, lock__isnull=True, ends_on__lte=(at + timedelta(days=1)).date()
    )
    first: dict[UUID, Period] = {}
    for period in ended.select_related("organization").order_by("starts_on", "organization__name"):
        if end_of(period) <= at:
            first.setdefault(period.organization_id, period)
    return list(first.values())


def end_of(period: Period) -> datetime:
    """The moment at which a period ends, by its organization's clock."""
    return beginning_of(period.ends_on, period.organization.time_zone)


@dataclass(frozen=True)
class Entry:
    """One row of what a period comes to: a reading that is paid, or one whose pay is taken back.

    Attributes:
        line: None while the period is open: nothing is fixed yet.
        reversal: where the pay is taken back; then the amount and the minutes are below zero.
    """

    unit: Unit
    money: Money
    minutes: int | None
    line: Line | None = None
    reversal: Reversal | None = None


def entries_of(period: Period) -> list[Entry]:
    """What a period pays, the oldest reading first, and after it what it takes back.

    An open period pays everything before its end that nobody has been paid for, so that nothing is left out for having
    been recorded late.
    """
    paid = _lines_of(period) if period.is_locked else [_as_entry(each) for each in _owed_in(period)]
    return [*paid, *(_as_reversal(each) for each in corrections_in(period))]


def corrections_in(period: Period) -> QuerySet[Reversal]:
    """What a period takes back, in the order in which it was."""
    found = Reversal.objects.filter(period=period).select_related(
        "line__unit__assessor",
        "line__unit__version",
        "line__unit__organization",
        "line__unit__training__edition",
        "line__period",
        "reversed_by",
    )
    return found.defer(*(f"line__unit__{column}" for column in HEAVY)).order_by("reversed_at", "pk")


def _lines_of(period: Period) -> list[Entry]:
    lines = Line.objects.filter(period=period).select_related(
        "unit__assessor", "unit__version", "unit__organization", "unit__training__edition", "reversal"
    )
    in_order = lines.defer(*(f"unit__{column}" for column in HEAVY)).order_by("unit__read_at", "unit")
    return [Entry(line.unit, Money(line.amount, line.currency), line.minutes, line=line) for line in in_order]


def _as_entry(owed: Owed) -> Entry:
    return Entry(owed.unit, owed.money, owed.minutes)


def _as_reversal(reversal: Reversal) -> Entry:
    line = reversal.line
    minutes = None if line.minutes is None else -line.minutes
    return Entry(line.unit, -Money(line.amount, line.currency), minutes, line=line, reversal=reversal)


def _owed_in(period: Period) -> list[Owed]:
    owed = owed_by(period.organization, before=end_of(period))
    earlier = open_before(period)
    return owed if earlier is None else [each for each in owed if each.unit.read_at >= end_of(earlier)]


@dataclass(frozen=True)
class Share:
    """What a period comes to for one person.

    Attributes:
        readings: that are paid.
        taken_back: earlier readings whose pay is taken back.
        amounts: by currency.
        minutes: of service; None where nothing is said of them.
    """

    person: Person
    readings: int
    taken_back: int
    amounts: dict[str, Decimal]
    minutes: int | None


def shares_of(entries: Iterable[Entry]) -> list[Share]:
    """Entries by who read, in the order of their names."""
    by_person: dict[UUID, list[Entry]] = defaultdict(list)
    for each in entries:
        by_person[each.unit.assessor_id].append(each)
    shares = [
        Share(
            person=own[0].unit.assessor,
            readings=sum(each.reversal is None and each.unit.training_id is None for each in own),
            taken_back=sum(each.reversal is not None for each in own),
            amounts=totals(each.money for each in own),
            minutes=minutes_of(each.minutes for each in own),
        )
        for own in by_person.values()
    ]
    return sorted(shares, key=lambda share: (share.person.name.casefold(), share.person.pk))


def minutes_of(several: Iterable[int | None]) -> int | None:
    """The sum of minutes of service; None where nothing is said of any."""
    said = [each for each in several if each is not None]
    return sum(said) if said else None


@dataclass(frozen=True)
class Standing:
    """A period in a list: how many readings it pays and what it comes to, so far or for good."""

    period: Period
    readings: int
    amounts: dict[str, Decimal]


def standings_of(organization: Organization, periods: Sequence[Period], *, at: datetime) -> tuple[list[Standing], int]:
    """Periods with what they come to, and how many readings stand in none because no open one reaches their day."""
    fixed = _fixed_in([each for each in periods if each.is_locked])
    open_ones = sorted((each for each in periods if not each.is_locked), key=lambda each: each.starts_on)
    owed = owed_by(organization, before=max([at, *(end_of(each) for each in open_ones)]))
    so_far: dict[UUID, list[Owed]] = {each.pk: [] for each in open_ones}
    outside = 0
    for each in owed:
        there = next((period for period in open_ones if each.unit.read_at < end_of(period)), None)
        if there is None:
            outside += 1
        else:
            so_far[there.pk].append(each)
    taken = _taken_back_in(periods)
    found = []
    for period in periods:
        paid = fixed[period.pk] if period.is_locked else (len(so_far[period.pk]), [o.money for o in so_far[period.pk]])
        found.append(Standing(period, paid[0], totals([*paid[1], *taken[period.pk]])))
    return found, outside


def _fixed_in(periods: Sequence[Period]) -> dict[UUID, tuple[int, list[Money]]]:
    found: dict[UUID, tuple[int, list[Money]]] = {each.pk: (0, []) for each in periods}
    sums = Line.objects.filter(period__in=periods).values("period", "currency").order_by()
    for row in sums.annotate(count=Count("pk"), amount=Sum("amount")):
        count, amounts = found[row["period"]]
        found[row["period"]] = (count + row["count"], [*amounts, Money(row["amount"], row["currency"])])
    return found


def _taken_back_in(periods: Sequence[Period]) -> dict[UUID, list[Money]]:
    found: dict[UUID, list[Money]] = defaultdict(list)
    sums = Reversal.objects.filter(period__in=periods).values("period", "line__currency").order_by()
    for row in sums.annotate(amount=Sum("line__amount")):
        found[row["period"]].append(-Money(row["amount"], row["line__currency"]))
    return found


def kinds_in(period: Period, *, shown_to: Person) -> dict[str, int]:
    """How many first, second and third readings a locked period pays, by the kinds that there are.

    Nothing for somebody whose own reading is among them: where there are few, the counts would say which it was.
    """
    if Line.objects.filter(period=period, unit__assessor=shown_to).exists():
        return {}
    counted = Line.objects.filter(period=period).aggregate(
        **{kind: Count("pk", filter=Q(unit__kind=kind)) for kind in Unit.Kind.values}
    )
    return {kind: counted[kind] for kind in Unit.Kind.values if counted[kind]}
