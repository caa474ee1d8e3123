"""What a reset campaign does with work that rests, or would rest, on readings that are not to count. Pure.

Nothing that stands gets lower: an award stays, what was met stays met, and what was "not yet" can only come out better.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from microcred.catalog.rules import Outcome
from microcred.scoring.rules.resolving import DOUBLE, MOST_READINGS, SINGLE


class AppealState(StrEnum):
    """Where the appeal of a decision stands."""

    NOT = "not"
    OPEN = "open"
    OVER = "over"


class Consequence(StrEnum):
    """What becomes of a submission that a campaign reaches."""

    AFRESH = "afresh"
    REPLACED = "replaced"
    KEPT = "kept"
    BEING_READ = "being_read"
    WENT_ON = "went_on"
    READ_BEFORE = "read_before"
    GONE = "gone"


@dataclass(frozen=True)
class Reached:
    """A submission with readings that are not to count.

    Attributes:
        resting: how many of these a decision stands on.
        open: how many of these nothing stands on yet: it is undecided, or read for an appeal.
        outcome: of its decision; None while it is undecided.
        earned: whether the work is earned by now, by this submission or another one of it.
        waits: whether it waits for readings.
        followed: whether something was handed in after it.
        appealed: where the appeal of the decision stands.
    """

    resting: int
    open: int
    outcome: Outcome | None
    earned: bool = False
    waits: bool = False
    followed: bool = False
    appealed: AppealState = AppealState.NOT


def consequence(of: Reached) -> Consequence:
    """What becomes of a submission that a campaign reaches."""
    if of.earned or of.outcome is Outcome.EARNED:
        return Consequence.KEPT
    if of.open and of.waits:
        return Consequence.REPLACED
    if of.outcome is None:
        return Consequence.GONE
    if of.appealed is AppealState.OPEN:
        return Consequence.BEING_READ
    if of.appealed is AppealState.OVER:
        return Consequence.READ_BEFORE
    return Consequence.WENT_ON if of.followed else Consequence.AFRESH


def readings_needed(of: Reached) -> int:
    """The least number of new readings that it takes; a third comes where two differ."""
    return {Consequence.AFRESH: DOUBLE, Consequence.REPLACED: of.open}.get(consequence(of), 0)


def asked_after(asked: int, saved: int) -> int:
    """How many readings an undecided submission needs once some of its readings do not count.

    A third that was asked for because two differed is asked for by the two that will be there, if they do.

    Args:
        asked: how many it needed.
        saved: how many are left.
    """
    return max(min(asked, DOUBLE), saved + SINGLE)


@dataclass(frozen=True)
class Sums:
    """What a campaign would do, in numbers."""

    readings: int
    submissions: int
    by_consequence: Counter[Consequence]
    needed: int

    def of(self, consequence: Consequence) -> int:
        """How many submissions come to a consequence."""
        return self.by_consequence[consequence]

    @property
    def most_needed(self) -> int:
        """How many new readings it takes at most: where every two differ."""
        return self.needed + self.of(Consequence.AFRESH) * (MOST_READINGS - DOUBLE)


def sums(reached: Iterable[Reached]) -> Sums:
    """What a campaign would do with the submissions that it reaches."""
    all_of_them = list(reached)
    return Sums(
        readings=sum(each.resting + each.open for each in all_of_them),
        submissions=len(all_of_them),
        by_consequence=Counter(map(consequence, all_of_them)),
        needed=sum(map(readings_needed, all_of_them)),
    )
