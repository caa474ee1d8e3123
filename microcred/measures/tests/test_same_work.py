"""Habits beside others on the same work: errors that hold, and what cannot be told."""

import math

import numpy as np
import pytest

from microcred.measures.estimates import NotEstimable
from microcred.measures.same_work import flat_profiles, halo, middle, spread

TOP = [4, 4, 4, 4]


def scores(draw: np.random.Generator, works: np.ndarray, width: float = 1.0) -> np.ndarray:
    """Scores 1 to 4 of works on four criteria."""
    return np.clip(np.rint(2.5 + width * works + draw.normal(0, 0.6, works.shape)), 1, 4)


def works(draw: np.random.Generator, number: int) -> np.ndarray:
    return draw.normal(0, 0.6, (number, 1)) + draw.normal(0, 0.5, (number, 4))


def figures(own, others):
    return {
        "middle": middle(own, others, lowest=1, highest=TOP),
        "spread": spread(own, others),
        "halo": halo(own, others),
        "flat": flat_profiles(own, others),
    }


@pytest.mark.parametrize("number", [40, 200])
def test_errors_are_as_large_as_figures_really_vary(number):
    draw = np.random.default_rng(4)
    z = {"middle": [], "spread": [], "halo": [], "flat": []}
    for _ in range(400):
        true = works(draw, number)
        for name, found in figures(scores(draw, true), scores(draw, true)).items():
            z[name].append(found.z)
    for name, each in z.items():
        assert abs(np.mean(each)) < 0.2, name
        assert 0.85 < np.std(each) < 1.15, name


def test_figures_are_those_of_the_definitions():
    draw = np.random.default_rng(7)
    true = works(draw, 50)
    own, others = scores(draw, true), scores(draw, true, 1.4)
    found = figures(own, others)
    assert found["middle"].rater == pytest.approx(((own > 1) & (own < 4)).mean())
    assert found["spread"].panel == pytest.approx(math.sqrt(others.var(axis=0).mean()))
    assert found["halo"].rater == pytest.approx(np.corrcoef(own.T)[np.triu_indices(4, 1)].mean())
    assert found["flat"].panel == pytest.approx((np.ptp(others, axis=1) == 0).mean())
    assert {each.readings for each in found.values()} == {50}


def test_changing_places_turns_the_sign_and_order_plays_no_part():
    draw = np.random.default_rng(2)
    true = works(draw, 60)
    own, others = scores(draw, true, 0.5), scores(draw, true)
    mixed = draw.permutation(60)
    for name, found in figures(own, others).items():
        assert figures(others, own)[name].z == pytest.approx(-found.z)
        assert figures(own[mixed], others[mixed])[name].z == pytest.approx(found.z)


def test_blanks_and_few_are_told_as_such():
    draw = np.random.default_rng(3)
    true = works(draw, 40)
    own, others = scores(draw, true), scores(draw, true)
    own[:11, 2] = np.nan
    assert figures(own, others) == dict.fromkeys(("middle", "spread", "halo", "flat"), NotEstimable("few readings", 29))
    assert middle(np.zeros((40, 1)), np.ones((40, 1)), highest=[1]) == NotEstimable("two levels", 40)
    assert halo(np.zeros((40, 1)), np.ones((40, 1))) == NotEstimable("one criterion", 40)
    assert spread(np.zeros((40, 2)), true[:, :2]) == NotEstimable("no spread", 40)
    assert halo(np.zeros((40, 2)), true[:, :2]) == NotEstimable("no spread", 40)


def test_what_never_varies_is_told_without_a_number_that_is_none():
    flat, others = np.tile([[2, 2]], (40, 1)), np.tile([[1, 3]], (40, 1))
    assert flat_profiles(flat, others).z == math.inf
    assert flat_profiles(flat, flat).z == 0
