"""What may be told of others, and that nobody small enough to be found can be computed back from it."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.figures import Counted, figures_from

TEN = 10


def told(**counted):
    return figures_from(Counted(**counted), threshold=TEN)


def test_fewer_than_ten_say_nothing():
    assert told(earned=9, decided_first=9, passed_first=9, median_days=20).say_nothing


def test_many_are_told_of_in_tens_weeks_and_a_share_with_its_interval():
    figures = told(earned=57, decided_first=60, passed_first=36, median_days=30, middle_half=(15, 62))

    assert (figures.at_least, figures.weeks, figures.between) == (50, 4, (2, 9))
    assert (figures.first_attempt.percent, figures.first_attempt.low, figures.first_attempt.high) == (60, 45, 70)


@pytest.mark.parametrize(
    ("passed", "decided", "word"), [(11, 12, "nearly_all"), (8, 12, "most"), (3, 12, "few"), (12, 12, "nearly_all")]
)
def test_where_one_side_is_a_small_group_it_is_told_in_words(passed, decided, word):
    share = told(earned=10, decided_first=decided, passed_first=passed).first_attempt

    assert (share.word, share.percent) == (word, 0)


def test_the_middle_half_is_told_only_of_twice_as_many():
    assert told(earned=19, median_days=30, middle_half=(10, 40)).between is None
    assert told(earned=20, median_days=30, middle_half=(10, 40)).between == (1, 6)


@pytest.mark.parametrize("threshold", [5, 10, 30])
def test_no_small_group_can_be_computed_back(threshold):
    """Behind the same words lie always several sizes of a group, if one of them is small."""
    behind = defaultdict(set)
    for decided in range(1, 150):
        for passed in range(decided + 1):
            share = figures_from(Counted(0, decided, passed), threshold=threshold).first_attempt
            behind[share].add((passed, decided - passed))
    for share, groups in behind.items():
        for side in (0, 1):
            sizes = {group[side] for group in groups}
            assert len(sizes) > 1 or not 0 < min(sizes) < threshold, (share, groups)


@given(earned=st.integers(0, 500), threshold=st.integers(5, 30))
def test_how_many_there_are_is_never_overstated_nor_told_to_the_person(earned, threshold):
    at_least = figures_from(Counted(earned=earned), threshold=threshold).at_least

    assert (at_least is None) is (earned < threshold)
    assert at_least is None or (at_least <= earned and (at_least % 10 == 0 or at_least == threshold))
