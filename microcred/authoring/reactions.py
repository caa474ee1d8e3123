"""What authoring does by the clock."""

from datetime import timedelta

from django.utils.timezone import localdate

from microcred.authoring.operations import remind_of_decision
from microcred.authoring.queries import decisions_due
from microcred.authoring.retreating import REMINDED_DAYS_BEFORE
from microcred.foundation import jobs
from microcred.foundation.clock import now


@jobs.every(minutes=60)
def remind_of_decisions_due() -> None:
    """Remind those who see to what a retreat decided, a week before the day and after it. Nobody is told twice."""
    at = now()
    today = localdate(at)
    for decision in decisions_due(by=today + timedelta(days=REMINDED_DAYS_BEFORE)):
        is_over = decision.due_on is not None and decision.due_on < today
        remind_of_decision(actor=None, decision=decision, is_over=is_over, at=at)
