"""What two readings of the same work say: known answers, simulated readers, and what must not change a figure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import numpy as np
import pytest

from microcred.analytics.rules import Held, Standing, quality_of
from microcred.measures import Estimate, Interval, NotEstimable
from microcred.scoring.rules import TwoReadings

SPACE = UUID("8a6b1f52-7a0e-4d8e-9f0a-2f6f6d1d9f11")
DAY = datetime(2026, 9, 1, 12, tzinfo=UTC)


def key(name: object) -> UUID:
    return uuid5(SPACE, str(name))


CRITERIA = [key(f"criterion {number}") for number in range(4)]
LEVELS = dict.fromkeys(CRITERIA, 4)
REQUIRED = dict.fromkeys(CRITERIA, 2)


def reading(number: int, readers: tuple[str, str], levels: list[tuple[int, int]], *, days: int = 0) -> TwoReadings:
    """One submission, read by two, with the pair of levels of each criterion."""
    by_criterion = dict(zip(CRITERIA, levels, strict=False))
    earned = tuple(all(pair[place] >= 2 for pair in by_criterion.values()) for place in (0, 1))
    return TwoReadings(
        key(f"submission {number}"),
        DAY + timedelta(days=days),
        (key(readers[0]), key(readers[1])),
        by_criterion,
        (earned[0], earned[1]),
    )


def simulated(severities: dict[str, float], *, works: int, seed: int) -> list[TwoReadings]:
    """Readers with a true severity each, drawn two by two, score work by the rating-scale model."""
    draw = np.random.default_rng(seed)
    names, thresholds = list(severities), np.array([-1.5, 0.0, 1.5])
    found = []
    for number in range(works):
        ability, pair = draw.normal(0.5, 1.0), draw.choice(len(names), 2, replace=False)

        def level(reader: int, ability: float = ability) -> int:
            steps = np.cumsum(ability - severities[names[reader]] - thresholds)
            chances = np.exp(np.concatenate([[0.0], steps]))
            return int(draw.choice(4, p=chances / chances.sum()))

        pairs = [(level(pair[0]), level(pair[1])) for _ in CRITERIA]
        found.append(reading(number, (names[pair[0]], names[pair[1]]), pairs, days=number % 200))
    return found


TRUE = {"Ben": -0.8, "Bea": 0.0, "Lena": 0.0, "Kim": 0.8}


@pytest.fixture(scope="module")
def read() -> list[TwoReadings]:
    return simulated(TRUE, works=600, seed=20_261_127)


def test_true_severities_are_found_again(read):
    figures = quality_of(read, LEVELS, REQUIRED)

    found = {one.reader: one for one in figures.readers}
    for name, true in TRUE.items():
        one = found[key(name)]
        assert one.severity is not None
        assert one.severity.corrected == pytest.approx(true, abs=3 * one.severity.corrected_error)
        assert one.is_notable == (name in ("Ben", "Kim"))
    # More severe is lower: Ben stands above the others, Kim below.
    assert found[key("Ben")].difference.interval.low > 0 > found[key("Kim")].difference.interval.high


def narrow_after(first: TwoReadings) -> bool:
    """Whether the first reading earned it, or was one criterion short."""
    return sum(pair[0] < 2 for pair in first.levels.values()) <= 1


def test_what_was_read_again_because_it_was_narrow_makes_agreement_no_worse_and_severities_no_different(read):
    """As under the policy that is advised: one of ten by lot, and else only what the first one decided narrowly."""
    drawn = [each for number, each in enumerate(simulated(TRUE, works=3000, seed=11)) if number % 10 == 0]
    narrow = [replace(each, narrow=True) for each in read if narrow_after(each)]

    figures, alone = quality_of([*drawn, *narrow], LEVELS, REQUIRED), quality_of(drawn, LEVELS, REQUIRED)

    assert (figures.read_twice, figures.narrow) == (300, len(narrow))
    assert (figures.decisions, figures.criteria, figures.trend) == (alone.decisions, alone.criteria, alone.trend)
    mixed = quality_of([replace(each, narrow=False) for each in (*drawn, *narrow)], LEVELS, REQUIRED)
    assert mixed.otherwise - figures.otherwise > 20, "of 1,000: by so much agreement would look worse than it is"
    found = {one.reader: one for one in figures.readers}
    for name, true in TRUE.items():
        severity = found[key(name)].severity
        assert severity.corrected == pytest.approx(true, abs=3 * severity.corrected_error)
        assert found[key(name)].exact.found.cases == sum(key(name) in each.readers for each in drawn)


def test_nobody_is_pointed_at_where_all_are_alike():
    figures = quality_of(simulated(dict.fromkeys(TRUE, 0.0), works=400, seed=7), LEVELS, REQUIRED)

    assert [one.is_notable for one in figures.readers] == [False] * 4


def test_which_reading_is_called_the_first_changes_nothing(read):
    def turned(each: TwoReadings) -> TwoReadings:
        levels = {criterion: (pair[1], pair[0]) for criterion, pair in each.levels.items()}
        readers, earned = (each.readers[1], each.readers[0]), (each.earned[1], each.earned[0])
        return TwoReadings(each.submission, each.decided_at, readers, levels, earned)

    one, other = quality_of(read, LEVELS, REQUIRED), quality_of([turned(each) for each in read], LEVELS, REQUIRED)

    for before, after in zip(one.criteria, other.criteria, strict=True):
        for held, again in zip(before.figures, after.figures, strict=True):
            assert held.found.value == pytest.approx(again.found.value)
    for before, after in zip(one.readers, other.readers, strict=True):
        assert before.difference.value == pytest.approx(after.difference.value)
    assert one.otherwise == other.otherwise


def test_the_whole_interval_decides_whether_an_aim_is_reached():
    def held(low: float, high: float, cases: float = 100) -> Standing:
        return Held("exact", Estimate((low + high) / 2, 0.01, Interval(low, high, 0.95), cases), 0.75).standing

    assert held(0.76, 0.9) is Standing.REACHED
    assert held(0.75, 0.9) is Standing.REACHED
    assert held(0.5, 0.74) is Standing.SHORT
    assert held(0.7, 0.8) is Standing.OPEN
    assert held(0.76, 0.9, cases=29) is Standing.FEW
    assert Held("exact", NotEstimable("no cases", 0), 0.75).standing is Standing.FEW


def test_of_few_readings_nothing_is_concluded():
    few = [reading(number, ("Ben", "Bea"), [(3, 3), (2, 1), (2, 2), (1, 1)]) for number in range(29)]
    figures = quality_of(few, LEVELS, REQUIRED)

    assert figures.otherwise is None
    assert not figures.is_held_back
    assert quality_of(few[:9], LEVELS, REQUIRED).is_held_back
    assert {one.standing for one in figures.criteria} == {Standing.FEW}
    assert all(one.severity is None and not one.is_notable for one in figures.readers)
    assert [one.read for one in figures.readers] == [29, 29]


def test_one_reading_pair_and_none_at_all():
    nothing, one = (quality_of(those, LEVELS, REQUIRED) for those in ([], [reading(1, ("Ben", "Bea"), [(3, 2)] * 4)]))

    assert (nothing.read_twice, nothing.readers, nothing.decisions.estimate) == (0, (), None)
    assert (nothing.trend.stretches, nothing.trend.is_one) == ((), True)
    assert all(isinstance(held.found, NotEstimable) for each in nothing.criteria for held in each.figures)
    assert one.decisions.estimate.value == 1
    assert isinstance(one.readers[0].difference, NotEstimable)


def test_readers_without_common_work_are_told_apart_by_nobody():
    apart = [
        reading(number, ("Ben", "Bea") if number % 2 else ("Lena", "Kim"), [(number % 4, (number + 1) % 4)] * 4)
        for number in range(120)
    ]
    figures = quality_of(apart, LEVELS, REQUIRED)

    assert {frozenset(group) for group in figures.groups} == {
        frozenset({key("Ben"), key("Bea")}),
        frozenset({key("Lena"), key("Kim")}),
    }
    assert all(one.severity is None for one in figures.readers)


def test_what_was_carried_over_is_no_pair_of_its_criterion():
    some = [reading(number, ("Ben", "Bea"), [(2, 2), (1, 2)]) for number in range(3)]
    figures = quality_of(some, LEVELS, REQUIRED)

    assert [one.pairs for one in figures.criteria] == [3, 3, 0, 0]
    assert [one.used for one in figures.criteria] == [(0, 0, 6, 0), (0, 3, 3, 0), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert [one.met for one in figures.criteria] == [1, 0.5, None, None]


def test_criteria_with_other_numbers_of_levels_keep_their_own():
    levels = {CRITERIA[0]: 2, CRITERIA[1]: 4}
    some = [reading(number, ("Ben", "Bea"), [(number % 2, number % 2), (3, number % 4)]) for number in range(60)]
    two, four = quality_of(some, levels, {CRITERIA[0]: 1, CRITERIA[1]: 2}).criteria

    assert (len(two.used), len(four.used)) == (2, 4)
    assert {held.name: held.aim for held in two.figures}["exact"] == 0.85
    assert two.standing is Standing.REACHED


def test_the_quarter_is_that_of_the_zone():
    late = [reading(1, ("Ben", "Bea"), [(2, 2)] * 4)]
    night = [TwoReadings(late[0].submission, datetime(2026, 10, 1, 2, tzinfo=UTC), *vars_of(late[0]))]

    (here,) = quality_of(night, LEVELS, REQUIRED, zone="America/New_York").trend.stretches
    (there,) = quality_of(night, LEVELS, REQUIRED).trend.stretches

    assert (here.quarter, there.quarter) == (3, 4)


def vars_of(each: TwoReadings):
    return each.readers, each.levels, each.earned


def test_quarters_follow_the_calendar(read):
    figures = quality_of(read, LEVELS, REQUIRED)

    assert [(one.began.year, one.quarter) for one in figures.trend.stretches] == [(2026, 3), (2026, 4), (2027, 1)]
    assert sum(one.alike.estimate.cases for one in figures.trend.stretches) == figures.read_twice
