"""How the agreed levels of papers lie: whether somebody could pass by them without reading."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

NEARLY_ALL = Fraction(9, 10)
"""of the agreed levels at one end of their scales: who leans towards that end can hardly be seen to"""


@dataclass(frozen=True)
class Spread:
    """How often each level is the agreed one, by criterion.

    Attributes:
        counts: by criterion, papers by the position of the level that is agreed.
    """

    counts: Mapping[UUID, Mapping[int, int]]

    @property
    def levels(self) -> int:
        """All agreed levels, of all criteria."""
        return sum(sum(one.values()) for one in self.counts.values())

    @property
    def unread_share(self) -> Fraction:
        """The share as agreed of who gives each criterion one level always, whatever the work: its most frequent."""
        return Fraction(sum(max(one.values()) for one in self.counts.values()), self.levels or 1)

    @property
    def unread_in_hundred(self) -> int:
        """The same, of a hundred."""
        return int(100 * self.unread_share)

    def passes_unread(self, good: int) -> bool:
        """Whether such a person reaches a share, in hundredths, that qualifies."""
        return self.levels > 0 and self.unread_share >= Fraction(good, 100)

    def end(self, highest: Mapping[UUID, int]) -> str:
        """“highest” or “lowest” where nearly all agreed levels lie at that end, else nothing.

        Args:
            highest: by criterion the position of its highest level; that of the lowest is 0.
        """
        if not self.levels:
            return ""
        top = sum(one.get(highest[criterion], 0) for criterion, one in self.counts.items())
        bottom = sum(one.get(0, 0) for one in self.counts.values())
        if Fraction(top, self.levels) >= NEARLY_ALL:
            return "highest"
        return "lowest" if Fraction(bottom, self.levels) >= NEARLY_ALL else ""


def spread_of(agreed: Iterable[tuple[UUID, int]]) -> Spread:
    """The spread of agreed levels, each by its criterion and position."""
    counts: dict[UUID, Counter[int]] = {}
    for criterion, position in agreed:
        counts.setdefault(criterion, Counter())[position] += 1
    return Spread(counts)
