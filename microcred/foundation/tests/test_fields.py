"""What may be typed as a name, and what becomes of it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from microcred.foundation.fields import Day, Moment, PersonName


@pytest.mark.parametrize(
    "name",
    [
        "Bernadette Kowalczyk-Villanueva",
        "Nguyễn Thị Ánh",
        "עדה",
        "O’Rourke",
        "李文",
    ],
)
def test_names_of_the_world_are_taken_as_they_are(name):
    assert PersonName().clean(name) == name


@pytest.mark.parametrize("name", ["J. R. Whitfield, Ph.D.", "Dr.Ada Olsen", "Ada Olsen / Whitfield"])
def test_titles_and_second_names_are_no_address(name):
    assert PersonName().clean(name) == name


def test_white_space_and_line_ends_become_single_spaces():
    assert PersonName().clean("  Ada \r\n Whitfield\u2028") == "Ada Whitfield"


@pytest.mark.parametrize("name", ["Gus \u202eneslO adA", "Ada\u2066 Olsen", "Ada\x07", "A\u200fda"])
def test_a_name_that_reads_as_another_is_refused(name):
    with pytest.raises(ValidationError, match="cannot be seen"):
        PersonName().clean(name)


@pytest.mark.parametrize("name", ["\u200b", "\u2060", "\u3164", "\ufeff", "\u00ad", "— 7 —"])
def test_a_name_of_which_nothing_can_be_read_is_refused(name):
    with pytest.raises(ValidationError, match="can be read"):
        PersonName().clean(name)


@pytest.mark.parametrize("name", ["Visit https://evil.example/login now", "www.evil.example", "See evil.example/login"])
def test_a_name_that_leads_somewhere_is_refused(name):
    with pytest.raises(ValidationError, match="address of a page"):
        PersonName().clean(name)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_that_has_no_other_on_either_side_is_refused(day):
    with pytest.raises(ValidationError, match="1900"):
        Day().clean(day)


def test_a_day_of_our_time_is_taken():
    assert Day().clean("2026-11-26") == date(2026, 11, 26)
    assert Day(required=False).clean("") is None


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_has_no_date_somewhere_is_refused(moment):
    with pytest.raises(ValidationError):
        Moment(input_formats=["%Y-%m-%d %H:%M"]).clean(moment)


def test_a_moment_of_our_time_is_taken():
    assert Moment().clean("2026-11-26T10:00:00+00:00") == datetime(2026, 11, 26, 10, tzinfo=UTC)
