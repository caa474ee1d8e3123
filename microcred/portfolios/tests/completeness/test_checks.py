"""Each check as a table: figures, and what is found."""

import pytest
from django.utils.translation import override

from microcred.portfolios.completeness import (
    REASONS,
    Evidence,
    Fact,
    Grade,
    LinkOutcome,
    Recorded,
    check_captions,
    check_document,
    check_link,
    check_picture,
    check_recording,
    found_in,
    judging_words,
    label_of,
    sentence_of,
)

F, A, U = Grade.FAILS, Grade.ADVICE, Grade.UNCHECKED


def seen(found):
    return (found.fact, found.grade) if found else None


def pdf(pages=3, *, looked_at=None, blank=0, unshown=()):
    return {"pages": pages, "looked_at": looked_at or pages, "blank": blank, "unshown": list(unshown)}


@pytest.mark.parametrize(
    ("gauge", "expected"),
    [
        ({}, None),  # what could not be gauged is held against nobody
        (pdf(), None),
        (pdf(blank=2), None),  # the backs of pages
        (pdf(blank=3), (Fact.EMPTY_DOCUMENT, F)),
        (pdf(200, looked_at=60, blank=60), None),  # there may be something further on
        (pdf(unshown=[2]), (Fact.PAGES_UNSHOWN, A)),
        (pdf(unshown=[1, 2, 3]), (Fact.PAGES_UNSHOWN, F)),
        ({"characters": 0, "pictures": 0}, (Fact.EMPTY_DOCUMENT, F)),
        ({"characters": 0, "pictures": 1}, None),
        ({"characters": 1, "pictures": 0}, None),
    ],
)
def test_a_document_that_is_empty_or_cannot_be_shown(gauge, expected):
    assert seen(check_document(gauge)) == expected


def test_a_picture_of_one_colour_is_worth_another_look():
    assert seen(check_picture({"one_colour": True})) == (Fact.ONE_COLOUR, A)
    assert check_picture({"one_colour": False}) is None
    assert check_picture({}) is None


def video(seconds=300.0, *, silent=False, black=False, whole=True):
    return Recorded(seconds, silent, black, has_picture=True, whole=whole)


def audio(seconds=300.0, *, silent=False, whole=True):
    return Recorded(seconds, silent, black=False, has_picture=False, whole=whole)


@pytest.mark.parametrize(
    ("one", "minutes", "expected"),
    [
        (video(), 15, None),
        (video(silent=True), 15, (Fact.SILENT, A)),  # children may be seen to do it without a word
        (video(black=True), 15, (Fact.BLACK, A)),  # and heard without a picture
        (video(silent=True, black=True), 15, (Fact.SILENT_AND_BLACK, F)),
        (video(silent=True, black=True, whole=False), 15, (Fact.SILENT_AND_BLACK, A)),
        (audio(silent=True), 15, (Fact.SILENT, F)),
        (audio(silent=True, whole=False), 15, (Fact.SILENT, A)),
        (audio(0.4), 15, (Fact.FAR_TOO_SHORT, F)),
        (audio(0.4), None, (Fact.FAR_TOO_SHORT, F)),
        (audio(4), None, (Fact.FAR_TOO_SHORT, A)),
        (video(89), 15, (Fact.FAR_TOO_SHORT, A)),
        (video(90), 15, None),
        (video(60), None, None),
    ],
)
def test_a_recording_without_sound_picture_or_length(one, minutes, expected):
    assert seen(check_recording(one, minute_limit=minutes)) == expected


def test_captions_are_missed_only_where_they_are_asked_for():
    assert seen(check_captions(asked=True, there=False)) == (Fact.CAPTIONS_MISSING, F)
    assert check_captions(asked=True, there=True) is None
    assert check_captions(asked=False, there=False) is None


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (None, None),
        (LinkOutcome.OPENS, None),
        (LinkOutcome.GONE, (Fact.LINK_GONE, F)),
        (LinkOutcome.SIGN_IN, (Fact.LINK_SIGN_IN, F)),
        (LinkOutcome.UNCHECKED, (Fact.LINK_UNCHECKED, U)),
    ],
)
def test_a_link_that_could_not_be_checked_does_not_fail(outcome, expected):
    assert seen(check_link(outcome)) == expected


def test_a_template_that_nobody_filled_in_is_said_once():
    empty = {"characters": 0, "pictures": 0}

    found = found_in(Evidence(kind="document", gauge=empty, is_template=True))

    assert [seen(one) for one in found] == [(Fact.TEMPLATE_UNCHANGED, F)]
    assert [one.fact for one in found_in(Evidence(kind="document", gauge=empty))] == [Fact.EMPTY_DOCUMENT]


def test_what_fails_is_said_first():
    gauge = {"seconds": 300, "silent": False, "black": True, "whole": True}
    one = Evidence(kind="video", gauge=gauge, has_captions=False, captions_asked=True)

    assert [each.grade for each in found_in(one)] == [F, A]


@pytest.mark.parametrize("fact", list(Fact))
def test_every_fact_has_a_label_and_a_sentence_that_its_figures_fill(fact):
    figures = {"number": 2, "title": "Plan", "pages": "3", "seconds": 4, "words": 5, "limit": 500}
    with override("en"):
        said = str(sentence_of(fact, figures))
        assert "{" not in said
        assert said.count(".") + said.count("?") >= 1
        assert str(label_of(fact))
        assert not judging_words(said.replace("“Plan”", "")), "an incomplete work learns nothing of competence"


def test_every_reason_of_a_person_is_a_fact_with_words():
    assert {reason for reasons in REASONS.values() for reason in reasons} <= set(Fact)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("page 3", []),
        ("from minute 2 on", []),
        ("the second link", []),
        ("la página 3", []),
        ("page 3 is weak", ["weak"]),
        ("Needs more detail", ["detail"]),
        ("does not meet the level", ["meet", "level"]),
        ("Proficient", ["Proficient"]),
        ("falta profundidad", ["profundidad"]),
        ("your Norms are missing", ["Norms"]),
    ],
)
def test_a_note_that_speaks_of_how_good_the_work_is(note, expected):
    assert judging_words(note, ["Norms", "To"]) == expected
