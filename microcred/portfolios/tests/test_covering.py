import pytest
from hypothesis import given
from hypothesis import strategies as some

from microcred.portfolios.covering import (
    Fault,
    Region,
    Sound,
    Stretch,
    again,
    clock,
    faults_of,
    kept,
    moment_in,
    silences,
)

QUIET = Stretch(1, 2.5, picture=False, sound=Sound.BEEP)


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("65", 65),
        ("1:05", 65),
        ("1:05.5", 65.5),
        ("1:05,5", 65.5),
        ("0:00", 0),
        ("1:02:03", 3723),
        (" 2:00 ", 120),
        ("1:75", None),
        ("soon", None),
        ("-1", None),
        ("", None),
    ],
)
def test_a_time_code_is_read(words, seconds):
    assert moment_in(words) == seconds


@given(tenths=some.integers(0, 863_999))
def test_what_is_written_as_a_time_code_is_read_as_the_same(tenths):
    assert moment_in(clock(tenths / 10)) == pytest.approx(tenths / 10)


@pytest.mark.parametrize(
    ("marks", "kind", "fault"),
    [
        ([], "image", Fault.NOTHING),
        ([Region(0, 0, 100, 100)], "image", None),
        ([Region(0, 0, 100, 100)], "document", Fault.INCOMPLETE),
        ([Region(0, 0, 100, 100, page=1)], "document", None),
        ([Region(0, 0, 100, 100, page=1)], "image", Fault.INCOMPLETE),
        ([Region(0.1, 0, 100, 100)], "image", Fault.OUTSIDE),
        ([Region(-1, 0, 10, 10)], "image", Fault.OUTSIDE),
        ([Region(0, 0, 10, 10)], "video", Fault.INCOMPLETE),
        ([QUIET], "audio", None),
        ([QUIET], "image", Fault.INCOMPLETE),
        ([Stretch(1, 2, picture=True, sound=Sound.KEEP)], "video", None),
        ([Stretch(1, 2, picture=True, sound=Sound.KEEP)], "audio", Fault.COVERS_NOTHING),
        ([Stretch(1, 2, picture=False, sound=Sound.KEEP)], "video", Fault.COVERS_NOTHING),
        ([Stretch(2, 2, picture=True, sound=Sound.MUTE)], "video", Fault.BACKWARDS),
        ([Stretch(-1, 2, picture=True, sound=Sound.MUTE)], "video", Fault.BACKWARDS),
    ],
)
def test_what_keeps_a_mark_from_being_one(marks, kind, fault):
    assert next(faults_of(marks, kind), None) is fault


def test_marks_are_kept_and_are_the_same_again():
    marks = [Region(1, 2, 3, 4.5), Region(1, 2, 3, 4, page=2), QUIET]
    assert again(kept(marks)) == marks


def test_where_nothing_is_heard():
    assert silences([QUIET, Stretch(5, 6, picture=True, sound=Sound.KEEP)]) == [(1, 2.5)]
    assert str(QUIET.words) == "from 0:01 to 0:02.5: beep"
    assert str(Region(10, 20, 30, 40.5).words) == "30 × 40.5 %, from the left 10 %, from the top 20 %"
