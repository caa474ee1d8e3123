"""A whole file of ratings as one document: by criterion, overall, studies of the panel, and rater by rater."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from microcred.measures.benchmarks import ALTMAN, FLEISS, LANDIS_KOCH, label_of
from microcred.measures.estimates import SEED, Estimate
from microcred.measures.files import CountsFile, RatingsFile
from microcred.measures.files.cells import shown as shown_cell
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reports.agreement import agreement_report, of_pairs_report
from microcred.measures.reports.figures import OF_PAIRS, Statistic, counted, figure, in_words
from microcred.measures.reports.further import further_report
from microcred.measures.reports.notes import FEW_FOR_LABELS, notes_of
from microcred.measures.reports.raters import beside_the_others, said_by_raters
from microcred.measures.reports.studies import decisions_of, study_of, totals_of
from microcred.measures.sums import Sums, told_by
from microcred.measures.weighting import Level

NO_LABEL = ("exact_agreement", "adjacent_agreement", "icc", "one_way_icc", "own_weights_agreement")
"""shares, and correlations, which have labels of other scales"""

MOST_LISTED = 12
"""categories up to which the heading names each"""

SCALES = {"Landis-Koch": LANDIS_KOCH, "Fleiss": FLEISS, "Altman": ALTMAN}


def document_of(
    read: RatingsFile | CountsFile,
    level: Level,
    *,
    confidence: float = 0.95,
    seed: int = SEED,
    own: Numbers | None = None,
    cut: float | None = None,
    are_named: bool = False,
) -> dict[str, Any]:
    """Everything that is found, for programs.

    Args:
        are_named: whether the categories were listed.
        own: weights of agreement of one's own.
        cut: the level at which a criterion is met, for consistency and accuracy of decisions.
    """
    options: dict[str, Any] = {"confidence": confidence, "seed": seed, "own": own}
    if isinstance(read, CountsFile):
        counted = _of_ratings(read.ratings, level, **options)
        return {"level": level, "notes": notes_of(read, level, counted, are_named=True)} | counted
    panel = read.panel
    if read.has_criteria:
        shown: dict[str, Any] = {
            "criteria": {
                str(name): _of_ratings(panel.of(place), level, **options) for place, name in enumerate(panel.criteria)
            },
            "overall": _of_ratings(panel.overall(), level, **options),
        }
    else:
        shown = _of_ratings(panel.of(0), level, **options)
    if level != "nominal":
        whole = shown["overall"] if read.has_criteria else shown
        beside = beside_the_others(panel, confidence=confidence)
        for one in whole["by_rater"]:
            one.update(beside.get(one["name"], {}))
        shown["generalizability"] = study_of(panel, confidence=confidence, seed=seed)
        if len(panel.criteria) > 1:
            shown["totals"] = totals_of(panel, confidence=confidence)
    if cut is not None:
        shown["decisions"] = decisions_of(panel, cut, confidence=confidence, seed=seed)
    return {"level": level, "notes": notes_of(read, level, shown, are_named=are_named)} | shown


def is_anything(shown: dict[str, Any]) -> bool:
    """Whether anything at all was estimable."""
    parts = [*shown["criteria"].values(), shown["overall"]] if "criteria" in shown else [shown]
    return any(each["estimable"] for part in parts for each in (part["statistics"] | part["further"]).values())


def _of_ratings(ratings: Ratings, level: Level, *, confidence: float, seed: int, own: Numbers | None) -> dict[str, Any]:
    figures = agreement_report(ratings, level, confidence=confidence, seed=seed, own=own)
    again = of_pairs_report(ratings, figures, level, confidence=confidence, seed=seed, own=own)
    further = further_report(ratings, level, confidence=confidence, seed=seed)
    said = ratings.counts.sum(axis=1)
    # Of what hangs together each group is one.
    told = told_by(Sums(ratings, np.eye(len(ratings.categories))))
    return {
        "units": counted(ratings.units),
        "pairable": counted(ratings.frequencies[said >= 2].sum()),
        "complete": counted(ratings.frequencies[said == len(ratings.raters)].sum()) if ratings.raters else None,
        "raters": len(ratings.raters),
        "ratings": counted(ratings.frequencies @ ratings.counts.sum(axis=1)),
        "categories": [str(each) for each in ratings.categories],
        "statistics": {
            each.name: {"title": each.words}
            | figure(each.found)
            | _labels(each, told)
            | ({OF_PAIRS: figure(of.found) | _labels(of, told)} if (of := again.get(each.name)) else {})
            for each in figures
        },
        "further": {each.name: {"title": each.words} | figure(each.found) for each in further},
        "by_rater": said_by_raters(ratings),
    }


def _labels(statistic: Statistic, told: float) -> dict[str, Any]:
    """The label of which one can be sure, by the scale that most use, and by the others; none of few units."""
    if told < FEW_FOR_LABELS:
        return {}
    if not isinstance(statistic.found, Estimate) or statistic.name.startswith(NO_LABEL):
        return {}
    if statistic.name.endswith("_agreement"):
        return {}
    found = {name: label_of(statistic.found, scale) for name, scale in SCALES.items()}
    first = found["Landis-Koch"]
    return {
        "label": {"scale": "Landis-Koch", "words": first.words, "probability": first.probability},
        "labels": {name: {"words": each.words, "probability": each.probability} for name, each in found.items()},
    }


def document_in_words(shown: dict[str, Any], *, criterion: str = "criterion") -> Iterator[str]:
    """The same for people."""
    level, notes = shown["level"], [f"note: {each}" for each in shown["notes"]]
    if "criteria" in shown:
        yield from notes
        for name, part in shown["criteria"].items():
            yield f"{criterion}: {name}"
            yield from _part_in_words(part, level)
        if len(shown["criteria"]) > 1:
            yield "overall: each criterion of a unit is a case; those of one unit count as drawn together"
            yield from _part_in_words(shown["overall"], level)
    else:
        yield from _part_in_words(shown, level, notes)
    if shown.get("totals"):
        yield from _listed(shown["totals"])
        yield ""
    if "generalizability" in shown:
        yield from _study_in_words(shown["generalizability"])
    if "decisions" in shown:
        yield from _decisions_in_words(shown["decisions"])


def _part_in_words(part: dict[str, Any], level: str, notes: Sequence[str] = ()) -> Iterator[str]:
    rests = ""
    if part["pairable"] != part["units"] or part["complete"] not in (None, part["units"]):
        whole = "" if part["complete"] is None else f", {_often(part['complete'])} by all raters"
        rests = f"; {_of(part['pairable'], 'unit')} judged by two or more{whole}"
    yield f"{_of(part['units'], 'unit')}, {_of(part['raters'], 'rater')}, {_of(part['ratings'], 'rating')}{rests}"
    yield f"taken as {level}: {_scale_in_words(part['categories'])}"
    yield from notes
    yield from _listed(part["statistics"] | part["further"], part["units"])
    once = part["units"] - part["pairable"]
    if again := _of_pairs(part["statistics"]):
        yield f"of the {_of(part['pairable'], 'unit')} judged by two or more ({_often(once)} by one): rely on these"
        yield from _listed(again)
    for one in part["by_rater"]:
        said = ", ".join(f"{name}: {_often(often)}" for name, often in one["said"].items() if often)
        spread = "" if one.get("sd") is None else f"SD {one['sd']:.3f}, "
        level = f"mean {one['mean']:.3f}, {spread}" if "mean" in one else ""
        yield f"rater {one['name']}: {_of(one['ratings'], 'rating')}, {level}{said}"
        yield from _beside_in_words(one)
    yield ""


def _scale_in_words(categories: Sequence[str]) -> str:
    if len(categories) > MOST_LISTED:
        return f"{len(categories)} categories from {shown_cell(categories[0])} to {shown_cell(categories[-1])}"
    return ", ".join(map(shown_cell, categories)) or "no categories"


def _often(count: float) -> str:
    """How many, for people: whole numbers whole, weighted ones as they are."""
    return f"{count:,.0f}" if float(count).is_integer() else f"{count:g}"


def _of(count: float, one: str, several: str = "") -> str:
    """How many of something, which is called so by itself, and with an s or otherwise where there are several."""
    return f"{_often(count)} {one if count == 1 else several or f'{one}s'}"


COMPLETE = ("icc_", "kendall_w", "mean_", "robinson_a", "finn", "f_between")
BY_BOTH = ("stuart_maxwell", "bhapkar", "aickin_alpha")


def _listed(figures: dict[str, Any], units: float | None = None) -> Iterator[str]:
    """Lines of figures, each with the units that it rests on where these are not all."""
    width = max(len(each["title"]) for each in figures.values())
    for name, each in figures.items():
        cases = each.get("cases")
        rests = ""
        if units is not None and each["estimable"] and cases is not None and abs(cases - units) > 1e-9:
            kind = (
                "complete ones"
                if name.startswith(COMPLETE)
                else "judged by both"
                if name in BY_BOTH
                else "judged by two or more"
            )
            rests = f"  ({_often(cases)} of {_of(units, 'unit')}, {kind})"
        yield f"{each['title']:<{width}}  {in_words(each)}{rests}"


def _of_pairs(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures that come out otherwise of units that two or more judged, for people."""
    return {name: {"title": each["title"]} | each[OF_PAIRS] for name, each in figures.items() if OF_PAIRS in each}


HABITS = {
    "middle": "scores at neither end",
    "spread": "standard deviation of scores",
    "halo": "correlation between criteria (halo)",
    "flat_profiles": "readings with one score for all criteria",
}


def _beside_in_words(one: dict[str, Any]) -> Iterator[str]:
    if "mean_difference" not in one:
        return
    yield f"    above the others of the same units {in_words(one['mean_difference'])}"
    yield f"    the same in pooled SD              {in_words(one['smd'])}"
    if one["hodges_lehmann"] is not None:
        yield f"    the same, Hodges-Lehmann           {one['hodges_lehmann']:9.4f}"
    if len({habit.get("reason") for habit in one["habits"].values()}) == 1 and not one["habits"]["middle"]["estimable"]:
        yield f"    habits: {in_words(one['habits']['middle'])}"
        return
    for name, words in HABITS.items():
        habit = one["habits"][name]
        if habit["estimable"]:
            z = "" if habit["z"] is None else f", z {habit['z']:.2f}"
            yield f"    {words}: {habit['rater']:.3f}, of the panel {habit['panel']:.3f}{z}"
        else:
            yield f"    {words}: {in_words(habit)}"


def _study_in_words(study: dict[str, Any]) -> Iterator[str]:
    if not study["estimable"]:
        yield f"generalizability: {in_words(study)}"
        return
    made = "" if "readings_made" not in study else f", {_of(study['readings_made'], 'reading')}"
    twice = "" if not made else f"; {_of(study['read_twice'], 'person')} read by two or more"
    yield (
        f"generalizability, {study['design']}: {_of(study['persons'], 'person')}, {_of(study['raters'], 'rater')}, "
        f"{_of(study['criteria'], 'criterion', 'criteria')}{made}{twice}"
    )
    for each in study["components"]:
        below = "  (estimated below 0, taken as 0)" if each["is_negative"] else ""
        yield f"  {each['source']:<18} variance {each['estimate']:9.4f}  {each['share']:6.1%}{_within(each)}{below}"
    for each in study["readings"]:
        phi, relative = ("none" if each[name] is None else f"{each[name]:.4f}" for name in ("phi", "relative"))
        if made:
            yield f"  read by {each['raters']}: Phi {phi}{_within(each)}"
        else:
            yield f"  read by {each['raters']}: Phi {phi}, E rho squared {relative}"
    needed = ", ".join(
        f"{phi} with {raters if raters is not None else 'more than 20'}"
        for phi, raters in study["raters_for_phi"].items()
    )
    yield f"  Phi of {needed}"
    if made:
        yield (
            "  raters are taken as drawn by lot from many; estimates by analysis of variance with gaps (Henderson's "
            "method 1), intervals by drawing from them"
        )
    yield ""
    if "rotating" in study:
        yield "the same of whatever was judged, for not every unit was judged by every rater"
        yield from _study_in_words(study["rotating"])


def _within(each: dict[str, Any]) -> str:
    """The interval of a figure that may have one."""
    if each.get("low") is None:
        return ""
    return f"  {each['confidence']:.0%} interval {each['low']:.4f} to {each['high']:.4f}"


def _decisions_in_words(shown: dict[str, Any]) -> Iterator[str]:
    if "cut" not in shown:
        yield f"decisions: {in_words(shown)}"
        return
    rate = "none" if shown["pass_rate"] is None else f"{shown['pass_rate']:.1%}"
    yield (
        f"decisions, every criterion at {shown['cut']:g} or above: {rate} of {_often(shown['readings'])} readings "
        f"pass, {_often(shown['units_read_twice'])} units read twice or more"
    )
    figures = {name: each for name, each in shown.items() if isinstance(each, dict) and "title" in each}
    yield from _listed(figures)
    if again := _of_pairs(figures):
        yield f"of the {_of(shown['units_read_twice'], 'unit')} read twice or more: rely on these"
        yield from _listed(again)
    if "of_1000" in shown:
        wrong = shown["of_1000"]
        yield (
            f"of 1,000 units read by one, {wrong['passed_wrongly']} would be passed and {wrong['failed_wrongly']} "
            "failed against what all together find"
        )
