import pytest
from django.urls import reverse

from microcred.catalog.design import Design, words_in
from microcred.catalog.queries import rubric_of
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db

ADDRESS = ("managing-change", "es")


@pytest.fixture
def version(client):
    client.force_login(make.cora())
    return make.version()


def every_field(version):
    return {f"text:{words.key}": f"es {words.text}" for words in words_in(Design.model_validate(version.design))}


def test_an_author_translates_side_by_side_and_publishes(client, version):
    page = client.get(reverse("translation", args=ADDRESS)).content.decode()
    assert "missing" in page
    assert 'lang="es"' in page
    kept = client.post(reverse("translation", args=ADDRESS), {"text:name": "Acompañar el cambio", "do": "save"})
    assert kept.status_code == 302
    refused = client.post(reverse("translation", args=ADDRESS), {"do": "publish"})
    assert refused.status_code == 409
    assert "missing or stale" in refused.content.decode()
    done = client.post(reverse("translation", args=ADDRESS), {**every_field(version), "do": "publish"})
    assert done["Location"] == "/catalogue/managing-change/versions/1/in/es/"


def test_what_is_too_long_is_refused_by_its_name_and_all_that_was_typed_stays_on_the_page(client, version):
    typed = {"text:name": "Acompañar el cambio", "text:rationale": "a" * 40_001, "do": "save"}
    refused = client.post(reverse("translation", args=ADDRESS), typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "“Rationale” has 40001 characters; at most 40000 are kept" in page
    assert "Acompañar el cambio" in page
    assert "a" * 40_001 in page
    assert "Acompañar el cambio" not in client.get(reverse("translation", args=ADDRESS)).content.decode()


def test_everyone_reads_it_with_its_language_and_the_same_identifiers(client, version):
    client.post(reverse("translation", args=ADDRESS), {**every_field(version), "do": "publish"})
    client.logout()
    page = client.get("/catalogue/managing-change/versions/1/in/es/").content.decode()
    assert "es Managing Change" in page
    assert "The original is the authoritative one" in page
    assert '<h1 lang="es">' in page
    for criterion in rubric_of(version).criteria:
        assert f"criterion-{criterion.id}" in page
        assert f"es {criterion.name}" in page
    original = client.get("/catalogue/managing-change/").content.decode()
    assert "/versions/1/in/es/" in original
    assert "es Managing Change" not in original


def test_what_was_not_translated_is_not_there(client, version):
    assert client.get("/catalogue/managing-change/versions/1/in/es/").status_code == 404
    assert client.get(reverse("translation", args=("managing-change", "en"))).status_code == 404


def test_strangers_translate_nothing(client, version):
    client.force_login(make.gus())
    assert client.get(reverse("translation", args=ADDRESS)).status_code == 404
