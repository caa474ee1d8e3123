"""Everything that was handed in for a pursuit, kept for its educator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from microcred.portfolios.models import Pursuit, Shortfall, Submission, SubmittedChangeNote
from microcred.portfolios.queries.promise import Promise, promises_of


@dataclass(frozen=True)
class HandedIn:
    """One submission, what became of it, its promise, and what was said to have changed in it."""

    submission: Submission
    stands: str
    """withdrawn, incomplete, returned, earned or waiting"""
    ended_at: datetime | None
    promise: Promise
    short: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    """the criterion's name, empty for the note about another lesson, and the words"""


def history_of(pursuit: Pursuit, *, at: datetime) -> list[HandedIn]:
    """Everything that was handed in, the last first; as many queries for ten attempts as for one."""
    rows = list(_handed_in(pursuit.pk))
    promises = promises_of(rows, at=at)
    earned = getattr(pursuit, "completion", None)
    history = []
    for place, row in enumerate(rows):
        stands, ended_at = _ending(row)
        if stands == "waiting" and earned and place == 0:
            stands, ended_at = "earned", earned.completed_at
        short = row.return_row.shortfalls.all() if stands == "returned" else ()
        history.append(
            HandedIn(
                row,
                stands,
                ended_at,
                promises[row.pk],
                tuple(one.criterion.name for one in short),
                tuple((note.criterion.name if note.criterion else "", note.text) for note in row.change_notes.all()),
            )
        )
    return history


def short_of(pursuit: Pursuit) -> list[Shortfall]:
    """What the work came back short of last, in the order of the rubric: what its coach sees."""
    came_back = (
        Submission.objects.filter(pursuit=pursuit, return_row__isnull=False).order_by("-submitted_at").values("pk")[:1]
    )
    short = Shortfall.objects.filter(return_row__submission__in=came_back, raised__isnull=True)
    return list(short.select_related("criterion", "level").order_by("criterion__position"))


def _ending(row: Submission) -> tuple[str, datetime | None]:
    if hasattr(row, "withdrawal"):
        return "withdrawn", row.withdrawal.withdrawn_at
    if hasattr(row, "incompleteness"):
        return "incomplete", row.incompleteness.found_at
    if hasattr(row, "return_row"):
        return "returned", row.return_row.returned_at
    return "waiting", None


def _handed_in(pursuit_id: UUID) -> QuerySet[Submission]:
    return (
        Submission.objects.filter(pursuit=pursuit_id)
        .select_related("withdrawal", "incompleteness", "return_row", "pursuit__version__micro_credential__owner")
        .prefetch_related(
            Prefetch(
                "return_row__shortfalls",
                Shortfall.objects.select_related("criterion").order_by("criterion__position"),
            ),
            Prefetch(
                "change_notes",
                SubmittedChangeNote.objects.select_related("criterion").order_by("criterion__position"),
            ),
        )
        .order_by("-submitted_at", "-pk")
    )
