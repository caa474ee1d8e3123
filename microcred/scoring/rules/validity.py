"""When a validity paper comes up among an assessor's work, and what its reader finds said of it. Pure.

The lot is drawn for each reading that is saved, so that nothing of it happens while an assessor waits for a page. What
is drawn comes into their queue some time later, as something that was just handed in, and waits its turn like all else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from microcred.catalog.rules import Outcome
from microcred.scoring.rules.policies import Judge, Policy, Positions, levels_standing, outvoting, readings_asked
from microcred.scoring.rules.resolving import DOUBLE, SINGLE

ONE_IN = 13
"""readings, one of which is of a validity paper, where nobody says otherwise (NAEP: one in twelve to fifteen)"""

ONE_IN_WATCHED = 5
"""the same for who is watched more closely; an organization that tries nobody watches nobody either"""

WITHIN = timedelta(hours=20)
"""after a reading, what was drawn for it is handed in, as far as its reader can see"""

NO_LATER_THAN = timedelta(hours=60)
NO_SOONER_THAN = timedelta(hours=3)
"""after a first reading, other readers would have read the same"""


def falls_on(seed: int, reading: UUID, one_in: int) -> bool:
    """Whether the lot falls on a reading: the same for the same seed, whenever and wherever it is drawn.

    Args:
        one_in: 0 for never.
    """
    return one_in > 0 and drawn_share(seed, reading, "lot") * one_in < 1


def handed_in(seed: int, reading: UUID, scored_at: datetime) -> datetime:
    """The moment at which the paper that was drawn for a reading is handed in, as its reader sees it."""
    return scored_at + WITHIN * drawn_share(seed, reading, "handed in")


def chosen(seed: int, reading: UUID, papers: Sequence[UUID]) -> UUID:
    """Which of some papers, in a settled order, is drawn for a reading."""
    return papers[int(drawn_share(seed, reading, "paper") * len(papers))]


@dataclass(frozen=True)
class Told:
    """What the reader of a validity paper finds said of it, as of any work they read: the outcome, and from when on."""

    outcome: Outcome
    at: datetime


def told_of(
    own: Positions,
    agreed: Positions,
    *,
    policy: Policy,
    asked: int,
    required: Positions,
    judge: Judge,
    seed: int,
    reading: UUID,
    scored_at: datetime,
    looked_at: bool = False,
) -> Told:
    """What would have been decided had other readers found what is agreed, and when.

    Where one reading suffices it is decided at once, as by any other; where a lead would have looked first, later.

    Args:
        own, agreed: the positions of the levels, by criterion.
        asked: how many readings it would have needed whatever they say.
        looked_at: whether its decision would have waited for a lead's look.
    """
    readings = [own]
    is_sole = readings_asked(policy, asked, readings, required, judge) == SINGLE
    if is_sole and not looked_at:
        return Told(_outcome(own, judge), scored_at)
    if not is_sole:
        readings += [agreed] * (readings_asked(policy, asked, [own, agreed], required, judge) - SINGLE)
    weighing = [readings[place] for place in outvoting(policy.third, readings, judge)]
    wait = NO_SOONER_THAN + (NO_LATER_THAN - NO_SOONER_THAN) * drawn_share(seed, reading, "told")
    waits = (len(readings) - SINGLE) / (DOUBLE - SINGLE) + looked_at
    return Told(_outcome(levels_standing(weighing), judge), scored_at + wait * waits)


def _outcome(positions: Positions, judge: Judge) -> Outcome:
    outcome = judge(positions).outcome
    if outcome is None:
        raise ValueError("every criterion of a paper has its level")
    return outcome


def drawn_share(seed: int, reading: UUID, of: str) -> float:
    """A number from 0 to, and not including, 1 that nothing but these three decide."""
    drawn = sha256(f"{of}:{seed}:{reading}".encode()).digest()
    return (int.from_bytes(drawn[:8], "big") >> 11) / 2**53
