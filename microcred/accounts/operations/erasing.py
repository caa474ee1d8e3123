"""Being erased: what goes and what stays is said first, and there are days to think."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from microcred.accounts import archive
from microcred.accounts.models import Erasure, ErasureCancellation, ErasureDone, Export, Hold, HoldRelease
from microcred.accounts.queries.requests import alone_in_charge_of, erasure_of, hold_on, work_being_judged
from microcred.foundation import storage
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.organizations.queries import addresses_of

DAYS_TO_THINK = timedelta(days=14)


class HeldByLaw(Refusal):
    """Nothing may be erased for the time being."""

    message = _("Your data has to be kept for now: {reason} Ask again when that is over.")


class WorkBeingJudged(Refusal):
    """Somebody is reading it."""

    message = _("“{title}” is being judged. Ask again when you have its answer.")


class OnlyAdministrator(Refusal):
    """Nobody else looks after an organization."""

    message = _("You are the only administrator of {organization}. Give that role to somebody else first.")


class NothingToCancel(Refusal):
    """It was done, or taken back before."""

    message = _("There is no erasure to take back.")


@operation
def ask_for_erasure(*, actor: Person, shows_name: bool, at: datetime) -> Erasure:
    """Ask to be erased in fourteen days. Asked again, it is the same erasure.

    Args:
        shows_name: whether the public pages of one's awards go on bearing one's name.

    Raises:
        HeldByLaw, WorkBeingJudged, OnlyAdministrator.
    """
    hold(actor.pk)
    asked = erasure_of(actor)
    if asked is not None:
        return asked
    refusal = why_not_erase(actor, at=at)
    if refusal is not None:
        raise refusal
    asked = Erasure.objects.create(person=actor, asked_at=at, due_at=at + DAYS_TO_THINK, shows_name=shows_name)
    tell(
        actor=None,
        person=actor,
        kind="erasure_asked",
        subject=_("You asked that your data be erased"),
        body=_(
            "It happens in fourteen days. Until then you can take it back on the page “My data and account”. If that "
            "was not you, take it back now, and choose a new password."
        ),
        path="/my-data/",
        key=f"erasure:{asked.pk}",
        at=at,
    )
    return asked


@operation
def cancel_erasure(*, actor: Person, erasure: Erasure, at: datetime) -> ErasureCancellation:
    """Take it back before it happens.

    Raises:
        NotAllowed, NothingToCancel.
    """
    if erasure.person_id != actor.pk:
        raise NotAllowed
    hold(actor.pk)
    if ErasureDone.objects.filter(erasure=erasure).exists():
        raise NothingToCancel
    cancelled, _is_new = ErasureCancellation.objects.get_or_create(erasure=erasure, defaults={"cancelled_at": at})
    return cancelled


def why_not_erase(person: Person, *, at: datetime) -> Refusal | None:
    """What stands against erasing a person at this moment; None when nothing does."""
    held = hold_on(person)
    if held is not None:
        return HeldByLaw(reason=held.reason)
    judged = work_being_judged(person).first()
    if judged is not None:
        return WorkBeingJudged(title=judged.version.title)
    alone = alone_in_charge_of(person, at=at)
    return OnlyAdministrator(organization=alone.name) if alone is not None else None


@operation
def erase(*, actor: None, erasure: Erasure, at: datetime) -> ErasureDone | None:
    """Erase a person whose days to think are over: all of it in one transaction, the bytes of their files after it.

    None comes back where it has to wait: for a hold, or for work that is being judged. The person is told once why.
    """
    person = erasure.person
    hold(person.pk)
    refusal = why_not_erase(person, at=at)
    if refusal is not None:
        tell(
            actor=None,
            person=person,
            kind="erasure_postponed",
            subject=_("Your data is not erased yet"),
            body=str(refusal),
            path="/my-data/",
            key=f"erasure_postponed:{erasure.pk}:{refusal.code}",
            at=at,
        )
        return None
    for export in Export.objects.filter(person=person):
        transaction.on_commit(partial(archive.remove, export))
    farewell = [address.email for address in addresses_of(person) if address.verified]
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_erase(%s, %s)", [erasure.pk, at])
        (told,) = cursor.fetchone() or ("{}",)
    outcome = json.loads(told) if isinstance(told, str) else told
    transaction.on_commit(partial(_remove_bytes, [UUID(each) for each in outcome["files"]]))
    transaction.on_commit(partial(_say_farewell, farewell, person.language), robust=True)
    return ErasureDone.objects.create(erasure=erasure, done_at=at, rows=outcome["rows"])


@operation
def place_hold(*, actor: None, person: Person, reason: str, at: datetime) -> Hold:
    """Keep everything of a person for the time being. By the operator, on somebody's authority, with the reason."""
    return Hold.objects.create(person=person, reason=reason, placed_at=at)


@operation
def release_hold(*, actor: None, hold: Hold, at: datetime) -> HoldRelease:
    """Let a hold end. What was asked for meanwhile goes on."""
    released, _is_new = HoldRelease.objects.get_or_create(hold=hold, defaults={"released_at": at})
    return released


def _remove_bytes(files: Sequence[UUID]) -> None:
    """After the rows are gone. What a crash leaves behind is removed by the daily sweep, for no row names it."""
    for file_id in files:
        storage.place().remove(file_id)


def _say_farewell(addresses: Sequence[str], language: str) -> None:
    """The last mail, to the first address; nobody here knows it any more once it has left."""
    if not addresses:
        return
    with translation.override(language):
        EmailMessage(
            subject=gettext("Your data has been erased"),
            body=gettext(
                "As you asked, your account is closed and what was yours is erased. The credentials that you hold stay "
                "valid, and anybody can check them as before."
            ),
            to=[addresses[0]],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
