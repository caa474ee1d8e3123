"""Putting other words in the place of a finding removes it, and touches nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.privacy import (
    Known,
    initials_of,
    key_of,
    look,
    look_at_link,
    look_at_title,
    replaced,
    without_names,
)

ADA = Known("Ada Whitfield", frozenset({"ada@example.org"}), frozenset({"Rock Hill Schools"}))

NAMING = st.sampled_from(
    ["my student Maria Gomez", "Ada Whitfield", "ada@example.org", "219-09-9999", "Student ID: 44829133", "Rock Hill"]
)
BETWEEN = st.text(alphabet="abc xyz.,;\n–áñ😀0'\"“”", max_size=30)


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
