"""What is told as alike, on a table of texts and pictures that people have labelled by how they were made."""

from io import BytesIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.integrity import rules
from microcred.integrity.reading import signs_of
from microcred.integrity.rules import (
    NEAR_TEXT,
    SHINGLE,
    WINDOW,
    Outcome,
    customary,
    likeness_of_pictures,
    likeness_of_texts,
    marks_of,
    picture_parts,
    shingles,
    text_digest,
    words_in,
)
from microcred.integrity.tests.make import TALE, drawing

WORDS = [f"word{number}" for number in range(400)]


def told(one: str, other: str) -> bool:
    here, there = marks_of(words_in(one)), marks_of(words_in(other))
    return likeness_of_texts(len(set(here) & set(there)), len(here), len(there)) >= NEAR_TEXT


def prose(seed: int, count: int) -> list[str]:
    random = Random(seed)
    return [random.choice(WORDS) for _ in range(count)]


def with_every(step: int, words: list[str]) -> str:
    """The same text with every so manieth word replaced."""
    return " ".join("changed" if number % step == 0 else word for number, word in enumerate(words))


def labelled():
    """(text, text, whether a person would call them alike): fifty that are, forty that are not."""
    for seed in range(10):
        words = prose(seed, 300)
        text = " ".join(words)
        yield text, text.upper().replace(" ", ",  "), True
        yield text, with_every(20, words), True
        yield text, with_every(10, words), True
        yield text, " ".join(words[150:] + words[:150]), True
        yield text, " ".join([*prose(seed + 100, 250), *words[:200]]), True
        yield text, " ".join(prose(seed + 200, 300)), False
        yield text, " ".join(sorted(words)), False
        yield text, " ".join([*prose(seed + 300, 300), *words[:20]]), False
        yield text, with_every(4, words), False


def test_texts_are_told_as_alike_as_a_person_would():
    pairs = list(labelled())
    right = [told(one, other) == alike for one, other, alike in pairs]
    hits = sum(told(one, other) for one, other, alike in pairs if alike)
    false = sum(told(one, other) for one, other, alike in pairs if not alike)

    assert (hits, false, len(right)) == (50, 0, 90)  # recall 1.0, precision 1.0


def test_pictures_are_told_as_alike_as_a_person_would():
    def signs(seed, **how):
        return signs_of(BytesIO(drawing(seed, **how)))

    hits = false = pairs = 0
    for seed in range(20):
        original = signs(seed)
        for same in (signs(seed, size=(160, 120)), signs(seed, kind="JPEG", quality=40), signs(seed, size=(640, 470))):
            hits += likeness_of_pictures(original, same) > 0
            assert not likeness_of_pictures(original, same) or set(picture_parts(original)) & set(picture_parts(same))
        for other in range(seed):
            pairs += 1
            false += likeness_of_pictures(original, signs(other)) > 0

    assert (hits, false, pairs) == (60, 0, 190)


def test_an_even_surface_is_like_nothing():
    from microcred.portfolios.tests.make import picture

    assert signs_of(BytesIO(picture(size=(300, 200)))) is None
    assert signs_of(BytesIO(b"no picture")) is None


@given(st.lists(st.sampled_from(WORDS), min_size=13, max_size=200))
def test_the_marks_of_a_wider_window_are_among_those_of_a_narrower_one(words):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "WINDOW", 8)
        wide = marks_of(words)

    assert set(wide) <= set(marks_of(words))


def test_prints_of_the_wider_window_are_told_as_alike_with_new_ones(monkeypatch):
    texts = [prose(seed, 300) for seed in range(20)]
    with monkeypatch.context() as patch:
        patch.setattr(rules, "WINDOW", 8)
        kept = [marks_of(words) for words in texts]
    new = [marks_of(words_in(with_every(10, words))) for words in texts]

    def alike(here, there):
        return likeness_of_texts(len(set(here) & set(there)), len(here), len(there)) >= NEAR_TEXT

    assert [[alike(here, there) for there in kept] for here in new] == [
        [here == there for there in range(20)] for here in range(20)
    ]


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.lists(st.sampled_from(WORDS), max_size=60), st.integers(0, 99))
def test_a_long_enough_run_in_common_leaves_a_mark_whatever_stands_around_it(before, after, seed):
    run = prose(seed, SHINGLE + WINDOW - 1)

    assert set(marks_of([*before, *run, *after])) & set(marks_of([*after, *run, *before]))


def test_what_everybody_is_given_leaves_no_mark():
    prompt = " ".join(prose(7, 60))
    left_out = set(shingles(words_in(prompt)))

    assert marks_of(words_in(prompt), left_out) == []
    assert set(marks_of(words_in(f"{prompt} {TALE}"), left_out)).isdisjoint(left_out)


def test_case_accents_marks_and_space_make_no_difference():
    assert words_in("Él leyó:\n“a  line”") == ["el", "leyo", "a", "line"]
    assert text_digest(words_in(TALE)) == text_digest(words_in(TALE.upper().replace(" ", "\n")))
    assert text_digest(["short"]) == ""


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ([], Outcome.SUPPORT),
        ([Outcome.NO_CONCERN], Outcome.SUPPORT),
        ([Outcome.SUPPORT], Outcome.FORMAL),
        ([Outcome.SUPPORT, Outcome.NO_CONCERN, Outcome.FORMAL], Outcome.FURTHER),
        ([Outcome.SUPPORT] * 5, Outcome.FURTHER),
    ],
)
def test_what_is_customary_follows_from_earlier_concerns(earlier, expected):
    assert customary(earlier) is expected
