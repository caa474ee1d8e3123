"""Figures for programs, each with its interval or with the reason why there is none."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from microcred.measures.association import Homogeneity
from microcred.measures.estimates import Estimate, NotEstimable


@dataclass(frozen=True)
class Statistic:
    """One figure of a report: an identifier for programs, words for people, and what was found."""

    name: str
    words: str
    found: "Figure"


@dataclass(frozen=True)
class FTest:
    """An F with its degrees of freedom."""

    f: float
    degrees: tuple[float, float]
    p: float
    cases: float | None = None


@dataclass(frozen=True)
class Alone:
    """A number without an interval, from `cases` units."""

    value: float
    cases: float


IN_WORDS = {
    "no cases": "nobody judged anything",
    "one case": "no more than one unit was judged by two, and one unit has no error",
    "one rater": "there is nobody to agree with",
    "no pairs": "no unit was judged by two",
    "one category": "nothing could have been told apart; name all categories with --categories",
    "no spread": "all judgements are the same, or spread in a way that leaves nothing to compare",
    "not numbers": "the categories have no distances",
    "raters not told apart": "it is not known who judged what, or no table of so many units and raters fits",
    "weights not symmetric": "these weights depend on who said which, and it does not tell raters apart",
    "few pairs": "fewer than 50 units were read twice",
    "few readings": "there are too few readings for it to mean anything",
    "one criterion": "there is one criterion only",
    "two levels": "no level is between the lowest and the highest",
    "one task": "there is one criterion only",
    "not crossed": "it takes at least two units that every rater judged by every criterion",
    "not linked": "persons, raters and criteria are not linked well enough to be told apart, as where each criterion "
    "has raters of its own",
    "beyond reckoning": "its numbers are too large, or too small, to be reckoned with",
    "disconnected": "the raters fall into groups that no submission links",
}
"""why there is no figure, for people; beside the reason as it is for programs"""


def counted(often: float | None) -> int | float | None:
    """How many, for programs: whole numbers whole, weighted ones as they are."""
    if often is None:
        return None
    number = float(often)
    return int(number) if number.is_integer() else number


def why_not(found: NotEstimable) -> dict[str, Any]:
    """That there is no figure, and why, for programs."""
    return {
        "estimable": False,
        "reason": found.reason,
        "words": IN_WORDS.get(found.reason, found.reason),
        "cases": counted(found.cases),
    }


OF_PAIRS = "of_pairs"
"""the key, beside a figure, of the same of the units that two or more judged, where it is another"""

Figure = Estimate | NotEstimable | Homogeneity | FTest | Alone | float


def figure(found: Figure) -> dict[str, Any]:
    """A figure for programs; never one that is no number."""
    shown = _figure(found)
    if all(np.isfinite(each) for each in shown.values() if isinstance(each, float)):
        return shown
    return why_not(NotEstimable("beyond reckoning", shown.get("cases") or 0))


def _figure(found: Figure) -> dict[str, Any]:
    match found:
        case NotEstimable():
            return why_not(found)
        case Homogeneity(chi_square, degrees, p):
            return {"estimable": True, "value": chi_square, "degrees": degrees, "p": p, "cases": counted(found.cases)}
        case FTest(f, degrees_of_f, p):
            return {"estimable": True, "value": f, "degrees": list(degrees_of_f), "p": p, "cases": counted(found.cases)}
        case Alone(value, cases):
            return {"estimable": True, "value": value, "cases": counted(cases)}
        case Estimate():
            return {
                "estimable": True,
                "value": found.value,
                "standard_error": found.standard_error,
                "low": found.interval.low,
                "high": found.interval.high,
                "confidence": found.interval.confidence,
                "interval": found.method,
                "seed": found.seed,
                "cases": counted(found.cases),
            }
        case value:
            return {"estimable": True, "value": value}


def finite(value: float | None) -> float | None:
    """A number, or None where it is none or infinite: JSON knows neither."""
    return value if value is not None and np.isfinite(value) else None


SMALLEST_P = 0.0001
"""below which how small a p is says nothing more"""


def p_in_words(p: float) -> str:
    """A p for people, who are never told that it is 0."""
    return "p < .0001" if p < SMALLEST_P else f"p {p:.4f}"


def in_words(shown: dict[str, Any]) -> str:
    """A figure for people, from what programs are told; what is 0 but for rounding is not told to be below it."""
    if not shown["estimable"]:
        return f"not estimable, because {shown['words']} [{shown['reason']}]"
    if "p" in shown:
        degrees = shown["degrees"] if isinstance(shown["degrees"], list) else [shown["degrees"]]
        return f"{shown['value']:z9.4f}  with {' and '.join(f'{each:g}' for each in degrees)}, {p_in_words(shown['p'])}"
    if "low" not in shown:
        return f"{shown['value']:z9.4f}"
    label = f"  {shown['label']['words']}" if "label" in shown else ""
    return (
        f"{shown['value']:z9.4f}  {shown['confidence']:.0%} interval {shown['low']:z7.4f} to {shown['high']:z7.4f}  "
        f"(error {shown['standard_error']:.4f}, {shown['interval']}){label}"
    )
