import pytest

from microcred.catalog.design import TranslationState, as_json, renewed, translated, translation_state, words_in
from microcred.catalog.tests import make

DESIGN = make.plain_design()


def test_every_field_has_a_name_of_its_own_that_the_next_version_shares():
    keys = [words.key for words in words_in(DESIGN)]
    assert len(keys) == len(set(keys))
    assert keys == [words.key for words in words_in(renewed(DESIGN))]


def test_a_translated_design_says_other_words_under_the_same_identifiers():
    texts = {words.key: f"es: {words.text}"[:80] for words in words_in(DESIGN)}
    spanish = translated(DESIGN, texts, language="es")
    assert list(spanish.identifiers()) == list(DESIGN.identifiers())
    assert spanish.language == "es"
    assert spanish.competency.startswith("es: ")
    assert [row.required_position for row in spanish.rubric] == [row.required_position for row in DESIGN.rubric]
    assert as_json(DESIGN)["research"] == as_json(spanish)["research"]


@pytest.mark.parametrize(
    ("source", "text", "was", "state"),
    [
        ("One", "", "", TranslationState.MISSING),
        ("One", "  ", "One", TranslationState.MISSING),
        ("One", "Uno", "One", TranslationState.CURRENT),
        ("Two", "Uno", "One", TranslationState.STALE),
    ],
)
def test_where_a_field_stands(source, text, was, state):
    assert translation_state(source, text, was) is state
