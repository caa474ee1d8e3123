"""How much of an agreement two different categories are: 1 the same, 0 as far apart as can be."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from microcred.measures.ratings import Numbers

Weighting = Literal["unweighted", "linear", "quadratic", "radical", "ordinal", "ratio"]
"""`ordinal` is Gwet's, by the number of pairs of ranks between; the others go by distance."""

Weights = Weighting | Numbers
"""By name, or as a table of what each pair of categories counts: 1 for full agreement."""

Level = Literal["nominal", "ordinal", "interval", "ratio"]
"""Levels of measurement, each with Krippendorff's metric."""


def weights_of(weighting: Weights, values: Numbers) -> Numbers:
    """Agreement weights of shape (categories, categories).

    Source: K. L. Gwet, Handbook of Inter-Rater Reliability, 4th edition (2014), chapter 3.

    Args:
        values: the categories as numbers, in order; positions where they have none.

    Raises:
        ValueError: for a table of another shape.
    """
    count = len(values)
    if not isinstance(weighting, str):
        if np.shape(weighting) != (count, count):
            raise ValueError("weights are a table of categories by categories")
        return np.asarray(weighting, dtype=float)
    distance = np.abs(values[:, None] - values[None, :])
    widest = distance.max() if count else 0.0
    if weighting == "unweighted" or widest == 0:
        return np.eye(count)
    if weighting == "ordinal":
        ranks = np.abs(np.arange(count)[:, None] - np.arange(count)[None, :]) + 1
        between = np.where(ranks > 1, ranks * (ranks - 1) / 2, 0.0)
        return np.asarray(1 - between / between.max())
    if weighting == "ratio":
        total = values[:, None] + values[None, :]
        share = np.divide(distance, total, out=np.zeros_like(distance), where=total != 0) ** 2
        return np.asarray(1 - share / share.max())
    power = {"linear": 1.0, "quadratic": 2.0, "radical": 0.5}[weighting]
    return np.asarray(1 - (distance / widest) ** power)


def from_disagreement(table: ArrayLike) -> Numbers:
    """Agreement weights from weights of disagreement, 0 for the same, as Cohen (1968) writes them."""
    cells = np.asarray(table, dtype=float)
    return np.asarray(1 - cells / cells.max())


def metric_weights(level: Level, values: Numbers, pairable: ArrayLike) -> Numbers:
    """Weights by which a coefficient of agreement is Krippendorff's with his metric for a level of measurement.

    His is 1 less observed by expected disagreement; any scale of the squared distances gives the same.

    Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section E.

    Args:
        pairable: how often each category occurs among values that have a pair; the ordinal metric goes by it.
    """
    if level == "nominal":
        return np.eye(len(values))
    if level == "ordinal":
        often = np.asarray(pairable, dtype=float)
        upto = np.cumsum(often) - often / 2
        square = (upto[:, None] - upto[None, :]) ** 2
    elif level == "interval":
        square = (values[:, None] - values[None, :]) ** 2
    else:
        total = values[:, None] + values[None, :]
        ratio = np.divide(values[:, None] - values[None, :], total, out=np.zeros(total.shape), where=total != 0)
        square = ratio**2
    widest = square.max() if square.size else 0.0
    return np.asarray(1 - square / widest) if widest else np.eye(len(values))
