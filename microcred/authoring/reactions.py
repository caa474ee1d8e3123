"""What authoring does by the clock, and when it hears of something."""

from collections import defaultdict
from datetime import timedelta

from django.utils.timezone import localdate

from microcred.authoring.operations import remind_of_decision
from microcred.authoring.operations.lost_items import tell_of_lost_items
from microcred.authoring.queries import decisions_due
from microcred.authoring.retreating import REMINDED_DAYS_BEFORE
from microcred.catalog.queries import LostItem, lost_last
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.frameworks.events import FrameworkImported
from microcred.organizations.models import Organization, Role
from microcred.organizations.queries import people_with


@jobs.every(minutes=60)
def remind_of_decisions_due() -> None:
    """Remind those who see to what a retreat decided, a week before the day and after it. Nobody is told twice."""
    at = now()
    today = localdate(at)
    for decision in decisions_due(by=today + timedelta(days=REMINDED_DAYS_BEFORE)):
        is_over = decision.due_on is not None and decision.due_on < today
        remind_of_decision(actor=None, decision=decision, is_over=is_over, at=at)


@on(FrameworkImported)
def tell_authors_of_lost_items(news: FrameworkImported) -> None:
    """Authors hear which of their micro-credentials align to an item that an import lacked; each import once."""
    owners: dict[Organization, list[LostItem]] = defaultdict(list)
    for lost in lost_last(news.framework_id):
        owners[lost.alignment.version.micro_credential.owner].append(lost)
    for owner, items in owners.items():
        for author in people_with(Role.AUTHOR, organization=owner, at=now()):
            tell_of_lost_items(author, owner, items, at=now())
