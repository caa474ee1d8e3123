"""What else is told of a table of ratings: order, association, means, whether two raters use the categories alike."""

from collections.abc import Callable

import numpy as np
import scipy

from microcred.measures.association import (
    aickin,
    all_within,
    bhapkar,
    complete,
    finn,
    kendall,
    mean_correlation,
    robinson,
    stuart_maxwell,
    variance_of,
)
from microcred.measures.estimates import (
    NOTHING,
    SEED,
    Estimate,
    NotEstimable,
    by_what_may_be_unseen,
    normal_interval,
)
from microcred.measures.intervals import Interval, wilson
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reports.agreement import scores_of, step_in_words, table_of
from microcred.measures.reports.figures import Alone, FTest, Statistic
from microcred.measures.weighting import Level

DRAWS = 400
"""samples of units from which these intervals are made"""

MUCH = 20_000
"""cells of a table from which on fewer samples are drawn, and the interval comes from their spread"""

FEW_DRAWS = 40


def further_report(
    ratings: Ratings, level: Level, *, confidence: float = 0.95, seed: int = SEED
) -> tuple[Statistic, ...]:
    """What else can be said of a table, by its level of measurement."""

    def share(steps: int) -> Estimate | NotEstimable:
        value = all_within(ratings, steps)
        if isinstance(value, NotEstimable):
            return value
        paired = float(ratings.frequencies[ratings.counts.sum(axis=1) >= 2].sum())
        if paired < 2:
            return NotEstimable("one case", paired)
        error = float(np.sqrt(value * (1 - value) / paired))
        if error < NOTHING:
            interval, error = by_what_may_be_unseen(value, value, paired, float, confidence)
            return Estimate(value, error, interval, paired, "unseen")
        return Estimate(value, error, wilson(value * paired, paired, confidence=confidence), paired, "wilson")

    figures = [Statistic("all_agree", "units on which all raters agree", share(0))]
    if ratings.codes.shape[1] == 2:
        table = table_of(ratings)
        figures += _of_two(table)
    if level == "nominal":
        return tuple(figures)
    near = f"units on which all are {step_in_words(ratings)}"
    figures.append(Statistic("all_within_one", near, share(1)))
    scores = scores_of(ratings)
    if scores is None:
        return tuple(figures)
    levels = len(ratings.categories)
    whole, often = complete(scores, ratings.frequencies)

    def drawn(value: Callable[[Numbers, Numbers | None], float | NotEstimable]) -> Estimate | NotEstimable | Alone:
        return _with_interval(value, whole, often, confidence, seed)

    figures += [
        Statistic("kendall_w", "Kendall's W, corrected for ties", drawn(kendall)),
        Statistic("mean_pearson", "mean correlation of raters, Pearson", drawn(mean_correlation)),
        Statistic(
            "mean_spearman",
            "mean correlation of raters, Spearman",
            drawn(lambda table, weights: mean_correlation(table, weights, ranks=True)),
        ),
        Statistic("robinson_a", "Robinson's A", drawn(robinson)),
        Statistic("finn", "Finn's coefficient, two-way", drawn(lambda table, weights: finn(table, levels, weights))),
    ]
    return tuple(figures + _analysis(whole, often))


def _with_interval(
    statistic: Callable[[Numbers, Numbers | None], float | NotEstimable],
    table: Numbers,
    often: Numbers,
    confidence: float,
    seed: int,
) -> Estimate | NotEstimable | Alone:
    """A figure with an interval from resampled units; without one where too few samples have a value."""
    value = statistic(table, often)
    if isinstance(value, NotEstimable):
        return value
    units = float(often.sum())
    many = table.size <= MUCH
    samples = np.random.default_rng(seed).multinomial(round(units), often / units, size=DRAWS if many else FEW_DRAWS)
    found = []
    for sample in samples:
        there = sample > 0
        one = statistic(table[there], sample[there].astype(float))
        if not isinstance(one, NotEstimable) and np.isfinite(one):
            found.append(one)
    if len(found) < len(samples) / 2:
        return Alone(value, units)
    error = float(np.std(found, ddof=1))
    if error < NOTHING:
        # Samples of units that do not differ in it say nothing of others.
        return Alone(value, units)
    if not many:
        return Estimate(value, error, normal_interval(value, error, confidence), units, "normal", seed)
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(value, error, Interval(float(low), float(high), confidence), units, "bootstrap", seed)


def _of_two(table: Numbers) -> list[Statistic]:
    both = float(table.sum())
    one = NotEstimable("one case", both) if 0 < both < 2 else None
    return [
        Statistic("stuart_maxwell", "Stuart-Maxwell, both use categories alike", one or stuart_maxwell(table)),
        Statistic("bhapkar", "Bhapkar, both use categories alike", one or bhapkar(table)),
        Statistic("aickin_alpha", "Aickin's alpha", one or _alone(aickin(table), both)),
    ]


def _alone(value: float | NotEstimable, cases: float) -> Alone | NotEstimable:
    return value if isinstance(value, NotEstimable) else Alone(value, cases)


def _analysis(whole: Numbers, often: Numbers) -> list[Statistic]:
    """The F of units, where every unit had other raters and where all had the same."""
    units = float(often.sum()) if whole.size else 0.0
    names = (
        ("f_between_one_way", "F between units, one-way"),
        ("f_between_two_way", "F between units, two-way"),
    )
    if units < 2 or whole.ndim < 2 or whole.shape[1] < 2:
        why = NotEstimable("no cases" if not units else "one case" if units < 2 else "one rater", units)
        return [Statistic(name, words, why) for name, words in names]
    parts = variance_of(whole, often)
    above, below = units - 1, (units * (parts.raters - 1), (units - 1) * (parts.raters - 1))
    found = []
    for (name, words), rest, degrees in zip(names, (parts.within, parts.rest), below, strict=True):
        if rest <= 0:
            found.append(Statistic(name, words, NotEstimable("no spread", units)))
            continue
        f = parts.between / rest
        found.append(
            Statistic(name, words, FTest(f, (above, degrees), float(scipy.special.fdtrc(above, degrees, f)), units))
        )
    return found
