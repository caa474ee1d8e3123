import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.privacy.cleaning import LEAST_NEW, is_same, may_be_new, new_words

ANSWER = "We met on Tuesdays. Maria read aloud while the others wrote. Maria was proud."


@pytest.mark.parametrize(
    ("after", "new"),
    [
        (ANSWER, 0),
        (ANSWER.replace("Maria", "Student 1"), 4),
        (ANSWER.replace("Maria ", "A second grader "), 6),
        (ANSWER.lower(), 0),
        ("", 0),
        ("She read.", 1),
        (f"{ANSWER} {ANSWER}", 14),
    ],
    ids=["nothing", "a role", "three words for one", "only cases", "all taken out", "shorter", "said twice"],
)
def test_what_is_new_is_counted_word_by_word(after, new):
    assert new_words(ANSWER, after) == new


@given(st.text(max_size=200))
def test_taking_words_out_is_never_new(text):
    assert new_words(text, " ".join(text.split()[::2])) <= len(text.split())
    assert new_words(text, text) == 0
    assert new_words(text, "") == 0


@pytest.mark.parametrize(("words", "limit"), [(0, LEAST_NEW), (10, LEAST_NEW), (60, 12), (300, 60)])
def test_a_fifth_may_be_new_and_a_few_words_in_any_case(words, limit):
    assert may_be_new("word " * words) == limit


def test_white_space_changes_nothing():
    assert is_same("Maria  read.\n", " Maria read.")
    assert not is_same("Maria read.", "Student 1 read.")
