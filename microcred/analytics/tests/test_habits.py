"""How readers use the levels: planted habits are found, and nothing else."""

import numpy as np
import pytest

from microcred.analytics.rules import Use
from microcred.analytics.rules.habits import Habits, habits_of
from microcred.analytics.tests.test_judging import CRITERIA, LEVELS, key, reading
from microcred.measures import NotEstimable
from microcred.measures.effects import Habit
from microcred.site.demo.truth import Assessor, Criterion, Work, chances_of
from microcred.site.demo.truth import Habit as True_

STEPS = Criterion((-1.6, 0.0, 1.6))
NONE = NotEstimable("few readings", 0)


def habits(who: Assessor, *, works: int, seed: int) -> Habits:
    """Those of somebody beside others of usual severities, on the same work."""
    draw = np.random.default_rng(seed)
    read = []
    for number in range(works):
        work = Work(tuple(0.7 * draw.normal(0.6, 1.2) + draw.normal(0, 0.9, len(CRITERIA))))
        other = Assessor(float(draw.normal(0, 0.5)))
        given = []
        for each in (who, other):
            once, halo = draw.random(), each.habit is True_.HALO
            levels = []
            for criterion in range(len(CRITERIA)):
                seen = work.as_seen_by(each, criterion) - each.severity
                chances = np.cumsum(chances_of(seen, each.thresholds(STEPS)))[:-1]
                levels.append(int(((once if halo else draw.random()) > chances).sum()))
            given.append(levels)
        pairs = list(zip(*given, strict=True))
        names = ("Kim", "Ben")
        # Who read first plays no part.
        if number % 2:
            names, pairs = ("Ben", "Kim"), [(other_, own) for own, other_ in pairs]
        read.append(reading(number, names, pairs))
    return habits_of(key("Kim"), read, LEVELS, None)


@pytest.mark.parametrize(
    ("who", "use"),
    [
        (Assessor(0.0, True_.CENTRAL), Use.MIDDLE),
        (Assessor(0.0, True_.HALO), Use.ONE_IMPRESSION),
    ],
)
def test_a_planted_habit_is_found_and_called_by_its_name(who, use):
    found = [habits(who, works=60, seed=seed).stand_out for seed in range(20)]
    assert sum(use in each for each in found) >= 19


def test_who_is_only_harsh_or_mild_hardly_ever_stands_out():
    found = [
        habits(Assessor(severity), works=works, seed=seed).stand_out
        for severity in (-0.8, 0.0, 0.8)
        for works in (40, 150)
        for seed in range(40)
    ]
    assert sum(map(bool, found)) <= 0.02 * len(found)


def test_few_readings_tell_nothing():
    found = habits(Assessor(0.0, True_.CENTRAL), works=29, seed=1)
    assert found.middle == NotEstimable("few readings", 29)
    assert found.stand_out == ()


@pytest.mark.parametrize(("level", "use"), [(3, Use.ALL_HIGHEST), (0, Use.ALL_LOWEST), (2, None)])
def test_who_gives_one_end_to_everything_stands_out(level, use):
    def found(works):
        read = [reading(number, ("Kim", "Ben"), [(level, number % 4)] * 4) for number in range(works)]
        return habits_of(key("Kim"), read, LEVELS, None).stand_out

    assert found(30) == ((use,) if use else ())
    assert found(29) == ()


def test_one_level_throughout_is_told_of_the_criteria_with_most_levels_in_common():
    levels = dict(zip(CRITERIA, (2, 2, 3, 3), strict=True))
    read = [reading(number, ("Kim", "Ben"), [(0, 0), (1, 1), (2, 2), (2, number % 3)]) for number in range(30)]
    found = habits_of(key("Kim"), read, levels, None).flat
    assert (found.rater, found.panel) == (1, pytest.approx(1 / 3))


def test_one_figure_alone_is_not_enough():
    far, near = Habit(0.9, 0.5, 6.0, 60), Habit(0.5, 0.5, 0.0, 60)
    assert Habits(far, near, near, near).stand_out == ()
    assert Habits(far, Habit(0.4, 0.9, -6.0, 60), near, near).stand_out == (Use.MIDDLE,)
    assert Habits(far, Habit(0.9, 0.4, 6.0, 60), near, near).stand_out == (), "they contradict each other"
    assert Habits(near, near, far, far).stand_out == (Use.ONE_IMPRESSION,)


@pytest.mark.parametrize(
    ("infit", "outfit", "found"),
    [
        (1.0, 1.0, ()),
        (1.6, 1.0, (Use.UNEVEN,)),
        (1.0, 2.1, (Use.DISTORTING,)),
        (0.4, 0.6, (Use.TOO_EVEN,)),
        (None, None, ()),
    ],
)
def test_fit_is_told_by_its_published_bounds(infit, outfit, found):
    assert Habits(NONE, NONE, NONE, NONE, infit, outfit).stand_out == found
