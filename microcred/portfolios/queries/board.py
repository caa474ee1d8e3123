"""The program board: who has a seat, who waits, and how far their work is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Answer, Item, Pursuit, Return, Submission
from microcred.portfolios.queries.extensions import windows_for_each
from microcred.portfolios.queries.pursuits import with_state
from microcred.portfolios.queries.windows import windows_among
from microcred.portfolios.rules import OPEN
from microcred.programs.models import Arrival, Program, Window
from microcred.programs.queries import board_of as arrivals_of
from microcred.programs.queries import windows_of
from microcred.programs.rules import NudgeReason, nudge_reason


@dataclass(frozen=True)
class Funnel:
    """How many people of a program are how far."""

    seated: int
    waiting: int
    started: int
    submitted: int
    earned: int


@dataclass(frozen=True)
class Ahead:
    """What lies before one person of a program: never what is in their work."""

    closes_at: datetime | None
    """when the time ends in which they can hand in what is open, with what they were granted; None: it is not running,
    or nothing is open"""
    opens_at: datetime | None
    """where it is not running: when it does"""
    last_worked_at: datetime | None
    """when they last wrote, put in, handed in or started anything that is open"""
    reason: NudgeReason | None
    """why they may be reminded now"""


def ahead_of(program: Program, arrivals: Sequence[Arrival], *, at: datetime) -> dict[UUID, Ahead]:
    """What lies before some people of a program, by person, in as many queries as for one."""
    people = [arrival.person_id for arrival in arrivals]
    work: dict[UUID, list[Pursuit]] = {person_id: [] for person_id in people}
    for pursuit in _worked_on(program, people):
        work[pursuit.person_id].append(pursuit)
    windows = windows_for_each(people, windows_of(program))
    return {
        arrival.person_id: _ahead(work[arrival.person_id], windows[arrival.person_id], at)
        for arrival in arrivals
        if hasattr(arrival, "seat")
    }


def _ahead(work: Sequence[Pursuit], windows: Sequence[Window], at: datetime) -> Ahead:
    to_do = [pursuit for pursuit in work if vars(pursuit)["state"] in OPEN]
    # Who has begun nothing has the time for first submissions before them.
    kinds = {bool(vars(pursuit)["came_back"]) for pursuit in to_do} or ({False} if not work else set())
    around = [windows_among(windows, at, resubmission=kind) for kind in kinds]
    now = [one.now.closes_at for one in around if one and one.now]
    later = [one.after.opens_at for one in around if one and one.after and not one.now]
    last = max((vars(pursuit)["last_worked_at"] for pursuit in to_do), default=None)
    closes_at = min(now, default=None)
    reason = nudge_reason(started=bool(work), is_open=bool(to_do), last_worked_at=last, closes_at=closes_at, at=at)
    return Ahead(closes_at, min(later, default=None) if not now else None, last, reason)


def _worked_on(program: Program, people: Sequence[UUID]) -> Iterable[Pursuit]:
    """The work of some people in a program, each with its state, and when it was last worked on."""
    work = Pursuit.objects.filter(program=program, person__in=people, move__isnull=True, set_aside_at__isnull=True)
    return with_state(work).annotate(
        came_back=Exists(Return.objects.filter(submission__pursuit=OuterRef("pk"))),
        # GREATEST leaves out what is not there.
        last_worked_at=Greatest(
            "started_at", _last(Answer, "saved_at"), _last(Item, "put_in_at"), _last(Submission, "submitted_at")
        ),
    )


def _last(rows: type[Answer | Item | Submission], moment: str) -> Subquery:
    """The last of some moments of an outer query's pursuit."""
    return Subquery(rows.objects.filter(pursuit=OuterRef("pk")).order_by(f"-{moment}").values(moment)[:1])


def board_of(program: Program) -> QuerySet[Arrival]:
    """Everyone in a program, in the order of arrival, each with the counts `started`, `submitted`, `earned`."""
    mine = (
        Pursuit.objects.filter(program=program, person=OuterRef("person"), move__isnull=True)
        .order_by()
        .values("person")
    )

    def count(of: Count) -> Coalesce:
        return Coalesce(Subquery(mine.annotate(count=of).values("count")), 0, output_field=IntegerField())

    return arrivals_of(program).annotate(
        started=count(Count("pk", distinct=True)),
        submitted=count(
            Count("pk", distinct=True, filter=Q(submissions__isnull=False, submissions__withdrawal__isnull=True))
        ),
        earned=count(Count("pk", distinct=True, filter=Q(completion__isnull=False))),
        last_submitted_at=Subquery(
            mine.annotate(last=Max("submissions__submitted_at", filter=Q(submissions__withdrawal__isnull=True))).values(
                "last"
            )
        ),
    )


def parted(arrivals: Iterable[Arrival]) -> tuple[list[Arrival], list[Arrival]]:
    """The rows of a board in two: who has something before them, and who has earned whatever they began."""
    before_them: list[Arrival] = []
    through: list[Arrival] = []
    for arrival in arrivals:
        counted = vars(arrival)
        (through if counted["earned"] and counted["earned"] == counted["started"] else before_them).append(arrival)
    return before_them, through


def funnel_of(program: Program) -> Funnel:
    """The same in sums, in one query."""
    return Funnel(*(_sums.first(program_id=program.pk) or (0, 0, 0, 0, 0)))


@asked_often
def _sums(*, program_id: UUID) -> QuerySet[Arrival, tuple[int, int, int, int, int]]:
    work = Pursuit.objects.filter(program=program_id, person=OuterRef("person"), move__isnull=True)
    of_program = Arrival.objects.filter(program=program_id, departure__isnull=True).order_by().values("program")
    return of_program.annotate(
        seated=Count("pk", filter=Q(seat__isnull=False)),
        waiting=Count("pk", filter=Q(seat__isnull=True)),
        started=Count("pk", filter=Q(Exists(work))),
        submitted=Count(
            "pk", filter=Q(Exists(work.filter(submissions__isnull=False, submissions__withdrawal__isnull=True)))
        ),
        earned=Count("pk", filter=Q(Exists(work.filter(completion__isnull=False)))),
    ).values_list("seated", "waiting", "started", "submitted", "earned")
