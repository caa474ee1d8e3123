"""What a policy of assigning readings would have done to work that many people read: tried before it is chosen.

Each submission of the past was read by several people. A policy is played on it by drawing readers in a random order
and letting it ask for one reading after another; what it decides is held against what all readers together find, and
against what the same policy decides with other readers. Drawn without replacement, so that no reading counts twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from microcred.measures.estimates import SEED, Estimate, Measure, NotEstimable, normal_interval
from microcred.measures.ratings import Numbers

Answers = NDArray[np.bool_]
Question = Callable[[Numbers], Answers]
"""Of submissions with the same number of readings, in the order in which they were made: (submissions, readings,
criteria). Answers yes or no for each."""

RUNS = 40


@dataclass(frozen=True)
class Policy:
    """How many readings a submission gets, and what they come to.

    Attributes:
        passes: what the readings that were made come to.
        first: readings that every submission gets.
        most: readings after which none more is asked for.
        another: whether another reading is needed, asked after the first ones and after each that follows.
        share: of submissions that get a second reading whatever the first one says, 0 to 1, drawn by chance.
        flagged: of the readings that were made, whether something is to be counted of them: see `Replay.flagged`.
    """

    passes: Question
    first: int = 1
    most: int = 1
    another: Question | None = None
    share: float = 0.0
    flagged: Question | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.most:
            raise ValueError("a policy has a first reading, and no more at first than at most")
        if not 0 <= self.share <= 1:
            raise ValueError("a share lies between 0 and 1")


@dataclass(frozen=True)
class Replay:
    """What a policy would have done; each figure with an interval over submissions.

    Attributes:
        accuracy: share decided as all readers together find.
        false_pass: share of all that passed although all together find that they do not.
        false_fail: share of all that failed although all together find that they pass.
        repeatability: share that the same policy decides alike with other readers.
        readings: by submission, on average.
        passed: share that passed.
        flagged: share of which the policy's question `flagged` holds; `no cases` where it has none.
        submissions: on which it could be played: those with enough readings.
    """

    accuracy: Measure
    false_pass: Measure
    false_fail: Measure
    repeatability: Measure
    readings: Measure
    passed: Measure
    flagged: Measure
    submissions: int
    runs: int
    seed: int

    def of_thousand(self) -> tuple[int, int] | None:
        """Of 1,000 submissions, how many would be passed and how many failed against what all readers find."""
        if isinstance(self.false_pass, NotEstimable) or isinstance(self.false_fail, NotEstimable):
            return None
        return round(1000 * self.false_pass.value), round(1000 * self.false_fail.value)


def replay(
    readings: ArrayLike,
    policy: Policy,
    truth: Question,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    confidence: float = 0.95,
    fewest: int | None = None,
) -> Replay | NotEstimable:
    """Play a policy on submissions that several people read.

    Args:
        readings: of shape (submissions, readers, criteria), NaN where a reader did not read; a reading counts where
            it has every criterion. Submissions with fewer readings than the policy may ask for are left out, and for
            repeatability those with fewer than twice as many.
        truth: what all readings of each submission come to: (submissions, readers, criteria) with NaN for gaps.
        runs: how often each submission is decided.
        seed: of the order in which readers are drawn: the same seed, the same figures.
        fewest: readings with which a submission tells how many are asked for, though more are than it has; as many as
            the policy may ask for without it. All other figures take submissions with those.

    Returns:
        The figures, or `NotEstimable`: `no cases`, or `few readings` where none has as many as the policy may ask for.
    """
    table = np.asarray(readings, dtype=float)
    if table.ndim != 3:
        raise ValueError("readings are submissions by readers by criteria")
    there = ~np.isnan(table).any(axis=2)
    played = there.sum(axis=1) >= (policy.most if fewest is None else fewest)
    if not len(table) or not played.any():
        return NotEstimable("few readings" if len(table) else "no cases", len(table))
    table, there = table[played], there[played]
    whole, twice = (there.sum(axis=1) >= needed for needed in (policy.most, 2 * policy.most))
    right = truth(np.where(there[:, :, None], table, np.nan))
    dice = np.random.default_rng(seed)
    count = len(table)
    passed, made, same, flagged = np.zeros((4, count))
    for _run in range(runs):
        order = np.argsort(np.where(there, dice.random(there.shape), np.inf), axis=1)[:, : 2 * policy.most]
        drawn = np.take_along_axis(table, order[:, :, None], axis=1)
        one = _played(drawn[:, : policy.most], policy, dice)
        passed += one.passed
        made += one.asked
        flagged += one.flagged
        if twice.any():
            again = _played(drawn[twice, policy.most :], policy, dice)
            same[twice] += one.passed[twice] == again.passed
    figure = partial(_figure, seed=seed, confidence=confidence)
    passes, right = (passed / runs)[whole], right[whole]
    few = NotEstimable("few readings", count)
    return Replay(
        figure(np.where(right, passes, 1 - passes)) if whole.any() else few,
        figure(np.where(right, 0.0, passes)) if whole.any() else few,
        figure(np.where(right, 1 - passes, 0.0)) if whole.any() else few,
        figure(same[twice] / runs) if twice.any() else few,
        figure(made / runs, low=policy.first, high=policy.most),
        figure(passes) if whole.any() else few,
        NotEstimable("no cases", 0) if policy.flagged is None else figure((flagged / runs)[whole]),
        count,
        runs,
        seed,
    )


@dataclass(frozen=True)
class _Outcome:
    """Of each submission whether it passed, how many readings were asked for, and whether it is flagged.

    Of one of which more are asked for than it has, the first and the last are not known, and told as no.
    """

    passed: Answers
    asked: Numbers
    flagged: Answers


def _played(drawn: Numbers, policy: Policy, dice: np.random.Generator) -> _Outcome:
    """Play a policy once: drawn is (submissions, most, criteria), with NaN behind the last reading there is."""
    there = (~np.isnan(drawn).any(axis=2)).sum(axis=1)
    asked = np.full(len(drawn), policy.first)
    if policy.share:
        asked = np.maximum(asked, np.where(dice.random(len(drawn)) < policy.share, min(2, policy.most), 1))
    for number in range(policy.first, policy.most):
        here = np.flatnonzero((asked == number) & (there >= number))
        if policy.another is not None and len(here):
            asked[here[policy.another(drawn[here, :number])]] += 1
    passed, flagged = np.zeros((2, len(drawn)), dtype=bool)
    for number in range(policy.first, policy.most + 1):
        here = np.flatnonzero((asked == number) & (there >= number))
        if len(here):
            passed[here] = policy.passes(drawn[here, :number])
            if policy.flagged is not None:
                flagged[here] = policy.flagged(drawn[here, :number])
    return _Outcome(passed, asked.astype(float), flagged)


def _figure(parts: Numbers, *, seed: int, confidence: float, low: float = 0.0, high: float = 1.0) -> Measure:
    """The mean over submissions, which hang together with nothing but themselves, and its interval."""
    if len(parts) < 2:
        return NotEstimable("one case", len(parts))
    value, error = float(parts.mean()), float(parts.std(ddof=1) / np.sqrt(len(parts)))
    interval = normal_interval(value, error, confidence, low=low, high=high)
    return Estimate(value, error, interval, len(parts), "normal", seed)


def case_by_case(question: Callable[[Numbers], bool]) -> Question:
    """A question that is asked of one submission, (readings, criteria), as one of many at once."""

    def asked(readings: Numbers) -> Answers:
        return np.array([question(each) for each in readings], dtype=bool)

    return asked


# --- what readings come to -------------------------------------------------------------------------------------------


def every_criterion(required: Sequence[float]) -> Question:
    """Whether more than half of the readings find each criterion reached, criterion by criterion."""
    needed = np.asarray(required, dtype=float)

    def passes(readings: Numbers) -> Answers:
        reached = (readings >= needed).mean(axis=1) > 0.5
        return np.asarray(reached.all(axis=1))

    return passes


def most_decisions(required: Sequence[float]) -> Question:
    """Whether more than half of the readings, each for itself, find all criteria reached."""
    needed = np.asarray(required, dtype=float)

    def passes(readings: Numbers) -> Answers:
        return np.asarray((readings >= needed).all(axis=2).mean(axis=1) > 0.5)

    return passes


def total_reached(cut: float) -> Question:
    """Whether the total over criteria reaches a cut, in the mean of the readings: one makes up for another."""

    def passes(readings: Numbers) -> Answers:
        return np.asarray(readings.sum(axis=2).mean(axis=1) >= cut)

    return passes


def consensus(required: Sequence[float]) -> Question:
    """Taken for true: the mean of all readings, rounded, reaches the level in every criterion."""
    needed = np.asarray(required, dtype=float)

    def true(readings: Numbers) -> Answers:
        return np.asarray((np.nanmean(readings, axis=1) >= needed - 0.5).all(axis=1))

    return true


def consensus_total(cut: float) -> Question:
    """Taken for true: the mean total of all readings reaches the cut."""

    def true(readings: Numbers) -> Answers:
        return np.asarray(np.nanmean(readings, axis=1).sum(axis=1) >= cut)

    return true


# --- when another reading is asked for -------------------------------------------------------------------------------


def near_the_decision(required: Sequence[float], short: int = 1) -> Question:
    """After one reading: it passes, or lacks no more than so many criteria. After more: never."""
    needed = np.asarray(required, dtype=float)

    def asked(readings: Numbers) -> Answers:
        if readings.shape[1] > 1:
            return np.zeros(len(readings), dtype=bool)
        return np.asarray((readings[:, 0] < needed).sum(axis=1) <= short)

    return asked


def decisions_split(required: Sequence[float]) -> Question:
    """After an even number of readings: as many would pass it as fail it."""
    needed = np.asarray(required, dtype=float)

    def asked(readings: Numbers) -> Answers:
        return np.asarray((readings >= needed).all(axis=2).mean(axis=1) == 0.5)

    return asked


def a_criterion_split(required: Sequence[float]) -> Question:
    """After an even number of readings: as many find some criterion reached as do not."""
    needed = np.asarray(required, dtype=float)

    def asked(readings: Numbers) -> Answers:
        return np.asarray(((readings >= needed).mean(axis=1) == 0.5).any(axis=1))

    return asked


def far_apart(levels: float = 2) -> Question:
    """Two readings of one criterion are so many levels apart."""

    def asked(readings: Numbers) -> Answers:
        return np.asarray((readings.max(axis=1) - readings.min(axis=1) >= levels).any(axis=1))

    return asked


def total_near(cut: float, points: float) -> Question:
    """After one reading: its total lies no more than so many points from the cut. After more: never."""

    def asked(readings: Numbers) -> Answers:
        if readings.shape[1] > 1:
            return np.zeros(len(readings), dtype=bool)
        return np.asarray(np.abs(readings[:, 0].sum(axis=1) - cut) <= points)

    return asked


def either(*questions: Question) -> Question:
    """One of several reasons is enough."""

    def asked(readings: Numbers) -> Answers:
        return np.asarray(np.stack([question(readings) for question in questions]).any(axis=0))

    return asked
