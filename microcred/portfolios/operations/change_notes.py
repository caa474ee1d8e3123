"""Saying what changed since work came back: written as one revises, frozen with the next attempt."""

from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import ChangeNote, JudgedAnew, Pursuit, Submission, SubmittedChangeNote
from microcred.portfolios.operations.gates import open_pursuit, own
from microcred.portfolios.queries.change_notes import anew_in, latest_return, notes_wanted
from microcred.portfolios.queries.pursuits import reopened_criteria
from microcred.portfolios.queries.workspace import Workspace
from microcred.portfolios.rules import digest_of, plain_text

LONGEST_NOTE = 4_000
"""characters: what changed and where, not the evidence once more"""


class ChangeNoteMissing(Refusal):
    """A criterion that came back has no note of what changed."""

    message = _(
        "Say for each criterion that came back what you changed and where; still missing: {criteria}. Your work is "
        "saved, and so is what you noted."
    )


class ChangeNoteTooLong(Refusal):
    """Longer than any note of changes."""

    message = _("This note has {count} characters; it holds {limit}. Say what changed and where, in short.")
    field = "text"
    status = 422


class ChangeNoteOvertaken(Refusal):
    """Another tab or device saved since the words that this save was based on."""

    message = _("This note was also changed elsewhere. Compare the two and keep what you mean.")

    def __init__(self, theirs: ChangeNote) -> None:
        self.theirs = theirs
        super().__init__()


class NothingCameBack(Refusal):
    """There is no criterion open to say anything of."""

    message = _("A note of changes belongs to a criterion that came back. Open your work again: it says what is open.")


@operation
def save_change_note(
    *, actor: Person, pursuit: Pursuit, criterion: Criterion | None, text: str, revision: int, at: datetime
) -> ChangeNote:
    """Save what is said of the changes for a criterion that came back.

    Args:
        criterion: None for how another lesson or class links to what was handed in before.
        revision: the revision that the text was based on; 0 when nothing was there.

    Raises:
        ChangeNoteOvertaken: with the note as it stands; nothing is changed.
        ChangeNoteTooLong, NothingCameBack, BeingJudged, AlreadyEarned, MovedOver, NotAllowed.
    """
    own(actor, pursuit)
    text = plain_text(text)
    if len(text) > LONGEST_NOTE:
        raise ChangeNoteTooLong(count=len(text), limit=LONGEST_NOTE)
    if criterion is not None and criterion.version_id != pursuit.version_id:
        raise NotAllowed
    hold(pursuit.pk)
    open_pursuit(pursuit)
    came_back = latest_return(pursuit)
    if came_back is None or (criterion is not None and criterion.pk not in reopened_criteria(pursuit)):
        raise NothingCameBack
    note = ChangeNote.objects.filter(return_row=came_back, criterion=criterion).first()
    if note is None:
        return ChangeNote.objects.create(return_row=came_back, criterion=criterion, text=text, saved_at=at)
    if note.text == text:
        return note
    if note.revision != revision:
        raise ChangeNoteOvertaken(note)
    note.text, note.revision, note.saved_at = text, note.revision + 1, at
    note.save(update_fields=["text", "revision", "saved_at"])
    return note


def changes_said(workspace: Workspace) -> None:
    """Refuse a resubmission that does not say of each criterion what changed.

    Raises:
        ChangeNoteMissing: of a criterion that came back nothing is said.
    """
    missing: list[Any] = [
        f"“{one.criterion.name}”" for one in notes_wanted(workspace) if one.is_missing and one.criterion
    ]
    if missing:
        raise ChangeNoteMissing(criteria=get_text_list(missing, _("and")))


def freeze_changes(submission: Submission, workspace: Workspace) -> None:
    """Freeze the change notes with an attempt, and write down which settled criteria are judged anew in it."""
    SubmittedChangeNote.objects.bulk_create(
        SubmittedChangeNote(
            submission=submission,
            criterion_id=one.criterion.id if one.criterion else None,
            text=one.text,
            digest=digest_of(one.text),
        )
        for one in notes_wanted(workspace)
        if one.text.strip()
    )
    JudgedAnew.objects.bulk_create(
        JudgedAnew(submission=submission, criterion_id=criterion.id) for criterion in anew_in(workspace)
    )
