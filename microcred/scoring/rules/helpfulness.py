"""How long feedback can be rated, and what who wrote it is told of the ratings. Pure.

An assessor is told sums only, of what cannot change any more, and a sum grows by at least five people at a time: so
neither a sum nor what it grew by says what one educator thought of one reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from microcred.scoring.rules.watching import Share

RATING_DAYS = timedelta(days=30)
"""after a decision, while nothing was handed in since"""

FEWEST_RATERS = 5
"""people without whom nothing is told"""


class Helped(StrEnum):
    """What an educator says of feedback."""

    YES = "helped"
    PARTLY = "partly"
    NO = "not"


@dataclass(frozen=True)
class Rated:
    """What somebody said of feedback, and since when they cannot say anything else."""

    person: UUID
    said: Helped
    settled_at: datetime


@dataclass(frozen=True)
class Helpfulness:
    """How many ratings there are of each kind, and by how many people."""

    yes: int = 0
    partly: int = 0
    no: int = 0
    people: int = 0

    @property
    def ratings(self) -> int:
        """All of them."""
        return self.yes + self.partly + self.no

    @property
    def share(self) -> Share:
        """That it helped, at least in part."""
        return Share(self.yes + self.partly, self.ratings)


def rated_until(decided_at: datetime, handed_in_again_at: datetime | None) -> datetime:
    """Until when, not including that moment, feedback can be rated, or rated otherwise."""
    end = decided_at + RATING_DAYS
    return end if handed_in_again_at is None else min(end, handed_in_again_at)


def helpfulness(ratings: Iterable[Rated], *, at: datetime) -> Helpfulness:
    """What who wrote the feedback is told: the settled ratings in the order of time, cut after the last run of at least
    five people."""
    settled = sorted((one for one in ratings if one.settled_at <= at), key=lambda one: (one.settled_at, one.person))
    released: list[Rated] = []
    run: list[Rated] = []
    for one in settled:
        run.append(one)
        if len({each.person for each in run}) >= FEWEST_RATERS:
            released += run
            run = []
    said = [one.said for one in released]
    return Helpfulness(
        said.count(Helped.YES), said.count(Helped.PARTLY), said.count(Helped.NO), len({one.person for one in released})
    )
