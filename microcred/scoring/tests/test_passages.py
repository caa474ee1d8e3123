"""Where words that were copied from an answer stand in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.scoring.rules import passage_said, passages

ANSWER = "We met on **Tuesdays** and wrote our *norms* down.\n\n- Whoever speaks, sits.\n- Nobody is late — ever.\n"


@pytest.mark.parametrize(
    ("quoted", "said"),
    [
        ("We met on Tuesdays", ["We met on Tuesdays"]),
        ("met on\n  tuesdays and wrote", ["met on Tuesdays and wrote"]),
        ("esdays and wro", ["Tuesdays and wrote"]),
        ("our norms down. Whoever speaks", ["our norms down. - Whoever speaks"]),
        ("NOBODY IS LATE - EVER", ["Nobody is late — ever"]),
        ("our rules", []),
        ("…", []),
        ("", []),
        ("s", ["Tuesdays", "norms", "speaks", "sits", "is"]),
    ],
)
def test_words_are_found_as_they_are_read(quoted, said):
    assert [passage_said(ANSWER, *found) for found in passages(ANSWER, quoted)] == said


def test_letters_that_are_written_otherwise_are_the_same():
    assert passages("Así lo escribió Jose\u0301.", "escribió José") == [(7, 21)]
    assert passages("Die Straße", "STRASSE") == [(4, 10)]


WRITTEN = st.text(alphabet="ab é*_\n#-ß1", max_size=60)


@given(WRITTEN, st.integers(0, 60), st.integers(0, 60))
def test_whatever_is_copied_is_found_where_it_stands(text, one, other):
    starts, ends = sorted((one, other))
    copied = text[starts:ends]
    found = passages(text, copied)

    if any(letter.isalnum() for letter in copied):
        letters = [place for place in range(starts, min(ends, len(text))) if text[place].isalnum()]
        assert any(begin <= letters[0] and letters[-1] < end for begin, end in found)
    else:
        assert found == []
