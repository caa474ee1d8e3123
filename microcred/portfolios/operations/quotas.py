"""How much room an organization gives the evidence of its educators."""

from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.portfolios.access import may_set_quota
from microcred.portfolios.models import Pursuit, Quota
from microcred.portfolios.queries.quotas import Room, limited_above, short_of_room


class NoRoomLeft(Refusal):
    """The room that an organization gives to evidence is full."""

    message = _(
        "“{name}” has {size}, and of the {quota} that {organization} keeps for evidence {used} are taken. Hand in a "
        "smaller file, such as a shorter cut or a lower resolution, or ask {organization} for more room."
    )
    field = "file"
    status = 413


@operation
def set_quota(*, actor: Person | None, organization: Organization, size: int | None, at: datetime) -> Quota:
    """Say how many bytes of evidence an organization and those below it may keep together.

    Who administers an organization above it says so; for the root of a tree the operator does (`actor` is None).
    What is kept already stays, whatever the quota.

    Args:
        size: bytes; None for no limit of its own, so that only those above it hold.

    Raises:
        NotAllowed.
    """
    if actor is not None and not may_set_quota(actor, organization, at=at):
        raise NotAllowed
    return Quota.objects.create(organization=organization, size=size, set_by=actor, set_at=at)


def room_for(pursuit: Pursuit, *, name: str, size: int, at: datetime) -> None:
    """Refuse bytes for which an organization above the pursuit has no room."""
    short = short_of_room(pursuit, size, at=at)
    if short is not None:
        raise _full(short, name, size, short.used)


def keep_within_room(pursuit: Pursuit, *, name: str, size: int, at: datetime) -> None:
    """Refuse bytes that are kept by now, where others took the room while they came: of several at once who is last.

    Args:
        size: bytes, with whatever was made of them.
    """
    for organization in limited_above(pursuit):
        hold(organization)
    short = short_of_room(pursuit, 0, at=at)
    if short is not None:
        raise _full(short, name, size, short.used - size)


def _full(room: Room, name: str, size: int, used: int) -> NoRoomLeft:
    return NoRoomLeft(
        name=name,
        size=filesizeformat(size),
        quota=filesizeformat(room.quota or 0),
        used=filesizeformat(used),
        organization=room.organization.name,
    )
