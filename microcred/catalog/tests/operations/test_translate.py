from datetime import timedelta

import pytest

from microcred.catalog import operations
from microcred.catalog.design import Design, Kind, TranslationState, as_json, words_in
from microcred.catalog.models import TranslatedField, Translation
from microcred.catalog.queries import fields_of, translation_of
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db


def into_spanish(version, texts=None, **changes):
    wishes = {"actor": make.cora(), "language": "es", "at": make.AT, **changes}
    if texts is None:
        texts = {words.key: f"es {words.text}" for words in words_in(Design.model_validate(version.design))}
    return operations.translate(micro_credential=version.micro_credential, texts=texts, **wishes)


def published(version, **changes):
    wishes = {"actor": make.cora(), "language": "es", "at": make.AT, **changes}
    return operations.publish_translation(micro_credential=version.micro_credential, **wishes)


def revised(version):
    content = as_json(make.plain_design())
    content["requirements"][0]["guidance"] += " Briefly."
    return operations.publish(
        actor=make.cora(),
        owner=make.university(),
        design=Design.model_validate(content),
        micro_credential=version.micro_credential,
        change=Kind.EDITORIAL,
        note="Shorter.",
        at=make.AT + timedelta(days=1),
    )


def test_fields_are_kept_one_by_one_with_who_and_when():
    version = make.version()
    assert into_spanish(version, {"name": "Acompañar el cambio"}) == 1
    assert into_spanish(version, {"name": "Acompañar el cambio", "competency": ""}) == 0
    row = TranslatedField.objects.get()
    assert (row.source, row.changed_by) == ("Managing Change", make.cora())


def test_a_whole_translation_is_published_once_and_a_mended_one_is_the_next():
    version = make.version()
    into_spanish(version)
    first = published(version)
    assert published(version) == first
    into_spanish(version, {"name": "Otro nombre"})
    second = published(version)
    assert (first.number, second.number) == (1, 2)
    assert translation_of(version, "es") == second
    assert Translation.objects.get(pk=first.pk).texts["name"] == "es Managing Change"


def test_what_is_missing_keeps_it_from_being_published():
    version = make.version()
    into_spanish(version, {"name": "Acompañar el cambio"})
    with pytest.raises(operations.TranslationUnfinished) as refused:
        published(version)
    assert "competency" in [field.key for field in refused.value.fields]


def test_a_field_whose_source_changed_is_stale_until_somebody_looks():
    first = make.version()
    into_spanish(first)
    published(first)
    second = revised(first)
    stale = [field for field in fields_of(first.micro_credential, second, "es") if field.state != "current"]
    assert [field.state for field in stale] == [TranslationState.STALE]
    assert stale[0].source == f"{stale[0].was} Briefly."
    with pytest.raises(operations.TranslationUnfinished):
        published(second)
    assert into_spanish(second, {stale[0].key: stale[0].text}) == 1, "looked through, and right still"
    assert published(second).version == second


@pytest.mark.parametrize("language", ["en", "xx"])
def test_a_translation_is_into_another_language_that_the_server_speaks(language):
    with pytest.raises(operations.LanguageUnfit):
        into_spanish(make.version(), language=language)


def test_a_field_that_is_not_there_is_refused():
    with pytest.raises(operations.FieldUnknown):
        into_spanish(make.version(), {"nothing": "nada"})


def test_only_its_authors_translate():
    version = make.version()
    for verb in (into_spanish, published):
        with pytest.raises(NotAllowed):
            verb(version, actor=make.gus())
