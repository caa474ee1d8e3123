"""What the figures of a criterion may mean, by rules of thumb that few cases do not trip."""

from uuid import UUID

import pytest

from microcred.authoring.pack import (
    CriterionFigures,
    Hint,
    LevelUse,
    Source,
    as_json,
    coefficient,
    hints_of,
    read_pack,
    share,
)

EVEN = (LevelUse("No", 100), LevelUse("Some", 100), LevelUse("Yes", 100))
WITH_REST = coefficient("rest", 0.6, 0.5, 0.7, 300, Source.DECIDING_READINGS)
SELDOM = share("caused", 10, 100, Source.DOUBLE_READINGS)


def criterion(levels=EVEN, caused=SELDOM, rest=WITH_REST, gap=None) -> CriterionFigures:
    none = share("x", 0, 0, Source.DECIDING_READINGS)
    return CriterionFigures(UUID(int=1), 0, "A", "Yes", none, none, caused=caused, rest=rest, levels=levels, gap=gap)


def test_a_criterion_like_the_others_is_not_spoken_of():
    assert hints_of(criterion(gap=1.4), 0.1) == ()


@pytest.mark.parametrize(
    ("levels", "caused", "rest", "hint"),
    [
        (EVEN, share("caused", 30, 100, Source.DOUBLE_READINGS), WITH_REST, Hint.UNCLEAR),
        ((LevelUse("No", 9), LevelUse("Some", 96), LevelUse("Yes", 95)), SELDOM, WITH_REST, Hint.UNUSED),
        (EVEN, SELDOM, coefficient("rest", 0.05, -0.1, 0.19, 300, Source.DECIDING_READINGS), Hint.ALONE),
        ((LevelUse("No", 1), LevelUse("Some", 1), LevelUse("Yes", 58)), SELDOM, WITH_REST, Hint.SAME),
    ],
)
def test_each_rule_of_thumb_trips_alone(levels, caused, rest, hint):
    assert hints_of(criterion(levels, caused, rest), 0.1) == (hint,)


def test_steps_that_are_near_and_readers_who_matter_more_than_work_are_spoken_of():
    assert hints_of(criterion(gap=1.3), 0.1) == (Hint.CLOSE,)
    assert hints_of(criterion(gap=-0.2), 0.1) == (Hint.CLOSE,), "in another order than the levels"
    assert hints_of(criterion(), 0.1, is_of_readers=True) == (Hint.READERS,)


def test_the_mean_and_the_spread_of_levels_count_from_the_lowest():
    assert criterion((LevelUse("No", 1), LevelUse("Some", 2), LevelUse("Yes", 1))).mean_and_spread == (
        2.0,
        pytest.approx((2 / 3) ** 0.5),
    )
    assert criterion(()).mean_and_spread is None


def test_few_cases_trip_nothing():
    few = (LevelUse("No", 0), LevelUse("Some", 0), LevelUse("Yes", 20))
    unsure = coefficient("rest", 0.05, -0.2, 0.4, 40, Source.DECIDING_READINGS)
    assert hints_of(criterion(few, share("caused", 3, 5, Source.DOUBLE_READINGS), unsure, gap=0.3), 0.1) == ()


def test_a_pack_that_was_counted_before_is_read_as_it_is():
    figure = {"name": "x", "unit": "share", "source": "decisions", "standing": "nothing_yet"}
    criterion = {"criterion_id": "0190a9a4-0000-7000-8000-000000000001", "position": 0, "name": "A", "required": "Yes"}
    version = {
        "version_id": "0190a9a4-0000-7000-8000-000000000002",
        "label": "1.0",
        "published_at": "2026-01-01T00:00:00Z",
        "figures": [figure],
        "criteria": [criterion | {"not_met": figure, "agreement": figure}],
        "comments": {"standing": "nothing_yet", "of": 0},
    }
    pack = read_pack(
        {
            "micro_credential_id": "0190a9a4-0000-7000-8000-000000000003",
            "title": "T",
            "counted_until": "2026-02-01T00:00:00Z",
            "versions": [version],
            "shape": 1,
        }
    )
    assert pack.versions[0].criteria[0].levels == ()
    assert read_pack(as_json(pack)) == pack
