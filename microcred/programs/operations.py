"""The verbs of programs: opening one, joining it, leaving it.

Seats are exact because they are counted in one place: the program's own row. Joining is one conditional UPDATE, which
locks that row until the transaction ends, so arrival numbers are given in the order in which people commit.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Stack
from microcred.foundation.locks import hold
from microcred.foundation.moments import closing_in_words, closing_in_words_lazy, moment_in_words
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.notices.queries import told_under
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.programs.models import Arrival, Departure, Milestone, Program, Seat, Window
from microcred.programs.offering import may_offer_stack
from microcred.programs.queries import arrival_of, nudge_key, waiting_list
from microcred.programs.rules import NudgeReason, agreement_needed, holds


class JoiningNotYetOpen(Refusal):
    """Joining opens later."""

    message = _("Joining “{program}” opens {opens}. Come back then: seats are given in the order of arrival.")


class JoiningClosed(Refusal):
    """Joining ended."""

    message = _(
        "Joining “{program}” was open until {closed}. You can still start any micro-credential of its stacks on your "
        "own."
    )


class AgreementNotAccepted(Refusal):
    """The program has an agreement, and it was not accepted."""

    message = _("“{program}” asks everyone to accept its agreement. Read it, tick the box, and join again.")
    field = "agreement_accepted"


class PeriodBackwards(Refusal):
    """A period would end before it begins."""

    message = _("“{period}” would close before it opens. Exchange the two moments or mend one of them.")


class StackNotLicensed(Refusal):
    """The stack is another organization's, and no license lets this one offer it."""

    message = _(
        "“{stack}” belongs to {theirs}. {owner} may offer it in a program once {theirs} has licensed it: their "
        "administrators do that on the page of their catalogue. Ask them, or leave the stack out."
    )
    field = "stacks"


class HoldsNoSeat(Refusal):
    """Only who holds a seat can be nudged."""

    message = _("This person holds no seat in “{program}” now. The board shows who does.")


class NothingToRemindOf(Refusal):
    """They have handed in what they began, or work on it."""

    message = _(
        "There is nothing to remind {person} of just now: what they began is under way or waits for a decision. The "
        "board says so as soon as that changes."
    )


class NudgedToday(Refusal):
    """A person is nudged at most once a day, whoever does it."""

    message = _("{person} has been nudged today already. Tomorrow you can do it again; until then, give it time.")


@operation
def open_program(
    *,
    actor: Person | None,
    owner: Organization,
    slug: str,
    name: str,
    description: str,
    audience: str,
    seats: int,
    agreement: str,
    joining_opens_at: datetime,
    joining_closes_at: datetime,
    stacks: Sequence[Stack],
    windows: Sequence[tuple[str, Window.Takes, datetime, datetime]] = (),
    milestones: Sequence[tuple[str, datetime, datetime]] = (),
    grace_minutes: int = 0,
    demonstration: bool = False,
    asks_contract: bool = False,
    at: datetime | None = None,
) -> Program:
    """Open a program with its seats, windows and milestones.

    Args:
        actor: A program manager of the owner or above it; None for the operator, who answers for licenses.
        windows: name, what it takes, opens at, closes at (half-open).
        milestones: name, starts at, ends at.
        grace_minutes: in which every window still takes work after it closed.
        asks_contract: whether the program's page asks each participant for a learning contract. Nobody who coaches or
            runs the program sees it by that.
        at: When. The operator may leave it out, whose rights need no moment.

    Raises:
        PeriodBackwards, StackNotLicensed, NotAllowed.
    """
    if actor is not None:
        if at is None or not acts_as(actor, Role.PROGRAM_MANAGER, for_organization=owner, at=at):
            raise NotAllowed
        _stacks_are_licensed(stacks, owner, at)
    for period, opens_at, closes_at in [
        (name, joining_opens_at, joining_closes_at),
        *((window, opens_at, closes_at) for window, _takes, opens_at, closes_at in windows),
    ]:
        if closes_at <= opens_at:
            raise PeriodBackwards(period=period)
    program = Program.objects.create(
        owner=owner,
        slug=slug,
        name=name,
        description=description,
        audience=audience,
        seats=seats,
        agreement=agreement,
        joining_opens_at=joining_opens_at,
        joining_closes_at=joining_closes_at,
        demonstration=demonstration,
        asks_contract=asks_contract,
    )
    program.stacks.set(stacks)
    Window.objects.bulk_create(
        Window(
            program=program,
            name=window,
            takes=takes,
            opens_at=opens_at,
            closes_at=closes_at,
            grace_minutes=grace_minutes,
        )
        for window, takes, opens_at, closes_at in windows
    )
    Milestone.objects.bulk_create(
        Milestone(program=program, name=milestone, starts_at=starts_at, ends_at=ends_at)
        for milestone, starts_at, ends_at in milestones
    )
    return program


@operation
def join(*, actor: Person, program: Program, agreement_accepted: bool, at: datetime) -> Arrival:
    """Take a seat or, when none is free, a place on the waiting list. A second click finds the first arrival.

    Raises:
        JoiningNotYetOpen, JoiningClosed, AgreementNotAccepted.
    """
    # Two clicks of one person come one after the other; people do not wait for each other here.
    hold(uuid5(program.pk, str(actor.pk)))
    there = arrival_of(actor, program)
    if there is not None:
        return there
    _joining_is_open(actor, program, at)
    if agreement_needed(program.agreement) and not agreement_accepted:
        raise AgreementNotAccepted(program=program.name)
    number, seated = _arrive(program)
    arrival = Arrival.objects.create(
        program=program, person=actor, number=number, arrived_at=at, agreement_digest=_digest(program.agreement)
    )
    if seated:
        Seat.objects.create(arrival=arrival, taken_at=at)
        _tell_of_seat(arrival, at)
    else:
        _tell_of_waiting(arrival, at)
    return arrival


@operation
def leave(*, actor: Person, arrival: Arrival, at: datetime) -> Departure:
    """Leave a program. A seat that becomes free goes to the first who waits, in the same transaction.

    Raises:
        NotAllowed: when the arrival is not the actor's own.
    """
    if arrival.person_id != actor.pk:
        raise NotAllowed
    # Whoever leaves, joins or moves up meets at the program's row, so what is read below stays true.
    program = Program.objects.select_for_update(no_key=True).get(pk=arrival.program_id)
    departure, is_new = Departure.objects.get_or_create(arrival=arrival, defaults={"left_at": at})
    if is_new and Seat.objects.filter(arrival=arrival).exists():
        _give_on(program, at)
    return departure


@operation
def nudge(
    *, actor: Person, arrival: Arrival, reason: NudgeReason | None, at: datetime, closes_at: datetime | None = None
) -> None:
    """Remind a person who holds a seat of the program, by a notice: at most one a day, whoever nudges.

    Args:
        actor: a program manager of the program's owner or above it.
        reason: what they are reminded of (`rules.nudge_reason`); None: there is nothing.
        closes_at: when the time ends in which they can hand in what is open, where it runs.

    Raises:
        NotAllowed, HoldsNoSeat, NothingToRemindOf, NudgedToday.
    """
    program = arrival.program
    if not acts_as(actor, Role.PROGRAM_MANAGER, for_organization=program.owner, at=at):
        raise NotAllowed
    if not Seat.objects.filter(arrival=arrival, arrival__departure__isnull=True).exists():
        raise HoldsNoSeat(program=program.name)
    if reason is None:
        raise NothingToRemindOf(person=arrival.person.name)
    hold(uuid5(arrival.person_id, "nudge"))
    key = nudge_key(at)
    if told_under(key, [arrival.person_id]):
        raise NudgedToday(person=arrival.person.name)
    subject, body = _NUDGES[reason]
    if closes_at is not None and reason is not NudgeReason.NOT_STARTED:
        body = format_lazy("{}\n\n{}", body, _NUDGED_UNTIL)
    tell(
        actor=actor,
        person=arrival.person,
        kind="nudge",
        subject=subject,
        body=body,
        facts={
            "manager": actor.name,
            "program": program.name,
            "closes": closing_in_words_lazy(closes_at, arrival.person.time_zone) if closes_at else "",
        },
        path=reverse("program", args=[program.slug]),
        key=key,
        at=at,
    )


_NUDGES: dict[NudgeReason, tuple[Any, Any]] = {
    NudgeReason.NOT_STARTED: (
        _("Your seat in {program} is waiting for you"),
        _(
            "{manager}, who looks after {program}, asks how you are getting on. The program's page shows what you "
            "can work on and until when. A first step takes a few minutes: choose a micro-credential and read what "
            "it asks for."
        ),
    ),
    NudgeReason.CLOSES_SOON: (
        _("What you began in {program} closes soon"),
        _(
            "{manager}, who looks after {program}, reminds you: what you began is not handed in yet. Your work is "
            "saved as you left it. If the time is too short, ask for more on the page of your work, and say why."
        ),
    ),
    NudgeReason.STOPPED: (
        _("What you began in {program} is waiting for you"),
        _(
            "{manager}, who looks after {program}, asks how you are getting on. Your work is saved as you left it, and "
            "its page says what comes next. If something keeps you from going on, write to {manager}."
        ),
    ),
}
_NUDGED_UNTIL = _("It can be handed in until {closes}.")


def _stacks_are_licensed(stacks: Sequence[Stack], owner: Organization, at: datetime) -> None:
    for stack in stacks:
        if not may_offer_stack(stack, by=owner, at=at):
            raise StackNotLicensed(stack=stack.name, theirs=stack.owner.name, owner=owner.name)


def _joining_is_open(actor: Person, program: Program, at: datetime) -> None:
    if holds(program.joining_opens_at, program.joining_closes_at, at):
        return
    if at < program.joining_opens_at:
        raise JoiningNotYetOpen(program=program.name, opens=moment_in_words(program.joining_opens_at, actor.time_zone))
    raise JoiningClosed(program=program.name, closed=closing_in_words(program.joining_closes_at, actor.time_zone))


def _arrive(program: Program) -> tuple[int, bool]:
    """Count one more arrival, and one more seat taken while any is free. Return the number and whether it is a seat.

    Each UPDATE is its own condition and its own lock. Should a seat become free, or the last one be taken, between the
    two, the second finds nothing either and the question is asked again.
    """
    with connection.cursor() as cursor:
        while True:
            for free, seated in (("taken < seats", True), ("taken >= seats", False)):
                cursor.execute(
                    f"UPDATE programs_program SET arrivals = arrivals + 1, taken = taken + %s"  # noqa: S608
                    f" WHERE id = %s AND {free} RETURNING arrivals",
                    [int(seated), program.pk],
                )
                row = cursor.fetchone()
                if row is not None:
                    return row[0], seated


def _give_on(program: Program, at: datetime) -> None:
    first = waiting_list(program).select_related("person", "program").first()
    if first is None:
        Program.objects.filter(pk=program.pk).update(taken=F("taken") - 1)
        return
    Seat.objects.create(arrival=first, taken_at=at)
    _tell_of_seat(first, at)


def _digest(agreement: str) -> str:
    return hashlib.sha256(agreement.encode()).hexdigest() if agreement_needed(agreement) else ""


def _tell_of_seat(arrival: Arrival, at: datetime) -> None:
    _tell(
        arrival,
        kind="seat_taken",
        subject=format_lazy(_("You have a seat in {program}"), program=arrival.program.name),
        body=format_lazy(
            _(
                "Seat taken: you were number {number} to arrive. The program's page shows when it takes submissions "
                "and which micro-credentials you can start."
            ),
            number=arrival.number,
        ),
        at=at,
    )


def _tell_of_waiting(arrival: Arrival, at: datetime) -> None:
    _tell(
        arrival,
        kind="waiting_for_seat",
        subject=format_lazy(_("You are on the waiting list of {program}"), program=arrival.program.name),
        body=format_lazy(
            _(
                "All seats are taken. You were number {number} to arrive, and seats that become free are given in "
                "that order: we will write to you when it is your turn."
            ),
            number=arrival.number,
        ),
        at=at,
    )


def _tell(arrival: Arrival, *, kind: str, subject: str | Promise, body: str | Promise, at: datetime) -> None:
    tell(
        actor=None,
        person=arrival.person,
        kind=kind,
        subject=subject,
        body=body,
        path=reverse("program", args=[arrival.program.slug]),
        key=f"{kind}:{arrival.pk}",
        at=at,
    )
