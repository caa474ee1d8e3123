"""Figures of a table of ratings that have no interval of their own: order, association, means, marginal homogeneity."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from microcred.measures.association import (
    Homogeneity,
    all_within,
    bhapkar,
    finn,
    kendall,
    mean_correlation,
    robinson,
    stuart_maxwell,
)
from microcred.measures.effects import standardized_difference
from microcred.measures.estimates import NotEstimable
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reports import IN_WORDS, scores_of
from microcred.measures.weighting import Level


@dataclass(frozen=True)
class Plain:
    """One figure without an interval: an identifier for programs, words for people, and what was found."""

    name: str
    words: str
    found: float | Homogeneity | NotEstimable


def further_report(ratings: Ratings, level: Level) -> tuple[Plain, ...]:
    """What else can be said of a table, by its level of measurement."""
    figures = [Plain("all_agree", "units on which all raters agree", all_within(ratings))]
    two = ratings.codes.shape[1] == 2
    if two:
        table = table_of(ratings)
        figures += [
            Plain("stuart_maxwell", "Stuart-Maxwell, both use categories alike", stuart_maxwell(table)),
            Plain("bhapkar", "Bhapkar, both use categories alike", bhapkar(table)),
        ]
    if level == "nominal":
        return tuple(figures)
    figures.append(Plain("all_within_one", "units on which all are within one category", all_within(ratings, 1)))
    scores = scores_of(ratings)
    if scores is None:
        return tuple(figures)
    figures += [
        Plain("kendall_w", "Kendall's W, corrected for ties", kendall(scores)),
        Plain("mean_pearson", "mean correlation of raters, Pearson", mean_correlation(scores)),
        Plain("mean_spearman", "mean correlation of raters, Spearman", mean_correlation(scores, ranks=True)),
        Plain("robinson_a", "Robinson's A", robinson(scores)),
        Plain("finn", "Finn's coefficient, two-way", finn(scores, len(ratings.categories))),
    ]
    if two:
        one, other = (column[~np.isnan(column)] for column in scores.T)
        figures.append(
            Plain("smd", "first rater less second, in pooled SD", standardized_difference(one, other)),
        )
    return tuple(figures)


def table_of(ratings: Ratings) -> Numbers:
    """How often two raters said each pair of categories, the first down, of units that both judged."""
    table = np.zeros((len(ratings.categories),) * 2)
    both = (ratings.codes >= 0).all(axis=1)
    np.add.at(table, (ratings.codes[both, 0], ratings.codes[both, 1]), ratings.frequencies[both])
    return table


def raters_as_data(ratings: Ratings) -> list[dict[str, Any]]:
    """Of each rater how many units, how often each category, and where categories are numbers the mean and its SD."""
    found = []
    for name, column in zip(ratings.raters, ratings.codes.T, strict=True):
        there = column >= 0
        often = np.bincount(column[there], ratings.frequencies[there], minlength=len(ratings.categories))
        total = float(often.sum())
        one: dict[str, Any] = {
            "name": str(name),
            "ratings": total,
            "said": {str(each): float(count) for each, count in zip(ratings.categories, often, strict=True)},
        }
        if ratings.values is not None and total:
            mean = float(often @ ratings.values / total)
            square = float(often @ (ratings.values - mean) ** 2)
            one |= {"mean": mean, "sd": float(np.sqrt(square / (total - 1))) if total > 1 else None}
        found.append(one)
    return found


def further_as_data(figures: tuple[Plain, ...]) -> dict[str, Any]:
    """For programs."""
    return {each.name: _as_data(each.found) for each in figures}


def _as_data(found: float | Homogeneity | NotEstimable) -> dict[str, Any]:
    if isinstance(found, NotEstimable):
        words = IN_WORDS.get(found.reason, found.reason)
        return {"estimable": False, "reason": found.reason, "words": words, "cases": found.cases}
    if isinstance(found, Homogeneity):
        return {"estimable": True, "value": found.chi_square, "degrees": found.degrees, "p": found.p}
    return {"estimable": True, "value": found}


def further_in_words(figures: tuple[Plain, ...], raters: list[dict[str, Any]]) -> Iterator[str]:
    """For people, a line a figure."""
    width = max(len(each.words) for each in figures)
    for each in figures:
        match each.found:
            case NotEstimable(reason):
                yield f"{each.words:<{width}}  not estimable: {reason}"
            case Homogeneity(chi_square, degrees, p):
                yield f"{each.words:<{width}}  chi-square {chi_square:.4f} with {degrees}, p {p:.4f}"
            case value:
                yield f"{each.words:<{width}}  {value:7.4f}"
    for one in raters:
        said = ", ".join(f"{name}: {often:g}" for name, often in one["said"].items() if often)
        level = f"mean {one['mean']:.3f}, " if "mean" in one else ""
        yield f"rater {one['name']}: {one['ratings']:g} ratings, {level}{said}"
