"""How two blind reviews of a design become one outcome. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Verdict(StrEnum):
    """What a reviewer says of one component."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class Outcome(StrEnum):
    """What a review came to."""

    PASSED = "passed"
    CONDITIONAL = "conditional"
    NOT_PASSED = "not_passed"


class Stage(StrEnum):
    """Where a round stands, in the order in which it goes on."""

    READING = "reading"
    RECONCILING = "reconciling"
    TO_CONCLUDE = "to_conclude"
    CONCLUDED = "concluded"


@dataclass(frozen=True)
class Judged:
    """A round as its answers state it, by component.

    Attributes:
        asked: the components that both answer.
        one, other: what each reviewer filed; None until they have.
        settled: what was agreed of the components in dispute.
    """

    asked: tuple[UUID, ...]
    one: Mapping[UUID, Verdict] | None
    other: Mapping[UUID, Verdict] | None
    settled: Mapping[UUID, Verdict]

    @property
    def disputed(self) -> tuple[UUID, ...]:
        """The components of which the two say different things, whether settled or not. None before both have filed."""
        if self.one is None or self.other is None:
            return ()
        return tuple(each for each in self.asked if self.one[each] != self.other[each])

    @property
    def open_disputes(self) -> tuple[UUID, ...]:
        """The disputes that nobody has settled yet."""
        return tuple(each for each in self.disputed if each not in self.settled)

    @property
    def verdicts(self) -> dict[UUID, Verdict] | None:
        """What holds of each component; None while something is open."""
        if self.one is None or self.other is None or self.open_disputes:
            return None
        return {each: self.settled.get(each, self.one[each]) for each in self.asked}


def stage_of(judged: Judged, *, concluded: bool) -> Stage:
    """Where a round stands."""
    if concluded:
        return Stage.CONCLUDED
    if judged.one is None or judged.other is None:
        return Stage.READING
    return Stage.RECONCILING if judged.open_disputes else Stage.TO_CONCLUDE


def unmet(verdicts: Mapping[UUID, Verdict]) -> tuple[UUID, ...]:
    """The components that are not met, in order."""
    return tuple(each for each, verdict in verdicts.items() if verdict is Verdict.NOT_MET)


def meets_all(verdicts: Mapping[UUID, Verdict]) -> bool:
    """Whether all that applies is met, and something applies: a review in which nothing was judged shows nothing."""
    return not unmet(verdicts) and Verdict.MET in verdicts.values()


def outcome_of(
    verdicts: Mapping[UUID, Verdict], *, conditions: Iterable[UUID] = (), meet_by: date | None = None
) -> Outcome:
    """What a round comes to.

    Passed when all that applies is met. Conditional when each component that is not met has a condition and there is a
    date by which to meet them. Otherwise not passed: there is no majority among components.
    """
    if meets_all(verdicts):
        return Outcome.PASSED
    short = set(unmet(verdicts))
    if short and meet_by is not None and short == set(conditions):
        return Outcome.CONDITIONAL
    return Outcome.NOT_PASSED


def is_overdue(meet_by: date | None, *, open_conditions: int, today: date) -> bool:
    """Whether a conditional pass has run out: its day is over, and a condition is still open."""
    return meet_by is not None and open_conditions > 0 and today > meet_by
