"""A long text with many names takes room and work in proportion to its length, and no more."""

import hashlib
import tracemalloc
from itertools import islice

import pytest

from microcred.portfolios.privacy import Finding, Known, Numbers, key_of, look
from microcred.portfolios.privacy.found import LONGEST_PASSAGE
from microcred.portfolios.privacy.lexicon import SECOND_GIVEN, STOP, WORDS_TOO, given_names, surnames_alone
from microcred.portfolios.queries import looked_at

NOBODY = Known("Ada Whitfield")


def names(most: int) -> list[str]:
    """As many full names, no two alike, of which the helper is sure."""
    given = sorted(name for name in given_names() - WORDS_TOO - STOP if name.isascii() and len(name) > 3)
    beside = surnames_alone() - STOP - given_names() - SECOND_GIVEN
    last = sorted(name for name in beside if name.isascii() and len(name) > 3)
    pairs = (f"{given[n % len(given)].title()} {last[n * 7 % len(last)].title()}" for n in range(10 * most))
    return list(islice(dict.fromkeys(pairs), most))


def one_line(characters: int) -> str:
    """A line of that length in which everybody has another name."""
    text = "".join(f"{name} ran. " for name in names(characters // 12))
    assert len(text) >= characters
    return "x\n" + text[:characters]


def room_taken(text: str) -> tuple[tuple[Finding, ...], int, int]:
    """What is found, how many bytes that keeps, and how many looking took at most."""
    look("My student Maria Gomez read.", NOBODY)
    tracemalloc.start()
    try:
        before, _peak = tracemalloc.get_traced_memory()
        found = look(text, NOBODY)
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return found, after - before, peak - before


def test_a_line_of_199_000_characters_takes_less_than_60_megabytes():
    found, _kept, peak = room_taken(one_line(199_000))

    print(f"\n{len(found)} findings, at most {peak:,} bytes")
    assert len(found) > 8_000
    assert peak < 60_000_000
    # A key hashes what is kept of the paragraph: all of it for each finding would be two thousand million characters.
    assert sum(len(passage) for one in found for passage in one.passages) < 100 * len(found)


def test_a_paragraph_is_kept_once_for_all_that_stands_in_it():
    found = look(" and ".join(names(20)) + "\n" + " or ".join(names(20)), NOBODY)

    assert len({id(passage) for one in found for passage in one.passages}) == 2


def test_the_keys_of_ordinary_paragraphs_are_what_they_were():
    """Overrulings are kept by them."""
    (found,) = look("x\n  My student Maria Gomez read. \nThen we ate.", NOBODY)
    parts = ("answer:1", "student_name", "Maria Gomez", "My student Maria Gomez read.")

    assert key_of("answer:1", found) == hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@pytest.mark.parametrize("length", [LONGEST_PASSAGE, LONGEST_PASSAGE + 1])
def test_a_long_paragraph_that_changes_asks_again_too(length):
    start = "My student Maria Gomez read. "
    paragraph = start + "a" * (length - len(start))
    (first,) = look(paragraph + "\nThen we ate.", NOBODY)
    (elsewhere,) = look(paragraph + "\nThen we slept.", NOBODY)
    (here,) = look(paragraph[:-1] + "b\nThen we ate.", NOBODY)

    assert key_of("a", first) == key_of("a", elsewhere) != key_of("a", here)
    assert len(first.passages[0]) <= LONGEST_PASSAGE


def test_a_name_that_goes_on_in_the_next_line_stands_in_both():
    (found,) = look("We met.\nIt was Ada\nWhitfield who spoke.\nThen we ate.", NOBODY)

    assert found.passages == ("It was Ada\nWhitfield who spoke.",)


def test_a_number_is_found_by_looking_at_no_other_name():
    """Two numbers of three names: each is as it was when all names were gone through."""
    numbers = Numbers(1)
    everybody = names(3_000)

    assert [numbers.of(name) for name in everybody] == list(range(1, 3_001))
    assert [numbers.of(name) for name in everybody] == list(range(1, 3_001))


@pytest.fixture
def nothing_kept(monkeypatch):
    monkeypatch.setattr(looked_at, "_kept", type(looked_at._kept)())


@pytest.mark.usefixtures("nothing_kept")
def test_a_text_that_is_asked_for_again_is_not_looked_at_again():
    text = "My student Maria Gomez read."

    assert looked_at.looked_at(text, NOBODY) is looked_at.looked_at(text, NOBODY)
    assert looked_at.looked_at(text, Known("Maria Gomez")) is not looked_at.looked_at(text, NOBODY)


@pytest.mark.usefixtures("nothing_kept")
def test_what_is_kept_is_bounded_by_its_size_and_the_last_that_was_asked_for_stays(monkeypatch):
    texts = [f"{number}. {one_line(2_000)}" for number in range(8)]
    size = looked_at.bytes_of(texts[0], look(texts[0], NOBODY))
    monkeypatch.setattr(looked_at, "MOST_BYTES", 5 * size)

    found = [looked_at.looked_at(text, NOBODY) for text in texts]
    assert looked_at.bytes_kept() <= looked_at.MOST_BYTES
    assert looked_at.looked_at(texts[-1], NOBODY) is found[-1]
    assert looked_at.looked_at(texts[0], NOBODY) is not found[0]


@pytest.mark.usefixtures("nothing_kept")
def test_what_is_too_large_alone_is_not_kept_at_all(monkeypatch):
    monkeypatch.setattr(looked_at, "MOST_BYTES", 20_000)

    assert looked_at.looked_at(one_line(2_000), NOBODY)
    assert looked_at.bytes_kept() == 0


@pytest.mark.parametrize("text", [one_line(20_000), "Emma read. " * 2_000, ("Emma read. " * 5 + "\n") * 300])
def test_the_size_of_what_is_kept_is_not_told_too_small(text):
    found, kept, _peak = room_taken(text)

    assert looked_at.bytes_of(text, found) > 0.9 * kept
