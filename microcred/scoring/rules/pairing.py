"""Two readings of the same work, as they were before anything was resolved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """What two people who knew nothing of each other found in one submission.

    Attributes:
        readers: who saved the first reading and who the second.
        levels: by criterion that both judged, the positions of the two levels, 0 for the lowest.
        earned: whether each reading alone would have led to the award; what was met before counts in both.
        narrow: the second was asked for because the first decided narrowly. Such work is harder to agree on than the
            rest, and so no sample of it: it says who is harsher, and not how often readers agree.
    """

    submission: UUID
    decided_at: datetime
    readers: tuple[UUID, UUID]
    levels: Mapping[UUID, tuple[int, int]]
    earned: tuple[bool, bool]
    narrow: bool = False

    def found_by(self, reader: UUID) -> list[tuple[int, int]]:
        """Of each criterion the position that one of the two gave, and that of the other."""
        if reader == self.readers[0]:
            return list(self.levels.values())
        return [(own, other) for other, own in self.levels.values()]
