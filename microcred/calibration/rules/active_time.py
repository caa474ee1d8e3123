"""From the marks that reading leaves to minutes of training. Pure: no database, no clock.

Every time a page is opened, looked at or left, the server writes down when, by its own clock. From such a mark on the
reader counts as reading until the next mark of the same page, and for `MOST_GAP` at most; a mark that says that the
page was left, closed or out of sight counts for nothing. What several pages open at once say is counted once, and
nothing after the last mark: the total is therefore never more than the time that passed between the first and the last.

Moments are compared as such, whatever zone they are written in: neither midnight nor a change of clocks adds anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

MOST_GAP = timedelta(minutes=5)
"""For which one mark counts at most: as long as a full page takes to read, and short enough for a call at the door."""


@dataclass(frozen=True)
class Mark:
    """That a page was opened or looked at, or left.

    Attributes:
        tab: one opening of one page, wherever it stands open.
        leaves: whether it was left, closed or put out of sight.
    """

    at: datetime
    tab: UUID
    leaves: bool = False


def active(marks: Iterable[Mark], *, most_gap: timedelta = MOST_GAP) -> timedelta:
    """The time that marks stand for."""
    # Python subtracts two times of one zone as its clocks show them, and those jump twice a year.
    in_order = sorted((replace(mark, at=mark.at.astimezone(UTC)) for mark in marks), key=lambda mark: mark.at)
    if not in_order:
        return timedelta()
    by_tab: dict[UUID, list[Mark]] = defaultdict(list)
    for mark in in_order:
        by_tab[mark.tab].append(mark)
    last = in_order[-1].at
    spans = [span for own in by_tab.values() for span in _spans(own, last, most_gap)]
    return _union(sorted(spans))


def minutes(marks: Iterable[Mark], *, most_gap: timedelta = MOST_GAP) -> int:
    """The same in whole minutes; what is begun does not count."""
    return active(marks, most_gap=most_gap) // timedelta(minutes=1)


def _spans(own: Sequence[Mark], last: datetime, most_gap: timedelta) -> list[tuple[datetime, datetime]]:
    ends = [*(mark.at for mark in own[1:]), last]
    return [(mark.at, min(end, mark.at + most_gap)) for mark, end in zip(own, ends, strict=True) if not mark.leaves]


def _union(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    total, reached = timedelta(), None
    for begins, ends in spans:
        since = begins if reached is None else max(begins, reached)
        total += max(ends - since, timedelta())
        reached = max(ends, since)
    return total
