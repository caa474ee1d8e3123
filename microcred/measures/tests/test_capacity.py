"""A queue played forward: against what can be reckoned by hand, and what must be so whatever chance does."""

from dataclasses import replace

import numpy as np
import pytest

from microcred.measures.capacity import Assessor, Queue, _breaking, assessors_needed, forecast
from microcred.measures.estimates import NotEstimable

# Six hours a day, half an hour a reading: twelve readings a day.
READER = Assessor((6.0,), 30.0)


def queue(arrivals: float = 20, readers: int = 2, *, promise: int = 5, **more) -> Queue:
    return Queue((arrivals,), (READER,) * readers, promise, **more)


def test_where_there_is_room_what_arrives_is_decided_on_the_next_day():
    found = forecast(queue(10, 2), 30, runs=20)
    assert found.on_time == 1.0
    assert found.days[50] == 1
    assert found.days_for(0.97) <= 2
    assert found.breaks_on is None
    assert found.submissions == pytest.approx(300, rel=0.05)


def test_load_is_what_arrives_by_what_can_be_read():
    assert queue(18, 2).load(0) == pytest.approx(18 / 24)
    assert queue(18, 2, second=0.5, third=0.2).load(0) == pytest.approx(18 * 1.6 / 24)
    stops = Queue((10.0,), (Assessor((6.0, 0.0), 30.0),), 5)
    assert stops.load(0) == pytest.approx(10 / 12)
    assert stops.load(1) is None


def test_too_much_work_breaks_the_promise_when_the_backlog_is_as_long_as_the_promise():
    """Six more a day arrive than the 24 that are read: on day d 30 + 6d wait, and five days' reading is 120."""
    found = forecast(queue(30, 2), 60)
    mostly_late = next(day for day, share in enumerate(found.by_day) if share < 0.5)
    assert mostly_late == pytest.approx(15, abs=3)
    # Days before that, more than five of 100 are late where chance sends more than usual.
    assert 8 <= found.breaks_on < mostly_late
    assert found.by_day[0] == 1.0
    assert found.by_day[45] < 0.05
    assert found.left[40] == pytest.approx(6 * 41 + 24, rel=0.2)


def test_what_waits_already_comes_first():
    behind = forecast(queue(24, 2, waiting=(3,) * 120), 20)
    free = forecast(queue(24, 2), 20)
    assert behind.on_time < free.on_time
    assert behind.left[0] > free.left[0] + 80
    # What has waited longer than was promised is late whatever is done.
    late = forecast(Queue((0.0,), (READER,), 5, waiting=(9, 9, 1)), 3)
    assert late.on_time == pytest.approx(1 / 3)


def test_second_readings_need_more_hands_and_more_time():
    single, double = (forecast(queue(14, 3, second=share, third=0.3), 30, runs=30) for share in (0.0, 1.0))
    assert double.left[-1] > single.left[-1]
    assert double.days[90] >= single.days[90]


def test_nobody_reads_the_same_submission_twice():
    alone = forecast(queue(2, 1, second=1.0), 10, runs=5)
    assert alone.on_time == 0.0
    assert alone.days[50] is None
    two = forecast(queue(2, 2, second=1.0), 10, runs=5)
    assert two.on_time == 1.0


def test_when_everybody_stops_the_rest_waits_for_ever():
    stops = Queue((10.0,), (Assessor((6.0,) * 5 + (0.0,), 30.0),) * 2, 5)
    found = forecast(stops, 20, runs=10)
    assert found.breaks_on in (4, 5)
    assert found.days[90] is None


def test_a_reading_that_is_longer_than_a_day_is_finished_on_another():
    slow = Queue((0.0,), (Assessor((1.0,), 150.0, spread=0.0),), 5, waiting=(0, 0))
    found = forecast(slow, 1, runs=1)
    assert found.days[50] == 2  # hours of the days 0, 1 and half of 2
    assert found.days[97] == 4
    assert found.on_time == 1.0


def test_how_many_more_are_needed_is_the_first_number_that_holds():
    short = queue(60, 2, second=0.3)
    needed = assessors_needed(short, 40, READER, most=12, runs=10)
    # 60 submissions of 1.3 readings are 78 a day, of 12 for each reader: seven, or six where the backlog stays short.
    assert needed in (4, 5)
    assert assessors_needed(queue(10, 2), 20, READER, runs=5) == 0
    assert assessors_needed(queue(100, 1), 20, READER, most=3, runs=5) is None


def test_what_waits_is_due_on_its_own_day_and_late_where_it_is_not_read_by_then():
    """Twelve readings a day: of 36 that end today a dozen makes it, and two dozen are overdue tonight."""
    steady = Assessor((6.0,), 30.0, spread=0.0)
    found = forecast(Queue((0.0,), (steady,), 5, waiting=(5,) * 36), 6, runs=3)
    assert found.due == (36.0, 0, 0, 0, 0, 0)
    assert found.late == (24.0, 0, 0, 0, 0, 0)
    assert found.overdue == (24.0, 12.0, 0, 0, 0, 0)
    assert (found.breaking.day, found.breaking.due, found.breaking.late) == (0, 36.0, 24.0)
    # What is late already breaks nothing anew.
    late = forecast(Queue((0.0,), (steady,), 5, waiting=(9,) * 6), 6, runs=3)
    assert late.breaking is None
    assert late.overdue == (0, 0, 0, 0, 0, 0)


def test_a_promise_that_less_than_one_submission_misses_is_not_broken():
    """One in three plays has one late: of a day with two due that is more than one in twenty, and nobody's promise."""
    due, late = np.full((3, 6), 2.0), np.zeros((3, 6))
    late[0, 2] = 1
    assert _breaking(due, late, 0.05) is None
    late[1, 2] = 1
    found = _breaking(due, late, 0.05)
    assert (found.day, found.due, round(found.late, 2)) == (2, 8.0, 0.67)


def test_promises_break_by_the_day_on_which_they_end():
    found = forecast(queue(30, 2), 60)
    assert found.breaking.day == pytest.approx(found.breaks_on + 5, abs=3)
    low, high = found.breaking.late_range.low, found.breaking.late_range.high
    assert low <= found.breaking.late <= high
    assert forecast(queue(10, 2), 30, runs=20).breaking is None


def test_the_same_seed_plays_the_same_and_another_does_not():
    one, again, other = (forecast(queue(24, 2), 20, runs=10, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_of_nothing_there_is_no_forecast():
    assert forecast(queue(0, 1), 10) == NotEstimable("no cases", 0)


@pytest.mark.parametrize(
    "change",
    [{"arrivals": ()}, {"arrivals": (-1.0,)}, {"second": 1.5}, {"promise": 0}, {"waiting": (-1,)}],
    ids=str,
)
def test_a_queue_that_cannot_be_is_refused(change):
    with pytest.raises(ValueError, match=r"arrivals|share|promise"):
        replace(queue(), **change)


@pytest.mark.parametrize(
    ("hours", "minutes"), [((), 30), ((-1.0,), 30), ((6.0,), 0)], ids=["none", "negative", "no time"]
)
def test_an_assessor_who_cannot_be_is_refused(hours, minutes):
    with pytest.raises(ValueError, match=r"assessor|reading"):
        Assessor(hours, minutes)


def test_what_somebody_may_not_read_is_read_by_the_others():
    close = replace(READER, not_for=frozenset({1}))
    found = forecast(Queue((10.0,), (close, READER), 5, kinds=(0.5, 0.5)), 30, runs=20)
    assert found.on_time == 1.0
    # Twelve a day of which one alone may read ten: the other's hours are of no use for it.
    alone = forecast(Queue((16.0,), (close, READER), 5, kinds=(0.0, 1.0)), 40, runs=20)
    assert alone.breaks_on is not None
    assert forecast(Queue((16.0,), (READER, READER), 5), 40, runs=20).breaks_on is None


def test_what_nobody_may_read_waits_for_ever():
    close = replace(READER, not_for=frozenset({1}))
    found = forecast(Queue((2.0,), (close, close), 5, waiting=(0, 0, 0), waiting_kinds=(1, 0, 1)), 20, runs=5)
    assert found.left[-1] >= 2
    assert found.overdue[-1] == 2
    assert found.late[5] == 2


def test_kinds_that_everybody_may_read_change_nothing():
    plain = forecast(queue(20, 2, waiting=(1, 2)), 20, runs=5)
    assert forecast(queue(20, 2, waiting=(1, 2), kinds=(1.0,), waiting_kinds=(0, 0)), 20, runs=5) == plain


@pytest.mark.parametrize("wrong", [{"kinds": (0.5, 0.4)}, {"kinds": (-0.5, 1.5)}, {"waiting_kinds": (1,)}], ids=str)
def test_kinds_are_shares_and_said_of_all_that_waits(wrong):
    with pytest.raises(ValueError, match="kind"):
        queue(20, 2, waiting=(1, 2), **wrong)
