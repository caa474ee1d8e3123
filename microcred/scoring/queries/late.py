"""Which promises are broken, which stand still, and what can be said of those that are late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.calendars.queries import calendar_of
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Breach, Pause, Submission
from microcred.portfolios.queries import Promise, promises_of
from microcred.scoring.models import Decision, QueueItem
from microcred.scoring.rules import business_days_expected

OF_LATE = timedelta(days=28)
SHOWN = 100
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


def clocks_for(lead: Person, *, at: datetime) -> list[Clock]:
    """The clocks of what waits where a person leads the assessing: the most overdue first, the first hundred."""
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    waiting = QueueItem.objects.filter(settled_at__isnull=True, version__micro_credential__owner__in=owners)
    shown = waiting.select_related("submission__pursuit__version__micro_credential__owner", "version")
    rows = list(shown.annotate(is_later_one=_after_the_first()).order_by("due_at", "pk")[:SHOWN])
    promises = promises_of([row.submission for row in rows], at=at)
    return [Clock(row, promises[row.submission_id], not vars(row)["is_later_one"]) for row in rows]
