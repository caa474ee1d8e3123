"""The program board: who has a seat, who waits, and how far their work is."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Pursuit
from microcred.programs.models import Arrival, Program
from microcred.programs.queries import board_of as arrivals_of


@dataclass(frozen=True)
class Funnel:
    """How many people of a program are how far."""

    seated: int
    waiting: int
    started: int
    submitted: int
    earned: int


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
