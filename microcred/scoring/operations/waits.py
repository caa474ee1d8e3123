"""Waiting for a lead's answer: the submission stays with who asked, and the clock of its promise stands still."""

from datetime import datetime
from zoneinfo import ZoneInfo

from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import Pause
from microcred.portfolios.operations import pause_promise, resume_promise
from microcred.scoring.models import Claim, QuestionStep, QueueItem
from microcred.scoring.queries import due_of_paper, end_of_business_days, wait_under_way

ANSWER_DAYS = 3
"""business days for which somebody waits for an answer at most"""
BACK_DAYS = 1
"""business days that who asked has to come back to the work, once the wait is over"""

Kind = QuestionStep.Kind


def begin_wait(item: QueueItem, step: QuestionStep) -> None:
    """Let a locked item wait for the answer to what its assessor has just asked."""
    keep_until(item, end_of_business_days(_owner(item), ANSWER_DAYS + BACK_DAYS, at=step.taken_at))
    if item.paper_id is None:
        # Its educator is told once it lasts: of minutes there would be two mails and nothing to know.
        pause_promise(
            actor=None, submission=item.submission, reason=Pause.Reason.QUESTION, at=step.taken_at, is_told=True
        )


def end_wait(item: QueueItem, step: QuestionStep, kind: Kind, at: datetime, by: Person | None = None) -> QuestionStep:
    """Let nobody wait any more for the answer to what was asked about a locked item, and the clock go on."""
    ended = QuestionStep.objects.create(question=step.question, kind=kind, ends=step, taken_by=by, taken_at=at)
    let_clock_go_on_after(item, step, at)
    return ended


def let_clock_go_on_after(item: QueueItem, step: QuestionStep, at: datetime) -> None:
    """Let the clock of a locked item go on, once it is written down that the wait is over."""
    if item.paper_id is not None:
        item.due_at = due_of_paper(item, at=at)
        item.save(update_fields=["due_at"])
        return
    zone = ZoneInfo(_owner(item).time_zone)
    moved = step.taken_at.astimezone(zone).date() < at.astimezone(zone).date()
    resume_promise(actor=None, submission=item.submission, reason=Pause.Reason.QUESTION, at=at, is_told=not moved)


def leave_wait(item: QueueItem, at: datetime) -> QuestionStep | None:
    """End the wait of a locked item that is not in the hands any more of who asked. The question stays."""
    step = wait_under_way(item)
    return end_wait(item, step, Kind.LEFT, at) if step is not None else None


def come_back_until(item: QueueItem, at: datetime) -> datetime:
    """Until when who asked has time to come back to a submission."""
    return end_of_business_days(_owner(item), BACK_DAYS, at=at)


def keep_until(item: QueueItem, until: datetime) -> None:
    """Let a locked item stay with its assessor until a moment."""
    item.lease_expires_at = until
    item.save(update_fields=["lease_expires_at"])


def is_held_under(item: QueueItem, claim: Claim | None, at: datetime) -> bool:
    """Whether a locked item is held still under the claim under which somebody asked."""
    return (
        claim is not None
        and item.settled_at is None
        and item.claims_made == claim.number
        and item.assessor_id == claim.assessor_id
        and item.lease_expires_at is not None
        and at < item.lease_expires_at
    )


def _owner(item: QueueItem) -> Organization:
    owner: Organization = item.version.micro_credential.owner
    return owner
