"""What a reset does with work, as a table of cases."""

import pytest

from microcred.catalog.rules import Outcome
from microcred.scoring.rules import (
    AppealState,
    Consequence,
    Reached,
    asked_after,
    consequence,
    readings_needed,
    sums,
)

NOT_YET, EARNED = Outcome.NOT_YET, Outcome.EARNED
CASES = [
    # readings decided on, open ones, decision, more; what becomes of it, new readings
    (Reached(1, 0, EARNED, earned=True), Consequence.KEPT, 0),
    (Reached(1, 0, NOT_YET, earned=True), Consequence.KEPT, 0),
    (Reached(1, 0, NOT_YET), Consequence.AFRESH, 2),
    (Reached(2, 0, NOT_YET), Consequence.AFRESH, 2),
    (Reached(1, 0, NOT_YET, followed=True), Consequence.WENT_ON, 0),
    (Reached(0, 1, None, waits=True), Consequence.REPLACED, 1),
    (Reached(0, 2, None, waits=True), Consequence.REPLACED, 2),
    (Reached(0, 1, None), Consequence.GONE, 0),
    (Reached(1, 0, NOT_YET, waits=True, appealed=AppealState.OPEN), Consequence.BEING_READ, 0),
    (Reached(1, 0, NOT_YET, appealed=AppealState.OPEN), Consequence.BEING_READ, 0),
    (Reached(0, 1, NOT_YET, waits=True, appealed=AppealState.OPEN), Consequence.REPLACED, 1),
    (Reached(1, 1, NOT_YET, waits=True, appealed=AppealState.OPEN), Consequence.REPLACED, 1),
    (Reached(1, 0, NOT_YET, appealed=AppealState.OVER), Consequence.READ_BEFORE, 0),
    (Reached(2, 0, NOT_YET, earned=True, appealed=AppealState.OVER), Consequence.KEPT, 0),
]


@pytest.mark.parametrize(("reached", "comes_to", "needed"), CASES)
def test_what_becomes_of_work(reached, comes_to, needed):
    assert (consequence(reached), readings_needed(reached)) == (comes_to, needed)


def test_in_numbers():
    found = sums(reached for reached, _comes_to, _needed in CASES)
    assert (found.readings, found.submissions) == (18, 14)
    assert found.of(Consequence.AFRESH) == 2
    assert (found.needed, found.most_needed) == (9, 11)


@pytest.mark.parametrize(
    ("asked", "saved", "now"),
    [(1, 0, 1), (2, 0, 2), (2, 1, 2), (3, 0, 2), (3, 1, 2), (3, 2, 3)],
)
def test_how_many_readings_an_undecided_submission_needs(asked, saved, now):
    assert asked_after(asked, saved) == now
