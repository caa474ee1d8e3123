"""The language of each piece is said, lacks are told before submitting, and what was said is frozen and shown."""

import json

import pytest

from microcred.foundation.frozen import frozen_tables
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios import operations
from microcred.portfolios.models import LanguageTerms, PieceLanguage
from microcred.portfolios.operations import EvidenceUnready, say_language, set_language_terms, take_out
from microcred.portfolios.queries import contents_of, languages_taken_in, pieces_of, workspace_of
from microcred.portfolios.tests import make
from microcred.programs.tests.make import pilot


@pytest.fixture
def pursuit(cast):
    return make.started(cast)


@pytest.fixture
def plan(cast, pursuit):
    return make.put(pursuit, "plan.pdf", make.pdf(3), at=cast.at)


@pytest.fixture
def lead(cast):
    """Who administers the university."""
    appoint(actor=None, person=cast.elena, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    return cast.elena


def spoken(cast, item, language="es", **changes):
    said = {
        "actor": cast.ada,
        "pursuit": item.pursuit,
        "requirement": item.requirement,
        "item": item,
        "language": language,
        "translated_by": "",
        "beside": None,
        "at": cast.at,
    }
    return say_language(**(said | changes))


def taken(cast, lead, *languages, otherwise="translated", of=None, at=None):
    return set_language_terms(
        actor=lead,
        organization=cast.places["carolinacred"],
        program=of,
        languages=languages,
        otherwise=otherwise,
        at=at or cast.at,
    )


def test_what_is_said_goes_along_frozen_and_assessors_read_it(cast, pursuit, plan):
    english = make.put(pursuit, "plan-en.pdf", make.pdf(2), at=cast.at)
    spoken(cast, plan)
    spoken(cast, plan, translated_by="self", beside=english)
    submission = make.handed_in(pursuit, at=cast.at)

    assert PieceLanguage.objects.count() == 1
    (entry,) = json.loads(submission.manifest)["languages"]
    assert (entry["item"], entry["language"], entry["translatedBy"]) == (str(plan.pk), "es", "self")
    assert entry["translation"] == str(english.pk)
    pieces = [piece for one in contents_of(submission).by_requirement for piece in one.items]
    (shown,) = [piece.spoken for piece in pieces if piece.spoken]
    assert (shown.own_name, shown.beside.alias) == ("español", pieces[1].alias)
    assert "portfolios_submittedlanguage" in frozen_tables()
    with pytest.raises(operations.BeingJudged):
        spoken(cast, plan, "fr")


def test_an_answer_has_a_language_too(cast, pursuit):
    question = make.asked(pursuit)
    make.fill(pursuit, at=cast.at)
    say_language(
        actor=cast.ada,
        pursuit=pursuit,
        requirement=question,
        item=None,
        language="ht",
        translated_by="person",
        beside=None,
        at=cast.at,
    )
    contents = contents_of(make.handed_in(pursuit, at=cast.at))

    assert [one.spoken.language for one in contents.by_requirement if one.spoken] == ["ht"]


def test_work_in_the_language_that_was_asked_says_nothing_of_it(cast, pursuit):
    submission = make.handed_in(pursuit, at=cast.at)

    assert "languages" not in json.loads(submission.manifest)
    assert not any(one.spoken for one in contents_of(submission).by_requirement)


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        ("LanguageUnknown", {"language": "xx-none"}),
        ("TranslatorUnnamed", {"beside": "another"}),
        ("TranslationElsewhere", {"translated_by": "self", "beside": "itself"}),
        ("TranslationElsewhere", {"translated_by": "self", "beside": "taken out"}),
    ],
)
def test_a_language_and_its_translation_have_to_be_there(cast, pursuit, plan, refusal, changes):
    gone = make.put(pursuit, "gone.pdf", make.pdf(4), at=cast.at)
    take_out(actor=cast.ada, item=gone, at=cast.at)
    others = {"itself": plan, "taken out": gone, "another": make.put(pursuit, "b.pdf", make.pdf(2), at=cast.at)}
    changes = {name: others.get(value, value) for name, value in changes.items()}

    with pytest.raises(getattr(operations, refusal)):
        spoken(cast, plan, **changes)
    with pytest.raises(NotAllowed):
        spoken(cast, plan, actor=cast.gus)


def test_what_is_not_taken_as_it_is_waits_for_a_translation(cast, pursuit, plan, lead):
    taken(cast, lead, "es")
    spoken(cast, plan, "ht")
    with pytest.raises(EvidenceUnready) as no:
        make.handed_in(pursuit, at=cast.at)
    (problem,) = no.value.problems
    assert "Kreyòl ayisyen" in str(problem.words)

    english = make.put(pursuit, "plan-en.pdf", make.pdf(2), at=cast.at)
    spoken(cast, plan, "ht", translated_by="machine", beside=english)
    assert not any(piece.wanting for piece in pieces_of(workspace_of(pursuit)))
    take_out(actor=cast.ada, item=english, at=cast.at)
    assert [piece.wanting for piece in pieces_of(workspace_of(pursuit)) if piece.wanting] == ["translation"]


def test_the_last_word_of_the_nearest_counts_and_a_program_has_its_own(cast, lead):
    university, district = cast.places["carolinacred"], cast.places["cedar-creek"]
    assert languages_taken_in(university).languages == ()
    taken(cast, lead, "fr")
    taken(cast, lead, "es", "en", otherwise="not_taken", at=make.later(cast.at, hours=1))
    of_its_own = pilot(cast, owner=university)
    taken(cast, lead, "ht", of=of_its_own)

    assert languages_taken_in(university).names == ["English", "español"]
    assert not languages_taken_in(university).takes_translated
    assert languages_taken_in(university, of_its_own).languages == ("ht",)
    assert languages_taken_in(district).said is None or university.pk in district.lineage


def test_only_administrators_say_what_is_taken(cast, lead):
    with pytest.raises(NotAllowed):
        taken(cast, cast.ada, "es")
    with pytest.raises(operations.LanguageUnknown):
        taken(cast, lead, "klingon")
    assert not LanguageTerms.objects.exists()
