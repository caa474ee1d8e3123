"""Criteria that are harder for one group: known values, planted ones are found, none where there is none."""

import numpy as np
import pytest

from microcred.measures.differential import ENOUGH, Differing, differing, matched
from microcred.measures.estimates import NotEstimable
from microcred.measures.ratings import Numbers

CRITERIA, TOP = 5, 3


def people(
    draw: np.random.Generator, sizes: tuple[int, int], *, harder: float = 0.0, abler: float = 0.0, height: float = 1.5
) -> tuple[Numbers, Numbers, Numbers]:
    """Levels 0 to 3 of people of two groups on five criteria, whether each is of the second; and the same levels had
    the first criterion been as hard for them."""
    group = np.repeat([0, 1], sizes)
    ability = draw.normal(0, 1, len(group)) + abler * group
    hardness = np.linspace(-0.4, 0.5, CRITERIA)
    latent = height + 0.7 * ability[:, None] - hardness + draw.normal(0, 0.7, (len(group), CRITERIA))
    as_hard = np.clip(np.rint(latent), 0, TOP)
    latent[:, 0] -= harder * group
    return np.clip(np.rint(latent), 0, TOP), group, as_hard


def found(levels: Numbers, group: Numbers, criterion: int = 0) -> Differing | NotEstimable:
    return differing(levels[:, criterion], np.delete(levels, criterion, axis=1), group == 1)


def test_mantels_test_by_hand():
    """Two strata. Of four with the sum 1: the group 0, 1; the others 1, 2. Of four with 2: the group 1, 2, 2; one 3."""
    scores = [0, 1, 1, 2, 1, 2, 2, 3]
    by = [1, 1, 1, 1, 2, 2, 2, 2]
    group = [1, 1, 0, 0, 1, 1, 1, 0]
    # Sums of the group 1 + 5; expected 2 * 4 / 4 + 3 * 8 / 4 = 8. Weights 2 * 2 / 4 + 3 * 1 / 4 = 7 / 4.
    # Variances 2 * 2 * (4 * 6 - 16) / (16 * 3) = 2 / 3 and 3 * 1 * (4 * 18 - 64) / (16 * 3) = 1 / 2.
    test = matched(scores, by, group)
    assert test.difference == pytest.approx(-2 / 1.75)
    assert test.chi_square == pytest.approx(4 / (2 / 3 + 1 / 2))
    assert test.p == pytest.approx(0.0641, abs=1e-4)
    assert test.compared == (5, 3)


def test_for_two_levels_it_is_that_of_mantel_and_haenszel_without_correction():
    """9 of 10 against 6 of 10 in one stratum: expected 7.5, variance 10·10·15·5 / (400·19)."""
    scores = [1] * 9 + [0] + [1] * 6 + [0] * 4
    test = matched(scores, [0] * 20, [1] * 10 + [0] * 10)
    assert test.chi_square == pytest.approx(1.5**2 / (10 * 10 * 15 * 5 / (400 * 19)))
    assert test.difference == pytest.approx(0.3)


def test_a_difference_by_hand_where_groups_are_as_able():
    """Both groups have the same sums, so that nothing is to be corrected: the difference is that at equal sums."""
    rest = np.array([[0, 0], [1, 1], [2, 2], [1, 0]] * 15)
    levels, lower = rest[:, 0] + 1, rest[:, 0] + np.tile([0, 1, 1, 0], 15)
    told = differing(np.concatenate([levels, lower]), np.concatenate([rest, rest]), np.repeat([False, True], 60))
    assert told.difference.value == pytest.approx(-0.5)
    assert told.apart == pytest.approx(-0.5)
    assert told.people == (60, 60)
    # Variances of the two criteria 1/2 and 11/16, of their sum 35/16: alpha = 2 · (1 - (19/16) / (35/16)).
    assert told.reliability == pytest.approx(2 * (1 - 19 / 35))


def test_the_correction_by_hand():
    """Scores are the sum in both groups, of which the second has more high ones: at equal sums they differ by nothing.
    Of equal sums those of the abler group are the better work, so that as much is taken off."""
    first = np.array([[0, 0]] * 30 + [[1, 1]] * 20 + [[2, 2]] * 10 + [[1, 0]] * 20)
    second = np.array([[0, 0]] * 10 + [[1, 1]] * 20 + [[2, 2]] * 30 + [[1, 0]] * 20)
    rest, group = np.concatenate([first, second]), np.repeat([False, True], 80)
    scores = rest.sum(axis=1)
    told = differing(scores, rest, group)
    alpha = told.reliability
    apart = second.sum(axis=1).mean() - first.sum(axis=1).mean()
    assert told.difference.value == pytest.approx(-(1 / alpha) * (1 - alpha) * apart)
    assert matched(scores, rest.sum(axis=1), group) == NotEstimable("no spread", 160)


@pytest.mark.parametrize("height", [1.5, 2.4], ids=["middling", "nearly all high"])
@pytest.mark.parametrize("abler", [0.0, 0.8], ids=["as able", "abler"])
@pytest.mark.parametrize("sizes", [(50, 50), (300, 120)], ids=str)
def test_where_there_is_none_none_is_found_also_of_groups_that_differ(sizes, abler, height):
    draw, alarms = np.random.default_rng(12), 0
    for _ in range(300):
        levels, group, _as_hard = people(draw, sizes, abler=abler, height=height)
        alarms += abs(found(levels, group).z) > 1.96
    assert 0.02 <= alarms / 300 <= 0.08


@pytest.mark.parametrize("abler", [0.0, 0.8], ids=["as able", "abler"])
def test_a_criterion_made_harder_by_three_tenths_is_found_and_the_interval_covers_it(abler):
    draw, times = np.random.default_rng(5), 400
    tables = [people(draw, (300, 120), harder=0.3, abler=abler) for _ in range(times)]
    lost = np.mean([lost_where_both_are(*each) for each in tables])
    told = [found(levels, group) for levels, group, _as_hard in tables]
    within = [each.difference.interval for each in told]
    assert np.mean([each.difference.value for each in told]) == pytest.approx(lost, abs=0.02)
    assert 0.93 <= np.mean([each.low <= lost <= each.high for each in within]) <= 0.98
    assert np.mean([each.z < -1.96 for each in told]) > 0.5


def lost_where_both_are(levels: Numbers, group: Numbers, as_hard: Numbers) -> float:
    """What the second group really lost, weighted as people of both are found: at the ends less can be lost."""
    sums, lost = levels[:, 1:].sum(axis=1).astype(int), (levels - as_hard)[:, 0]
    first, second = np.bincount(sums[group == 0], minlength=16), np.bincount(sums[group == 1], minlength=16)
    weights = first * second / np.maximum(first + second, 1)
    means = np.bincount(sums[group == 1], lost[group == 1], minlength=16) / np.maximum(second, 1)
    return float((weights * means).sum() / weights.sum())


def test_without_the_correction_abler_groups_would_seem_to_be_favoured():
    """Why `matched` alone is not told to anybody."""
    draw, alarms = np.random.default_rng(3), 0
    for _ in range(100):
        levels, group, _as_hard = people(draw, (600, 400), abler=1.0)
        alarms += matched(levels[:, 0], levels[:, 1:].sum(axis=1), group).p < 0.05
    assert alarms > 50


@pytest.fixture
def levels_and_group():
    levels, group, _as_hard = people(np.random.default_rng(8), (80, 70), harder=0.5, abler=0.4)
    return levels, group


def test_what_one_group_has_less_the_other_has_more(levels_and_group):
    levels, group = levels_and_group
    one, other = found(levels, group), found(levels, 1 - group)
    assert other.difference.value == pytest.approx(-one.difference.value)
    assert other.difference.standard_error == pytest.approx(one.difference.standard_error)
    assert other.people == one.people[::-1]


def test_neither_order_of_people_or_criteria_nor_where_the_scale_begins_plays_a_part(levels_and_group):
    levels, group = levels_and_group
    one = found(levels, group).difference
    order = np.random.default_rng(1).permutation(len(group))
    turned = levels[:, [0, 3, 2, 4, 1]]
    for again in (found(levels[order], group[order]), found(turned, group), found(levels + 7, group)):
        assert again.difference.value == pytest.approx(one.value)
        assert again.difference.standard_error == pytest.approx(one.standard_error)


def test_turning_the_scale_turns_the_sign(levels_and_group):
    levels, group = levels_and_group
    assert found(TOP - levels, group).difference.value == pytest.approx(-found(levels, group).difference.value)


def test_whoever_has_a_blank_is_left_out(levels_and_group):
    levels, group = levels_and_group
    more = np.concatenate([levels, [[np.nan, 1, 1, 1, 1], [3, 1, np.nan, 1, 1]]])
    assert found(more, np.concatenate([group, [1, 0]])) == found(levels, group)


def test_few_of_a_group_say_nothing():
    levels, group, _as_hard = people(np.random.default_rng(1), (400, ENOUGH - 1))
    assert found(levels, group) == NotEstimable("few in a group", ENOUGH - 1)
    assert found(levels, 1 - group) == NotEstimable("few in a group", ENOUGH - 1)


def test_groups_that_have_nobody_in_common_are_not_compared():
    draw = np.random.default_rng(2)
    low, high = draw.integers(0, 2, (60, 4)), draw.integers(4, 6, (60, 4))
    levels, group = np.concatenate([low, high]), np.repeat([0, 1], 60)
    assert found(levels, group) == NotEstimable("no overlap", 120)
    assert matched(levels[:, 0], levels[:, 1:].sum(axis=1), group) == NotEstimable("no overlap", 120)


def test_what_is_all_the_same_has_a_reason_and_no_figure():
    levels, group, _as_hard = people(np.random.default_rng(4), (60, 60))
    assert differing(np.full(120, 2), levels[:, 1:], group == 1) == NotEstimable("no spread", 120)
    assert differing(levels[:, 0], np.full((120, 3), 2), group == 1) == NotEstimable("no spread", 120)


def test_where_one_person_is_all_that_two_sums_share_there_is_no_figure():
    """Without that one there is one sum, over which nothing grows: the error cannot be found."""
    rest = np.array([[0, 0]] * 59 + [[1, 1]] + [[0, 0]] * 40 + [[1, 1]] * 20)
    group, levels = np.repeat([True, False], 60), np.array([0, 1] * 60)
    with np.errstate(all="raise"):
        assert differing(levels, rest, group) == NotEstimable("few matches", 120)
        assert differing(levels, rest, ~group) == NotEstimable("few matches", 120)
        rest[58] = 1
        assert isinstance(differing(levels, rest, group), Differing)


def test_criteria_with_nothing_in_common_match_nobody():
    draw = np.random.default_rng(6)
    levels, group = draw.integers(0, 4, (200, 4)).astype(float), np.repeat([0, 1], 100)
    assert found(levels, group).reason == "unreliable match"


def test_one_other_criterion_is_not_enough():
    levels, group, _as_hard = people(np.random.default_rng(4), (60, 60))
    assert differing(levels[:, 0], levels[:, 1:2], group == 1) == NotEstimable("few criteria", 120)
    assert differing(levels[:, 0], levels[:, 1], group == 1) == NotEstimable("few criteria", 120)
