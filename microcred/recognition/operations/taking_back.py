"""The verbs by which an office takes its word back: on credit, and on what somebody has completed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noted

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.recognition.events import CompletionTakenBack, CreditReversed, RulingTakenBack
from microcred.recognition.models import (
    Completion,
    CompletionRetraction,
    CompletionRuling,
    Entry,
    Reversal,
    Ruling,
    RulingRetraction,
)
from microcred.recognition.operations.activities import refuse_without_reason
from microcred.recognition.operations.ledger import recognize
from microcred.recognition.operations.rulings import RulingNotAsked, may_rule, refuse_what_is_reversed
from microcred.recognition.operations.standing import OwnStatement
from microcred.recognition.queries.differences import counting_all_the_same
from microcred.recognition.queries.ledger import carried_by
from microcred.recognition.queries.standing import may_confirm_completion, standing_of

TAKEN_BACK = noted("The office that ruled on it has taken its ruling back.")


class NotRuledOn(Refusal):
    """There is nothing to take back."""

    message = _("Nobody has ruled on “{title}” of {person}, so there is nothing to take back. Look at the list again.")


@operation
def take_back_ruling(*, actor: Person, entry: Entry, code: str, reason: str = "", at: datetime) -> RulingRetraction:
    """Take back that an entry was confirmed or declined, with the reason, which the educator reads. The entry is
    reversed and stays in the ledger; what the rules give without the ruling, and without a limit that came with it,
    is entered in its place and waits to be ruled on. Of an entry that counts by the ruling on one that fell out of its
    cycle, that ruling is taken back.

    Raises:
        RulingNotAsked: that one would count all the same: the rules ask nobody to confirm it any more.
        WhyNotMissing, NotRuledOn, CreditGone, CreditMoved, OwnCredit, DelegatorsCredit, NotAllowed.
    """
    delegation = may_rule(actor, entry, at=at)
    refuse_without_reason(code, reason)
    hold(entry.person_id)
    # Whoever confirms, declines or allows less holds the same.
    hold(entry.pk)
    refuse_what_is_reversed(entry)
    ruling = Ruling.objects.filter(entry=entry).first() or carried_by([entry]).get(entry.pk)
    if ruling is None:
        raise NotRuledOn(title=entry.title, person=entry.person.name)
    if ruling.entry_id != entry.pk and counting_all_the_same([(entry, ruling)], at=at):
        raise RulingNotAsked(title=entry.title, person=entry.person.name)
    retraction = RulingRetraction.objects.create(
        ruling=ruling,
        code=code,
        reason=reason.strip(),
        retracted_at=at,
        retracted_by=actor,
        delegation=delegation,
    )
    Reversal.objects.create(entry=entry, reversed_at=at, reason=TAKEN_BACK, retraction=retraction)
    announce(RulingTakenBack(retraction.pk), CreditReversed(entry.pk))
    recognize(actor=None, person=entry.person, at=at)
    return retraction


class NotConfirmed(Refusal):
    """Nothing of the completion is confirmed by now."""

    message = _("Nothing of this is confirmed by now, so there is nothing to take back. Look at the page again.")


class TakenBackWithoutReason(Refusal):
    """A word that is taken back without a reason."""

    message = _("Say what was wrong. The educator reads it.")
    field = "reason"


@operation
def take_back_completion(*, actor: Person, completion: Completion, reason: str, at: datetime) -> CompletionRetraction:
    """Take back that something is completed, with the reason, which the educator reads. Nothing of it holds until a new
    statement of it is confirmed; what was said stays, and what was confirmed before was corrected since and does not
    come back.

    Raises:
        TakenBackWithoutReason, NotConfirmed, OwnStatement, NotAllowed.
    """
    if not may_confirm_completion(actor, completion, at=at):
        raise NotAllowed
    if actor.pk == completion.person_id:
        raise OwnStatement
    if not reason.strip():
        raise TakenBackWithoutReason
    hold(completion.person_id)
    confirmed = standing_of(completion.person).completions
    holds = next((one for one in confirmed if one.completion_id == completion.pk), None)
    if holds is None:
        raise NotConfirmed
    retraction = CompletionRetraction.objects.create(
        ruling=CompletionRuling.objects.get(statement=holds),
        reason=reason.strip(),
        retracted_at=at,
        retracted_by=actor,
    )
    announce(CompletionTakenBack(retraction.pk))
    return retraction
