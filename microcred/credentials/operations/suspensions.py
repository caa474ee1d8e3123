"""The verbs of taking an award back for the time being, and of giving it back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.credentials.events import AwardReinstated, AwardSuspended
from microcred.credentials.models import Award, Reinstatement, Revocation, Suspension
from microcred.credentials.operations.revocations import AlreadyRevoked, OwnAward, ReasonMissing
from microcred.credentials.operations.status_lists import sign_status_list
from microcred.credentials.queries import may_revoke, suspension_in_force
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person


class NotSuspendable(Refusal):
    """The credential names no list in which verifiers would look for a suspension."""

    message = _(
        "This credential was issued without a place in a list of suspensions, so that nobody who checks it would learn "
        "of one. It can only be revoked."
    )


class AlreadySuspended(Refusal):
    """The award is suspended."""

    message = _("This award is suspended already.")


class NotSuspended(Refusal):
    """There is no suspension to end."""

    message = _("This award is not suspended.")


@operation
def suspend(*, actor: Person | None, award: Award, reason: str, at: datetime) -> Suspension:
    """Let an award not hold for the time being. The list of suspensions is signed anew before anyone is told.

    Args:
        actor: who may also revoke it, and is not the holder; None: a program that acts for the issuer.
        reason: why, in words that the educator reads; it appears nowhere in public.
    """
    _may_withdraw(actor, award, at=at)
    if not reason.strip():
        raise ReasonMissing
    status_list = award.intent.suspension_list
    if status_list is None:
        raise NotSuspendable
    hold(award.pk)
    if Revocation.objects.filter(award=award).exists():
        raise AlreadyRevoked
    if suspension_in_force(award) is not None:
        raise AlreadySuspended
    suspension = Suspension.objects.create(award=award, suspended_at=at, suspended_by=actor, reason=reason.strip())
    sign_status_list(actor=None, status_list=status_list, at=at)
    announce(AwardSuspended(suspension.pk, award.pk))
    return suspension


@operation
def reinstate(*, actor: Person | None, award: Award, at: datetime) -> Reinstatement:
    """Let a suspended award hold again. The list of suspensions is signed anew before anyone is told.

    Args:
        actor: who may also revoke it, and is not the holder; None: a program that acts for the issuer.
    """
    _may_withdraw(actor, award, at=at)
    hold(award.pk)
    suspension = suspension_in_force(award)
    status_list = award.intent.suspension_list
    if suspension is None or status_list is None:
        raise NotSuspended
    reinstatement = Reinstatement.objects.create(suspension=suspension, reinstated_at=at, reinstated_by=actor)
    sign_status_list(actor=None, status_list=status_list, at=at)
    announce(AwardReinstated(suspension.pk, award.pk))
    return reinstatement


def _may_withdraw(actor: Person | None, award: Award, *, at: datetime) -> None:
    if actor is None:
        return
    if not may_revoke(actor, award, at=at):
        raise NotAllowed
    if award.person_id == actor.pk:
        raise OwnAward
