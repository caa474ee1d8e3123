"""What was decided, appealed and read of validity papers, as it is counted: nobody is named. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Decided:
    """One decision.

    Attributes:
        narrow: whether a second reading was made only for what the first one said.
        days: business days from handing in; None where an appeal has moved the clock since.
        in_time: whether it was made by the promised date, as pauses moved it; None as `days`.
    """

    submission: UUID
    earned: bool
    readings: int
    narrow: bool
    days: int | None
    in_time: bool | None


@dataclass(frozen=True)
class Appealed:
    """What came of the appeals of some decisions: how many were made, and how each ended."""

    made: int
    refused: int
    withdrawn: int
    upheld: int
    stands: int

    @property
    def ended(self) -> int:
        """How many were read afresh to the end."""
        return self.upheld + self.stands


@dataclass(frozen=True)
class PaperRead:
    """One reading of a validity paper beside what is agreed of it.

    Attributes:
        levels: by criterion that was judged, the position given and the agreed one.
        earned: what the reader's levels come to by the rule of the version, and what the agreed ones do.
    """

    paper: UUID
    levels: Mapping[UUID, tuple[int, int]]
    earned: tuple[bool, bool]
