"""Until when one person may hand in: everybody's periods, more time for one, minutes of grace. Pure.

Every period is half-open: what arrives at the very moment at which it ends is too late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from microcred.programs.rules import taken_until


@dataclass(frozen=True)
class Span:
    """When something is taken, as people are told it, and for how many minutes more it is taken after all."""

    opens_at: datetime | None
    """None: from the beginning"""
    closes_at: datetime
    grace_minutes: int = 0

    @property
    def taken_until(self) -> datetime:
        """When it ends at last, with the minutes that nobody is told of beforehand."""
        return taken_until(self.closes_at, self.grace_minutes)

    def takes(self, moment: datetime) -> bool:
        """Whether what arrives at a moment is taken."""
        return (self.opens_at is None or self.opens_at <= moment) and moment < self.taken_until

    def is_in_grace(self, moment: datetime) -> bool:
        """Whether it has closed, and what is a few minutes late is taken still."""
        return self.closes_at <= moment < self.taken_until


def with_more_time(span: Span, untils: Iterable[datetime]) -> Span:
    """A period as it is for one person. More time never takes any away, and of several grants the longest counts."""
    return replace(span, closes_at=max([span.closes_at, *untils]))


def takes(spans: Iterable[Span], moment: datetime) -> bool:
    """Whether any of some periods takes what arrives at a moment."""
    return any(span.takes(moment) for span in spans)


def was_needed(grant: datetime, others: Sequence[datetime], *, of: Span, beside: Sequence[Span], at: datetime) -> bool:
    """Whether something that was handed in at a moment had been refused without one grant of more time.

    Args:
        grant: until when it gave time.
        others: until when other grants of the same thing give time.
        of: the period that it lengthens, as it is for everybody.
        beside: what else takes work of that kind.
    """
    without = [with_more_time(of, others), *beside]
    return takes([*without, with_more_time(of, [grant])], at) and not takes(without, at)
