"""Readings that a model draws where too few read the same: held against what many readings of the same essays show."""

from dataclasses import replace
from random import Random
from uuid import UUID

import pytest

from microcred.scoring.rules import RECOMMENDED, REFERENCE, completed, drawn_by_model, simulate
from microcred.scoring.rules.reckoning import READ_BY
from microcred.scoring.tests.test_policy_replay import essays, needs_the_readings, read_by

__all__ = ["essays"]

READERS = [UUID(int=number + 1) for number in range(21)]


def read_twice(essays, seed):
    """The same with two readings of each, of two who were drawn by lot."""
    lots = Random(seed)
    for each in essays:
        two = lots.sample(range(len(each.readings)), 2)
        yield replace(each, readings=[each.readings[one] for one in two], readers=[READERS[one] for one in two])


@needs_the_readings
@pytest.mark.parametrize("seed", [1, 2])
def test_two_readings_tell_nearly_what_21_show(essays, seed):
    drawn = drawn_by_model(list(read_twice(essays, seed)), seed=seed)
    found = [simulate(worth.policy, drawn, seed=seed) for worth in REFERENCE]
    for worth, meant in zip(REFERENCE, found, strict=True):
        assert meant.right.value == pytest.approx(worth.right, abs=0.06)
        assert meant.false_pass.value == pytest.approx(worth.false_pass, abs=0.06)
        assert meant.false_fail.value == pytest.approx(worth.false_fail, abs=0.06)
        assert meant.alike.value == pytest.approx(worth.alike, abs=0.04)
    # Which policy is the better one comes out as it is.
    assert all(meant.alike.value > found[0].alike.value for meant in found[1:])
    assert max(found, key=lambda meant: meant.right.value) == found[-1]


@needs_the_readings
def test_what_was_seen_stands_and_only_the_rest_is_reckoned(essays):
    twice = list(read_twice(essays, 5))
    seen, by_model = (simulate(RECOMMENDED, work, seed=5) for work in (twice, drawn_by_model(twice, seed=5)))
    whole = completed(seen, by_model)
    assert whole.readings == seen.readings
    assert (whole.alike.value, whole.alike.by_model) == (by_model.alike.value, True)


def test_a_level_that_nobody_gave_is_never_drawn_and_one_that_all_gave_always():
    lots = Random(3)
    work = [
        replace(
            read_by(*[(lots.choice((1, 1 + number % 3)), 3, 3, lots.choice((2, 3))) for _two in range(2)]),
            readers=lots.sample(READERS[:4], 2),
        )
        for number in range(80)
    ]
    drawn = drawn_by_model(work, seed=1)
    assert {len(each.readings) for each in drawn} == {READ_BY}
    given = [set(levels) for levels in zip(*(one.values() for each in drawn for one in each.readings), strict=True)]
    assert given == [{1, 2, 3}, {3}, {3}, {2, 3}]
    assert drawn_by_model(work, seed=1) == drawn


@pytest.mark.parametrize("works", [0, 49])
def test_of_little_nothing_is_drawn(works):
    work = [replace(read_by((3, 3, 3, 3), (2, 3, 3, 3)), readers=READERS[:2])] * works
    assert drawn_by_model(work, seed=1) == []


def test_of_readers_who_have_no_work_in_common_nothing_is_drawn():
    lots = Random(4)
    work = [
        replace(
            read_by(*[tuple(lots.choice((2, 3)) for _criterion in range(4)) for _two in range(2)]),
            readers=READERS[:2] if number % 2 else READERS[2:4],
        )
        for number in range(80)
    ]
    assert drawn_by_model(work, seed=1) == []
