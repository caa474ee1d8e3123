"""The verbs of the ledger: approving what is due, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.locks import hold
from microcred.foundation.money_words import money
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.rewards.events import StipendApproved, StipendReversed
from microcred.rewards.models import EntryAward, StipendEntry, StipendReversal
from microcred.rewards.queries import Reckoned, offers_around, reckoned_in, standing_entries_on
from microcred.rewards.rules import Due


class OwnStipend(Refusal):
    """Nobody approves or corrects what they get themselves."""

    message = _("This is your own stipend. Somebody else of {place} must look at it.")


class NotDue(Refusal):
    """It is not due, or no longer."""

    message = _(
        "One of these is not due any more: it was approved meanwhile, or its award changed. Look at the list again."
    )


class NothingLeft(Refusal):
    """Caps or budget leave nothing of it."""

    message = _("Nothing can be approved of it: caps or budget leave nothing. A larger budget would; see its reasons.")


class AmountChanged(Refusal):
    """It comes to another amount than the one that was seen."""

    message = _("It comes to {amount} now, and not to what you saw. Look at the list again before you approve it.")


class WhyMissing(Refusal):
    """Money is taken back for a reason."""

    message = _("Say why it is taken back. The educator reads it, and so does whoever audits the books.")
    field = "reason"


class ReversedAlready(Refusal):
    """It was taken back before."""

    message = _("This has been taken back already.")


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to approve, and the amount that they saw."""

    offer: UUID
    person: UUID
    key: str
    amount: Decimal


@operation
def approve(*, actor: Person, organization: Organization, wanted: Sequence[Wanted], at: datetime) -> list[StipendEntry]:
    """Approve what is due, all of it or nothing. It is reckoned again here, so that no budget is overdrawn.

    Args:
        actor: an administrator or a renewal coordinator of the organization, or above; not for themselves.

    Raises:
        OwnStipend, NotDue, NothingLeft, AmountChanged, NotAllowed.
    """
    if not any(
        acts_as(actor, role, for_organization=organization, at=at) for role in (Role.ORG_ADMIN, Role.RECOGNIZER)
    ):
        raise NotAllowed
    if any(each.person == actor.pk for each in wanted):
        raise OwnStipend(place=organization.name)
    hold(organization.pk)
    reckoned = reckoned_in(organization, at=at)
    seen = {(each.offer, each.person, each.key): each for each in wanted}
    found = [(each, of) for of in reckoned for each in of.reckoning.due if (each.offer, each.person, each.key) in seen]
    if len(found) != len(seen):
        raise NotDue
    # in the order in which they were earned, so that caps are seen to have been used up in it
    return [_enter(seen[each.offer, each.person, each.key], each, of, actor, at) for each, of in found]


def _enter(wanted: Wanted, due: Due, of: Reckoned, actor: Person, at: datetime) -> StipendEntry:
    if due.amount <= 0:
        raise NothingLeft
    if due.amount != wanted.amount:
        raise AmountChanged(amount=money(due.amount, of.offer.currency))
    entry = StipendEntry.objects.create(
        offer=of.offer,
        edition_id=due.terms,
        person_id=due.person,
        key=due.key,
        turn=due.turn,
        earned_on=due.earned_on,
        year=due.year,
        full=due.full,
        amount=due.amount,
        steps=[step.as_json() for step in due.steps],
        approved_at=at,
        approved_by=actor,
    )
    EntryAward.objects.bulk_create([EntryAward(entry=entry, award_id=award) for award in due.awards])
    announce(StipendApproved(entry.pk))
    return entry


@operation
def take_back(*, actor: Person, entry: StipendEntry, reason: str, again: bool, at: datetime) -> StipendReversal:
    """Take a stipend back that should not have been, with a reason. Where it was paid, the next period pays less.

    Args:
        actor: an administrator of the organization that pays, or above; not for themselves.
        reason: why, in words for the educator.
        again: whether it is due anew, by what is on record then.

    Raises:
        WhyMissing, OwnStipend, ReversedAlready, NotAllowed.
    """
    organization = entry.offer.organization
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if entry.person_id == actor.pk:
        raise OwnStipend(place=organization.name)
    if not reason.strip():
        raise WhyMissing
    hold(organization.pk)
    if StipendReversal.objects.filter(entry=entry).exists():
        raise ReversedAlready
    reversal = StipendReversal.objects.create(
        entry=entry,
        cause=StipendReversal.Cause.CORRECTED,
        reason=reason.strip(),
        again=again,
        reversed_at=at,
        reversed_by=actor,
    )
    announce(StipendReversed(reversal.pk))
    return reversal


@operation
def reverse_revoked(*, actor: None, award: Award, at: datetime) -> list[StipendReversal]:
    """Take back every stipend that rests on a revoked award, paid or not. Once, however often it is called.

    A milestone that other awards still reach is due anew.

    Args:
        actor: nobody: it follows from the revocation.
    """
    # All who may be approving just now: either what they approve is seen here, or they see that the award is revoked.
    places = {offer.organization_id for offer in offers_around(award.person)}
    for organization in sorted(places | {entry.offer.organization_id for entry in standing_entries_on(award)}):
        hold(organization)
    reversals = []
    for entry in standing_entries_on(award):
        reversal = StipendReversal.objects.create(
            entry=entry, cause=StipendReversal.Cause.REVOKED, again=True, reversed_at=at, reversed_by=None
        )
        announce(StipendReversed(reversal.pk))
        reversals.append(reversal)
    return reversals
