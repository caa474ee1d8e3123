"""Each way of rating counted once gives what every unit for itself gives, whatever the numbers are kept in."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.measures import ratings as counted
from microcred.measures.association import finn, kendall, mean_correlation, robinson, variance_of
from microcred.measures.estimates import NotEstimable
from microcred.measures.ratings import Ratings
from microcred.measures.reliability import intraclass

CATEGORIES = (0, 1, 2, 3, 4)

tables = st.integers(1, 6).flatmap(
    lambda raters: st.lists(
        st.lists(st.integers(-1, 4), min_size=raters, max_size=raters), min_size=1, max_size=80
    ).map(lambda rows: np.array(rows, dtype=np.int64))
)


def one_by_one(codes: np.ndarray, weights: np.ndarray) -> dict[tuple[int, ...], float]:
    """How often each row that says something occurs, by looking at every row."""
    found: dict[tuple[int, ...], float] = {}
    for row, often in zip(codes.tolist(), weights.tolist(), strict=True):
        if often and any(each >= 0 for each in row):
            found[tuple(row)] = found.get(tuple(row), 0.0) + often
    return found


def told(ratings: Ratings) -> dict[tuple[int, ...], float]:
    return {tuple(row): often for row, often in zip(ratings.codes.tolist(), ratings.frequencies.tolist(), strict=True)}


@settings(max_examples=200, deadline=None)
@given(tables, st.sampled_from([np.int8, np.int16, np.int32, np.int64, np.float64]), st.integers(1, 40), st.booleans())
def test_patterns_are_those_that_one_sees_row_by_row(codes, kind, piece, weighted):
    weights = np.arange(len(codes)) % 3 * 1.5 if weighted else np.ones(len(codes))
    before = counted.PIECE
    counted.PIECE = piece
    try:
        found = Ratings.of_codes(codes.astype(kind), CATEGORIES, weights=weights if weighted else None)
    finally:
        counted.PIECE = before
    assert told(found) == one_by_one(codes, weights)
    assert found.counts.sum(axis=1).tolist() == (found.codes >= 0).sum(axis=1).tolist()


@settings(max_examples=50, deadline=None)
@given(tables, st.data())
def test_units_that_hang_together_have_the_same_patterns(codes, data):
    together = np.array(data.draw(st.lists(st.integers(0, 5), min_size=len(codes), max_size=len(codes))))
    found = Ratings.of_codes(codes, CATEGORIES, together=together)
    assert told(found) == one_by_one(codes, np.ones(len(codes)))
    assert found.groups.table().sum(axis=0).tolist() == found.frequencies.tolist()
    parts = np.arange(len(found.frequencies)) + 0.5
    assert found.groups.sums(parts) == pytest.approx(found.groups.table() @ parts)


@pytest.mark.parametrize("code", [5, 100, -2, 1 << 40])
@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int64])
def test_a_code_that_is_none_is_refused_wherever_it_stands(code, kind):
    if not np.iinfo(kind).min <= code <= np.iinfo(kind).max:
        pytest.skip("it cannot be kept")
    codes = np.zeros((50, 2), dtype=kind)
    codes[-1, 1] = code
    with pytest.raises(ValueError, match="none of the categories"):
        Ratings.of_codes(codes, CATEGORIES)


whole = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.tuples(st.lists(st.integers(1, 5), min_size=raters, max_size=raters), st.integers(1, 4)),
        min_size=1,
        max_size=12,
    )
)


@settings(max_examples=60, deadline=None)
@given(whole)
def test_frequencies_are_the_same_as_writing_a_unit_down_so_often(rows):
    table, often = (
        np.array([row for row, _times in rows], dtype=float),
        np.array([times for _row, times in rows], float),
    )
    repeated = np.repeat(table, often.astype(int), axis=0)
    for figure in (
        kendall,
        robinson,
        mean_correlation,
        lambda scores, weights=None: mean_correlation(scores, weights, ranks=True),
        lambda scores, weights=None: finn(scores, 5, weights),
    ):
        one, other = figure(table, often), figure(repeated)
        if isinstance(one, NotEstimable) or isinstance(other, NotEstimable):
            assert type(one) is type(other)
        else:
            assert math.isclose(one, other, abs_tol=1e-9)
    if len(repeated) > 1:
        assert variance_of(table, often).between == pytest.approx(variance_of(repeated).between)
    for form in ("1,1", "A,1", "C,1", "1,k", "A,k", "C,k"):
        one, other = intraclass(table, form, frequencies=often), intraclass(repeated, form)
        if isinstance(one, NotEstimable) or isinstance(other, NotEstimable):
            assert type(one) is type(other)
        else:
            assert one.value == pytest.approx(other.value, abs=1e-9)
            assert one.interval.low == pytest.approx(other.interval.low, abs=1e-7)
