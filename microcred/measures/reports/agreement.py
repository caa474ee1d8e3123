"""Every statistic of agreement of a table of ratings that suits a level of measurement, never one of them alone."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from microcred.measures.association import weighted_kappa
from microcred.measures.coefficients import (
    agreement_within,
    brennan_prediger,
    conger,
    fleiss,
    gwet,
    krippendorff,
    percent_agreement,
)
from microcred.measures.estimates import SEED, Estimate, Measure, NotEstimable
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reliability import Form, intraclass, one_way
from microcred.measures.reports.figures import Figure, Statistic
from microcred.measures.weighting import Level, Weighting, Weights, weights_of

SAME = 1e-9
"""by how much figures may differ that are the same"""

FORMS: tuple[Form, ...] = ("1,1", "A,1", "C,1", "1,k", "A,k", "C,k")


def agreement_report(
    ratings: Ratings, level: Level, *, confidence: float = 0.95, seed: int = SEED, own: Numbers | None = None
) -> tuple[Statistic, ...]:
    """Every statistic of agreement with its interval.

    Args:
        own: weights of agreement of one's own, categories by categories, for coefficients beside the usual ones.
    """
    common: dict[str, Any] = {"confidence": confidence, "seed": seed}
    # Words in an order have no distances but their places.
    places = np.arange(len(ratings.categories), dtype=float) if ratings.values is None and level == "ordinal" else None

    def weights(kind: Weighting) -> Weights:
        return kind if places is None else weights_of(kind, places)

    figures = [
        Statistic("exact_agreement", "exact agreement", percent_agreement(ratings, **common)),
        Statistic("gwet_ac1", "Gwet's AC1", gwet(ratings, **common)),
        Statistic("cohen_conger_kappa", "Cohen's (Conger's) kappa", conger(ratings, **common)),
        Statistic("fleiss_kappa", "Fleiss' kappa (Scott's pi)", fleiss(ratings, **common)),
        Statistic("brennan_prediger", "Brennan-Prediger", brennan_prediger(ratings, **common)),
        Statistic("krippendorff_alpha_nominal", "Krippendorff's alpha, nominal", krippendorff(ratings, **common)),
    ]
    if own is not None:
        figures += _by_own_weights(ratings, own, common)
    if level == "nominal":
        return tuple(figures)
    figures += [
        Statistic("adjacent_agreement", f"agreement {step_in_words(ratings)}", agreement_within(ratings, 1, **common)),
        Statistic(
            "krippendorff_alpha_ordinal", "Krippendorff's alpha, ordinal", krippendorff(ratings, "ordinal", **common)
        ),
        Statistic(
            "krippendorff_alpha_interval", "Krippendorff's alpha, interval", krippendorff(ratings, "interval", **common)
        ),
    ]
    if level == "ratio":
        figures.append(
            Statistic(
                "krippendorff_alpha_ratio", "Krippendorff's alpha, ratio", krippendorff(ratings, "ratio", **common)
            )
        )
    kinds: tuple[Weighting, ...] = ("linear", "quadratic") + (("ordinal",) if level == "ordinal" else ())
    for kind in kinds:
        chosen = weights(kind)
        values = ratings.values if places is None else places
        table: Weights = chosen if values is None else weights_of(chosen, values)
        named = f"{kind} weights"
        figures += [
            Statistic(f"{kind}_agreement", f"agreement, {named}", percent_agreement(ratings, chosen, **common)),
            Statistic(f"{kind}_weighted_kappa", f"weighted kappa, {named}", conger(ratings, chosen, **common)),
            Statistic(f"gwet_ac2_{kind}", f"Gwet's AC2, {named}", gwet(ratings, chosen, **common)),
            Statistic(f"fleiss_kappa_{kind}", f"Fleiss' kappa, {named}", fleiss(ratings, chosen, **common)),
            Statistic(
                f"brennan_prediger_{kind}", f"Brennan-Prediger, {named}", brennan_prediger(ratings, chosen, **common)
            ),
            Statistic(
                f"alpha_{kind}_weights",
                f"Krippendorff's alpha, {named}",
                NotEstimable("not numbers", ratings.units)
                if isinstance(table, str)
                else krippendorff(ratings, table, **common),
            ),
        ]
    return tuple(figures + intraclass_report(ratings, confidence=confidence))


def of_pairs_report(
    ratings: Ratings, found: Sequence[Statistic], level: Level, *, confidence: float, seed: int, own: Numbers | None
) -> dict[str, Statistic]:
    """Statistics that come out otherwise of the units that two or more judged, by name; none where all were.

    Those that leave the others out anyway, as alpha and intraclass correlations do, are the same.

    Args:
        found: those of all units.
    """
    if np.all(ratings.counts.sum(axis=1) >= 2) or not np.any(ratings.counts.sum(axis=1) >= 2):
        return {}
    again = agreement_report(ratings.of_pairs(), level, confidence=confidence, seed=seed, own=own)
    before = {each.name: each.found for each in found}
    return {each.name: each for each in again if _differs(before[each.name], each.found)}


def _differs(found: Figure, again: Figure) -> bool:
    """Whether two figures are not the same, but for the number of units that they are told to rest on."""
    if not isinstance(found, Estimate) or not isinstance(again, Estimate):
        return isinstance(found, Estimate) or isinstance(again, Estimate)
    one, other = (
        np.array([each.value, each.standard_error, each.interval.low, each.interval.high]) for each in (found, again)
    )
    return not np.allclose(one, other, rtol=0, atol=SAME)


def _by_own_weights(ratings: Ratings, own: Numbers, common: dict[str, Any]) -> list[Statistic]:
    two = ratings.codes.shape[1] == 2
    table = table_of(ratings) if two else None
    kappa = (
        weighted_kappa(table, own, confidence=common["confidence"])
        if table is not None
        else conger(ratings, own, **common)
    )
    even = np.allclose(own, own.T)
    asymmetric = NotEstimable("weights not symmetric", ratings.units)

    def by(measure: Any) -> Measure:
        found: Measure = measure(ratings, own, **common) if even else asymmetric
        return found

    return [
        Statistic("own_weighted_kappa", "weighted kappa, own weights", kappa if two or even else asymmetric),
        Statistic("own_weights_agreement", "agreement, own weights", by(percent_agreement)),
        Statistic("own_weights_gwet_ac2", "Gwet's AC2, own weights", by(gwet)),
        Statistic("own_weights_fleiss_kappa", "Fleiss' kappa, own weights", by(fleiss)),
        Statistic("own_weights_alpha", "Krippendorff's alpha, own weights", by(krippendorff)),
    ]


def intraclass_report(ratings: Ratings, *, confidence: float = 0.95) -> list[Statistic]:
    """All forms of the intraclass correlation."""
    scores = scores_of(ratings)
    figures = []
    for form in FORMS:
        if scores is not None:
            found: Measure = intraclass(scores, form, confidence=confidence, frequencies=ratings.frequencies)
        else:
            why = "not numbers" if ratings.values is None else "raters not told apart"
            found = NotEstimable(why, ratings.units)
        figures.append(Statistic(f"icc_{form.replace(',', '_')}", f"ICC({form})", found))
    whoever = one_way(ratings, confidence=confidence)
    return [*figures, Statistic("one_way_icc", "ICC(1), any number of raters", whoever)]


def step_in_words(ratings: Ratings) -> str:
    """What one step is: of numbers that are not one apart throughout, a distance of 1."""
    values = ratings.values
    return "within one category" if values is None or np.all(np.diff(values) == 1) else "within a distance of 1"


def scores_of(ratings: Ratings) -> Numbers | None:
    """Ratings as numbers, (patterns, raters) with NaN for nothing; None where there are none."""
    values = ratings.values
    if values is None or not ratings.codes.shape[1] or not len(values):
        return None
    return np.where(ratings.codes >= 0, values[ratings.codes], np.nan)


def table_of(ratings: Ratings) -> Numbers:
    """How often two raters said each pair of categories, the first down, of units that both judged."""
    table = np.zeros((len(ratings.categories),) * 2)
    both = (ratings.codes >= 0).all(axis=1)
    np.add.at(table, (ratings.codes[both, 0], ratings.codes[both, 1]), ratings.frequencies[both])
    return table
