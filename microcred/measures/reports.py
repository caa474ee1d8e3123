"""All agreement statistics of a table of ratings, and a many-facet analysis, as data and as words."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from microcred.measures.benchmarks import label_of
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
from microcred.measures.facets import Disconnected, Facets, Measured
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reliability import intraclass
from microcred.measures.weighting import Level, Weighting, Weights, weights_of


@dataclass(frozen=True)
class Statistic:
    """One figure of a report: an identifier for programs, words for people, and what was found."""

    name: str
    words: str
    found: Measure


def agreement_report(
    ratings: Ratings, level: Level, *, confidence: float = 0.95, seed: int = SEED
) -> tuple[Statistic, ...]:
    """Every statistic of agreement that suits a level of measurement, never one of them alone."""
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
    if level == "nominal":
        return tuple(figures)
    figures += [
        Statistic("adjacent_agreement", "agreement within one category", agreement_within(ratings, 1, **common)),
        Statistic(
            "krippendorff_alpha_ordinal", "Krippendorff's alpha, ordinal", krippendorff(ratings, "ordinal", **common)
        ),
    ]
    kinds: tuple[Weighting, ...] = ("linear", "quadratic") + (("ordinal",) if level == "ordinal" else ())
    for kind in kinds:
        named = f"{kind} weights"
        figures += [
            Statistic(f"{kind}_weighted_kappa", f"weighted kappa, {named}", conger(ratings, weights(kind), **common)),
            Statistic(f"gwet_ac2_{kind}", f"Gwet's AC2, {named}", gwet(ratings, weights(kind), **common)),
            Statistic(f"fleiss_kappa_{kind}", f"Fleiss' kappa, {named}", fleiss(ratings, weights(kind), **common)),
            Statistic(
                f"brennan_prediger_{kind}",
                f"Brennan-Prediger, {named}",
                brennan_prediger(ratings, weights(kind), **common),
            ),
        ]
    figures.append(
        Statistic(
            "krippendorff_alpha_interval", "Krippendorff's alpha, interval", krippendorff(ratings, "interval", **common)
        )
    )
    if level == "ratio":
        figures.append(
            Statistic(
                "krippendorff_alpha_ratio", "Krippendorff's alpha, ratio", krippendorff(ratings, "ratio", **common)
            )
        )
    scores = scores_of(ratings)
    for form in ("1,1", "A,1", "C,1", "1,k", "A,k", "C,k"):
        name = f"icc_{form.replace(',', '_')}"
        if scores is None:
            found: Measure = NotEstimable(
                "not numbers" if ratings.values is None else "raters not told apart", ratings.units
            )
        else:
            found = intraclass(scores, form, confidence=confidence)
        figures.append(Statistic(name, f"ICC({form})", found))
    return tuple(figures)


def scores_of(ratings: Ratings) -> Numbers | None:
    """Ratings as numbers, (units, raters) with NaN for nothing; None where there are none."""
    values = ratings.values
    if values is None or not ratings.codes.shape[1]:
        return None
    whole = np.repeat(ratings.codes, np.rint(ratings.frequencies).astype(int), axis=0)
    return np.where(whole >= 0, values[whole], np.nan)


IN_WORDS = {
    "no cases": "nobody judged anything",
    "one case": "one unit has no error",
    "one rater": "there is nobody to agree with",
    "no pairs": "no unit was judged by two",
    "one category": "nothing could have been told apart; name all categories with --categories",
    "no spread": "all judgements are the same, or spread in a way that leaves nothing to compare",
    "not numbers": "the categories have no distances",
    "raters not told apart": "it is not known who judged what",
}
"""why there is no figure, for people; beside the reason as it is for programs"""


def found_as_data(found: Measure) -> dict[str, Any]:
    """A figure for programs: the value with its interval, or why there is none."""
    if isinstance(found, NotEstimable):
        return {
            "estimable": False,
            "reason": found.reason,
            "words": IN_WORDS.get(found.reason, found.reason),
            "cases": found.cases,
        }
    return {
        "estimable": True,
        "value": found.value,
        "standard_error": found.standard_error,
        "low": found.interval.low,
        "high": found.interval.high,
        "confidence": found.interval.confidence,
        "interval": found.method,
        "seed": found.seed,
        "cases": found.cases,
    }


def agreement_as_data(ratings: Ratings, figures: tuple[Statistic, ...]) -> dict[str, Any]:
    """A report for programs."""
    return {
        "units": ratings.units,
        "raters": len(ratings.raters),
        "ratings": float(ratings.frequencies @ ratings.counts.sum(axis=1)),
        "categories": [str(each) for each in ratings.categories],
        "statistics": {each.name: found_as_data(each.found) | _label(each) for each in figures},
    }


def _label(figure: Statistic) -> dict[str, Any]:
    if not isinstance(figure.found, Estimate) or figure.name.startswith(("exact", "adjacent", "icc")):
        return {}
    label = label_of(figure.found)
    return {"label": {"scale": "Landis-Koch", "words": label.words, "probability": label.probability}}


def agreement_in_words(ratings: Ratings, figures: tuple[Statistic, ...]) -> Iterator[str]:
    """A report for people, a line a figure."""
    judged = ratings.frequencies @ ratings.counts.sum(axis=1)
    yield f"{ratings.units:g} units, {len(ratings.raters)} raters, {judged:g} ratings"
    width = max(len(each.words) for each in figures)
    for each in figures:
        if isinstance(each.found, NotEstimable):
            reason = each.found.reason
            why = f" ({IN_WORDS[reason]})" if reason in IN_WORDS else ""
            yield f"{each.words:<{width}}  not estimable: {reason}{why}"
            continue
        found = each.found
        label = "" if not (shown := _label(each)) else f"  {shown['label']['words']}"
        yield (
            f"{each.words:<{width}}  {found.value:7.4f}  {found.interval.confidence:.0%} interval "
            f"{found.interval.low:7.4f} to {found.interval.high:7.4f}  "
            f"(error {found.standard_error:.4f}, {found.method}){label}"
        )


def severity_as_data(found: Facets | NotEstimable | Disconnected) -> dict[str, Any]:
    """A many-facet analysis for programs; infinite errors and what is not known as null."""
    if isinstance(found, NotEstimable):
        return {"estimable": False, "reason": found.reason, "cases": found.cases}
    if isinstance(found, Disconnected):
        groups = [[str(name) for name in group] for group in found.groups]
        return {"estimable": False, "reason": "disconnected", "groups": groups}
    return {
        "estimable": True,
        "model": found.scale,
        "centred": ["persons", "criteria", "thresholds"],
        "ratings": found.ratings,
        "deviance": found.deviance,
        "converged": found.converged,
        "steps": found.steps,
        "raters": [_measured(each) for each in found.raters],
        "criteria": [_measured(each) for each in found.criteria],
        "persons": [_measured(each) for each in found.persons],
        "thresholds": {str(name): [_finite(each) for each in row] for name, row in found.thresholds.items()},
        "rater_separation": asdict(found.rater_separation) if found.rater_separation else None,
        "person_separation": asdict(found.person_separation) if found.person_separation else None,
        "agreement": asdict(found.agreement) | {"rasch_kappa": found.agreement.rasch_kappa},
    }


def _measured(each: Measured) -> dict[str, Any]:
    data = asdict(each)
    return data | {
        "name": str(each.name),
        "standard_error": _finite(each.standard_error),
        "low": _finite(each.measure - 1.96 * each.standard_error),
        "high": _finite(each.measure + 1.96 * each.standard_error),
    }


def _corrected_in_words(each: Measured) -> str:
    if each.corrected is None or each.corrected_error is None:
        return ""
    return f"    {each.corrected:7.3f} {each.corrected_error:6.3f}"


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def severity_in_words(found: Facets | NotEstimable | Disconnected) -> Iterator[str]:
    """A many-facet analysis for people."""
    if isinstance(found, NotEstimable):
        why = f": {IN_WORDS[found.reason]}" if found.reason in IN_WORDS else ""
        yield f"Not estimable, {found.reason}{why}."
        return
    if isinstance(found, Disconnected):
        yield (
            f"Not estimable: the raters fall into {len(found.groups)} groups that no submission links, so their "
            "severities have no common scale. Let raters of different groups read some of the same submissions."
        )
        for number, group in enumerate(found.groups, start=1):
            yield f"  group {number}: {', '.join(str(name) for name in group)}"
        return
    yield f"{found.ratings} ratings, {found.scale} model; persons, criteria and thresholds are centred on 0"
    yield f"{'converged' if found.converged else 'NOT CONVERGED'} in {found.steps} steps, deviance {found.deviance:.2f}"
    for title, measured in (("raters (more is harsher)", found.raters), ("criteria (more is harder)", found.criteria)):
        yield ""
        yield title
        width = max(len(str(each.name)) for each in measured)
        yield f"  {'':<{width}}      n  logits  error  95 % interval      mean   fair  infit outfit  corrected  error"
        for each in sorted(measured, key=lambda one: -one.measure):
            fit = "  at an end" if each.extreme else f"{each.infit:6.2f} {each.outfit:6.2f}"
            reach = 1.96 * each.standard_error
            yield (
                f"  {each.name!s:<{width}} {each.ratings:6d} {each.measure:7.3f} {each.standard_error:6.3f} "
                f"{each.measure - reach:7.3f} to {each.measure + reach:6.3f} "
                f"{each.observed:6.2f} {each.fair:6.2f} {fit}{_corrected_in_words(each)}"
            )
    apart = found.rater_separation
    if apart:
        yield ""
        yield (
            f"raters: RMSE {apart.rmse:.3f}, true SD {apart.true_sd:.3f}, separation {apart.separation:.2f}, strata "
            f"{apart.strata:.2f}, reliability of differences {apart.reliability:.2f}, all alike: chi-square "
            f"{apart.chi_square:.1f} with {apart.degrees}, p {apart.p:.4f}"
        )
    pairs = found.agreement
    if pairs.pairs:
        yield (
            f"exact agreements: {pairs.observed} of {pairs.pairs} pairs ({pairs.observed / pairs.pairs:.1%}), expected "
            f"{pairs.expected:.1f} ({pairs.expected / pairs.pairs:.1%})"
        )
