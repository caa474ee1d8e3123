"""More time for one person, with a reason; taken back only before it was used."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.moments import closing_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.models import Extension, ExtensionRevocation, Pursuit, TimeClosing, TimeRequest
from microcred.portfolios.operations.time_closing import close_time_requests
from microcred.portfolios.queries.coaching import coached_by
from microcred.portfolios.queries.extension_use import was_used
from microcred.portfolios.queries.extensions import closes_for
from microcred.portfolios.queries.moving import overtaken
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.queries.time_requests import still_asked
from microcred.programs.models import Window
from microcred.programs.queries import arrival_of


class ExtensionNotLater(Refusal):
    """It would give no time."""

    message = _("That is no more time than there is already. Choose a day after {closes}, and after today.")
    field = "last_day"
    status = 422


class ExtensionReasonMissing(Refusal):
    """Nobody is granted more time without a reason."""

    message = _("Say why: the person reads it, and so does who asks later.")
    field = "reason"
    status = 422


class NotInThisProgram(Refusal):
    """The person has no place in the program whose window it is."""

    message = _("{person} is not in “{program}” now. The board shows who is.")


class ExtensionUsed(Refusal):
    """Something was handed in that only it let in."""

    message = _("This extension has been used: work was handed in under it. It stays as it is, with its reason.")


@operation
def extend(
    *,
    actor: Person,
    person: Person,
    kind: Extension.Kind,
    until: datetime,
    reason: str,
    at: datetime,
    window: Window | None = None,
    pursuit: Pursuit | None = None,
    answers: TimeRequest | None = None,
) -> Extension:
    """Let one person hand in until later than everybody else: in a window, or on a version that was overtaken.

    Args:
        actor: a program manager of the window's program, or where the pursuit belongs; somebody else than the person.
        until: the moment at which their time ends (half-open).
        reason: to the person.
        window, pursuit: one of the two.
        answers: the request that this is the answer to. Given without one, it closes those that it fulfils.

    Raises:
        ExtensionNotLater, ExtensionReasonMissing, NotInThisProgram, NotAllowed.
        ValueError: neither or both are given.
    """
    if (window is None) == (pursuit is None):
        raise ValueError("an extension is of a window or of a pursuit")
    _manages(actor, _place(window, pursuit), at)
    if actor.pk == person.pk:  # nobody decides that for themselves
        raise NotAllowed
    if not reason.strip():
        raise ExtensionReasonMissing
    zone = _place(window, pursuit).time_zone
    if window is not None:
        if arrival_of(person, window.program) is None:
            raise NotInThisProgram(person=person.name, program=window.program.name)
        _gives_time(until, closes_for(person.pk, window), zone, at)
    elif pursuit is not None:
        if pursuit.person_id != person.pk:
            raise NotAllowed
        follows = overtaken(pursuit, state_of(pursuit), at=at)
        _gives_time(until, follows.ends_at if follows else None, zone, at)
    extension = Extension.objects.create(
        person=person,
        window=window,
        pursuit=pursuit,
        kind=kind,
        until=until,
        reason=reason.strip()[:2000],
        granted_by=actor,
        granted_at=at,
    )
    if answers is None:
        _close_beside(extension, zone)
    _tell(
        extension,
        "extension_granted",
        subject=_("You have more time: {what}"),
        body=format_lazy(
            _("You may hand in until {until}. {reason}\n\nThis is for you alone; for everybody else nothing changes."),
            until=closing_in_words_lazy(until, person.time_zone),
            reason=extension.reason,
        ),
        at=at,
    )
    return extension


@operation
def revoke_extension(*, actor: Person, extension: Extension, at: datetime) -> ExtensionRevocation:
    """Take an extension back, before it was used. Taken back twice is taken back.

    Raises:
        ExtensionUsed, NotAllowed.
    """
    _manages(actor, _place(extension.window, extension.pursuit), at)
    hold(extension.pk)
    _hold_work(extension)
    there = ExtensionRevocation.objects.filter(extension=extension).first()
    if there is not None:
        return there
    if was_used(extension):
        raise ExtensionUsed
    revocation = ExtensionRevocation.objects.create(extension=extension, revoked_by=actor, revoked_at=at)
    _tell(
        extension,
        "extension_revoked",
        subject=_("Your extra time was taken back: {what}"),
        body=format_lazy(
            _(
                "The extra time until {until} was taken back, so the date that holds for everybody holds for you too. "
                "Ask {manager} if you did not expect this."
            ),
            until=closing_in_words_lazy(extension.until, extension.person.time_zone),
            manager=actor.name,
        ),
        at=at,
    )
    return revocation


def _close_beside(extension: Extension, zone: str) -> None:
    """Close what was asked for the same thing and reaches no further than this; the educator is told of the time."""
    same = {"window": extension.window_id} if extension.window_id else {"pursuit": extension.pursuit_id}
    fulfilled = Q(wished_on__isnull=True) | Q(wished_on__lt=extension.until.astimezone(ZoneInfo(zone)).date())
    asked = TimeRequest.objects.filter(fulfilled, pursuit__person=extension.person_id, **same)
    for pursuit in Pursuit.objects.filter(time_requests__in=still_asked(asked)).order_by("pk"):
        hold(pursuit.pk)
        close_time_requests(pursuit, why=TimeClosing.Why.EXTENDED, at=extension.granted_at)


def _gives_time(until: datetime, ends_at: datetime | None, zone: str, at: datetime) -> None:
    """Refuse what is over already, and what is no later than the end that holds for this person, with all they have."""
    if until <= max(ends_at or at, at):
        raise ExtensionNotLater(closes=closing_in_words_lazy(ends_at or at, zone))


def _hold_work(extension: Extension) -> None:
    """Let nothing be handed in under an extension while it is taken back: submitting takes these locks too."""
    if extension.pursuit_id:
        hold(extension.pursuit_id)
        return
    of = Pursuit.objects.filter(person=extension.person_id, program=extension.window.program_id)  # type: ignore[union-attr]
    for pursuit_id in of.order_by("pk").values_list("pk", flat=True):
        hold(pursuit_id)


def _place(window: Window | None, pursuit: Pursuit | None) -> Organization:
    if window is not None:
        return window.program.owner
    if pursuit is None:
        raise ValueError("an extension is of a window or of a pursuit")
    return coached_by(pursuit)


def _manages(actor: Person, place: Organization, at: datetime) -> None:
    if not acts_as(actor, Role.PROGRAM_MANAGER, for_organization=place, at=at):
        raise NotAllowed


def _tell(extension: Extension, kind: str, *, subject: Any, body: Any, at: datetime) -> None:
    if extension.window is not None:
        what: Any = extension.window.name
        path = reverse("program", args=[extension.window.program.slug])
    else:
        pursuit = extension.pursuit
        what = title_for_readers(pursuit.version) if pursuit else ""
        path = reverse("pursuit", args=[extension.pursuit_id])
    tell(
        actor=None,
        person=extension.person,
        kind=kind,
        subject=format_lazy(subject, what=what),
        body=body,
        path=path,
        key=f"{kind}:{extension.pk}",
        at=at,
    )
