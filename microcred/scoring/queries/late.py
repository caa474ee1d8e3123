"""Which promises are broken, which stand still, and what can be said of those that are late."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from microcred.calendars.queries import calendar_of
from microcred.catalog.models import Version
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Breach, Pause, Submission
from microcred.portfolios.queries import Promise, promises_of
from microcred.scoring.models import Decision, QueueItem
from microcred.scoring.queries.late_causes import Cause, causes_of, held_among
from microcred.scoring.rules import business_days_expected

OF_LATE = timedelta(days=28)
SHOWN = 100
DUE_SOON = 2
"""business days"""
BY_THEIR_OWN_WAY = frozenset(
    {Pause.Reason.PRIVACY.value, Pause.Reason.APPEAL.value, Pause.Reason.QUESTION.value},
)
"""Pauses that nobody makes or ends by hand."""
TELLING = frozenset({Pause.Reason.APPEAL.value, Pause.Reason.QUESTION.value})
"""Pauses by which a reader would know that others read before them."""
FIRST_SUBMISSIONS = 10
"""Of a newly released version: for these its promise may stand still while readers learn the rubric."""


def broken(*, at: datetime) -> QuerySet[QueueItem]:
    """What waits past its promised date, and nobody has been told so yet; the most overdue first."""
    told = Breach.objects.filter(submission=OuterRef("submission"))
    late = QueueItem.objects.filter(settled_at__isnull=True, paused_since__isnull=True, due_at__lte=at)
    return (
        late.filter(~Exists(told))
        .select_related(
            "submission__pursuit__person",
            "submission__pursuit__program__owner",
            "submission__pursuit__version__micro_credential__owner",
        )
        .order_by("due_at", "pk")
    )


def expected_day(item: QueueItem, *, at: datetime) -> date | None:
    """Until when a late submission can be expected to be decided, by how many of its version were decided of late."""
    owner = item.submission.pursuit.version.micro_credential.owner
    today = at.astimezone(ZoneInfo(owner.time_zone)).date()
    calendar = calendar_of(owner).calendar
    before = Q(entered_at__lt=item.entered_at) | Q(entered_at=item.entered_at, pk__lt=item.pk)
    waiting = QueueItem.objects.filter(before, version=item.version_id, settled_at__isnull=True)
    decided = Decision.objects.filter(
        submission__pursuit__version=item.version_id, decided_at__gt=at - OF_LATE, decided_at__lte=at
    )
    days = business_days_expected(
        ahead=waiting.filter(paused_since__isnull=True).count(),
        decided=decided.count(),
        in_days=calendar.between(today - OF_LATE, today),
    )
    return None if days is None else calendar.after(today, days)


def is_among_the_first(submission: Submission) -> bool:
    """Whether a submission is among the first of its version."""
    return not QueueItem.objects.filter(submission=submission).filter(_after_the_first()).exists()


def _after_the_first() -> Q:
    """That at least so many submissions of the same version were handed in before."""
    earlier = Submission.objects.filter(
        pursuit__version=OuterRef("version"), submitted_at__lt=OuterRef("submission__submitted_at")
    )
    return Q(Exists(earlier[FIRST_SUBMISSIONS - 1 :]))


@dataclass(frozen=True)
class Clock:
    """One submission that waits, by the name under which it is read, and what its promise has come to."""

    item: QueueItem
    promise: Promise
    among_the_first: bool
    age: int
    """business days since it was handed in"""
    cause: Cause | None = None
    """why it is late, where it is; and that somebody has it in hand, even where it is not"""

    @property
    def is_due_soon(self) -> bool:
        """Whether its promise ends within a few business days, while its clock runs."""
        return not self.promise.is_paused and not self.promise.is_late and self.promise.days_left <= DUE_SOON

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """For what a person may stop it, unless it stands still; what has a way of its own is not among them."""
        if self.promise.standing_still:
            return []
        not_by_hand = set(BY_THEIR_OWN_WAY)
        if not self.among_the_first:
            not_by_hand.add(Pause.Reason.NEW_VERSION.value)
        return [(value, str(label)) for value, label in Pause.Reason.choices if value not in not_by_hand]

    @property
    def to_let_go_on(self) -> list[Pause]:
        """The pauses that a person may end here."""
        return [pause for pause in self.promise.standing_still if pause.reason not in BY_THEIR_OWN_WAY]

    @property
    def reasons_shown(self) -> list[str]:
        """Why it stands still. Who leads may read as well, and would tell by some reasons what is appealed, or that
        somebody has read before them; an appeal and a question are on pages of their own."""
        told = (pause for pause in self.promise.standing_still if pause.reason not in TELLING)
        return [str(Pause.Reason(pause.reason).label) for pause in told]

    @property
    def is_told_elsewhere(self) -> bool:
        """Whether it stands still for a reason that is not shown here."""
        return any(pause.reason in TELLING for pause in self.promise.standing_still)


@dataclass(frozen=True)
class OfVersion:
    """What waits of one version: how much, how much of it late or with its clock stopped, since when the oldest."""

    version: Version
    waiting: int
    late: int
    still: int
    since: datetime


def clocks_for(lead: Person, *, at: datetime, version: UUID | None = None) -> list[Clock]:
    """The clocks of what waits where a person leads the assessing, or of one version of it: the most overdue first, the
    first hundred."""
    waiting = _led(lead, at) if version is None else _led(lead, at).filter(version=version)
    around = ("submission__pursuit__version__micro_credential__owner", "version__micro_credential__owner", "assessor")
    shown = waiting.select_related(*around)
    rows = list(shown.annotate(is_later_one=_after_the_first()).order_by("due_at", "pk")[:SHOWN])
    promises = promises_of([row.submission for row in rows], at=at)
    owners = {owner.pk: owner for owner in (row.submission.pursuit.version.micro_credential.owner for row in rows)}
    calendars = {pk: calendar_of(owner).calendar for pk, owner in owners.items()}
    clocks = []
    for row in rows:
        owner = row.submission.pursuit.version.micro_credential.owner
        entered, today = (each.astimezone(ZoneInfo(owner.time_zone)).date() for each in (row.entered_at, at))
        age = calendars[owner.pk].between(entered, today)
        clocks.append(Clock(row, promises[row.submission_id], not vars(row)["is_later_one"], age))
    running = [clock for clock in clocks if not clock.promise.is_paused]
    causes = held_among([clock.item for clock in running if not clock.promise.is_late], lead, at=at)
    causes |= causes_of([clock.item for clock in running if clock.promise.is_late], lead, at=at)
    return [replace(clock, cause=causes.get(clock.item.pk)) for clock in clocks]


def waiting_by_version(lead: Person, *, at: datetime) -> list[OfVersion]:
    """What waits where a person leads the assessing, by version: where most is late first, then the oldest."""
    found = (
        _led(lead, at)
        .order_by()
        .values("version")
        .annotate(
            waiting=Count("pk"),
            late=Count("pk", filter=Q(paused_since__isnull=True, due_at__lte=at)),
            still=Count("pk", filter=Q(paused_since__isnull=False)),
            since=Min("entered_at"),
        )
    )
    rows = sorted(found, key=lambda row: (-row["late"], row["since"], row["version"]))
    versions = Version.objects.in_bulk([row["version"] for row in rows])
    return [
        OfVersion(versions[row["version"]], row["waiting"], row["late"], row["still"], row["since"]) for row in rows
    ]


def _led(lead: Person, at: datetime) -> QuerySet[QueueItem]:
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    return QueueItem.objects.filter(settled_at__isnull=True, version__micro_credential__owner__in=owners)
