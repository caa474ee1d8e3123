"""What is known of a queue, played forward: what lacks, what would keep the promises, and what a lead tries."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.scoring.rules import DAYS_AHEAD, Hand, Known, Lack, Reading, WhatIf, played, tried, what_lacks

PLENTY = Known((2.0,), 80, (0, 3, 6), 10, Reading(50, 40.0, 0.4), 0.2, 0.1, 70, (Hand(15.0), Hand(10.0)))
"""Two a day come, 2.4 readings; five a day can be read."""


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({}, ()),
        ({"arrived": 9}, (Lack.ARRIVALS,)),
        ({"decided": 9}, (Lack.DECISIONS,)),
        ({"hands": ()}, (Lack.READERS,)),
        ({"hands": (Hand(0.0),)}, (Lack.READERS,)),
        ({"waiting": (0,) * 20_001}, (Lack.TOO_MUCH,)),
        ({"arrived": 0, "decided": 0, "hands": ()}, (Lack.ARRIVALS, Lack.DECISIONS, Lack.READERS)),
    ],
    ids=str,
)
def test_of_too_little_nothing_is_played(change, lacks):
    known = replace(PLENTY, **change)
    assert what_lacks(known) == lacks
    assert (played(known).forecast is None) == bool(lacks)


def test_where_there_are_enough_promises_hold_and_nothing_is_advised():
    found = played(PLENTY)
    assert found.breaking is None
    assert (found.assessors, found.each) == (None, None)


def test_where_they_break_it_is_said_what_keeps_them():
    short = replace(PLENTY, hands=(Hand(4.0), Hand(4.0)))
    found = played(short)
    # 2.4 readings a day come and 1.6 are made: the ten days' backlog is there after some weeks.
    assert 5 < found.breaking.day < DAYS_AHEAD
    assert 1 <= found.assessors <= 3
    assert 1 <= found.each <= 5
    for kept in (WhatIf(assessors=found.assessors), WhatIf(each=found.each)):
        assert played(tried(short, kept)).breaking is None, "who tries what is advised sees the same"
    assert played(tried(short, WhatIf(more=40, by=4))).breaking.day <= found.breaking.day


def test_who_is_away_reads_nothing_meanwhile():
    away = replace(PLENTY, hands=tuple(replace(hand, there=(False,) * 15 + (True,)) for hand in PLENTY.hands))
    assert played(away).breaking is not None
    assert played(away).forecast.left[10] > played(PLENTY).forecast.left[10] + 10


def test_who_may_not_read_it_is_no_capacity_for_it():
    first, second = PLENTY.hands
    for_one = replace(PLENTY, hands=(first, replace(second, not_for=frozenset({1}))), kinds=(0.0, 1.0))
    assert played(PLENTY).breaking is None
    assert played(replace(for_one, hands=(replace(first, a_week=8.0), for_one.hands[1]))).breaking is not None
    assert played(tried(for_one, WhatIf(assessors=2))).breaking is None, "who is new is close to nobody"


def test_what_waits_for_nobody_is_counted_whoever_goes():
    hands = tuple(replace(hand, not_for=frozenset({1})) for hand in PLENTY.hands)
    known = replace(PLENTY, hands=(*hands, Hand(1.0)), waiting_kinds=(1, 0, 1))
    assert known.for_nobody == 0
    assert tried(known, WhatIf(assessors=-1)).for_nobody == 2
    assert replace(known, hands=()).for_nobody == 0


def test_minutes_change_little_where_it_is_known_how_many_are_read():
    slow, unknown = (replace(PLENTY, reading=reading) for reading in (Reading(50, 80.0, 0.4), Reading(2)))
    assert played(slow).forecast.on_time == pytest.approx(played(unknown).forecast.on_time, abs=0.02)


@pytest.mark.parametrize(
    ("what_if", "hands"),
    [
        (WhatIf(), [15.0, 10.0]),
        (WhatIf(assessors=1), [15.0, 10.0, 12.5]),
        (WhatIf(assessors=1, hours=2.0), [15.0, 10.0, 3.0]),
        (WhatIf(assessors=-1), [15.0]),
        (WhatIf(assessors=-5), []),
        (WhatIf(each=-12), [3.0, 0.0]),
    ],
    ids=str,
)
def test_what_is_tried_is_what_is_played(what_if, hands):
    assert sorted((hand.a_week for hand in tried(PLENTY, what_if).hands), reverse=True) == sorted(hands, reverse=True)


def test_further_submissions_come_evenly_until_their_day():
    arrivals = tried(PLENTY, WhatIf(more=30, by=9)).arrivals
    assert len(arrivals) == DAYS_AHEAD
    assert arrivals[:10] == (5.0,) * 10
    assert set(arrivals[10:]) == {2.0}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 30), st.integers(1, 10))
def test_more_hands_never_make_more_late(waiting, more):
    """The same plays, with more people: no more is overdue."""
    known = replace(PLENTY, waiting=tuple(range(waiting)), hands=(Hand(5.0),))
    fewer, wider = played(known), played(tried(known, WhatIf(assessors=more)))
    assert sum(wider.forecast.overdue) <= sum(fewer.forecast.overdue) + 1


def test_the_middle_reading_counts_and_a_few_tell_nothing():
    assert Reading.of_minutes([30.0] * 9).minutes is None
    found = Reading.of_minutes([30.0] * 9 + [240.0] * 3)
    assert (found.of, found.minutes) == (12, 30.0)
