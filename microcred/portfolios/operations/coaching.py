"""The coach's part before one attempt more."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.moments import moment_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.organizations.queries import acts_as, people_with
from microcred.portfolios.models import CoachAnswer, CoachRequest, Pursuit, Sight
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.sights import note_sight
from microcred.portfolios.queries.acquaintance import has_judged
from microcred.portfolios.queries.coaching import COACHING, coach_gate, coached_by
from microcred.portfolios.queries.peers import assesses
from microcred.portfolios.queries.workspace import Workspace, workspace_of


class CoachNeeded(Refusal):
    """So many attempts are used that a coach signs off the next one."""

    message = _(
        "You have used {used} attempts. Before the next one a coach talks with you about it and signs it off: ask for "
        "that in your workspace with one click. Your work is saved, and you can go on revising meanwhile."
    )


class NoCoachNeeded(Refusal):
    """There are attempts left, or the next one was signed off."""

    message = _("Your next attempt needs no coach’s sign-off now: hand your work in when it is ready.")


class CoachAskedAlready(Refusal):
    """Something else was written to the coach, who has not answered yet."""

    message = _(
        "You asked for your coach already ({when}), and they read what you wrote then: these words were not sent. "
        "Keep them for when you talk; your coach’s answer comes to your inbox."
    )


class AnsweredAlready(Refusal):
    """Another coach was quicker."""

    message = _("This request has been answered. Open the list again: what still waits stands first.")


class MeetingMissing(Refusal):
    """A sign-off stands on a meeting that has taken place."""

    message = _("Say on which day you met: a sign-off stands on a meeting that has taken place, today at the latest.")
    field = "met_on"
    status = 422


class ReasonMissing(Refusal):
    """Who is not signed off needs to know what is missing."""

    message = _("Say what is missing, so that the educator knows what to do before they ask again.")
    field = "note"
    status = 422


@operation
def ask_coach(*, actor: Person, pursuit: Pursuit, at: datetime, note: str = "") -> CoachRequest:
    """Ask for the coach's sign-off that the next attempt needs. The same asked twice is asked.

    Raises:
        NoCoachNeeded, CoachAskedAlready, NotAllowed.
    """
    own(actor, pursuit)
    hold(pursuit.pk)
    gate = coach_gate(workspace_of(pursuit))
    if gate is None or gate.is_open:
        raise NoCoachNeeded
    note = note.strip()[:4000]
    if gate.waits and gate.request is not None:
        if note not in ("", gate.request.note):
            raise CoachAskedAlready(when=moment_in_words_lazy(gate.request.asked_at))
        return gate.request
    request = CoachRequest.objects.create(pursuit=pursuit, after_attempts=gate.used, note=note, asked_at=at)
    _tell_coaches(request, at)
    return request


@operation
def look_at_request(*, actor: Person, request: CoachRequest, at: datetime) -> Sight:
    """Learn whose a request is and what was short. Once; from then on the actor judges nothing of that educator's.

    Raises:
        ForSomebodyElse: they have held the work to judge it.
        NotAllowed: they coach elsewhere, or it is their own work.
    """
    _coaches(actor, request.pursuit, at)
    return note_sight(actor=actor, pursuit=request.pursuit, way=Sight.Way.COACHING, at=at)


@operation
def sign_off(*, actor: Person, request: CoachRequest, met_on: date | None, note: str, at: datetime) -> CoachAnswer:
    """Open one attempt more, after a meeting.

    Args:
        actor: a coach, or program manager, where the pursuit belongs; not its educator.
        met_on: the day of the meeting, in the actor's zone.

    Raises:
        MeetingMissing, AnsweredAlready, ForSomebodyElse, NotAllowed.
    """
    if met_on is None or met_on > at.date():
        raise MeetingMissing
    return _answer(actor, request, signed_off=True, met_on=met_on, note=note, at=at)


@operation
def not_yet(*, actor: Person, request: CoachRequest, met_on: date | None, note: str, at: datetime) -> CoachAnswer:
    """Say what is missing before one attempt more is opened; the educator may ask again.

    Raises:
        ReasonMissing, AnsweredAlready, ForSomebodyElse, NotAllowed.
    """
    if not note.strip():
        raise ReasonMissing
    return _answer(actor, request, signed_off=False, met_on=met_on, note=note, at=at)


def coach_has_signed_off(workspace: Workspace) -> None:
    """Refuse an attempt that waits for a coach.

    Raises:
        CoachNeeded.
    """
    gate = coach_gate(workspace)
    if gate is not None and not gate.is_open:
        raise CoachNeeded(used=gate.used)


def _answer(
    actor: Person, request: CoachRequest, *, signed_off: bool, met_on: date | None, note: str, at: datetime
) -> CoachAnswer:
    look_at_request(actor=actor, request=request, at=at)
    hold(request.pursuit_id)
    if CoachAnswer.objects.filter(request=request).exists():
        raise AnsweredAlready
    answer = CoachAnswer.objects.create(
        request=request, coach=actor, met_on=met_on, signed_off=signed_off, note=note.strip()[:4000], answered_at=at
    )
    _tell_educator(answer, at)
    return answer


def _coaches(actor: Person, pursuit: Pursuit, at: datetime) -> None:
    place = coached_by(pursuit)
    if actor.pk == pursuit.person_id or not any(
        acts_as(actor, role, for_organization=place, at=at) for role in COACHING
    ):
        raise NotAllowed


def _tell_coaches(request: CoachRequest, at: datetime) -> None:
    pursuit = request.pursuit
    place = coached_by(pursuit)
    coaches = list(people_with(COACHING[0], organization=place, at=at))
    for person in coaches or people_with(COACHING[1], organization=place, at=at):
        if person.pk == pursuit.person_id or has_judged(person, pursuit):
            continue
        # Who may come to judge it reads the name where they decide whether to know it.
        name = _("An educator") if assesses(person, at=at) else pursuit.person.name
        tell(
            actor=None,
            person=person,
            kind="coach_asked",
            subject=format_lazy(_("{name} asks for a coach"), name=name),
            body=format_lazy(
                _(
                    "{name} has used {used} attempts at “{title}” and asks to talk about the next one. The page shows "
                    "what was short, and takes your sign-off once you have met."
                ),
                name=name,
                used=request.after_attempts,
                title=title_for_readers(pursuit.version),
            ),
            path=reverse("coach_request", args=[request.pk]),
            key=f"coach_asked:{request.pk}",
            at=at,
        )


def _tell_educator(answer: CoachAnswer, at: datetime) -> None:
    pursuit = answer.request.pursuit
    words = (
        _("{coach} has signed off your next attempt at “{title}”. Hand it in when it is ready.\n\n{note}")
        if answer.signed_off
        else _("{coach} has answered about your next attempt at “{title}”: not yet.\n\n{note}")
    )
    tell(
        actor=None,
        person=pursuit.person,
        kind="coach_answered",
        subject=format_lazy(_("Your coach has answered: {title}"), title=title_for_readers(pursuit.version)),
        body=format_lazy(words, coach=answer.coach.name, title=title_for_readers(pursuit.version), note=answer.note),
        path=reverse("pursuit", args=[pursuit.pk]),
        key=f"coach_answered:{answer.pk}",
        at=at,
    )
