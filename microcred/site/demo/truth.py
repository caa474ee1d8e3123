"""What is true in the scored world: how good each work is, and how each assessor sees. Pure, and drawn from a seed.

Nobody who opens a page can know this; so it can be checked whether the pages find it again. It is the model that
many-facet Rasch analysis reckons with, one step from level k - 1 to level k at a time:

    log P(k) / P(k - 1) = ability of the work - threshold k of the criterion - severity of the assessor

with thresholds of each criterion's own (partial credit: G. N. Masters, Psychometrika 47 (1982), 149-174; assessors as a
facet: J. M. Linacre, Many-Facet Rasch Measurement, 1989). What is beside that model is what assessors are known to do
(C. M. Myford, E. W. Wolfe, Journal of Applied Measurement 4 (2003), 386-422 and 5 (2004), 189-227; T. Eckes,
Introduction to Many-Facet Rasch Measurement, 2015): some become harsher on a day, some shrink back from both ends of a
scale, some let an impression of the whole stand for each criterion. And one thing about works: criteria hang together,
but not wholly.

Everything drawn hangs on the seed and on what it is drawn for alone, never on what was drawn before. So it makes no
difference in which order readings are made, and whether they are made in one go.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import exp
from statistics import NormalDist
from typing import Final

GENERAL: Final = NormalDist(1.0, 3.0)
"""logits: how good works are as a whole. So wide that two readers give the same level about three times in four, which
is what operational programs aim at with three levels (NAEP; `docs/decisions/0084`)."""

UNFINISHED: Final = NormalDist(-6.0, 1.0)
"""logits: the same of work that was handed in before it was done."""

UNFINISHED_IN: Final = 9
"""One in so many works is such work: what the lowest levels describe would hardly be seen without it."""

OWN: Final = NormalDist(0.0, 0.4)
"""logits: by how much one criterion of a work is away from the whole. No analysis that knows one ability for each
work sees this; it takes some hundredths off the severities that it finds."""

TOP: Final = NormalDist(-0.4, 0.4)
"""logits: the step into the highest level of a criterion."""

STEP: Final = 4.0
"""logits between two steps of a criterion: within the 1.4 to 5.0 in which levels can be told apart (Linacre's
guidelines, https://bmcmededuc.biomedcentral.com/articles/10.1186/s12909-021-02797-3/tables/1)."""

SEVERITY: Final = NormalDist(0.0, 0.5)
"""logits: how harsh assessors are. One beyond 0.5 is worth a look, one beyond 1.0 is not to go on so."""

HARSH: Final = 1.3
LENIENT: Final = -1.3
DRIFT: Final = 3.0
"""logits by which somebody becomes harsher: more than half a level where a work could be either."""

SPREAD: Final = 2.5
"""times as far from the middle the steps are for who shrinks back from both ends"""

HALO: Final = 0.9
"""of what a criterion has of its own is not seen, and one impression is drawn for the whole work"""

QUICKEST: Final = 20
SLOWEST: Final = 65
"""minutes for one reading"""

CLEAR: Final = 0.71
"""as good as agreed on: in so many of a hundred criteria whoever is neither harsh nor lenient says the same. Hardly
more can be asked of work in the middle, where one may miss on both sides; papers of all levels together come to 0.8."""


class Habit(StrEnum):
    """How somebody sees otherwise than the others, all of the time or from a day on."""

    HARSH = "harsh"
    LENIENT = "lenient"
    DRIFTS = "drifts"
    CENTRAL = "central"
    HALO = "halo"


FIRST_HABITS: Final = (Habit.HARSH, Habit.LENIENT, Habit.DRIFTS, Habit.CENTRAL, Habit.HALO)
"""Of the first assessors, in this order."""

DRIFTING_TOO: Final = 12
"""One in so many of the others drifts as well."""


@dataclass(frozen=True)
class Criterion:
    """A criterion.

    Attributes:
        thresholds: logits, of each step from one level into the next, rising.
    """

    thresholds: tuple[float, ...]


@dataclass(frozen=True)
class Assessor:
    """How somebody sees.

    Attributes:
        severity: logits, of somebody as they are at first.
        habit: None for who is only more or less severe.
        onset: of somebody who drifts, after what share of the time it begins.
    """

    severity: float
    habit: Habit | None = None
    onset: float = 1.0

    def severity_at(self, when: float) -> float:
        """Logits at a moment.

        Args:
            when: the share of the time that has gone by.
        """
        return self.severity + (DRIFT if self.habit is Habit.DRIFTS and when >= self.onset else 0.0)

    def thresholds(self, criterion: Criterion) -> tuple[float, ...]:
        """Where the steps of a criterion are for them."""
        if self.habit is not Habit.CENTRAL:
            return criterion.thresholds
        middle = sum(criterion.thresholds) / len(criterion.thresholds)
        return tuple(middle + SPREAD * (each - middle) for each in criterion.thresholds)


@dataclass(frozen=True)
class Work:
    """One submission: how good it is, in logits, by each criterion."""

    abilities: tuple[float, ...]

    @property
    def whole(self) -> float:
        """How good it is as a whole."""
        return sum(self.abilities) / len(self.abilities)

    def as_seen_by(self, assessor: Assessor, criterion: int) -> float:
        """How good a criterion of it is to somebody."""
        own = self.abilities[criterion]
        return own if assessor.habit is not Habit.HALO else (1 - HALO) * own + HALO * self.whole


@dataclass(frozen=True)
class Truth:
    """All that is true, and what follows from it for each reading."""

    seed: int
    criteria: tuple[Criterion, ...]
    assessors: tuple[Assessor, ...]
    works: tuple[Work, ...]

    def levels(self, work: int) -> tuple[int, ...]:
        """The level that each criterion of a work shows, 0 for the lowest: the likeliest to who is neither harsh nor
        lenient."""
        return tuple(
            sum(ability >= step for step in criterion.thresholds)
            for ability, criterion in zip(self.works[work].abilities, self.criteria, strict=True)
        )

    def clearness(self, work: int) -> float:
        """How clear a work is: the share of criteria of which somebody neither harsh nor lenient says what is true."""
        chances = (
            chances_of(ability, criterion.thresholds)[level]
            for ability, criterion, level in zip(
                self.works[work].abilities, self.criteria, self.levels(work), strict=True
            )
        )
        return sum(chances) / len(self.criteria)

    def chances(self, assessor: int, work: int, criterion: int, *, when: float) -> tuple[float, ...]:
        """With which chance an assessor gives each level of a criterion, the lowest first."""
        who = self.assessors[assessor]
        seen = self.works[work].as_seen_by(who, criterion) - who.severity_at(when)
        return chances_of(seen, who.thresholds(self.criteria[criterion]))

    def reading(self, assessor: int, work: int, *, when: float) -> tuple[int, ...]:
        """The levels that an assessor gives a work, criterion by criterion."""
        halo = self.assessors[assessor].habit is Habit.HALO
        return tuple(
            level_at(
                _share(self.seed, "reading", assessor, work, 0 if halo else criterion),
                self.chances(assessor, work, criterion, when=when),
            )
            for criterion in range(len(self.criteria))
        )

    def papers(self, among: Iterable[int], count: int) -> list[int]:
        """So many works of which a panel would agree what they show, one after the other: each time the one whose
        levels are rarest among those taken, and of several such the hardest.

        So levels lie evenly, as far as there is such work: among papers that are all met nobody is seen to be mild,
        and on what is clear to everybody nobody is seen to be harsh.
        """
        left = {work: self.levels(work) for work in sorted(among) if self.clearness(work) >= CLEAR}
        taken: dict[int, tuple[int, ...]] = {}
        counts: Counter[tuple[int, int]] = Counter()
        while left and len(taken) < count:
            work = min(left, key=lambda each: (sum(counts[at] for at in enumerate(left[each])), self.clearness(each)))
            taken[work] = left.pop(work)
            counts.update(enumerate(taken[work]))
        return list(taken)

    def minutes(self, assessor: int, work: int) -> float:
        """How long an assessor reads a work."""
        return QUICKEST + (SLOWEST - QUICKEST) * _share(self.seed, "minutes", assessor, work)

    def turn(self, assessor: int, number: int) -> float:
        """A number by which it is settled who of several is next, so that everybody reads beside everybody."""
        return _share(self.seed, "turn", assessor, number)

    def agreeing(self, one: int, other: int, work: int, *, when: tuple[float, float]) -> tuple[float, ...]:
        """With which chance two assessors give a work the same level, criterion by criterion."""
        return tuple(
            sum(
                a * b
                for a, b in zip(
                    self.chances(one, work, criterion, when=when[0]),
                    self.chances(other, work, criterion, when=when[1]),
                    strict=True,
                )
            )
            for criterion in range(len(self.criteria))
        )


def drawn(*, seed: int, levels: Iterable[int], assessors: int, works: int) -> Truth:
    """Draw a world.

    Args:
        levels: how many levels each criterion has.
        assessors: how many there are; the first have `FIRST_HABITS`.
        works: how many are handed in.
    """
    criteria = tuple(
        Criterion(tuple(_normal(TOP, seed, "criterion", place) - STEP * below for below in range(count - 2, -1, -1)))
        for place, count in enumerate(levels)
    )
    return Truth(
        seed,
        criteria,
        tuple(_assessor(seed, place) for place in range(assessors)),
        tuple(_work(seed, place, len(criteria)) for place in range(works)),
    )


def chances_of(ability: float, thresholds: Sequence[float]) -> tuple[float, ...]:
    """The chance of each level, the lowest first, by the steps into all but the lowest; in logits."""
    heights = [0.0]
    for step in thresholds:
        heights.append(heights[-1] + ability - step)
    highest = max(heights)
    weights = [exp(height - highest) for height in heights]
    return tuple(weight / sum(weights) for weight in weights)


def level_at(share: float, chances: Sequence[float]) -> int:
    """The level into which a number from 0 to 1 falls."""
    for level, chance in enumerate(chances[:-1]):
        share -= chance
        if share < 0:
            return level
    return len(chances) - 1


def _assessor(seed: int, place: int) -> Assessor:
    severity = _normal(SEVERITY, seed, "severity", place)
    if place >= len(FIRST_HABITS):
        drifts = (place + 1) % DRIFTING_TOO == 0
        return Assessor(severity, Habit.DRIFTS, _share(seed, "onset", place)) if drifts else Assessor(severity)
    habit = FIRST_HABITS[place]
    fixed = {Habit.HARSH: HARSH, Habit.LENIENT: LENIENT}.get(habit, 0.0)
    return Assessor(fixed, habit, 0.5 if habit is Habit.DRIFTS else 1.0)


def _work(seed: int, place: int, criteria: int) -> Work:
    is_done = _share(seed, "done", place) * UNFINISHED_IN >= 1
    whole = _normal(GENERAL if is_done else UNFINISHED, seed, "work", place)
    return Work(tuple(whole + _normal(OWN, seed, "work", place, criterion) for criterion in range(criteria)))


def _normal(of: NormalDist, *what: object) -> float:
    return of.inv_cdf(_share(*what))


def _share(*what: object) -> float:
    """A number between 0 and 1, neither of them, that nothing decides but what it is drawn for."""
    digest = sha256(":".join(map(str, what)).encode()).digest()
    return ((int.from_bytes(digest[:8], "big") >> 12) + 0.5) / 2**52
