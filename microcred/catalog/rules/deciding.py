"""How the levels reached resolve to a decision. Pure: no database, no clock.

A micro-credential is earned when every part of it passes. A part passes, unless its author expressly chose another
rule, when each of its criteria reaches the level that the version requires of it: a high level in one criterion never
makes up for a low one in another. Another rule can only ask for less, so that work in which every criterion reaches
its level always earns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Outcome(StrEnum):
    """What a decision says."""

    EARNED = "earned"
    NOT_YET = "not_yet"


class Demand(Protocol):
    """A criterion as far as the rule is concerned: who it is, which part it judges, and the level it needs."""

    @property
    def id(self) -> UUID:
        """The criterion's identifier."""

    @property
    def part(self) -> int:
        """The number of the part that it judges."""

    @property
    def required_position(self) -> int:
        """The position of the level that is needed; 0 is the lowest."""


class Rule(Protocol):
    """By what a part passes, where its author chose another rule than the usual one."""

    @property
    def part(self) -> int:
        """The number of the part."""

    @property
    def kind(self) -> str:
        """`at_least`: so many criteria reach their level. `total`: the levels sum up to so many points."""

    @property
    def count(self) -> int | None:
        """How many."""


@dataclass(frozen=True)
class Reason:
    """What the rule found about one criterion.

    Attributes:
        reached: The position of the level given; None while nobody has judged it.
        excused: That it was judged below the level it needs, in a part that passes all the same.
    """

    criterion_id: UUID
    reached: int | None
    required: int
    excused: bool = False

    @property
    def met(self) -> bool:
        """Whether the criterion reaches the level it needs."""
        return self.reached is not None and self.reached >= self.required

    def as_facts(self) -> dict[str, str | int | bool | None]:
        """Return the finding as it is kept with a decision."""
        facts: dict[str, str | int | bool | None] = {
            "criterion": str(self.criterion_id),
            "reached": self.reached,
            "required": self.required,
            "met": self.met,
        }
        return facts | {"excused": True} if self.excused else facts


@dataclass(frozen=True)
class PartFinding:
    """What the rule found about one part.

    Attributes:
        kind: `each`, `at_least` or `total`.
        count: How many criteria, or points, that rule asks for; all criteria for `each`.
        criteria: How many criteria judge the part.
        judged: How many of them have a level.
        met: How many of them reach the level they need.
        points: The sum of the levels given, counted from 1 for the lowest.
    """

    part: int
    kind: str
    count: int
    criteria: int
    judged: int
    met: int
    points: int

    @property
    def passed(self) -> bool:
        """Whether the part passes, by the levels given so far: those that are still to come can only add to it."""
        if self.met == self.criteria:
            return True
        if self.kind == "at_least":
            return self.met >= self.count
        return self.kind == "total" and self.points >= self.count


@dataclass(frozen=True)
class Verdict:
    """What the rule says of one reading: by criterion in the order of the rubric, and by part."""

    reasons: tuple[Reason, ...]
    parts: tuple[PartFinding, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None while a criterion has not been judged, and for a rubric without criteria."""
        if not self.reasons or self.unjudged:
            return None
        return Outcome.EARNED if all(part.passed for part in self.parts) else Outcome.NOT_YET

    @property
    def short(self) -> tuple[UUID, ...]:
        """The criteria that were judged below the level they need, in a part that does not pass: these reopen."""
        return tuple(r.criterion_id for r in self.reasons if r.reached is not None and not r.met and not r.excused)

    @property
    def excused(self) -> tuple[UUID, ...]:
        """The criteria that were judged below the level they need, in a part that passes all the same."""
        return tuple(r.criterion_id for r in self.reasons if r.excused)

    @property
    def unjudged(self) -> tuple[UUID, ...]:
        """The criteria that nobody has judged."""
        return tuple(r.criterion_id for r in self.reasons if r.reached is None)

    @property
    def is_by_the_usual_rule(self) -> bool:
        """Whether every part passes only when each of its criteria reaches its level."""
        return all(part.kind == "each" for part in self.parts)


def decide(demands: Iterable[Demand], reached: Mapping[UUID, int], rules: Iterable[Rule] = ()) -> Verdict:
    """Return what a version's rule makes of the levels that were reached.

    Args:
        demands: the criteria of the rubric.
        reached: the position of the level given, by criterion; what is missing counts as not judged.
        rules: of the parts that pass by another rule than the usual one.
    """
    criteria = tuple(demands)
    chosen = {rule.part: rule for rule in rules}
    findings = {
        part: _finding(part, [each for each in criteria if each.part == part], reached, chosen.get(part))
        for part in sorted({criterion.part for criterion in criteria})
    }
    return Verdict(
        tuple(_reason(criterion, reached.get(criterion.id), findings[criterion.part]) for criterion in criteria),
        tuple(findings.values()),
    )


def _finding(part: int, criteria: Sequence[Demand], reached: Mapping[UUID, int], rule: Rule | None) -> PartFinding:
    levels = [(reached[each.id], each.required_position) for each in criteria if each.id in reached]
    usual = rule is None or rule.count is None or rule.kind not in {"at_least", "total"}
    return PartFinding(
        part=part,
        kind="each" if usual or rule is None else rule.kind,
        count=len(criteria) if usual or rule is None or rule.count is None else rule.count,
        criteria=len(criteria),
        judged=len(levels),
        met=sum(level >= required for level, required in levels),
        points=sum(level + 1 for level, _required in levels),
    )


def _reason(criterion: Demand, reached: int | None, part: PartFinding) -> Reason:
    below = reached is not None and reached < criterion.required_position
    return Reason(criterion.id, reached, criterion.required_position, excused=below and part.passed)
