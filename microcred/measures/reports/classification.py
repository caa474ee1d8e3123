"""Consistency and accuracy of decisions at a cut, as data and as words."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from microcred.measures.decisions import Classification, TrueScores
from microcred.measures.estimates import NotEstimable
from microcred.measures.reports.figures import finite, in_words, why_not

WORDS = {
    "accuracy": "decided as the true score would be",
    "false_pass": "passed below the cut",
    "false_fail": "failed above the cut",
    "consistency": "decided alike twice",
    "chance": "alike by chance",
    "kappa": "beyond chance, kappa",
    "pass_rate_above": "of those above the cut, who pass",
    "fail_rate_below": "of those below the cut, who fail",
}


def classification_as_data(found: Classification | NotEstimable, spread: TrueScores | NotEstimable) -> dict[str, Any]:
    """For programs; shares of everybody, unless it is said."""
    if isinstance(found, NotEstimable) or isinstance(spread, NotEstimable):
        return why_not(found if isinstance(found, NotEstimable) else NotEstimable("no cases", 0))
    return {
        "estimable": True,
        "true_scores": asdict(spread),
        **{name: finite(value) for name, value in asdict(found).items()},
    }


def classification_in_words(shown: dict[str, Any]) -> Iterator[str]:
    """For people."""
    if not shown["estimable"]:
        yield f"decisions: {in_words(shown)}"
        return
    true = shown["true_scores"]
    yield (
        f"true scores: beta {true['alpha']:.4f}, {true['beta']:.4f} from {true['lower']:.4f} to {true['upper']:.4f}, "
        f"effective length {true['effective_length']:.1f}"
    )
    for name, words in WORDS.items():
        value = "none" if shown[name] is None else f"{shown[name]:.4f}"
        yield f"{words:<35}  {value}"
    yield (
        f"of 1,000 people, {round(1000 * shown['false_pass'])} would be passed and "
        f"{round(1000 * shown['false_fail'])} failed against their true score"
    )
