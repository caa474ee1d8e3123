"""Promises: given with each submission, stopped and let go on, and owned up to when they are broken."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as Words
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calendars.queries import calendar_of
from microcred.catalog.models import Version
from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.moments import moment_in_words_lazy, weekday_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.events import PromiseMoved
from microcred.portfolios.models import (
    Breach,
    GivenPromise,
    Pause,
    PreCheckWay,
    Resumption,
    Submission,
    TakenUpAgain,
    Terms,
)
from microcred.portfolios.queries.held_up import pauses_to_take_up_from
from microcred.portfolios.queries.promise import promise_of
from microcred.portfolios.queries.review import is_waiting
from microcred.portfolios.queries.terms import terms_of
from microcred.portfolios.rules import promised_by

LONGEST_NOTE = 300
"""characters of what is said to the educator beside the reason of a pause"""

TERMS_RANGE: dict[str, tuple[int, int]] = {"promised_days": (1, 90), "pre_check_days": (0, 30), "attempts": (1, 20)}
"""From and to; the days are business days."""


class TermsOutOfRange(Refusal):
    """A number of days or attempts that nobody can have meant."""

    message = _("{number} cannot be kept here: it has to lie between {least} and {most}. Mend it and save again.")
    status = 422


class NothingToPause(Refusal):
    """Nothing waits for a decision, so no clock runs."""

    message = _("This submission does not wait for a decision any more, so there is no clock to stop.")


class PausedAlready(Refusal):
    """The clock stands still for this reason already, and the educator was told something else about it."""

    message = _(
        "The clock stands still for this reason already, since {when}, and the educator was told: “{told}” Your "
        "words were not sent. To tell them these, let the clock go on, then stop it again."
    )


@operation
def set_terms(
    *,
    actor: Person | None,
    organization: Organization,
    at: datetime,
    version: Version | None = None,
    promised_days: int | None = None,
    pre_check_days: int | None = None,
    attempts: int | None = None,
    shows_earlier: bool | None = None,
    pre_check: PreCheckWay | None = None,
    captions_asked: bool | None = None,
    reason: str = "",
) -> Terms:
    """Say what is promised to who submits and asked of them; what is None is as it is above.

    It counts from the next submission on: what was promised stays promised.

    Args:
        actor: an administrator of the organization or of one above it; None for the operator.
        version: one of the organization's own, for which alone it is said; None for all.
        promised_days, pre_check_days: business days.
        attempts: before each further one a coach signs off.
        shows_earlier: whether assessors of a resubmission see earlier levels and comments.
        pre_check: how submissions are checked for completeness and legibility before anybody judges them.
        captions_asked: whether recordings need captions or a transcript.

    Raises:
        TermsOutOfRange, NotAllowed.
    """
    if actor is not None and not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if version is not None and version.micro_credential.owner_id != organization.pk:
        raise NotAllowed
    numbers = {"promised_days": promised_days, "pre_check_days": pre_check_days, "attempts": attempts}
    for field, number in numbers.items():
        least, most = TERMS_RANGE[field]
        if number is not None and not least <= number <= most:
            raise TermsOutOfRange(field=field, number=number, least=least, most=most)
    return Terms.objects.create(
        organization=organization,
        version=version,
        **numbers,
        shows_earlier=shows_earlier,
        pre_check=pre_check or "",
        captions_asked=captions_asked,
        set_at=at,
        set_by=actor,
        reason=reason.strip(),
    )


def give_promise(submission: Submission) -> GivenPromise:
    """Write down the promise that goes with a submission, in its own transaction."""
    version = submission.pursuit.version
    owner = version.micro_credential.owner
    terms, calendar = terms_of(version), calendar_of(owner)
    facts: dict[str, Any] = {"zone": owner.time_zone, "calendar": calendar.calendar}
    return GivenPromise.objects.create(
        submission=submission,
        business_days=terms.promised_days,
        pre_check_days=terms.pre_check_days,
        edition=calendar.edition,
        zone=owner.time_zone,
        by=promised_by(submission.submitted_at, business_days=terms.promised_days, **facts),
        pre_check_by=promised_by(submission.submitted_at, business_days=terms.pre_check_days, **facts),
    )


@operation
def pause_promise(
    *,
    actor: Person | None,
    submission: Submission,
    reason: Pause.Reason,
    at: datetime,
    note: str = "",
    is_told: bool = False,
) -> Pause:
    """Stop the clock of a submission's promise, and tell its educator why. The same said twice is said once.

    The promised day moves by the business days on which the clock stands still. Several reasons may hold at once; a
    day is lost once. Whoever calls this down answers for the actor being allowed to.

    Args:
        note: more about it, in words to the educator; names nobody.
        is_told: whether the caller tells the educator, in one notice with what it is about.

    Raises:
        PausedAlready: it stands still for this reason, with other words to the educator.
        NothingToPause: it came back, was earned, or was overtaken by a later submission.
    """
    note = note.strip()[:LONGEST_NOTE]
    hold(submission.pursuit_id)
    there = Pause.objects.filter(submission=submission, reason=reason, resumption__isnull=True).first()
    if there is not None:
        if note not in ("", there.note):
            told = there.note or Pause.Reason(there.reason).label
            raise PausedAlready(when=moment_in_words_lazy(there.paused_at), told=told)
        return there
    if not is_waiting(submission):
        raise NothingToPause
    pause = Pause.objects.create(submission=submission, reason=reason, note=note, paused_at=at, paused_by=actor)
    announce(PromiseMoved(submission.pk))
    if not is_told:
        _tell_of_pause(pause, at)
    return pause


@operation
def resume_promise(
    *, actor: Person | None, submission: Submission, reason: Pause.Reason, at: datetime, is_told: bool = False
) -> Resumption | None:
    """Let the clock go on where it was stopped for this reason. None when it was not, or went on already.

    The educator hears of the new day once no other reason stops it.

    Args:
        is_told: whether the caller tells the educator, in one notice with what settled it (`new_day_in_words`).
    """
    hold(submission.pursuit_id)
    pause = Pause.objects.filter(submission=submission, reason=reason, resumption__isnull=True).first()
    if pause is None:
        return None
    resumption = Resumption.objects.create(pause=pause, resumed_at=max(at, pause.paused_at), resumed_by=actor)
    announce(PromiseMoved(submission.pk))
    still = Pause.objects.filter(submission=submission, resumption__isnull=True).exists()
    if not still and not is_told and is_waiting(submission):
        _tell_of_resumption(resumption, at)
    return resumption


@operation
def tell_why_it_stands_still(*, actor: None, pause: Pause, at: datetime) -> bool:
    """Tell an educator of a pause that was made without telling them, now that it lasts; once. False when it is over,
    or nothing waits any more."""
    hold(pause.submission.pursuit_id)
    if Resumption.objects.filter(pause=pause).exists() or not is_waiting(pause.submission):
        return False
    _tell_of_pause(pause, at)
    return True


@operation
def take_up_again(*, actor: Person | None, submission: Submission, at: datetime) -> list[TakenUpAgain]:
    """Write down that somebody who judges it reads a submission again, after each pause that kept it from being read.

    What is written names nobody. Once for each pause; none, where nothing had paused. Scoring calls this as a claim is
    made, and where a claim outlasted a short pause.
    """
    hold(submission.pursuit_id)
    return [
        TakenUpAgain.objects.create(resumption=one, taken_up_at=max(at, one.resumed_at))
        for one in pauses_to_take_up_from(submission_id=submission.pk)
    ]


@operation
def apologize(
    *, actor: Person | None, submission: Submission, estimated_day: date | None, at: datetime
) -> Breach | None:
    """Tell an educator that the promise of a decision was broken, once for each submission.

    None, and nothing is told, while the promise still holds, the clock stands still, or nothing waits any more.

    Args:
        estimated_day: until when an answer can be expected; None where that cannot be said honestly.
    """
    hold(submission.pursuit_id)
    there = Breach.objects.filter(submission=submission).first()
    if there is not None:
        return there
    promise = promise_of(submission, at=at)
    if not promise.is_late or not is_waiting(submission):
        return None
    breach = Breach.objects.create(
        submission=submission, promised_by=promise.by, estimated_day=estimated_day, told_at=at
    )
    _tell_of_breach(breach, promise.day, at)
    return breach


def new_day_in_words(submission: Submission, *, at: datetime) -> str | Words:
    """By when feedback is promised now, for who is told what settled a pause; empty while the clock stands still for
    something else, the promise is broken, or nothing waits any more."""
    if not is_waiting(submission):
        return ""
    promise = promise_of(submission, at=at)
    if promise.standing_still or promise.is_late:
        return ""
    return format_lazy(_BY, day=weekday_in_words_lazy(promise.day))


_BY = _("You will have your feedback by {day}.")
_PAUSED = _(
    "The clock of your promised date stands still, because of this: {reason}. {note}\n\nNothing is lost, and your work "
    "keeps its place. The date moves by the business days on which the clock stands still; we write to you when it "
    "goes on."
)
_RESUMED = _(
    "What stopped the clock is settled. You will have your feedback by {day}.\n\nNothing is left to do for you until "
    "then."
)
_BROKEN = _(
    "We promised your feedback on “{title}” by {day}, and we did not keep that promise. We are sorry.\n\nYour work has "
    "not lost its place: what came first is read first, and those who look after it have been told. {estimate}\n\n"
    "This changes nothing for you: no attempt is used, and no deadline of yours begins before you have your feedback."
)
_EXPECTED = _("As things go now, you can expect it by {day}. That is an estimate, not a promise.")
_NO_ESTIMATE = _("We cannot say honestly when it will be there, so we name no new day; we write to you when it is.")


def _tell_of_pause(pause: Pause, at: datetime) -> None:
    reason = Pause.Reason(pause.reason).label
    _tell(
        pause.submission,
        "promise_paused",
        subject=_("The clock stands still: {title}"),
        body=format_lazy(_PAUSED, reason=reason, note=pause.note),
        key=f"promise_paused:{pause.pk}",
        at=at,
    )


def _tell_of_resumption(resumption: Resumption, at: datetime) -> None:
    submission = resumption.pause.submission
    _tell(
        submission,
        "promise_resumed",
        subject=_("The clock goes on: {title}"),
        body=format_lazy(_RESUMED, day=weekday_in_words_lazy(promise_of(submission, at=at).day)),
        key=f"promise_resumed:{resumption.pk}",
        at=at,
    )


def _tell_of_breach(breach: Breach, promised: date, at: datetime) -> None:
    day = breach.estimated_day
    estimate = format_lazy(_EXPECTED, day=weekday_in_words_lazy(day)) if day else _NO_ESTIMATE
    title = title_for_readers(breach.submission.pursuit.version)
    _tell(
        breach.submission,
        "promise_broken",
        subject=_("We are late, and sorry: {title}"),
        body=format_lazy(_BROKEN, title=title, day=weekday_in_words_lazy(promised), estimate=estimate),
        key=f"promise_broken:{breach.submission_id}",
        at=at,
    )


def _tell(submission: Submission, kind: str, *, subject: Any, body: str | Words, key: str, at: datetime) -> None:
    tell(
        actor=None,
        person=submission.pursuit.person,
        kind=kind,
        subject=format_lazy(subject, title=title_for_readers(submission.pursuit.version)),
        body=body,
        path=reverse("submission", args=[submission.pk]),
        key=key,
        at=at,
    )
