"""Charts that notice when an assessor changes: cumulative sums, with how long they run without cause.

Sources: E. S. Page, Biometrika 41 (1954), 100-115 (cumulative sums); D. Brook, D. A. Evans, Biometrika 59 (1972),
539-549 (run lengths by Markov chains); M. R. Reynolds, Z. G. Stoumbos, Journal of Quality Technology 31 (1999),
87-108 (Bernoulli observations).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy

CELLS = 400
"""into which the run-length computation divides a chart"""

HIGHEST_LIMIT, LONGEST_RUN = 50.0, 1e6
"""up to which a limit is looked for, and of runs without a cause"""


@dataclass(frozen=True)
class Chart:
    """A chart after some observations.

    Attributes:
        values: the sum after each.
        limit: what it signals at.
        signalled_at: the first observation, from 0, at which it did; None if it never did.
    """

    values: tuple[float, ...]
    limit: float
    signalled_at: int | None

    @property
    def since(self) -> int | None:
        """The observation, from 0, from which on the sum rose to its signal: where the change most likely began."""
        if self.signalled_at is None:
            return None
        return next((at + 1 for at in range(self.signalled_at - 1, -1, -1) if self.values[at] == 0), 0)


@dataclass(frozen=True)
class DisagreementChart:
    """Watches single agreements: whether disagreement rose from a share that is usual to one that is not.

    Attributes:
        usual, raised: shares of disagreement, 0 to 1.
        limit: in units of the log likelihood ratio.
    """

    usual: float = 0.20
    raised: float = 0.40
    limit: float = 3.5

    def __post_init__(self) -> None:
        if not 0 < self.usual < self.raised < 1:
            raise ValueError("the raised share of disagreement is more than the usual, both between 0 and 1")

    @property
    def up(self) -> float:
        """What a disagreement adds."""
        return math.log(self.raised / self.usual)

    @property
    def down(self) -> float:
        """What an agreement takes away."""
        return -math.log((1 - self.raised) / (1 - self.usual))

    def of(self, disagreed: Sequence[bool]) -> Chart:
        """The chart of checks in the order of time."""
        return _chart([self.up if each else -self.down for each in disagreed], self.limit)

    def run_length(self, share: float) -> float:
        """How many checks on average until it signals, if this share of them disagrees."""
        return _run_length(self.limit, ((self.up, share), (-self.down, 1 - share)))


@dataclass(frozen=True)
class SeverityChart:
    """Watches signed differences from the agreed score: whether they moved in one direction.

    Attributes:
        spread: the standard deviation of a difference, in score points.
        slack: in standard deviations, half of the shift that matters.
        limit: in standard deviations.
    """

    spread: float = 0.5
    slack: float = 0.25
    limit: float = 8.0

    def __post_init__(self) -> None:
        if self.spread <= 0 or self.slack < 0 or self.limit <= 0:
            raise ValueError("spread and limit are more than 0, and slack is no less")

    def harsher(self, differences: Sequence[float]) -> Chart:
        """The chart of scores that fall below: differences are the assessor's score less the agreed one."""
        return _chart([-each / self.spread - self.slack for each in differences], self.limit)

    def milder(self, differences: Sequence[float]) -> Chart:
        """The chart of scores that rise above."""
        return _chart([each / self.spread - self.slack for each in differences], self.limit)

    def run_length(self, shift: float, *, both_sides: bool = True) -> float:
        """How many checks on average until it signals, at a lasting shift in score points, differences being normal.

        Source for both sides together: the reciprocals of one-sided run lengths add up (C. L. Kemp, Journal of the
        Royal Statistical Society B 23 (1961), 149-153).
        """
        sides = [self._one_sided(shift / self.spread), self._one_sided(-shift / self.spread)]
        return 1 / sum(1 / each for each in sides) if both_sides else sides[0]

    def _one_sided(self, mean: float) -> float:
        width = 2 * self.limit / (2 * CELLS - 1)
        places = np.arange(CELLS) * width
        edges = places[None, :] - places[:, None] + self.slack - mean
        moves = scipy.special.ndtr(edges + width / 2) - scipy.special.ndtr(edges - width / 2)
        moves[:, 0] = scipy.special.ndtr(-places + self.slack - mean + width / 2)
        return float(scipy.linalg.solve(np.eye(CELLS) - moves, np.ones(CELLS))[0])


def limit_for(run_length: Callable[[float], float], checks: float) -> float:
    """The least limit with which a chart runs for so many checks without a cause.

    Args:
        run_length: how long it runs with a limit.

    Raises:
        ValueError: for a run that no limit reaches.
    """
    if not 1 < checks <= LONGEST_RUN:
        raise ValueError(f"a chart runs for more than 1 check and for at most {LONGEST_RUN:,.0f}")
    low, high = 0.0, 1.0
    while run_length(high) < checks:
        low, high = high, 2 * high
        if high > HIGHEST_LIMIT:
            raise ValueError(f"no limit lets such a chart run for {checks:,.0f} checks")
    while high - low > 0.001:
        middle = (low + high) / 2
        low, high = (middle, high) if run_length(middle) < checks else (low, middle)
    return round(high, 3)


def _chart(steps: Sequence[float], limit: float) -> Chart:
    values: list[float] = []
    now = 0.0
    first = None
    for place, step in enumerate(steps):
        now = max(0.0, now + step)
        values.append(now)
        if first is None and now >= limit:
            first = place
    return Chart(tuple(values), limit, first)


@lru_cache(maxsize=64)
def _run_length(limit: float, moves: tuple[tuple[float, float], ...]) -> float:
    """The mean steps from 0 to a limit, by a chain of small cells; what falls between two is shared by them."""
    cells = 4 * CELLS
    width = limit / cells
    rows = np.arange(cells)
    there = [(np.maximum(rows + step / width, 0.0), chance) for step, chance in moves]
    shares = [
        (place, chance * share)
        for to, chance in there
        for place, share in ((np.floor(to).astype(int), 1 - to % 1), (np.floor(to).astype(int) + 1, to % 1))
    ]
    # No step is longer than the longest: all else is nothing, and is neither kept nor solved.
    below = max(int(np.max(rows - place)) for place, _share in shares)
    above = max(int(np.max(place - rows)) for place, _share in shares)
    bands = np.zeros((below + above + 1, cells))
    bands[above] = 1.0
    for place, share in shares:
        inside = place < cells
        np.add.at(bands, (above + rows[inside] - place[inside], place[inside]), -share[inside])
    return float(scipy.linalg.solve_banded((below, above), bands, np.ones(cells))[0])
