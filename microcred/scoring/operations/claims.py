"""Who reads what: submissions enter the queue, assessors claim them for a while and give them back.

A claim is a lease. `claim_number` grows with every claim of one assessor, so that a page which was opened under an
earlier one is known to be stale; it is counted for each assessor apart, because it stands on their pages and must not
tell that somebody read before. While a lease runs nobody else gets the submission; when it has run out the next who
asks does. Whoever has read a submission does not get it again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, repeat
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from microcred.calibration.queries import holds_stack_of, is_qualified, qualifications_of, versions_for
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.organizations.queries import workplaces_of
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import promised_by
from microcred.scoring.models import Claim, QueueItem, Recusal
from microcred.scoring.queries import (
    Waiting,
    active_claim,
    far_from,
    free,
    has_read,
    has_stepped_back,
    identity_of,
    readings_asked_of,
    waiting_for,
)


class NotQualified(Refusal):
    """The assessor holds no qualification that covers the submission, or none at all."""

    message = _(
        "You are not qualified to score this yet. Ask your lead assessor to qualify you for its stack; "
        "the queue opens the moment they do."
    )


class AnotherRubric(Refusal):
    """The assessor's qualification for the stack is from before the rubric of this version, and its grace has ended."""

    message = _(
        "“{version}” is judged by another rubric than the one you qualified by. Ask your lead assessor to requalify "
        "you for it; what is judged by the rubric you know still comes to you."
    )


class TooClose(Refusal):
    """The assessor wrote the work, shares a district or school with who did, or stepped back from it."""

    message = _(
        "Somebody else must read this submission: you are too close to it. Take the next one from the queue instead."
    )


class ClaimedByAnother(Refusal):
    """Another assessor holds the submission now."""

    message = _(
        "Another assessor has this submission now. What you had noted is kept, but cannot be saved now. "
        "Take the next one from the queue."
    )


class LeaseExpired(Refusal):
    """The time for which the submission was held ran out, or was given up in another tab."""

    message = _(
        "Your time with this submission ran out, so it went back to the queue. Everything you had noted is kept: "
        "take it up again from your queue, if nobody else has."
    )


class AlreadyDecided(Refusal):
    """The submission has its decision."""

    message = _("This submission has been decided. Take the next one from the queue.")


class AlreadyRead(Refusal):
    """The assessor's own reading of the submission is saved, and another's is to come."""

    message = _(
        "You have read this submission, and your reading is saved for good. Take the next one from the queue instead."
    )


class HoldsAnother(Refusal):
    """An assessor reads one submission at a time."""

    message = _("You still hold another submission. Decide it or give it back, then take this one.")


@operation
def enqueue(*, actor: Person | None, submission: Submission, at: datetime) -> QueueItem:
    """Put a submission in the queue, with the date promised to the educator, and with how many readings it needs.

    Once: later calls return the same item.
    """
    del at  # The promise counts from the submission, not from when the news of it arrived.
    pursuit = submission.pursuit
    entered_at = submission.submitted_at
    item, _created = QueueItem.objects.get_or_create(
        submission=submission,
        defaults={
            "version": pursuit.version,
            "entered_at": entered_at,
            "due_at": promised_by(submission),
            "readings_asked": readings_asked_of(submission),
            "close_to": [pursuit.person_id, *sorted(workplaces_of(pursuit.person, at=entered_at))],
        },
    )
    return item


@operation
def claim_next(*, actor: Person, at: datetime, version: UUID | None = None) -> QueueItem | None:
    """Take the oldest submission that the actor may read; the one they hold already, if they hold one.

    Return None when nothing waits for them. Submissions that others are claiming at this very moment are passed over.

    Args:
        version: only of this one: reading one rubric many times in a row is steadier than jumping between rubrics.
            Which submission it is stays chance's choice, not the assessor's.

    Raises:
        NotQualified: the actor may score nothing at all.
    """
    hold(actor.pk)
    held = active_claim(actor, at=at)
    if held is not None:
        return held
    versions = list(versions_for(actor, at=at))
    if not versions and not qualifications_of(actor, at=at).exists():
        raise NotQualified
    if version is not None:
        versions = [pk for pk in versions if pk == version]
    identity = identity_of(actor, at=at)
    for candidates in _pages_of_candidates(actor, identity, versions, at):
        item = _first_to_lock(candidates, identity, at)
        if item is not None:
            return _take(item, actor, at)
    return None


@operation
def claim(*, actor: Person, item: QueueItem, at: datetime) -> QueueItem:
    """Take one given submission: to go on with work whose lease ran out, or because a lead asked for it."""
    hold(actor.pk)
    row = locked(item)
    if row.settled_at is not None:
        raise AlreadyDecided
    if _is_held(row, at):
        if row.assessor_id == actor.pk:
            return row
        raise ClaimedByAnother
    if active_claim(actor, at=at) is not None:
        raise HoldsAnother
    if not is_qualified(actor, row.version, at=at):
        raise AnotherRubric(version=row.version) if holds_stack_of(actor, row.version, at=at) else NotQualified
    if has_read(actor, row):
        raise AlreadyRead
    far = far_from(identity_of(actor, at=at), at=at)
    if has_stepped_back(actor, row) or not QueueItem.objects.filter(far, pk=row.pk).exists():
        raise TooClose
    return _take(row, actor, at)


@operation
def renew(*, actor: Person, item: QueueItem, claim_number: int, at: datetime) -> QueueItem:
    """Hold a submission for a whole lease from now."""
    return extended(held_by(actor, item, claim_number, at), at)


@operation
def let_go(*, actor: Person, item: QueueItem, claim_number: int, at: datetime) -> QueueItem:
    """Give a submission back to the queue. Notes are kept for whoever wrote them, should they take it up again."""
    return put_back(held_by(actor, item, claim_number, at))


@operation
def recuse(*, actor: Person, item: QueueItem, claim_number: int, reason: str, at: datetime) -> Recusal:
    """Step back from a submission for good: the actor knows the work, or the person behind it."""
    held = held_by(actor, item, claim_number, at)
    recusal = Recusal.objects.create(item=held, assessor=actor, recused_at=at, reason=reason)
    put_back(held)
    return recusal


def held_by(actor: Person, item: QueueItem, claim_number: int, at: datetime) -> QueueItem:
    """Return the item, locked, if the actor holds it under this claim; the other verbs of a reading begin with it.

    Raises:
        AlreadyDecided, AlreadyRead, ClaimedByAnother, LeaseExpired: the actor does not hold it; which, in this order.
    """
    row = locked(item)
    if row.settled_at is not None:
        raise AlreadyDecided
    if row.assessor_id == actor.pk and row.claim_number == claim_number and _is_held(row, at):
        return row
    if has_read(actor, row):
        raise AlreadyRead
    if row.assessor_id != actor.pk and _is_held(row, at):
        raise ClaimedByAnother
    raise LeaseExpired


def extended(item: QueueItem, at: datetime) -> QueueItem:
    """Let the lease of a locked item run its whole length from now."""
    item.lease_expires_at = at + _lease()
    item.save(update_fields=["lease_expires_at"])
    return item


def extended_if_half_gone(item: QueueItem, at: datetime) -> QueueItem:
    """Let work itself keep the lease, at the cost of a write only now and then."""
    if item.lease_expires_at is not None and item.lease_expires_at - at < _lease() / 2:
        return extended(item, at)
    return item


FIRST_LOOK, FURTHER_LOOKS = 4, 64
"""How many waiting submissions are looked at together: few, and many only where others have locked the first."""


def _pages_of_candidates(
    actor: Person, identity: Sequence[UUID], versions: Sequence[UUID], at: datetime
) -> Iterator[list[Waiting]]:
    """Yield what waits for the actor, oldest first, page by page, until nothing is left."""
    after: Waiting | None = None
    for most in chain([FIRST_LOOK], repeat(FURTHER_LOOKS)):
        page = waiting_for(actor, versions, identity, at=at, after=after, most=most)
        yield page
        if len(page) < most:
            return
        after = page[-1]


def _first_to_lock(candidates: Sequence[Waiting], identity: Sequence[UUID], at: datetime) -> QueueItem | None:
    """Lock the first candidate that is still free, that nobody else has locked, and that is not too close now.

    What the queue knows of conflicts dates from the submission; whoever changed schools since is found out here.
    """
    if not candidates:
        return None
    return (
        QueueItem.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        .filter(free(at), far_from(identity, at=at), pk__in=[candidate.pk for candidate in candidates])
        .order_by("entered_at", "pk")
        .first()
    )


def locked(item: QueueItem) -> QueueItem:
    """Return the item as it stands, locked against every other change until the transaction ends."""
    return QueueItem.objects.select_for_update(no_key=True).get(pk=item.pk)


def _is_held(item: QueueItem, at: datetime) -> bool:
    return item.lease_expires_at is not None and at < item.lease_expires_at


def put_back(item: QueueItem) -> QueueItem:
    """Let a locked item wait in the queue again, in its old place."""
    item.assessor = None
    item.lease_expires_at = None
    item.save(update_fields=["assessor", "lease_expires_at"])
    return item


def _take(item: QueueItem, actor: Person, at: datetime) -> QueueItem:
    item.claim_number = _claims_of(actor, item) + 1 if item.claims_made else 1
    item.claims_made += 1
    item.assessor = actor
    item.lease_expires_at = at + _lease()
    item.save(update_fields=["assessor", "claim_number", "claims_made", "lease_expires_at"])
    Claim.objects.create(
        item=item,
        number=item.claims_made,
        own_number=item.claim_number,
        assessor=actor,
        claimed_at=at,
        lease_expires_at=item.lease_expires_at,
    )
    return item


def _claims_of(actor: Person, item: QueueItem) -> int:
    """The number among their own of an assessor's last claim of a submission; 0 when they never had it."""
    last = Claim.objects.filter(item=item, assessor=actor).aggregate(last=Max("own_number"))["last"]
    return last or 0


def _lease() -> timedelta:
    return timedelta(minutes=settings.LEASE_MINUTES)
