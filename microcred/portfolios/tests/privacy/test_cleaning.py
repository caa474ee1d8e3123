"""Names give way to roles in clean words, and nothing else changes: neither what is said, nor in which order."""

from collections import Counter
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.privacy.cleaning import (
    LEAST_NEW,
    LONGEST_STRETCH,
    MOST_WORDS,
    NEGATIONS,
    Amiss,
    amiss_in,
    is_same,
    may_be_new,
    new_words,
    stretches,
    words_gone,
)

ANSWER = "We met on Tuesdays. Maria read aloud while the others wrote. Maria was proud."


@pytest.mark.parametrize(
    ("after", "new", "gone"),
    [
        (ANSWER, 0, 0),
        (ANSWER.replace("Maria", "Student 1"), 4, 2),
        (ANSWER.replace("Maria ", "A second grader "), 6, 2),
        (ANSWER.lower(), 0, 0),
        ("", 0, 14),
        ("She read.", 1, 13),
        (f"{ANSWER} {ANSWER}", 14, 0),
        ("Maria was proud. We met on Tuesdays while the others wrote. Maria read aloud.", 5, 5),
    ],
    ids=["nothing", "a role", "three words for one", "only cases", "all taken out", "shorter", "said twice",
         "in another order"],
)  # fmt: skip
def test_what_is_new_and_what_is_gone_is_counted_word_by_word_in_order(after, new, gone):
    assert (new_words(ANSWER, after), words_gone(ANSWER, after)) == (new, gone)


@pytest.mark.parametrize(
    ("before", "after", "amiss"),
    [
        # Names give way
        ("Maria read aloud.", "A second grader read aloud.", None),
        ("Maria Lopez, a teacher, read.", "A second grade teacher read.", None),
        ("I asked Maria not to read.", "I asked a student not to read.", None),
        ("I didn’t ask Maria.", "I did not ask her.", None),
        ("She lives at 12 Main Street, Rock Hill, SC 29730.", "She lives in our town.", None),
        ("Maria Lopez and her mother came.", "Maria and her mother came.", None),
        ("Maria’s drawing", "A child’s drawing", None),
        ("Present: " + ", ".join(f"Ana{n} Ruiz{n}" for n in range(9)), "Present: the whole class", None),
        ("Ana, Bea, Cy, Dan, Eva, Fay and Guy", ", ".join(f"Student {n}" for n in range(7)), None),
        ("Le pedí a Sofía que no leyera.", "Le pedí a una alumna que no leyera.", None),
        ("Ana ayudó a Luis.", "Una alumna ayudó a otra.", None),
        # What is said is turned round
        ("The students did not plan it.", "The students did plan it.", (Amiss.TURNED, "not")),
        ("The students did plan it.", "The students did not plan it.", (Amiss.TURNED, "not")),
        ("I didn’t ask Maria.", "I did ask her.", (Amiss.TURNED, "not")),
        ("They dont share.", "They do share.", (Amiss.TURNED, "not")),
        ("I cannot say that.", "I can say that.", (Amiss.TURNED, "not")),
        ("I never asked.", "I often asked.", (Amiss.TURNED, "never")),
        ("We had no plan.", "We had a plan.", (Amiss.TURNED, "no")),
        ("We read with Maria.", "We read without her.", (Amiss.TURNED, "without")),
        ("Nunca leyeron juntos.", "Siempre leyeron juntos.", (Amiss.TURNED, "nunca")),
        ("Jama\u0301s leyeron juntos.", "Leyeron juntos.", (Amiss.TURNED, "jamás")),
        ("Los niños no leyeron.", "Los niños leyeron.", (Amiss.TURNED, "no")),
        ("Ningún alumno leyó.", "Cada alumno leyó.", (Amiss.TURNED, "ningún")),
        # Words stand elsewhere
        ("Ana helped Bea.", "Bea helped Ana.", (Amiss.MOVED, "Bea")),
        ("The students led and the teacher listened.", "The teacher led and the students listened.",
         (Amiss.MOVED, "teacher")),
        ("Only I saw it.", "I saw it only.", (Amiss.MOVED, "only")),
        # Words stand where none were taken out
        ("We met.", "We met weekly, with everybody.", (Amiss.ADDED, "weekly with everybody")),
        ("They read well. Maria came.", "They read very well. A student came.", (Amiss.ADDED, "very")),
        # Too much in one place
        ("so we sat down and talked about what they had in mind", "which was right",
         (Amiss.TOO_LONG, "which was right")),
        ("Maria came.", "A" * 97 + " came.", (Amiss.TOO_LONG, "A" * 97)),
    ],
)  # fmt: skip
def test_names_give_way_and_nothing_else_does(before, after, amiss):
    assert amiss_in(before, after) == amiss


WORDS = "we met on Tuesdays and read aloud while others wrote their norms down together"
NAMES = ["Xiomar", "Quispe", "Aroldis"]
TEXT = st.lists(st.sampled_from([*WORDS.split(), *NAMES, *sorted(NEGATIONS)]), min_size=1, max_size=30)
EDIT = st.tuples(st.integers(0, 30), st.integers(0, 9), st.lists(TEXT, max_size=1))


@given(TEXT)
def test_every_name_may_give_way_to_a_role(words):
    before, after = " ".join(words), " ".join("grader" if word[0] in "XQA" else word for word in words)
    assert amiss_in(before, after) is None
    assert words_gone(before, after) == new_words(before, after) == sum(word[0] in "XQA" for word in words)


@given(TEXT, st.data())
def test_no_negation_can_be_taken_out_or_put_in(words, data):
    negation = data.draw(st.sampled_from(sorted(NEGATIONS)))
    place = data.draw(st.integers(0, len(words)))
    with_it, without = " ".join([*words[:place], negation, *words[place:]]), " ".join(words)
    assert amiss_in(with_it, without) is not None
    assert amiss_in(without, with_it) is not None


def said(words):
    """Words as often as they are said, whatever their case."""
    return Counter(word.casefold() for word in words)


@given(TEXT, TEXT)
def test_the_places_that_differ_are_all_that_does(before, after):
    found = stretches(" ".join(before), " ".join(after))
    taken, put = ([word for one in found for word in side(one)] for side in (attrgetter("taken"), attrgetter("put")))
    assert said(before) + said(put) == said(after) + said(taken)
    assert (found == []) == ([word.casefold() for word in before] == [word.casefold() for word in after])
    assert [one.at for one in found] == sorted({one.at for one in found})


def denied(words):
    """How a text says no, in its order."""
    return ["not" if word == "cannot" or word.endswith("nt") else word for word in words if word in NEGATIONS]


@given(TEXT, st.lists(EDIT, max_size=4))
def test_whatever_is_let_through_says_no_as_it_did(before, edits):
    after = list(before)
    for start, length, put in edits:
        after[start : start + length] = put[0] if put else []
    if amiss_in(" ".join(before), " ".join(after)) is None:
        assert denied(after) == denied(before)
        for one in stretches(" ".join(before), " ".join(after)):
            assert len(one.put) <= max(LONGEST_STRETCH, 2 * len(one.taken))


@given(st.text(max_size=200))
def test_taking_words_out_is_never_new(text):
    assert new_words(text, text) == words_gone(text, text) == 0
    assert new_words(text, "") == 0
    assert words_gone("", text) == 0
    assert amiss_in(text, text) is None


@pytest.mark.parametrize(("words", "limit"), [(0, LEAST_NEW), (10, LEAST_NEW), (60, 12), (300, 60)])
def test_a_fifth_may_be_new_and_a_few_words_in_any_case(words, limit):
    assert may_be_new("word " * words) == limit


def test_white_space_changes_nothing():
    assert is_same("Maria  read.\n", " Maria read.")
    assert not is_same("Maria read.", "Student 1 read.")


def test_what_is_longer_than_any_answer_in_a_language_is_compared_as_one_piece():
    long = "a " * (MOST_WORDS + 1)
    assert stretches(long, long) == []
    assert len(stretches(long, f"{long} b")) == 1
