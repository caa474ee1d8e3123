"""How many people read what, by policy."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.catalog.rules import Outcome, decide
from microcred.scoring.rules import (
    PILOT,
    Kind,
    Policy,
    Third,
    asked_at_first,
    is_drawn,
    is_for_a_panel,
    levels_standing,
    outvoting,
    policy_in_words,
    readings_asked,
)

NEEDED = 2
ONE, TWO, THREE = uuid4(), uuid4(), uuid4()
CRITERIA = (ONE, TWO, THREE)
REQUIRED = dict.fromkeys(CRITERIA, NEEDED)

CONDITIONAL = Policy(Kind.CONDITIONAL)
BY_DECISION = Policy(Kind.DOUBLE, third=Third.DECISION)
BY_CRITERION = Policy(Kind.DOUBLE, third=Third.CRITERION)
SINGLE = Policy(Kind.SINGLE, share=10)


@dataclass(frozen=True)
class Demanded:
    id: UUID
    part: int = 1
    required_position: int = NEEDED


def judge(reached):
    return decide([Demanded(each) for each in CRITERIA], reached)


def said(*positions):
    return dict(zip(CRITERIA, positions, strict=True))


@pytest.mark.parametrize(
    ("policy", "asked", "readings", "needed", "why"),
    [
        (SINGLE, 1, [], 1, "one to begin with"),
        (SINGLE, 1, [(2, 2, 2)], 1, "one decides"),
        (SINGLE, 2, [(2, 2, 2)], 2, "the lot fell on it"),
        (CONDITIONAL, 1, [(2, 2, 2)], 2, "it would pass"),
        (CONDITIONAL, 1, [(1, 2, 2)], 2, "short by one"),
        (CONDITIONAL, 1, [(1, 1, 2)], 1, "short by two"),
        (CONDITIONAL, 2, [(0, 0, 0)], 2, "the lot fell on it, and far below"),
        (Policy(Kind.CONDITIONAL, near=0), 1, [(1, 2, 2)], 1, "only what would pass"),
        (Policy(Kind.CONDITIONAL, near=2), 1, [(1, 1, 2)], 2, "short by two is still near"),
        (CONDITIONAL, 2, [(2, 2, 2), (3, 3, 3)], 2, "both would pass it"),
        (CONDITIONAL, 2, [(2, 2, 2), (1, 2, 2)], 3, "one would, one would not"),
        (CONDITIONAL, 2, [(1, 2, 2), (2, 1, 2)], 2, "neither would, for other reasons"),
        (BY_CRITERION, 2, [(1, 2, 2), (2, 1, 2)], 3, "for other reasons is a difference here"),
        (BY_DECISION, 2, [(0, 1, 1), (1, 1, 1)], 2, "one level apart, and both short"),
        (BY_DECISION, 2, [(0, 1, 1), (2, 1, 1)], 3, "two levels apart"),
        (BY_DECISION, 2, [(2, 2, 2), (4, 2, 2)], 3, "two levels apart, though both would pass it"),
        (BY_DECISION, 3, [(2, 2, 2), (1, 1, 1), (2, 2, 2)], 3, "a third reading is the last"),
        (PILOT, 1, [(2, 2, 2)], 1, "no policy and no pilot: one decides"),
        (PILOT, 2, [(2, 2, 2), (1, 2, 2)], 3, "a pilot's readers see a criterion differently"),
    ],
)
def test_how_many_readings_are_asked_for(policy, asked, readings, needed, why):
    assert readings_asked(policy, asked, [said(*each) for each in readings], REQUIRED, judge) == needed, why


@pytest.mark.parametrize(
    ("policy", "before", "drawn", "asked"),
    [
        (SINGLE, 0, False, 1),
        (SINGLE, 0, True, 2),
        (CONDITIONAL, 0, False, 1),
        (BY_DECISION, 900, False, 2),
        (Policy(Kind.FIRST, first=3), 2, False, 2),
        (Policy(Kind.FIRST, first=3), 3, False, 1),
        (Policy(Kind.FIRST, first=3, share=10), 3, True, 2),
        (Policy(Kind.SHARE, share=30), 0, True, 2),
    ],
)
def test_how_many_are_asked_for_whatever_they_say(policy, before, drawn, asked):
    assert asked_at_first(policy, before=before, drawn=drawn) == asked


@pytest.mark.parametrize(
    ("third", "readings", "stand"),
    [
        (Third.CRITERION, [(1, 2, 2), (2, 2, 2), (2, 2, 1)], [0, 1, 2]),
        (Third.DECISION, [(1, 2, 2), (2, 2, 2), (2, 2, 1)], [0, 2]),
        (Third.DECISION, [(2, 2, 2), (0, 0, 0), (3, 2, 2)], [0, 2]),
        (Third.DECISION, [(1, 2, 2), (2, 1, 2), (2, 2, 1)], [0, 1]),
        (Third.DECISION, [(0, 1, 1), (2, 1, 1), (1, 1, 1)], [0, 1, 2]),
        (Third.DECISION, [(2, 2, 2), (2, 2, 2)], [0, 1]),
        (Third.DECISION, [(2, 2, 2)], [0]),
    ],
)
def test_on_which_readings_a_decision_rests(third, readings, stand):
    assert outvoting(third, [said(*each) for each in readings], judge) == stand


@pytest.mark.parametrize(
    ("readings", "criteria"),
    [
        ([(1, 2, 2), (2, 2, 2)], ()),
        ([(1, 2, 2), (2, 2, 2), (2, 2, 2)], ()),
        ([(1, 2, 2), (2, 2, 2), (3, 2, 2)], (ONE,)),
        ([(1, 0, 2), (2, 1, 2), (0, 2, 2)], (ONE, TWO)),
    ],
)
def test_three_levels_of_three_readers_are_for_a_panel(readings, criteria):
    assert is_for_a_panel([said(*each) for each in readings], CRITERIA) == criteria


levels = st.integers(0, 3)
readings = st.lists(st.tuples(levels, levels, levels), min_size=1, max_size=3).map(
    lambda drawn: [said(*each) for each in drawn]
)
policies = st.builds(
    Policy,
    kind=st.sampled_from(Kind),
    share=st.integers(0, 100),
    first=st.integers(0, 5),
    near=st.integers(0, 3),
    third=st.sampled_from(Third),
)


@given(policies, readings, st.integers(1, 2))
def test_there_are_never_fewer_than_were_made_nor_more_than_three(policy, made, asked):
    needed = readings_asked(policy, asked, made, REQUIRED, judge)
    assert max(asked, len(made)) <= needed <= 3


@given(policies, st.lists(st.tuples(levels, levels, levels), min_size=2, max_size=2))
def test_it_does_not_matter_which_of_two_was_first(policy, made):
    one, other = (said(*each) for each in made)
    assert readings_asked(policy, 2, [one, other], REQUIRED, judge) == readings_asked(
        policy, 2, [other, one], REQUIRED, judge
    )


@given(st.lists(st.tuples(levels, levels, levels), min_size=3, max_size=3).map(lambda drawn: [said(*e) for e in drawn]))
def test_where_decisions_count_the_outcome_is_that_of_most(made):
    outcomes = [judge(each).outcome for each in made]
    stand = [made[place] for place in outvoting(Third.DECISION, made, judge)]
    assert judge(levels_standing(stand)).outcome is max(Outcome, key=outcomes.count)


@given(st.integers(0, 2**62), st.uuids(), st.integers(0, 100), st.integers(0, 100))
def test_the_lot_falls_on_whom_it_fell_on_and_a_larger_share_takes_in_a_smaller(seed, submission, one, other):
    assert is_drawn(seed, submission, one) == is_drawn(seed, submission, one)
    assert is_drawn(seed, submission, min(one, other)) <= is_drawn(seed, submission, max(one, other))
    assert not is_drawn(seed, submission, 0)
    assert is_drawn(seed, submission, 100)


def test_the_lot_falls_on_about_as_many_as_it_should():
    drawn = sum(is_drawn(20181126, UUID(int=number), 10) for number in range(10_000))
    assert 900 < drawn < 1_100


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (SINGLE, "Each is read once; 10 in a hundred"),
        (CONDITIONAL, "finds short by 1 criterion, is read a second time"),
        (Policy(Kind.CONDITIONAL, near=0), "What a first reading would pass is read a second time."),
        (Policy(Kind.CONDITIONAL, near=2, share=5), "up to 2 criteria"),
        (BY_CRITERION, "of each criterion stands what most find"),
        (Policy(Kind.FIRST, first=20, share=10), "The first 20 submissions to each version"),
        (Policy(Kind.FIRST, first=20, share=10), "Of the others 10 in a hundred"),
    ],
)
def test_a_policy_says_in_words_who_reads(policy, words):
    assert words in " ".join(str(sentence) for sentence in policy_in_words(policy))
