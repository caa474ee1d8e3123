"""What is known of an organization's queue: what comes, what waits, who reads how much; and what it comes to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from microcred.calendars.queries import calendar_of
from microcred.calendars.rules import BusinessCalendar
from microcred.calibration.models import Certificate, Qualification, RightPause
from microcred.calibration.queries import ASSESSING, holding, right_ended
from microcred.catalog.models import Stack, Version
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import holders
from microcred.portfolios.models import Pursuit, Submission
from microcred.portfolios.queries import held_up, terms_in
from microcred.programs.models import Window
from microcred.scoring.models import Availability, Decision, QueueItem, Scoring
from microcred.scoring.queries.availability import availability_of, given_back_since
from microcred.scoring.queries.barred import kinds_of
from microcred.scoring.rules import DAYS_AHEAD, Hand, Known, Outcome, Reading, WhatIf, played, tried

LOOKED_BACK = timedelta(weeks=8)
LAST_DAYS = 5
"""business days before a window closes, in which what is begun is expected"""

ONE_DAY = timedelta(days=1)
LONGEST_READING = 240.0
"""minutes; what was open for longer was left open"""


@dataclass(frozen=True)
class ReaderAhead:
    """Somebody who may read, as a lead plans with them.

    Attributes:
        said: what they declared last. `declared`: whether their number comes from that, or from their fullest week.
        a_week: submissions of these micro-credentials that they can read in a week; None: nothing is known of it.
        right_is_paused: so that nothing new comes to them.
        given_back: in the weeks looked back on.
    """

    person: Person
    said: Availability | None
    a_week: float | None
    declared: bool
    read: int
    right_is_paused: bool
    given_back: int
    away: tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class DeadlineAhead:
    """Work in a program that was begun and not handed in, with the day its window closes."""

    window: Window
    closes_on: date
    begun: int


@dataclass(frozen=True)
class Plan:
    """What is known of a queue, and what comes of it.

    Attributes:
        dates: of the business days played. `due_until`: the last of them.
        oldest: business days that what has waited longest waits; None where nothing does.
        paused: how many wait with their clock stopped, or held up; they are not played.
    """

    organization: Organization
    stack: Stack | None
    known: Known
    outcome: Outcome
    dates: tuple[date, ...]
    readers: tuple[ReaderAhead, ...]
    deadlines: tuple[DeadlineAhead, ...]
    waiting: int
    late: int
    oldest: int | None
    due_next: date | None
    paused: int

    @property
    def breaks_on(self) -> date | None:
        """The day from which promises break."""
        return self.dates[self.outcome.breaking.day] if self.outcome.breaking else None

    @property
    def days(self) -> list[tuple[date, float, float, float, float]]:
        """Each day with what waits at its end, what is due on it, of this late, and overdue, where it was played."""
        found = self.outcome.forecast
        if found is None:
            return []
        return list(zip(self.dates, found.left, found.due, found.late, found.overdue, strict=True))


def plan_of(
    organization: Organization, stack: Stack | None = None, *, at: datetime, what_if: WhatIf | None = None
) -> Plan:
    """What is known of the queue of an organization, or of one stack of it, played forward. A constant number of
    queries."""
    zone = ZoneInfo(organization.time_zone)
    calendar, today = calendar_of(organization).calendar, at.astimezone(zone).date()
    first = today if calendar.is_business_day(today) else calendar.after(today, 1)
    dates = _business_days(calendar, first)
    versions = list(_versions(organization, stack).values_list("pk", flat=True))
    promise = terms_in(organization).promised_days
    waiting = _waiting(versions, at)
    waits = list(waiting.values_list("due_at", "entered_at", "pk"))
    due = {pk: _day_before(due_at, zone) for due_at, _entered, pk in waits}
    entered = [calendar.between(entered_at.astimezone(zone).date(), today) for _due, entered_at, _pk in waits]
    readers, reading = _readers(organization, stack, versions, at=at)
    reading_now = [reader for reader in readers if reader.a_week and not reader.right_is_paused]
    kinds = kinds_of([each.person.pk for each in reading_now], waiting, _came(versions, at), at=at)
    ages = sorted((max(promise - calendar.between(first, day), 0), kinds.of_waiting[pk]) for pk, day in due.items())
    deadlines = _deadlines(versions, dates[-1], zone, at=at)
    arrived, rate = _arriving(versions, calendar, today, zone, at=at)
    decided, second, third = _read_again(versions, at=at)
    known = Known(
        _arrivals(rate, deadlines, dates),
        arrived,
        tuple(age for age, _kind in ages),
        promise,
        reading,
        second,
        third,
        decided,
        tuple(replace(_hand(each, dates), not_for=kinds.not_for[each.person.pk]) for each in reading_now),
        kinds.shares,
        tuple(kind for _age, kind in ages),
    )
    return Plan(
        organization,
        stack,
        known,
        played(known if what_if is None or what_if.is_nothing else tried(known, what_if)),
        dates,
        readers,
        deadlines,
        len(waits),
        sum(day < today for day in due.values()),
        max(entered, default=None),
        min((day for day in due.values() if day >= today), default=None),
        _unsettled(versions).count() - len(waits),
    )


def plans_apart(organization: Organization, *, at: datetime) -> list[Plan]:
    """The queue of each stack of which anything waits, played by itself; empty where there is but one.

    Taken together, whoever reads anything could read everything: what waits in one stack for people who are not there
    looks as if others read it.
    """
    stacks = list(stacks_planned(organization))
    return [plan_of(organization, stack, at=at) for stack in stacks] if len(stacks) > 1 else []


def stacks_planned(organization: Organization) -> QuerySet[Stack]:
    """The stacks of which anything waits, by which an organization's queue can be looked at apart."""
    waits = QueueItem.objects.filter(version__micro_credential__places__stack=OuterRef("pk"), settled_at__isnull=True)
    return Stack.objects.filter(Exists(waits), owner=organization).order_by("position", "name")


def _versions(organization: Organization, stack: Stack | None) -> QuerySet[Version]:
    versions = Version.objects.filter(micro_credential__owner=organization)
    return versions if stack is None else versions.filter(micro_credential__places__stack=stack).distinct()


def _unsettled(versions: Sequence[UUID]) -> QuerySet[QueueItem]:
    return QueueItem.objects.filter(
        version__in=versions, settled_at__isnull=True, readings_saved__lt=F("readings_asked")
    )


def _waiting(versions: Sequence[UUID], at: datetime) -> QuerySet[QueueItem]:
    """What waits for a reading, and nothing keeps from it."""
    return _unsettled(versions).filter(~held_up(OuterRef("submission")), paused_since__isnull=True)


def _came(versions: Sequence[UUID], at: datetime) -> QuerySet[QueueItem]:
    """What came in the weeks looked back on."""
    return QueueItem.objects.filter(version__in=versions, entered_at__gt=at - LOOKED_BACK, entered_at__lte=at)


def _day_before(midnight: datetime, zone: ZoneInfo) -> date:
    """The day that a midnight ends."""
    return (midnight - timedelta(microseconds=1)).astimezone(zone).date()


def _business_days(calendar: BusinessCalendar, first: date) -> tuple[date, ...]:
    days = [first]
    while len(days) < DAYS_AHEAD:
        days.append(calendar.after(days[-1], 1))
    return tuple(days)


def _arriving(
    versions: Sequence[UUID], calendar: BusinessCalendar, today: date, zone: ZoneInfo, *, at: datetime
) -> tuple[int, float]:
    """How many came in the weeks looked back on, and how many that is for a business day; less of a young queue."""
    so_far = QueueItem.objects.filter(version__in=versions, entered_at__lte=at)
    found = so_far.aggregate(count=Count("pk", filter=Q(entered_at__gt=at - LOOKED_BACK)), first=Min("entered_at"))
    if not found["count"]:
        return 0, 0.0
    since = max(found["first"], at - LOOKED_BACK).astimezone(zone).date()
    return found["count"], found["count"] / max(calendar.between(since - ONE_DAY, today), LAST_DAYS)


def _read_again(versions: Sequence[UUID], *, at: datetime) -> tuple[int, float, float]:
    """How many were decided in the weeks looked back on, the share read twice, and of these the share read thrice."""
    decided = Decision.objects.filter(
        submission__pursuit__version__in=versions, decided_at__gt=at - LOOKED_BACK, decided_at__lte=at
    )
    found = decided.aggregate(
        all=Count("pk"), twice=Count("pk", filter=Q(readings__gte=2)), thrice=Count("pk", filter=Q(readings__gte=3))
    )
    twice = found["twice"]
    return found["all"], twice / found["all"] if found["all"] else 0.0, found["thrice"] / twice if twice else 0.0


def _deadlines(versions: Sequence[UUID], until: date, zone: ZoneInfo, *, at: datetime) -> tuple[DeadlineAhead, ...]:
    """What was begun in programs whose next window closes within the days played, and was not handed in."""
    ahead = Window.objects.filter(
        takes=Window.Takes.SUBMISSIONS,
        closes_at__gt=at,
        closes_at__lt=datetime.combine(until, datetime.max.time(), zone),
    ).select_related("program")
    windows: dict[UUID, Window] = {}
    for window in ahead.order_by("closes_at", "pk"):
        windows.setdefault(window.program_id, window)
    handed_in = Submission.objects.filter(pursuit=OuterRef("pk"))
    begun = Pursuit.objects.filter(
        ~Exists(handed_in), program__in=list(windows), version__in=versions, set_aside_at__isnull=True
    )
    counts = dict(begun.values_list("program").annotate(count=Count("pk")))
    return tuple(
        DeadlineAhead(window, _day_before(window.closes_at, zone), counts[program])
        for program, window in windows.items()
        if counts.get(program)
    )


def _arrivals(rate: float, deadlines: Iterable[DeadlineAhead], dates: Sequence[date]) -> tuple[float, ...]:
    """What is expected on each day: as it came so far, and what has a deadline on the last days before it."""
    expected = [rate] * (len(dates) + 1)
    for deadline in deadlines:
        last = max((day for day, on in enumerate(dates) if on <= deadline.closes_on), default=0)
        days = range(max(last - LAST_DAYS + 1, 0), last + 1)
        for day in days:
            expected[day] += deadline.begun / len(days)
    return tuple(expected)


def _readers(
    organization: Organization, stack: Stack | None, versions: Sequence[UUID], *, at: datetime
) -> tuple[tuple[ReaderAhead, ...], Reading]:
    """Who may read these, how much, and how long their readings took."""
    people = list(_qualified(organization, stack, at=at))
    ids = [person.pk for person in people]
    said, scope = availability_of(ids), set(versions)
    mine: dict[UUID, Counter[tuple[int, int]]] = defaultdict(Counter)
    everything: Counter[UUID] = Counter()
    minutes: list[float] = []
    since = at - LOOKED_BACK
    rows = Scoring.of_all.filter(assessor__in=ids, scored_at__gt=since, scored_at__lte=at)
    for reader, scored_at, claimed_at, version in rows.values_list(
        "assessor", "scored_at", "claim__claimed_at", "claim__item__version"
    ):
        everything[reader] += 1
        if version in scope:
            mine[reader][scored_at.isocalendar()[:2]] += 1
            minutes.append((scored_at - claimed_at).total_seconds() / 60)
    returned = given_back_since(ids, since=since)
    pauses = RightPause.objects.filter(assessor__in=ids, version__in=versions, end__isnull=True)
    paused = set(pauses.values_list("assessor", flat=True))
    zones = {person.pk: at.astimezone(ZoneInfo(person.time_zone)).date() for person in people}
    readers = []
    for person in people:
        own, edition = mine[person.pk], said.get(person.pk)
        read = sum(own.values())
        most = edition.most_a_week if edition else None
        share = read / everything[person.pk] if everything[person.pk] else 1.0
        a_week = most * share if most is not None else (float(max(own.values())) if own else None)
        away = edition.away if edition else []
        readers.append(
            ReaderAhead(
                person,
                edition,
                a_week,
                most is not None,
                read,
                person.pk in paused,
                returned.get(person.pk, 0),
                tuple((first, last) for first, last in away if last >= zones[person.pk]),
            )
        )
    return tuple(readers), Reading.of_minutes(each for each in minutes if 1 <= each <= LONGEST_READING)


def _qualified(organization: Organization, stack: Stack | None, *, at: datetime) -> QuerySet[Person]:
    mine = {"assessor": OuterRef("pk")}
    held = Qualification.objects.filter(holding(at), **mine)
    certified = Certificate.objects.filter(holding(at), ~right_ended(), **mine)
    if stack is None:
        held = held.filter(stack__owner=organization)
        certified = certified.filter(version__micro_credential__owner=organization)
    else:
        held = held.filter(stack=stack)
        certified = certified.filter(version__micro_credential__places__stack=stack)
    assessing = holders(*sorted(ASSESSING), person=OuterRef("pk"), at=at)
    return Person.objects.filter(Exists(held) | Exists(certified), Exists(assessing)).order_by("name", "pk")


def _hand(reader: ReaderAhead, dates: Sequence[date]) -> Hand:
    if reader.said is not None and reader.said.paused:
        return Hand(reader.a_week or 0.0, (False,))
    there = [not any(first <= day <= last for first, last in reader.away) for day in dates]
    return Hand(reader.a_week or 0.0, (*there, True))
