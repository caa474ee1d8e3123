"""Asking for more time, and what comes of it."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.moments import closing_in_words_lazy, moment_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, people_with
from microcred.portfolios.models import (
    Extension,
    Pursuit,
    Sight,
    TimeAnswer,
    TimeClosing,
    TimeRequest,
    TimeWithdrawal,
)
from microcred.portfolios.operations.extensions import extend
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.sights import note_sight
from microcred.portfolios.queries.acquaintance import has_judged
from microcred.portfolios.queries.coaching import coached_by
from microcred.portfolios.queries.peers import assesses
from microcred.portfolios.queries.time_requests import still_asked, time_end, time_request_of, waits_for_time
from microcred.portfolios.queries.workspace import workspace_of
from microcred.portfolios.rules import lies_beyond

LONGEST_REASON = 2000
"""characters"""


class NothingEnds(Refusal):
    """The work is not open, has no deadline, or its deadline passed long ago."""

    message = _(
        "There is no deadline to move here now: this work has none, is not open, or its time ended over two weeks ago. "
        "Then write to who runs the program; they can still give you time."
    )


class TimeAskedAlready(Refusal):
    """Something else was asked, and waits for an answer."""

    message = _(
        "You asked for more time already ({when}), with other words or another day, and that waits for its answer: "
        "what you wrote now was not sent. To ask with this instead, press “I no longer need it”, then send it again."
    )


class TimeReasonMissing(Refusal):
    """Who decides needs to know why."""

    message = _("Say in a sentence why. Only who decides reads it; say no more than they need.")
    field = "reason"
    status = 422


class WishNotLater(Refusal):
    """The day that would do is no later than what there is."""

    message = _("There is time until {closes} already. Choose a later day, or leave the day to who decides.")
    field = "wished_on"
    status = 422


class TimeAnswered(Refusal):
    """It has its answer, or is not asked any more."""

    message = _(
        "This request needs no answer any more: it was answered or withdrawn meanwhile, or the work went on without "
        "it. The board shows what still waits."
    )


class DeclineReasonMissing(Refusal):
    """Who gets no time needs to know why, and what to do instead."""

    message = _("Say why, and what they can do instead: the educator reads it.")
    field = "words"
    status = 422


@operation
def ask_for_time(
    *, actor: Person, pursuit: Pursuit, reason: str, at: datetime, wished_on: date | None = None
) -> TimeRequest:
    """Ask for more time than the deadline that ends first gives. The same asked twice is asked.

    Args:
        wished_on: the last day that would do.

    Raises:
        TimeReasonMissing, TimeAskedAlready, NothingEnds, WishNotLater, NotAllowed.
    """
    own(actor, pursuit)
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise TimeReasonMissing
    hold(pursuit.pk)
    there = time_request_of(pursuit)
    if there is not None and waits_for_time(there):
        if (there.reason, there.wished_on) != (reason, wished_on):
            raise TimeAskedAlready(when=moment_in_words_lazy(there.asked_at))
        return there
    end = time_end(workspace_of(pursuit), at=at)
    if end is None:
        raise NothingEnds
    zone, there_is = coached_by(pursuit).time_zone, max(end.ends_at, at)
    if wished_on is not None and not lies_beyond(wished_on, there_is, zone=zone):
        raise WishNotLater(closes=closing_in_words_lazy(there_is, zone))
    request = TimeRequest.objects.create(
        pursuit=pursuit, window=end.window, wished_on=wished_on, reason=reason, asked_at=at
    )
    for person in people_with(Role.PROGRAM_MANAGER, organization=coached_by(pursuit), at=at):
        if person.pk != actor.pk and not has_judged(person, pursuit):
            _tell_manager(person, request, at)
    return request


@operation
def withdraw_time_request(*, actor: Person, request: TimeRequest, at: datetime) -> TimeWithdrawal:
    """Need it no longer. Withdrawn twice is withdrawn.

    Raises:
        TimeAnswered: it has its answer, or needs none any more.
    """
    own(actor, request.pursuit)
    hold(request.pursuit_id)
    if TimeAnswer.objects.filter(request=request).exists() or TimeClosing.objects.filter(request=request).exists():
        raise TimeAnswered
    withdrawal, _new = TimeWithdrawal.objects.get_or_create(request=request, defaults={"withdrawn_at": at})
    return withdrawal


@operation
def look_at_time_request(*, actor: Person, request: TimeRequest, at: datetime) -> Sight:
    """Learn who asks for more time, and why. Once; from then on the actor judges nothing of that educator's.

    Raises:
        ForSomebodyElse: they have held the work to judge it.
        NotAllowed: they run programs elsewhere, or it is their own work.
    """
    _runs(actor, request.pursuit, at)
    return note_sight(actor=actor, pursuit=request.pursuit, way=Sight.Way.TIME, at=at)


@operation
def grant_time(
    *, actor: Person, request: TimeRequest, kind: Extension.Kind, until: datetime, reason: str, at: datetime
) -> TimeAnswer:
    """Grant it, by an extension that the educator is told of.

    Args:
        until: the moment at which their time ends (half-open).
        reason: to the educator, as of every extension.

    Raises:
        TimeAnswered, ExtensionNotLater, ExtensionReasonMissing, NotInThisProgram, ForSomebodyElse, NotAllowed.
    """
    _decides(actor, request, at)
    extension = extend(
        actor=actor,
        person=request.pursuit.person,
        kind=kind,
        until=until,
        reason=reason,
        at=at,
        window=request.window,
        pursuit=None if request.window else request.pursuit,
        answers=request,
    )
    return TimeAnswer.objects.create(request=request, extension=extension, answered_by=actor, answered_at=at)


@operation
def decline_time(*, actor: Person, request: TimeRequest, words: str, at: datetime) -> TimeAnswer:
    """Say why there is no more time; the educator may ask again.

    Raises:
        DeclineReasonMissing, TimeAnswered, ForSomebodyElse, NotAllowed.
    """
    if not words.strip():
        raise DeclineReasonMissing
    _decides(actor, request, at)
    answer = TimeAnswer.objects.create(
        request=request, words=words.strip()[:LONGEST_REASON], answered_by=actor, answered_at=at
    )
    pursuit = request.pursuit
    title = title_for_readers(pursuit.version)
    tell(
        actor=None,
        person=pursuit.person,
        kind="time_declined",
        subject=format_lazy(_("No more time: {title}"), title=title),
        body=format_lazy(
            _(
                "The program manager of {place} could not give you more time. {words}\n\nYour deadline stays as it is. "
                "Ask again if something changes."
            ),
            place=coached_by(pursuit).name,
            words=answer.words,
        ),
        path=reverse("time_wanted", args=[pursuit.pk]),
        key=f"time_declined:{answer.pk}",
        at=at,
    )
    return answer


def _decides(actor: Person, request: TimeRequest, at: datetime) -> None:
    """Let one who runs the program decide, once.

    Raises:
        TimeAnswered, ForSomebodyElse, NotAllowed.
    """
    look_at_time_request(actor=actor, request=request, at=at)
    hold(request.pursuit_id)
    if not still_asked(TimeRequest.objects.filter(pk=request.pk)).exists():
        raise TimeAnswered


def _runs(actor: Person, pursuit: Pursuit, at: datetime) -> None:
    place = coached_by(pursuit)
    if actor.pk == pursuit.person_id or not acts_as(actor, Role.PROGRAM_MANAGER, for_organization=place, at=at):
        raise NotAllowed


def _tell_manager(person: Person, request: TimeRequest, at: datetime) -> None:
    # Who may come to judge their work reads the name where they decide whether to know it.
    name = _("An educator") if assesses(person, at=at) else request.pursuit.person.name
    title = title_for_readers(request.pursuit.version)
    tell(
        actor=None,
        person=person,
        kind="time_asked",
        subject=format_lazy(_("{name} asks for more time"), name=name),
        # Why is not in the mail: it is for who decides, and stands where they decide.
        body=format_lazy(_("For “{title}”. The page says why and takes your answer."), title=title),
        path=reverse("time_answer", args=[request.pk]),
        key=f"time_asked:{request.pk}:{person.pk}",
        at=at,
    )
