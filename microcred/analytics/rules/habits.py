"""How a reader uses the levels, beside others who read the same work: what is not severity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

import numpy as np

from microcred.measures import NotEstimable
from microcred.measures.effects import FEWEST, Habit
from microcred.measures.facets import Measured
from microcred.measures.same_work import flat_profiles, halo, middle, spread
from microcred.scoring.rules import TwoReadings

UNUSUAL: Final = 3.0
"""standard errors from the others beyond which a figure of a habit is unusual"""

BORNE_OUT: Final = 1.5
"""standard errors by which the other figure of the same habit bears it out; one alone is not told, for a harsh reader
too gives the highest level more seldom"""

UNEVEN: Final = 1.5
"""mean square of residuals from which readings are less even than the model expects (B. D. Wright, J. M. Linacre,
http://www.rasch.org/rmt/rmt83b.htm)"""

DISTORTING: Final = 2.0
"""from which they say less of the work than of the reader (as above)"""

TOO_EVEN: Final = 0.5
"""below which they say less than they could (as above)"""


MATTERS: Final = 0.1
"""of a share, a correlation or a level, by which the figures are apart at least: of much work, a trifle is sure too"""


class Use(StrEnum):
    """How somebody uses the levels, where it is unlike all who read the same work."""

    ALL_HIGHEST = "all_highest"
    ALL_LOWEST = "all_lowest"
    MIDDLE = "middle"
    ENDS = "ends"
    ONE_IMPRESSION = "one_impression"
    APART = "apart"
    UNEVEN = "uneven"
    DISTORTING = "distorting"
    TOO_EVEN = "too_even"


@dataclass(frozen=True)
class Habits:
    """How somebody uses the levels; each figure beside that of the others, on the same work.

    Attributes:
        middle: the share of levels at neither end.
        spread: their standard deviation within criteria, in levels.
        halo: the mean correlation between criteria.
        flat: the share of work that got one level throughout.
        end: where they gave one end of the levels to everything: no model tells how harsh or mild somebody is who never
            gave another.
        infit, outfit: mean squares of residuals by many-facet Rasch; None where the severity is not told.
    """

    middle: Habit | NotEstimable
    spread: Habit | NotEstimable
    halo: Habit | NotEstimable
    flat: Habit | NotEstimable
    infit: float | None = None
    outfit: float | None = None
    end: Literal[Use.ALL_HIGHEST, Use.ALL_LOWEST] | None = None

    @property
    def stand_out(self) -> tuple[Use, ...]:
        """What is unlike the others."""
        found: list[Use] = [self.end] if self.end else []
        narrow, uniform = _both(self.middle, self.spread, opposed=True), _both(self.halo, self.flat)
        if narrow:
            found.append(Use.MIDDLE if narrow > 0 else Use.ENDS)
        if uniform:
            found.append(Use.ONE_IMPRESSION if uniform > 0 else Use.APART)
        if self.infit is not None and self.outfit is not None:
            high, low = max(self.infit, self.outfit), min(self.infit, self.outfit)
            if high > UNEVEN:
                found.append(Use.DISTORTING if high > DISTORTING else Use.UNEVEN)
            elif low < TOO_EVEN:
                found.append(Use.TOO_EVEN)
        return tuple(found)


def habits_of(
    reader: UUID, read: Sequence[TwoReadings], levels: Mapping[UUID, int], severity: Measured | None
) -> Habits:
    """How a reader uses the levels.

    Args:
        read: what they read and somebody else too.
        levels: how many levels each criterion has.
    """
    table = np.full((2, len(read), len(levels)), np.nan)
    for row, each in enumerate(read):
        mine = each.readers.index(reader)
        for column, criterion in enumerate(levels):
            if criterion in each.levels:
                table[:, row, column] = each.levels[criterion][mine], each.levels[criterion][1 - mine]
    sizes = np.array(list(levels.values()))
    # Of two levels none is between the ends; and the same level throughout means something where levels are the same,
    # the more of them there are.
    most = max(levels.values(), key=lambda size: (list(levels.values()).count(size), size))
    between, alike = sizes > 2, sizes == most
    return Habits(
        middle(*table, highest=sizes - 1),
        spread(*(table[:, :, between] if between.any() else table)),
        halo(*table),
        flat_profiles(*table[:, :, alike]),
        severity.infit if severity is not None else None,
        severity.outfit if severity is not None else None,
        _end(table[0], sizes - 1),
    )


def _end(given: np.ndarray, highest: np.ndarray) -> Literal[Use.ALL_HIGHEST, Use.ALL_LOWEST] | None:
    """The end that somebody gave to everything, from as many submissions on as any habit is told."""
    if len(given) < FEWEST:
        return None
    said = ~np.isnan(given)
    if (given == highest)[said].all():
        return Use.ALL_HIGHEST
    return Use.ALL_LOWEST if (given == 0)[said].all() else None


def _both(one: Habit | NotEstimable, other: Habit | NotEstimable, *, opposed: bool = False) -> int:
    """The direction in which one figure is unusual and the other bears it out, by the sign of the first; else 0.

    Args:
        opposed: whether the second is low where the first is high.
    """
    if isinstance(one, NotEstimable) or isinstance(other, NotEstimable):
        return 0
    if min(abs(each.rater - each.panel) for each in (one, other)) < MATTERS:
        return 0
    both = one.z, -other.z if opposed else other.z
    high, low = max(both), min(both)
    return int(high > UNUSUAL and low > BORNE_OUT) - int(low < -UNUSUAL and high < -BORNE_OUT)
