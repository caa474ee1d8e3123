import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.analytics.rules import SMALL, funnel

people = st.integers(0, 60)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((0, 0, 0), (0, 0, 0)),
        ((1, 0, 0), (None, None, None)),
        ((9, 9, 9), (None, None, None)),
        ((10, 10, 10), (10, 10, 10)),
        ((40, 25, 12), (40, 25, 12)),
        ((40, 35, 12), (40, None, 12)),
        ((40, 40, 35), (40, 40, None)),
        ((40, 12, 3), (40, 12, None)),
    ],
)
def test_few_people_are_not_shown_nor_few_who_are_missing(numbers, shown):
    assert tuple(cell.number for cell in funnel(*numbers)) == shown


@given(st.lists(people, min_size=3, max_size=3).map(lambda three: sorted(three, reverse=True)))
def test_no_shown_numbers_give_away_a_few(numbers):
    shown = [cell.number for cell in funnel(*numbers) if cell.number is not None]

    assert all(number >= SMALL for number in shown) or numbers == [0, 0, 0]
    assert all(one == other or one - other >= SMALL for one in shown for other in shown if one >= other)
