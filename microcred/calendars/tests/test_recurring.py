"""Holidays that come back, as calendar programs write them."""

from contextlib import suppress
from datetime import date
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.calendars.reading import read_file
from microcred.calendars.recurring import MOST_EVENTS, MOST_LINES, MOST_TIMES, Horizon, NotReadable, closures_in

HORIZON = Horizon.around(date(2026, 11, 26))


def ical(*lines, others=()):
    """A calendar of one event with these lines, and of others."""
    events = [line for event in (lines, *others) for line in ("BEGIN:VEVENT", "UID:1", *event, "END:VEVENT")]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


def read(*lines, others=(), horizon=HORIZON):
    closures = closures_in(ical("SUMMARY:A day", *lines, others=others), horizon=horizon)
    return [one.first.isoformat() if one.days == 1 else f"{one.first}/{one.last}" for one in closures]


def test_the_horizon_is_this_year_and_the_five_after_it():
    assert (HORIZON.first, HORIZON.last) == (date(2026, 1, 1), date(2031, 12, 31))


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["DTSTART;VALUE=DATE:20261221"], ["2026-12-21"]),
        (["DTSTART:20261221"], ["2026-12-21"]),
        (["DTSTART;VALUE=DATE:20261221", "DTEND;VALUE=DATE:20270105"], ["2026-12-21/2027-01-04"]),
        (["DTSTART;VALUE=DATE:20261221", "DURATION:P3D"], ["2026-12-21/2026-12-23"]),
        (["DTSTART;VALUE=DATE:20190101"], ["2019-01-01"]),
        (["DTSTART;VALUE=DATE:20261221", "STATUS:CANCELLED"], []),
        (
            ["DTSTART;VALUE=DATE:19701111", "RRULE:FREQ=YEARLY"],
            [f"{year}-11-11" for year in range(2026, 2032)],
        ),
        (
            ["DTSTART;VALUE=DATE:20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"],
            ["2026-11-26", "2027-11-25", "2028-11-23", "2029-11-22", "2030-11-28", "2031-11-27"],
        ),
        (
            ["DTSTART;VALUE=DATE:20200525", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=8"],
            ["2026-05-25", "2027-05-31"],
        ),
        (
            ["DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY;UNTIL=20281225"],
            ["2026-12-25", "2027-12-25", "2028-12-25"],
        ),
        (
            ["DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY;UNTIL=20271225T000000Z", "EXDATE;VALUE=DATE:20261225"],
            ["2027-12-25"],
        ),
        (["DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY;UNTIL=20221225"], []),
        (["DTSTART;VALUE=DATE:20200229", "RRULE:FREQ=YEARLY"], ["2028-02-29"]),
        (
            ["DTSTART;VALUE=DATE:20251229", "DTEND;VALUE=DATE:20260103", "RRULE:FREQ=YEARLY;COUNT=2"],
            ["2025-12-29/2026-01-02", "2026-12-29/2027-01-02"],
        ),
        (["DTSTART;VALUE=DATE:20261221", "RRULE:FREQ=DAILY;COUNT=2"], ["2026-12-21", "2026-12-22"]),
        (
            ["DTSTART;VALUE=DATE:20261221", "RDATE;VALUE=DATE:20270105,20270107"],
            ["2026-12-21", "2027-01-05", "2027-01-07"],
        ),
        (
            [
                "DTSTART;VALUE=DATE:20261221", "RDATE;VALUE=DATE:20270109,20270105,\r\n 20270107,2027\r\n 0105",
                "RDATE:20270111,20270112", "EXDATE;VALUE=DATE:20270107,20270112",
            ],
            ["2026-12-21", "2027-01-05", "2027-01-09", "2027-01-11"],
        ),
        (
            ["DTSTART;VALUE=DATE:20261221", "DTEND;VALUE=DATE:20261223", "RRULE:FREQ=YEARLY;COUNT=2",
             "RDATE;VALUE=DATE:20270105,20270301"],
            ["2026-12-21/2026-12-22", "2027-01-05/2027-01-06", "2027-03-01/2027-03-02", "2027-12-21/2027-12-22"],
        ),
        (
            ["DTSTART;VALUE=DATE:20261221", "RDATE;VALUE=PERIOD:20270105T000000/P2D,20270110T000000/20270113T000000"],
            ["2026-12-21", "2027-01-05/2027-01-06", "2027-01-10/2027-01-12"],
        ),
    ],
    ids=[
        "one day", "one day without its kind", "several days", "a length", "a day long past", "cancelled", "every year",
        "the fourth Thursday", "the last Monday, eight times", "until a day", "until a moment, and not this year",
        "over", "leap years", "across a year", "day by day", "on further days", "on many further days, in lines",
        "on further days, of several each", "on further days that say how long",
    ],
)  # fmt: skip
def test_days_are_written_out(lines, days):
    assert read(*lines) == days


def test_one_time_that_was_moved_is_read_where_it_was_moved_to():
    moved = ["SUMMARY:A day", "RECURRENCE-ID;VALUE=DATE:20270306", "DTSTART;VALUE=DATE:20270308"]
    days = read("DTSTART;VALUE=DATE:20200306", "RRULE:FREQ=YEARLY;UNTIL=20280306", others=[moved])
    assert days == ["2026-03-06", "2028-03-06", "2027-03-08"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["DTSTART:20261221T100000Z"], "“A day DTSTART:20261221T100000Z” has hours"),
        (["DTSTART;VALUE=DATE:20261221", "DTEND:20261221T100000Z"], "has hours"),
        (["DTSTART;VALUE=DATE:20269999"], "not a day"),
        (["STATUS:CONFIRMED"], "not a day"),
        (["DTSTART;VALUE=DATE:20261221", "RDATE;VALUE=DATE-TIME:20270105T090000,20270107T000000"], "has hours"),
        (["DTSTART;VALUE=DATE:20261221", "RDATE;VALUE=PERIOD:20270105T000000/PT2H"], "has hours"),
        (["DTSTART;VALUE=DATE:20261221", "RDATE;VALUE=DATE:20270105,2027-01-07"], "not a day"),
        (["DTSTART;VALUE=DATE:20261221", "DTEND;VALUE=DATE:20261221"], "not a day"),
        (["DTSTART;VALUE=DATE:20261221", "RRULE:FREQ=HOURLY"], "RRULE:FREQ=HOURLY” comes back in a way"),
        (["DTSTART;VALUE=DATE:20261221", "RRULE:FREQ=FORTNIGHTLY"], "RRULE:FREQ=FORTNIGHTLY” comes back in a way"),
        (["DTSTART;VALUE=DATE:20261221", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"], "comes back in a way"),
        (["DTSTART;VALUE=DATE:20261221", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "comes back in a way"),
        (["DTSTART;VALUE=DATE:20261221", "RRULE:FREQ=YEARLY", "RRULE:FREQ=WEEKLY"], "comes back in a way"),
        (["DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=DAILY"], "comes back in a way"),
        (["DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=DAILY"], f"more than {MOST_TIMES} times"),
    ],
    ids=["hours", "ends at an hour", "no such day", "no day", "further hours", "further hours long",
         "a further day that is none", "ends before it begins", "hourly", "no such frequency",
         "never, day by day", "never", "two rules", "before anybody counted", "every day"],
)  # fmt: skip
def test_what_is_not_read_is_named_with_a_way_forward(lines, words):
    with pytest.raises(NotReadable) as refused:
        read(*lines)
    assert words in refused.value.words


def test_a_file_that_breaks_off_is_no_calendar_and_one_without_a_name_no_holiday():
    with pytest.raises(NotReadable) as refused:
        closures_in("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMM", horizon=HORIZON)
    assert "SUMM" in refused.value.words
    with pytest.raises(NotReadable):
        closures_in(ical("DTSTART;VALUE=DATE:20261221"), horizon=HORIZON)


SIZE = 512 * 1024
EVENT = ["SUMMARY:A day", "DTSTART;VALUE=DATE:19260101"]


def many(count, *lines):
    """A calendar of many events, no larger than what is taken."""
    text = ical(*EVENT, *lines, others=[[*EVENT, *lines]] * (count - 1))
    assert len(text) <= SIZE
    return text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (many(4000, "RRULE:FREQ=YEARLY"), f"more than {MOST_EVENTS} events"),
        (ical(*EVENT, *["X:1"] * 100_000), f"more than {MOST_LINES} lines"),
        (many(MOST_EVENTS, "RRULE:FREQ=DAILY;UNTIL=20251231"), "takes too long"),
        (many(MOST_EVENTS, "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;UNTIL=20251231"), "takes too long"),
        (many(MOST_EVENTS, "RRULE:FREQ=DAILY;UNTIL=20260102"), "takes too long"),
        (many(MOST_EVENTS, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU"), "takes too long"),
        (many(MOST_EVENTS, "RRULE:FREQ=YEARLY"), "more than 500 holidays"),
        (many(1, f"RDATE;VALUE=DATE:{','.join(['20270105'] * 50_000)}"), None),
        (ical(*EVENT, f"RRULE:FREQ=YEARLY;BYMONTHDAY={','.join(['1'] * 200_000)}"), "comes back in a way"),
    ],
    ids=["many events", "many lines", "day by day, all over", "week by week, all over", "day by day", "leap days",
         "more than are held", "one day many times", "a rule of many parts"],
)  # fmt: skip
def test_a_file_made_to_cost_much_is_given_up_in_a_sentence(text, words):
    """Within a few seconds of processor, whatever half a megabyte asks for."""
    began = thread_time()
    if words is None:
        assert len(closures_in(text, horizon=HORIZON)) == 1
    else:
        with pytest.raises(NotReadable) as refused:
            closures_in(text, horizon=HORIZON)
        assert words in refused.value.words
    assert thread_time() - began < 6


def test_a_calendar_of_a_country_is_read_as_quickly_as_ever():
    """Forty holidays of ten years, twelve lines each, and twenty that come back since 1970."""
    past = [
        ["SUMMARY:A day", f"DTSTART;VALUE=DATE:20{year}{month:02}11", *["X-NOTE:1"] * 9]
        for year in range(20, 30)
        for month in (1, 4, 7, 12)
    ]
    back = [["SUMMARY:A day", f"DTSTART;VALUE=DATE:1970010{day}", "RRULE:FREQ=YEARLY"] for day in range(1, 10)] * 2
    began = thread_time()
    assert len(closures_in(ical(*past[0], others=[*past[1:], *back]), horizon=HORIZON)) == 40 + 18 * 6
    assert thread_time() - began < 2


@given(st.text(max_size=60), st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ=;,-0123456789", max_size=60))
def test_whatever_stands_there_is_read_or_refused(name, rule):
    with suppress(NotReadable):
        for one in closures_in(
            ical(f"SUMMARY:{name}", "DTSTART;VALUE=DATE:20261221", f"RRULE:{rule}"), horizon=HORIZON
        ):
            assert one.name
            assert one.first <= HORIZON.last


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART;VALUE=DATE:20261221", "DTSTART;VALUE=DATE:20261222"],
        ["DTSTART;VALUE=DATE:99991231"],
        ["DTSTART;VALUE=DATE:20261221", "DTEND;VALUE=DATE:20261222", "DTEND;VALUE=DATE:20261223"],
        ["DTSTART;VALUE=DATE:20261221", "DURATION:P1D", "DURATION:P2D"],
        ["DTSTART;VALUE=DATE:20261221", "DURATION:P9999999D"],
        ["DTSTART;VALUE=DATE:20261221", "DURATION:P900000D", "RRULE:FREQ=YEARLY"],
        ["DTSTART;VALUE=DATE:20261221", "RECURRENCE-ID;VALUE=DATE:20261221", "RECURRENCE-ID;VALUE=DATE:20261222"],
        ["DTSTART;VALUE=DATE:20261221", "RECURRENCE-ID:broken"],
        ["DTSTART;VALUE=TIME:120000"],
        ["DTSTART;VALUE=PERIOD:20261221T000000Z/P1D"],
        ["DTSTART;VALUE=TEXT:20261221"],
        ["DTSTART;VALUE=DATE:20261221", "DTEND;VALUE=DURATION:P1D"],
        ["DTSTART;VALUE=DATE:20261221", "DTEND;VALUE=TIME:120000"],
        ["DTSTART;VALUE=DATE:20261221", "RDATE;VALUE=DURATION:P1D"],
        ["DTSTART;VALUE=DATE:20261221", "RDATE;VALUE=TIME:120000"],
        ["DTSTART;VALUE=DATE:20261221", "RRULE:FREQ=YEARLY;UNTIL=100000"],
        ["DTSTART;VALUE=DATE:20261221", "RRULE;VALUE=TEXT:FREQ=YEARLY"],
    ],
    ids=lambda lines: "; ".join(lines)[:90],
)
def test_what_no_program_writes_is_refused_in_a_sentence_or_read(lines):
    with suppress(NotReadable):
        read(*lines)


def test_a_cell_too_long_for_a_table_is_refused():
    with pytest.raises(NotReadable):
        read_file(
            "days.csv", b"name,first,last\n" + b"x" * 200_000 + b",2026-12-21,2026-12-21\n", today=date(2026, 1, 1)
        )


def test_two_beginnings_are_named_by_their_day():
    with pytest.raises(NotReadable) as refused:
        read("DTSTART;VALUE=DATE:20261221", "DTSTART;VALUE=DATE:20261222")
    assert "A day" in refused.value.words
