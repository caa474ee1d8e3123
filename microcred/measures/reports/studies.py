"""Studies of a whole panel: where the spread of scores comes from, and whether decisions would be made alike."""

from typing import Any

import numpy as np

from microcred.measures.coefficients import conger, gwet, percent_agreement
from microcred.measures.decisions import ENOUGH_PAIRS
from microcred.measures.estimates import NotEstimable
from microcred.measures.generalizability import Generalizability, Nested, generalizability, nested
from microcred.measures.intervals import Interval
from microcred.measures.panel import MOST_CELLS, Panel
from microcred.measures.policies import Policy, consensus, most_decisions, replay
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reports.agreement import intraclass_report
from microcred.measures.reports.figures import OF_PAIRS, figure, why_not
from microcred.measures.rotating import Rotating, rotating

ASKED_FOR = (0.7, 0.75, 0.8, 0.85, 0.9)
"""Phi that programmes ask for"""

MOST_READERS = 6
"""up to which what more of them would give is told"""

KNOWN = 5
"""readings of one unit from which on their mean is taken for what is true of it"""


def study_of(panel: Panel, *, confidence: float, seed: int) -> dict[str, Any]:
    """The components of variance, and what other numbers of raters would give.

    Of what every rater judged; where that is nothing, of whatever was judged, the raters being drawn by lot.
    """
    if panel.values is None:
        return why_not(NotEstimable("not numbers", len(panel.units)))
    tasks = panel.tasks()
    if tasks is not None:
        found = nested(_as_often(tasks, panel.weights))
        return why_not(found) if isinstance(found, NotEstimable) else _nested(found)
    if len(panel.raters) < 2:
        return why_not(NotEstimable("one rater", len(panel.units)))
    scores = panel.scores()
    study: Generalizability | NotEstimable = NotEstimable("raters not told apart", len(panel.units))
    if scores is not None:
        study = generalizability(_as_often(scores, panel.weights))
    if isinstance(study, NotEstimable):
        return _rotating(panel, confidence, seed) if len(panel.units) > 1 else why_not(study)
    crossed = _crossed(study)
    # Where others were judged by some of the raters only, what all judged is a part, and not drawn by lot.
    if _judged_by_two(panel) > study.persons:
        crossed["rotating"] = _rotating(panel, confidence, seed)
    return crossed


def _judged_by_two(panel: Panel) -> float:
    """How many units two or more raters judged."""
    reads = np.unique(panel.unit * len(panel.raters) + panel.rater)
    often = np.bincount(reads // len(panel.raters), minlength=len(panel.units))
    return float(np.rint(panel.weights)[often > 1].sum())


def _rotating(panel: Panel, confidence: float, seed: int) -> dict[str, Any]:
    """The study of whatever was judged."""
    often = np.rint(panel.weights).astype(int)
    unit, place = panel.unit, np.arange(len(panel.unit))
    if np.any(often != 1):
        if often[unit].sum() > MOST_CELLS:
            return why_not(NotEstimable("beyond reckoning", len(panel.units)))
        place = np.repeat(place, often[unit])
        # A unit that occurred so many times is so many persons.
        first = np.concatenate([[0], np.cumsum(often)])
        again = np.arange(len(place)) - np.repeat(np.cumsum(often[unit]) - often[unit], often[unit])
        unit = first[panel.unit[place]] + again
    else:
        unit = unit[place]
    values = panel.places
    if values is None or not len(place):
        return why_not(NotEstimable("no cases", 0))
    found = rotating(unit, panel.rater[place], panel.criterion[place], values[place], confidence=confidence, seed=seed)
    if isinstance(found, NotEstimable):
        return why_not(found)
    shown = _crossed(found)
    shown["design"] += ", not crossed"
    shown |= {"scores": found.scores, "readings_made": found.readings, "read_twice": found.read_twice}
    for one in shown["components"]:
        one.update(_within(found.intervals.get(one["source"])))
    for one in shown["readings"]:
        # A harsh reader reads the one and not the other: that is error for an order too.
        one.update({"relative": one["phi"]} | _within(found.phi_within(one["raters"])))
    return shown


def _within(interval: Interval | None) -> dict[str, Any]:
    if interval is None:
        return {"low": None, "high": None}
    return {"low": interval.low, "high": interval.high, "confidence": interval.confidence}


def _as_often(scores: Numbers, weights: Numbers) -> Numbers:
    often = np.rint(weights).astype(int)
    return (
        scores if np.all(often == 1) or often.sum() * scores[0].size > MOST_CELLS else np.repeat(scores, often, axis=0)
    )


def _crossed(study: Generalizability) -> dict[str, Any]:
    several = study.criteria > 1
    return {
        "estimable": True,
        "design": "person x rater x criterion" if several else "person x rater",
        "persons": study.persons,
        "raters": study.raters,
        "criteria": study.criteria,
        "components": _components(study),
        "readings": [
            {"raters": raters, "phi": _plain(study.phi(raters)), "relative": _plain(study.relative(raters))}
            for raters in range(1, max(MOST_READERS, 0 if isinstance(study, Rotating) else study.raters) + 1)
        ],
        "raters_for_phi": {f"{phi:g}": study.readings_for(phi) for phi in ASKED_FOR},
    }


def _nested(study: Nested) -> dict[str, Any]:
    return {
        "estimable": True,
        "design": "person x (rater : criterion)",
        "persons": study.persons,
        "raters": study.raters,
        "criteria": study.tasks,
        "components": _components(study),
        "readings": [
            {
                "raters": raters,
                "phi": _plain(study.phi(study.tasks, raters)),
                "relative": _plain(study.relative(study.tasks, raters)),
            }
            for raters in range(1, max(MOST_READERS, study.raters) + 1)
        ],
        "raters_for_phi": {f"{phi:g}": study.readings_for(phi) for phi in ASKED_FOR},
    }


def _components(study: Generalizability | Nested) -> list[dict[str, Any]]:
    total = sum(each.variance for each in study.components)
    return [
        {
            "source": each.source,
            "variance": each.variance,
            "estimate": each.estimate,
            "share": each.variance / total if total else 0.0,
            "degrees": each.degrees,
            "is_negative": each.is_negative,
        }
        for each in study.components
    ]


def _plain(found: float | NotEstimable) -> float | None:
    return found if isinstance(found, float) else None


def totals_of(panel: Panel, *, confidence: float) -> dict[str, Any]:
    """The intraclass correlations of the totals over all criteria."""
    readings = panel.readings()
    if readings is None:
        return {}
    unit, rater, table = readings
    whole = ~np.isnan(table).any(axis=1)
    totals = table[whole].sum(axis=1)
    different, code = np.unique(totals, return_inverse=True)
    one = Panel(
        unit[whole],
        rater[whole],
        np.zeros(len(totals), dtype=np.int64),
        code.ravel().astype(np.int64),
        panel.units,
        panel.raters,
        ("total",),
        tuple(float(each) for each in different),
        (np.arange(len(panel.raters)),),
        panel.weights,
    )
    return {
        each.name: {"title": f"{each.words} of totals"} | figure(each.found)
        for each in intraclass_report(one.of(0), confidence=confidence)
    }


def decisions_of(panel: Panel, cut: float, *, confidence: float, seed: int) -> dict[str, Any]:
    """Whether another reader would decide alike, and how often one reader decides as all together do.

    A reading passes where it finds every criterion at the cut or above.
    """
    ratings = panel.decisions(cut)
    if ratings is None:
        return why_not(NotEstimable("not numbers", len(panel.units)))
    common: dict[str, Any] = {"confidence": confidence, "seed": seed}
    judged = float(ratings.frequencies @ ratings.counts.sum(axis=1))
    passed = float(ratings.frequencies @ ratings.counts[:, 1]) if len(ratings.counts) else 0.0
    twice = float(ratings.frequencies[ratings.counts.sum(axis=1) >= 2].sum())
    few = NotEstimable("few pairs", twice)
    shown: dict[str, Any] = {
        "cut": cut,
        "readings": judged,
        "pass_rate": passed / judged if judged else None,
        "units_read_twice": twice,
    }
    for name, words, measure in (
        ("consistency", "two readers decide alike", percent_agreement),
        ("decision_kappa", "kappa of decisions", conger),
        ("decision_ac1", "Gwet's AC1 of decisions", gwet),
    ):
        shown[name] = {"title": words} | figure(few if twice < ENOUGH_PAIRS else measure(ratings, **common))
        if ENOUGH_PAIRS <= twice < ratings.units:
            shown[name][OF_PAIRS] = figure(measure(ratings.of_pairs(), **common))
    return shown | _accuracy(panel, ratings, cut, common)


def _accuracy(panel: Panel, ratings: Ratings, cut: float, common: dict[str, Any]) -> dict[str, Any]:
    names = {
        "accuracy": "one reader decides as all together",
        "false_pass": "one reader passes what all together do not",
        "false_fail": "one reader fails what all together pass",
    }
    scores = panel.scores()
    known: Numbers = np.empty((0, 1, 1))
    if scores is not None:
        known = scores[(~np.isnan(scores).any(axis=2)).sum(axis=1) >= KNOWN]
        known = known[:, (~np.isnan(known).any(axis=2)).any(axis=0)] if len(known) else known
    required = [cut] * len(panel.criteria)
    found = (
        replay(known, Policy(most_decisions(required)), consensus(required), **common)
        if len(known)
        else NotEstimable("few readings", ratings.units)
    )
    if isinstance(found, NotEstimable):
        return {name: {"title": words} | figure(found) for name, words in names.items()}
    shown = {name: {"title": words} | figure(getattr(found, name)) for name, words in names.items()}
    thousand = found.of_thousand()
    return shown | (
        {"of_1000": {"passed_wrongly": thousand[0], "failed_wrongly": thousand[1]}} if thousand is not None else {}
    )
