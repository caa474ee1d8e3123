import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.places import Fault, Place, clock_words, faults, seconds_in


@pytest.mark.parametrize(
    ("place", "kind", "expected"),
    [
        (Place(), "link", []),
        (Place(page=3), "document", []),
        (Place(page=5), "document", [Fault.NO_SUCH_PAGE]),
        (Place(page=0), "document", [Fault.NO_SUCH_PAGE]),
        (Place(page=1), "image", [Fault.NOT_OF_THIS_KIND]),
        (Place(page=1, left=10, top=10, width=20, height=20), "document", []),
        (Place(left=10, top=10, width=20, height=20), "document", [Fault.HALF_A_REGION]),
        (Place(left=10, top=10, width=20), "image", [Fault.HALF_A_REGION]),
        (Place(left=10, top=10, width=90, height=90), "image", []),
        (Place(left=11, top=10, width=90, height=90), "image", [Fault.OUTSIDE]),
        (Place(left=10, top=10, width=0, height=10), "image", [Fault.OUTSIDE]),
        (Place(from_second=5), "image", [Fault.NOT_OF_THIS_KIND]),
        (Place(from_second=60), "video", []),
        (Place(from_second=5, to_second=9), "audio", []),
        (Place(from_second=9, to_second=9), "audio", [Fault.BACKWARDS]),
        (Place(to_second=9), "audio", [Fault.BACKWARDS]),
        (Place(from_second=62), "video", [Fault.NO_SUCH_MOMENT]),
        (Place(from_second=5, to_second=90), "video", [Fault.NO_SUCH_MOMENT]),
    ],
)
def test_a_place_lies_within_what_it_points_into(place, kind, expected):
    assert list(faults(place, kind, pages=4, seconds=60.5)) == expected


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("1:05", 65), ("65", 65), ("1:02:03", 3723), ("0:00", 0), ("1:5", 65), ("", None), ("1:65", None), ("soon", None)],
)
def test_time_codes_are_read_as_people_write_them(words, seconds):
    assert seconds_in(words) == seconds


@given(st.integers(0, 99 * 3600))
def test_a_time_code_that_was_written_is_read_back(seconds):
    assert seconds_in(clock_words(seconds)) == seconds


@pytest.mark.parametrize(
    ("place", "fragment", "words"),
    [
        (Place(), "", "all of it"),
        (Place(page=3), "#page=3", "page 3"),
        (Place(page=3, left=0, top=0, width=10, height=10), "#page=3", "page 3, region at the top, on the left"),
        (
            Place(left=40, top=80, width=20, height=20),
            "#xywh=percent:40,80,20,20",
            "region at the bottom, in the middle",
        ),
        (Place(from_second=65), "#t=65", "at 1:05"),
        (Place(from_second=65, to_second=80), "#t=65,80", "from 1:05 to 1:20"),
    ],
)
def test_a_place_is_led_to_and_said_in_words(place, fragment, words):
    assert (place.fragment, str(place.words)) == (fragment, words)
