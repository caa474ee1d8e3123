"""Drawing a sample: no database."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.recognition.rules.audits import digest_of, drawn

ids = st.sets(st.uuids(), max_size=60)


@given(ids, st.text(max_size=8), st.integers(1, 100))
def test_a_sample_is_a_share_of_what_there_is_whatever_order_it_comes_in(of, seed, percent):
    found = drawn(of, seed=seed, percent=percent)
    assert found == drawn(sorted(of, reverse=True), seed=seed, percent=percent)
    assert set(found) <= of
    assert len(found) == len(set(found)) == -(-len(of) * percent // 100)


@given(ids, st.integers(1, 99))
def test_a_larger_share_holds_the_smaller_one(of, percent):
    small, large = (drawn(of, seed="s", percent=share) for share in (percent, percent + 1))
    assert large[: len(small)] == small


@given(ids, st.uuids())
def test_one_more_changes_nobodys_rank(of, one):
    """What is drawn besides it keeps its order."""
    before, after = drawn(of - {one}, seed="s", percent=100), drawn(of | {one}, seed="s", percent=100)
    assert [each for each in after if each != one] == before


def test_every_entry_is_drawn_about_as_often():
    of = [UUID(int=number) for number in range(20)]
    times = dict.fromkeys(of, 0)
    for seed in range(2000):
        for one in drawn(of, seed=str(seed), percent=10):
            times[one] += 1
    assert all(140 < often < 260 for often in times.values())  # 200 is expected, with an error of 13


def test_a_share_is_from_one_to_a_hundred():
    for percent in (0, 101, -5):
        with pytest.raises(ValueError, match=str(percent)):
            drawn([], seed="", percent=percent)


def test_the_digest_hangs_on_what_there_is_and_not_on_its_order():
    one, other = UUID(int=1), UUID(int=2)
    assert digest_of([one, other]) == digest_of([other, one]) != digest_of([one])
