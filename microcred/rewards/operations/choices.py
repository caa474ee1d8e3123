"""The verb by which an educator chooses between stipend and credit."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.rewards.events import BenefitChosen, StipendReversed
from microcred.rewards.models import BenefitChoice, StipendReversal
from microcred.rewards.queries import choices_of, choosable, declinable, is_paid, standing_entries_on
from microcred.rewards.rules import Benefit


class NothingToChoose(Refusal):
    """No offer gives a stipend for it instead of credit."""

    message = _(
        "For this award there is nothing to choose: no district of yours gives a stipend for it instead of credit."
    )


class NothingToDecline(Refusal):
    """No stipend rests on it that is due, or approved and not paid."""

    message = _("For this award no stipend is due or approved, so there is none to decline.")


class PaidAlready(Refusal):
    """What was paid is not chosen anew."""

    message = _(
        "The stipend for it is paid already, so it cannot become credit any more. If that is wrong, ask whoever "
        "administers {place} to take it back; then you can choose again."
    )


@operation
def choose_benefit(*, actor: Person, award: Award, benefit: Benefit, at: datetime) -> BenefitChoice:
    """Choose what an award brings where a district gives a stipend or credit, and not both; or decline every stipend
    for it, which leaves its credit. Whoever chooses credit after declining lets stipends beside credit be due again.

    Chosen again as it was, it stays. A stipend that was approved and not paid yet is taken back when credit is chosen,
    or when it is declined.

    Args:
        actor: whose award it is.

    Raises:
        NothingToChoose, NothingToDecline, PaidAlready, NotAllowed.
    """
    if actor.pk != award.person_id:
        raise NotAllowed
    offers = choosable(award, at=at)
    for organization in sorted({offer.organization_id for offer in (*offers, *declinable(award, at=at))}):
        hold(organization)
    declines, before = benefit is Benefit.DECLINED, choices_of(actor).get(award.pk)
    if before is not None and before.benefit == benefit.value:
        return before
    if declines and not declinable(award, at=at):
        raise NothingToDecline
    takes_again = before is not None and before.benefit == Benefit.DECLINED.value and benefit is Benefit.CREDIT
    if not declines and not offers and not takes_again:
        raise NothingToChoose
    standing = [entry for entry in standing_entries_on(award) if declines or entry.edition.instead_of_credit]
    cause = StipendReversal.Cause.DECLINED if declines else StipendReversal.Cause.CREDIT
    for entry in standing:
        if is_paid(entry):
            raise PaidAlready(place=entry.offer.organization.name)
    for entry in standing:
        reversal = StipendReversal.objects.create(
            entry=entry, cause=cause, again=True, reversed_at=at, reversed_by=actor
        )
        announce(StipendReversed(reversal.pk))
    choice = BenefitChoice.objects.create(award=award, benefit=benefit.value, chosen_at=at, chosen_by=actor)
    announce(BenefitChosen(award.pk))
    return choice
