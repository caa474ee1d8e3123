"""What ends a submission before it is judged: taken back by its educator, or found incomplete; and that it was opened.

All three take the lock of the pursuit, so that of a claim and a withdrawal at the same moment exactly one wins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.catalog.queries import title_for_readers
from microcred.foundation.asked_often import asked_often, plan_kept
from microcred.foundation.locks import hold
from microcred.foundation.moments import moment_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.planned import add_planned
from microcred.foundation.refusals import Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.portfolios.completeness import sentence_of
from microcred.portfolios.events import SubmissionIncomplete, SubmissionWithdrawn
from microcred.portfolios.models import (
    FailedCheck,
    Incompleteness,
    Item,
    Judge,
    Opening,
    PreCheck,
    Submission,
    Withdrawal,
)
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.promising import take_up_again
from microcred.portfolios.queries.held_up import held_up, pauses_to_take_up_from
from microcred.portfolios.queries.review import is_waiting

MOST_LISTED = 12
"""findings that a mail names; the work shows all of them"""


class OpenedAlready(Refusal):
    """Somebody has begun to read it."""

    message = _(
        "Somebody has opened this submission, so it cannot be taken back any more. You will have your feedback as "
        "promised; what is short opens again then."
    )


class NothingToWithdraw(Refusal):
    """The submission does not wait any more."""

    message = _("This submission does not wait any more, so there is nothing to take back. The work shows where it is.")


class TakenBack(Refusal):
    """Its educator withdrew the submission."""

    message = _("This submission was taken back before anybody opened it. Take the next one from the queue.")


class WentBackIncomplete(Refusal):
    """It went back to its educator before it was judged."""

    message = _(
        "Something of this submission is missing or cannot be read, so it went back before anybody judged it. Take the "
        "next one from the queue."
    )


class OnHold(Refusal):
    """Its reading waits for something that others see to. Assessors learn no more than that."""

    message = _(
        "This submission is on hold, so nobody reads it for now. What you had noted is kept. Take the next one from "
        "the queue."
    )


@operation
def withdraw(*, actor: Person, submission: Submission, at: datetime) -> Withdrawal:
    """Take a submission back that nobody has opened. It stays as it was frozen; the work is open again. Once.

    It does not use up an attempt: `queries.attempts_used` does not count it.

    Raises:
        OpenedAlready, NothingToWithdraw, NotAllowed.
    """
    own(actor, submission.pursuit)
    hold(submission.pursuit_id)
    there = Withdrawal.objects.filter(submission=submission).first()
    if there is not None:
        return there
    if not is_waiting(submission):
        raise NothingToWithdraw
    # Whoever looks whether it is complete has opened it too, and is no reader yet.
    looked_at = PreCheck.objects.filter(submission=submission, claim_number__gt=0)
    if looked_at.exists() or Opening.objects.filter(submission=submission).exists():
        raise OpenedAlready
    withdrawal = Withdrawal.objects.create(submission=submission, withdrawn_at=at)
    settle_pre_check(submission, at)
    announce(SubmissionWithdrawn(submission.pk))
    _tell_of_withdrawal(submission, actor, at)
    return withdrawal


@operation
def open_submission(*, actor: Person, submission: Submission, at: datetime) -> Opening:
    """Write down that the actor begins to read a submission to judge it; each of what follows once.

    From the first opening on it cannot be withdrawn: the educator learns that it was opened, never by whom. Who holds
    it learns nothing more that tells whose it is (`Judge`). Where a pause had kept everybody from it, it is taken up
    again. Whoever calls this holds the actor's lock.

    Raises:
        TakenBack: its educator was faster.
        WentBackIncomplete: it is not judged as it is.
        OnHold: nobody reads it for now.
    """
    # Nobody else opens, pauses or withdraws it meanwhile: they wait for the lock.
    hold(submission.pursuit_id)
    (as_it_is,) = _as_it_is_to(submission_id=submission.pk, person_id=actor.pk)
    opening = getattr(_if_it_waits(as_it_is), "opening", None)
    told = vars(as_it_is)
    if told["is_held_up"]:
        raise OnHold
    if opening is None:
        opening = add_planned(Opening(submission=submission, opened_at=at))
    if not told["is_judged_by_them"]:
        add_planned(Judge(submission=submission, person=actor, since=at))
    if told["pause_ended"]:
        take_up_again(actor=actor, submission=submission, at=at)
    return opening


def still_waits(submission: Submission) -> Submission:
    """Refuse what was taken back or came back incomplete; else return it with its opening, if somebody opened it.
    Whoever calls this holds the lock of the pursuit."""
    (as_it_is,) = _as_it_is(submission_id=submission.pk)
    return _if_it_waits(as_it_is)


def _if_it_waits(as_it_is: Submission) -> Submission:
    if getattr(as_it_is, "withdrawal", None) is not None:
        raise TakenBack
    if getattr(as_it_is, "incompleteness", None) is not None:
        raise WentBackIncomplete
    return as_it_is


@asked_often
def _as_it_is(*, submission_id: UUID) -> QuerySet[Submission]:
    return Submission.objects.filter(pk=submission_id).select_related("withdrawal", "incompleteness", "opening")


@plan_kept
@asked_often
def _as_it_is_to(*, submission_id: UUID, person_id: UUID) -> QuerySet[Submission]:
    submissions: QuerySet[Submission] = Submission.objects.filter(pk=submission_id)
    return submissions.select_related("withdrawal", "incompleteness", "opening").annotate(
        is_held_up=held_up(OuterRef("pk")),
        is_judged_by_them=Exists(Judge.objects.filter(submission=submission_id, person=person_id)),
        pause_ended=Exists(pauses_to_take_up_from.question(submission_id=submission_id)),
    )


def settle_pre_check(submission: Submission, at: datetime) -> None:
    """Let nobody look at it any more: it was passed on, came back, or was taken back."""
    PreCheck.objects.filter(submission=submission, settled_at__isnull=True).update(
        settled_at=at, checker=None, lease_expires_at=None
    )


@dataclass(frozen=True)
class Amiss:
    """A check that failed: what was looked for, where, and what was found, in words to the educator.

    Where it is one of the known facts (`completeness.Fact`), that is kept, and said in the language of who reads it;
    `words` are then what a person added.
    """

    check: str | Promise
    requirement: Requirement | None
    words: str | Promise
    fact: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    item: Item | None = None

    @property
    def said(self) -> str | Promise:
        """The whole of it, as one line."""
        if not self.fact:
            return format_lazy("{check}: {words}", check=self.check, words=self.words)
        sentence = sentence_of(self.fact, self.facts)
        return format_lazy("{sentence} ({words})", sentence=sentence, words=self.words) if self.words else sentence


@operation
def return_incomplete(
    *, actor: Person | None, submission: Submission, amiss: Sequence[Amiss], at: datetime
) -> Incompleteness:
    """Give a submission back before it is judged, with the checks that failed. It does not use up an attempt. Once.

    Raises:
        NothingToWithdraw: it does not wait any more, or nothing is amiss with it.
        TakenBack: its educator withdrew it.
    """
    hold(submission.pursuit_id)
    there = Incompleteness.objects.filter(submission=submission).first()
    if there is not None:
        return there
    if Withdrawal.objects.filter(submission=submission).exists():
        raise TakenBack
    if not amiss or not is_waiting(submission):
        raise NothingToWithdraw
    incompleteness = Incompleteness.objects.create(submission=submission, found_at=at)
    FailedCheck.objects.bulk_create(
        FailedCheck(
            incompleteness=incompleteness,
            position=position,
            check_name=str(one.check)[:200],
            requirement=one.requirement,
            words=str(one.words),
            fact=one.fact,
            facts=dict(one.facts),
            item=one.item,
        )
        for position, one in enumerate(amiss, start=1)
    )
    settle_pre_check(submission, at)
    announce(SubmissionIncomplete(submission.pk))
    _tell_of_incompleteness(submission, amiss, at)
    return incompleteness


def _tell_of_withdrawal(submission: Submission, person: Person, at: datetime) -> None:
    tell(
        actor=None,
        person=person,
        kind="submission_withdrawn",
        subject=_("You took your submission back: {title}"),
        body=_(
            "You took your work on “{title}” back {when}, before anybody had opened it. It did not use up an attempt."
            "\n\nYour work is open again with everything in it. What you had handed in stays frozen, for you alone, "
            "under its digest (SHA-256):\n\n{digest}"
        ),
        facts={
            "title": title_for_readers(submission.pursuit.version),
            "when": moment_in_words_lazy(at, person.time_zone),
            "digest": submission.digest,
        },
        path=reverse("pursuit", args=[submission.pursuit_id]),
        key=f"submission_withdrawn:{submission.pk}",
        at=at,
    )


def _listed(amiss: Sequence[Amiss]) -> str | Promise:
    """What is amiss as lines of a list, in the language of whoever reads them."""
    words: str | Promise = lazy(lambda: "\n".join(f"- {one.said}" for one in amiss[:MOST_LISTED]), str)()
    return words


def _tell_of_incompleteness(submission: Submission, amiss: Sequence[Amiss], at: datetime) -> None:
    tell(
        actor=None,
        person=submission.pursuit.person,
        kind="submission_incomplete",
        subject=_("Something is missing or cannot be read: {title}"),
        body=_(
            "Your work on “{title}” came back before it was judged, because something is missing or cannot be "
            "read. That says nothing about your competence, and it did not use up an attempt.\n\n{amiss}\n\n"
            "Your work is open again with everything in it, and shows what to mend. Hand it in again as soon as "
            "that is done."
        ),
        facts={"title": title_for_readers(submission.pursuit.version), "amiss": _listed(amiss)},
        path=reverse("pursuit", args=[submission.pursuit_id]),
        key=f"submission_incomplete:{submission.pk}",
        at=at,
    )
