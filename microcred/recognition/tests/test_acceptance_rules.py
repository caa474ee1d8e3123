"""How reviewers come to a decision: by hand, and that the order of the others never turns it round."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.recognition.rules.acceptance import Found, Settled, Verdict, keeps_from_accepting, settled

YES, FEWER, NO = Found(True, Decimal(10)), Found(True, Decimal(8)), Found(False)

CASES = [
    ([], 1, None),
    ([YES], 1, Settled(True, Decimal(10))),
    ([NO], 1, Settled(False)),
    ([YES], 2, None),
    ([YES, NO], 2, None),
    ([YES, FEWER], 2, Settled(True, Decimal(8))),
    ([NO, NO], 2, Settled(False)),
    ([YES, NO, FEWER], 2, Settled(True, Decimal(8))),
    ([NO, YES, NO], 2, Settled(False)),
]


@pytest.mark.parametrize(("found", "reviewers", "came"), CASES)
def test_by_hand(found, reviewers, came):
    assert settled(found, reviewers=reviewers) == came


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=3), st.sampled_from([1, 2]))
def test_it_is_decided_no_later_than_by_the_third_and_in_any_order(words, reviewers):
    found = [Found(accepts, Decimal(5) if accepts else None) for accepts in words]
    if len(found) == 3 or len(found) == reviewers == 1:
        assert settled(found, reviewers=reviewers) is not None
    if reviewers == 2:
        assert settled(found, reviewers=2) == settled(found[::-1], reviewers=2)


def test_something_not_met_keeps_from_accepting_and_what_cannot_be_told_does_not():
    assert keeps_from_accepting([Verdict.MET, Verdict.NOT_MET])
    assert not keeps_from_accepting([Verdict.MET, Verdict.NOT_KNOWN, Verdict.NOT_APPLICABLE])
