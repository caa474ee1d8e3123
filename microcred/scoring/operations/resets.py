"""Resetting readings that are not to count: a lead begins it, and the worker sees to one submission after the other."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.moments import weekday_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.queries import may_be_read_afresh, promise_of
from microcred.scoring.models import (
    Appeal,
    BackRead,
    BackReadStep,
    Decision,
    QueueItem,
    ResetCampaign,
    ResetCase,
    ResetOutcome,
    ResetReading,
    Scoring,
)
from microcred.scoring.operations.appeals import let_wait
from microcred.scoring.operations.claims import locked
from microcred.scoring.queries import Scope, appeal_being_read, end_of, reached_by, readings_in, scope_of
from microcred.scoring.rules import Consequence, Reached, asked_after, consequence

LONGEST_REASON = 2_000
"""characters"""


class NothingChosen(Refusal):
    """Neither a version nor an assessor."""

    message = _("Choose a version, an assessor, or both: everything that was ever read cannot be reset at once.")
    field = "version"
    status = 422


class NothingToReset(Refusal):
    """No reading that counts is among what was chosen."""

    message = _(
        "No reading that counts is among what you chose. Look at another time, version or assessor. Work of your own "
        "is never among it: another lead assessor can have that read afresh."
    )
    field = "since"
    status = 422


class OwnReadings(Refusal):
    """Nobody decides about themselves."""

    message = _(
        "These readings are your own, and nobody decides about themselves. Ask another lead assessor to look at them "
        "and, if they are not to count, to reset them."
    )
    field = "assessor"
    status = 422


class NotConfirmed(Refusal):
    """The number that was typed is not the number of readings."""

    message = _(
        "The number of readings is {count} now. Look at what it would do once more, and type that number if you mean "
        "it."
    )
    field = "confirmed"
    status = 422


class NoReasonGiven(Refusal):
    """Nobody would know why."""

    message = _("Say why these readings are not to count: whoever looks at it later has nothing else to go by.")
    field = "reason"
    status = 422


@operation
def begin_reset(
    *,
    actor: Person,
    scope: Scope,
    reason: str,
    tells_at_start: bool,
    confirmed: int | None,
    form_key: UUID,
    at: datetime,
) -> ResetCampaign:
    """Begin to reset readings. Which submissions that reaches is settled here; the worker sees to each. The same form
    sent twice begins it once.

    Args:
        actor: a lead assessor of the organization, or above.
        tells_at_start: whether educators are told when their work is read afresh; of what gets better they are always.
        confirmed: the number of readings, as the actor typed it.

    Raises:
        NothingChosen, OwnReadings, NothingToReset, NotConfirmed, NoReasonGiven, NotAllowed.
    """
    organization = scope.organization
    if scope.begun_by != actor or not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=organization, at=at):
        raise NotAllowed
    hold(organization.pk)
    there = ResetCampaign.objects.filter(form_key=form_key, organization=organization).first()
    if there is not None:
        return there
    if scope.version is None and scope.assessor is None:
        raise NothingChosen
    if scope.assessor == actor:
        raise OwnReadings
    readings = readings_in(scope)
    count = readings.count()
    if not count:
        raise NothingToReset
    if not reason.strip():
        raise NoReasonGiven
    if confirmed != count:
        raise NotConfirmed(count=count)
    campaign = ResetCampaign.objects.create(
        organization=organization,
        version=scope.version,
        assessor=scope.assessor,
        since=scope.since,
        until=scope.until,
        reason=reason.strip()[:LONGEST_REASON],
        tells_at_start=tells_at_start,
        form_key=form_key,
        begun_at=at,
        begun_by=actor,
    )
    reached = readings.order_by("submission").values_list("submission", flat=True).distinct()
    ResetCase.objects.bulk_create(ResetCase(campaign=campaign, submission_id=pk) for pk in reached)
    return campaign


@operation
def reset(*, actor: None, case: ResetCase, at: datetime) -> ResetOutcome:
    """Reset the readings of one submission that a campaign reaches, and do what follows by how it stands now. Once.

    All in one transaction, under the lock of its place in the queue: whoever claims, saves a reading or appeals takes
    it too, so that no decision comes to rest on a reading that was reset before it.
    """
    item = locked(QueueItem.objects.get(submission=case.submission_id))
    hold(case.submission.pursuit_id)
    there = ResetOutcome.objects.filter(case=case).first()
    if there is not None:
        return there
    readings = list(readings_in(scope_of(case.campaign)).filter(submission=case.submission_id))
    stands = reached_by(Scoring.objects.filter(pk__in=[each.pk for each in readings])).get(case.submission_id)
    comes_to = _comes_to(case, stands)
    _write_down(case, readings, comes_to)
    if comes_to is Consequence.REPLACED:
        _let_others_take_the_place(item, case, readings, at)
    elif comes_to is Consequence.AFRESH:
        decision = Decision.objects.get(submission=case.submission_id)
        made = Appeal.objects.create(decision=decision, case=case, grounds=[], screened=False, appealed_at=at)
        let_wait(item, at)
        if case.campaign.tells_at_start:
            _tell_begun(made, at)
    return ResetOutcome.objects.create(case=case, consequence=comes_to.value, done_at=at)


def _comes_to(case: ResetCase, stands: Reached | None) -> Consequence:
    """What becomes of it: as it was foretold, unless the work cannot be read afresh for another reason."""
    if stands is None:
        # Another campaign has reset all of it since.
        return Consequence.READ_BEFORE
    comes_to = consequence(stands)
    if comes_to is Consequence.AFRESH and not may_be_read_afresh(case.submission):
        return Consequence.WENT_ON
    return comes_to


def _write_down(case: ResetCase, readings: list[Scoring], comes_to: Consequence) -> None:
    decision = Decision.objects.filter(submission=case.submission_id).first()
    ResetReading.objects.bulk_create(
        ResetReading(
            case=case,
            scoring=each,
            replaced=comes_to is Consequence.REPLACED and (decision is None or each.scored_at > decision.decided_at),
        )
        for each in readings
    )


def _let_others_take_the_place(item: QueueItem, case: ResetCase, readings: list[Scoring], at: datetime) -> None:
    """Let an undecided submission, or one that is read for an appeal, wait for as many readings as do not count now."""
    appeal = appeal_being_read(case.submission)
    rested = appeal.decision.readings if appeal else 0
    gone = [each for each in readings if appeal is None or each.scored_at > appeal.decision.decided_at]
    left = item.readings_saved - len(gone)
    item.readings_asked = rested + asked_after(item.readings_asked - rested, left - rested)
    item.readings_saved = left
    # Nobody reads the same work twice.
    item.close_to = [*item.close_to, *sorted({each.assessor_id for each in gone} - {*item.close_to})]
    item.save(update_fields=["readings_asked", "readings_saved", "close_to"])
    for look in BackRead.objects.filter(item=item):
        if end_of(look) is None:
            BackReadStep.objects.create(
                back_read=look, kind=BackReadStep.Kind.RESET, taken_by=case.campaign.begun_by, taken_at=at
            )


def _tell_begun(made: Appeal, at: datetime) -> None:
    submission = made.decision.submission
    title = title_for_readers(submission.pursuit.version)
    day = weekday_in_words_lazy(promise_of(submission, at=at).day)
    body: Promise = format_lazy(
        _(
            "We looked again at how work was judged, and want yours on “{title}” to be read afresh: by at least two "
            "people who have never seen it and learn nothing of what was said before. You need do nothing.\n\nNothing "
            "that you have met can get lower by it. You will hear what came of it by {day}. Meanwhile you may revise "
            "and hand in again; that waits for the outcome."
        ),
        title=title,
        day=day,
    )
    tell(
        actor=None,
        person=submission.pursuit.person,
        kind="read_afresh",
        subject=format_lazy(_("Your work is read afresh: {title}"), title=title),
        body=body,
        path=reverse("feedback", args=[submission.pk]),
        key=f"read_afresh:{made.pk}",
        at=at,
    )
