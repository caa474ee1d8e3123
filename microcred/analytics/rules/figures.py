"""Figures beside what is aimed at, and the shares that all that is told of readings is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from microcred.measures import FEW, Estimate, NotEstimable, wilson
from microcred.measures.estimates import Measure
from microcred.scoring.rules import Aims, TwoReadings


class Standing(Enum):
    """How a figure stands beside what is aimed at. Its whole interval decides, never the figure alone."""

    REACHED = "reached"
    SHORT = "short"
    OPEN = "open"
    FEW = "few"


@dataclass(frozen=True)
class Held:
    """A figure beside what is aimed at.

    Attributes:
        aim: the least it should be; None where nothing is aimed at.
    """

    name: str
    found: Measure
    aim: float | None = None

    @property
    def estimate(self) -> Estimate | None:
        """The figure with its interval, if there is one."""
        return self.found if isinstance(self.found, Estimate) else None

    @property
    def standing(self) -> Standing:
        """How it stands."""
        if self.found.cases < FEW or self.aim is None:
            return Standing.FEW
        if not isinstance(self.found, Estimate):
            return Standing.OPEN
        if self.found.interval.low >= self.aim:
            return Standing.REACHED
        return Standing.SHORT if self.found.interval.high < self.aim else Standing.OPEN


def alike(readings: Sequence[TwoReadings], aims: Aims) -> Held:
    """How often both readings alone would have led to the same decision."""
    same = sum(each.earned[0] == each.earned[1] for each in readings)
    return Held("decisions", share(same, len(readings)), aims.least("decisions"))


def share(hits: int, of: int) -> Measure:
    """A share with Wilson's interval."""
    if not of:
        return NotEstimable("no pairs", 0)
    value = hits / of
    return Estimate(value, (value * (1 - value) / of) ** 0.5, wilson(hits, of), of, "wilson")
