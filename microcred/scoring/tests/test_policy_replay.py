"""Policies on real readings: 372 essays that 21 trained people each read by four criteria.

What each is worth was computed before on the same data, by another program, and stands on the page where a lead chooses
one. That a third is asked for at two levels' difference too, which that program did not do, costs two readings in a
hundred submissions.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from microcred.catalog.rules import decide
from microcred.scoring.rules import (
    ESSAYS,
    READERS,
    RECOMMENDED,
    REFERENCE,
    Kind,
    Policy,
    ReadBySeveral,
    policy_in_words,
    simulate,
)

READINGS = Path(__file__).resolve().parents[3].parent / "shared/data/rating-data/georgia_writing_21raters.csv"
NAMES = ("style", "org", "conv", "sent_form")
CRITERIA = {name: uuid4() for name in NAMES}
NEEDED = 3
REQUIRED = dict.fromkeys(CRITERIA.values(), NEEDED)

needs_the_readings = pytest.mark.skipif(not READINGS.exists(), reason="the readings are not here")


@dataclass(frozen=True)
class Demanded:
    id: UUID
    part: int = 1
    required_position: int = NEEDED


def judge(reached):
    return decide([Demanded(each) for each in REQUIRED], reached)


def read_by(*readings: tuple[int, ...]) -> ReadBySeveral:
    return ReadBySeveral([dict(zip(CRITERIA.values(), each, strict=True)) for each in readings], REQUIRED, judge)


@pytest.fixture(scope="module")
def essays() -> list[ReadBySeveral]:
    found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    with READINGS.open() as file:
        for row in csv.DictReader(file):
            found[row["student"]].append(tuple(int(row[name]) for name in NAMES))
    return [read_by(*each) for each in found.values()]


@needs_the_readings
def test_they_are_as_many_as_the_page_says(essays):
    assert (len(essays), {len(each.readings) for each in essays}) == (ESSAYS, {READERS})


@needs_the_readings
@pytest.mark.parametrize("worth", REFERENCE, ids=lambda worth: f"{worth.policy.kind} {worth.policy.third}")
def test_each_is_worth_what_was_computed_before(essays, worth):
    meant = simulate(worth.policy, essays, seed=20181126, draws=12_000)

    assert meant.right.value == pytest.approx(worth.right, abs=0.01)
    assert meant.false_pass.value == pytest.approx(worth.false_pass, abs=0.01)
    assert meant.false_fail.value == pytest.approx(worth.false_fail, abs=0.01)
    assert meant.alike.value == pytest.approx(worth.alike, abs=0.01)
    assert meant.readings.value == pytest.approx(worth.readings, abs=0.03)


@needs_the_readings
def test_a_sample_read_twice_costs_what_it_is(essays):
    meant = simulate(Policy(Kind.SINGLE, share=10), essays, seed=1)
    assert meant.readings.value == pytest.approx(1.12, abs=0.03)


def test_the_same_seed_gives_the_same_figures():
    work = [read_by((3, 3, 3, 3), (2, 3, 3, 3), (3, 3, 3, 3), (3, 3, 3, 2), (3, 3, 3, 3), (2, 2, 3, 3))] * 50
    assert simulate(RECOMMENDED, work, seed=7) == simulate(RECOMMENDED, work, seed=7)
    assert simulate(RECOMMENDED, work, seed=7) != simulate(RECOMMENDED, work, seed=8)


def test_what_readings_cannot_show_is_not_given():
    twice = [read_by((3, 3, 3, 3), (3, 3, 3, 3))] * 60
    meant = simulate(RECOMMENDED, twice, seed=1)
    assert (meant.readings.value, meant.readings.submissions) == (2, 60)
    for unknown in (meant.right, meant.false_pass, meant.false_fail, meant.alike, meant.panels):
        assert (unknown.value, unknown.submissions) == (None, 0)

    few = simulate(RECOMMENDED, twice[:49], seed=1)
    assert (few.readings.value, few.readings.submissions) == (None, 49)
    assert simulate(RECOMMENDED, [], seed=1).readings.value is None


def test_that_a_third_is_asked_for_is_seen_from_two():
    split = [read_by((3, 3, 3, 3), (2, 3, 3, 3))] * 50
    assert simulate(Policy(Kind.DOUBLE), split, seed=1).readings.value == 3
    assert simulate(Policy(Kind.SINGLE), split, seed=1).alike.value < 1


def test_readers_who_all_agree_are_always_right():
    work = [read_by(*[(3, 3, 3, 3)] * 6)] * 30 + [read_by(*[(1, 1, 3, 3)] * 6)] * 30
    meant = simulate(RECOMMENDED, work, seed=1)
    assert (meant.right.value, meant.alike.value, meant.panels.value) == (1, 1, 0)
    assert meant.readings.value == pytest.approx(1.5), "what falls far short is read once"


def test_the_recommended_one_has_its_words():
    assert len(policy_in_words(RECOMMENDED)) == 2
