"""Will a promise hold? A queue of readings, played forward many times over.

Work arrives, each submission needs one reading, some a second and a third by other people; assessors have so many
hours a business day, and readings take as long as they take. Some of it not everybody may read. Time is counted in
business days from today, which is 0; which dates these are is for the caller to say. What arrives on a day is read from
the next day on, the oldest first.

The work played is of chance: arrivals are Poisson, reading times lognormal. A seed makes a play repeatable.
"""

import heapq
import math
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, count
from typing import Any

import numpy as np

from microcred.measures.estimates import SEED, NotEstimable
from microcred.measures.intervals import Interval
from microcred.measures.ratings import Numbers

RUNS = 100

PATIENCE = 120
"""business days after the last arrival that are played; what waits then is taken to wait for ever"""


@dataclass(frozen=True)
class Assessor:
    """Who reads.

    Attributes:
        hours: for reading, on each business day from today; the last holds for all days after. (6, 6, 0) stops on
            the third day.
        minutes: that a reading takes, on average.
        spread: standard deviation of that, as a share of the average.
        not_for: the kinds of submissions that they may not read.
    """

    hours: tuple[float, ...]
    minutes: float
    spread: float = 0.4
    not_for: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.hours or min(self.hours) < 0:
            raise ValueError("an assessor has hours, and none are negative")
        if self.minutes <= 0 or self.spread < 0:
            raise ValueError("a reading takes time, and its spread is not negative")

    def minutes_on(self, day: int) -> float:
        """For reading, on one business day."""
        return 60 * self.hours[min(day, len(self.hours) - 1)]


@dataclass(frozen=True)
class Queue:
    """What is to be read, by whom, and what was promised.

    Attributes:
        arrivals: submissions expected on each business day from today; the last holds for all days after.
        assessors: who reads.
        promise: business days from arrival to decision.
        second: share of submissions that need a second reading. `third`: share of these that need a third.
        waiting: of each submission that waits today, how many business days ago it arrived.
        kinds: of what arrives, the share of each kind, by number from 0; empty: all is of kind 0. Kinds differ in who
            may read them.
        waiting_kinds: the kind of each submission that waits today; empty: all are of kind 0.
    """

    arrivals: tuple[float, ...]
    assessors: tuple[Assessor, ...]
    promise: int
    second: float = 0.0
    third: float = 0.0
    waiting: tuple[int, ...] = ()
    kinds: tuple[float, ...] = ()
    waiting_kinds: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.arrivals or min(self.arrivals) < 0:
            raise ValueError("arrivals are counted by day, and none is negative")
        if not (0 <= self.second <= 1 and 0 <= self.third <= 1):
            raise ValueError("a share lies between 0 and 1")
        if self.promise < 1 or min(self.waiting, default=0) < 0:
            raise ValueError("a promise is at least a day, and nothing arrived in time to come")
        if self.kinds and (min(self.kinds) < 0 or not math.isclose(sum(self.kinds), 1)):
            raise ValueError("shares of kinds come to 1, and none is negative")
        if self.waiting_kinds and len(self.waiting_kinds) != len(self.waiting):
            raise ValueError("all that waits is of some kind, or nothing is said of any")

    @property
    def readings(self) -> float:
        """Of one submission, on average."""
        return 1 + self.second * (1 + self.third)

    def load(self, day: int) -> float | None:
        """Minutes of reading that arrive on a day for each minute that there is; more than 1 cannot go on for long.

        None where nobody reads that day.
        """
        there = [(each.minutes_on(day), each.minutes) for each in self.assessors]
        # Readings that all together can do: each at her own pace.
        able = sum(minutes / each for minutes, each in there)
        return self.arrivals[min(day, len(self.arrivals) - 1)] * self.readings / able if able else None


@dataclass(frozen=True)
class Breaking:
    """Where promises begin to break, of what is due within the days played; what is late today already is left out.

    Attributes:
        day: the first from which, over a week of five days, more of what is due is late than allowed. Where from then
            on not even one is late, in the mean of all plays and rounded, nothing breaks.
        due: submissions that are due from then on. `late`: of these, on average, with the range that 95 of 100 plays
            keep to.
    """

    day: int
    due: float
    late: float
    late_range: Interval


@dataclass(frozen=True)
class Forecast:
    """What came of the queue, over all plays.

    Attributes:
        on_time: share of submissions decided within the promise, with the range that 95 of 100 plays keep to.
        by_day: the same share of those that arrive on each day.
        days: business days to a decision that so many of 100 do not exceed, by 50, 90, 95 and 97; None where they wait
            for ever.
        left: submissions that wait at the end of each day, on average.
        breaks_on: the first day of which what arrives is late more often than allowed, so that the promise breaks
            when the days promised have gone by; None if it holds.
        submissions: on average of all plays.
        due: submissions whose promise ends on each day, on average; `late`: of these, how many miss it.
        overdue: submissions that wait at the end of each day though their promise has ended, on average.
        breaking: where promises begin to break, by the day on which they end; None if none do.
    """

    on_time: float
    on_time_range: Interval
    by_day: tuple[float | None, ...]
    days: dict[int, int | None]
    left: tuple[float, ...]
    breaks_on: int | None
    submissions: float
    runs: int
    seed: int
    due: tuple[float, ...]
    late: tuple[float, ...]
    overdue: tuple[float, ...]
    breaking: Breaking | None

    def days_for(self, share: float) -> int | None:
        """Business days within which a share of the submissions is decided, of the shares in `days`, 0 to 1."""
        return self.days[round(100 * share)]


PERCENTILES = (50, 90, 95, 97)


def forecast(
    queue: Queue, days: int, *, kept: float = 0.95, runs: int = RUNS, seed: int = SEED
) -> Forecast | NotEstimable:
    """Play a queue forward.

    Args:
        days: business days of arrivals, from today.
        kept: share of the submissions of a day of which the promise must be kept, lest it be broken.

    Returns:
        The forecast, or `NotEstimable`: `no cases` where nothing waits or arrives.
    """
    plays = [_Play(queue, days, (seed, run)).result() for run in range(runs)]
    arrived = np.concatenate([each.arrived for each in plays])
    took = np.concatenate([each.took for each in plays])
    if not len(arrived):
        return NotEstimable("no cases", 0)
    in_time = took <= queue.promise
    shares = np.array([(each.took <= queue.promise).mean() for each in plays if len(each.took)])
    by_day = [float(in_time[mine].mean()) if (mine := arrived == day).any() else None for day in range(days)]
    low, high = np.quantile(shares, [0.025, 0.975])
    due, late, overdue = (np.array(each) for each in zip(*(_by_end(each, queue, days) for each in plays), strict=True))
    return Forecast(
        float(in_time.mean()),
        Interval(float(low), float(high), 0.95),
        tuple(by_day),
        {each: _whole(float(np.quantile(took, each / 100, method="inverted_cdf"))) for each in PERCENTILES},
        tuple(float(each) for each in np.mean([each.left for each in plays], axis=0)),
        next((day for day, share in enumerate(by_day) if share is not None and share < kept), None),
        len(arrived) / runs,
        runs,
        seed,
        tuple(float(each) for each in due.mean(axis=0)),
        tuple(float(each) for each in late.mean(axis=0)),
        tuple(float(each) for each in overdue.mean(axis=0)),
        _breaking(due, late, 1 - kept),
    )


def breaking(queue: Queue, days: int, *, kept: float = 0.95, runs: int = RUNS, seed: int = SEED) -> Breaking | None:
    """Where promises begin to break: what `forecast` finds of it, sooner, for what is decided later is not played."""
    plays = (_Play(queue, days, (seed, run)).result(to_the_end=False) for run in range(runs))
    due, late, _overdue = zip(*(_by_end(each, queue, days) for each in plays), strict=True)
    return _breaking(np.array(due), np.array(late), 1 - kept)


def _by_end(played: "_Played", queue: Queue, days: int) -> tuple[Numbers, Numbers, Numbers]:
    """By day: what is due, how much of it is late, and what waits at its end though it is overdue."""
    ends = played.arrived + queue.promise
    is_late = played.took > queue.promise
    within = (ends >= 0) & (ends < days)

    def by_day(chosen: Any) -> Numbers:
        return np.bincount(ends[chosen].astype(np.int64), minlength=days).astype(float)

    steps = np.zeros(days + 1)
    np.add.at(steps, np.clip(ends[is_late], 0, days).astype(np.int64), 1)
    done = np.clip(played.arrived[is_late] + played.took[is_late], 0, days)
    np.add.at(steps, done.astype(np.int64), -1)
    return by_day(within), by_day(within & is_late), np.cumsum(steps)[:days]


FEWEST_LATE = 0.5
"""submissions: rounded, fewer are none, and a promise that none misses is not broken"""


def _breaking(due: Numbers, late: Numbers, allowed: float) -> Breaking | None:
    """Where more is late than allowed, of all plays: rows are plays, columns days."""
    all_due, all_late = due.sum(axis=0), late.sum(axis=0)
    for day in np.flatnonzero(all_late > allowed * all_due):
        # One unlucky day among many good ones breaks nothing.
        if all_late[day : day + 5].sum() > allowed * all_due[day : day + 5].sum():
            after = late[:, day:].sum(axis=1)
            if after.mean() < FEWEST_LATE:
                return None
            low, high = np.quantile(after, [0.025, 0.975])
            return Breaking(
                int(day), float(due[:, day:].sum(axis=1).mean()), float(after.mean()), Interval(float(low), float(high))
            )
    return None


def _whole(days: float) -> int | None:
    return int(days) if np.isfinite(days) else None


@dataclass(frozen=True)
class _Played:
    """Of each submission the day it arrived and the business days to its decision; what waits at the end of days."""

    arrived: Numbers
    took: Numbers
    left: Numbers


@dataclass(slots=True)
class _Waiting:
    """A submission on its way."""

    arrived: int
    needs: int
    kind: int = 0
    readers: list[int] = field(default_factory=list)


class _Play:
    """One course that things could take. Its chance is its own, so that it goes the same however far it is played."""

    def __init__(self, queue: Queue, days: int, seed: tuple[int, int]) -> None:
        self.queue, self.days = queue, days
        self.dice = np.random.default_rng(seed)
        self.shares = _many(lambda: self.dice.random(CHUNK))
        self.normals = _many(lambda: self.dice.standard_normal(CHUNK))
        self.up_to = list(accumulate(queue.kinds))
        self.not_for = [each.not_for for each in queue.assessors]
        self.longest = max((len(each.hours) for each in queue.assessors), default=1) - 1
        self.hours: dict[int, list[float]] = {}
        kinds = queue.waiting_kinds or (0,) * len(queue.waiting)
        oldest_first = sorted(zip(queue.waiting, kinds, strict=True), key=lambda each: -each[0])
        self.line: deque[_Waiting] = deque(self._new(-age, kind) for age, kind in oldest_first)
        self.overnight: dict[int, tuple[float, _Waiting]] = {}
        """by assessor, what she has open at the end of a day, and the minutes that it still takes"""
        self.done: list[tuple[int, float]] = []
        self.order = count()
        wide = [math.log1p(each.spread**2) for each in queue.assessors]
        self.paces = [
            (math.log(each.minutes) - own / 2, math.sqrt(own)) for each, own in zip(queue.assessors, wide, strict=True)
        ]

    def result(self, *, to_the_end: bool = True) -> _Played:
        """Play it.

        Args:
            to_the_end: until everything is decided; else for as long as anything arrives, and what waits then is taken
                to wait for ever.
        """
        left = []
        everything = len(self.line)
        arrivals = self.queue.arrivals
        for day in range(self.days + PATIENCE if to_the_end else self.days):
            if day >= self.days and len(self.done) == everything:
                break
            self._work(day)
            if day < self.days:
                arrive = int(self.dice.poisson(arrivals[min(day, len(arrivals) - 1)]))
                self.line.extend([self._new(day, self._kind()) for _each in range(arrive)])
                everything += arrive
                left.append(everything - len(self.done))
        waiting = [*self.line, *(each for _minutes, each in self.overnight.values())]
        found = self.done + [(each.arrived, float("inf")) for each in waiting]
        return _Played(
            np.array([arrived for arrived, _took in found], dtype=float),
            np.array([took for _arrived, took in found], dtype=float),
            np.array(left, dtype=float),
        )

    def _new(self, day: int, kind: int) -> _Waiting:
        needs = 1
        if self.queue.second and next(self.shares) < self.queue.second:
            needs = 3 if self.queue.third and next(self.shares) < self.queue.third else 2
        return _Waiting(day, needs, kind)

    def _kind(self) -> int:
        return min(bisect_right(self.up_to, next(self.shares)), len(self.up_to) - 1) if len(self.up_to) > 1 else 0

    def _work(self, day: int) -> None:
        """A day: whoever is free first takes the oldest that she has not read and nobody has open."""
        hours = self._hours_on(day)
        overnight, order, push, pop = self.overnight, self.order, heapq.heappush, heapq.heappop
        now = 0.0
        # Whoever is free is so at the moment that is played: by number, for nobody comes first.
        free = [who for who, there in enumerate(hours) if there and who not in overnight]
        opened: list[tuple[float, int, int, _Waiting]] = []
        for who, (minutes, each) in list(overnight.items()):
            if minutes <= hours[who]:
                del overnight[who]
                opened.append((minutes, next(order), who, each))
            else:
                overnight[who] = minutes - hours[who], each
        heapq.heapify(opened)
        idle: list[int] = []
        while True:
            while opened and opened[0][0] <= now:
                _now, _order, who, each = pop(opened)
                if now < hours[who]:
                    push(free, who)
                if len(each.readers) >= each.needs:
                    self.done.append((each.arrived, float(day - each.arrived)))
                    continue
                self.line.appendleft(each)
                if idle:
                    # It may be what somebody waits for.
                    free += [other for other in idle if now < hours[other]]
                    heapq.heapify(free)
                    idle.clear()
            while free and self.line:
                who = pop(free)
                taken = self._take(who)
                if taken is None:
                    idle.append(who)
                    continue
                taken.readers.append(who)
                end = now + self._minutes(who)
                if end <= hours[who]:
                    push(opened, (end, next(order), who, taken))
                else:
                    overnight[who] = end - hours[who], taken
            idle += free
            free.clear()
            if not opened:
                return
            now = opened[0][0]

    def _hours_on(self, day: int) -> list[float]:
        """Of each assessor the minutes for reading, worked out once for each day that is like no other."""
        day = min(day, self.longest)
        if day not in self.hours:
            self.hours[day] = [each.minutes_on(day) for each in self.queue.assessors]
        return self.hours[day]

    def _take(self, who: int) -> _Waiting | None:
        not_for = self.not_for[who]
        for place, each in enumerate(self.line):
            if who not in each.readers and each.kind not in not_for:
                del self.line[place]
                return each
        return None

    def _minutes(self, who: int) -> float:
        centre, wide = self.paces[who]
        return math.exp(centre + wide * next(self.normals)) if wide else self.queue.assessors[who].minutes


CHUNK = 1024


def _many(draw: Callable[[], Numbers]) -> Iterator[float]:
    """Numbers of chance without end, drawn many at a time."""
    return chain.from_iterable(draw().tolist() for _each in count())


def assessors_needed(
    queue: Queue, days: int, one_more: Assessor, *, kept: float = 0.95, most: int = 50, runs: int = 20, seed: int = SEED
) -> int | None:
    """How many more like one assessor let the promise hold on every day; None where the most do not.

    Halves the span each time, for more people never make a queue slower.
    """

    def holds(more: int) -> bool:
        wider = replace(queue, assessors=(*queue.assessors, *[one_more] * more))
        found = forecast(wider, days, kept=kept, runs=runs, seed=seed)
        return isinstance(found, NotEstimable) or found.breaks_on is None

    return least(holds, most)


def least(holds: Callable[[int], bool], most: int) -> int | None:
    """The least number, from 0 on, for which something holds that holds for all larger ones; None where the most is not
    enough."""
    if holds(0):
        return 0
    if not holds(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
