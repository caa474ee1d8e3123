"""Planning backwards from a day: which piece of evidence is to be there by when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

WEIGHTS = {"question": 1, "reflection": 1, "artifact": 3}
"""How the hours of a design are shared out among what it asks for: an artifact is made, tried and tidied up."""

DAYS_TO_LOOK_IT_OVER = 2
"""Kept free before the target, to read the whole once more and hand it in."""

MOST_HOURS_A_WEEK = 6
"""Beyond this the plan says that it is tight: more than an hour on each working day, beside a full teaching load."""


@dataclass(frozen=True)
class Piece:
    """One thing to be made: its number on the page, its kind (question, artifact, reflection), whether it is done."""

    number: int
    kind: str
    is_done: bool = False


@dataclass(frozen=True)
class Stage:
    """By when a piece is to be there. `hours` is its share of the design's hours, rounded to the half hour."""

    number: int
    ready_on: date
    hours: float


@dataclass(frozen=True)
class BackwardPlan:
    """The pieces that are left, each with its day, and what that asks of a week."""

    stages: tuple[Stage, ...]
    hours_left: float
    hours_a_week: float

    @property
    def is_tight(self) -> bool:
        """Whether it asks for more of a week than most people have."""
        return self.hours_a_week > MOST_HOURS_A_WEEK


def plan_backward(pieces: Sequence[Piece], *, hours: int, begin_on: date, target_on: date) -> BackwardPlan | None:
    """Share the days until a target out among the pieces that are left, in their order; None when none are left.

    The days are shared in the proportion of the hours, the last piece ending `DAYS_TO_LOOK_IT_OVER` before the target
    where there is room for that. Days never run backwards, and none lies before the beginning or after the target.

    Args:
        hours: of work on the whole design.
        begin_on: the first day that can be worked on, usually today.
        target_on: the day by which it is to be handed in.
    """
    left = [piece for piece in pieces if not piece.is_done]
    if not left or not pieces:
        return None
    a_unit = hours / sum(WEIGHTS[piece.kind] for piece in pieces)
    days = max((target_on - begin_on).days, 0)
    working = days - DAYS_TO_LOOK_IT_OVER if days > DAYS_TO_LOOK_IT_OVER + len(left) else days
    units_left = sum(WEIGHTS[piece.kind] for piece in left)
    stages, done = [], 0
    for piece in left:
        done += WEIGHTS[piece.kind]
        ready_on = begin_on + timedelta(days=ceil(working * done / units_left))
        stages.append(Stage(piece.number, ready_on, half_hours(a_unit * WEIGHTS[piece.kind])))
    hours_left = a_unit * units_left
    return BackwardPlan(tuple(stages), half_hours(hours_left), half_hours(hours_left / max(days / 7, 1 / 7)))


def half_hours(hours: float) -> float:
    """Hours as people plan them: at least half an hour, in halves."""
    return max(round(hours * 2) / 2, 0.5)
