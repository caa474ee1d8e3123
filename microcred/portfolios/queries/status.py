"""Where a submission stands, in words to its educator: the stage, the promised date, why the clock stands still.

It says that the work is being read and no more: neither by whom, nor by how many, nor since when.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.models import Pause, Submission
from microcred.portfolios.queries.promise import Promise, promise_of


class Stage(StrEnum):
    """What happens to a submission, in this order."""

    RECEIVED = "received"
    PRE_CHECK = "pre_check"
    WAITING = "waiting"
    READ = "read"
    DECIDED = "decided"

    @property
    def words(self) -> str | Words:
        """What the educator is told of it."""
        return _STAGES[self]


_STAGES: dict[Stage, str | Words] = {
    Stage.RECEIVED: _("Received"),
    Stage.PRE_CHECK: _("Pre-check: does everything open, and is it all there?"),
    Stage.WAITING: _("Waiting for an assessor"),
    Stage.READ: _("Being read"),
    Stage.DECIDED: _("Decided"),
}

SUCCESSION = (Stage.RECEIVED, Stage.PRE_CHECK, Stage.WAITING, Stage.READ, Stage.DECIDED)


@dataclass(frozen=True)
class StageAhead:
    """One stage as the page shows it: `place` is past, now or ahead; `at` where the moment may be told."""

    stage: Stage
    place: str
    at: datetime | None = None


@dataclass(frozen=True)
class Status:
    """Where a submission that waits for its decision stands."""

    submission: Submission
    stage: Stage
    promise: Promise

    @property
    def stages(self) -> tuple[StageAhead, ...]:
        """All stages, those behind it first."""
        # Where no person looks, and the system has done so, there is nothing to tell of it.
        looked_at = self.promise.in_pre_check or self.promise.pre_checked_by_person
        succession = [stage for stage in SUCCESSION if stage is not Stage.PRE_CHECK or looked_at]
        here = succession.index(self.stage)
        return tuple(
            StageAhead(
                stage,
                "past" if number < here else "now" if number == here else "ahead",
                self.submission.submitted_at if stage is Stage.RECEIVED else None,
            )
            for number, stage in enumerate(succession)
        )

    @property
    def standing_still(self) -> tuple[Pause, ...]:
        """Why the clock stands still, where it does."""
        return self.promise.standing_still


def status_of(submission: Submission, *, at: datetime) -> Status:
    """Where a submission that waits for its decision stands, in two or three queries."""
    promise = promise_of(submission, at=at)
    waits = Stage.PRE_CHECK if promise.in_pre_check else Stage.WAITING
    return Status(submission, Stage.READ if promise.being_read else waits, promise)
