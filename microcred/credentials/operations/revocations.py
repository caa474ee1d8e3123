"""The verbs of taking an award back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.credentials.events import AwardRevoked
from microcred.credentials.models import Award, Revocation
from microcred.credentials.operations.stacks import reconsider_stacks
from microcred.credentials.operations.status_lists import sign_status_list
from microcred.credentials.queries import may_revoke
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person


class AlreadyRevoked(Refusal):
    """The award does not hold any more."""

    message = _("This award has been revoked already.")


class ReasonMissing(Refusal):
    """Nobody's award is taken back without saying why."""

    message = _("Say why the award is revoked. The educator reads it.")
    field = "reason"


class OwnAward(Refusal):
    """Nobody revokes what was awarded to themselves: a second person looks at it."""

    message = _("This is your own award. Somebody else of the issuer must revoke it.")


@operation
def revoke(*, actor: Person | None, award: Award, reason: str, at: datetime) -> Revocation:
    """Take an award back. Its bit in the status list is set and the list signed anew before anyone is told.
    The credentials of stacks that rest on it are withdrawn with it, and awarded anew where another award takes its
    place.

    Args:
        actor: an administrator or lead assessor of the issuer's organization, and not the holder. None: a program
            that acts for the issuer, for a verb that looked at it.
        reason: why, in words that the educator reads; it appears nowhere in public.
    """
    if actor is not None:
        if not may_revoke(actor, award, at=at):
            raise NotAllowed
        if award.person_id == actor.pk:
            raise OwnAward
    if not reason.strip():
        raise ReasonMissing
    hold(award.pk)
    if Revocation.objects.filter(award=award).exists():
        raise AlreadyRevoked
    revocation = Revocation.objects.create(award=award, revoked_at=at, revoked_by=actor, reason=reason.strip())
    sign_status_list(actor=None, status_list=award.intent.status_list, at=at)
    reconsider_stacks(award, at=at)
    announce(AwardRevoked(award.pk))
    return revocation
