"""Where the spread of scores comes from, and how many readings would make them depend on the work alone.

Sources: L. J. Cronbach, G. C. Gleser, H. Nanda, N. Rajaratnam, The Dependability of Behavioral Measurements (1972);
R. L. Brennan, Generalizability Theory (2001), for the estimates from analyses of variance and for Phi.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from microcred.measures.estimates import NotEstimable
from microcred.measures.ratings import Numbers

NestedSource = Literal["person", "task", "rater in task", "person x task", "rest"]
Source = Literal["person", "rater", "criterion", "person x rater", "person x criterion", "rater x criterion", "rest"]


@dataclass(frozen=True)
class Component:
    """The variance due to one source, of a single score.

    Attributes:
        estimate: in squared score points, as estimated; a negative one means that there is none.
        variance: the same, 0 where the estimate is negative.
        degrees: of freedom.
    """

    source: Source | NestedSource
    estimate: float
    degrees: int

    @property
    def variance(self) -> float:
        """What is reckoned with."""
        return max(self.estimate, 0.0)

    @property
    def is_negative(self) -> bool:
        """Whether the estimate was below 0, which is to be said beside the figure."""
        return self.estimate < 0


@dataclass(frozen=True)
class Generalizability:
    """A study of complete scores: every rater judged every person by every criterion."""

    components: tuple[Component, ...]
    persons: int
    raters: int
    criteria: int

    def variance(self, source: Source) -> float:
        """The variance due to a source; 0 where the study does not know it."""
        return next((each.variance for each in self.components if each.source == source), 0.0)

    def share(self, source: Source) -> float:
        """The share of a source in the variance of a single score."""
        total = sum(each.variance for each in self.components)
        return self.variance(source) / total if total else 0.0

    def error(self, raters: int, criteria: int | None = None, *, absolute: bool = True) -> float:
        """The error variance of a mean over some raters and criteria.

        Args:
            criteria: of how many; without it, of as many as were studied, which are taken as all there are.
            absolute: whether a harsh rater counts as error, as it does for a fixed cut.
        """
        items = criteria if criteria is not None else self.criteria
        v = self.variance
        error = v("person x rater") / raters + v("rest") / (raters * items)
        if criteria is not None:
            error += v("person x criterion") / items
        if absolute:
            error += v("rater") / raters + v("rater x criterion") / (raters * items)
            if criteria is not None:
                error += v("criterion") / items
        return error

    def true(self, criteria: int | None = None) -> float:
        """The variance of what would be generalized to."""
        fixed = 0.0 if criteria is not None else self.variance("person x criterion") / self.criteria
        return self.variance("person") + fixed

    def phi(self, raters: int, criteria: int | None = None) -> float | NotEstimable:
        """The dependability of a score against a fixed cut, Phi, if so many raters read: 0 to 1."""
        return self._ratio(raters, criteria, absolute=True)

    def relative(self, raters: int, criteria: int | None = None) -> float | NotEstimable:
        """The generalizability of an order of persons, E rho squared: 0 to 1."""
        return self._ratio(raters, criteria, absolute=False)

    def readings_for(self, phi: float, most: int = 20) -> int | None:
        """How many raters make Phi at least so much; None where even the most do not."""
        for raters in range(1, most + 1):
            reached = self.phi(raters)
            if isinstance(reached, float) and reached >= phi:
                return raters
        return None

    def _ratio(self, raters: int, criteria: int | None, *, absolute: bool) -> float | NotEstimable:
        true, error = self.true(criteria), self.error(raters, criteria, absolute=absolute)
        return true / (true + error) if true + error > 0 else NotEstimable("no spread", self.persons)


def generalizability(scores: ArrayLike) -> Generalizability | NotEstimable:
    """The components of variance of complete scores.

    Args:
        scores: of shape (persons, raters) or (persons, raters, criteria); persons with a NaN are left out.
    """
    table = np.asarray(scores, dtype=float)
    if table.ndim == 2:
        table = table[:, :, None]
    if table.ndim != 3:
        raise ValueError("scores are persons by raters, or persons by raters by criteria")
    table = table[~np.isnan(table).any(axis=(1, 2))]
    persons, raters, criteria = table.shape
    if persons < 2:
        return NotEstimable("one case" if persons else "no cases", persons)
    if raters < 2:
        return NotEstimable("one rater", persons)
    if criteria == 1:
        return Generalizability(_of_two(table[:, :, 0]), persons, raters, 1)
    return Generalizability(_of_three(table), persons, raters, criteria)


@dataclass(frozen=True)
class Nested:
    """A study in which every person did every task, and each task had raters of its own: p x (r:t)."""

    components: tuple[Component, ...]
    persons: int
    tasks: int
    raters: int
    """of each task"""

    def variance(self, source: NestedSource) -> float:
        """The variance due to a source, of a single score."""
        return next(each.variance for each in self.components if each.source == source)

    def error(self, tasks: int, raters: int, *, absolute: bool = True) -> float:
        """The error variance of a mean over some tasks, each read by some raters of its own.

        Args:
            absolute: whether hard tasks and harsh raters count as error, as they do for a fixed cut.
        """
        v = self.variance
        error = v("person x task") / tasks + v("rest") / (tasks * raters)
        if absolute:
            error += v("task") / tasks + v("rater in task") / (tasks * raters)
        return error

    def phi(self, tasks: int, raters: int) -> float | NotEstimable:
        """The dependability of a score against a fixed cut, Phi: 0 to 1."""
        return self._ratio(tasks, raters, absolute=True)

    def relative(self, tasks: int, raters: int) -> float | NotEstimable:
        """The generalizability of an order of persons, E rho squared: 0 to 1."""
        return self._ratio(tasks, raters, absolute=False)

    def readings_for(self, phi: float, tasks: int | None = None, most: int = 20) -> int | None:
        """How many raters of each task make Phi at least so much; None where even the most do not.

        Args:
            tasks: how many there would be; as many as were studied without it.
        """
        for raters in range(1, most + 1):
            reached = self.phi(tasks or self.tasks, raters)
            if isinstance(reached, float) and reached >= phi:
                return raters
        return None

    def _ratio(self, tasks: int, raters: int, *, absolute: bool) -> float | NotEstimable:
        true, error = self.variance("person"), self.error(tasks, raters, absolute=absolute)
        return true / (true + error) if true + error > 0 else NotEstimable("no spread", self.persons)


def nested(scores: ArrayLike) -> Nested | NotEstimable:
    """The components of variance where raters are nested in tasks: R. L. Brennan (2001), section 3.1.

    Args:
        scores: of shape (persons, tasks, raters of the task); persons with a NaN are left out.
    """
    table = np.asarray(scores, dtype=float)
    if table.ndim != 3:
        raise ValueError("scores are persons by tasks by the raters of each task")
    table = table[~np.isnan(table).any(axis=(1, 2))]
    persons, tasks, raters = table.shape
    if persons < 2:
        return NotEstimable("one case" if persons else "no cases", persons)
    if raters < 2:
        return NotEstimable("one rater", persons)
    if tasks < 2:
        return NotEstimable("one task", persons)
    square = _squares(table)
    # A rater who reads one task only: her own effect, and that of her on this task, are one.
    within = (square[(2,)] + (tasks - 1) * square[(1, 2)]) / tasks
    rest = (square[(0, 2)] + (tasks - 1) * square[(0, 1, 2)]) / tasks
    crossed = square[(0, 1)]
    return Nested(
        (
            Component("person", (square[(0,)] - crossed) / (tasks * raters), persons - 1),
            Component("task", (square[(1,)] - crossed - within + rest) / (persons * raters), tasks - 1),
            Component("rater in task", (within - rest) / persons, tasks * (raters - 1)),
            Component("person x task", (crossed - rest) / raters, (persons - 1) * (tasks - 1)),
            Component("rest", rest, (persons - 1) * tasks * (raters - 1)),
        ),
        persons,
        tasks,
        raters,
    )


def _of_two(table: Numbers) -> tuple[Component, ...]:
    persons, raters = table.shape
    squares = _squares(table)
    rest = squares[(0, 1)]
    return (
        Component("person", (squares[(0,)] - rest) / raters, persons - 1),
        Component("rater", (squares[(1,)] - rest) / persons, raters - 1),
        Component("rest", rest, (persons - 1) * (raters - 1)),
    )


def _of_three(table: Numbers) -> tuple[Component, ...]:
    p, r, c = table.shape
    square = _squares(table)
    rest = square[(0, 1, 2)]
    pr, pc, rc = square[(0, 1)], square[(0, 2)], square[(1, 2)]
    return (
        Component("person", (square[(0,)] - pr - pc + rest) / (r * c), p - 1),
        Component("rater", (square[(1,)] - pr - rc + rest) / (p * c), r - 1),
        Component("criterion", (square[(2,)] - pc - rc + rest) / (p * r), c - 1),
        Component("person x rater", (pr - rest) / c, (p - 1) * (r - 1)),
        Component("person x criterion", (pc - rest) / r, (p - 1) * (c - 1)),
        Component("rater x criterion", (rc - rest) / p, (r - 1) * (c - 1)),
        Component("rest", rest, (p - 1) * (r - 1) * (c - 1)),
    )


def _squares(table: Numbers) -> dict[tuple[int, ...], float]:
    """The mean square of every effect, by the axes that it is of."""
    axes = range(table.ndim)
    found: dict[tuple[int, ...], float] = {}
    effects: dict[tuple[int, ...], Numbers] = {(): np.asarray(table.mean())}
    for chosen in range(1, 2**table.ndim):
        mine = tuple(axis for axis in axes if chosen >> axis & 1)
        others = tuple(axis for axis in axes if axis not in mine)
        effect = table.mean(axis=others, keepdims=True)
        for smaller, values in effects.items():
            if set(smaller) < set(mine):
                effect = effect - values
        effects[mine] = effect
        spread = float((np.broadcast_to(effect, table.shape) ** 2).sum())
        degrees = int(np.prod([table.shape[axis] - 1 for axis in mine]))
        found[mine] = spread / degrees if degrees else 0.0
    return found
