"""The verbs of the ledger: recognizing an award, reversing what it brought."""

from datetime import datetime

from django.utils.translation import gettext_noop as noted

from microcred.credentials.models import Award
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.organizations.models import Person
from microcred.recognition.events import CreditEntered, CreditReversed
from microcred.recognition.models import Entry, Policy, Recognition, Reversal
from microcred.recognition.queries import facts_about, policies_for, rules_of
from microcred.recognition.rules import Worth, evaluate


@operation
def recognize(*, actor: Person | None, award: Award, at: datetime) -> list[Recognition]:
    """Apply every policy that speaks about an award, write down what came out and why, and enter the credit.

    Repeated, it writes nothing new unless something on record has changed; what stands in the ledger stays.
    """
    hold(award.pk)
    return [_apply(policy, award, at) for policy in policies_for(award, at=at)]


@operation
def reverse(*, actor: Person | None, award: Award, at: datetime) -> list[Reversal]:
    """Answer every entry of a revoked award with a reversal. The entries themselves stay in the ledger."""
    hold(award.pk)
    reversals = []
    for entry in Entry.objects.filter(award=award, reversal__isnull=True).order_by("pk"):
        reversals.append(
            Reversal.objects.create(
                entry=entry, reversed_at=at, reason=noted("The issuer has revoked the award behind this credit.")
            )
        )
        announce(CreditReversed(entry.pk))
    return reversals


def _apply(policy: Policy, award: Award, at: datetime) -> Recognition:
    entered = Entry.objects.filter(award=award, policy=policy).select_related("recognition").first()
    if entered is not None:
        return entered.recognition
    facts, cycle = facts_about(award, policy, at=at)
    outcome = evaluate(rules_of(policy), facts)
    last = Recognition.objects.filter(award=award, policy=policy).order_by("-evaluated_at", "-pk").first()
    if last and (last.outcome, last.explanation) == (outcome.worth.value, outcome.explanation()):
        return last
    recognition = Recognition.objects.create(
        award=award,
        policy=policy,
        cycle=cycle,
        outcome=outcome.worth.value,
        explanation=outcome.explanation(),
        evaluated_at=at,
    )
    if outcome.worth is Worth.COUNTS and cycle is not None:
        entry = Entry.objects.create(
            recognition=recognition,
            cycle=cycle,
            award=award,
            policy=policy,
            amount=outcome.amount,
            entered_at=at,
        )
        announce(CreditEntered(entry.pk))
    return recognition
