"""What the verifier says can be translated, all of it."""

from microcred.credentials import words
from microcred.openbadges.unwrapping import Nothing
from microcred.openbadges.verify import CHECKS, FURTHER_CHECKS, Outcome, Said, Verdict


def test_every_sentence_of_the_verifier_is_noted_for_translators():
    assert sorted(words.SENTENCES) == sorted(said.value for said in Said)


def test_every_reason_why_there_is_nothing_to_verify_is_noted_for_translators():
    assert sorted(words.NOTHING) == sorted(nothing.value for nothing in Nothing)


def test_every_check_has_a_title_for_each_way_it_can_end():
    for name in (*CHECKS, *FURTHER_CHECKS):
        assert name in words.TITLES
        assert name in words.OPEN_TITLES
    assert set(words.TONES) == set(Outcome)


def test_no_verdict_falls_through_to_another_ones_words():
    import inspect

    source = inspect.getsource(words.summary_of)
    assert [each.name for each in Verdict if f"Verdict.{each.name}" not in source] == ["INVALID"]
