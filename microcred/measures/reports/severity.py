"""A many-facet analysis, as data and as words."""

from collections.abc import Iterator
from dataclasses import asdict
from math import isfinite
from typing import Any

from microcred.measures.estimates import NotEstimable
from microcred.measures.facets import Disconnected, Facets, Measured, Separation
from microcred.measures.intervals import normal_quantile
from microcred.measures.reports.figures import IN_WORDS, finite, why_not

ONE_LEVEL = "only one level was given where it took part, so nothing could have been told apart"


def severity_as_data(
    found: Facets | NotEstimable | Disconnected, *, confidence: float = 0.95, repeated: int = 0
) -> dict[str, Any]:
    """A many-facet analysis for programs; what is not known as null, with the reason where it is a measure.

    Args:
        repeated: how many ratings the same rater gave the same person by the same criterion as another one.
    """
    if isinstance(found, NotEstimable):
        return why_not(found)
    if isinstance(found, Disconnected):
        groups = [[str(name) for name in group] for group in found.groups]
        return {"estimable": False, "reason": "disconnected", "words": IN_WORDS["disconnected"], "groups": groups}
    reach = normal_quantile(confidence)
    return {
        "estimable": True,
        "model": found.scale,
        "centred": ["persons", "criteria", "thresholds"],
        "ratings": found.ratings,
        "repeated": repeated,
        "deviance": found.deviance,
        "converged": found.converged,
        "steps": found.steps,
        "confidence": confidence,
        "raters": [_measured(each, reach) for each in found.raters],
        "criteria": [_measured(each, reach) for each in found.criteria],
        "persons": [_measured(each, reach) for each in found.persons],
        "thresholds": {str(name): [finite(each) for each in row] for name, row in found.thresholds.items()},
        "categories": [asdict(each) for each in found.levels],
        "rater_separation": _separation(found.rater_separation),
        "criterion_separation": _separation(found.criterion_separation),
        "person_separation": _separation(found.person_separation),
        "agreement": asdict(found.agreement) | {"rasch_kappa": found.agreement.rasch_kappa},
    }


def _separation(found: Separation | None) -> dict[str, Any] | None:
    return None if found is None else {name: finite(value) for name, value in asdict(found).items()}


def _measured(each: Measured, reach: float) -> dict[str, Any]:
    data = asdict(each)
    shown = data | {
        "name": str(each.name),
        "standard_error": finite(each.standard_error),
        "low": finite(each.measure - reach * each.standard_error),
        "high": finite(each.measure + reach * each.standard_error),
    }
    if each.corrected is not None and each.corrected_error is not None:
        shown |= {
            "corrected_low": finite(each.corrected - reach * each.corrected_error),
            "corrected_high": finite(each.corrected + reach * each.corrected_error),
        }
    if not isfinite(each.standard_error):
        shown |= {"measure": None, "fair": None, "effect": None, "estimable": False, "reason": "one category"}
        shown["words"] = ONE_LEVEL
    return shown


def severity_in_words(
    found: Facets | NotEstimable | Disconnected, *, confidence: float = 0.95, persons: bool = False, repeated: int = 0
) -> Iterator[str]:
    """A many-facet analysis for people.

    Args:
        persons: whether to list them too.
        repeated: how many ratings the same rater gave the same person by the same criterion as another one.
    """
    if isinstance(found, NotEstimable):
        yield f"Not estimable, because {IN_WORDS.get(found.reason, found.reason)} [{found.reason}]."
        return
    if isinstance(found, Disconnected):
        yield (
            f"Not estimable, because the raters fall into {len(found.groups)} groups that no submission links, so "
            "their severities have no common scale [disconnected]. Let raters of different groups read some of the "
            "same submissions."
        )
        for number, group in enumerate(found.groups, start=1):
            yield f"  group {number}: {', '.join(str(name) for name in group)}"
        return
    yield f"{found.ratings} ratings, {found.scale} model; persons, criteria and thresholds are centred on 0"
    if repeated:
        yield (
            f"{repeated} of them repeat person, rater and criterion, and count like any other: right if they are of "
            "other work; if lines stand twice in the file, every error below is too small"
        )
    yield "all raters are linked by submissions that they read in common: one group"
    yield f"{'converged' if found.converged else 'NOT CONVERGED'} in {found.steps} steps, deviance {found.deviance:.2f}"
    reach = normal_quantile(confidence)
    facets = [("raters (more is harsher)", found.raters), ("criteria (more is harder)", found.criteria)]
    if persons:
        facets.append(("persons (more is abler)", found.persons))
    for title, measured in facets:
        yield ""
        yield title
        yield from _table(measured, reach, f"{confidence:.0%} interval")
    yield ""
    yield from _levels_in_words(found)
    for words, apart in (
        ("raters", found.rater_separation),
        ("criteria", found.criterion_separation),
        ("persons", found.person_separation),
    ):
        if apart:
            yield (
                f"{words}: RMSE {apart.rmse:.3f}, true SD {apart.true_sd:.3f}, separation {apart.separation:.2f}, "
                f"strata {apart.strata:.2f}, reliability of differences {apart.reliability:.2f}, all alike: chi-square "
                f"{apart.chi_square:.1f} with {apart.degrees}, p {apart.p:.4f}"
            )
    pairs = found.agreement
    if pairs.pairs:
        kappa = "" if pairs.rasch_kappa is None else f", Rasch-kappa {pairs.rasch_kappa:.3f}"
        yield (
            f"exact agreements: {pairs.observed} of {pairs.pairs} pairs ({pairs.observed / pairs.pairs:.1%}), expected "
            f"{pairs.expected:.1f} ({pairs.expected / pairs.pairs:.1%}){kappa}; within one level: {pairs.within_one} "
            f"({pairs.within_one / pairs.pairs:.1%})"
        )


def _table(measured: tuple[Measured, ...], reach: float, interval: str) -> Iterator[str]:
    width = max(len(str(each.name)) for each in measured)
    yield (
        f"  {'':<{width}}      n  logits  error  {interval:<17}   mean   fair  infit outfit  correl.  agreed expect."
        "  corrected  error"
    )
    for each in sorted(measured, key=lambda one: -one.measure):
        if not isfinite(each.standard_error):
            yield f"  {each.name!s:<{width}} {each.ratings:6d} not estimable, because {ONE_LEVEL}"
            continue
        fit = "  at an end  " if each.extreme else f"{_or_none(each.infit)} {_or_none(each.outfit)}"
        away = reach * each.standard_error
        agreed = " " * 15
        if each.pairs and each.agreed is not None and each.expected is not None:
            agreed = f"{each.agreed / each.pairs:7.1%} {each.expected / each.pairs:7.1%}"
        corrected = (
            f"    {each.corrected:7.3f} {each.corrected_error:6.3f}"
            if each.corrected is not None and each.corrected_error is not None
            else ""
        )
        yield (
            f"  {each.name!s:<{width}} {each.ratings:6d} {each.measure:7.3f} {each.standard_error:6.3f} "
            f"{each.measure - away:7.3f} to {each.measure + away:7.3f} "
            f"{each.observed:6.2f} {each.fair:6.2f} {fit}  {_or_none(each.correlation)} {agreed}{corrected}"
        ).rstrip()


def _or_none(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.2f}"


def _levels_in_words(found: Facets) -> Iterator[str]:
    yield "levels      given   share  mean ability  expected  outfit  threshold"
    for each in found.levels:
        mean = "      -" if each.mean is None else f"{each.mean:7.3f}"
        expected = "      -" if each.expected is None else f"{each.expected:7.3f}"
        threshold = "" if each.threshold is None else f"{each.threshold:7.3f}"
        yield (
            f"  {each.scale!s:<6} {each.score:3d} {each.ratings:6d} {each.share:7.1%}      {mean}   {expected}  "
            f"{_or_none(each.outfit)}    {threshold}"
        ).rstrip()
    yield ""
