"""What each rater does beside what the others do: how often they say what, how harsh they are, and habits."""

from typing import Any

import numpy as np

from microcred.measures.effects import Habit, flat_profiles, halo, middle, spread
from microcred.measures.estimates import (
    NOTHING,
    SEED,
    Estimate,
    NotEstimable,
    by_what_may_be_unseen,
    normal_interval,
)
from microcred.measures.intervals import Interval
from microcred.measures.panel import Panel
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reports.figures import counted, figure, finite, why_not

MUCH = 20_000_000
"""readings by raters from which on each rater stands beside a sample of the panel"""

SAMPLE = 20_000

MOST_WALSH = 1500
"""differences of which all pairs are looked at"""


def said_by_raters(ratings: Ratings) -> list[dict[str, Any]]:
    """Of each rater how many units, how often each category, and where categories are numbers the mean and its SD."""
    found = []
    for name, column in zip(ratings.raters, ratings.codes.T, strict=True):
        there = column >= 0
        often = np.bincount(column[there], ratings.frequencies[there], minlength=len(ratings.categories))
        total = float(often.sum())
        one: dict[str, Any] = {
            "name": str(name),
            "ratings": counted(total),
            "said": {str(each): counted(count) for each, count in zip(ratings.categories, often, strict=True)},
        }
        if ratings.values is not None and total:
            mean = float(often @ ratings.values / total)
            square = float(often @ (ratings.values - mean) ** 2)
            one |= {"mean": mean, "sd": float(np.sqrt(square / (total - 1))) if total > 1 else None}
        found.append(one)
    return found


def beside_the_others(panel: Panel, *, confidence: float) -> dict[str, dict[str, Any]]:
    """By rater: how far above or below the others of the same units, and habits; where categories are numbers."""
    values = panel.places
    if values is None or not len(values):
        return {}
    cell = panel.unit * len(panel.criteria) + panel.criterion
    cells = len(panel.units) * len(panel.criteria)
    often = np.bincount(cell, minlength=cells)
    total = np.bincount(cell, values, minlength=cells)
    square = np.bincount(cell, values**2, minlength=cells)
    weight = panel.weights[panel.unit]
    shared = (often[cell] > 1) & (weight > 0)
    others = np.where(shared, (total[cell] - values) / np.maximum(often[cell] - 1, 1), 0.0)
    readings = panel.readings()
    assert readings is not None  # noqa: S101 - categories are numbers
    _unit, by, table = readings
    everybody = table
    if len(table) * len(panel.raters) > MUCH:
        everybody = table[np.random.default_rng(SEED).choice(len(table), SAMPLE, replace=False)]
    order = np.argsort(panel.rater, kind="stable")
    bounds = np.searchsorted(panel.rater[order], np.arange(len(panel.raters) + 1))
    found = {}
    widest = float(np.ptp(panel.values)) if panel.values is not None else 0.0
    for rater, name in enumerate(panel.raters):
        mine = order[bounds[rater] : bounds[rater + 1]]
        mine = mine[shared[mine]]
        away, own = values[mine] - others[mine], weight[mine]
        more = often[cell[mine]] - 1
        found[str(name)] = {
            "mean_difference": figure(_mean_by_unit(away, panel.unit[mine], own, confidence, widest)),
            "hodges_lehmann": _hodges_lehmann(away),
            "smd": figure(
                _standardized(
                    values[mine],
                    own,
                    float(own @ more),
                    float(own @ (total[cell[mine]] - values[mine])),
                    float(own @ (square[cell[mine]] - values[mine] ** 2)),
                )
            ),
            "habits": _habits(table[by == rater], everybody, panel),
        }
    return found


def _mean_by_unit(
    away: Numbers, unit: np.ndarray, weight: Numbers, confidence: float, widest: float
) -> Estimate | NotEstimable:
    """The mean difference, its error over units: the criteria of one unit hang together.

    Args:
        widest: the largest difference there can be; units that were not seen may differ by it.
    """
    units, place = np.unique(unit, return_inverse=True)
    if len(units) < 2:
        return NotEstimable("one case" if len(units) else "no pairs", len(units))
    often = np.bincount(place)
    mean = float(weight @ away / weight.sum())
    of_unit = np.bincount(place, (away - mean)) / often.mean()
    worth = np.bincount(place, weight) / often
    n = float(worth.sum())
    if n < 2:
        return NotEstimable("one case", n)
    error = float(np.sqrt(worth @ of_unit**2 / (n * (n - 1))))
    if error < NOTHING and widest:
        # Every unit differs as much; of a share that Wilson's interval leaves, each may by as much as can be.
        def above(sign: float) -> tuple[Interval, float]:
            def carried(seen: float) -> float:
                return seen * sign * mean - (1 - seen) * widest

            return by_what_may_be_unseen(sign * mean, 1.0, n, carried, confidence, floor=-np.inf)

        (down, error), (up, other) = above(1.0), above(-1.0)
        return Estimate(mean, max(error, other), Interval(down.low, -up.low, confidence), n, "unseen")
    interval = normal_interval(mean, error, confidence, low=-np.inf, high=np.inf)
    return Estimate(mean, error, interval, n)


def _hodges_lehmann(away: Numbers) -> float | None:
    """The median of the means of all pairs of differences: J. L. Hodges, E. L. Lehmann, Annals of Mathematical
    Statistics 34 (1963), 598-611. None of none."""
    if not len(away):
        return None
    values, often = np.unique(np.round(away, 9), return_counts=True)
    if len(values) > MOST_WALSH:
        return float(np.median(away))
    one, other = np.triu_indices(len(values))
    means = (values[one] + values[other]) / 2
    pairs = np.where(one == other, often[one] * (often[one] + 1.0), 2.0 * often[one] * often[other])
    order = np.argsort(means)
    reached = np.cumsum(pairs[order])
    # Pairs stand here twice, each value with itself once and once more, so that halves are whole.
    middle_of = [np.searchsorted(reached, reached[-1] / 2 - 0.5), np.searchsorted(reached, reached[-1] / 2 + 0.5)]
    return float(means[order][np.minimum(middle_of, len(order) - 1)].mean())


def _standardized(own: Numbers, weight: Numbers, n: float, total: float, square: float) -> float | NotEstimable:
    """The difference of the mean of some scores and of others, in pooled standard deviations."""
    mine = float(weight.sum())
    if mine < 2 or n < 2:
        return NotEstimable("one case" if mine else "no pairs", mine)
    mean, other = float(weight @ own / mine), total / n
    inner = float(weight @ (own - mean) ** 2) + max(square - n * other**2, 0.0)
    pooled = inner / (mine + n - 2)
    return float((mean - other) / np.sqrt(pooled)) if pooled > 1e-12 else NotEstimable("no spread", mine)


def _habits(own: Numbers, everybody: Numbers, panel: Panel) -> dict[str, dict[str, Any]]:
    values = panel.values
    assert values is not None and len(values)  # noqa: S101, PT018 - categories are numbers
    return {
        "middle": _habit(middle(own, everybody, lowest=float(values.min()), highest=float(values.max()))),
        "spread": _habit(spread(own, everybody)),
        "halo": _habit(halo(own, everybody)),
        "flat_profiles": _habit(flat_profiles(own, everybody)),
    }


def _habit(found: Habit | NotEstimable) -> dict[str, Any]:
    if isinstance(found, NotEstimable):
        return why_not(found)
    return {
        "estimable": True,
        "rater": found.rater,
        "panel": found.panel,
        "z": finite(found.z),
        "readings": found.readings,
    }
