"""Our calendar text, read by an independent reader of iCalendar."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from microcred.portfolios.ical import LONGEST_LINE, Happening, calendar_of

STAMP = datetime(2026, 9, 1, 12, tzinfo=UTC)


def read(*happenings):
    text = calendar_of(happenings, name="Plan")
    return text, Calendar.from_ical(text)


def test_a_day_is_that_day_and_a_moment_that_moment():
    eastern = timezone(timedelta(hours=-5))
    _text, calendar = read(
        Happening("a@x", "Hand in", date(2026, 12, 24), STAMP, "https://example.org/plan/"),
        Happening("b@x", "Closes", datetime(2026, 12, 24, 23, 30, tzinfo=eastern), STAMP, lasts=timedelta(minutes=30)),
    )

    day, moment = calendar.walk("VEVENT")
    assert (day.decoded("DTSTART"), day.decoded("DTEND")) == (date(2026, 12, 24), date(2026, 12, 25))
    assert day["URL"] == "https://example.org/plan/"
    assert moment.decoded("DTSTART") == datetime(2026, 12, 25, 4, 30, tzinfo=UTC)
    assert moment.decoded("DTEND") == datetime(2026, 12, 25, 5, 0, tzinfo=UTC)
    assert all(event.decoded("DTSTAMP") == STAMP for event in (day, moment))
    assert (calendar["VERSION"], calendar["NAME"]) == ("2.0", "Plan")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n,;\\:"'), max_size=200)


@given(title=WORDS)
def test_any_title_comes_back_as_it_was_in_lines_that_are_short_enough(title):
    text, calendar = read(Happening("a@x", title, date(2026, 12, 24), STAMP))

    assert str(calendar.walk("VEVENT")[0]["SUMMARY"]) == title
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert max(len(line.encode()) for line in lines) <= LONGEST_LINE


def test_nothing_written_in_a_title_becomes_a_line_of_its_own():
    text, calendar = read(Happening("a@x", "x\r\nEND:VEVENT\r\nATTENDEE:mailto:a@b\x00\x1b", date(2026, 12, 24), STAMP))

    assert "\r\nATTENDEE" not in text
    assert len(calendar.walk("VEVENT")) == 1
