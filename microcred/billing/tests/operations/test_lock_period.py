import pytest
from django.db import ProgrammingError, transaction

from microcred.billing.models import Line, Lock, Period
from microcred.billing.operations import (
    EarlierPeriodOpen,
    LockedAlready,
    PeriodBackwards,
    PeriodNotNext,
    PeriodNotOver,
    lock_period,
    open_period,
)
from microcred.billing.queries import entries_of, shares_of, standings_of, unpriced_in
from microcred.billing.tests import make
from microcred.foundation.refusals import NotAllowed


def test_locking_fixes_what_each_reading_before_its_end_is_paid(cast, version):
    unit = make.done(cast, version, cast.ben, at=cast.at)
    make.done(cast, version, cast.ben, at=cast.at + 30 * make.DAY, name="Emil")
    period = make.period(cast)
    assert [entry.unit for entry in entries_of(period)] == [unit]

    locked = make.locked(cast, period)
    line = Line.objects.get()
    assert (line.unit, line.amount, line.currency, line.minutes, line.rate) == (unit, 25, "USD", 40, unit.rate)
    assert (locked.lock.lines, locked.lock.reversals, locked.lock.locked_by) == (1, 0, cast.rosa)
    [share] = shares_of(entries_of(locked))
    assert (share.person, share.readings, share.amounts, share.minutes) == (cast.ben, 1, {"USD": 25}, 40)


def test_what_was_recorded_with_a_rate_keeps_it(cast, version):
    make.done(cast, version, cast.ben, at=cast.at)
    make.rate(cast, "99", at=cast.at + make.DAY)
    make.locked(cast, make.period(cast))
    assert Line.objects.get().amount == 25


def test_what_had_no_rate_is_paid_by_the_one_that_was_stated_for_its_day(cast, rosa):
    make.done(cast, make.version(cast), cast.ben, at=cast.at)
    assert unpriced_in(make.centre(cast)) == 1
    period = make.period(cast)
    assert entries_of(period) == []

    make.rate(cast, "31.005", at=cast.at + 5 * make.DAY)
    assert unpriced_in(make.centre(cast)) == 0
    make.locked(cast, period)
    assert str(Line.objects.get().amount.normalize()) == "31.01"


def test_what_came_too_late_for_its_period_is_paid_in_the_next(cast, version):
    first, second = make.period(cast), make.period(cast, make.OCTOBER, make.NOVEMBER)
    make.locked(cast, first)
    late = make.done(cast, version, cast.ben, at=cast.at)

    assert [entry.unit for entry in entries_of(second)] == [late]
    make.locked(cast, second)
    assert make.paid(cast, late).period == second


def test_of_two_open_periods_each_shows_its_own(cast, version):
    early = make.done(cast, version, cast.ben, at=cast.at)
    late = make.done(cast, version, cast.ben, at=cast.at + 40 * make.DAY, name="Emil")
    beyond = make.done(cast, version, cast.ben, at=cast.at + 70 * make.DAY, name="Ewa")
    first, second = make.period(cast), make.period(cast, make.OCTOBER, make.NOVEMBER)

    assert [entry.unit for entry in entries_of(first)] == [early]
    assert [entry.unit for entry in entries_of(second)] == [late]
    standings, outside = standings_of(make.centre(cast), [second, first], at=beyond.read_at + make.DAY)
    assert [(each.period, each.readings, each.amounts) for each in standings] == [
        (second, 1, {"USD": 25}),
        (first, 1, {"USD": 25}),
    ]
    assert outside == 1


def test_a_reading_is_paid_by_who_stated_its_rate_and_by_nobody_else(cast, version):
    make.done(cast, version, cast.ben, at=cast.at)
    elsewhere = open_period(
        actor=cast.omar,
        organization=cast.places["rock-hill"],
        starts_on=make.SEPTEMBER,
        ends_on=make.OCTOBER,
        at=cast.at,
    )
    lock_period(actor=cast.omar, period=elsewhere, at=cast.at + 40 * make.DAY)
    assert not Line.objects.exists()


def test_a_period_is_locked_after_it_ended_by_its_own_clock(cast, rosa):
    period = make.period(cast)
    midnight_in_utc = cast.at + 29.5 * make.DAY
    with pytest.raises(PeriodNotOver) as said:
        lock_period(actor=cast.rosa, period=period, at=midnight_in_utc)
    assert "September 30, 2026" in str(said.value)
    lock_period(actor=cast.rosa, period=period, at=midnight_in_utc + make.DAY / 6)


def test_periods_are_locked_in_their_order_and_once(cast, rosa):
    first, second = make.period(cast), make.period(cast, make.OCTOBER, make.NOVEMBER)
    with pytest.raises(EarlierPeriodOpen):
        make.locked(cast, second)
    make.locked(cast, first)
    with pytest.raises(LockedAlready):
        make.locked(cast, first)
    assert Lock.objects.count() == 1


def test_periods_follow_one_another(cast, rosa):
    make.period(cast)
    with pytest.raises(PeriodNotNext) as said:
        make.period(cast, make.SEPTEMBER + 29 * make.DAY, make.NOVEMBER)
    assert "October 1, 2026" in str(said.value)
    with pytest.raises(PeriodBackwards):
        make.period(cast, make.NOVEMBER, make.NOVEMBER)
    assert Period.objects.count() == 1


def test_only_an_administrator_opens_and_locks(cast, rosa):
    period = make.period(cast)
    given = {"actor": cast.lena, "at": cast.at + 60 * make.DAY}
    with pytest.raises(NotAllowed):
        lock_period(period=period, **given)
    with pytest.raises(NotAllowed):
        open_period(organization=make.centre(cast), starts_on=make.OCTOBER, ends_on=make.NOVEMBER, **given)


def another_line(line: Line) -> Line:
    return Line(period=line.period, unit=line.unit, turn=9, rate=line.rate, amount=line.amount, currency=line.currency)


def test_postgresql_takes_nothing_more_into_a_locked_period(cast, version):
    unit = make.done(cast, version, cast.ben, at=cast.at)
    make.locked(cast, make.period(cast))
    line = make.paid(cast, unit)
    with pytest.raises(ProgrammingError, match="the period is locked"), transaction.atomic():
        another_line(line).save(force_insert=True)
    with pytest.raises(Exception, match=r"Cannot update|permission denied"), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(amount=1)
    with pytest.raises(Exception, match=r"Cannot delete|permission denied"), transaction.atomic():
        Lock.objects.all().delete()

    # the control: into an open one it does
    other = another_line(line)
    other.period = make.period(cast, make.OCTOBER, make.NOVEMBER)
    other.save(force_insert=True)
