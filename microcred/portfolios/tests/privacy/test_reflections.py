"""How many names the helper finds in sentences of reflections, and how often it is wrong. Seen with `pytest -s`.

The figures stand in `docs/portfolio/privacy.md`. The bounds lie a little below them: below a bound, a change of the
rules has made the helper worse.
"""

import time

import pytest

from microcred.portfolios.privacy import Known, look
from microcred.portfolios.tests.privacy.reflections import HELD_OUT, HELD_OUT_SECOND, REVIEWED, WRITTEN_BEFORE, measured

NOBODY = Known()


def shown(name, measure):
    wanted = measure.found + len(measure.missed)
    print(f"\n{name}: precision {measure.precision:.3f}, recall {measure.recall:.3f} of {wanted}")
    for line in (*(f"missed {one}" for one in measure.missed), *(f"false  {one}" for one in measure.false)):
        print(f"    {line}")


@pytest.mark.parametrize("language", ["English", "Spanish"])
@pytest.mark.parametrize(
    ("kept", "precision", "recall", "sure_precision", "sure_recall"),
    [
        (WRITTEN_BEFORE, 0.95, 0.95, 0.95, 0.95),
        (HELD_OUT, 0.95, 0.95, 0.95, 0.95),
        (REVIEWED, 0.95, 0.95, 0.95, 0.75),
        (HELD_OUT_SECOND, 0.84, 0.90, 0.95, 0.80),
    ],
    ids=["written before the rules", "held out first", "reviewed", "held out second"],
)
def test_most_names_are_found_and_little_else(kept, language, precision, recall, sure_precision, sure_recall):
    everything, sure = measured(kept[language], lambda text: look(text, NOBODY))

    shown(f"{language}, everything", everything)
    shown(f"{language}, certain", sure)
    assert everything.precision >= precision
    assert everything.recall >= recall
    assert sure.precision >= sure_precision
    assert sure.recall >= sure_recall


@pytest.mark.parametrize("kept", [WRITTEN_BEFORE, HELD_OUT, HELD_OUT_SECOND])
def test_half_of_the_sentences_name_nobody(kept):
    rows = [row for rows in kept.values() for row in rows]

    assert len(rows) >= (80 if kept is HELD_OUT else 100)
    assert sum(row.is_named for row in rows) * 2 == len(rows)


def test_a_helper_that_finds_nothing_or_everything_fails_the_measure():
    """The measure is no measure unless it can fail."""
    rows = WRITTEN_BEFORE["English"]

    assert measured(rows, lambda _text: ())[0].recall == 0
    assert measured(rows, lambda text: look(text.title(), NOBODY))[0].precision < 0.95


def test_five_thousand_words_take_a_fraction_of_a_second():
    """Nothing waits for it: a save answers first. The bound is that of a page, on a busy machine."""
    sentences = [row.text for rows in WRITTEN_BEFORE.values() for row in rows]
    text, words = "", 0
    while words < 5_000:
        for one in sentences:
            text += one + (" " if words % 7 else "\n")
            words += len(one.split())
    look("My student Maria Gomez read.", NOBODY)
    begun = time.process_time()

    look(text, NOBODY)

    took = (time.process_time() - begun) * 1000
    print(f"\n{words} words, {len(text)} characters: {took:.0f} ms")
    assert took < 1_000
