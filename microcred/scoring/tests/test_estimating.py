"""What can be said of late work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.scoring.rules import business_days_expected


@pytest.mark.parametrize(
    ("ahead", "decided", "in_days", "expected"),
    [
        (0, 20, 20, 1),
        (9, 20, 20, 10),
        (0, 5, 20, 4),
        (0, 4, 20, None),
        (3, 0, 20, None),
        (100, 20, 20, None),
        (0, 40, 20, 1),
        (2, 10, 0, None),
    ],
    ids=["one-a-day", "ten-wait", "slow", "too-few-to-say", "none", "beyond-an-estimate", "fast", "no-days"],
)
def test_the_pace_of_late_says_when_or_nothing_is_said(ahead, decided, in_days, expected):
    assert business_days_expected(ahead=ahead, decided=decided, in_days=in_days) == expected


@given(st.integers(0, 50), st.integers(5, 200), st.integers(1, 20))
def test_who_waits_behind_more_never_waits_less(ahead, decided, in_days):
    first = business_days_expected(ahead=ahead, decided=decided, in_days=in_days)
    second = business_days_expected(ahead=ahead + 1, decided=decided, in_days=in_days)
    assert second is None or (first is not None and first <= second)
