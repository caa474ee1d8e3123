"""Reading afresh what came back: asked for, and ended with what it found. Scoring calls these down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.calendars.queries import calendar_of
from microcred.catalog.models import Level
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.events import SubmissionWithdrawn
from microcred.portfolios.models import (
    Completion,
    FreshReading,
    FreshReadingEnd,
    Raised,
    Return,
    Shortfall,
    Submission,
    Withdrawal,
)
from microcred.portfolios.operations.withdrawing import settle_pre_check
from microcred.portfolios.queries.fresh_readings import waiting_after
from microcred.portfolios.queries.terms import terms_of
from microcred.portfolios.rules import promised_by


class NotOpenForIt(Refusal):
    """It did not come back, or something was handed in since."""

    message = _(
        "Only what came back last can be read afresh, and only before something else is handed in. What you handed in "
        "since is read on its own."
    )


class NothingReadAfresh(Refusal):
    """No fresh reading of it is under way."""

    message = _("No fresh reading of this submission is under way.")


@operation
def read_afresh(*, actor: Person | None, submission: Submission, at: datetime) -> FreshReading:
    """Let a submission that came back wait for readers again, with a promised date of its own. Once.

    The work itself stays open: what is handed in meanwhile waits for what comes of it, if the caller sees to that.

    Raises:
        NotOpenForIt.
    """
    hold(submission.pursuit_id)
    there = FreshReading.objects.filter(submission=submission).first()
    if there is not None:
        return there
    if not Return.objects.filter(submission=submission).exists():
        raise NotOpenForIt
    version = submission.pursuit.version
    owner = version.micro_credential.owner
    days, calendar = terms_of(version).promised_days, calendar_of(owner)
    facts: dict[str, Any] = {"zone": owner.time_zone, "business_days": days}
    return FreshReading.objects.create(
        submission=submission,
        asked_at=at,
        edition=calendar.edition,
        by=promised_by(at, calendar=calendar.calendar, **facts),
        **facts,
    )


@operation
def end_fresh_reading(
    *,
    actor: Person | None,
    submission: Submission,
    raised: Mapping[UUID, Level],
    at: datetime,
    earned: bool = False,
) -> FreshReadingEnd:
    """End a fresh reading with what it found. Once. Nothing that stood becomes lower by it.

    Args:
        raised: the levels of the criteria that had come back short and are met after all, by criterion.
        earned: whether the whole is earned by that. Then the work is over, and what was handed in since and nobody has
            judged goes back unread: it is not needed any more.

    Raises:
        NothingReadAfresh.
    """
    hold(submission.pursuit_id)
    reading = FreshReading.objects.filter(submission=submission).first()
    if reading is None:
        raise NothingReadAfresh
    there = FreshReadingEnd.objects.filter(reading=reading).first()
    if there is not None:
        return there
    for short in Shortfall.objects.filter(return_row__submission=submission, criterion__in=list(raised)):
        Raised.objects.create(shortfall=short, level=raised[short.criterion_id], raised_at=at)
    end = FreshReadingEnd.objects.create(reading=reading, ended_at=at)
    if earned:
        for later in waiting_after(submission):
            Withdrawal.objects.create(submission=later, withdrawn_at=at)
            settle_pre_check(later, at)
            announce(SubmissionWithdrawn(later.pk))
        Completion.objects.get_or_create(pursuit=submission.pursuit, defaults={"completed_at": at})
    return end
