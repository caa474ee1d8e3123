"""The page of a business calendar."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from microcred.calendars.queries import calendar_of
from microcred.calendars.reading import read_file, read_lines, written_lines
from microcred.calendars.recurring import NotReadable
from microcred.calendars.rules import Closure
from microcred.calendars.tests.test_recurring import ical
from microcred.foundation.clock import standing_at

TODAY = date(2026, 11, 26)
BREAK = Closure("Winter break", date(2026, 12, 21), date(2027, 1, 4))
ICAL = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20270105\r\n"
    b"SUMMARY:Winter\r\n  break\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_lines_files_and_tables_say_the_same():
    assert read_lines("2026-12-21 to 2027-01-04 Winter break\n\n") == [BREAK]
    assert read_lines(written_lines([BREAK])) == [BREAK]
    assert read_file("a.ics", ICAL, today=TODAY) == [BREAK]
    assert read_file("a.csv", b"name,first,last\nWinter break,2026-12-21,2027-01-04\n", today=TODAY) == [BREAK]


@pytest.mark.parametrize("line", ["Winter break", "2026-13-01 Nothing", "2026-12-21", "21/12/2026 Break"])
def test_what_is_no_day_with_a_name_is_named(line):
    with pytest.raises(NotReadable, match=line[:5]):
        read_lines(line)


def test_an_administrator_says_it_and_sees_the_year(client, cast):
    client.force_login(cast.omar)
    page = reverse("business_calendar", args=["rock-hill"])
    assert "Nobody has said anything yet" in client.get(page).content.decode()

    said = {"weekend": [5, 6], "base": "us_federal", "closures": "2027-04-02 Spring day"}
    client.post(page, said | {"file": SimpleUploadedFile("a.ics", ICAL)})

    calendar = calendar_of(cast.places["rock-hill"]).calendar
    assert calendar.closures == (BREAK, Closure("Spring day", date(2027, 4, 2), date(2027, 4, 2)))
    year = client.get(page, {"year": "2027"}).content.decode()
    assert "Spring day" in year
    assert "Juneteenth" in year
    wrong = client.post(page, said | {"closures": "tomorrow"})
    assert wrong.status_code == 422
    assert "tomorrow" in wrong.content.decode()
    assert client.post(page, said | {"weekend": list(range(7))}).status_code == 422


def test_what_comes_back_is_written_out_where_it_can_be_looked_over_and_what_is_not_read_is_named(client, cast):
    client.force_login(cast.omar)
    page = reverse("business_calendar", args=["rock-hill"])
    said = {"weekend": [5, 6], "base": "none", "closures": ""}

    def sent(*lines):
        with standing_at(datetime(2026, 11, 26, 12, tzinfo=UTC)):
            return client.post(page, said | {"file": SimpleUploadedFile("a.ics", ical(*lines).encode())})

    refused = sent("SUMMARY:Full moon", "DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=HOURLY")
    assert refused.status_code == 422
    assert "“Full moon DTSTART:20261224 RRULE:FREQ=HOURLY” comes back in a way" in refused.content.decode()
    assert calendar_of(cast.places["rock-hill"]).edition is None

    sent("SUMMARY:Founders’ day", "DTSTART;VALUE=DATE:20200306", "RRULE:FREQ=YEARLY")
    closures = calendar_of(cast.places["rock-hill"]).calendar.closures
    assert [one.first.year for one in closures] == [2026, 2027, 2028, 2029, 2030, 2031]
    assert "2031-03-06 Founders’ day" in client.get(page).content.decode()
