"""Texts of nothing but lines are compared in good time, as long ones are."""

import time

import pytest

from microcred.catalog.design import word_diff


@pytest.mark.parametrize("text", ["\n", "a\n", " \n", "a b\n", "word "])
def test_two_texts_of_many_lines_are_compared_in_good_time(text):
    old = (text * 20_000)[:20_000]
    began = time.process_time()
    runs = word_diff(old, "x" + old[1:-1] + "y")
    assert time.process_time() - began < 2
    assert "".join(run.text for run in runs if run.kind != "added") == old
