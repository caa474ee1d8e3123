"""Who keeps a cycle: each case of the table, and what holds whatever happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.recognition.rules.keeping import keeper

STATE, ROCK_HILL, FORT_MILL = "the state", "Rock Hill", "Fort Mill"


@pytest.mark.parametrize(
    ("now", "working", "left", "keeps"),
    [
        (None, [], False, STATE),
        (None, [ROCK_HILL], False, ROCK_HILL),
        (None, [FORT_MILL, ROCK_HILL], False, FORT_MILL),
        (STATE, [], False, STATE),
        (STATE, [ROCK_HILL], False, ROCK_HILL),
        (ROCK_HILL, [ROCK_HILL], False, ROCK_HILL),
        (ROCK_HILL, [FORT_MILL, ROCK_HILL], False, ROCK_HILL),
        (ROCK_HILL, [], False, ROCK_HILL),
        (ROCK_HILL, [], True, STATE),
        (ROCK_HILL, [FORT_MILL], True, FORT_MILL),
    ],
)
def test_each_case(now: str | None, working: list[str], left: bool, keeps: str):
    assert keeper(now=now, state=STATE, working=working, left=left) == keeps


def test_where_the_rules_are_not_a_states_nobody_else_steps_in():
    assert keeper(now=None, state=None, working=[], left=False) is None
    assert keeper(now=ROCK_HILL, state=None, working=[], left=True) == ROCK_HILL


PLACES = st.sampled_from([ROCK_HILL, FORT_MILL])


@given(st.lists(st.lists(PLACES, unique=True), min_size=1, max_size=12))
def test_however_somebody_comes_and_goes_there_is_one_keeper_who_employs_them_or_else_the_state(days: list[list[str]]):
    now = None
    for working in days:
        left = now not in (None, STATE) and now not in working
        before, now = now, keeper(now=now, state=STATE, working=working, left=left)
        assert now in working if working else now == STATE
        if before in working:
            assert now == before, "a keeper who still employs them keeps it"
        assert keeper(now=now, state=STATE, working=working, left=False) == now, "asked again, it is the same"
