import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.measures import newcombe, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_published_examples(hits, of, low, high):
    found = wilson(hits, of)

    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_it_holds_the_share_stays_within_bounds_and_mirrors(case):
    hits, of = case
    found, mirrored = wilson(hits, of), wilson(of - hits, of)

    assert 0 <= found.low <= hits / of <= found.high <= 1
    assert found.low == pytest.approx(1 - mirrored.high)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (3, 2), (-1, 4)])
def test_no_cases_have_no_interval(hits, of):
    with pytest.raises(ValueError, match="at least one case"):
        wilson(hits, of)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_the_published_examples_of_differences(one, other, low, high):
    found = newcombe(*one, *other)

    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_difference_the_other_way_round_mirrors():
    one, other = newcombe(9, 40, 22, 50), newcombe(22, 50, 9, 40)

    assert (one.low, one.high) == (pytest.approx(-other.high), pytest.approx(-other.low))
