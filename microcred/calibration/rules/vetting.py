"""Who may be let in to learn scoring: what is asked, against what is known of somebody. Nobody is judged by a sum.

What the platform can look up (awards) it looks up, what only the person knows (years, degree, licence) stands as they
state it, and what no rule can tell (whom references speak for, what else is asked in words) a lead looks at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

MOST_REFERENCES = 2

OFTEN, WITHIN = 3, timedelta(days=30)
"""As many applications for one stack are taken within so many days."""


class Met(IntEnum):
    """How a rule is answered; more is better."""

    NOT_MET = 0
    OPEN = 1
    MET = 2


class Rule(StrEnum):
    """What can be asked of who wants to score a stack."""

    YEARS = "years"
    DEGREE = "degree"
    LICENCE = "licence"
    AWARDS = "awards"
    WHOLE_STACK = "whole_stack"
    REFERENCES = "references"
    LOOK = "look"


@dataclass(frozen=True)
class Asked:
    """The figures of an organization's rules for one stack.

    What stands here is proposed. Appalachian State asks its reviewers for a bachelor's degree, three years in a
    classroom and one micro-credential earned; in Utah whoever earned all of a stack may review it.

    Attributes:
        years: in a classroom, at least; 0 asks for none.
        awards: micro-credentials of the stack, earned and in force, at least.
        references: people who answer a few questions.
        look: whether a lead looks at something else that the rules say in words.
        again_days: from a refusal until one may apply again.
        places: people who assess by these rules at one time; None: as many as come.

    Raises:
        ValueError: a figure is below nothing, no place would be left for anybody, or references are too many to ask.
    """

    years: int = 3
    degree: bool = True
    licence: bool = False
    awards: int = 1
    whole_stack: bool = False
    references: int = 0
    look: bool = False
    again_days: int = 90
    places: int | None = None

    def __post_init__(self) -> None:
        if min(self.years, self.awards, self.references, self.again_days) < 0:
            raise ValueError("no figure is below nothing")
        if self.references > MOST_REFERENCES or (self.places is not None and self.places < 1):
            raise ValueError("too many references, or no place")


class Known(NamedTuple):
    """What is known of somebody: as they state it, as the platform finds it, as others have answered."""

    years: int = 0
    has_degree: bool = False
    has_licence: bool = False
    awards: int = 0
    lacking: int | None = None
    """of the whole stack; None where it offers nothing"""
    answers: int = 0


class Finding(NamedTuple):
    """One rule, how it is answered, and the two figures that say so."""

    rule: Rule
    met: Met
    has: int
    asks: int


def vet(asked: Asked, known: Known) -> list[Finding]:
    """Hold what is known of somebody against each rule that is asked, in the order in which they are told."""
    found = []
    if asked.years:
        found.append(_counted(Rule.YEARS, known.years, asked.years))
    if asked.degree:
        found.append(_counted(Rule.DEGREE, int(known.has_degree), 1))
    if asked.licence:
        found.append(_counted(Rule.LICENCE, int(known.has_licence), 1))
    if asked.awards and not asked.whole_stack:
        found.append(_counted(Rule.AWARDS, known.awards, asked.awards))
    if asked.whole_stack:
        met = Met.MET if known.lacking == 0 else Met.NOT_MET
        found.append(Finding(Rule.WHOLE_STACK, met, known.awards, known.awards + (known.lacking or 0)))
    if asked.references:
        met = Met.MET if known.answers >= asked.references else Met.OPEN
        found.append(Finding(Rule.REFERENCES, met, known.answers, asked.references))
    if asked.look:
        found.append(Finding(Rule.LOOK, Met.OPEN, 0, 1))
    return found


def overall(found: Sequence[Finding]) -> Met:
    """What all rules come to: the worst of them; met where nothing is asked."""
    return min((one.met for one in found), default=Met.MET)


def in_the_way_of_applying(found: Sequence[Finding]) -> list[Finding]:
    """The rules for which nobody can apply yet. What comes afterwards, and what a lead looks at, is none of them."""
    return [one for one in found if one.met is Met.NOT_MET]


def in_the_way_of_accepting(found: Sequence[Finding]) -> list[Finding]:
    """The rules for which nobody can be accepted yet: all that are not met, but what a lead looks at themselves."""
    return [one for one in found if one.met is not Met.MET and one.rule is not Rule.LOOK]


def places_left(asked: Asked, taken: int) -> int | None:
    """How many more may be accepted; None: as many as come. Never below nothing, also where rules became narrower."""
    return None if asked.places is None else max(0, asked.places - taken)


def applies_again_from(refused: Sequence[datetime], applied: Sequence[datetime], again_days: int) -> datetime | None:
    """From when somebody may apply again; None: at once, for nobody refused them lately, nor did they apply often.

    Args:
        refused: when they were refused for the stack, in whatever order.
        applied: when they applied, taken back or not: each time others are written to.
        again_days: from a refusal until the next application.
    """
    waits = [max(refused) + timedelta(days=again_days)] if refused else []
    if len(applied) >= OFTEN:
        waits.append(sorted(applied)[-OFTEN] + WITHIN)
    return max(waits, default=None)


def _counted(rule: Rule, has: int, asks: int) -> Finding:
    return Finding(rule, Met.MET if has >= asks else Met.NOT_MET, has, asks)
