"""Whether promises hold with the people there are: what is known is played forward, and what would keep them. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from statistics import median, pstdev

from microcred.measures.capacity import Assessor, Breaking, Forecast, Queue, breaking, forecast, least
from microcred.measures.estimates import NotEstimable

DAYS_AHEAD = 40
"""business days that are played: eight weeks"""

FEWEST_KNOWN = 10
"""arrivals, and decisions, of which a rate is made; of fewer nothing is said"""

A_WEEK = 5
"""business days, by which readings in a week become readings in a day"""

MOST_TO_PLAY = 20_000
"""submissions in one play; more is not played on a page"""

PLAYED, TRIED = 60_000, 10_000
"""submissions in all plays together: of the forecast, and of each trial of what would keep the promises"""

MOST_PLAYS, FEWEST_PLAYS = 60, 10
MOST_MORE = 20
"""assessors, or readings a week of each, that are tried"""

MINUTES = 40.0
"""That a reading is taken to last where nobody knows: what comes out does not depend on it, for what is known of people
is how many they read."""

SEED = 20_260_901


class Lack(StrEnum):
    """What is not known well enough to play anything forward."""

    ARRIVALS = "arrivals"
    DECISIONS = "decisions"
    READERS = "readers"
    TOO_MUCH = "too_much"


@dataclass(frozen=True)
class Reading:
    """How long readings took that were observed, in minutes."""

    of: int
    minutes: float | None = None
    spread: float = 0.4

    @classmethod
    def of_minutes(cls, taken: Iterable[float]) -> "Reading":
        """From single readings. The middle one counts, for some are left open overnight; of a few nothing is said."""
        known = sorted(taken)
        if len(known) < FEWEST_KNOWN:
            return cls(len(known))
        middle = median(known)
        inner = known[len(known) // 10 : len(known) - len(known) // 10]
        return cls(len(known), middle, min(max(pstdev(inner) / middle, 0.1), 1.5))


@dataclass(frozen=True)
class Hand:
    """Somebody who reads.

    Attributes:
        a_week: submissions they can read in a week in which they are there.
        there: whether they are, on each business day from today; the last holds for all after.
        not_for: the kinds of work that they may not read (`Known.kinds`).
    """

    a_week: float
    there: tuple[bool, ...] = (True,)
    not_for: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Known:
    """What is known of a queue.

    Attributes:
        arrivals: expected on each business day from today; the last holds for all after.
        arrived, decided: on how many that rests, and the shares of second and third readings.
        promise: business days. `waiting`: ages of what waits, counted so that the promise ends when it is due.
        kinds: of what comes, the share of each kind; work is of one kind where the same people may not read it, and of
            kind 0 where everybody may. `waiting_kinds`: the kinds of what waits.
    """

    arrivals: tuple[float, ...]
    arrived: int
    waiting: tuple[int, ...]
    promise: int
    reading: Reading
    second: float
    third: float
    decided: int
    hands: tuple[Hand, ...]
    kinds: tuple[float, ...] = ()
    waiting_kinds: tuple[int, ...] = ()

    @property
    def for_nobody(self) -> int:
        """How much of what waits none of those who read may read."""
        closed = frozenset.intersection(*(hand.not_for for hand in self.hands)) if self.hands else frozenset()
        return sum(kind in closed for kind in self.waiting_kinds)


@dataclass(frozen=True)
class WhatIf:
    """What a lead tries.

    Attributes:
        more: submissions, by the business day `by` counted from today, spread evenly until then.
        assessors: how many more there are, or fewer, where it is negative.
        hours: that each of these reads in a week; None: as many readings as the middle one of all there are.
        each: readings a week that each reads more, or fewer.
    """

    more: int = 0
    by: int = DAYS_AHEAD - 1
    assessors: int = 0
    hours: float | None = None
    each: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether it changes nothing."""
        return not (self.more or self.assessors or self.each)


@dataclass(frozen=True)
class Outcome:
    """What came of playing it forward.

    Attributes:
        lacks: what is not known; where anything lacks, nothing was played.
        assessors, each: how many more, or how many more readings a week from each, keep the promises; None where they
            hold anyway, or where the most that was tried does not keep them.
    """

    lacks: tuple[Lack, ...] = ()
    forecast: Forecast | None = None
    assessors: int | None = None
    each: int | None = None

    @property
    def breaking(self) -> Breaking | None:
        """Where promises begin to break."""
        return self.forecast.breaking if self.forecast else None


def what_lacks(known: Known) -> tuple[Lack, ...]:
    """What is not known well enough."""
    found = []
    if known.arrived < FEWEST_KNOWN:
        found.append(Lack.ARRIVALS)
    if known.decided < FEWEST_KNOWN:
        found.append(Lack.DECISIONS)
    if not any(hand.a_week for hand in known.hands):
        found.append(Lack.READERS)
    if _submissions(known) > MOST_TO_PLAY:
        found.append(Lack.TOO_MUCH)
    return tuple(found)


def tried(known: Known, what_if: WhatIf) -> Known:
    """What would be known if it were so."""
    arrivals = _drawn_out(known.arrivals)
    span = min(max(what_if.by, 0), DAYS_AHEAD - 2) + 1
    if what_if.more > 0:
        arrivals = [each + what_if.more / span if day < span else each for day, each in enumerate(arrivals)]
    hands = list(known.hands)
    if what_if.assessors < 0:
        # Nobody is named: those go who read least, so that it is not worse than it must be.
        hands = sorted(hands, key=lambda hand: hand.a_week)[-what_if.assessors :]
    else:
        pace = _pace(known) if what_if.hours is None else 60 * what_if.hours / (known.reading.minutes or MINUTES)
        hands += [Hand(pace)] * what_if.assessors
    hands = [replace(hand, a_week=max(hand.a_week + what_if.each, 0)) for hand in hands]
    return replace(known, arrivals=tuple(arrivals), hands=tuple(hands))


@lru_cache(maxsize=64)
def played(known: Known, *, seed: int = SEED) -> Outcome:
    """Play it forward, and look for what would keep the promises; the same is played once."""
    lacks = what_lacks(known)
    if lacks:
        return Outcome(lacks)
    found = forecast(_queue(known), DAYS_AHEAD, runs=_runs(known, PLAYED), seed=seed)
    if isinstance(found, NotEstimable):
        return Outcome((Lack.ARRIVALS,))
    if found.breaking is None:
        return Outcome(forecast=found)

    one = Hand(_pace(known))
    return Outcome(
        forecast=found,
        assessors=_enough(known, seed, lambda more: (*known.hands, *[one] * more)),
        each=_enough(known, seed, lambda more: tuple(replace(each, a_week=each.a_week + more) for each in known.hands)),
    )


def _enough(known: Known, seed: int, more: Callable[[int], tuple[Hand, ...]]) -> int | None:
    """The least number of more hands, or readings, with which nothing breaks. It is looked for in a few plays, and
    what is found is played as often as the forecast: who tries it sees the same."""

    def holds(number: int, runs: int) -> bool:
        return breaking(_queue(replace(known, hands=more(number))), DAYS_AHEAD, runs=runs, seed=seed) is None

    first = least(lambda number: number > 0 and holds(number, min(_runs(known, TRIED), 20)), MOST_MORE)
    if first is None:
        return None
    often = _runs(known, PLAYED)
    return next((number for number in range(max(first, 1), MOST_MORE + 1) if holds(number, often)), None)


def _queue(known: Known) -> Queue:
    minutes = known.reading.minutes or MINUTES
    people = [
        Assessor(
            tuple(hand.a_week / A_WEEK * minutes / 60 if is_there else 0.0 for is_there in hand.there),
            minutes,
            known.reading.spread,
            hand.not_for,
        )
        for hand in known.hands
    ]
    return Queue(
        known.arrivals,
        tuple(people),
        known.promise,
        known.second,
        known.third,
        known.waiting,
        known.kinds,
        known.waiting_kinds,
    )


def _drawn_out(arrivals: Sequence[float]) -> list[float]:
    """One number for each day that is played; the last holds for all after."""
    short = DAYS_AHEAD - len(arrivals)
    return [*arrivals[:DAYS_AHEAD], *[arrivals[-1]] * max(short, 0)]


def _pace(known: Known) -> float:
    """Of the middle one of those who read anything."""
    paces = [hand.a_week for hand in known.hands if hand.a_week]
    return median(paces) if paces else 0.0


def _submissions(known: Known) -> float:
    return sum(_drawn_out(known.arrivals)) + len(known.waiting)


def _runs(known: Known, budget: int) -> int:
    return int(min(max(budget / max(_submissions(known), 1), FEWEST_PLAYS), MOST_PLAYS))
