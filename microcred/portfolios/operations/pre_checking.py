"""The pre-check: is everything there, and does it open? By the system alone or by a person, before anybody judges it.

A claim is a lease, as in the scoring queue. All that changes a pre-check takes the lock of the pursuit first, so that
of passing on, giving back, withdrawing and claiming at the same moment exactly one wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.catalog.queries import rubric_of
from microcred.foundation import jobs
from microcred.foundation.locks import hold, try_hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.completeness import LONGEST_NOTE, Fact, judging_words, label_of, reasons_for
from microcred.portfolios.events import PreCheckPassed
from microcred.portfolios.models import (
    Gauge,
    Incompleteness,
    Item,
    PreCheck,
    PreCheckPassing,
    PreCheckWay,
    StoodBy,
    Submission,
    SubmittedItem,
)
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.operations.local import local_copy
from microcred.portfolios.operations.looking import LOOKING_QUEUE, keep_gauge, look_at_link, seen_in
from microcred.portfolios.operations.sights import note_judge
from microcred.portfolios.operations.withdrawing import Amiss, return_incomplete, settle_pre_check, still_waits
from microcred.portfolios.privacy import Known, look
from microcred.portfolios.queries.closeness import close_to
from microcred.portfolios.queries.completeness import Completeness, Noticed, completeness_of_submission
from microcred.portfolios.queries.pre_checks import held_pre_check, may_pre_check, waiting_pre_checks
from microcred.portfolios.rules import plain_text

PRE_CHECK_JOB = "portfolios.pre_check"

FURTHER_LOOKS = 32
"""how many waiting ones are looked at together, where others have locked the first"""


class NotForYou(Refusal):
    """The checker wrote the work, shares a district or school with who did, or helped them with it."""

    message = _("Somebody else must look at this submission: you are too close to it. Take the next one instead.")


class CheckedByAnother(Refusal):
    """Another person holds it now."""

    message = _("Somebody else looks at this submission now. Take the next one instead.")


class PreCheckLeaseExpired(Refusal):
    """The time for which it was held ran out, or it was given back in another tab."""

    message = _("Your time with this submission ran out, so it went back to the queue. Take it up again from there.")


class PreCheckOver(Refusal):
    """It was passed on, came back, or was taken back."""

    message = _("This submission needs no look any more. Take the next one instead.")


class NothingAmiss(Refusal):
    """It is given back without a reason."""

    message = _("Say what is missing or cannot be read, at least once. If nothing is, pass the work on.")


class ReasonNotTaken(Refusal):
    """A reason that is none for something of this kind."""

    message = _("Choose one of the reasons that stand there.")
    status = 422


class CheckNoteTooLong(Refusal):
    """More than a short note."""

    message = _("Say where it is in at most {most} characters; these are {length}.")
    status = 422


class NoteJudges(Refusal):
    """The note says something about how good the work is."""

    message = _(
        "“{words}” speaks of how good the work is, and that is for those who judge it. Say only where something is "
        "missing or cannot be read, such as “page 3” or “from minute 2 on”."
    )
    status = 422


class NoteNames(Refusal):
    """The note holds what tells who somebody is."""

    message = _("“{words}” may tell who somebody is. Say where it is without it, such as “page 3”.")
    status = 422


class FindingOver(Refusal):
    """What was found is not found any more."""

    message = _("What was found there is not found any more. Open the review once more.")


class MustBeMended(Refusal):
    """Something that nobody can be sure about better than a program."""

    message = _("This cannot be handed in as it is: {words}")


NEVER_STOOD_BY = frozenset({Fact.TEMPLATE_UNCHANGED, Fact.CAPTIONS_MISSING})
"""What is a fact whoever looks: bytes that are the same, words that are not there."""


@dataclass(frozen=True)
class Missing:
    """What a person finds amiss: with a requirement's answer, or with one piece that was handed in for it.

    `field` is where its note was typed, for a refusal to stand there.
    """

    requirement: Requirement
    reason: str
    note: str = ""
    piece: SubmittedItem | None = None
    field: str | None = None


@operation
def stand_by(*, actor: Person, item: Item, fact: str, at: datetime) -> StoodBy:
    """Hand a file or link in as it is, although the automatic check would hold it back. Once, and without a word.

    Raises:
        MustBeMended, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    hold(item.pursuit_id)
    open_requirement(actor, item.pursuit, item.requirement)
    if fact not in set(Fact):
        raise FindingOver
    if fact in NEVER_STOOD_BY:
        raise MustBeMended(words=label_of(fact))
    stood_by, _is_new = StoodBy.objects.get_or_create(
        item=item,
        fact=fact,
        defaults={"pursuit": item.pursuit, "requirement": item.requirement, "stood_by_at": at},
    )
    return stood_by


def begin_pre_check(submission: Submission, completeness: Completeness) -> PreCheck | None:
    """Begin the pre-check that goes with a submission, in its own transaction; None where none is needed.

    The system alone looks only at what it has not seen: everything else was found in order before it was handed in.
    """
    by_person = completeness.by_person
    if completeness.way == PreCheckWay.NONE or not (by_person or completeness.unseen):
        return None
    pre_check = PreCheck.objects.create(
        submission=submission,
        way=completeness.way,
        begun_at=submission.submitted_at,
        close_to=close_to(submission.pursuit, at=submission.submitted_at),
    )
    if completeness.unseen:
        jobs.defer(PRE_CHECK_JOB, queue=LOOKING_QUEUE, submission_id=str(submission.pk))
    return pre_check


def check_automatically(submission: Submission, *, at: datetime) -> None:
    """Look at what nobody has looked at yet, and conclude. Cut off, it begins again; run twice, it is done once.

    Not one transaction: each look is kept as soon as it is known.
    """
    for item in completeness_of_submission(submission, at=at).unseen:
        if item.url:
            look_at_link(item, at=at)
        else:
            gauge_stored(item, at=at)
    conclude_pre_check(actor=None, submission=submission, at=at)


def gauge_stored(item: Item, *, at: datetime) -> None:
    """Gauge the file of an item that was put in before there was a look."""
    if item.file is None or Gauge.objects.filter(file=item.file_id).exists():
        return
    with local_copy(item.file) as clean:
        seen = seen_in(clean, item.file.name, sha256=item.file.sha256, template=item.requirement.template_file)
    if seen is not None:
        keep_gauge(actor=None, file=item.file, person=item.pursuit.person, seen=seen, at=at)


@operation
def conclude_pre_check(
    *, actor: Person | None, submission: Submission, at: datetime
) -> PreCheckPassing | Incompleteness | None:
    """Pass a submission on, or give it back, by what the system found; None where a person looks, or it is over."""
    hold(submission.pursuit_id)
    pre_check = PreCheck.objects.select_for_update(no_key=True).filter(submission=submission).first()
    if pre_check is None or pre_check.settled_at is not None or pre_check.way != PreCheckWay.AUTOMATIC:
        return None
    amiss = completeness_of_submission(submission, at=at).holding_back
    if amiss:
        given_back: Incompleteness = return_incomplete(
            actor=None, submission=submission, amiss=[_amiss_of(one) for one in amiss], at=at
        )
        return given_back
    return _pass(pre_check, None, at)


@operation
def claim_pre_check(*, actor: Person, at: datetime) -> PreCheck | None:
    """Take the submission that has waited longest and that the actor may look at; the one they hold, if they hold one.

    None when nothing waits for them. What others are claiming at this very moment is passed over.
    """
    hold(actor.pk)
    held = held_pre_check(actor, at=at)
    if held is not None:
        return held
    for pk, pursuit in waiting_pre_checks(actor, at=at).values_list("pk", "submission__pursuit")[:FURTHER_LOOKS]:
        # In the order of every verb about a pursuit: its lock, then the row. Whoever is busy with it is passed over.
        if not try_hold(pursuit):
            continue
        row = waiting_pre_checks(actor, at=at).filter(pk=pk).first()
        if row is not None:
            return _take(row, actor, at)
    return None


@operation
def let_go_pre_check(*, actor: Person, pre_check: PreCheck, claim_number: int, at: datetime) -> PreCheck:
    """Give a submission back to the queue of those who look."""
    row = _held(actor, pre_check, claim_number, at)
    row.checker, row.lease_expires_at = None, None
    row.save(update_fields=["checker", "lease_expires_at"])
    return row


@operation
def pass_on(*, actor: Person, pre_check: PreCheck, claim_number: int, at: datetime) -> PreCheckPassing:
    """Find a submission complete and legible: from now on it waits for those who judge. Sent twice, it is passed once.

    Raises:
        PreCheckOver, CheckedByAnother, PreCheckLeaseExpired, NotForYou, NotAllowed.
    """
    # Looked for under the lock: of two clicks at once the second waits, and hears what the first did.
    hold(pre_check.submission.pursuit_id)
    there = PreCheckPassing.objects.filter(pre_check=pre_check, passed_by=actor).first()
    if there is not None:
        return there
    return _pass(_held(actor, pre_check, claim_number, at), actor, at)


@operation
def give_back(
    *, actor: Person, pre_check: PreCheck, claim_number: int, missing: Sequence[Missing], at: datetime
) -> Incompleteness:
    """Return a submission as incomplete, with a reason for each thing that is missing or cannot be read.

    Reasons come from a list; a note says where, and nothing about how good the work is.

    Raises:
        NothingAmiss, ReasonNotTaken, CheckNoteTooLong, NoteJudges, NoteNames, PreCheckOver, CheckedByAnother,
        PreCheckLeaseExpired, NotForYou, NotAllowed.
    """
    row = _held(actor, pre_check, claim_number, at)
    if not missing:
        raise NothingAmiss
    version = row.submission.pursuit.version
    numbers = {pk: number for number, pk in enumerate(_in_order(row.submission), start=1)}
    names = [name for one in rubric_of(version).criteria for name in (one.name, *(each.name for each in one.levels))]
    amiss = [_amiss(one, numbers[one.requirement.pk], names) for one in missing]
    given_back: Incompleteness = return_incomplete(actor=None, submission=row.submission, amiss=amiss, at=at)
    return given_back


def factual_note(note: str, rubric: Sequence[str] = (), *, field: str | None = None) -> str:
    """A note as it is kept, when it says where something is and nothing else.

    Args:
        rubric: names of criteria and levels, which have no place in it.

    Raises:
        CheckNoteTooLong, NoteJudges, NoteNames.
    """
    note = " ".join(plain_text(note).split())
    if len(note) > LONGEST_NOTE:
        raise CheckNoteTooLong(field=field, most=LONGEST_NOTE, length=len(note))
    if judging := judging_words(note, rubric):
        raise NoteJudges(field=field, words=", ".join(dict.fromkeys(judging)))
    # About nobody in particular: what a note may not say must not tell a blind reader whose work it is.
    if telling := [finding.words for finding in look(note, Known())]:
        raise NoteNames(field=field, words=", ".join(telling))
    return note


def _amiss(one: Missing, number: int, names: Sequence[str]) -> Amiss:
    kind = one.piece.item.kind if one.piece else "text"
    if one.reason not in reasons_for(kind):
        raise ReasonNotTaken
    item = one.piece.item if one.piece else None
    return Amiss(
        label_of(one.reason),
        one.requirement,
        factual_note(one.note, names, field=one.field),
        fact=one.reason,
        facts={"number": number, "title": item.title if item else ""},
        item=item,
    )


def _amiss_of(noticed: Noticed) -> Amiss:
    return Amiss(
        noticed.label, noticed.requirement, "", fact=noticed.fact.value, facts=noticed.facts, item=noticed.item
    )


def _in_order(submission: Submission) -> list[object]:
    return list(submission.pursuit.version.requirements.order_by("position").values_list("pk", flat=True))


def _take(row: PreCheck, actor: Person, at: datetime) -> PreCheck:
    """Claim one. From the first claim on its educator cannot take it back, and whoever claims may not learn whose it
    is."""
    still_waits(row.submission)
    note_judge(actor=actor, submission=row.submission, at=at)
    row.checker, row.claim_number = actor, row.claim_number + 1
    row.lease_expires_at = at + timedelta(minutes=settings.LEASE_MINUTES)
    row.save(update_fields=["checker", "claim_number", "lease_expires_at"])
    return row


def _held(actor: Person, pre_check: PreCheck, claim_number: int, at: datetime) -> PreCheck:
    """The row, locked, if the actor holds it under this claim, and still may."""
    hold(pre_check.submission.pursuit_id)
    row = (
        PreCheck.objects.select_for_update(no_key=True, of=("self",))
        .select_related("submission__pursuit__person", "submission__pursuit__version__micro_credential__owner")
        .get(pk=pre_check.pk)
    )
    if row.settled_at is not None:
        raise PreCheckOver
    runs = row.lease_expires_at is not None and at < row.lease_expires_at
    if runs and row.checker_id != actor.pk:
        raise CheckedByAnother
    if not runs or row.claim_number != claim_number:
        raise PreCheckLeaseExpired
    owner = row.submission.pursuit.version.micro_credential.owner
    if not acts_as(actor, Role.PRE_CHECKER, for_organization=owner, at=at):
        raise NotAllowed
    if not may_pre_check(actor, row, at=at):
        raise NotForYou
    return row


def _pass(pre_check: PreCheck, actor: Person | None, at: datetime) -> PreCheckPassing:
    passing = PreCheckPassing.objects.create(pre_check=pre_check, passed_by=actor, passed_at=at)
    settle_pre_check(pre_check.submission, at)
    announce(PreCheckPassed(pre_check.submission_id))
    return passing
