from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.foundation.ids import uuid7
from microcred.portfolios.rules import (
    State,
    evidence_alias,
    lies_beyond,
    may_change,
    promised_by,
    strict_link,
    word_count,
    words_too_many,
    worth_keeping,
)

AT = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("  \n ", 0), ("one", 1), ("one  two\nthree\tfour", 4), ("well-known – fact", 3)]
)
def test_words_are_counted_as_people_and_the_page_count_them(text, words):
    assert word_count(text) == words


@pytest.mark.parametrize(("limit", "over"), [(None, 0), (3, 0), (2, 1), (1, 2)])
def test_words_beyond_the_limit(limit, over):
    assert words_too_many("one two three", limit) == over


@pytest.mark.parametrize(
    ("state", "feeds_reopened", "may"),
    [
        (State.STARTED, False, True),
        (State.SUBMITTED, True, False),
        (State.RETURNED, True, True),
        (State.RETURNED, False, False),
        (State.EARNED, True, False),
    ],
)
def test_what_may_change_when(state, feeds_reopened, may):
    criterion = uuid7()
    assert may_change(state, feeds=[criterion], reopened=[criterion] if feeds_reopened else [uuid7()]) is may


@pytest.mark.parametrize(
    ("before", "after", "minutes", "kept"),
    [
        ("words", "words more", None, True),
        ("words", "words more", 1, False),
        ("words", "words more", 5, True),
        ("many words here", "many", 1, True),
        ("  ", "words", None, False),
    ],
)
def test_what_is_worth_keeping(before, after, minutes, kept):
    last = AT - timedelta(minutes=minutes) if minutes is not None else None
    assert worth_keeping(before, after, last_kept_at=last, at=AT) is kept


def test_aliases_of_evidence():
    assert evidence_alias(2, "application/pdf") == "evidence-2.pdf"
    assert evidence_alias(3, "") == "evidence-3"


@given(st.text(max_size=60))
def test_a_link_that_is_taken_is_taken_again_as_it_is(text):
    taken = strict_link(f"https://example.org/{text}")
    if taken is not None:
        assert strict_link(taken) == taken
        assert taken.isascii()
        assert taken.startswith("https://example.org/")


@given(st.text(max_size=30))
def test_whatever_stands_in_the_place_of_a_host_never_smuggles_another_in(host):
    taken = strict_link(f"https://{host}/")
    if taken is not None:
        assert "@" not in taken.split("/")[2]
        assert ":" not in taken.split("/")[2]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Tuesday 1 September 2026: Wednesday is the first business day, Monday the 21st the fourteenth.
        ("2026-09-01T12:00+00:00", "2026-09-22T04:00+00:00"),
        # 23:30 on a Friday in New York is Saturday in UTC; the count begins on Monday.
        ("2026-09-05T03:30+00:00", "2026-09-25T04:00+00:00"),
        # Saturday and Sunday count from the same Monday as Friday.
        ("2026-09-06T16:00+00:00", "2026-09-25T04:00+00:00"),
        # Over the end of daylight saving time, 1 November 2026.
        ("2026-10-26T12:00+00:00", "2026-11-14T05:00+00:00"),
    ],
    ids=["tuesday", "late-friday", "sunday", "winter-time"],
)
def test_the_promise_is_fourteen_business_days(received, due):
    assert promised_by(datetime.fromisoformat(received), zone="America/New_York") == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("day", "end", "zone", "beyond"),
    [
        (None, "2026-09-30T00:00-04:00", "America/New_York", False),
        (date(2026, 9, 29), "2026-09-30T00:00-04:00", "America/New_York", False),
        (date(2026, 9, 30), "2026-09-30T00:00-04:00", "America/New_York", True),
        (date(2026, 9, 28), "2026-09-30T00:00-04:00", "America/New_York", False),
        (date(2026, 9, 30), "2026-09-30T17:00-04:00", "America/New_York", True),
        (date(2026, 9, 29), "2026-09-30T17:00-04:00", "America/New_York", False),
        (date(2026, 9, 29), "2026-09-30T04:00+00:00", "America/New_York", False),
        (date(2026, 9, 29), "2026-09-30T04:00+00:00", "Pacific/Honolulu", True),
        (date(2026, 9, 29), "2026-09-30T04:00+00:00", "UTC", False),
        (date(2026, 9, 30), "2026-09-30T04:00+00:00", "UTC", True),
        (date(2026, 11, 1), "2026-11-02T00:00-05:00", "America/New_York", False),
        (date(2026, 11, 1), "2026-11-02T00:00-04:00", "America/New_York", True),
    ],
    ids=[
        "no day",
        "the last day itself",
        "one more",
        "one before",
        "the rest of the day on which it ends at five",
        "the day before",
        "the same midnight, written otherwise",
        "where the day lasts longer",
        "where the day was over",
        "where it was not",
        "the day on which clocks go back",
        "an hour that only that day has",
    ],
)
def test_a_day_lies_beyond_an_end_when_its_last_minute_does(day, end, zone, beyond):
    assert lies_beyond(day, datetime.fromisoformat(end), zone=zone) is beyond
