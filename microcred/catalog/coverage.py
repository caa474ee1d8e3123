"""Which items of a framework micro-credentials cover, and where nothing does. Pure.

What counts is the leaves: an item that others stand under is covered as far as they are, for nobody shows a whole
domain in one piece of work. An alignment to such an item is shown beside it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from microcred.frameworks.models import Standard


@dataclass(frozen=True)
class Covering:
    """A micro-credential on offer that aligns to an item; `chosen` when it is among those that were asked about."""

    micro_credential: UUID
    slug: str
    title: str
    chosen: bool = True


@dataclass(frozen=True)
class CoverageRow:
    """An item of a framework with the micro-credentials that align to it.

    `leaves` counts the items below it that nothing stands under, `covered` those of them that a chosen one aligns to,
    `covered_elsewhere` those that only others do. An item that nothing stands under counts itself.
    """

    standard: Standard
    is_leaf: bool
    chosen: Sequence[Covering]
    others: Sequence[Covering]
    leaves: int
    covered: int
    covered_elsewhere: int

    @property
    def is_gap(self) -> bool:
        """Whether nothing chosen shows this item."""
        return self.is_leaf and not self.chosen

    @property
    def is_gap_everywhere(self) -> bool:
        """Whether nothing on offer shows it."""
        return self.is_gap and not self.others

    @property
    def has_gaps(self) -> bool:
        """Whether it, or something below it, is a gap."""
        return self.covered < self.leaves


@dataclass(frozen=True)
class Coverage:
    """A framework's items from top to bottom, with sums over all leaves."""

    rows: Sequence[CoverageRow]
    leaves: int
    covered: int
    covered_elsewhere: int

    @property
    def gaps(self) -> int:
        """Leaves that nothing chosen shows."""
        return self.leaves - self.covered


def coverage(standards: Sequence[Standard], covering: Mapping[UUID, Collection[Covering]]) -> Coverage:
    """The coverage of a framework.

    Args:
        standards: its items from top to bottom.
        covering: by item, what aligns to it.
    """
    under = {standard.pk: standard.parent_id for standard in standards}
    parents = set(under.values())
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0])
    total = [0, 0, 0]
    for standard in standards:
        if standard.pk in parents:
            continue
        found = covering.get(standard.pk, ())
        chosen = any(one.chosen for one in found)
        counted = (1, int(chosen), int(bool(found) and not chosen))
        for holder in (total, *(sums[above] for above in _upwards(standard.pk, under))):
            for place, number in enumerate(counted):
                holder[place] += number
    rows = [
        CoverageRow(
            standard,
            standard.pk not in parents,
            [one for one in covering.get(standard.pk, ()) if one.chosen],
            [one for one in covering.get(standard.pk, ()) if not one.chosen],
            *sums[standard.pk],
        )
        for standard in standards
    ]
    return Coverage(rows, *total)


def with_gaps(rows: Iterable[CoverageRow]) -> list[CoverageRow]:
    """The rows that are gaps, and those above them, so that one sees where they stand."""
    return [row for row in rows if row.has_gaps]


def _upwards(item: UUID, under: Mapping[UUID, UUID | None]) -> Iterable[UUID]:
    here: UUID | None = item
    while here is not None:
        yield here
        here = under.get(here)
