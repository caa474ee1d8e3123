"""The verbs by which what everyone has is worked out anew: beginning it, or a trial of it, and what the worker does."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation import jobs
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.recognition.models import (
    Agreement,
    Policy,
    Reevaluation,
    ReevaluationOutcome,
    ReevaluationPortion,
)
from microcred.recognition.queries.policies import states_rules_for
from microcred.recognition.queries.reevaluation import bounds_of, due_at, last_trial_of, progress_of
from microcred.recognition.rules.what_if import Figures

PORTION_JOB, PORTION_QUEUE = "recognition.go_through", "recognition"


class NotTriedYet(Refusal):
    """Nobody has seen what it would change."""

    message = _("First see what it would change for how many people; then it can begin.")


class NewerStatement(Refusal):
    """Another statement of the policy holds in its place."""

    message = _("Statement {number} of this policy is newer. Work out anew what everyone has by that one.")


@operation
def try_out(*, actor: Person, policy: Policy, at: datetime) -> Reevaluation:
    """See what working out anew what everyone has would change, by what is stated. Nothing of anyone's is touched.

    Args:
        actor: one who states the rules of the jurisdiction.
    """
    if not states_rules_for(actor, policy.jurisdiction, at=at):
        raise NotAllowed
    hold(policy.pk)
    before = last_trial_of(policy)
    if before is not None and not progress_of(before, unit="").is_done:
        return before
    trial = Reevaluation.objects.create(
        jurisdiction=policy.jurisdiction,
        policy=policy,
        is_trial=True,
        due_at=due_at(policy, at=at),
        begun_at=at,
        begun_by=actor,
    )
    settle(trial, at)
    return trial


@operation
def reevaluate(*, actor: Person | None, policy: Policy, at: datetime) -> Reevaluation:
    """Work out anew what everyone has, because of a statement: at once, or on the first day on which it holds. Once.

    Args:
        actor: one who states the rules of the jurisdiction and has seen a trial; or None, when its day has come.
    """
    if actor is not None and not states_rules_for(actor, policy.jurisdiction, at=at):
        raise NotAllowed
    hold(policy.pk)
    there = Reevaluation.objects.filter(policy=policy, is_trial=False).first()
    if there is not None:
        return there
    newest = Policy.objects.filter(slug=policy.slug).latest("number")
    if actor is not None and newest.pk != policy.pk:
        raise NewerStatement(number=newest.number)
    tried = last_trial_of(policy)
    if actor is not None and (tried is None or not progress_of(tried, unit="").is_done):
        raise NotTriedYet
    begun = Reevaluation.objects.create(
        jurisdiction=policy.jurisdiction,
        policy=policy,
        due_at=due_at(policy, at=at),
        begun_at=at,
        begun_by=actor,
    )
    if begun.due_at <= at:
        settle(begun, at)
    return begun


@operation
def settle_portions(*, actor: None, reevaluation: Reevaluation, at: datetime) -> None:
    """Settle whom a re-evaluation reaches whose moment has come. Once."""
    hold(reevaluation.pk)
    if not reevaluation.portions.exists():
        settle(reevaluation, at)


@operation
def conclude(
    *, actor: None, portion: ReevaluationPortion, people: int, figures: Figures | None, at: datetime
) -> ReevaluationOutcome:
    """Write down that a portion has been gone through, and what a trial found. Once.

    Args:
        people: about whom the rules speak.
    """
    hold(portion.pk)
    there = ReevaluationOutcome.objects.filter(portion=portion).first()
    if there is not None:
        return there
    return ReevaluationOutcome.objects.create(
        portion=portion, people=people, figures=figures.as_json() if figures is not None else None, done_at=at
    )


def because_of_agreement(agreement: Agreement, *, at: datetime) -> Reevaluation:
    """Look again at everyone under the rules of who has agreed: their awards may count now. In the transaction of the
    agreement."""
    begun = Reevaluation.objects.create(
        jurisdiction=agreement.recognizer, agreement=agreement, due_at=at, begun_at=at, begun_by=agreement.stated_by
    )
    settle(begun, at)
    return begun


def settle(reevaluation: Reevaluation, at: datetime) -> None:
    """Settle the portions of a re-evaluation, and let the worker know. Inside the verb that begins it."""
    portions = ReevaluationPortion.objects.bulk_create(
        ReevaluationPortion(reevaluation=reevaluation, number=number, from_id=first, before_id=before)
        for number, (first, before) in enumerate(bounds_of(reevaluation.jurisdiction, at=at))
    )
    for portion in portions:
        jobs.defer(PORTION_JOB, queue=PORTION_QUEUE, portion_id=str(portion.pk))
