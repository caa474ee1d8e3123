"""A lead writes modules, publishes them in editions, and says which must be done."""

import pytest
from django.db import ProgrammingError, transaction

from microcred.calibration.models import TrainingDraft, TrainingEdition
from microcred.calibration.operations import (
    DraftMoved,
    LanguagesDiffer,
    NotPublished,
    PageEmpty,
    QuestionUndecided,
    QuestionUnreadable,
    TrainingStands,
    add_page,
    begin_edition,
    open_module,
    open_rubric_module,
    publish_edition,
    say_training,
    take_page_out,
    write_module,
    write_page,
)
from microcred.calibration.queries import missing_before
from microcred.calibration.rules.modules import from_json
from microcred.calibration.tests.make import met_and_tried
from microcred.calibration.tests.make_training import done, edition_of, general, required
from microcred.foundation.refusals import NotAllowed


@pytest.fixture
def tried(db):
    return met_and_tried()


@pytest.fixture
def cast(tried):
    return tried[0]


@pytest.fixture
def version(tried):
    return tried[1]


@pytest.fixture
def kim(tried):
    return tried[2]


@pytest.fixture
def place(cast):
    return cast.places["carolinacred"]


def written(cast, draft, page=1, language="en", questions="? A?\n- no\n+ yes\n> So.", **amiss):
    said = {"title": "First", "words": "Words.", "revision": draft.revision, "at": cast.at} | amiss
    return write_page(actor=cast.lena, draft=draft, page=page, language=language, questions=questions, **said)


def published(cast, draft, *, again=False):
    return publish_edition(actor=cast.lena, draft=draft, again=again, revision=draft.revision, at=cast.at)


def test_the_general_modules_are_there_at_once_in_both_languages_and_once(cast):
    modules = general(cast)

    assert [edition_of(one).said("es")[1].title for one in modules][1] == "El sesgo al juzgar"
    assert all(edition_of(one).number == 1 for one in modules)
    assert general(cast) == []


def test_a_module_of_ones_own_from_draft_to_edition(cast, place):
    module = open_module(actor=cast.lena, organization=place, title="Our forms", language="en", at=cast.at)
    draft = module.draft
    with pytest.raises(PageEmpty):
        published(cast, draft)
    draft = written(cast, draft)
    draft = add_page(actor=cast.lena, draft=draft, revision=draft.revision, at=cast.at)
    draft = written(cast, draft, page=2, title="Second")
    draft = take_page_out(actor=cast.lena, draft=draft, page=2, revision=draft.revision, at=cast.at)
    edition = published(cast, draft)

    assert [page.title for page in edition.said("en")[1].pages] == ["First"]
    assert edition.said("es")[0] == "en", "where there is no Spanish, English is shown and said to be"
    assert not TrainingDraft.objects.exists()
    with pytest.raises(ProgrammingError), transaction.atomic():
        TrainingEdition.objects.filter(pk=edition.pk).update(minutes=1)


def test_a_second_language_begins_with_the_words_of_the_first_and_asks_the_same(cast, place):
    draft = open_module(actor=cast.lena, organization=place, title="Ours", language="en", at=cast.at).draft
    draft = written(cast, draft)
    titles = {"en": "Ours", "es": "Lo nuestro"}
    draft = write_module(actor=cast.lena, draft=draft, titles=titles, minutes=7, revision=draft.revision, at=cast.at)
    assert from_json(draft.texts["es"]).pages[0].words == "Words."
    draft = written(cast, draft, language="es", questions="? ¿A?\n+ sí\n- no")
    with pytest.raises(LanguagesDiffer):
        published(cast, draft)
    draft = written(cast, draft, language="es", questions="? ¿A?\n- no\n+ sí")

    assert published(cast, draft).languages == ["en", "es"]


def test_what_another_tab_saved_is_not_overwritten(cast, place):
    draft = open_module(actor=cast.lena, organization=place, title="Ours", language="en", at=cast.at).draft
    written(cast, draft, words="Hers.")
    with pytest.raises(DraftMoved):
        written(cast, draft, words="Mine.")

    assert from_json(TrainingDraft.objects.get().texts["en"]).pages[0].words == "Hers."


def test_questions_that_cannot_be_read_are_named(cast, place):
    draft = open_module(actor=cast.lena, organization=place, title="Ours", language="en", at=cast.at).draft
    with pytest.raises(QuestionUnreadable) as refused:
        written(cast, draft, questions="What?")
    assert "What?" in str(refused.value)
    with pytest.raises(QuestionUndecided):
        written(cast, draft, questions="? What?\n- no")


def test_the_module_of_a_rubric_writes_itself(cast, version, kim, place):
    module = open_rubric_module(actor=cast.lena, version=version, at=cast.at)
    content = module.draft.said("en")[1]
    names = [criterion.name for criterion in version.criteria.order_by("position")]

    assert [page.title for page in content.pages][1:-1] == names
    level = version.criteria.order_by("position").first().levels.order_by("position").first()
    assert level.descriptor in content.pages[1].words
    assert open_rubric_module(actor=cast.lena, version=version, at=cast.at) == module
    published(cast, module.draft)
    say_training(actor=cast.lena, organization=place, modules=[], rubric=True, rubric_months=12, at=cast.at)
    assert [step.edition.module for step in missing_before(kim, version, at=cast.at)] == [module]
    done(kim, module, at=cast.at)
    assert not missing_before(kim, version, at=cast.at)


def test_what_must_be_done_is_said_in_editions_and_twice_the_same_is_refused(cast, place):
    modules = general(cast)
    first = required(cast, *modules)
    with pytest.raises(TrainingStands):
        required(cast, *modules)
    second = required(cast, *modules, months=24)

    assert first.requirements.count() == second.requirements.count() == 4
    with pytest.raises(ProgrammingError), transaction.atomic():
        first.requirements.update(months=1)


def test_nobody_can_be_asked_for_what_is_not_published_or_is_not_theirs(cast, place):
    module = open_module(actor=cast.lena, organization=place, title="Ours", language="en", at=cast.at)
    with pytest.raises(NotPublished):
        required(cast, module)
    with pytest.raises(NotAllowed):
        say_training(actor=cast.ben, organization=place, modules=[], rubric=True, rubric_months=None, at=cast.at)
    with pytest.raises(NotAllowed):
        begin_edition(actor=cast.ben, module=module, at=cast.at)
    with pytest.raises(NotAllowed):
        open_module(actor=cast.ben, organization=place, title="Mine", language="en", at=cast.at)
