"""Which decisions wait until a lead has looked at them. Pure: no database, no clock.

A back-read is a look before the release, not another judgement: whoever looks changes no level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from microcred.scoring.rules.policies import is_drawn
from microcred.scoring.rules.resolving import MOST_READINGS

BACK_READ_SHARE = 5
"""of a hundred decisions, where somebody wants to begin: what NAEP asks of its supervisors"""


class Why(StrEnum):
    """What a decision waits for a look for."""

    LOT = "lot"
    ALARM = "alarm"
    NEW = "new"


@dataclass(frozen=True)
class BackReads:
    """Which decisions wait.

    Attributes:
        share: of a hundred, how many wait by lot.
        alarms: whether every one does that rests on a reading by somebody about whom an alarm is open.
        first: how many of the first readings of each assessor are looked at.
    """

    share: int = 0
    alarms: bool = False
    first: int = 0


NO_BACK_READS = BackReads()


@dataclass(frozen=True)
class Reader:
    """Who read: how many readings of theirs were saved before, and whether an alarm about them is open."""

    before: int
    alarmed: bool = False


def lot_falls(seed: int, submission: UUID, share: int) -> bool:
    """Whether the lot falls on a submission: the same whenever it is drawn, and another lot than that of the second
    readings.

    Args:
        share: of a hundred.
    """
    # The lot of second readings is drawn from the seed itself: from the same number both would fall on the same work.
    return is_drawn(-1 - seed, submission, share)


def why_back_read(rule: BackReads, readers: Sequence[Reader], *, drawn: bool) -> tuple[Why, ...]:
    """For what a decision waits for a look; nothing where it is released at once.

    Args:
        readers: of all readings on which it rests.
        drawn: whether the lot fell on it.
    """
    asked = {
        Why.LOT: drawn,
        Why.ALARM: rule.alarms and any(each.alarmed for each in readers),
        Why.NEW: any(each.before < rule.first for each in readers),
    }
    return tuple(why for why, holds in asked.items() if holds)


def may_ask_afresh(readings: int) -> bool:
    """Whether one more reading can be asked for: of three, most decide, and a fourth could only undo that."""
    return readings < MOST_READINGS
