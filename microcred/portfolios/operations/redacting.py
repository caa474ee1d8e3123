"""Redacting a file: its educator says what is to be covered, looks at the copy that is made, and uses it or deletes it.

The copy is made from the clean copy of what was uploaded, behind walls, and has nothing of what is covered. Used, it is
an item of its own that takes the file's place: what is submitted, hashed and opened from then on is the copy alone.
"""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from microcred.foundation import jobs, storage
from microcred.foundation.inspection.apart import Limits, Redacted, redact_apart
from microcred.foundation.inspection.captions import captions_without
from microcred.foundation.inspection.redaction import MARGIN, PICTURES, RECORDINGS, REDACTED, NothingLeftOut
from microcred.foundation.locks import hold
from microcred.foundation.models import StoredFile
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.covering import Fault, Mark, Region, Stretch, faults_of, kept, silences
from microcred.portfolios.models import (
    Consent,
    Item,
    Pin,
    Quarantine,
    Redaction,
    RedactionOutcome,
    RedactionUndoing,
    RedactionUse,
    Removal,
    Renaming,
    Rendition,
    Transcript,
)
from microcred.portfolios.operations.alike import hold_alike
from microcred.portfolios.operations.examining import EXAMINATION_QUEUE
from microcred.portfolios.operations.extents import extent_of
from microcred.portfolios.operations.gates import open_requirement, own
from microcred.portfolios.operations.languages import speak_along
from microcred.portfolios.operations.local import local_copy, pieces
from microcred.portfolios.operations.looking import keep_gauge, seen_in
from microcred.portfolios.operations.privacy import keep_look, look_over
from microcred.portfolios.operations.quarantines import put_in_its_place, still_set_aside
from microcred.portfolios.operations.quotas import room_for
from microcred.portfolios.operations.transcribing import LONGEST, TranscriptTooLong
from microcred.portfolios.operations.unsharing import hold_teams_of, unshare
from microcred.portfolios.queries.redactions import progress_key
from microcred.portfolios.queries.renditions import forms_of
from microcred.portfolios.rules import plain_text

REDACTION_JOB = "portfolios.redact"

MOST_MARKS = 40
"""in one file"""
AT_ONCE = 4 << 20
"""bytes of a picture or document up to which its copy is made while its educator waits"""
PROGRESS_SECONDS = 3600

NOT_THERE, NOT_MADE = "not_there", "not_made"
"""why there is no copy: a mark lies where the file has nothing, or the file could not be written anew"""


class NotRedactable(Refusal):
    """Neither picture, recording nor PDF."""

    message = _(
        "Pictures, recordings and PDF can be redacted here; “{name}” is something else. Cover it in the program it was "
        "made with, or export it as PDF, put that in and redact it."
    )


class NothingMarked(Refusal):
    """There is nothing to be covered."""

    message = _("Say what is to be covered first: a region with its four numbers, or from when to when.")
    field = "marks"
    status = 422


class TooManyMarks(Refusal):
    """More than one redaction takes."""

    message = _("A redaction covers up to {limit} places. Cover larger ones, or redact the copy once more.")
    field = "marks"
    status = 422


class MarkNotThere(Refusal):
    """A region or stretch that the file does not have."""

    message = _("{fact}")
    field = "marks"
    status = 422


class TranscriptStillWhole(Refusal):
    """Nobody took the words of the stretch out of a transcript that has no times."""

    message = _(
        "The transcript has no times, so we cannot tell which of its words are said in that stretch. Take them out "
        "below, or empty the field."
    )
    field = "transcript"
    status = 422


class RedactionNotReady(Refusal):
    """Its copy is being made."""

    message = _("The copy is still being made. Look at it when it is there, then use it.")


class NoCopyMade(Refusal):
    """There is nothing to be used."""

    message = _("No copy could be made, so there is nothing to use. Begin another redaction.")


class RedactionOver(Refusal):
    """It was deleted, or its file is not in the work any more."""

    message = _("This redaction was deleted, or its file was taken out. Begin another one from the file in your work.")


_FACTS = {
    Fault.INCOMPLETE: _("A region needs all four numbers, and in a document the page; a stretch, from when to when."),
    Fault.OUTSIDE: _("A region reaches beyond the edge. Left and width together are at most 100, top and height too."),
    Fault.BACKWARDS: _("A stretch has to begin before it ends. Give the beginning, and a later end."),
    Fault.COVERS_NOTHING: _("A stretch has to cover the picture, the sound or both."),
}
_NO_PAGE = _("This document has no such page. It has {pages}.")
_NO_MOMENT = _("The recording does not last that long. It ends at {seconds} seconds.")


@operation
def redact(
    *,
    actor: Person,
    item: Item,
    marks: Sequence[Mark],
    at: datetime,
    transcript: str = "",
    quarantine: Quarantine | None = None,
) -> Redaction:
    """Have a copy of a file made in which regions or stretches are covered. It is used once its educator says so.

    What waited to be looked at before of the same file is deleted. Small pictures and documents are done at once,
    everything else by the worker.

    Args:
        marks: regions of a picture or of pages; stretches of a recording.
        transcript: what is said in the copy, where the file has a transcript without times and sound is covered.
        quarantine: that set the file aside, where the copy is to be its clean copy.

    Raises:
        NotRedactable, NothingMarked, TooManyMarks, MarkNotThere, TranscriptStillWhole, TranscriptTooLong, NoRoomLeft,
        BeingJudged, AlreadyEarned, CriterionNotReopened, QuarantineOver, RedactionOver, NotAllowed.
    """
    own(actor, item.pursuit)
    if item.file is None or item.file.media_type not in REDACTED:
        raise NotRedactable(name=item.title)
    _there_in(item, item.file, marks)
    said = _said_in_copy(item, marks, transcript)
    hold(item.pursuit_id)
    _may_change(actor, item, quarantine)
    if quarantine is None:  # what somebody's privacy waits for is not held up by a full room
        room_for(item.pursuit, name=item.title, size=item.file.size, at=at)
    for before in Redaction.objects.filter(item=item, use__isnull=True, undoing__isnull=True):
        RedactionUndoing.objects.create(redaction=before, undone_at=at)
    redaction = Redaction.objects.create(
        item=item, marks=kept(marks), transcript=said, quarantine=quarantine, asked_by=actor, asked_at=at
    )
    if item.file.media_type not in RECORDINGS and item.file.size <= AT_ONCE:
        carry_out(redaction, at=at, limits=Limits(wall_seconds=40))
    else:
        jobs.defer(REDACTION_JOB, queue=EXAMINATION_QUEUE, redaction_id=str(redaction.pk))
    return redaction


def carry_out(redaction: Redaction, *, at: datetime, limits: Limits | None = None) -> None:
    """Make the copy of a redaction, unless it is there or was deleted. Cut off, it begins again."""
    file = redaction.item.file
    if file is None or hasattr(redaction, "outcome") or hasattr(redaction, "undoing"):
        return
    with local_copy(file) as source:
        seconds = int(extent_of(file, redaction.item.kind)[1] or 0)
        # Encoding takes about as long as watching; on a busy machine, several times that.
        limits = limits or Limits(60 + seconds * 8, 120 + seconds * 8)
        heard = partial(cache.set, progress_key(redaction.pk), timeout=PROGRESS_SECONDS)
        try:
            made = redact_apart(source, file.media_type, redaction.marks, limits, heard=heard)
        except NothingLeftOut:
            keep_outcome(actor=None, redaction=redaction, made=None, fact=NOT_THERE, at=at)
            return
    if made is None:
        keep_outcome(actor=None, redaction=redaction, made=None, fact=NOT_MADE, at=at)
        return
    with contextlib.closing(made):
        file = keep_outcome(actor=None, redaction=redaction, made=made, at=at).file
        if file is None:
            return
        made.copy.seek(0)
        # Looked at now, so that no submission has to wait for it.
        seen = seen_in(made.copy, file.name, sha256=file.sha256)
        if seen is not None:
            keep_gauge(actor=None, file=file, person=redaction.item.pursuit.person, seen=seen, at=at)


@operation
def keep_outcome(
    *, actor: Person | None, redaction: Redaction, made: Redacted | None, at: datetime, fact: str = ""
) -> RedactionOutcome:
    """Keep the copy that was made, or that none could be; once, however often it was tried."""
    hold(redaction.pk)
    there = RedactionOutcome.objects.filter(redaction=redaction).first()
    before = redaction.item.file
    if there is not None or before is None:
        return there or RedactionOutcome(redaction=redaction)
    file = poster = None
    if made is not None:
        file = storage.store(pieces(made.copy), name=before.name, media_type=before.media_type)
        if made.poster is not None:
            poster = storage.store(pieces(made.poster), name="still.jpg", media_type="image/jpeg")
    return RedactionOutcome.objects.create(redaction=redaction, file=file, poster=poster, fact=fact, done_at=at)


@operation
def use_redaction(*, actor: Person, redaction: Redaction, at: datetime) -> Item:
    """Let the copy take the place of its file, with what is said, pinned and declared of it. Used twice is used once.

    What a team shares of the file is shared no more; the copy can be shared anew.

    Raises:
        RedactionNotReady, NoCopyMade, RedactionOver, BeingJudged, AlreadyEarned, CriterionNotReopened,
        QuarantineOver, NotAllowed.
    """
    item, quarantine = redaction.item, redaction.quarantine
    own(actor, item.pursuit)
    # Looked through before anything is held: a copy, once made, stays what it is.
    outcome = RedactionOutcome.objects.filter(redaction=redaction).select_related("file", "poster").first()
    looked = None
    if outcome is not None and outcome.file is not None:
        with local_copy(outcome.file) as clean:
            looked = look_over(clean, outcome.file.name, person=item.pursuit.person, at=at)
    hold_teams_of(item.pk)
    if quarantine is not None and quarantine.piece is not None:
        hold_alike(quarantine.piece.item)
    hold(item.pursuit_id)
    there = RedactionUse.objects.filter(redaction=redaction).select_related("item").first()
    if there is not None:
        return there.item
    if RedactionUndoing.objects.filter(redaction=redaction).exists():
        raise RedactionOver
    _may_change(actor, item, quarantine)
    if outcome is None:
        raise RedactionNotReady
    if outcome.file is None or looked is None:
        raise NoCopyMade
    keep_look(outcome.file, looked, person=item.pursuit.person, at=at)
    made = _another(item, outcome.file, at)
    if outcome.poster is not None:
        Rendition.objects.create(item=made, role=Rendition.Role.POSTER, file=outcome.poster)
    _say_along(redaction, made, at)
    speak_along(item, made, at)
    _declare_along(item, made)
    RedactionUse.objects.create(redaction=redaction, item=made, used_at=at)
    if quarantine is not None:
        put_in_its_place(quarantine, made, at)
    Removal.objects.get_or_create(item=item, defaults={"removed_at": at})
    unshare(item, at)  # or a teammate would hand in what is covered here
    return made


@operation
def undo_redaction(*, actor: Person, redaction: Redaction, at: datetime) -> Item | None:
    """Delete a redaction: a copy that was not used never is, and one that was goes, and its file is back as it was.

    Returns:
        The file that is back, where the copy had its place.

    Raises:
        RedactionOver: the copy was taken out, or has become a clean copy. BeingJudged, AlreadyEarned,
        CriterionNotReopened, NotAllowed.
    """
    item = redaction.item
    own(actor, item.pursuit)
    hold(item.pursuit_id)
    there = RedactionUndoing.objects.filter(redaction=redaction).select_related("item").first()
    if there is not None:
        return there.item
    use = RedactionUse.objects.filter(redaction=redaction).select_related("item").first()
    back = None
    if use is not None:
        if redaction.quarantine_id is not None or Removal.objects.filter(item=use.item).exists():
            raise RedactionOver
        open_requirement(actor, item.pursuit, item.requirement)
        back = _back_again(item, use.item, at)
        Removal.objects.create(item=use.item, removed_at=at)
    RedactionUndoing.objects.create(redaction=redaction, item=back, undone_at=at)
    return back


def _may_change(actor: Person, item: Item, quarantine: Quarantine | None) -> None:
    """Refuse what is not open; what was set aside is open to its clean copy alone."""
    if quarantine is not None:
        piece = quarantine.piece
        if piece is None or quarantine.submission.pursuit_id != item.pursuit_id or piece.item_id != item.pk:
            raise NotAllowed
        still_set_aside(quarantine)
        return
    open_requirement(actor, item.pursuit, item.requirement)
    if Removal.objects.filter(item=item).exists():
        raise RedactionOver


def _there_in(item: Item, file: StoredFile, marks: Sequence[Mark]) -> None:
    """Refuse marks that cover nothing, or lie where the file has nothing."""
    if not marks:
        raise NothingMarked
    if len(marks) > MOST_MARKS:
        raise TooManyMarks(limit=MOST_MARKS)
    kind = Item.Kind.IMAGE if file.media_type in PICTURES else Item.Kind(item.kind)
    for fault in faults_of(marks, kind):
        raise MarkNotThere(fact=_FACTS[fault])
    pages, seconds = extent_of(file, item.kind)
    for mark in marks:
        if isinstance(mark, Region) and mark.page is not None and pages is not None and not 1 <= mark.page <= pages:
            raise MarkNotThere(fact=_NO_PAGE.format(pages=pages))
        if isinstance(mark, Stretch) and seconds is not None and mark.begins >= seconds:
            raise MarkNotThere(fact=_NO_MOMENT.format(seconds=int(seconds)))


def _said_in_copy(item: Item, marks: Sequence[Mark], transcript: str) -> str:
    """What is said in the copy, in words without times; empty where that is known by times, or nothing is said."""
    before, after = forms_of([item.pk])[item.pk].transcript, plain_text(transcript).strip()
    if not before or not silences(marks):
        return before
    if len(after) > LONGEST:
        raise TranscriptTooLong(count=len(after), limit=LONGEST)
    if after.split() == before.split():
        raise TranscriptStillWhole
    return after


def _another(item: Item, file: StoredFile | None, at: datetime) -> Item:
    """An item like another, with its title, for the same requirement."""
    renamed = Renaming.objects.filter(item=item).order_by("created_at", "pk").last()
    return Item.objects.create(
        pursuit=item.pursuit,
        requirement=item.requirement,
        kind=item.kind,
        title=renamed.title if renamed else item.title,
        file=file,
        put_in_at=at,
    )


def _say_along(redaction: Redaction, made: Item, at: datetime) -> None:
    """Let the copy say what the file says, without what is said while its sound is covered; its pins go along."""
    covered = [(begins - MARGIN, ends + MARGIN) for begins, ends in silences(redaction.covered)]
    said = Transcript.objects.filter(item=redaction.item).order_by("written_at", "pk").last()
    if said is not None and said.text:
        text = captions_without(said.text, covered) if said.is_captions and covered else said.text
        text = text if said.is_captions else redaction.transcript
        if text:
            Transcript.objects.create(
                item=made, is_captions=said.is_captions, language=said.language, text=text, written_at=at
            )
    _pin_along(redaction.item, made)


def _pin_along(item: Item, made: Item) -> None:
    pins = Pin.objects.filter(item=item)
    Pin.objects.bulk_create(
        Pin(item=made, pinned_at=pin.pinned_at, changed_at=pin.changed_at, **pin.said()) for pin in pins
    )


def _declare_along(item: Item, made: Item) -> None:
    """What was declared of the people in the one holds for the other: no more of them are seen."""
    last = Consent.objects.filter(item=item).order_by("version").last()
    if last is not None:
        Consent.objects.create(
            item=made,
            version=1,
            people=last.people,
            permission=last.permission,
            expires_on=last.expires_on,
            declared_by=last.declared_by,
            declared_at=last.declared_at,
        )


def _back_again(item: Item, copy: Item, at: datetime) -> Item:
    """The file of an item as an item again, with what was said of it, and what was pinned and declared since."""
    back = _another(copy, item.file, at)
    for form in Rendition.objects.filter(item=item):
        Rendition.objects.create(item=back, role=form.role, file=form.file)
    said = Transcript.objects.filter(item=item).order_by("written_at", "pk").last()
    if said is not None and said.text:
        Transcript.objects.create(
            item=back, is_captions=said.is_captions, language=said.language, text=said.text, written_at=at
        )
    _pin_along(copy, back)
    speak_along(copy, back, at)
    _declare_along(copy, back)
    return back
