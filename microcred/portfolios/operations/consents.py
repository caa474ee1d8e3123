"""Declaring who can be recognized in a file, and what permits showing them."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Consent, Item, Pursuit, Removal
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.privacy.consents import (
    DECLARED_KINDS,
    NEED_PERMISSION,
    Contradiction,
    Declared,
    contradiction_in,
    lack_of,
)
from microcred.portfolios.queries.consents import consents_of, needed_until, today_of


class PeopleNotSaid(Refusal):
    """Nothing is said of who can be recognized."""

    message = _("Say who can be recognized in it; if nobody can, say that.")
    field = "people"
    status = 422


class NobodyAndSomebody(Refusal):
    """Two answers that cannot both be so."""

    message = _("“Nobody” and somebody cannot both be recognized. Take one of the two away.")
    field = "people"
    status = 422


class PermissionNeeded(Refusal):
    """People can be recognized, and nothing permits showing them."""

    message = _(
        "Where students or adults can be recognized, say which signed form permits showing them. Without one, hide "
        "their faces, voices and names first, or put in something else."
    )
    field = "permission"
    status = 422


class PermissionOver(Refusal):
    """The permission has ended."""

    message = _("This permission ended on that day. Renew it, or hide who can be recognized.")
    field = "expires_on"
    status = 422


class PermissionTooShort(Refusal):
    """The permission ends while assessors may still look at it."""

    message = _("This permission ends before the work can be judged. Renew it, or hide who can be recognized.")
    field = "expires_on"
    status = 422


class FileTakenOut(Refusal):
    """The file was taken out, or another took its place."""

    message = _(
        "This file was taken out or replaced, so there is nothing to say about it any more. Answer for the file that "
        "is in your work now."
    )


_REFUSALS: dict[Contradiction, type[Refusal]] = {
    Contradiction.EMPTY: PeopleNotSaid,
    Contradiction.NOBODY_AND_SOMEBODY: NobodyAndSomebody,
    Contradiction.UNPERMITTED: PermissionNeeded,
    Contradiction.OVER: PermissionOver,
}


@operation
def declare_consent(
    *,
    actor: Person,
    item: Item,
    people: Collection[Consent.People],
    permission: Consent.Permission,
    expires_on: date | None,
    at: datetime,
) -> Consent:
    """Declare who can be recognized in an item and what permits it: another version each time, the last one counts.

    Args:
        expires_on: the last day of the permission; None where it does not end, or none is needed.

    Raises:
        PeopleNotSaid, NobodyAndSomebody, PermissionNeeded, PermissionOver, FileTakenOut, BeingJudged, AlreadyEarned,
        CriterionNotReopened, NotAllowed.
    """
    declared = Declared(people, permission, expires_on)
    uncontradicted(item.pursuit, declared, at=at)
    hold(item.pursuit_id)
    open_requirement(actor, item.pursuit, item.requirement)
    if Removal.objects.filter(item=item).exists():
        raise FileTakenOut
    return write_down(actor, item, declared, at=at)


def lasting(pursuit: Pursuit, kind: str, declared: Declared | None, *, at: datetime) -> None:
    """Refuse what is declared of a file that assessors get at once, where it would not let the file be submitted.

    Args:
        kind: of the file; of documents nothing has to be declared.

    Raises:
        PeopleNotSaid, NobodyAndSomebody, PermissionNeeded, PermissionOver, PermissionTooShort.
    """
    if kind not in DECLARED_KINDS:
        return
    if declared is None:
        raise PeopleNotSaid
    uncontradicted(pursuit, declared, at=at)
    if lack_of(kind, declared.people, declared.expires_on, needed_until=needed_until(pursuit, at)) is not None:
        raise PermissionTooShort


def uncontradicted(pursuit: Pursuit, declared: Declared, *, at: datetime) -> None:
    """Refuse what contradicts itself."""
    today = today_of(pursuit, at)
    contradiction = contradiction_in(declared.people, declared.permission, declared.expires_on, today=today)
    if contradiction is not None:
        raise _REFUSALS[contradiction]


def write_down(actor: Person, item: Item, declared: Declared, *, at: datetime) -> Consent:
    """Keep a declaration as the next version, unless it says what the last one said."""
    people, permission, expires_on = declared.people, declared.permission, declared.expires_on
    if NEED_PERMISSION.isdisjoint(people):
        permission, expires_on = Consent.Permission.NOT_NEEDED, None
    before = consents_of([item]).get(item.pk)
    said = sorted(set(people), key=Consent.People.values.index)
    if before and (before.people, before.permission, before.expires_on) == (said, permission, expires_on):
        return before
    return Consent.objects.create(
        item=item,
        version=before.version + 1 if before else 1,
        people=said,
        permission=permission,
        expires_on=expires_on,
        declared_by=actor,
        declared_at=at,
    )
