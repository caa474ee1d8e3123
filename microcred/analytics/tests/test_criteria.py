"""What readings say of each criterion, of readers whose habits are known."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest

from microcred.analytics.rules import RubricStudy, studied
from microcred.scoring.rules import TwoReadings

AT = datetime(2026, 3, 2, tzinfo=UTC)
READERS = tuple(UUID(int=900 + number) for number in range(6))
CRITERIA = tuple(UUID(int=number) for number in range(4))
LEVELS = 4


def rubric(
    given: Callable[[float, int, int, np.random.Generator], float], *, work: int = 300, narrow: bool = False
) -> RubricStudy:
    """What is found of work read by two readers in turn, each of whom gives by a rule.

    Args:
        given: the level before it is rounded, of how good the work is, by whom, by which criterion.
    """
    draw = np.random.default_rng(7)
    readings = []
    for number in range(work):
        good = float(draw.normal(1.5, 0.9))
        pair = draw.choice(len(READERS), 2, replace=False)
        levels = {
            criterion: tuple(
                int(np.clip(round(given(good, int(reader), place, draw)), 0, LEVELS - 1)) for reader in pair
            )
            for place, criterion in enumerate(CRITERIA)
        }
        both = tuple(READERS[reader] for reader in pair)
        readings.append(TwoReadings(UUID(int=10_000 + number), AT, both, levels, (True, True), narrow))
    return studied(readings, dict.fromkeys(CRITERIA, LEVELS))


def fair(good: float, reader: int, criterion: int, draw: np.random.Generator) -> float:
    return good + float(draw.normal(0, 0.4))


def test_readers_who_differ_by_chance_alone_leave_the_spread_to_the_work():
    found = rubric(fair)

    assert found.one.phi > 0.75
    assert found.one.within.low < found.one.phi < found.one.within.high
    assert found.one.phi < found.two.phi, "two know more than one"
    assert found.spread[0][0] == "person"
    assert sum(share for _source, share in found.spread) == pytest.approx(1)
    for each in found.criteria.values():
        assert each.of_readers < 0.05
        assert not each.is_of_readers
        assert each.alike == ()


def test_a_criterion_that_each_reads_as_they_like_is_told_from_those_that_are_read_alike():
    taste = (-1.5, -0.8, -0.2, 0.4, 0.9, 1.6)

    def given(good, reader, criterion, draw):
        return (
            1.5 + taste[reader] + float(draw.normal(0, 0.3)) if criterion == 2 else fair(good, reader, criterion, draw)
        )

    found = rubric(given)

    assert [found.criteria[each].is_of_readers for each in CRITERIA] == [False, False, True, False]
    assert found.criteria[CRITERIA[2]].of_readers > 0.6
    assert found.criteria[CRITERIA[2]].one.phi < 0.1 < 0.6 < found.criteria[CRITERIA[0]].one.phi


def test_how_hard_criteria_are_is_found_again():
    easier = (0.6, 0.0, 0.0, -0.6)
    found = rubric(lambda good, reader, criterion, draw: fair(good, reader, criterion, draw) + easier[criterion])
    hardness = [found.criteria[each].hardness for each in CRITERIA]

    assert [each.within.high < 0 for each in hardness] == [True, False, False, False]
    assert [each.within.low > 0 for each in hardness] == [False, False, False, True]
    assert sum(each.difficulty for each in hardness) == pytest.approx(0, abs=0.01)
    assert all(0.5 < each.infit < 1.5 for each in hardness)
    assert all(each.gap > 1.4 for each in hardness), "levels that are told apart"


def test_a_level_with_hardly_any_work_of_its_own_has_steps_that_are_near():
    def given(good, reader, criterion, draw):
        level = fair(good, reader, criterion, draw)
        return 2.0 if criterion == 1 and 0.8 <= level < 1.5 else level

    found = rubric(given)

    assert found.criteria[CRITERIA[1]].hardness.gap < 1.4 < found.criteria[CRITERIA[0]].hardness.gap


def test_two_criteria_that_every_reader_gives_alike_are_named():
    def given(good, reader, criterion, draw):
        return good if criterion in {0, 3} else fair(good, reader, criterion, draw) + float(draw.normal(0, 0.8))

    found = rubric(given)

    assert [found.criteria[each].alike for each in CRITERIA] == [(CRITERIA[3],), (), (), (CRITERIA[0],)]


def test_of_few_nothing_is_told():
    found = rubric(fair, work=29)

    assert (found.one, found.two, found.spread) == (None, None, ())
    assert {(each.one, each.hardness) for each in found.criteria.values()} == {(None, None)}


def test_work_read_twice_because_it_was_near_the_line_says_nothing_of_the_spread():
    found = rubric(fair, narrow=True)

    assert (found.sampled, found.read, found.one) == (0, 300, None)
    assert found.criteria[CRITERIA[0]].hardness is not None


def test_the_order_of_readings_changes_nothing():
    one = rubric(fair, work=60)
    assert one == rubric(fair, work=60)


def test_nothing_read_is_no_error():
    assert studied((), dict.fromkeys(CRITERIA, LEVELS)).criteria[CRITERIA[0]].one is None
