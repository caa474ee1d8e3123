"""Saying which days are business days."""

from datetime import date, timedelta

import pytest

from microcred.calendars.models import Edition
from microcred.calendars.operations import ClosureOutOfRange, NoBusinessDayLeft, TooManyClosures, set_calendar
from microcred.calendars.queries import calendar_of
from microcred.calendars.rules import WEEKDAYS, Base, Closure
from microcred.foundation.refusals import NotAllowed

BREAK = Closure("Fall break", date(2026, 10, 12), date(2026, 10, 16))


def said(cast, place="rock-hill", **changes):
    facts = {"actor": cast.omar, "weekend": [5, 6], "base": Base.NONE, "closures": [BREAK], "at": cast.at}
    return set_calendar(organization=cast.places[place], **(facts | changes))


def test_a_calendar_holds_where_it_is_said_and_below(cast):
    said(cast)

    below = next(place for place in cast.places.values() if cast.places["rock-hill"].pk in place.lineage[:-1])
    assert calendar_of(below).calendar.holiday(date(2026, 10, 14)) == "Fall break"
    assert not calendar_of(below).is_of(below)
    assert calendar_of(cast.places["carolinacred"]).calendar == WEEKDAYS


def test_the_nearest_says_all_of_it_and_the_last_word_counts(cast):
    said(cast, place="south-carolina", actor=None, base=Base.US_FEDERAL)
    assert str(calendar_of(cast.places["rock-hill"]).calendar.holiday(date(2026, 12, 25))) == "Christmas Day"

    said(cast)
    second = said(cast, closures=[], note="No break this year")

    here = calendar_of(cast.places["rock-hill"])
    assert here.edition == second
    assert here.calendar.is_business_day(date(2026, 12, 25))
    assert [edition.number for edition in Edition.objects.filter(organization=cast.places["rock-hill"])] == [1, 2]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"weekend": range(7)}, NoBusinessDayLeft),
        ({"closures": [Closure("Backwards", date(2026, 5, 2), date(2026, 5, 1))]}, ClosureOutOfRange),
        ({"closures": [Closure("For ever", date(2026, 5, 2), date(2026, 12, 1))]}, ClosureOutOfRange),
        ({"closures": [Closure("Long ago", date(1926, 5, 2), date(1926, 5, 2))]}, ClosureOutOfRange),
        ({"closures": [Closure(f"{n}", date(2026, 1, 1), date(2026, 1, 1)) for n in range(501)]}, TooManyClosures),
    ],
    ids=["no-business-day", "backwards", "too-long", "long-ago", "too-many"],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(cast, changes, refusal):
    with pytest.raises(refusal):
        said(cast, **changes)
    assert not Edition.objects.exists()


def test_only_administrators_of_the_place_or_above_say_it(cast):
    for person in (cast.ada, cast.elena):
        with pytest.raises(NotAllowed):
            said(cast, actor=person)
    with pytest.raises(NotAllowed):
        said(cast, place="carolinacred")
    assert said(cast, at=cast.at + timedelta(days=1)).saved_by == cast.omar
