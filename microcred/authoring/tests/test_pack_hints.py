"""What the figures of a criterion may mean, by rules of thumb that few cases do not trip."""

import pytest

from microcred.authoring.pack import Hint, LevelUse, Source, as_json, coefficient, hints_of, read_pack, share

EVEN = (LevelUse("No", 100), LevelUse("Some", 100), LevelUse("Yes", 100))
WITH_REST = coefficient("rest", 0.6, 0.5, 0.7, 300, Source.DECIDING_READINGS)
SELDOM = share("caused", 10, 100, Source.DOUBLE_READINGS)


def test_a_criterion_like_the_others_is_not_spoken_of():
    assert hints_of(EVEN, SELDOM, 0.1, WITH_REST) == ()


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
    assert hints_of(levels, caused, 0.1, rest) == (hint,)


def test_few_cases_trip_nothing():
    few = (LevelUse("No", 0), LevelUse("Some", 0), LevelUse("Yes", 20))
    unsure = coefficient("rest", 0.05, -0.2, 0.4, 40, Source.DECIDING_READINGS)
    assert hints_of(few, share("caused", 3, 5, Source.DOUBLE_READINGS), 0.1, unsure) == ()


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
