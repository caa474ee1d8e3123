"""What the educator says they changed, and which settled criteria are judged anew because of what they changed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.queries import RubricCriterion
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import ChangeNote, JudgedAnew, Pursuit, Return, Submission, SubmittedChangeNote
from microcred.portfolios.queries.quarantines import SeenWords, wall_of
from microcred.portfolios.queries.workspace import RequirementWork, Workspace
from microcred.portfolios.rules import digest_of, judged_anew


@dataclass(frozen=True)
class NoteWanted:
    """A change note as the workspace shows it; `criterion` is None for the one about another lesson."""

    criterion: RubricCriterion | None
    note: ChangeNote | None
    anchor: str
    """where the first evidence of the criterion stands on the page"""

    @property
    def text(self) -> str:
        """What is written so far."""
        return self.note.text if self.note else ""

    @property
    def key(self) -> str:
        """By what it is called in addresses and on the page."""
        return str(self.criterion.id) if self.criterion else "another-lesson"

    @property
    def is_missing(self) -> bool:
        """Whether it has to be written before the work is submitted again."""
        return self.criterion is not None and not self.text.strip()


def latest_return(pursuit: Pursuit) -> Return | None:
    """The return whose criteria are open, or were open last."""
    return _latest_return.first(pursuit_id=pursuit.pk)


def notes_wanted(workspace: Workspace) -> list[NoteWanted]:
    """The change notes that go with the next submission: one for each criterion that came back, and one for more.

    None of it costs a query before anything has come back.
    """
    if not workspace.reopened or not workspace.is_open:
        return []
    written = {note.criterion_id: note for note in _notes(pursuit_id=workspace.pursuit.pk)}
    wanted = [
        NoteWanted(progress.criterion, written.get(progress.criterion.id), progress.anchor)
        for progress in workspace.progress
        if progress.criterion.id in workspace.reopened
    ]
    return [*wanted, NoteWanted(None, written.get(None), "change-notes")]


def anew_in(workspace: Workspace) -> list[RubricCriterion]:
    """The settled criteria that would be judged anew if the work were submitted as it stands, in their order."""
    if not workspace.reopened:
        return []
    feeds = {work.requirement.pk: [one.id for one in work.criteria] for work in workspace.work}
    changed = [work.requirement.pk for work in workspace.work if work.changed]
    anew = judged_anew(feeds, reopened=workspace.reopened, changed=changed)
    return [one for one in workspace.rubric.criteria if one.id in anew and one.id not in workspace.raised]


def risked_by(work: RequirementWork) -> tuple[RubricCriterion, ...]:
    """The settled criteria that a change of this evidence would have judged anew."""
    return work.was_met if work.short and work.editable else ()


def change_notes_in(submission: Submission) -> dict[UUID | None, SeenWords]:
    """The change notes that were frozen with an attempt, by criterion, as assessors may read them."""
    notes = list(_submitted(submission_id=submission.pk))
    wall = wall_of(submission) if notes else None
    return {note.criterion_id: wall.seen(note) for note in notes} if wall else {}


def judged_anew_in(submission: Submission) -> frozenset[UUID]:
    """The criteria that an earlier attempt had settled and that are judged anew in this one."""
    return frozenset(_anew(submission_id=submission.pk))


def notes_in_manifest(workspace: Workspace) -> list[dict[str, str | None]] | None:
    """What the manifest says of a resubmission: each change note by its SHA-256."""
    said = [
        {"criterion": str(one.criterion.id) if one.criterion else None, "sha256": digest_of(one.text)}
        for one in notes_wanted(workspace)
        if one.text.strip()
    ]
    return said or None


def anew_in_manifest(workspace: Workspace) -> list[str] | None:
    """What the manifest says of a resubmission: the settled criteria that are judged anew."""
    return [str(criterion.id) for criterion in anew_in(workspace)] or None


@asked_often
def _latest_return(*, pursuit_id: UUID) -> QuerySet[Return]:
    return Return.objects.filter(submission__pursuit=pursuit_id).order_by("-returned_at", "-pk")[:1]


@asked_often
def _notes(*, pursuit_id: UUID) -> QuerySet[ChangeNote]:
    latest = Return.objects.filter(submission__pursuit=pursuit_id).order_by("-returned_at", "-pk").values("pk")[:1]
    return ChangeNote.objects.filter(return_row__in=latest)


@asked_often
def _submitted(*, submission_id: UUID) -> QuerySet[SubmittedChangeNote]:
    return SubmittedChangeNote.objects.filter(submission=submission_id)


@asked_often
def _anew(*, submission_id: UUID) -> QuerySet[JudgedAnew, UUID]:
    return JudgedAnew.objects.filter(submission=submission_id).values_list("criterion", flat=True)
