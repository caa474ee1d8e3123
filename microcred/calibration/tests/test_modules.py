"""How a module is written down, and how long having done it holds."""

from datetime import UTC, datetime

import pytest

from microcred.calibration.queries.shipped import GENERAL, shipped
from microcred.calibration.rules.modules import (
    Unreadable,
    as_json,
    from_json,
    holds_until,
    is_overtaken,
    read_content,
    read_questions,
    usual_minutes,
    written_questions,
)

TEXT = """# Bias

## What it is

Words.

- a list
- of two

? Which?
- wrong
+ right
> Because.
"""


def test_a_module_is_read_as_it_is_written():
    content = read_content(TEXT)
    (page,) = content.pages
    assert (content.title, page.title, page.words) == ("Bias", "What it is", "Words.\n\n- a list\n- of two")
    assert page.questions[0].right == {1}
    assert page.questions[0].explains == "Because."
    assert from_json(as_json(content)) == content
    assert read_questions(written_questions(page.questions)) == page.questions


@pytest.mark.parametrize("text", ["Which?", "- wrong", "? Which?\n- wrong", "? Which?\n+ right", "? A?\n* one"])
def test_questions_without_a_sense_are_refused(text):
    with pytest.raises(Unreadable):
        read_questions(text)


@pytest.mark.parametrize("subject", GENERAL)
def test_what_is_shipped_is_the_same_in_both_languages_and_takes_ten_to_twenty_minutes(subject):
    contents = shipped(subject.value)
    assert contents["en"].shape == contents["es"].shape
    assert contents["en"].title != contents["es"].title
    assert all(10 <= usual_minutes(content) <= 20 for content in contents.values())
    assert all(page.questions for page in contents["en"].pages)


DONE = datetime(2026, 8, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("months", "until"),
    [
        (None, None),
        (24, datetime(2028, 8, 31, 12, tzinfo=UTC)),
        (6, datetime(2027, 2, 28, 12, tzinfo=UTC)),
    ],
)
def test_how_long_it_holds(months, until):
    assert holds_until(DONE, months) == until


@pytest.mark.parametrize(
    ("number", "editions", "overtaken"),
    [
        (1, [(1, False)], False),
        (1, [(1, False), (2, False)], False),
        (1, [(1, False), (2, True), (3, False)], True),
        (2, [(1, False), (2, True), (3, False)], False),
        (3, [(1, False), (2, True), (3, True)], False),
    ],
)
def test_whether_a_later_edition_asks_for_it_again(number, editions, overtaken):
    assert is_overtaken(number, editions) is overtaken
