"""How one reader agrees with others on each criterion of the work that both read: no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from microcred.analytics.rules.figures import Held, share
from microcred.analytics.rules.people import SMALL
from microcred.measures import Estimate, NotEstimable
from microcred.measures.estimates import Measure, normal_interval
from microcred.scoring.rules import TwoReadings


@dataclass(frozen=True)
class ReaderCriterion:
    """One reader beside the others on one criterion. Each piece of work counts once in it, so nothing hangs together.

    Attributes:
        pairs: work of which both said something, and which was read twice whatever the first reading said.
        exact, near: how often both gave the same level, or one within one of it.
        difference: by how many levels the reader is above the other on average, of everything that both read.
    """

    criterion: UUID
    pairs: int
    exact: Held
    near: Held
    difference: Measure

    @property
    def is_held_back(self) -> bool:
        """Whether there are so few that figures would tell what was said of single work."""
        return self.pairs < SMALL


def by_criterion(
    reader: UUID, readings: Sequence[TwoReadings], criteria: Sequence[UUID]
) -> tuple[ReaderCriterion, ...]:
    """How a reader agrees with others on each criterion.

    Args:
        readings: what was read twice, by this reader or not.
        criteria: in the order in which they are shown.
    """
    theirs = [each for each in readings if reader in each.readers]
    return tuple(_criterion(each, reader, theirs) for each in criteria)


def _criterion(criterion: UUID, reader: UUID, read: Sequence[TwoReadings]) -> ReaderCriterion:
    away = [(each.narrow, _above(each, criterion, reader)) for each in read if criterion in each.levels]
    sample = [abs(by) for is_narrow, by in away if not is_narrow]
    return ReaderCriterion(
        criterion,
        len(sample),
        Held("exact", share(sum(by == 0 for by in sample), len(sample))),
        Held("near", share(sum(by <= 1 for by in sample), len(sample))),
        mean_of([by for _is_narrow, by in away]),
    )


def _above(each: TwoReadings, criterion: UUID, reader: UUID) -> int:
    mine = each.readers.index(reader)
    return each.levels[criterion][mine] - each.levels[criterion][1 - mine]


def mean_of(numbers: Sequence[float]) -> Measure:
    """A mean with its normal interval; of one number none can be told."""
    if len(numbers) < 2:
        return NotEstimable("one case" if numbers else "no pairs", len(numbers))
    mean = sum(numbers) / len(numbers)
    error = (sum((each - mean) ** 2 for each in numbers) / (len(numbers) - 1) / len(numbers)) ** 0.5
    interval = normal_interval(mean, error, 0.95, low=-float("inf"), high=float("inf"))
    return Estimate(mean, error, interval, len(numbers))
