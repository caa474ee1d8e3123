"""What an assessor is told of their own readings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.scoring.rules import (
    COUNTS_WITHIN,
    FEWEST_OWN,
    Compared,
    counts_from,
    day_began,
    level_use,
    month_began,
    near,
    near_by_criterion,
    ten_by_ten,
    took,
)

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def levels(readings: int, *, off: int = 0) -> list[Compared]:
    """One level of each of so many readings, one an hour."""
    return [compared(number, number, off) for number in range(readings)]


def compared(reading: int, hours: int, off: int) -> Compared:
    """A level of a reading that is off by so many from the needed one, which is what the other gave."""
    return Compared(UUID(int=reading), AT + hours * HOUR, 2 + off, 2, 2)


def test_of_nine_readings_nothing_is_told():
    assert near(levels(9)) is None
    assert took([HOUR] * 9) is None


def test_whole_tens_count_the_first_ones_known_first():
    told = near([*levels(10), *(compared(99, 99, 2) for _ in range(3))])
    assert told is not None
    assert (told.readings, told.exact.hits, told.exact.of) == (10, 10, 10)


def test_one_level_beside_is_adjacent_on_either_side():
    told = near([*levels(10, off=-1), compared(3, 0, 2)])
    assert told is not None
    assert (told.exact.hits, told.adjacent.hits, told.adjacent.of) == (0, 10, 11)


def test_met_or_not_is_alike_though_levels_differ_above_the_needed_one():
    above, below = near(levels(10, off=1)), near(levels(10, off=-1))
    assert above is not None
    assert below is not None
    assert (above.exact.hits, above.alike.hits) == (0, 10)
    assert (below.exact.hits, below.alike.hits) == (0, 0)


def test_who_is_stricter_is_told_so_only_where_chance_does_not_make_it():
    stricter = near([*levels(8, off=-1), *(compared(20 + one, 20, 0) for one in range(2))])
    hardly = near([*levels(1, off=-1), *(compared(20 + one, 20, 0) for one in range(9))])
    assert stricter is not None
    assert hardly is not None
    assert (stricter.severity.tends, hardly.severity.tends) == ("stricter", "neither")
    assert stricter.severity.by == -0.8
    assert hardly.severity.size == 0.1


@given(st.lists(st.integers(-3, 3), min_size=10, max_size=10))
def test_who_is_as_strict_as_the_other_is_mild_has_the_opposite_severity(off):
    mine = near([compared(number, number, each) for number, each in enumerate(off)])
    theirs = near([compared(number, number, -each) for number, each in enumerate(off)])
    assert mine is not None
    assert theirs is not None
    assert mine.severity.by == -theirs.severity.by
    assert mine.severity.low == -theirs.severity.high


def test_days_and_months_begin_at_one_moment_for_everybody():
    late = datetime(2026, 9, 30, 22, 0, tzinfo=ZoneInfo("America/New_York"))
    assert day_began(late) == month_began(late) == datetime(2026, 10, 1, tzinfo=UTC)


def test_what_is_compared_of_a_reading_counts_within_a_week_by_lot():
    known = datetime(2026, 10, 1, tzinfo=UTC)
    waits = sorted(counts_from(UUID(int=number), known) - known for number in range(200))
    assert timedelta(0) <= waits[0] < waits[100] < waits[-1] <= COUNTS_WITHIN
    assert timedelta(days=3) < waits[100] < timedelta(days=4)


def test_levels_are_counted_by_where_they_stand_to_what_is_needed():
    assert [share.hits for _name, share in level_use([1, 0, 0, -1, -2, -3]).rows] == [1, 2, 1, 2]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 300), st.integers(-3, 3)), max_size=120))
def test_what_is_compared_never_is_of_a_number_of_readings_that_is_no_ten(drawn):
    told = near([compared(one, hours, off) for one, hours, off in drawn])
    assert told is None or (told.readings % FEWEST_OWN == 0 and told.exact.of >= told.readings)


def test_of_each_criterion_whole_tens_count():
    aim, plan = UUID(int=1001), UUID(int=1002)
    some = [replace(one, criterion=criterion) for one in levels(14) for criterion in (aim, plan)]
    found = near_by_criterion([*some[:18], *some[18::2]])

    assert list(found) == [aim], "of the other nine were compared"
    assert (found[aim].readings, found[aim].exact.of) == (10, 10)


def test_ten_readings_by_ten_stay_as_they_were_when_more_come():
    first = [*levels(10), *(compared(number, number, 1) for number in range(10, 20))]
    tens = ten_by_ten(first)

    assert [(one.hits, one.of) for one in tens] == [(10, 10), (0, 10)]
    assert ten_by_ten([*first, *(compared(number, number, 2) for number in range(20, 29))]) == tens


def test_criteria_of_one_reading_make_nothing_surer_than_its_readings():
    alone = near([*levels(9), compared(9, 9, 1)])
    four = near([*(one for one in levels(9) for _criterion in range(4)), *([compared(9, 9, 1)] * 4)])

    assert four.exact.of == 4 * alone.exact.of
    assert four.exact.interval.low == pytest.approx(alone.exact.interval.low, abs=0.02)
