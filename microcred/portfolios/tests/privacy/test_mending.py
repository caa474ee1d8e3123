"""Putting other words in the place of a finding removes it, and touches nothing else."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.portfolios.privacy import (
    Kind,
    Known,
    Numbers,
    initials_of,
    key_of,
    key_of_words,
    look,
    look_at_link,
    look_at_title,
    replaced,
    title_without_names,
    without_names,
)

ADA = Known("Ada Whitfield", frozenset({"ada@example.org"}), frozenset({"Rock Hill Schools"}))

NAMING = st.sampled_from(
    ["my student Maria Gomez", "Ada Whitfield", "ada@example.org", "219-09-9999", "Student ID: 44829133", "Rock Hill"]
)
BETWEEN = st.text(alphabet="abc xyz.,;\n–áñ😀0'\"“”", max_size=30)


@settings(deadline=None)
@given(st.lists(st.tuples(BETWEEN, NAMING), min_size=1, max_size=6), BETWEEN)
def test_what_is_replaced_is_gone_and_everything_else_stays(pieces, end):
    text = "".join(f"{between} {naming} " for between, naming in pieces) + end
    for finding in look(text, ADA):
        mended = replaced(text, finding, "§")

        kept = [
            text[a:b]
            for a, b in zip(
                [0, *(b for _a, b in finding.spans)], [*(a for a, _b in finding.spans), len(text)], strict=True
            )
        ]
        assert mended == "§".join(kept)
        assert (finding.kind, finding.words) not in [(one.kind, one.words) for one in look(mended, ADA)]


@settings(deadline=None)
@given(BETWEEN, BETWEEN)
def test_findings_name_places_that_hold_their_words(before, after):
    text = f"{before} my student Maria Gomez and ADA WHITFIELD {after}"

    for finding in look(text, ADA):
        assert all(text[start:end] == finding.words for start, end in finding.spans)


def test_the_same_words_twice_are_one_finding():
    (finding,) = look("My student Maria Gomez read. Then Maria Gomez, my student, wrote.", ADA)

    assert finding.count == 2


def test_another_paragraph_leaves_a_finding_what_it_is_and_its_own_does_not():
    (first,) = look("My student Maria Gomez read.\nThen we ate.", ADA)
    (elsewhere,) = look("My student Maria Gomez read.\nThen we slept.", ADA)
    (here,) = look("My student Maria Gomez wrote.\nThen we ate.", ADA)

    assert key_of("a", first) == key_of("a", elsewhere)
    assert key_of("a", first) != key_of("a", here)
    assert key_of("a", first) != key_of("b", first)


def test_a_file_is_renamed_without_the_name():
    title = "Ada_Whitfield - lesson plan (final).pdf"

    assert without_names(title, look_at_title(title, ADA)) == "lesson plan (final).pdf"
    assert without_names("Ada Whitfield.pdf", look_at_title("Ada Whitfield.pdf", ADA)) == "evidence.pdf"


def test_a_link_is_read_too():
    (finding,) = look_at_link("https://sites.example.com/view/ada-whitfield/home", ADA)

    assert finding.words == "ada-whitfield"
    assert look_at_link("https://www.example.com/view/lesson", ADA) == ()


def test_initials():
    assert initials_of("María de la Cruz-Gómez") == "M. C."
    assert initials_of("Ms. Carter") == "C."


TITLED = st.lists(
    st.sampled_from(
        ["Maria", "maria", "Gomez", "GOMEZ", "Emma", "lesson", "Plan", "_", "-", " ", ".", "ada@example.org", "ada",
         "whitfield", "803-555-0142", "Liam", "draft", ".pdf", ".docx", "(2)", "’s", "Rock Hill"]
    ),
    max_size=8,
).map("".join)  # fmt: skip
ANYTHING = st.one_of(st.text(max_size=300), st.lists(st.tuples(BETWEEN, NAMING), max_size=4).map(str), TITLED)


@settings(deadline=None)
@given(ANYTHING)
def test_no_text_breaks_it_and_every_place_is_where_its_words_are(text):
    for found, said in (
        (look(text, ADA), text),
        (look_at_title(text, ADA), text),
        (look(text.title(), ADA), text.title()),
    ):
        taken = []
        for finding in found:
            forms = finding.forms or (finding.words,) * finding.count
            assert tuple(said[start:end] for start, end in finding.spans) == forms
            taken += finding.spans
        taken.sort()
        assert all(start < end for start, end in taken)
        assert all(end <= start for (_start, end), (start, _end) in pairwise(taken))
    look_at_link(text, ADA)
    look_at_link(f"https://{text}", ADA)


@settings(deadline=None)
@given(TITLED)
def test_a_name_that_is_offered_for_a_file_names_nobody(title):
    assert look_at_title(title_without_names(title, ADA), ADA) == ()


@pytest.mark.parametrize(
    ("title", "offered"),
    [
        ("MariaGomez_essay.pdf", "essay.pdf"),
        ("gomez-maria-reading.docx", "reading.docx"),
        ("Emma draft 2.docx", "draft 2.docx"),
        ("liam.png", "evidence.png"),
        ("call 803-555-0142.txt", "call.txt"),
        ("Lesson plan.pdf", "Lesson plan.pdf"),
        ("Summer reading list, grade 3.pdf", "Summer reading list, grade 3.pdf"),
        ("Charlotte NC field trip.pdf", "Charlotte NC field trip.pdf"),
    ],
)
def test_names_of_files(title, offered):
    assert title_without_names(title, ADA) == offered


def test_a_first_name_that_is_surely_a_students_goes_with_the_full_name():
    text = "Marcus Johnson is in my class. Marcus’s mother came; I told Marcus that he reads well."

    (found,) = look(text, Known())

    assert found.is_certain
    assert replaced(text, found, "Student 1") == (
        "Student 1 is in my class. Student 1’s mother came; I told Student 1 that he reads well."
    )


def test_one_person_is_one_finding_however_they_are_called():
    text = "My student Maria Gomez read. Maria smiled.\nLater Gomez wrote, and Maria Gomez drew."

    (finding,) = look(text, ADA)

    assert (finding.kind, finding.words, finding.count) == (Kind.STUDENT_NAME, "Maria Gomez", 4)
    assert replaced(text, finding, "Student 1") == (
        "My student Student 1 read. Student 1 smiled.\nLater Student 1 wrote, and Student 1 drew."
    )


def test_a_first_name_alone_is_advice_and_one_finding_in_twelve_places():
    (finding,) = look("Emma read. " * 12, ADA)

    assert (finding.kind, finding.count, finding.is_certain) == (Kind.FIRST_NAME, 12, False)


def test_a_first_name_that_two_people_bear_is_neither():
    found = look("My students Maria Gomez and Maria Lopez read. Maria smiled.", ADA)

    assert [finding.words for finding in found] == ["Maria Gomez", "Maria Lopez", "Maria"]


def test_the_same_name_has_the_same_number():
    numbers = Numbers(3)

    assert [numbers.of(name) for name in ("Maria Gomez", "Liam", "maria gomez", "Maria", "Liam Turner", "Noah")] == [
        3, 4, 3, 3, 4, 5,
    ]  # fmt: skip


def test_two_people_never_share_a_number():
    numbers = Numbers(1)

    assert [numbers.of(name) for name in ("Maria", "Maria Gomez", "Maria Lopez")] == [1, 1, 2]


def test_what_is_kept_as_advice_is_not_kept_where_it_is_certain():
    assert key_of_words(Kind.FIRST_NAME, "Maria") == key_of_words(Kind.MAYBE_NAME, "maria")
    assert key_of_words(Kind.FIRST_NAME, "Maria") != key_of_words(Kind.STUDENT_NAME, "Maria")
    assert key_of_words(Kind.PERSON_NAME, "Maria Gomez") == key_of_words(Kind.STUDENT_NAME, "María Gómez")
