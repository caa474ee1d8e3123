"""Other ways in which raters go together, and whether two of them use the categories alike."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from microcred.measures.estimates import NOTHING, Estimate, NotEstimable, by_what_may_be_unseen, normal_interval
from microcred.measures.ratings import Numbers, Ratings

ROUNDING = 1e-12

MOST_ROUNDS = 1000


@dataclass(frozen=True)
class Variance:
    """The analysis of variance of complete scores, units by raters.

    Attributes:
        between, within: mean squares of units and within them.
        raters_square, rest: mean squares of raters, and of what is left.
    """

    units: float
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
    cases: float | None = None


def variance_of(scores: ArrayLike, frequencies: Numbers | None = None) -> Variance:
    """The analysis of variance of complete scores: at least two units, two raters.

    Args:
        scores: of shape (units, raters), without gaps.
        frequencies: how often each unit occurred; once without it.
    """
    table = np.asarray(scores, dtype=float)
    often = _once_each(table) if frequencies is None else frequencies
    units, raters = float(often.sum()), table.shape[1]
    of_raters = often @ table / units
    grand = of_raters.mean()
    by_row = raters * (often @ (table.mean(axis=1) - grand) ** 2)
    by_column = units * ((of_raters - grand) ** 2).sum()
    whole = float((often @ (table - grand) ** 2).sum())
    # What rounding leaves of nothing is nothing.
    floor = max(ROUNDING * whole, ROUNDING**2 * float((often @ table**2).sum()))
    by_row, by_column = (each if each > floor else 0.0 for each in (float(by_row), float(by_column)))
    within = whole - by_row if whole - by_row > floor else 0.0
    rest = within - by_column if within - by_column > floor else 0.0
    return Variance(
        units,
        raters,
        float(by_row / (units - 1)),
        float(within / (units * (raters - 1))),
        float(by_column / (raters - 1)),
        float(rest / ((units - 1) * (raters - 1))),
    )


def _once_each(table: Numbers) -> Numbers:
    return np.ones(len(table))


def complete(scores: ArrayLike, frequencies: Numbers | None = None) -> tuple[Numbers, Numbers]:
    """The units that every rater judged, and how often each occurred."""
    table = np.asarray(scores, dtype=float)
    often = _once_each(table) if frequencies is None else frequencies
    if not table.size:
        return table, often
    whole = ~np.isnan(table).any(axis=1) & (often > 0)
    return table[whole], often[whole]


def all_within(ratings: Ratings, steps: int = 0) -> float | NotEstimable:
    """The share of units, of those with two judgements or more, of which all raters are within some steps."""
    several = ratings.counts.sum(axis=1) >= 2
    if not several.any():
        return NotEstimable("no pairs", ratings.units)
    there = ratings.counts[several] > 0
    values = ratings.values
    places = values if values is not None else np.arange(there.shape[1], dtype=float)
    highest = np.where(there, places, -np.inf).max(axis=1)
    lowest = np.where(there, places, np.inf).min(axis=1)
    often = ratings.frequencies[several]
    return float(often @ (highest - lowest <= steps + ROUNDING) / often.sum())


def kendall(scores: ArrayLike, frequencies: Numbers | None = None) -> float | NotEstimable:
    """Kendall's W, corrected for ties: whether raters put units in the same order.

    Source: M. G. Kendall, Rank Correlation Methods (1948), chapter 6.
    """
    table, often = complete(scores, frequencies)
    if why := _too_little(table, often):
        return why
    units, raters = float(often.sum()), table.shape[1]
    ranks, alike = _ranks(table, often)
    sums = ranks.sum(axis=1)
    squares = often @ (sums - often @ sums / units) ** 2
    ties = float((alike**3 - alike).sum())
    below = raters**2 * (units**3 - units) - raters * ties
    return float(12 * squares / below) if below > ROUNDING * raters**2 * units**3 else NotEstimable("no spread", units)


def _too_little(table: Numbers, often: Numbers) -> NotEstimable | None:
    units = float(often.sum()) if table.size else 0.0
    if table.ndim < 2 or table.shape[1] < 2:
        return NotEstimable("one rater", units)
    if units < 2:
        return NotEstimable("one case" if units else "no cases", units)
    return None


def _ranks(table: Numbers, often: Numbers) -> tuple[Numbers, Numbers]:
    """Ranks from 1 in each column, those of the same value their mean; and how often each value occurs in each."""
    values, place = np.unique(table, return_inverse=True)
    raters = table.shape[1]
    cell = place.reshape(table.shape) * raters + np.arange(raters)
    often_each = np.repeat(often, raters)
    alike = np.bincount(cell.ravel(), often_each, minlength=len(values) * raters).reshape(-1, raters)
    middle: Numbers = np.cumsum(alike, axis=0) - (alike - 1) / 2
    ranks: Numbers = middle.ravel()[cell]
    return ranks, np.asarray(alike, dtype=float)


@lru_cache(maxsize=4)
def _pairs_of(raters: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The positions of all pairs of raters."""
    one, other = np.triu_indices(raters, 1)
    return one, other


def robinson(scores: ArrayLike, frequencies: Numbers | None = None) -> float | NotEstimable:
    """Robinson's A: the share of the spread of all scores that is between units.

    Source: W. S. Robinson, American Sociological Review 22 (1957), 17-25.
    """
    table, often = complete(scores, frequencies)
    if why := _too_little(table, often):
        return why
    parts = variance_of(table, often)
    between = parts.between * (parts.units - 1)
    rest = parts.rest * (parts.units - 1) * (parts.raters - 1)
    return between / (between + rest) if between + rest > 0 else NotEstimable("no spread", parts.units)


def mean_correlation(
    scores: ArrayLike, frequencies: Numbers | None = None, *, ranks: bool = False
) -> float | NotEstimable:
    """The mean correlation of all pairs of raters, by Fisher's z: Pearson's, or Spearman's of ranks with ties."""
    table, often = complete(scores, frequencies)
    if why := _too_little(table, often):
        return why
    if ranks:
        table = _ranks(table, often)[0]
    away = table - often @ table / often.sum()
    products = (away * often[:, None]).T @ away
    own = np.sqrt(np.diag(products))
    if np.any(own <= ROUNDING * np.abs(table).max(initial=1.0)):
        return NotEstimable("no spread", float(often.sum()))
    one, other = _pairs_of(len(own))
    pairs = products[one, other] / (own[one] * own[other])
    # A perfect correlation has no z; one that is nearly so stands for it.
    return float(np.tanh(np.arctanh(np.clip(pairs, -1 + 1e-12, 1 - 1e-12)).mean()))


def finn(scores: ArrayLike, levels: int, frequencies: Numbers | None = None) -> float | NotEstimable:
    """Finn's r of two-way scores: how far the spread within units is below that of raters who throw dice.

    Source: R. H. Finn, Educational and Psychological Measurement 30 (1970), 71-76.

    Args:
        levels: how many scores there are.
    """
    table, often = complete(scores, frequencies)
    if why := _too_little(table, often):
        return why
    if levels < 2:
        return NotEstimable("one category", float(often.sum()))
    return float(1 - variance_of(table, often).rest / ((levels**2 - 1) / 12))


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
    # A category that nobody took for another says nothing of how the others are used.
    kept = table.sum(axis=0) + table.sum(axis=1) - 2 * np.diag(table) > 0
    table = table[np.ix_(kept, kept)]
    if len(table) < 2:
        return NotEstimable("no spread" if len(kept) > 1 else "one category", float(total))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    apart = (rows - columns)[:-1]
    spread = np.diag(rows + columns) - table - table.T
    if own:
        spread = spread - np.outer(rows - columns, rows - columns) / total
    spread = spread[:-1, :-1]
    if np.linalg.matrix_rank(spread) < len(spread):
        return NotEstimable("no spread", float(total))
    chi = float(apart @ np.linalg.solve(spread, apart))
    return Homogeneity(chi, len(apart), float(scipy.special.chdtrc(len(apart), chi)), float(total))


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
    if total < 2:
        return NotEstimable("one case", total)
    if error < NOTHING:
        interval, error = by_what_may_be_unseen(
            value,
            observed,
            total,
            lambda agreement: (agreement - chance) / (1 - chance),
            confidence,
            least=min(0.0, float(worth.min())),
        )
        return Estimate(value, error, interval, total, "unseen")
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

    one, other = rows.copy(), columns.copy()

    def gap(alpha: float) -> float:
        """How far agreement would lie above what was seen, by the margins among the cases that are guessed."""
        nonlocal one, other
        for _round in range(MOST_ROUNDS):
            chance = float(one @ other)
            if chance <= 0:
                return alpha - agreed
            one_next = rows / (1 - alpha + alpha * other / chance)
            other_next = columns / (1 - alpha + alpha * one / chance)
            one_next, other_next = one_next / one_next.sum(), other_next / other_next.sum()
            moved = max(np.abs(one_next - one).max(), np.abs(other_next - other).max())
            # The next alpha begins with what this one came to.
            one, other = one_next, other_next
            if moved < 1e-12:
                break
        return alpha + (1 - alpha) * float(one @ other) - agreed

    if gap(0.0) >= 0:
        return 0.0
    low, high = 0.0, min(agreed, 1 - 1e-9)
    while high - low > 1e-8:
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) < 0 else (low, middle)
    return (low + high) / 2
