from datetime import timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import StatementWording
from microcred.portfolios.operations import (
    EffectiveInThePast,
    OneLanguageOnly,
    PolicyMissing,
    StatementIncomplete,
    StatementTooLong,
    write_statement,
)
from microcred.portfolios.queries import statements_for, statements_in, wordings_of
from microcred.portfolios.rules import ATTESTATIONS
from microcred.portfolios.statements import AI_USE, LANGUAGES, PLATFORM_WORDS

DAY = timedelta(days=1)
KIND = StatementWording.Kind


def worded(cast, place="carolinacred", kind=KIND.CONDUCT, *, actor=None, at=None, **changes):
    at = at or cast.at
    facts = {"english": "I keep my word.", "spanish": "Cumplo mi palabra.", "effective_at": at} | changes
    return write_statement(actor=actor, organization=cast.places[place], kind=kind, at=at, **facts)


def conduct_at(cast, place, *, at, language="en"):
    return statements_for(cast.places[place], at=at, language=language).each[-1].text(language)


def test_every_statement_of_the_platform_is_there_in_both_languages():
    assert set(PLATFORM_WORDS) == set(ATTESTATIONS) == set(KIND.values)
    assert all(words[language] for words in (*PLATFORM_WORDS.values(), *AI_USE.values()) for language in LANGUAGES)


def test_new_words_hold_from_their_day_on_in_both_languages(cast):
    before = conduct_at(cast, "carolinacred", at=cast.at)

    worded(cast, effective_at=cast.at + DAY)

    assert conduct_at(cast, "carolinacred", at=cast.at + DAY - timedelta(seconds=1)) == before
    assert conduct_at(cast, "carolinacred", at=cast.at + DAY) == "I keep my word."
    assert conduct_at(cast, "carolinacred", at=cast.at + DAY, language="es-mx") == "Cumplo mi palabra."


def test_words_hold_below_until_somebody_there_words_them_anew(cast):
    district, school = cast.places["rock-hill"], cast.places["cedar-creek"]
    assert district.pk in school.lineage
    worded(cast, "rock-hill")
    assert conduct_at(cast, "cedar-creek", at=cast.at) == "I keep my word."

    worded(cast, "cedar-creek", english="We keep our word here.")

    assert conduct_at(cast, "cedar-creek", at=cast.at) == "We keep our word here."
    assert conduct_at(cast, "rock-hill", at=cast.at) == "I keep my word."


def test_editions_are_counted_and_none_is_lost(cast):
    worded(cast)
    worded(cast, english="Twice.", effective_at=cast.at + DAY)

    assert [(one.edition, one.english) for one in wordings_of(cast.places["carolinacred"], "conduct")] == [
        (2, "Twice."),
        (1, "I keep my word."),
    ]
    assert statements_in(cast.places["carolinacred"], at=cast.at)[-1].edition == "carolinacred 1"


@pytest.mark.parametrize("missing", ["english", "spanish"])
def test_both_languages_are_needed(cast, missing):
    with pytest.raises(StatementIncomplete):
        worded(cast, **{missing: "  "})


@pytest.mark.parametrize(("kept", "language"), [("english", "en"), ("spanish", "es")])
def test_own_words_in_one_language_beside_the_platform_s_in_the_other_are_refused(cast, kept, language):
    with pytest.raises(OneLanguageOnly) as refused:
        worded(cast, **{kept: PLATFORM_WORDS[KIND.CONDUCT][language]})
    assert refused.value.field == kept
    assert worded(cast, english=PLATFORM_WORDS[KIND.CONDUCT]["en"], spanish=PLATFORM_WORDS[KIND.CONDUCT]["es"])


def test_too_long_and_too_early_are_refused(cast):
    with pytest.raises(StatementTooLong):
        worded(cast, english="x" * 2001)
    with pytest.raises(EffectiveInThePast):
        worded(cast, effective_at=cast.at - timedelta(seconds=1))


def test_what_is_said_of_tools_names_a_policy_and_nothing_else_does(cast):
    with pytest.raises(PolicyMissing):
        worded(cast, kind=KIND.AI_USE)

    free = worded(cast, kind=KIND.AI_USE, policy=StatementWording.Policy.FREE, shows_assessors=True)
    other = worded(cast, policy=StatementWording.Policy.FREE, shows_assessors=True)

    assert (free.policy, free.shows_assessors) == ("free", True)
    assert (other.policy, other.shows_assessors) == ("", False)
    assert not statements_for(cast.places["carolinacred"], at=cast.at, language="en").asks_disclosure


def test_administrators_word_for_their_own_and_below_and_nobody_else_does(cast):
    appoint(actor=None, person=cast.gus, organization=cast.places["rock-hill"], role=Role.ORG_ADMIN, at=cast.at)

    assert worded(cast, "cedar-creek", actor=cast.gus).written_by == cast.gus
    with pytest.raises(NotAllowed):
        worded(cast, "carolinacred", actor=cast.gus)
    with pytest.raises(NotAllowed):
        worded(cast, "cedar-creek", actor=cast.ada)
