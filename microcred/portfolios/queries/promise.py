"""By when a decision is promised to the educator, in the zone of who offers the micro-credential."""

from dataclasses import dataclass
from datetime import date, datetime

from microcred.portfolios import rules
from microcred.portfolios.models import Pursuit, Submission
from microcred.portfolios.rules import State


@dataclass(frozen=True)
class Promise:
    """The promise of a decision: `by` is the midnight that ends its last `day`."""

    by: datetime
    day: date
    is_late: bool


def promised_by(submission: Submission) -> datetime:
    """The moment by which a decision on a submission is promised. The same moment stands in the assessors' queue."""
    return _promised_by(submission.pursuit, submission.submitted_at)


def promise_of(pursuit: Pursuit, submitted_at: datetime, *, at: datetime) -> Promise:
    """What was promised for work that was submitted; no query where the version's owner is at hand."""
    by = _promised_by(pursuit, submitted_at)
    return Promise(by, rules.last_day(by, _zone(pursuit)), is_late=by <= at)


def promise_of_listed(pursuit: Pursuit, *, at: datetime) -> Promise | None:
    """The promise for a pursuit from `pursuits_of`; None when it is not being judged."""
    listed = vars(pursuit)
    if listed["state"] != State.SUBMITTED:
        return None
    return promise_of(pursuit, listed["submitted_at"], at=at)


def _promised_by(pursuit: Pursuit, submitted_at: datetime) -> datetime:
    return rules.promised_by(submitted_at, zone=_zone(pursuit))


def _zone(pursuit: Pursuit) -> str:
    return pursuit.version.micro_credential.owner.time_zone
