"""How many people read a submission, by the policy of who offers it. Pure: no database, no clock.

A policy says which submissions are read twice whatever is said of them (`is_drawn`, `asked_at_first`), which after a
first reading that decides narrowly, and when two readings are too different to stand together. Two levels apart on a
criterion they always are. What two readings that stand together, or three, come to, see `resolving` and `outvoting`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from microcred.catalog.rules import Outcome, Verdict
from microcred.scoring.rules.resolving import DOUBLE, FAR_APART, MOST_READINGS, SINGLE, is_split

Positions = Mapping[UUID, int]
"""Of one reading the position of the level given, by criterion; 0 is the lowest."""

Judge = Callable[[Positions], Verdict]
"""The rule of the version that is judged."""

SAMPLE = 10
"""of a hundred submissions: with fewer blind second readings nobody could say how far single ones can be trusted"""

NEAR = 1
"""criteria by which a first reading may be short and still ask for a second, where nobody says otherwise"""


class Kind(StrEnum):
    """Which submissions get a second reading."""

    SINGLE = "single"
    CONDITIONAL = "conditional"
    DOUBLE = "double"
    FIRST = "first"
    SHARE = "share"


class Third(StrEnum):
    """What two readings must differ in for a third, besides two levels on one criterion."""

    DECISION = "decision"
    CRITERION = "criterion"


@dataclass(frozen=True)
class Policy:
    """How submissions get their readers.

    Attributes:
        share: of a hundred submissions, how many are read twice by lot, whatever the first reading says.
        first: how many of a version's first submissions are read twice.
        near: criteria by which a first reading may fall short and still ask for a second; of the conditional kind only.
    """

    kind: Kind
    share: int = 0
    first: int = 0
    near: int = NEAR
    third: Third = Third.DECISION

    @property
    def most(self) -> int:
        """How many readings a submission may come to at most."""
        return SINGLE if self.kind is Kind.SINGLE and not self.share else MOST_READINGS


RECOMMENDED = Policy(Kind.CONDITIONAL)
"""Most of what two readings of everything are worth, for little more than half of the extra work."""

PILOT = Policy(Kind.DOUBLE, third=Third.CRITERION)
"""By what a version in pilot is read, whoever offers it; and what was read twice before there were policies."""

BY_DEFAULT = Policy(Kind.CONDITIONAL, share=SAMPLE)
"""What holds where nobody declared a policy: a second reading where the first decides narrowly, and of the others ten
in a hundred drawn by lot; a third where the two decide differently. On the essays of `reference` a second reading where
the first decides narrowly, and a third, bring 93 of a hundred of what two readings of everything add to decisions being
alike, for 58 of a hundred of what these take."""


def seed_by_default(version: UUID) -> int:
    """What the lots of the default are drawn with: the version's own number, which stays as long as there are lots."""
    return version.int


def is_drawn(seed: int, submission: UUID, share: int) -> bool:
    """Whether the lot falls on a submission: the same for the same seed, whenever and wherever it is drawn.

    Args:
        share: of a hundred.
    """
    drawn = sha256(f"{seed}:{submission}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") * 100 < share * 2**64


def asked_at_first(policy: Policy, *, before: int, drawn: bool) -> int:
    """How many readings a submission needs whatever they say.

    Args:
        before: how many submissions to the version entered the queue under the policy before it.
        drawn: whether the lot fell on it.
    """
    twice = policy.kind is Kind.DOUBLE or drawn or (policy.kind is Kind.FIRST and before < policy.first)
    return DOUBLE if twice else SINGLE


def readings_asked(policy: Policy, asked: int, readings: Sequence[Positions], required: Positions, judge: Judge) -> int:
    """How many readings a submission needs, as far as the readings there are can tell.

    Args:
        asked: how many it needs whatever they say.
        readings: the ones there are, the first first.
        required: the position of the level that is needed, by criterion.
        judge: the rule of the version, which makes a verdict of levels.
    """
    if len(readings) == SINGLE and policy.kind is Kind.CONDITIONAL:
        return max(asked, DOUBLE if _is_narrow(judge(readings[0]), policy.near) else SINGLE)
    if len(readings) != DOUBLE:
        return max(asked, len(readings))
    return max(asked, MOST_READINGS if _differ(policy.third, readings, required, judge) else DOUBLE)


def _is_narrow(verdict: Verdict, near: int) -> bool:
    """Whether a first reading would pass, or is short by so few criteria that another might."""
    return verdict.outcome is Outcome.EARNED or len(verdict.short) <= near


def _differ(third: Third, readings: Sequence[Positions], required: Positions, judge: Judge) -> bool:
    one, other = readings
    if third is Third.CRITERION:
        return any(is_split((one[criterion], other[criterion]), needed) for criterion, needed in required.items())
    far = any(abs(one[criterion] - other[criterion]) >= FAR_APART for criterion in required)
    return far or judge(one).outcome is not judge(other).outcome


def outvoting(third: Third, readings: Sequence[Positions], judge: Judge) -> list[int]:
    """The places of the readings on which a decision rests, criterion by criterion.

    All of them where criteria are what a third reader is asked about. Where the decision is, those that decide as most
    do; and of three that all decide alike but together would not, the first two, whose lower levels do. Three readings,
    each short of another criterion, do not together make a pass that none of them found.
    """
    places = list(range(len(readings)))
    if third is Third.CRITERION or len(readings) < MOST_READINGS:
        return places
    outcomes = [judge(each).outcome for each in readings]
    most = max(outcomes, key=outcomes.count)
    agreeing = [place for place in places if outcomes[place] is most]
    together = judge(levels_standing([readings[place] for place in agreeing])).outcome
    return agreeing if together is most else agreeing[:DOUBLE]


def levels_standing(readings: Sequence[Positions]) -> dict[UUID, int]:
    """The position, by criterion, that more than half of the readings find reached: as `resolve` says of one."""
    return {
        criterion: sorted(reading[criterion] for reading in readings)[(len(readings) - 1) // 2]
        for criterion in readings[0]
    }


def is_for_a_panel(readings: Sequence[Positions], criteria: Sequence[UUID]) -> tuple[UUID, ...]:
    """The criteria of which three readers found three different levels: no majority says which level it is."""
    if len(readings) < MOST_READINGS:
        return ()
    return tuple(each for each in criteria if len({reading[each] for reading in readings}) >= MOST_READINGS)
