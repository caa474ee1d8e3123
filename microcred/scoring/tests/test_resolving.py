"""How readings resolve: a table of cases, and what holds of all of them."""

from dataclasses import dataclass
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.catalog.rules import Outcome, decide
from microcred.scoring.rules import (
    DOUBLE,
    PILOT,
    Given,
    Way,
    comment_is_needed,
    is_split,
    readings_asked,
    resolve,
    word_about_the_whole,
)

NEEDED = 2
CRITERION, OTHER = uuid4(), uuid4()


@dataclass(frozen=True)
class Demanded:
    id: UUID
    part: int = 1
    required_position: int = NEEDED


def by_the_usual_rule(reached):
    return decide([Demanded(CRITERION), Demanded(OTHER)], reached)


def test_a_comment_is_needed_below_the_required_level_alone():
    assert comment_is_needed(reached=1, required=2)
    assert not comment_is_needed(reached=2, required=2)


@pytest.mark.parametrize(
    ("positions", "split", "why"),
    [
        ((2, 2), False, "the same"),
        ((2, 3), False, "both met, a level apart"),
        ((0, 1), False, "both not met, a level apart"),
        ((1, 2), True, "one met, one not"),
        ((2, 4), True, "both met, but two levels apart"),
        ((0, 3), True, "far apart, on both sides"),
    ],
)
def test_what_two_readings_cannot_stand_together(positions, split, why):
    assert is_split(positions, NEEDED) is split, why
    assert is_split(tuple(reversed(positions)), NEEDED) is split, why


@pytest.mark.parametrize(
    ("asked", "readings", "needed"),
    [
        (1, [], 1),
        (1, [0], 1),
        (2, [], 2),
        (2, [2], 2),
        (2, [2, 2], 2),
        (2, [2, 3], 2),
        (2, [1, 2], 3),
        (2, [2, 4], 3),
        (3, [1, 2, 2], 3),
        (3, [2, 2], 3),
    ],
)
def test_how_many_readings_are_needed(asked, readings, needed):
    said = [{CRITERION: position, OTHER: NEEDED} for position in readings]
    assert readings_asked(PILOT, asked, said, {CRITERION: NEEDED, OTHER: NEEDED}, by_the_usual_rule) == needed


@pytest.mark.parametrize(
    ("positions", "stands", "way"),
    [
        ((3,), 3, Way.SOLE),
        ((2, 2), 2, Way.AGREED),
        ((3, 2), 2, Way.AGREED),
        ((1, 0), 0, Way.AGREED),
        ((1, 2, 2), 2, Way.MAJORITY),
        ((1, 3, 2), 2, Way.MAJORITY),
        ((1, 3, 0), 1, Way.MAJORITY),
        ((2, 4, 3), 3, Way.AGREED),
        ((2, 2, 0), 2, Way.MAJORITY),
    ],
)
def test_what_stands(positions, stands, way):
    given_ = [Given(position) for position in positions]
    resolved = resolve(given_, NEEDED)
    assert (positions[resolved.reading], resolved.way) == (stands, way)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([(1, "Say who."), (2, "Clear."), (0, "No names.")], "Say who.\n\nNo names."),
        ([(2, "Clear."), (3, "A model.")], "Clear.\n\nA model."),
        ([(3, "A model."), (2, "Clear.")], "Clear.\n\nA model."),
        ([(2, "Clear."), (2, " clear. ")], "Clear."),
        ([(2, ""), (3, "A model.")], "A model."),
        ([(2, ""), (2, "")], ""),
        ([(1, "Say who."), (2, "Clear."), (1, "And when.")], "Say who.\n\nAnd when."),
    ],
)
def test_the_educator_is_told_what_the_side_says_that_stands(said, told):
    assert resolve([Given(*each) for each in said], NEEDED).comment == told


def test_about_the_whole_speaks_who_came_to_the_outcome():
    words = [(Outcome.EARNED, "Well done."), (Outcome.NOT_YET, "Almost."), (Outcome.EARNED, "")]
    assert word_about_the_whole(words, Outcome.EARNED) == "Well done."
    assert word_about_the_whole(words, Outcome.NOT_YET) == "Almost."
    assert word_about_the_whole(words[:1], Outcome.NOT_YET) == ""


def test_nothing_resolves_to_nothing():
    with pytest.raises(ValueError, match="no reading"):
        resolve([], NEEDED)


levels = st.integers(0, 5)
readings = st.lists(levels, min_size=1, max_size=3).filter(lambda given_: len(given_) != DOUBLE)
two_that_stand = st.tuples(levels, levels, levels).filter(lambda drawn: not is_split(drawn[:2], drawn[2]))


@given(readings, levels)
def test_most_readings_lie_on_the_side_that_stands(positions, required):
    stands = positions[resolve([Given(p) for p in positions], required).reading]
    same_side = sum((position >= required) == (stands >= required) for position in positions)
    assert same_side * 2 > len(positions)
    assert sum(position >= stands for position in positions) * 2 > len(positions), "most find it reached"


@given(two_that_stand)
def test_two_that_stand_together_stand_at_what_both_find_reached(drawn):
    one, other, required = drawn
    resolved = resolve([Given(one, "one"), Given(other, "other")], required)
    assert (one, other)[resolved.reading] == min(one, other)
    assert resolved.way is Way.AGREED
    assert set(resolved.comment.split("\n\n")) == {"one", "other"}


@given(readings, levels)
def test_the_order_of_the_readings_changes_no_level(positions, required):
    found = {tuple(order)[resolve([Given(p) for p in order], required).reading] for order in permutations(positions)}
    assert len(found) == 1


@given(readings, levels, st.data())
def test_a_higher_level_from_one_reader_never_lowers_what_stands(positions, required, data):
    place = data.draw(st.integers(0, len(positions) - 1))
    raised = [position + (number == place) for number, position in enumerate(positions)]
    before = positions[resolve([Given(p) for p in positions], required).reading]
    assert raised[resolve([Given(p) for p in raised], required).reading] >= before


@given(readings, levels)
def test_nobody_of_the_other_side_is_heard(positions, required):
    resolved = resolve([Given(p, f"{number}:{p}") for number, p in enumerate(positions)], required)
    met = positions[resolved.reading] >= required
    heard = [int(text.split(":")[1]) for text in resolved.comment.split("\n\n")]
    assert heard[0] == positions[resolved.reading], "who gave the level that stands speaks first"
    assert len(heard) == sum((position >= required) == met for position in positions)
    assert all((position >= required) == met for position in heard)


@given(
    st.integers(1, 3),
    st.lists(st.dictionaries(st.sampled_from([CRITERION, OTHER]), levels, min_size=2), max_size=3),
    st.fixed_dictionaries({CRITERION: levels, OTHER: levels}),
)
def test_a_third_reading_is_the_last_and_comes_only_of_a_split(asked: int, said: list[dict[UUID, int]], required):
    needed = readings_asked(PILOT, asked, said, required, by_the_usual_rule)
    assert max(asked, len(said)) <= needed <= 3
    if needed > max(asked, len(said)):
        assert any(is_split((said[0][each], said[1][each]), required[each]) for each in required)
