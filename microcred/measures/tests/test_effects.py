"""Habits of a rater: planted ones are found, none are found where there are none, few readings say nothing."""

import numpy as np
import pytest

from microcred.measures.effects import flat_profiles, halo, lasting, middle, spread, standardized_difference
from microcred.measures.estimates import NotEstimable


def panel(rng: np.random.Generator, readings: int, *, impression: float = 0.5, width: float = 0.8) -> np.ndarray:
    """Scores 1 to 4 on four criteria that share something of one impression."""
    common = rng.normal(0, 1, (readings, 1))
    own = rng.normal(0, 1, (readings, 4))
    return np.clip(np.rint(2.5 + width * (np.sqrt(impression) * common + np.sqrt(1 - impression) * own)), 1, 4)


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_who_keeps_to_the_middle_stands_out(rng):
    usual, others = panel(rng, 200), panel(rng, 5000)
    narrow = panel(rng, 200, width=0.35)
    assert middle(narrow, others, lowest=1, highest=4).z > 4
    assert spread(narrow, others).z < -4
    assert abs(middle(usual, others, lowest=1, highest=4).z) < 3
    assert abs(spread(usual, others).z) < 3


def test_who_goes_to_the_ends_stands_out_the_other_way(rng):
    wide, others = panel(rng, 200, width=2.0), panel(rng, 5000)
    assert middle(wide, others, lowest=1, highest=4).z < -4
    assert spread(wide, others).z > 4


def test_one_impression_for_all_criteria_stands_out(rng):
    whole, others = panel(rng, 200, impression=0.95), panel(rng, 5000)
    assert halo(whole, others).z > 3
    assert flat_profiles(whole, others).z > 3
    assert abs(halo(panel(rng, 200), others).z) < 3
    assert abs(flat_profiles(panel(rng, 200), others).z) < 3


def test_false_alarms_of_every_habit_are_as_rare_as_they_should_be():
    rng = np.random.default_rng(8)
    others = panel(rng, 4000)
    found = {"middle": 0, "spread": 0, "halo": 0, "flat": 0}
    for _ in range(200):
        own = panel(rng, 100)[:, :]
        found["middle"] += abs(middle(own[:, 0], others[:, 0], lowest=1, highest=4).z) > 3
        found["spread"] += abs(spread(own[:, 0], others[:, 0]).z) > 3
        found["halo"] += abs(halo(own, others).z) > 3
        found["flat"] += abs(flat_profiles(own, others).z) > 3
    assert max(found.values()) <= 4, found


def test_what_colours_the_next_reading_is_seen(rng):
    noise = rng.normal(0, 1, 400)
    coloured = noise[1:] + 0.5 * noise[:-1]
    assert lasting(coloured).z > 4
    assert abs(lasting(noise).z) < 3


def test_a_difference_of_one_standard_deviation_is_one():
    assert standardized_difference([1, 2, 3], [2, 3, 4]) == pytest.approx(-1.0)
    assert standardized_difference([2, 2], [2, 2]) == NotEstimable("no spread", 2)
    assert standardized_difference([2], [2, 3]) == NotEstimable("one case", 3)


@pytest.mark.parametrize(
    "habit",
    [
        lambda own: middle(own, own, lowest=1, highest=4),
        lambda own: spread(own, own),
        lambda own: halo(own, own),
        lambda own: flat_profiles(own, own),
        lambda own: lasting(own[:, 0]),
    ],
    ids=["middle", "spread", "halo", "flat", "lasting"],
)
def test_few_readings_say_nothing(habit):
    assert habit(np.full((5, 4), 2.0)).reason == "few readings"


def test_scores_without_spread_have_a_reason_and_no_figure():
    same = np.full((40, 4), 3.0)
    assert halo(same, same).reason == "no spread"
    assert spread(same, same).reason == "no spread"
    assert lasting(same[:, 0]).reason == "no spread"
    assert halo(np.full((40, 1), 3.0), same).reason == "one criterion"
    assert flat_profiles(np.full((40, 1), 3.0), same).reason == "one criterion"


def test_blanks_are_no_readings():
    own = np.array([[1.0, np.nan]] * 40)
    assert halo(own, own).reason == "few readings"
