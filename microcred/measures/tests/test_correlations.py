"""Intraclass correlations of small and odd tables: a value within its interval, or the reason why there is none."""

import warnings
from itertools import product

import numpy as np
import pytest

from microcred.measures.estimates import Estimate
from microcred.measures.reliability import intraclass

FORMS = ("1,1", "A,1", "C,1", "1,k", "A,k", "C,k")


@pytest.mark.parametrize(("units", "raters", "levels"), [(2, 2, 3), (3, 2, 3), (2, 3, 2)])
def test_every_small_table_has_a_value_within_its_interval_or_a_reason(units, raters, levels):
    for scores in product(range(levels), repeat=units * raters):
        table = np.array(scores, float).reshape(units, raters)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for form in FORMS:
                found = intraclass(table, form)
                if isinstance(found, Estimate):
                    assert np.isfinite([found.value, found.interval.low, found.interval.high]).all()
                    assert found.interval.low - 1e-9 <= found.value <= found.interval.high + 1e-9
                else:
                    assert found.reason == "no spread"


def test_raters_apart_by_a_constant_are_consistent_but_do_not_agree_and_how_far_is_not_certain():
    table = np.array([[1, 2], [2, 3], [3, 4], [5, 6]], float)
    assert intraclass(table, "C,1").value == pytest.approx(1.0)
    agreeing = intraclass(table, "A,1")
    assert agreeing.value < 1
    assert agreeing.interval.low < agreeing.value < agreeing.interval.high
