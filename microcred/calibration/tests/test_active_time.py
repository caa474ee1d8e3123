"""From marks to minutes: a table of cases, and what holds for whatever marks there are."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.calibration.rules.active_time import MOST_GAP, Mark, active, minutes

NEW_YORK = ZoneInfo("America/New_York")
A, B = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def marks(*told, began=NOON):
    """Marks by minute, tab, and whether it was left."""
    return [Mark(began + timedelta(minutes=one[0]), one[1], leaves=len(one) > 2) for one in told]


CASES = {
    "nothing": ((), 0),
    "opened, and never anything more": (((0, A),), 0),
    "from one action to the next": (((0, A), (3, A)), 3),
    "a long gap counts for five minutes": (((0, A), (45, A)), 5),
    "the next page, without a word from the first": (((0, A), (2, B), (4, B)), 4),
    "a long gap between pages counts for five minutes": (((0, A), (45, B), (46, B)), 6),
    "two tabs at once count once": (((0, A), (0, B), (2, A), (2, B), (4, A), (4, B)), 4),
    "two tabs by turns": (((0, A), (1, B), (3, A), (4, B)), 4),
    "left, and back later": (((0, A), (2, A, "left"), (60, A), (61, A)), 3),
    "closed: nothing after it": (((0, A), (2, A, "left")), 2),
    "one closed, the other read on": (((0, A), (0, B), (1, A, "left"), (2, B), (4, B)), 4),
    "what leaves after the next page has opened": (((0, A), (2, B), (2.05, A, "left"), (4, B)), 4),
    "half a minute and half a minute are one": (((0, A), (0.5, A, "left"), (10, B), (10.5, B, "left")), 1),
    "what is begun does not count": (((0, A), (1.9, A)), 1),
    "in whatever order they come": (((3, A), (0, A)), 3),
}


@pytest.mark.parametrize(("told", "expected"), CASES.values(), ids=CASES)
def test_minutes(told, expected):
    assert minutes(marks(*told)) == expected


def test_midnight_is_a_moment_like_any_other():
    began = datetime(2026, 9, 1, 23, 58, tzinfo=NEW_YORK)
    assert minutes(marks((0, A), (4, A), began=began)) == 4


@pytest.mark.parametrize("day", [datetime(2026, 11, 1, 5, 58, tzinfo=UTC), datetime(2026, 3, 8, 6, 58, tzinfo=UTC)])
def test_a_change_of_clocks_adds_and_takes_nothing(day):
    told = [Mark(mark.at.astimezone(NEW_YORK), mark.tab) for mark in marks((0, A), (4, A), began=day)]
    assert minutes(told) == 4


MARKS = st.lists(
    st.builds(
        Mark,
        at=st.integers(0, 20_000).map(lambda seconds: NOON + timedelta(seconds=seconds)),
        tab=st.sampled_from([A, B, UUID(int=3)]),
        leaves=st.booleans(),
    ),
    max_size=40,
)


@given(MARKS)
def test_it_is_never_more_than_wall_time_nor_than_the_gaps_allow(told):
    total = active(told)
    moments = [mark.at for mark in told]
    assert timedelta() <= total <= (max(moments) - min(moments) if told else timedelta())
    assert total <= MOST_GAP * sum(not mark.leaves for mark in told)


@given(MARKS, MARKS)
def test_more_marks_of_the_same_reading_never_turn_it_back(told, more):
    """Reading on in other tabs, later than all there was, takes nothing away."""
    later = [Mark(mark.at + timedelta(days=1), UUID(int=9), mark.leaves) for mark in more]
    assert active([*told, *later]) >= active(told)


@given(MARKS)
def test_the_order_and_the_zone_make_no_difference(told):
    elsewhere = [Mark(mark.at.astimezone(NEW_YORK), mark.tab, mark.leaves) for mark in reversed(told)]
    in_order = sorted(told, key=lambda mark: (mark.at, mark.tab, mark.leaves))
    turned = sorted(elsewhere, key=lambda mark: (mark.at, mark.tab, mark.leaves))
    assert active(in_order) == active(turned)


@given(MARKS)
def test_a_second_tab_that_shows_the_same_adds_nothing(told):
    twice = [*told, *(Mark(mark.at, UUID(int=mark.tab.int + 100), mark.leaves) for mark in told)]
    assert active(twice) == active(told)
