"""What a policy would have meant for work that several people have read. Pure, and the same for the same seed.

Of each submission some of its readings are drawn, in an order, and read out one after the other for as long as the
policy asks for another. A figure that the readings at hand cannot show is not given: how often a decision is right
takes submissions that many have read, how often it is made alike takes enough readings for two decisions apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import mean

from microcred.catalog.rules import Outcome
from microcred.scoring.rules.policies import (
    Judge,
    Kind,
    Policy,
    Positions,
    asked_at_first,
    is_for_a_panel,
    levels_standing,
    outvoting,
    readings_asked,
)
from microcred.scoring.rules.resolving import DOUBLE, SINGLE

FEWEST = 50
"""submissions: from fewer no figure is given"""

FEWEST_TO_KNOW = 5
"""readings of one submission, whose mean, rounded, is taken for what is true of it"""

DRAWS = 4_000
"""submissions that are drawn in all, each as often as the others"""


@dataclass(frozen=True)
class ReadBySeveral:
    """Work that was read by several people who knew nothing of each other.

    Attributes:
        required: the position of the level that is needed, by criterion.
        judge: the rule of its version.
    """

    readings: Sequence[Positions]
    required: Positions
    judge: Judge


@dataclass(frozen=True)
class Figure:
    """One number of a simulation: None where it was made from too little.

    Attributes:
        submissions: how many it could be seen on.
    """

    value: float | None
    submissions: int


@dataclass(frozen=True)
class Meant:
    """What a policy would have meant.

    Attributes:
        right: the share of decisions that are as the consensus of all readers.
        false_pass: the share of decisions that pass what the consensus does not.
        false_fail: the share of decisions that do not pass what the consensus does.
        alike: the share of submissions that two independent runs of the policy decide alike.
        readings: for each submission, in the mean.
        panels: the share of submissions on which three readers found three levels of a criterion.
    """

    right: Figure
    false_pass: Figure
    false_fail: Figure
    alike: Figure
    readings: Figure
    panels: Figure


def simulate(policy: Policy, work: Sequence[ReadBySeveral], *, seed: int, draws: int = DRAWS) -> Meant:
    """What a policy would have meant for work that was read before.

    Args:
        work: submissions, each with its independent readings.
        seed: the same one gives the same figures.
        draws: of submissions, at least one each.
    """
    random = Random(seed)  # noqa: S311 - a simulation that can be repeated, no secret
    most = policy.most
    counted = [each for each in work if len(each.readings) >= min(most, DOUBLE)]
    known = [each for each in counted if len(each.readings) >= max(FEWEST_TO_KNOW, most)]
    apart = [each for each in counted if len(each.readings) >= 2 * most]
    panels = [each for each in counted if len(each.readings) >= most]
    pairs = _outcomes(policy, known, random, draws)
    return Meant(
        right=_share([is_earned == truth for is_earned, truth in pairs], known),
        false_pass=_share([is_earned and not truth for is_earned, truth in pairs], known),
        false_fail=_share([truth and not is_earned for is_earned, truth in pairs], known),
        alike=_share([_alike(policy, each, random) for each in _repeated(apart, draws)], apart),
        readings=_share([_count(policy, each, random) for each in _repeated(counted, draws)], counted),
        panels=_share([_has_panel(policy, each, random) for each in _repeated(panels, draws)], panels),
    )


def _outcomes(policy: Policy, work: Sequence[ReadBySeveral], random: Random, draws: int) -> list[tuple[bool, bool]]:
    """Of each draw whether it is earned, and whether it is by all who read it."""
    truths = [_by_all(each) for each in work]
    times = _times(work, draws)
    return [
        (_is_earned(policy, each, _drawn(each, policy.most, random), random), truth)
        for _time in range(times)
        for each, truth in zip(work, truths, strict=True)
    ]


def _by_all(work: ReadBySeveral) -> bool:
    """What is taken for true: the mean of all readers, rounded, as a reading."""
    levels = {
        criterion: int(mean(reading[criterion] for reading in work.readings) + 0.5) for criterion in work.required
    }
    return work.judge(levels).outcome is Outcome.EARNED


def _alike(policy: Policy, work: ReadBySeveral, random: Random) -> bool:
    readings = _drawn(work, 2 * policy.most, random)
    one, other = readings[: policy.most], readings[policy.most :]
    return _is_earned(policy, work, one, random) == _is_earned(policy, work, other, random)


def _count(policy: Policy, work: ReadBySeveral, random: Random) -> int:
    """How many readings are asked for; that a third is can be seen from two."""
    return _read(policy, work, _drawn(work, min(policy.most, len(work.readings)), random), random)[1]


def _has_panel(policy: Policy, work: ReadBySeveral, random: Random) -> bool:
    made, _asked = _read(policy, work, _drawn(work, policy.most, random), random)
    return bool(is_for_a_panel(made, list(work.required)))


def _is_earned(policy: Policy, work: ReadBySeveral, readings: Sequence[Positions], random: Random) -> bool:
    made, _asked = _read(policy, work, readings, random)
    stand = [made[place] for place in outvoting(policy.third, made, work.judge)]
    return work.judge(levels_standing(stand)).outcome is Outcome.EARNED


def _read(
    policy: Policy, work: ReadBySeveral, readings: Sequence[Positions], random: Random
) -> tuple[list[Positions], int]:
    """Read for as long as the policy asks for another and there is one; the readings made, and how many it asks for.

    Of a version's first submissions all are taken to be: what the policy means for them is what is asked about.
    """
    drawn = random.random() * 100 < policy.share
    asked = asked_at_first(policy, before=0 if policy.kind is Kind.FIRST else 1, drawn=drawn)
    made: list[Positions] = []
    while len(made) < min(asked, len(readings)):
        made.append(readings[len(made)])
        asked = readings_asked(policy, asked, made, work.required, work.judge)
    return made, asked


def _drawn(work: ReadBySeveral, count: int, random: Random) -> list[Positions]:
    return random.sample(list(work.readings), count)


def _times(work: Sequence[ReadBySeveral], draws: int) -> int:
    return max(SINGLE, draws // len(work)) if work else 0


def _repeated(work: Sequence[ReadBySeveral], draws: int) -> list[ReadBySeveral]:
    return list(work) * _times(work, draws)


def _share(found: Sequence[float], work: Sequence[ReadBySeveral]) -> Figure:
    return Figure(mean(found) if len(work) >= FEWEST else None, len(work))
