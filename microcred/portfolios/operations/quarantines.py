"""Setting a piece of evidence aside for somebody's privacy, and what ends that."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from microcred.foundation import storage
from microcred.foundation.inspection import expected_kind
from microcred.foundation.locks import hold
from microcred.foundation.moments import moment_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.openbadges.jcs import jcs
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.events import QuarantineEnded
from microcred.portfolios.models import (
    Arrival,
    CleanCopy,
    CleanWordsDraft,
    FrozenWords,
    Item,
    Objection,
    Pause,
    Quarantine,
    Removal,
    Ruling,
    Sight,
    SubmittedItem,
    words_of,
)
from microcred.portfolios.models.quarantines import WORDS_FIELDS
from microcred.portfolios.operations.alike import hold_alike, like_it, open_work_with, share_clean, swap
from microcred.portfolios.operations.consents import lasting, write_down
from microcred.portfolios.operations.evidence import AT_ONCE, SEALED, counted, small_enough, taken
from microcred.portfolios.operations.examining import examine
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.promising import pause_promise, resume_promise
from microcred.portfolios.operations.quarantine_notices import (
    Elsewhere,
    tell_educator,
    tell_leads,
    tell_of_copy,
    tell_of_ruling,
)
from microcred.portfolios.operations.sights import note_sight
from microcred.portfolios.privacy.consents import DECLARED_KINDS, Declared
from microcred.portfolios.queries.quarantines import (
    open_quarantines,
    organization_of,
    parties_of,
    set_aside_elsewhere,
    stood_together,
)
from microcred.portfolios.queries.review import is_waiting
from microcred.portfolios.queries.teams import alike_by_now, frozen_alike
from microcred.portfolios.rules import digest_of, file_name

FORMAT = "microcred-clean-copy/1"


class NothingToSetAside(Refusal):
    """The submission does not wait for a decision any more."""

    message = _("This submission does not wait for a decision any more, so nothing of it is set aside.")


class QuarantineOver(Refusal):
    """It ended: a clean copy is there, or it was a false alarm."""

    message = _("This is settled already, and the reading goes on. Nothing is left to do for you.")


class WordsNeeded(Refusal):
    """An objection without a reason."""

    message = _("Say in a few words why nobody is shown who should not be, so that it can be decided.")
    field = "words"
    status = 422


class ObjectedAlready(Refusal):
    """Something else was objected, which nobody has decided yet."""

    message = _(
        "You said already that this is a false alarm ({when}), and who looks after privacy reads what you wrote then: "
        "these words were not sent. We write to you once it is decided; something clean can be put in its place at any "
        "time."
    )


class ObjectionDecided(Refusal):
    """What was objected was looked at, and it stays set aside."""

    message = _(
        "Who looks after privacy has decided that it stays set aside ({when}), so these words were not sent. Put "
        "something clean in its place, and the reading goes on."
    )


class RuledAlready(Refusal):
    """Somebody decided before, otherwise or in other words, and it stays set aside."""

    message = _(
        "This was decided already ({when}): it stays set aside until something clean comes, and the educator was told "
        "so. Your decision and your words were not sent. If you see it otherwise, talk with who looks after privacy "
        "with you."
    )


class FoundFalseAlarm(Refusal):
    """Somebody decided before that it was a false alarm."""

    message = _(
        "This was decided already ({when}): it was a false alarm, the educator was told so, and the reading goes on. "
        "Your decision and your words were not sent. If you see it otherwise, talk with who looks after privacy with "
        "you; whoever reads it can set it aside again."
    )


class NoObjection(Refusal):
    """There is nothing to rule on."""

    message = _("Its educator has not objected, so there is nothing to decide here.")


class CopyStillHeld(Refusal):
    """The clean copy could not be examined at once."""

    message = _("The file could not be checked just now. Nothing is lost; put it in again in a few minutes.")
    field = "file"


@operation
def quarantine_piece(
    *,
    actor: Person,
    piece: SubmittedItem | FrozenWords,
    reason: Quarantine.Reason,
    at: datetime,
    words: str = "",
    is_exemplar: bool = False,
) -> Quarantine:
    """Set a frozen file, link or something written aside: from this moment no assessor gets it, in this attempt or in
    another; nor the same words, wherever in the pursuit they stand.

    The promise's clock stands still, and the educator is told what can be done. What a team hands in alike is set aside
    in the work of all of its members. Set aside twice is set aside. Whoever calls this down answers for the actor being
    allowed to.

    Args:
        words: where in it, for the educator; who says so is told to nobody.
        is_exemplar: whether it is read as an exemplar, so that it may be decided: then no clock stands still.

    Raises:
        NothingToSetAside.
    """
    submission = piece.submission
    if isinstance(piece, SubmittedItem):
        hold_alike(piece.item)
    hold(submission.pursuit_id)
    there = open_quarantines(submission__pursuit=submission.pursuit_id, **_same_as(piece)).first()
    if there is not None:
        return there
    waits = is_waiting(submission)
    if not waits and not is_exemplar:
        raise NothingToSetAside
    facts = {"reason": reason, "words": " ".join(words.split())[:300], "raised_by": actor, "quarantined_at": at}
    quarantine = Quarantine.objects.create(submission=submission, **_named(piece), **facts)
    if waits:
        pause_promise(actor=None, submission=submission, reason=Pause.Reason.PRIVACY, at=at, is_told=True)
    tell_educator(quarantine, at, where=None if waits else Elsewhere.EXEMPLAR)
    if isinstance(piece, SubmittedItem):
        together = stood_together(piece.item)
        sharing = alike_by_now(together)
        for other in frozen_alike(together):
            is_shared = other.submission.pursuit_id in sharing
            _set_aside_too(other, facts | {"seen_elsewhere": True}, at, is_shared=is_shared)
    return quarantine


@operation
def put_in_clean_copy(
    *,
    actor: Person,
    quarantine: Quarantine,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    at: datetime,
    declared: Declared | None = None,
) -> CleanCopy:
    """Put a clean copy in the place of a file that was set aside. What was frozen stays, with its digest.

    Of what a team hands in alike it stands for all of its members. It has a digest of its own, of a statement that
    names the submission's digest and both files.

    Args:
        declared: who can be recognized in it. Assessors get it at once, so that of a picture or recording this is
            said as it is put in, and not before submitting.

    Raises:
        FileRefused, KindNotTaken: as for any other file.
        PeopleNotSaid, NobodyAndSomebody, PermissionNeeded, PermissionOver, PermissionTooShort.
        QuarantineOver, CopyStillHeld, NotAllowed.
    """
    pursuit = quarantine.submission.pursuit
    own(actor, pursuit)
    if quarantine.piece is None:
        raise NotAllowed
    item, name = quarantine.piece.item, file_name(name)
    taken(item.requirement, expected_kind(name))
    small_enough(name, size, item.requirement)
    lasting(pursuit, expected_kind(name), declared, at=at)
    hold_alike(item)
    still_set_aside(quarantine)
    original = storage.store(counted(chunks, name, item.requirement), name=name, media_type=SEALED)
    arrival = Arrival.objects.create(
        pursuit=pursuit, requirement=item.requirement, title=name, original=original, arrived_at=at
    )
    refusal = examine(arrival, at=at, at_once=original.size <= AT_ONCE)
    if refusal is not None:
        raise refusal
    clean = Item.objects.filter(examined__arrival=arrival).select_related("file").first()
    if clean is None:
        raise CopyStillHeld
    lasting(pursuit, clean.kind, declared, at=at)  # a name may have promised something else than there is
    if declared is not None and clean.kind in DECLARED_KINDS:
        write_down(actor, clean, declared, at=at)
    return put_in_its_place(quarantine, clean, at)


@operation
def object_to_quarantine(*, actor: Person, quarantine: Quarantine, words: str, at: datetime) -> Objection:
    """Say that it is a false alarm, and why; those who look after privacy are told and decide. Once: the same said
    twice is said.

    Raises:
        QuarantineOver, ObjectedAlready, ObjectionDecided, WordsNeeded, NotAllowed.
    """
    own(actor, quarantine.submission.pursuit)
    words = " ".join(words.split())[:1000]
    if not words:
        raise WordsNeeded
    hold(quarantine.submission.pursuit_id)
    still_set_aside(quarantine)
    objection, is_new = Objection.objects.get_or_create(
        quarantine=quarantine, defaults={"words": words, "objected_at": at}
    )
    if is_new:
        tell_leads(quarantine, at)
    elif objection.words != words:
        ruling = Ruling.objects.filter(quarantine=quarantine).first()
        if ruling is not None:
            raise ObjectionDecided(when=moment_in_words_lazy(ruling.ruled_at))
        raise ObjectedAlready(when=moment_in_words_lazy(objection.objected_at))
    return objection


@operation
def look_at_objection(*, actor: Person, quarantine: Quarantine, at: datetime) -> Sight:
    """Read what an objection is about, which may say whose work it is. Once; from then on the actor judges nothing of
    that educator's.

    Raises:
        ForSomebodyElse: they have held the work to judge it.
        NotAllowed: they administer elsewhere, or wrote it, or set it aside.
    """
    _rules(actor, quarantine, at)
    return note_sight(actor=actor, pursuit=quarantine.submission.pursuit, way=Sight.Way.RULING, at=at)


@operation
def rule_on_quarantine(*, actor: Person, quarantine: Quarantine, opens: bool, at: datetime, words: str = "") -> Ruling:
    """Decide on an objection: it was a false alarm and opens again, or a clean copy is needed after all. Once: the
    same decided twice is decided.

    A false alarm is one for everybody whose team hands in the same; that a copy is needed is told to who objected.

    Args:
        actor: an administrator of who offers the micro-credential, or above it; neither the educator nor whoever set
            it aside.

    Raises:
        RuledAlready, FoundFalseAlarm, NoObjection, QuarantineOver, ForSomebodyElse, NotAllowed.
    """
    look_at_objection(actor=actor, quarantine=quarantine, at=at)
    words = " ".join(words.split())[:1000]
    if quarantine.piece is not None:
        hold_alike(quarantine.piece.item)
    hold(quarantine.submission.pursuit_id)
    there = Ruling.objects.filter(quarantine=quarantine).first()
    if there is not None:
        if there.opens == opens and words in ("", there.words):
            return there
        raise (FoundFalseAlarm if there.opens else RuledAlready)(when=moment_in_words_lazy(there.ruled_at))
    still_set_aside(quarantine)
    if not Objection.objects.filter(quarantine=quarantine).exists():
        raise NoObjection
    ruling = Ruling.objects.create(quarantine=quarantine, opens=opens, words=words, ruled_by=actor, ruled_at=at)
    others = set_aside_elsewhere(quarantine) if opens else []
    if opens:
        _let_go_on(quarantine, at, is_told=True)
    tell_of_ruling(ruling, at)
    for other in others:
        too = Ruling.objects.filter(quarantine=other).first()
        # Who was told before that a copy is needed was told by a row that stays: their own copy is the way on.
        if too is None:
            too = Ruling.objects.create(quarantine=other, opens=True, ruled_by=actor, ruled_at=at)
            _let_go_on(other, at, is_told=True)
            tell_of_ruling(too, at)
    return ruling


def put_in_its_place(quarantine: Quarantine, clean: Item, at: datetime) -> CleanCopy:
    """Let a clean item stand in the place of what was set aside, whose locks are held, and let the reading go on.

    What a team hands in alike is replaced in the work of all: where it was set aside, and where it is in open work.
    Whoever left the team, or shares it no more, mends their own alone.
    """
    piece = quarantine.piece
    assert piece is not None  # noqa: S101 - items take the place of items
    sharing, beside = alike_by_now(stood_together(piece.item)), open_work_with(piece.item)
    others = [one for one in set_aside_elsewhere(quarantine) if one.submission.pursuit_id in sharing]
    copy = _in_its_place(quarantine, clean, at)
    made = [clean]
    for other in others:
        assert other.piece is not None  # noqa: S101 - they are of the same item
        stood = [one.pk for one in stood_together(other.piece.item)]
        was_taken_out = not Item.objects.filter(pk__in=stood, removal__isnull=True).exists()
        theirs = like_it(clean, other.piece.item, at)
        _in_its_place(other, theirs, at, is_told=True)
        if was_taken_out:  # it stands for what was handed in, and does not come into their work by the back door
            Removal.objects.create(item=theirs, removed_at=at)
        tell_of_copy(other, at)
        made.append(theirs)
    replaced = {one.pursuit_id for one in made}
    made += [swap(one, clean, at) for one in beside if one.pursuit_id not in replaced]
    share_clean(piece.item, made, at)
    return copy


def _in_its_place(quarantine: Quarantine, clean: Item, at: datetime, *, is_told: bool = False) -> CleanCopy:
    """The same, in one piece of work."""
    piece = quarantine.piece
    assert piece is not None  # noqa: S101 - items take the place of items
    copy = stand_in(quarantine, _of_items(piece.item, clean), at, item=clean, is_told=is_told)
    # Should the work come back, nothing is in it that was ever set aside: not the file, and no copy that was not clean.
    for item in stood_together(piece.item):
        if item.pk != clean.pk:
            Removal.objects.get_or_create(item=item, defaults={"removed_at": at})
    return copy


def _set_aside_too(piece: SubmittedItem, facts: dict[str, Any], at: datetime, *, is_shared: bool) -> None:
    """Set the same artifact aside in the work of one more who handed it in, of the team to this day or not."""
    submission = piece.submission
    if open_quarantines(piece__item__in=stood_together(piece.item)).exists():
        return
    quarantine = Quarantine.objects.create(submission=submission, piece=piece, **facts)
    if is_waiting(submission):
        pause_promise(actor=None, submission=submission, reason=Pause.Reason.PRIVACY, at=at, is_told=True)
    tell_educator(quarantine, at, where=Elsewhere.IN_TEAM if is_shared else Elsewhere.APART)


def stand_in(
    quarantine: Quarantine, stated: dict[str, Any], at: datetime, *, is_told: bool = False, **copied: Any
) -> CleanCopy:
    """Write the copy down that stands in the place of what was set aside, with its statement; the reading goes on.

    Args:
        stated: what is replaced by what, as the statement says it.
        is_told: whether its educator is told by another notice that the clock goes on.
        copied: the columns of the copy.
    """
    statement = jcs(
        {
            "format": FORMAT,
            "submission": quarantine.submission.digest,
            "quarantine": str(quarantine.pk),
            "putInAt": at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        }
        | stated
    )
    copy = CleanCopy.objects.create(
        quarantine=quarantine,
        statement=statement.decode(),
        digest=hashlib.sha256(statement).hexdigest(),
        put_in_at=at,
        **copied,
    )
    _let_go_on(quarantine, at, is_told=is_told)
    return copy


def still_set_aside(quarantine: Quarantine) -> None:
    """Refuse a quarantine that has ended."""
    if not open_quarantines(pk=quarantine.pk).exists():
        raise QuarantineOver


def _rules(actor: Person, quarantine: Quarantine, at: datetime) -> None:
    """Let one who looks after privacy there decide, and neither of the two whom it is between.

    Raises:
        NotAllowed.
    """
    if actor.pk in parties_of(quarantine) or not acts_as(
        actor, Role.ORG_ADMIN, for_organization=organization_of(quarantine), at=at
    ):
        raise NotAllowed


def _let_go_on(quarantine: Quarantine, at: datetime, *, is_told: bool = False) -> None:
    """The clock goes on once nothing of the submission is set aside any more; what was prepared for it goes.

    Args:
        is_told: whether its educator is told so with what ended it.
    """
    CleanWordsDraft.objects.filter(quarantine=quarantine).delete()
    if not open_quarantines(submission=quarantine.submission_id).exists():
        resume_promise(
            actor=None, submission=quarantine.submission, reason=Pause.Reason.PRIVACY, at=at, is_told=is_told
        )
    announce(QuarantineEnded(quarantine.pk))


def _same_as(piece: SubmittedItem | FrozenWords) -> dict[str, Any]:
    """By what a quarantine of the same piece is found."""
    if isinstance(piece, SubmittedItem):
        return {"piece__item": piece.item_id}
    return {"words_sha256": digest_of(words_of(piece))}


def _named(piece: SubmittedItem | FrozenWords) -> dict[str, Any]:
    """The columns of a quarantine that say what is set aside."""
    if isinstance(piece, SubmittedItem):
        return {"piece": piece}
    return {WORDS_FIELDS[type(piece)]: piece, "words_sha256": digest_of(words_of(piece))}


def _of_items(before: Item, clean: Item) -> dict[str, Any]:
    file = clean.file
    assert file is not None  # noqa: S101 - what an examination makes is a file
    return {
        "replaces": {"id": str(before.pk), "sha256": before.file.sha256 if before.file else None},
        "by": {"id": str(clean.pk), "sha256": file.sha256, "mediaType": file.media_type, "size": file.size},
    }
