"""Salary lanes: who has earned enough for which, since when, and from when it takes effect. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from uuid import UUID

from microcred.foundation.days import day_in, month_after
from microcred.rewards.rules.terms import Earned, Standing
from microcred.rewards.rules.years import JULY, first_day, fiscal_year

HUNDREDTH = Decimal("0.01")


class Measure(StrEnum):
    """What the thresholds of lanes are counted in."""

    AWARDS = "awards"
    HOURS = "hours"
    CREDITS = "credits"
    """so many hours of micro-credentials each"""


class Effect(StrEnum):
    """From when a lane holds that was reached on a day."""

    AT_ONCE = "at_once"
    NEXT_MONTH = "next_month"
    NEXT_YEAR = "next_year"


@dataclass(frozen=True, kw_only=True)
class LaneTerms:
    """One lane: what it is called, and how much it takes."""

    name: str
    threshold: Decimal


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The lanes of a district, and how what was earned counts towards them.

    Attributes:
        hours_per_credit: what one credit stands for, where thresholds are in credits.
        counts_from: the first day whose awards count.
        without_stipends: awards for which the stipend was taken do not count.
        roles, place: one must work in one of these roles at the place, or below it, on the day.
    """

    zone: str
    year_begins: int = JULY
    measure: Measure
    hours_per_credit: Decimal | None = None
    counts_from: date
    effect: Effect
    without_stipends: bool
    roles: frozenset[str]
    place: UUID
    lanes: tuple[LaneTerms, ...]


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """That somebody has reached a lane.

    Attributes:
        amount: what they had together on the day they reached it, in the measure of the schedule.
        awards: what it rests on, in the order in which it was earned.
    """

    person: UUID
    lane: str
    crossed_on: date
    holds_from: date
    amount: Decimal
    awards: tuple[UUID, ...]


class Change(StrEnum):
    """What became of a crossing since an earlier export."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


def effective(day: date, effect: Effect, begins: int = JULY) -> date:
    """From when a lane holds that was reached on a day: that day, the next month or fiscal year, or today if it is
    their first day."""
    if effect is Effect.AT_ONCE:
        return day
    if effect is Effect.NEXT_MONTH:
        return month_after(day)[0]
    this = first_day(fiscal_year(day, begins), begins)
    return this if day == this else first_day(this.year + 1, begins)


def crossings(schedule: Schedule, earned: Iterable[Earned], taken: Collection[UUID] = ()) -> tuple[Crossing, ...]:
    """Who has reached which lanes, by person and then from the lowest lane up.

    Args:
        earned: awards, in any order.
        taken: the awards for which the stipend was taken instead of credit.
    """
    by_person: dict[UUID, list[tuple[date, Earned]]] = defaultdict(list)
    dated = ((day_in(each.earned_at, schedule.zone), each) for each in earned)
    for day, award in sorted(dated, key=lambda pair: (pair[0], pair[1].id)):
        if _counts(schedule, day, award, taken):
            by_person[award.person].append((day, award))
    lanes = sorted(schedule.lanes, key=lambda lane: (lane.threshold, lane.name))
    return tuple(each for person, own in sorted(by_person.items()) for each in _of(schedule, lanes, person, own))


def _counts(schedule: Schedule, day: date, award: Earned, taken: Collection[UUID]) -> bool:
    works = any(post.role in schedule.roles and schedule.place in post.lineage for post in award.posts)
    left_out = schedule.without_stipends and award.id in taken
    return works and not left_out and day >= schedule.counts_from and award.standing is Standing.HOLDS


def _of(
    schedule: Schedule, lanes: Sequence[LaneTerms], person: UUID, own: Sequence[tuple[date, Earned]]
) -> Iterator[Crossing]:
    per = schedule.hours_per_credit if schedule.measure is Measure.CREDITS else None
    have, awards, left = Decimal(0), [], list(lanes)
    had: set[UUID] = set()
    for day, award in own:
        if award.micro_credential in had:
            continue
        had.add(award.micro_credential)
        awards.append(award.id)
        have += Decimal(1) if schedule.measure is Measure.AWARDS else award.hours
        while left and have >= left[0].threshold * (per or 1):
            yield Crossing(
                person=person,
                lane=left.pop(0).name,
                crossed_on=day,
                holds_from=effective(day, schedule.effect, schedule.year_begins),
                amount=have if per is None else (have / per).quantize(HUNDREDTH, rounding=ROUND_DOWN),
                awards=tuple(awards),
            )


def compared(now: Iterable[Crossing], before: Mapping[tuple[UUID, str], Crossing]) -> list[tuple[Crossing, Change]]:
    """Crossings with what became of them since an earlier export; at the end those that are no more.

    Args:
        before: what stood in the earlier export and was not withdrawn there, by person and lane.
    """
    found, there = [], set()
    for each in now:
        key = (each.person, each.lane)
        there.add(key)
        earlier = before.get(key)
        if earlier is None:
            change = Change.NEW
        else:
            same = (earlier.crossed_on, earlier.holds_from) == (each.crossed_on, each.holds_from)
            change = Change.SAME if same else Change.CHANGED
        found.append((each, change))
    gone = sorted(key for key in before if key not in there)
    return found + [(before[key], Change.WITHDRAWN) for key in gone]
