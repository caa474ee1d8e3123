"""What somebody has read, month by month, and what it came to: for themselves.

Nothing here says which reading of its submission one was: neither its kind nor how many there were.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Prefetch

from microcred.billing.models import Line, Period, Unit
from microcred.billing.queries.owed import HEAVY, Owed, priced
from microcred.billing.queries.periods import minutes_of
from microcred.foundation.days import day_in
from microcred.foundation.money import Money, totals
from microcred.organizations.models import Person


class State(StrEnum):
    """Where the pay of a reading stands."""

    WAITS = "waits"
    PAID = "paid"
    TAKEN_BACK = "taken_back"
    NO_RATE = "no_rate"


@dataclass(frozen=True)
class Done:
    """A reading that somebody saved for good: what it came to, and where its pay stands.

    Attributes:
        day: on the reader's own calendar.
        moneys: all that was paid, taken back and is still to be paid for it.
        minutes: of service; None where nothing is said of them.
        period: in which it was paid last, or in which that was taken back.
        reason: why its pay was taken back, where it was.
    """

    unit: Unit
    day: date
    moneys: tuple[Money, ...]
    minutes: int | None
    state: State
    period: Period | None = None
    reason: str = ""

    @property
    def amounts(self) -> dict[str, Decimal]:
        """What it comes to, by currency."""
        return totals(self.moneys)


@dataclass(frozen=True)
class Month:
    """The readings of a month, and the training, by its first day, the newest first."""

    first: date
    done: tuple[Done, ...]

    @property
    def readings(self) -> int:
        """How many were read."""
        return sum(each.unit.training_id is None for each in self.done)

    @property
    def amounts(self) -> dict[str, Decimal]:
        """What they come to, by currency."""
        return totals(money for each in self.done for money in each.moneys)

    @property
    def minutes(self) -> int | None:
        """Of service; None where nothing is said of them."""
        return minutes_of(each.minutes for each in self.done)


@dataclass(frozen=True)
class Payment:
    """What a locked period comes to for somebody."""

    period: Period
    readings: int
    taken_back: int
    amounts: dict[str, Decimal]


def has_worked(person: Person) -> bool:
    """Whether a person ever saved a reading."""
    return Unit.objects.filter(assessor=person).exists()


def work_of_person(person: Person) -> list[Done]:
    """Everything a person has read, the newest first. Four queries, however much it is."""
    units = list(
        Unit.objects.filter(assessor=person)
        .select_related("organization", "rate", "version", "training__edition")
        .prefetch_related(
            Prefetch(
                "lines",
                Line.objects.select_related("reversal__period__organization", "period__organization").order_by("turn"),
            )
        )
        .defer(*HEAVY)
        .order_by("-read_at", "-pk")
    )
    owed, _without = priced([unit for unit in units if _is_unpaid(unit)])
    waiting = {each.unit.pk: each for each in owed}
    return [_done(unit, waiting.get(unit.pk), person.time_zone) for unit in units]


def months_of(done: Iterable[Done]) -> list[Month]:
    """Readings by month, the newest first."""
    by_month: dict[date, list[Done]] = defaultdict(list)
    for each in done:
        by_month[each.day.replace(day=1)].append(each)
    return [Month(first, tuple(by_month[first])) for first in sorted(by_month, reverse=True)]


def payments_of(person: Person) -> list[Payment]:
    """What each locked period comes to for a person, the newest first."""
    lines = list(
        Line.objects.filter(unit__assessor=person)
        .select_related("unit", "period__organization", "reversal__period__organization", "reversal__period__lock")
        .order_by("pk")
    )
    paid: dict[UUID, list[Line]] = defaultdict(list)
    taken: dict[UUID, list[Line]] = defaultdict(list)
    periods: dict[UUID, Period] = {}
    for line in lines:
        periods[line.period_id] = line.period
        paid[line.period_id].append(line)
        reversal = getattr(line, "reversal", None)
        if reversal is not None and reversal.period.is_locked:
            periods[reversal.period_id] = reversal.period
            taken[reversal.period_id].append(line)
    found = [
        Payment(
            period,
            readings=sum(line.unit.training_id is None for line in paid[pk]),
            taken_back=len(taken[pk]),
            amounts=totals([*map(_money, paid[pk]), *(-_money(line) for line in taken[pk])]),
        )
        for pk, period in periods.items()
    ]
    return sorted(found, key=lambda each: (each.period.starts_on, each.period.pk), reverse=True)


def _money(line: Line) -> Money:
    return Money(line.amount, line.currency)


def _is_unpaid(unit: Unit) -> bool:
    return all(hasattr(line, "reversal") and line.reversal.pay_again for line in unit.lines.all())


def _done(unit: Unit, owed: Owed | None, zone: str) -> Done:
    lines = list(unit.lines.all())
    taken = [line for line in lines if hasattr(line, "reversal")]
    moneys = [*map(_money, lines), *(-_money(line) for line in taken)]
    minutes = [*(line.minutes for line in lines), *(-line.minutes for line in taken if line.minutes is not None)]
    day = day_in(unit.read_at, zone)
    if owed is not None:
        return Done(unit, day, (*moneys, owed.money), minutes_of([*minutes, owed.minutes]), State.WAITS)
    last = lines[-1] if lines else None
    if last is None:
        return Done(unit, day, (), unit.minutes, State.NO_RATE)
    if last in taken:
        reversal = last.reversal
        state = State.NO_RATE if reversal.pay_again else State.TAKEN_BACK
        return Done(unit, day, tuple(moneys), minutes_of(minutes), state, reversal.period, reversal.reason)
    return Done(unit, day, tuple(moneys), minutes_of(minutes), State.PAID, last.period)
