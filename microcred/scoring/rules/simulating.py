"""What a policy would have meant for work that several people have read. Pure, and the same for the same seed.

The policy is played by `measures.policies`, which draws some of the readings of each submission, in an order, and asks
for one after the other as long as the policy wants another: here the rules of this app become the questions that it
asks. A figure that the readings at hand cannot show is not given: how often a decision is right takes submissions that
many have read, how often it is made alike takes enough readings for two decisions apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np

from microcred.catalog.rules import Outcome
from microcred.measures.decisions import most_of_three
from microcred.measures.estimates import Measure, NotEstimable
from microcred.measures.policies import Answers, Replay, replay
from microcred.measures.policies import Policy as Played
from microcred.measures.ratings import Numbers
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
        readers: who made each reading; empty where that is not known.
    """

    readings: Sequence[Positions]
    required: Positions
    judge: Judge
    readers: Sequence[UUID] = ()


@dataclass(frozen=True)
class Figure:
    """One number of a simulation: None where it was made from too little.

    Attributes:
        submissions: how many it could be seen on.
        by_model: whether it was seen on readings that a model drew (`reckoning`), for want of enough that were made.
    """

    value: float | None
    submissions: int
    by_model: bool = False


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
    most = policy.most
    counted = [each for each in work if len(each.readings) >= min(most, DOUBLE)]
    known = [each for each in counted if len(each.readings) >= max(FEWEST_TO_KNOW, most)]
    apart = [each for each in counted if len(each.readings) >= 2 * most]
    whole = [each for each in counted if len(each.readings) >= most]
    plays: dict[tuple[int, ...], Replay | None] = {}

    def seen(on: Sequence[ReadBySeveral], one: Callable[[Replay], Measure]) -> Figure:
        same = tuple(map(id, on))
        if same not in plays:
            plays[same] = _played(policy, on, seed, draws)
        return _figure(on, plays[same], one)

    return Meant(
        right=seen(known, lambda found: found.accuracy),
        false_pass=seen(known, lambda found: found.false_pass),
        false_fail=seen(known, lambda found: found.false_fail),
        alike=seen(apart, lambda found: found.repeatability),
        # That a third reading is asked for can be seen from two.
        readings=seen(counted, lambda found: found.readings),
        panels=seen(whole, lambda found: found.flagged),
    )


def alike_by_most(work: Sequence[ReadBySeveral]) -> Measure:
    """How often two readers, and a third where they differ, decide as others would: as the reliability report has it,
    from decisions alone."""
    pairs = []
    for each in work:
        first, second = (each.judge(reading).outcome is Outcome.EARNED for reading in each.readings[:DOUBLE])
        pairs.append((first, second))
    return most_of_three(pairs)


def completed(meant: Meant, by_model: Meant) -> Meant:
    """The same, with what could not be seen taken from readings that a model drew."""
    figures = {name: getattr(meant, name) for name in vars(meant)}
    return Meant(
        **{
            name: replace(getattr(by_model, name), by_model=True) if figure.value is None else figure
            for name, figure in figures.items()
        }
    )


def _figure(work: Sequence[ReadBySeveral], played: Replay | None, one: Callable[[Replay], Measure]) -> Figure:
    found = None if played is None else one(played)
    return Figure(None if found is None or isinstance(found, NotEstimable) else found.value, len(work))


def _played(policy: Policy, work: Sequence[ReadBySeveral], seed: int, draws: int) -> Replay | None:
    """The policy played on all of some work; None where there is none."""
    if len(work) < FEWEST:
        return None
    shown = _Shown(policy, work)
    found = replay(
        shown.readings(),
        Played(
            passes=shown.asked(shown.is_earned),
            first=asked_at_first(policy, before=0 if policy.kind is Kind.FIRST else 1, drawn=False),
            most=policy.most,
            another=shown.asked(shown.needs_another),
            share=policy.share / 100,
            flagged=shown.asked(shown.is_for_a_panel),
        ),
        shown.asked(shown.is_earned_by_all),
        runs=max(SINGLE, draws // len(work)),
        seed=seed,
        fewest=min(policy.most, DOUBLE),
    )
    return found if isinstance(found, Replay) else None


class _Shown:
    """Work as tables of numbers, and what is asked of them as the rules of this app answer it.

    The first column of a reading says by which rule it is judged, for versions have each their own; the others are the
    positions of its criteria, in the order in which they are named. Submissions by the same rule are judged once.
    """

    def __init__(self, policy: Policy, work: Sequence[ReadBySeveral]) -> None:
        self.policy, self.work = policy, work
        self.rules: list[ReadBySeveral] = []
        rules: dict[tuple[Judge, tuple[tuple[UUID, int], ...]], int] = {}
        self.rule_of: list[int] = []
        for each in work:
            place = rules.setdefault((each.judge, tuple(each.required.items())), len(self.rules))
            if place == len(self.rules):
                self.rules.append(each)
            self.rule_of.append(place)

    def readings(self) -> Numbers:
        """Submissions by readings by criteria, with NaN where nobody read."""
        most = max(len(each.required) for each in self.rules)
        table = np.full((len(self.work), max(len(each.readings) for each in self.work), 1 + most), np.nan)
        for place, (one, rule) in enumerate(zip(self.work, self.rule_of, strict=True)):
            for number, reading in enumerate(one.readings):
                levels = [reading[each] for each in one.required]
                # Where others have more criteria, it has none that anybody asks for.
                table[place, number] = [rule, *levels, *[0] * (most - len(levels))]
        return table

    def asked(self, question: Callable[[ReadBySeveral, list[dict[UUID, int]]], bool]) -> Callable[[Numbers], Answers]:
        """A question about the readings of one submission, of many at once; the same readings are judged once."""
        known: dict[bytes, bool] = {}

        def answers(readings: Numbers) -> Answers:
            found = np.empty(len(readings), dtype=bool)
            for place, each in enumerate(readings):
                key = each.tobytes()
                if key not in known:
                    known[key] = question(*self._told(each))
                found[place] = known[key]
            return found

        return answers

    def _told(self, table: Numbers) -> tuple[ReadBySeveral, list[dict[UUID, int]]]:
        made = table[~np.isnan(table).any(axis=1)]
        work = self.rules[int(made[0, 0])]
        criteria = list(work.required)
        return work, [dict(zip(criteria, map(int, reading[1 : 1 + len(criteria)]), strict=True)) for reading in made]

    def is_earned(self, work: ReadBySeveral, made: list[dict[UUID, int]]) -> bool:
        """Whether the readings that count come to a pass."""
        stand = [made[place] for place in outvoting(self.policy.third, made, work.judge)]
        return work.judge(levels_standing(stand)).outcome is Outcome.EARNED

    def needs_another(self, work: ReadBySeveral, made: list[dict[UUID, int]]) -> bool:
        """Whether the policy asks for one more."""
        return readings_asked(self.policy, len(made), made, work.required, work.judge) > len(made)

    def is_for_a_panel(self, work: ReadBySeveral, made: list[dict[UUID, int]]) -> bool:
        """Whether no majority says which level it is."""
        return bool(is_for_a_panel(made, list(work.required)))

    def is_earned_by_all(self, work: ReadBySeveral, made: list[dict[UUID, int]]) -> bool:
        """What is taken for true: the mean of all readers, rounded, as a reading."""
        levels = {
            criterion: int(sum(reading[criterion] for reading in made) / len(made) + 0.5) for criterion in work.required
        }
        return work.judge(levels).outcome is Outcome.EARNED
