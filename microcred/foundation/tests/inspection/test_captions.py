"""Captions are read cue by cue, and nothing but times and words is kept."""

import pytest

from microcred.foundation.inspection.captions import CaptionsUnreadable, are_captions, clean_captions

VTT = """WEBVTT - by Ada Whitfield

NOTE Ada made this

STYLE
::cue { background: url(https://evil.example) }

ada-1
00:01.000 --> 00:02.500 position:10%
<v Ada Whitfield>Good <b>morning</b>

01:00:03.000 --> 01:00:04.000
<script>alert(1)</script> & more
"""
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nGood morning\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nAll of you\r\n"


def test_times_and_words_are_all_that_is_kept():
    assert clean_captions(VTT) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nGood morning\n\n01:00:03.000 --> 01:00:04.000\nalert(1) & more\n"
    )


def test_subrip_becomes_webvtt():
    assert clean_captions(SRT) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nGood morning\n\n00:00:03.000 --> 00:00:04.000\nAll of you\n"
    )


def test_what_was_cleaned_once_stays_as_it_is():
    assert clean_captions(clean_captions(VTT)) == clean_captions(VTT)


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\nno times here\nat all",
        "WEBVTT\n\n00:03.000 --> 00:01.000\nBackwards",
        "WEBVTT\n\n00:99.000 --> x\nNo",
    ],
)
def test_what_is_no_cue_is_named(text):
    with pytest.raises(CaptionsUnreadable):
        clean_captions(text)


@pytest.mark.parametrize(("text", "expected"), [(VTT, True), (SRT, True), ("Good morning, all of you.", False)])
def test_captions_are_known_by_how_they_look(text, expected):
    assert are_captions(text) is expected
