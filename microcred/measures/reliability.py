"""Shares of variance that are due to the work judged: intraclass correlations, and generalizability."""

from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from microcred.measures.association import Variance, complete, variance_of
from microcred.measures.estimates import NOTHING, Estimate, NotEstimable, by_what_may_be_unseen
from microcred.measures.intervals import Interval
from microcred.measures.ratings import Numbers, Ratings

Form = Literal["1,1", "A,1", "C,1", "1,k", "A,k", "C,k"]
"""`1`: every unit by other raters; `A`: absolute agreement and `C`: consistency of the same raters; of one rater or of
the mean of all k. In Shrout and Fleiss' names ICC(1,1), (2,1), (3,1), (1,k), (2,k), (3,k)."""

ROUNDING = 1e-12


def intraclass(
    scores: ArrayLike, form: Form = "A,1", *, confidence: float = 0.95, frequencies: Numbers | None = None
) -> Estimate | NotEstimable:
    """The intraclass correlation of complete scores, with its interval by F.

    Units that any rater left out are dropped. The standard error is not defined by these sources and given as that of
    a normal with the same interval.

    Sources: P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979), 420-428; K. O. McGraw, S. P. Wong,
    Psychological Methods 1 (1996), 30-46 (intervals).

    Args:
        scores: of shape (units, raters), NaN for nothing.
        frequencies: how often each unit occurred; once without it.
    """
    table, often = complete(scores, frequencies)
    units = float(often.sum()) if table.size else 0.0
    if not units:
        return NotEstimable("not crossed" if np.isfinite(np.asarray(scores, dtype=float)).any() else "no cases", 0)
    if table.shape[1] < 2:
        return NotEstimable("one rater", units)
    if units < 2:
        return NotEstimable("one case", units)
    squares = variance_of(table, often)
    if squares.between <= 0 and squares.within <= 0:
        return NotEstimable("no spread", units)
    value, interval = _FORMS[form[0]](squares, averaged=form.endswith("k"), confidence=confidence)
    if not np.isfinite([value, interval.low, interval.high]).all():
        return NotEstimable("no spread", units)
    if interval.high - interval.low < NOTHING and value > 1 - NOTHING:
        interval, error = _unseen(table, often, averaged=form.endswith("k"), confidence=confidence)
        return Estimate(value, error, interval, units, "unseen")
    reach = scipy.special.ndtri(0.5 + confidence / 2)
    return Estimate(value, (interval.high - interval.low) / 2 / float(reach), interval, units, "F")


def one_way(ratings: Ratings, *, confidence: float = 0.95) -> Estimate | NotEstimable:
    """The intraclass correlation of one rating, whoever gave it, of units that any number of raters judged.

    It needs no rater who judged everything, nor as many for each unit; of as many it is ICC(1,1). Units that one rater
    judged say nothing of how raters differ, and are left out. With numbers of raters that differ the interval takes
    their effective mean for all.

    Source: A. Donner, International Statistical Review 54 (1986), 67-82, sections 2 and 3.
    """
    values = ratings.values
    if values is None:
        return NotEstimable("not numbers", ratings.units)
    judged = (ratings.counts.sum(axis=1) > 1) & (ratings.frequencies > 0)
    counts, often = ratings.counts[judged], ratings.frequencies[judged]
    units = float(often.sum())
    if units < 2:
        return NotEstimable("one case" if units else "no pairs", units)
    raters = counts.sum(axis=1)
    all_of_them = float(often @ raters)
    means = counts @ values / raters
    away = float((often * raters) @ (means - (often * raters) @ means / all_of_them) ** 2)
    apart = float(often @ (counts * (values[None, :] - means[:, None]) ** 2).sum(axis=1))
    between, within = away / (units - 1), apart / (all_of_them - units)
    if between <= 0 and within <= 0:
        return NotEstimable("no spread", units)
    each = (all_of_them - float(often @ raters**2) / all_of_them) / (units - 1)
    ratio, freedom = _ratio(between, within), all_of_them - units
    value, interval = _by_ratio(ratio, each, units - 1, freedom, averaged=False, confidence=confidence)
    if interval.high - interval.low < NOTHING and value > 1 - NOTHING:
        worst = all_of_them / away * float(np.ptp(values)) ** 2 / 2
        interval, error = by_what_may_be_unseen(1.0, 1.0, units, lambda agreed: 1 - (1 - agreed) * worst, confidence)
        return Estimate(value, error, interval, units, "unseen")
    reach = scipy.special.ndtri(0.5 + confidence / 2)
    return Estimate(value, (interval.high - interval.low) / 2 / float(reach), interval, units, "F")


def _unseen(table: Numbers, often: Numbers, *, averaged: bool, confidence: float) -> tuple[Interval, float]:
    """The interval where raters leave no error at all: units that were not seen may differ by all of the scale.

    Of a share of units that differ by as much as any two scores do, the error of one score is half of their square.
    """
    units, raters = float(often.sum()), table.shape[1]
    mean = float(often @ table.mean(axis=1) / units)
    spread = float(often @ ((table - mean) ** 2).mean(axis=1) / units)
    most = float(np.ptp(table)) ** 2 / 2

    def carried(agreement: float) -> float:
        one = 1 - (1 - agreement) * most / spread
        if not averaged:
            return one
        room = 1 + (raters - 1) * one
        return one * raters / room if room > 0 else -1.0

    return by_what_may_be_unseen(1.0, 1.0, units, carried, confidence)


def _interval(low: float, high: float, confidence: float) -> Interval:
    return Interval(float(low), float(min(high, 1.0)), confidence)


def _one_way(squares: Variance, *, averaged: bool, confidence: float) -> tuple[float, Interval]:
    ratio = _ratio(squares.between, squares.within)
    upper, lower = squares.units - 1, squares.units * (squares.raters - 1)
    return _by_ratio(ratio, squares.raters, upper, lower, averaged, confidence)


def _consistent(squares: Variance, *, averaged: bool, confidence: float) -> tuple[float, Interval]:
    ratio = _ratio(squares.between, squares.rest)
    upper = squares.units - 1
    return _by_ratio(ratio, squares.raters, upper, upper * (squares.raters - 1), averaged, confidence)


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else np.inf


def _by_ratio(
    ratio: float, raters: float, upper: float, lower: float, averaged: bool, confidence: float
) -> tuple[float, Interval]:
    """The form that is a function of one F, and its interval."""

    def value(of: float) -> float:
        if np.isinf(of):
            return 1.0
        return float(1 - 1 / of if averaged else (of - 1) / (of + raters - 1)) if of > 0 else -np.inf

    tail = 0.5 + confidence / 2
    low = ratio / scipy.special.fdtri(upper, lower, tail)
    high = ratio * scipy.special.fdtri(lower, upper, tail)
    return value(ratio), _interval(value(float(low)), value(float(high)), confidence)


def _agreeing(squares: Variance, *, averaged: bool, confidence: float) -> tuple[float, Interval]:
    n, k = squares.units, squares.raters
    # numpy's numbers, for what has no denominator shall come out as infinite or as none
    r, c, e = (np.float64(each) for each in (squares.between, squares.raters_square, squares.rest))
    with np.errstate(divide="ignore", invalid="ignore"):
        one = (r - e) / (r + (k - 1) * e + k * (c - e) / n)
        below = r + (c - e) / n
        value = ((r - e) / below if below > ROUNDING * (r + c + e) else np.float64("nan")) if averaged else one
        if c <= 0 and e <= 0:
            return float(value), _interval(float(value), float(value), confidence)
        a = k * one / (n * (1 - one))
        b = 1 + k * one * (n - 1) / (n * (1 - one))
        spread = (a * c) ** 2 / (k - 1) + (b * e) ** 2 / ((n - 1) * (k - 1))
        # Where units have the same mean, degrees of freedom have no value, or rounding's; any gives the same ends.
        freedom = (a * c + b * e) ** 2 / spread if r > 0 and spread > 0 else np.float64(n - 1)
        tail = 0.5 + confidence / 2
        f_low, f_high = scipy.special.fdtri(n - 1, freedom, tail), scipy.special.fdtri(freedom, n - 1, tail)
        low = n * (r - f_low * e) / (f_low * (k * c + (k * n - k - n) * e) + n * r)
        high = n * (f_high * r - e) / (k * c + (k * n - k - n) * e + n * f_high * r)
        if averaged:
            # The mean of k readers has no reliability where that of one is at the least it can be, or below.
            rooms = [float(1 + each * (k - 1)) for each in (low, high)]
            ends = [
                float(each) * k / room if room > 0 else min(float(value), -1.0)
                for each, room in zip((low, high), rooms, strict=True)
            ]
            return float(value), _interval(ends[0], ends[1], confidence)
    # Of no width but rounding's, an interval would end before it begins.
    return float(value), _interval(float(np.fmin(low, value)), float(np.fmax(high, value)), confidence)


_FORMS = {"1": _one_way, "A": _agreeing, "C": _consistent}
