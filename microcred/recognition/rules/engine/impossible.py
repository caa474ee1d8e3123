"""Conditions that nothing can meet, as far as their own words show it. Pure.

Whatever is said to be impossible is: nothing, and nobody, meets it. That something is not said to be does not mean that
somebody can meet it; worked examples show that.
"""

from typing import Final

from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.things import folded

LISTS: Final = (
    "options", "kinds", "topics", "standards", "micro_credentials", "issuers", "issuer_kinds", "quality_frameworks",
    "proofs", "levels", "benefits", "licence_types", "grade_bands", "roles", "employers", "employer_kinds", "degrees",
    "completions",
)  # fmt: skip
"""Fields that are met by any one of their values."""
SAID_SO: Final = ("begun_under_licence", "employed")
OF_WORK: Final = ("roles", "employers", "employer_kinds")
"""What only somebody who has work can meet."""


def is_impossible(condition: Condition) -> bool:
    """Whether what a condition asks rules out what it asks."""
    if condition.employed is False and any(getattr(condition, name) for name in OF_WORK):
        return True
    if condition.degrees and folded(condition.degrees) <= folded(condition.lacks_degrees):
        return True
    if any(_implies(condition, one) for one in condition.none_of):
        return True
    return bool(condition.any_of) and all(_cannot_be_with(one, condition) for one in condition.any_of)


def _cannot_be_with(one: Condition, condition: Condition) -> bool:
    """Whether one alternative of a condition cannot hold beside the rest of it."""
    if is_impossible(one) or any(_implies(one, never) for never in condition.none_of):
        return True
    if any(condition.facts.get(fact, is_so) != is_so for fact, is_so in one.facts.items()):
        return True
    return any(
        None not in (getattr(one, name), getattr(condition, name)) and getattr(one, name) != getattr(condition, name)
        for name in SAID_SO
    )


def _implies(narrow: Condition, wide: Condition) -> bool:
    """Whether all that meets one condition meets another, as far as their words show it."""
    for name in wide.stated():
        asked, known = getattr(wide, name), getattr(narrow, name)
        if name == "any_of":
            holds = any(_implies(narrow, one) for one in asked)
        elif name == "none_of":
            holds = all(one in narrow.none_of for one in asked)
        elif known in (None, (), {}):
            return False
        elif name in LISTS:
            holds = folded(known) <= folded(asked)
        elif name == "lacks_degrees":
            holds = folded(asked) <= folded(known)
        elif name == "facts":
            holds = asked.items() <= known.items()
        elif name in ("experience_at_least", "closes_from"):
            holds = known >= asked
        elif name in ("experience_below", "closes_before"):
            holds = known <= asked
        else:
            holds = known == asked
        if not holds:
            return False
    return True
