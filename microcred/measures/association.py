"""Other ways in which raters go together, and whether two of them use the categories alike."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats

from microcred.measures.estimates import Estimate, NotEstimable, normal_interval
from microcred.measures.ratings import Numbers, Ratings


@dataclass(frozen=True)
class Variance:
    """The analysis of variance of complete scores, units by raters.

    Attributes:
        between, within: mean squares of units and within them.
        raters_square, rest: mean squares of raters, and of what is left.
    """

    units: int
    raters: int
    between: float
    within: float
    raters_square: float
    rest: float

    @property
    def f_one_way(self) -> float:
        """The F of units where every unit had other raters."""
        return self.between / self.within

    @property
    def f_two_way(self) -> float:
        """The F of units where all had the same."""
        return self.between / self.rest


@dataclass(frozen=True)
class Homogeneity:
    """A chi-square test of whether two raters use the categories equally often."""

    chi_square: float
    degrees: int
    p: float


def variance_of(scores: ArrayLike) -> Variance:
    """The analysis of variance of complete scores: at least two units, two raters.

    Args:
        scores: of shape (units, raters), without gaps.
    """
    table = np.asarray(scores, dtype=float)
    units, raters = table.shape
    grand = table.mean()
    by_row = raters * ((table.mean(axis=1) - grand) ** 2).sum()
    by_column = units * ((table.mean(axis=0) - grand) ** 2).sum()
    within = max(((table - grand) ** 2).sum() - by_row, 0.0)
    rest = max(within - by_column, 0.0)
    return Variance(
        units,
        raters,
        float(by_row / (units - 1)),
        float(within / (units * (raters - 1))),
        float(by_column / (raters - 1)),
        float(rest / ((units - 1) * (raters - 1))),
    )


def complete(scores: ArrayLike) -> Numbers:
    """The units that every rater judged."""
    table = np.asarray(scores, dtype=float)
    return table[~np.isnan(table).any(axis=1)] if table.size else table


def all_within(ratings: Ratings, steps: int = 0) -> float | NotEstimable:
    """The share of units, of those with two judgements or more, of which all raters are within some steps."""
    several = ratings.counts.sum(axis=1) >= 2
    if not several.any():
        return NotEstimable("no pairs", ratings.units)
    there = ratings.counts[several] > 0
    places = np.arange(there.shape[1])
    highest = np.where(there, places, -1).max(axis=1)
    lowest = np.where(there, places, there.shape[1]).min(axis=1)
    often = ratings.frequencies[several]
    return float(often @ (highest - lowest <= steps) / often.sum())


def kendall(scores: ArrayLike) -> float | NotEstimable:
    """Kendall's W, corrected for ties: whether raters put units in the same order.

    Source: M. G. Kendall, Rank Correlation Methods (1948), chapter 6.
    """
    table = complete(scores)
    if table.ndim < 2 or table.shape[1] < 2:
        return NotEstimable("one rater", len(table))
    if len(table) < 2:
        return NotEstimable("one case" if len(table) else "no cases", len(table))
    units, raters = table.shape
    ranks = np.apply_along_axis(stats.rankdata, 0, table)
    sums = ranks.sum(axis=1)
    squares = ((sums - sums.mean()) ** 2).sum()
    ties = sum(
        float((often**3 - often).sum()) for column in table.T for often in [np.unique(column, return_counts=True)[1]]
    )
    below = raters**2 * (units**3 - units) - raters * ties
    return float(12 * squares / below) if below > 0 else NotEstimable("no spread", units)


def robinson(scores: ArrayLike) -> float | NotEstimable:
    """Robinson's A: the share of the spread of all scores that is between units.

    Source: W. S. Robinson, American Sociological Review 22 (1957), 17-25.
    """
    table = complete(scores)
    if table.ndim < 2 or table.shape[1] < 2:
        return NotEstimable("one rater", len(table))
    if len(table) < 2:
        return NotEstimable("one case" if len(table) else "no cases", len(table))
    raters = table.shape[1]
    centre = table.mean(axis=1)
    between = raters * ((centre - centre.mean()) ** 2).sum()
    columns = len(table) * ((table.mean(axis=0) - table.mean()) ** 2).sum()
    rest = ((table - table.mean()) ** 2).sum() - between - columns
    return float(between / (between + rest)) if between + rest > 0 else NotEstimable("no spread", len(table))


def mean_correlation(scores: ArrayLike, *, ranks: bool = False) -> float | NotEstimable:
    """The mean correlation of all pairs of raters, by Fisher's z: Pearson's, or Spearman's of ranks with ties."""
    table = complete(scores)
    if table.ndim < 2 or table.shape[1] < 2:
        return NotEstimable("one rater", len(table))
    if len(table) < 2:
        return NotEstimable("one case" if len(table) else "no cases", len(table))
    if ranks:
        table = np.apply_along_axis(stats.rankdata, 0, table)
    if np.any(table.std(axis=0) == 0):
        return NotEstimable("no spread", len(table))
    found = np.asarray(np.corrcoef(table.T))
    pairs = found[np.triu_indices(len(found), 1)]
    # A perfect correlation has no z; one that is nearly so stands for it.
    return float(np.tanh(np.arctanh(np.clip(pairs, -1 + 1e-12, 1 - 1e-12)).mean()))


def finn(scores: ArrayLike, levels: int) -> float | NotEstimable:
    """Finn's r of two-way scores: how far the spread within units is below that of raters who throw dice.

    Source: R. H. Finn, Educational and Psychological Measurement 30 (1970), 71-76.

    Args:
        levels: how many scores there are.
    """
    table = complete(scores)
    if table.ndim < 2 or table.shape[1] < 2:
        return NotEstimable("one rater", len(table))
    if len(table) < 2 or levels < 2:
        return NotEstimable("one case" if len(table) < 2 else "one category", len(table))
    return float(1 - variance_of(table).rest / ((levels**2 - 1) / 12))


def stuart_maxwell(table: ArrayLike) -> Homogeneity | NotEstimable:
    """The test of A. Stuart, Biometrika 42 (1955), 412-416, and A. E. Maxwell, British Journal of Psychiatry 116
    (1970), 651-655."""
    return _homogeneity(np.asarray(table, dtype=float), own=False)


def bhapkar(table: ArrayLike) -> Homogeneity | NotEstimable:
    """The test of V. P. Bhapkar, Journal of the American Statistical Association 61 (1966), 228-235: more powerful."""
    return _homogeneity(np.asarray(table, dtype=float), own=True)


def _homogeneity(table: Numbers, *, own: bool) -> Homogeneity | NotEstimable:
    total = table.sum()
    if not total:
        return NotEstimable("no cases", 0)
    both = table.sum(axis=0) + table.sum(axis=1)
    kept = both > 0
    table = table[np.ix_(kept, kept)]
    if len(table) < 2:
        return NotEstimable("one category", float(total))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    apart = (rows - columns)[:-1]
    spread = np.diag(rows + columns) - table - table.T
    if own:
        spread = spread - np.outer(rows - columns, rows - columns) / total
    spread = spread[:-1, :-1]
    if np.linalg.matrix_rank(spread) < len(spread):
        return NotEstimable("no spread", float(total))
    chi = float(apart @ np.linalg.solve(spread, apart))
    return Homogeneity(chi, len(apart), float(stats.chi2.sf(chi, len(apart))))


def weighted_kappa(table: ArrayLike, weights: ArrayLike, *, confidence: float = 0.95) -> Estimate | NotEstimable:
    """Cohen's weighted kappa of a table of two raters, whose weights may depend on who said which.

    Sources: J. Cohen, Psychological Bulletin 70 (1968), 213-220; the standard error of J. L. Fleiss, J. Cohen, B. S.
    Everitt, Psychological Bulletin 72 (1969), 323-327.

    Args:
        table: how often each pair occurred, the first rater's categories down.
        weights: what each pair counts, 1 for full agreement.
    """
    often, worth = np.asarray(table, dtype=float), np.asarray(weights, dtype=float)
    total = float(often.sum())
    if not total:
        return NotEstimable("no cases", 0)
    share = often / total
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, chance = float((worth * share).sum()), float(rows @ worth @ columns)
    if 1 - chance < 1e-12:
        return NotEstimable("no spread", total)
    value = (observed - chance) / (1 - chance)
    habits = (worth @ columns)[:, None] + (worth.T @ rows)[None, :]
    spread = (share * (worth * (1 - chance) - habits * (1 - observed)) ** 2).sum()
    spread -= (observed * chance - 2 * chance + observed) ** 2
    error = float(np.sqrt(max(spread, 0.0) / total) / (1 - chance) ** 2)
    return Estimate(value, error, normal_interval(value, error, confidence), total)


def aickin(table: ArrayLike) -> float | NotEstimable:
    """Aickin's alpha: the share of cases on which two raters agree for a reason, the others being guessed.

    Source: M. Aickin, Biometrics 46 (1990), 293-302.
    """
    shares = np.asarray(table, dtype=float)
    if not shares.sum():
        return NotEstimable("no cases", 0)
    total = float(shares.sum())
    shares = shares / total
    agreed = float(np.trace(shares))
    if agreed >= 1:
        return NotEstimable("no spread", total)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)

    def guessed(alpha: float) -> tuple[Numbers, Numbers]:
        """The margins among the cases that are guessed, which those of all cases imply."""
        one, other = rows.copy(), columns.copy()
        for _round in range(10_000):
            chance = float(one @ other)
            one_next = rows / (1 - alpha + alpha * other / chance)
            other_next = columns / (1 - alpha + alpha * one / chance)
            one_next, other_next = one_next / one_next.sum(), other_next / other_next.sum()
            if max(np.abs(one_next - one).max(), np.abs(other_next - other).max()) < 1e-13:
                break
            one, other = one_next, other_next
        return one, other

    def gap(alpha: float) -> float:
        one, other = guessed(alpha)
        chance = float(one @ other)
        return alpha + (1 - alpha) * chance - agreed

    if gap(0.0) >= 0:
        return 0.0
    return float(optimize.brentq(gap, 0.0, min(agreed, 1 - 1e-9), xtol=1e-10))
