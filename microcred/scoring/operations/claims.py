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
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calibration.queries import (
    holds_stack_of,
    is_qualified,
    may_score_anything,
    open_pauses,
    pause_of,
)
from microcred.catalog.models import Version
from microcred.foundation.asked_often import asked_often, plan_kept
from microcred.foundation.locks import hold
from microcred.foundation.moments import moment_in_words_lazy, weekday_in_words
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.planned import add_planned, write_planned
from microcred.foundation.refusals import Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.portfolios.models import Incompleteness, Pause, Submission, Withdrawal
from microcred.portfolios.operations import (
    OnHold,
    TakenBack,
    WentBackIncomplete,
    note_judge,
    open_submission,
    pause_promise,
    still_waits,
    take_up_again,
)
from microcred.portfolios.queries import (
    close_to,
    far_from,
    identity_of,
    in_pre_check,
    open_quarantines,
)
from microcred.scoring.events import WorkTaken
from microcred.scoring.models import Claim, Concern, GivenBack, QueueItem, Recusal
from microcred.scoring.operations.waits import leave_wait
from microcred.scoring.queries import (
    Offering,
    Waiting,
    active_claim,
    allowed_for,
    appeal_under_way,
    clock_of,
    free,
    has_read,
    has_stepped_back,
    is_held_up,
    offering_to,
    policy_governing,
    readings_asked_of,
    standing_of,
    waiting_for,
    wanted_of,
)
from microcred.scoring.rules import Stop


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


class RightPaused(Refusal):
    """The assessor's right to score the version is paused."""

    message = _(
        "Your right to score “{version}” is paused, so no new work of it comes to you. The page “Practice” has the way "
        "back; what you hold you may finish, and everything else comes to you as before."
    )


class TooClose(Refusal):
    """The assessor wrote the work, knows whose it is, shares a district or school with them, or stepped back."""

    message = _(
        "Somebody else must read this submission: you are too close to it. Take the next one from the queue instead."
    )


class CameClose(Refusal):
    """Since the assessor claimed it they came to know whose it may be, or to work where its educator does. It is
    somebody else's to read from then on, as if they had stepped back."""

    message = _(
        "Since you took this submission you came too close to it. It went back to the queue for somebody else; you did "
        "nothing wrong. Take the next one from the queue instead."
    )
    keeps = True


class ClaimedByAnother(Refusal):
    """Another assessor holds the submission now."""

    message = _(
        "Another assessor has this submission now. What you had noted is kept, but cannot be saved now. "
        "Take the next one from the queue."
    )


class LeaseExpired(Refusal):
    """The time for which the submission was held ran out, or was given up in another tab."""

    title = _("Your time with it ran out")
    message = _(
        "Your time with this submission ran out, so it went back to the queue. Everything you had noted is kept: "
        "take it up again from your queue, if nobody else has."
    )


class TakenByLead(LeaseExpired):
    """A lead took the submission back from who had it."""

    title = _("It was taken back")
    message = _(
        "A lead took this submission back, and your notices say why. Everything you had noted is kept: take it up "
        "again from your queue, if nobody else has."
    )


class SomethingSetAside(Refusal):
    """A file of it is set aside for somebody's privacy, and the reading pauses."""

    message = _(
        "A file of this submission is set aside for privacy until a clean copy is there. What you noted is kept; take "
        "the next one from the queue meanwhile."
    )


class AlreadyDecided(Refusal):
    """The submission has its decision."""

    message = _("This submission has been decided. Take the next one from the queue.")


class AlreadyRead(Refusal):
    """The assessor's own reading of the submission is saved, and another's is to come."""

    message = _(
        "You have read this submission, and your reading is saved for good. Take the next one from the queue instead."
    )


class AllRead(Refusal):
    """It has all readings that it needs, and waits for no reader."""

    message = _("This submission has all the readings it needs. Take the next one from the queue.")


class InPreCheck(Refusal):
    """It is not known yet whether it is complete and legible."""

    message = _("This submission is still in its pre-check. It waits for a reading after that.")


class StillWaiting(Refusal):
    """The submission was neither withdrawn nor came back incomplete."""

    message = _("This submission waits for its readings: nobody took it back, and it is complete.")


class OffersPaused(Refusal):
    """The assessor is offered nothing until they go on."""

    message = _(
        "You paused: nothing new is offered to you. Choose “Go on” on the page “How much you read” when you want work "
        "again."
    )


class AwayNow(Refusal):
    """The assessor said that they are away."""

    message = _(
        "You said that you are away until {day}, so nothing is offered to you before the day after. Change your days "
        "away on the page “How much you read” if you are back."
    )


class WeekIsFull(Refusal):
    """The assessor has taken as many as they want in a week."""

    message = _(
        "You have taken the {most} that you want in a week. More is offered from {day} on, or as soon as you raise the "
        "number on the page “How much you read”."
    )


class NotOffered(Refusal):
    """The assessor asked not to be offered this micro-credential."""

    message = _(
        "You asked not to be offered this micro-credential. Choose it on the page “How much you read”, and it comes to "
        "you again."
    )


class HoldsAnother(Refusal):
    """An assessor reads one submission at a time."""

    message = _("You still hold another submission. Decide it or give it back, then take this one.")


@operation
def enqueue(*, actor: Person | None, submission: Submission, at: datetime) -> QueueItem:
    """Put a submission in the queue, with the date promised to the educator, and with how many readings it needs.

    Once: later calls return the same item. While the attempt before is appealed nobody reads it: what comes of that may
    settle some of it, or all.

    Raises:
        TakenBack: its educator withdrew it before the news of it arrived.
        WentBackIncomplete: it was found incomplete before.
        InPreCheck: it is still looked at, for whether it is complete and legible.
    """
    pursuit = submission.pursuit
    # Whoever withdraws holds this too: either it is found here, or the item is found when the news of it arrives.
    hold(pursuit.pk)
    still_waits(submission)
    if in_pre_check(submission):
        raise InPreCheck
    entered_at = submission.submitted_at
    governed = policy_governing(submission)
    if governed.policy is not None:
        # How many came before it is counted by one at a time.
        hold(governed.policy.pk)
    item, is_new = QueueItem.objects.get_or_create(
        submission=submission,
        defaults={
            **governed._asdict(),
            "version": pursuit.version,
            "entered_at": entered_at,
            # The promise counts from the submission, not from when the news of it arrived.
            **clock_of(submission, at=at)._asdict(),
            "readings_asked": readings_asked_of(submission, governed),
            "close_to": close_to(pursuit, at=entered_at),
        },
    )
    if is_new and appeal_under_way(pursuit.pk) is not None:
        pause_promise(actor=None, submission=submission, reason=Pause.Reason.APPEAL, at=at)
    return item


@operation
def move_due(*, actor: None, submission: Submission, at: datetime) -> QueueItem | None:
    """Let the queue's clock stand still, or go on, as the promise to the educator does; None before it is queued.

    Whoever holds a submission that nobody reads for now holds it no longer: they can take another one. What they noted
    is kept.
    """
    item = QueueItem.objects.select_for_update(no_key=True).filter(submission=submission).first()
    if item is None:
        return None
    clock = clock_of(submission, at=at)
    item.due_at, item.paused_since = clock.due_at, clock.paused_since
    item.save(update_fields=["due_at", "paused_since"])
    if item.assessor_id is None:
        return item
    if is_held_up(item):
        return put_back(item)
    if is_held(item, at):
        # The pause was over before the news of it came: whoever reads it never stopped.
        take_up_again(actor=None, submission=submission, at=at)
    return item


@operation
def claim_next(*, actor: Person, at: datetime, version: UUID | None = None) -> QueueItem | None:
    """Take the oldest submission that the actor may read; the one they hold already, if they hold one.

    Return None when nothing waits for them. Submissions that others are claiming at this very moment are passed over,
    and so is what they gave back within a day. Never more than they declared, nor when they paused or are away.

    Args:
        version: only of this one: reading one rubric many times in a row is steadier than jumping between rubrics.
            Which submission it is stays chance's choice, not the assessor's.

    Raises:
        NotQualified: the actor may score nothing at all.
        RightPaused: their right to what they ask for, or to all there is, is paused.
        OffersPaused, AwayNow, WeekIsFull, NotOffered: they said so themselves.
    """
    # Whoever pauses a right, or says how much they read, holds this too: it is found here, or what is taken now was
    # taken before it. Two tabs come one after the other.
    hold(actor.pk)
    standing = standing_of(actor, at=at)
    if standing.held is not None:
        return standing.held
    offering = standing.offering
    _still_offered(offering)
    versions = wanted_of(standing.versions, offering)
    if not versions and not may_score_anything(actor, at=at):
        raise NotQualified
    if version is not None:
        if Version.objects.filter(pk=version, micro_credential__in=offering.unwanted).exists():
            raise NotOffered
        versions = [pk for pk in versions if pk == version]
    if not versions:
        _not_paused(actor, version)
    for candidates in _pages_of_candidates(actor, standing.identity, versions, at):
        while (item := _first_to_lock(candidates, standing.identity, at)) is not None:
            try:
                return _take(item, actor, at)
            except (TakenBack, WentBackIncomplete):
                settle(item, at)
            except OnHold:
                # Paused between the look and the lock. The next look sees it.
                continue
    return None


@operation
def claim(*, actor: Person, item: QueueItem, at: datetime) -> QueueItem:
    """Take one given submission: to go on with work whose lease ran out, or because a lead asked for it.

    Raises:
        AlreadyDecided, ClaimedByAnother, SomethingSetAside, HoldsAnother, RightPaused, AnotherRubric, NotQualified,
        AlreadyRead, AllRead, OnHold, TooClose, TakenBack, WentBackIncomplete; and of what they never had, OffersPaused,
        AwayNow, WeekIsFull.
    """
    hold(actor.pk)
    row = locked(item)
    if row.settled_at is not None:
        raise AlreadyDecided
    if is_held(row, at):
        if row.assessor_id == actor.pk:
            return row
        raise ClaimedByAnother
    if row.reader_id not in (None, actor.pk):
        raise TooClose
    if open_quarantines(submission=row.submission_id).exists() or Concern.objects.filter(item=row).exists():
        raise SomethingSetAside
    if active_claim(actor, at=at) is not None:
        raise HoldsAnother
    if not row.claims_made or not _claims_of(actor, row):
        _still_offered(offering_to(actor, at=at))
    if not is_qualified(actor, row.version, at=at):
        _not_paused(actor, row.version_id)
        raise AnotherRubric(version=row.version) if holds_stack_of(actor, row.version, at=at) else NotQualified
    if has_read(actor, row):
        raise AlreadyRead
    if row.readings_saved == row.readings_asked:
        raise AllRead
    if has_stepped_back(actor, row) or is_close(actor, row, at):
        raise TooClose
    return _take(row, actor, at)


@operation
def take_out_of_queue(*, actor: Person | None, submission: Submission, at: datetime) -> QueueItem | None:
    """Let nobody read a submission that was withdrawn or went back incomplete. Once; None when it never was queued.

    Raises:
        StillWaiting: neither is so.
    """
    ended = (Withdrawal, Incompleteness)
    if not any(ending.objects.filter(submission=submission).exists() for ending in ended):
        raise StillWaiting
    item = QueueItem.objects.select_for_update(no_key=True).filter(submission=submission).first()
    if item is not None and item.settled_at is None:
        settle(item, at)
    return item


@operation
def renew(*, actor: Person, item: QueueItem, claim_number: int, at: datetime) -> QueueItem:
    """Hold a submission for a whole lease from now.

    Raises:
        OnHold: nobody reads it for now.
    """
    held = held_by(actor, item, claim_number, at)
    not_on_hold(held)
    return extended(held, at)


@operation
def let_go(*, actor: Person, item: QueueItem, claim_number: int, at: datetime, reason: str = "") -> QueueItem:
    """Give a submission back to the queue. Notes are kept for whoever wrote them, should they take it up again.

    It is not offered to them for a day (`rules.PASSED_OVER`), and does not count in their week, as long as they did not
    give back more than a few (`rules.FREE_RETURNS`).
    """
    held = held_by(actor, item, claim_number, at)
    current = Claim.objects.filter(item=held, assessor=actor, own_number=claim_number).latest("number")
    GivenBack.objects.create(item=held, assessor=actor, claim=current, reason=reason, given_back_at=at)
    leave_wait(held, at)
    return put_back(held)


@operation
def remind_of_lease(*, actor: None, item: QueueItem, at: datetime) -> bool:
    """Tell who holds a submission that their time with it ends soon, and what happens then; once for each end.

    Return whether it was theirs to be told: False where they went on, or gave it back, meanwhile.
    """
    row = locked(item)
    lease = row.lease_expires_at
    if row.settled_at is not None or row.assessor is None or lease is None or not is_held(row, at):
        return False
    if lease != item.lease_expires_at:
        return False
    ends = moment_in_words_lazy(lease, row.assessor.time_zone)
    tell(
        actor=None,
        person=row.assessor,
        kind="lease_ends",
        subject=format_lazy(_("Yours until {moment}: submission {alias}"), moment=ends, alias=row.alias),
        body=format_lazy(
            _(
                "Nothing was noted on submission {alias} for a while. At {moment} it goes back to the queue, and "
                "somebody else may read it. What you noted is kept: go on with it, ask for more time, or take it up "
                "again later if nobody else has. Giving it back is no fault."
            ),
            alias=row.alias,
            moment=ends,
        ),
        path=reverse("workbench", args=[row.key]),
        key=f"lease_ends:{row.pk}:{row.claims_made}:{lease:%Y%m%dT%H%M}",
        at=at,
    )
    return True


@operation
def recuse(*, actor: Person, item: QueueItem, claim_number: int, reason: str, at: datetime) -> Recusal:
    """Step back from a submission for good: the actor knows the work, or the person behind it."""
    return step_back(actor, held_by(actor, item, claim_number, at), at, reason)


def held_by(actor: Person, item: QueueItem, claim_number: int, at: datetime) -> QueueItem:
    """Return the item, locked, if the actor holds it under this claim; the other verbs of a reading begin with it.

    Raises:
        AlreadyDecided, AlreadyRead, ClaimedByAnother, OnHold, TakenByLead, LeaseExpired: the actor does not hold it;
            which, in this order.
    """
    row = locked(item)
    if row.settled_at is not None:
        raise AlreadyDecided
    if row.assessor_id == actor.pk and row.claim_number == claim_number and is_held(row, at):
        return row
    if has_read(actor, row):
        raise AlreadyRead
    if row.assessor_id != actor.pk and is_held(row, at):
        raise ClaimedByAnother
    not_on_hold(row)
    mine = {"assessor": actor, "claim__own_number": claim_number}
    if GivenBack.objects.filter(item=row, taken_by__isnull=False, **mine).exists():
        raise TakenByLead
    raise LeaseExpired


def is_close(person: Person, item: QueueItem, at: datetime) -> bool:
    """Whether a person is too close to a submission to judge it, as things stand at a moment."""
    far = far_from(identity_of(person, at=at), at=at)
    return not QueueItem.of_all.filter(far, pk=item.pk).exists()


def step_back(actor: Person, held: QueueItem, at: datetime, reason: str = "") -> Recusal:
    """Put a locked item that somebody holds back in the queue, for others only."""
    recusal = Recusal.objects.create(item=held, assessor=actor, recused_at=at, reason=reason)
    leave_wait(held, at)
    put_back(held)
    return recusal


def extended(item: QueueItem, at: datetime) -> QueueItem:
    """Let the lease of a locked item run its whole length from now; not less long than it does already."""
    item.lease_expires_at = max(at + _lease(), item.lease_expires_at or at)
    item.save(update_fields=["lease_expires_at"])
    return item


def extended_if_half_gone(item: QueueItem, at: datetime) -> QueueItem:
    """Let work itself keep the lease, at the cost of a write only now and then."""
    if item.lease_expires_at is not None and item.lease_expires_at - at < _lease() / 2:
        return extended(item, at)
    return item


def _not_paused(actor: Person, version: UUID | None) -> None:
    """Refuse who may not score a version, or anything, because their right is paused."""
    asked = Version.objects.filter(pk=version).first() if version else None
    pause = pause_of(actor, asked) if asked else open_pauses(actor).first()
    if pause is not None:
        raise RightPaused(version=pause.version)


def _still_offered(offering: Offering) -> None:
    """Refuse who is offered nothing, as they said themselves."""
    if offering.stops is Stop.PAUSED:
        raise OffersPaused
    if offering.stops is Stop.AWAY and offering.away_until is not None:
        raise AwayNow(day=weekday_in_words(offering.away_until))
    if offering.stops is Stop.FULL and offering.week_ends_on is not None:
        raise WeekIsFull(most=offering.most, day=weekday_in_words(offering.week_ends_on))


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
    return _to_lock.first(items=[candidate.pk for candidate in candidates], identity=list(identity), at=at)


@plan_kept
@asked_often
def _to_lock(*, items: list[UUID], identity: list[UUID], at: datetime) -> QuerySet[QueueItem]:
    open_to = QueueItem.of_all.filter(free(at), far_from(identity, at=at), pk__in=items).order_by("entered_at", "pk")
    first = open_to.select_related("submission").select_for_update(no_key=True, skip_locked=True, of=("self",))
    return first[:1]


def not_on_hold(item: QueueItem) -> None:
    """Refuse what nobody reads for now."""
    if is_held_up(item):
        raise OnHold


def locked(item: QueueItem) -> QueueItem:
    """Return the item as it stands, locked against every other change until the transaction ends."""
    row: QueueItem = QueueItem.of_all.select_for_update(no_key=True).get(pk=item.pk)
    return row


def is_held(item: QueueItem, at: datetime) -> bool:
    """Whether anybody holds a submission at a moment."""
    return item.lease_expires_at is not None and at < item.lease_expires_at


def put_back(item: QueueItem) -> QueueItem:
    """Let a locked item wait in the queue again, in its old place."""
    item.assessor = None
    item.lease_expires_at = None
    item.save(update_fields=["assessor", "lease_expires_at"])
    return item


def settle(item: QueueItem, at: datetime) -> None:
    """Take a locked item that nobody is to read out of the queue for good."""
    item.settled_at = at
    item.save(update_fields=["settled_at"])


def _take(item: QueueItem, actor: Person, at: datetime) -> QueueItem:
    """Claim a locked item. The first who does opens the submission, which its educator can then not take back.

    Of a validity paper its educator learns nothing: it was decided long ago.

    Raises:
        TakenBack: the educator was faster.
        WentBackIncomplete: so was who checks for completeness.
        OnHold: so was whoever stopped the clock.
    """
    # Whoever pauses, withdraws or gives back holds the pursuit too, so that one of the two sees what the other did.
    if item.paper_id is None:
        open_submission(actor=actor, submission=item.submission, at=at)
    else:
        hold(item.submission.pursuit_id)
        not_on_hold(item)
        note_judge(actor=actor, submission=item.submission, at=at)
    if item.claims_made:
        leave_wait(item, at)
    item.claim_number = _claims_of(actor, item) + 1 if item.claims_made else 1
    item.claims_made += 1
    item.assessor = actor
    item.lease_expires_at = at + _lease()
    write_planned(
        _HOLD,
        {
            "item": item.pk,
            "assessor": actor.pk,
            "claim_number": item.claim_number,
            "claims_made": item.claims_made,
            "lease_expires_at": item.lease_expires_at,
        },
    )
    taken = add_planned(
        Claim(
            item=item,
            number=item.claims_made,
            own_number=item.claim_number,
            assessor=actor,
            claimed_at=at,
            lease_expires_at=item.lease_expires_at,
        )
    )
    if settings.ASSISTANT and allowed_for(item.version.micro_credential) is not None:
        announce(WorkTaken(taken.pk))
    return item


_HOLD = """
    UPDATE scoring_queueitem
    SET assessor_id = %(assessor)s, claim_number = %(claim_number)s, claims_made = %(claims_made)s,
        lease_expires_at = %(lease_expires_at)s
    WHERE id = %(item)s
"""


def _claims_of(actor: Person, item: QueueItem) -> int:
    """The number among their own of an assessor's last claim of a submission; 0 when they never had it."""
    last = Claim.objects.filter(item=item, assessor=actor).aggregate(last=Max("own_number"))["last"]
    return last or 0


def _lease() -> timedelta:
    return timedelta(minutes=settings.LEASE_MINUTES)
