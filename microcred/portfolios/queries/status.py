"""Where a submission stands, in words to its educator: the stage, the promised date, why the clock stands still.

It says that the work is being read and no more: neither by whom, nor by how many, nor since when.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.models import Pause, Quarantine, Submission
from microcred.portfolios.queries.promise import Promise, promise_of
from microcred.portfolios.queries.quarantines import quarantines_of


class Stage(StrEnum):
    """What happens to a submission, in this order."""

    RECEIVED = "received"
    PRE_CHECK = "pre_check"
    HELD = "held"
    WAITING = "waiting"
    READ = "read"
    DECIDED = "decided"

    @property
    def words(self) -> str | Words:
        """What the educator is told of it; what holds it up is told by `Status.words`."""
        return _STAGES[self]


_STAGES: dict[Stage, str | Words] = {
    Stage.RECEIVED: _("Received"),
    Stage.PRE_CHECK: _("Pre-check: does everything open, and is it all there?"),
    Stage.HELD: _("On hold"),
    Stage.WAITING: _("Waiting for an assessor"),
    Stage.READ: _("Being read"),
    Stage.DECIDED: _("Decided"),
}

_HELD: dict[str, str | Words] = {
    Pause.Reason.EDUCATOR: _("It waits for something from you"),
    Pause.Reason.EVIDENCE: _("On hold: some of the evidence cannot be opened"),
    Pause.Reason.PRIVACY: _("On hold while a privacy question is settled"),
    Pause.Reason.INTEGRITY: _("On hold while a question about originality is looked into"),
    Pause.Reason.APPEAL: _("It waits until the attempt before has been read afresh"),
}
"""What stands between a submission and its reading, by the reason of the pause; first what the educator can settle."""

SUCCESSION = (Stage.RECEIVED, Stage.PRE_CHECK, Stage.HELD, Stage.WAITING, Stage.READ, Stage.DECIDED)


@dataclass(frozen=True)
class StageAhead:
    """One stage as the page shows it: `place` is past, now or ahead; `at` where the moment may be told."""

    stage: Stage
    place: str
    words: str | Words
    at: datetime | None = None


@dataclass(frozen=True)
class Status:
    """Where a submission that waits for its decision stands."""

    submission: Submission
    stage: Stage
    promise: Promise
    set_aside: tuple[Quarantine, ...] = ()
    """what of it is set aside for privacy and waits, the first first"""

    @property
    def words(self) -> str | Words:
        """What its stage is called: of what is held up, what it waits for, and first what it waits for from whoever
        reads this."""
        if not self.is_held:
            return self.stage.words
        if self.for_clean_copy:
            files = any(one.piece_id for one in self.for_clean_copy)
            return _("It waits for your clean copy") if files else _("It waits for your clean words")
        if self.set_aside:
            return _("It waits for a decision on your objection")
        reasons = {pause.reason for pause in self._holding}
        return next((words for reason, words in _HELD.items() if reason in reasons), self.stage.words)

    @property
    def is_held(self) -> bool:
        """Whether nobody reads it until something is settled, whoever has to settle it."""
        return self.stage is Stage.HELD

    @property
    def for_clean_copy(self) -> tuple[Quarantine, ...]:
        """What waits for its educator: set aside, and either not objected to or to no avail."""
        return tuple(one for one in self.set_aside if not hasattr(one, "objection") or hasattr(one, "ruling"))

    @property
    def other_reasons(self) -> tuple[Pause, ...]:
        """Why the clock stands still, apart from what is set aside and named by itself."""
        return tuple(
            pause for pause in self.standing_still if pause.reason != Pause.Reason.PRIVACY or not self.set_aside
        )

    @property
    def stages(self) -> tuple[StageAhead, ...]:
        """All stages, those behind it first. What holds it up stands before the stage that it keeps from coming."""
        # Where no person looks, and the system has done so, there is nothing to tell of it.
        looked_at = self.promise.in_pre_check or self.promise.pre_checked_by_person
        succession = [stage for stage in SUCCESSION if stage is not Stage.PRE_CHECK or looked_at]
        if not self.is_held:
            succession.remove(Stage.HELD)
        elif self.promise.in_pre_check:
            succession.remove(Stage.HELD)
            succession.insert(succession.index(Stage.PRE_CHECK), Stage.HELD)
        here = succession.index(self.stage)
        return tuple(
            StageAhead(
                stage,
                "past" if number < here else "now" if number == here else "ahead",
                self.words if number == here else stage.words,
                self.submission.submitted_at if stage is Stage.RECEIVED else None,
            )
            for number, stage in enumerate(succession)
        )

    @property
    def standing_still(self) -> tuple[Pause, ...]:
        """Why the clock stands still, where it does."""
        return self.promise.standing_still

    @property
    def _holding(self) -> tuple[Pause, ...]:
        return tuple(pause for pause in self.standing_still if Pause.Reason(pause.reason).holds_reading)


def status_of(submission: Submission, *, at: datetime) -> Status:
    """Where a submission that waits for its decision stands, in two or three queries; in one more, where something of
    it may be set aside for privacy."""
    promise = promise_of(submission, at=at)
    reasons = {Pause.Reason(pause.reason) for pause in promise.standing_still}
    if any(reason.holds_reading for reason in reasons):
        aside = quarantines_of(submission.pursuit) if Pause.Reason.PRIVACY in reasons else []
        return Status(submission, Stage.HELD, promise, tuple(aside))
    waits = Stage.PRE_CHECK if promise.in_pre_check else Stage.WAITING
    return Status(submission, Stage.READ if promise.being_read else waits, promise)
