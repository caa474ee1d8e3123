"""The verb by which what a locked period paid is put right: in a later one, beside what it puts right."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.billing.events import PayReversed
from microcred.billing.models import Line, Reversal
from microcred.billing.queries import first_open
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


class WhyMissing(Refusal):
    """Somebody's pay was taken back without a word."""

    message = _("Say why. The assessor reads it, and so does whoever audits the books.")
    field = "reason"


class OwnPay(Refusal):
    """Nobody corrects what they are paid themselves."""

    message = _("This is your own pay. Another administrator of the organization can correct it.")


class ReversedAlready(Refusal):
    """It was taken back before."""

    message = _("This has been taken back already. What it was paid anew stands in a line of its own.")


class NoOpenPeriod(Refusal):
    """A correction stands in an open period, and there is none."""

    message = _("No period is open in which a correction could stand. Open the next one first.")


@operation
def reverse(*, actor: Person, line: Line, reason: str, pay_again: bool, at: datetime) -> Reversal:
    """Take back what a locked period paid for a reading, its amount and its minutes, in the earliest open period.

    Args:
        actor: an administrator of the organization that paid, or above; not the assessor themselves.
        reason: why, in words for the assessor.
        pay_again: whether the reading is paid anew, by the rate that holds for its day when its next period is locked.

    Raises:
        WhyMissing, OwnPay, ReversedAlready, NoOpenPeriod, NotAllowed.
    """
    organization = line.period.organization
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if line.unit.assessor_id == actor.pk:
        raise OwnPay
    if not reason.strip():
        raise WhyMissing
    hold(organization.pk)
    if Reversal.objects.filter(line=line).exists():
        raise ReversedAlready
    period = first_open(organization)
    if period is None:
        raise NoOpenPeriod
    reversal = Reversal.objects.create(
        line=line,
        period=period,
        reason=reason.strip(),
        pay_again=pay_again,
        reversed_at=at,
        reversed_by=actor,
    )
    announce(PayReversed(reversal.pk))
    return reversal
