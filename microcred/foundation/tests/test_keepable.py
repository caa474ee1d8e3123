import json
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest

from microcred.foundation.keepable import DEEPEST, in_utc, keepable, readable, storable


def nested(deep):
    value = "in it"
    for _time in range(deep):
        value = {"a": [value]}
    return value


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -(2**53 - 1), 1.5, "ﬁ\n\t\r", {"á": [1, {"b": None}]}, nested(DEEPEST // 2), "\u202e"],
)
def test_what_json_can_hold_is_kept_as_it_is(value):
    assert keepable(value) == value
    assert orjson.loads(orjson.dumps(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        *("a\x00b", "\ud800", "\x1b", {"a\x00": 1}, [{"b": "\udfff"}]),
        *(2**53, -(2**53), 10**400, float("nan"), float("inf"), json.loads("1e999")),
        *(nested(DEEPEST), b"bytes", {1: 2}, object()),
    ],
)
def test_what_nothing_can_hold_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        keepable(value)


def test_what_is_too_deep_for_any_parser_is_refused_too():
    with pytest.raises(ValueError, match="within each other"):
        keepable(nested(100_000))


def test_words_of_others_are_read_without_what_cannot_be_kept():
    assert readable("a\x00b\ud800") == "a\ufffdb\ufffd"
    assert storable(readable("a\x00b\ud800")).encode()


@pytest.mark.parametrize("hours", [-14, 0, 14])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "0001-01-02", "9999-12-30"])
def test_moments_that_have_no_date_somewhere_are_refused(day, hours):
    zone = timezone(timedelta(hours=hours))
    with pytest.raises(ValueError, match="years"):
        in_utc(datetime.fromisoformat(day).replace(tzinfo=zone, hour=12 + hours // 2))


def test_a_moment_without_a_zone_is_one_in_utc():
    assert in_utc(datetime.fromisoformat("2026-01-02T03:00")) == datetime(2026, 1, 2, 3, tzinfo=UTC)
    assert in_utc(datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=3)))) == datetime(2026, 1, 2, tzinfo=UTC)
