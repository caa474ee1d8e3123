"""How the agreed levels of papers lie: whether somebody could pass by them without reading."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from random import Random
from uuid import UUID

from microcred.calibration.rules import FAR, Terms
from microcred.measures.sequential import Qualification, standing

ORDERS = 400
"""in which papers could come, of which it is counted how many let pass who does not read: 5 in 100 are told within 2"""

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


def qualifying_unread(test: Qualification, papers: Sequence[Mapping[UUID, int]]) -> Fraction:
    """In what share of the orders in which papers could come somebody qualifies who gives each criterion one level
    always, whatever the work: its most frequent.

    Papers are drawn without return, so that a share below the one that qualifies can be enough: among those that come
    first there may be more at that level, and many papers make sure of a share that lies nearer to good than to poor.
    The orders are drawn, the same ones for the same papers.

    Args:
        papers: of each, by criterion, the position of the level that is agreed.
    """
    counts = spread_of(pair for paper in papers for pair in paper.items()).counts
    usual = {criterion: max(sorted(of), key=of.__getitem__) for criterion, of in counts.items()}
    marks = [
        (
            Fraction(sum(usual[criterion] == level for criterion, level in paper.items()), len(paper)),
            Fraction(sum(abs(usual[criterion] - level) >= FAR for criterion, level in paper.items()), len(paper)),
        )
        for paper in papers
    ]
    lots = Random(len(papers))  # noqa: S311 - nothing is kept secret by it
    passed = sum(_qualifies(test, lots.sample(marks, len(marks))) for _order in range(ORDERS))
    return Fraction(passed, ORDERS)


def passes_unread(terms: Terms, papers: Sequence[Mapping[UUID, int]]) -> bool:
    """Whether such a person reaches the share that qualifies, or qualifies more often than somebody poor may."""
    spread = spread_of(pair for paper in papers for pair in paper.items())
    return spread.passes_unread(terms.good) or 100 * qualifying_unread(terms.test, papers) > terms.wrongly_in


def _qualifies(test: Qualification, marks: Sequence[tuple[Fraction, Fraction]]) -> bool:
    """Whether a test ends well by papers of which each agrees in a share of its criteria, and is far off in another."""
    sums = accumulate(marks, lambda one, other: (one[0] + other[0], one[1] + other[1]))
    for papers, (exact, far) in enumerate(sums, start=1):
        if papers < test.fewest:
            continue
        verdict = standing(test, exact, papers, far).verdict
        if verdict != "go on":
            return verdict == "qualified"
    return False
