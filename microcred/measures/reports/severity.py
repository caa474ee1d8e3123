"""A many-facet analysis, as data and as words."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

import numpy as np

from microcred.measures.estimates import NotEstimable
from microcred.measures.facets import (
    FEW_READ,
    FEW_SHARED,
    Disconnected,
    Facets,
    Judgements,
    Links,
    Measured,
    Separation,
)
from microcred.measures.intervals import normal_quantile
from microcred.measures.reports.figures import IN_WORDS, finite, p_in_words, why_not

ONE = {"raters": "rater", "criteria": "criterion", "persons": "person"}

MOST_NAMED = 12
"""raters up to which each is named"""

ONE_LEVEL = "only one level was given where it took part, so nothing could have been told apart"


def severity_as_data(
    found: Facets | NotEstimable | Disconnected,
    *,
    confidence: float = 0.95,
    repeated: int = 0,
    notes: Sequence[str] = (),
    links: Links | None = None,
) -> dict[str, Any]:
    """A many-facet analysis for programs; what is not known as null, with the reason where it is a measure.

    Args:
        notes: what else has to be known of the file.
        links: what raters are linked by.
        repeated: how many ratings the same rater gave the same person by the same criterion as another one.
    """
    if isinstance(found, NotEstimable):
        return why_not(found) | {"notes": list(notes)}
    if isinstance(found, Disconnected):
        groups = [[str(name) for name in group] for group in found.groups]
        why = {"reason": "disconnected", "words": IN_WORDS["disconnected"]}
        return {"estimable": False} | why | {"groups": groups, "notes": list(notes)}
    given = sum(each.ratings for each in found.raters)
    reach = normal_quantile(confidence)
    return {
        "estimable": True,
        "model": found.scale,
        "centred": ["persons", "criteria", "thresholds"],
        "notes": [*notes, *(_remarks(links) if links else ())],
        "links": None if links is None else _links(links),
        "given": given,
        "ratings": found.ratings,
        "not_used": given - found.ratings,
        "extremes": {name: _extremes(facet) for name, facet in _facets(found)},
        "repeated": repeated,
        "deviance": found.deviance,
        "converged": found.converged,
        "steps": found.steps,
        "confidence": confidence,
        **{name: [_measured(each, reach, middle_of(facet)) for each in facet] for name, facet in _facets(found)},
        "thresholds": {str(name): [finite(each) for each in row] for name, row in found.thresholds.items()},
        "categories": [asdict(each) for each in found.levels],
        "rater_separation": _separation(found.rater_separation),
        "criterion_separation": _separation(found.criterion_separation),
        "person_separation": _separation(found.person_separation),
        "agreement": asdict(found.agreement) | {"rasch_kappa": found.agreement.rasch_kappa},
    }


def _facets(found: Facets) -> tuple[tuple[str, tuple[Measured, ...]], ...]:
    return (("raters", found.raters), ("criteria", found.criteria), ("persons", found.persons))


def _extremes(facet: tuple[Measured, ...]) -> int:
    return sum(each.extreme for each in facet)


def middle_of(facet: tuple[Measured, ...]) -> float | None:
    """The mean measure of those that have a corrected one, so that both can be told from the same middle."""
    measures = [each.measure for each in facet if each.corrected is not None]
    return sum(measures) / len(measures) if measures else None


def _separation(found: Separation | None) -> dict[str, Any] | None:
    return None if found is None else {name: finite(value) for name, value in asdict(found).items()}


def _measured(each: Measured, reach: float, middle: float | None) -> dict[str, Any]:
    shown: dict[str, Any] = each._asdict() | {
        "name": str(each.name),
        "standard_error": finite(each.standard_error),
        "low": finite(each.measure - reach * each.standard_error),
        "high": finite(each.measure + reach * each.standard_error),
        "centred": None if middle is None else finite(each.measure - middle),
    }
    if each.corrected is not None and each.corrected_error is not None:
        shown |= {
            "corrected_low": finite(each.corrected - reach * each.corrected_error),
            "corrected_high": finite(each.corrected + reach * each.corrected_error),
        }
    if not isfinite(each.standard_error):
        shown |= {
            "measure": None,
            "centred": None,
            "fair": None,
            "effect": None,
            "estimable": False,
            "reason": "one category",
        }
        shown["words"] = ONE_LEVEL
    return shown


def severity_in_words(
    found: Facets | NotEstimable | Disconnected,
    *,
    confidence: float = 0.95,
    persons: bool = False,
    repeated: int = 0,
    notes: Sequence[str] = (),
    links: Links | None = None,
) -> Iterator[str]:
    """A many-facet analysis for people.

    Args:
        notes: what else has to be known of the file.
        persons: whether to list them too.
        links: what raters are linked by.
        repeated: how many ratings the same rater gave the same person by the same criterion as another one.
    """
    yield from (f"note: {each}" for each in notes)
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
    yield from _used_in_words(found)
    if repeated:
        yield (
            f"{repeated} of them repeat person, rater and criterion, and count like any other: right if they are of "
            "other work; if lines stand twice in the file, every error below is too small"
        )
    yield "all raters are linked by submissions that they read in common: one group"
    if links:
        yield from (f"note: {each}" for each in _remarks(links))
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
    yield from _columns_in_words(found)
    yield ""
    yield from _levels_in_words(found)
    for words, apart in (
        ("raters", found.rater_separation),
        ("criteria", found.criterion_separation),
        ("persons", found.person_separation),
    ):
        if apart:
            yield (
                f"{words}{_left_out(apart)}: RMSE {apart.rmse:.3f}, true SD {apart.true_sd:.3f}, "
                f"separation {apart.separation:.2f}, strata {apart.strata:.2f}, reliability of differences "
                f"{apart.reliability:.2f}, all alike: chi-square {apart.chi_square:.1f} with {apart.degrees}, "
                f"{p_in_words(apart.p)}"
            )
    pairs = found.agreement
    if pairs.pairs:
        kappa = "" if pairs.rasch_kappa is None else f", Rasch-kappa {pairs.rasch_kappa:.3f}"
        yield (
            f"exact agreements: {pairs.observed} of {pairs.pairs} pairs ({pairs.observed / pairs.pairs:.1%}), expected "
            f"{pairs.expected:.1f} ({pairs.expected / pairs.pairs:.1%}){kappa}; within one level: {pairs.within_one} "
            f"({pairs.within_one / pairs.pairs:.1%})"
        )


def never_given(judgements: Judgements) -> str:
    """That scores between the lowest and the highest were never given, and what they are taken for."""
    given = np.unique(judgements.score) + judgements.lowest
    if not len(given):
        return ""
    missing = np.setdiff1d(np.arange(given.min(), given.max() + 1), given)
    if not len(missing):
        return ""
    names = _and(_some(missing.astype(str).tolist()))
    return (
        f"{names} {'was' if len(missing) == 1 else 'were'} never given: whole numbers between others are levels all "
        "the same, and a step over them is so much longer; if there are no such levels, number them without gaps"
    )


def _left_out(apart: Separation) -> str:
    """How many have no finite estimate."""
    return f" ({apart.left_out} at an end of the scale left out)" if apart.left_out else ""


def _remarks(links: Links) -> Iterator[str]:
    """On how little severities rest, where it is little."""
    if links.few:
        yield (
            f"fewer than {FEW_READ} persons were read by {_each(links.few)}: how sure their severities are, their "
            "intervals tell. Persons at an end of the scale are not counted: they tell nobody apart"
        )
    if links.loose:
        yield (
            f"fewer than {FEW_SHARED} persons are shared with any other rater by {_each(links.loose)}: how they "
            "compare with the others rests on these alone"
        )
    if links.groups:
        groups = " | ".join(_and(_some([str(name) for name in group])) for group in links.groups)
        yield (
            f"weakly linked: these groups of raters share {links.shared} persons with each other, and how one group "
            f"compares with another rests on these; within each, raters compare as they should: {groups}. Let "
            f"raters of different groups read at least {FEW_SHARED} of the same submissions"
        )


def _links(links: Links) -> dict[str, Any]:
    """The same for programs."""
    return {
        "few": [{"name": str(name), "persons": persons} for name, persons in links.few],
        "loose": [{"name": str(name), "persons": persons} for name, persons in links.loose],
        "weakly_linked": [[str(name) for name in group] for group in links.groups],
        "shared": links.shared,
    }


def _each(of: Sequence[tuple[Hashable, int]]) -> str:
    return _and(_some([f"{name} ({persons})" for name, persons in of]))


def _some(names: list[str]) -> list[str]:
    """The first of many names, and how many more there are."""
    return names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]


def _used_in_words(found: Facets) -> Iterator[str]:
    """How many ratings there are, and of how many nothing could be made."""
    given = sum(each.ratings for each in found.raters)
    of = {name: f"{len(facet)} {ONE[name] if len(facet) == 1 else name}" for name, facet in _facets(found)}
    yield f"{given} ratings by {of['raters']} of {of['persons']} by {of['criteria']}, {found.scale} model"
    if given == found.ratings:
        yield "all of them are used; nobody is at an end of the scale"
        return
    ends = [
        f"{often} {ONE[name] if often == 1 else name}" for name, facet in _facets(found) if (often := _extremes(facet))
    ]
    yield (
        f"{found.ratings} of them are used; {given - found.ratings} are not, for they are of {_and(ends)} at an end of "
        "the scale, which say nothing of who is harsher"
    )


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _columns_in_words(found: Facets) -> Iterator[str]:
    """What stands beside what, where each is centred, and which interval is of which."""
    middle = middle_of(found.raters)
    floats = "" if middle is None else f" (their mean is {middle:.3f})"
    yield (
        "logits, with the first error and interval: joint maximum likelihood (JMLE), as other programs print it; "
        f"persons, criteria and thresholds are centred on 0, raters float{floats}"
    )
    if middle is not None:
        yield (
            "centred: the same less the mean of its facet; corrected, with the last error and interval: without the "
            "stretch that estimating every person jointly brings (JMLE bias: measures lie too far apart where persons "
            "have few ratings), less the mean of its facet as well. Rely on corrected: the pages of scoring quality go "
            "by it"
        )


def _table(measured: tuple[Measured, ...], reach: float, interval: str) -> Iterator[str]:
    width = max(len(str(each.name)) for each in measured)
    yield (
        f"  {'':<{width}}      n  logits  error  {interval:<17}   mean   fair  infit outfit  correl.  agreed expect."
        f"   centred corrected  error  {interval}"
    )
    middle = middle_of(measured)
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
            f"   {each.measure - middle:7.3f}   {each.corrected:7.3f} {each.corrected_error:6.3f} "
            f"{each.corrected - reach * each.corrected_error:7.3f} to "
            f"{each.corrected + reach * each.corrected_error:7.3f}"
            if each.corrected is not None and each.corrected_error is not None and middle is not None
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
