"""Studies of a whole panel: where the spread of scores comes from, and whether decisions would be made alike."""

from typing import Any

import numpy as np

from microcred.measures.coefficients import conger, gwet, percent_agreement
from microcred.measures.decisions import ENOUGH_PAIRS
from microcred.measures.estimates import NotEstimable
from microcred.measures.generalizability import Generalizability, Nested, generalizability, nested
from microcred.measures.panel import MOST_CELLS, Panel
from microcred.measures.policies import Policy, consensus, most_decisions, replay
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reports.agreement import intraclass_report
from microcred.measures.reports.figures import OF_PAIRS, figure, why_not

ASKED_FOR = (0.7, 0.75, 0.8, 0.85, 0.9)
"""Phi that programmes ask for"""

MOST_READERS = 6
"""up to which what more of them would give is told"""

KNOWN = 5
"""readings of one unit from which on their mean is taken for what is true of it"""


def study_of(panel: Panel) -> dict[str, Any]:
    """The components of variance, and what other numbers of raters would give."""
    if panel.values is None:
        return why_not(NotEstimable("not numbers", len(panel.units)))
    tasks = panel.tasks()
    if tasks is not None:
        found = nested(_as_often(tasks, panel.weights))
        return why_not(found) if isinstance(found, NotEstimable) else _nested(found)
    if len(panel.raters) < 2:
        return why_not(NotEstimable("one rater", len(panel.units)))
    scores = panel.scores()
    if scores is None:
        return why_not(NotEstimable("raters not told apart", len(panel.units)))
    study = generalizability(_as_often(scores, panel.weights))
    if isinstance(study, NotEstimable):
        few = study.reason in ("no cases", "one case") and len(panel.units) > 1
        return why_not(NotEstimable("not crossed", study.cases) if few else study)
    return _crossed(study)


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
            for raters in range(1, max(MOST_READERS, study.raters) + 1)
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
