import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from microcred.organizations.models import Role
from microcred.quality.framework_file import read_json, read_spreadsheet, write_json, write_spreadsheet
from microcred.quality.models import Edition, QualityFramework
from microcred.quality.tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "/quality/import/"


@pytest.fixture
def pia(client):
    places = make.tree()
    person = make.somebody("Pia", Role.PARTNERSHIP_ADMIN, places["partnership"])
    client.force_login(person)
    return person


def send(client, content, *, name="framework.xlsx"):
    return client.post(ADDRESS, {"owner": "partnership", "file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("write", [write_json, write_spreadsheet])
def test_a_file_is_looked_at_first_and_taken_in_when_one_says_so(pia, client, write):
    looked_at = send(client, write(make.framework()))

    assert looked_at.status_code == 200
    assert not QualityFramework.objects.exists()
    carried = looked_at.context["carried"]
    assert client.post(ADDRESS, {"owner": "partnership", "document": carried}).status_code == 302
    assert Edition.objects.get().name == "House standards"


def test_a_broken_row_is_named_and_nothing_is_taken_in(pia, client):
    broken = make.framework().model_dump(mode="json")
    broken["standards"][0]["components"][1]["roles"] = ["janitor"]
    response = send(client, json.dumps(broken).encode(), name="framework.json")

    assert response.status_code == 422
    shown = response.content.decode()
    assert "Standard 1, component 2" in shown
    assert "“janitor” is no role that answers. The roles are: earner," in shown
    assert not QualityFramework.objects.exists()


def test_a_document_that_was_tampered_with_on_the_way_is_looked_at_again(pia, client):
    response = client.post(ADDRESS, {"owner": "partnership", "document": '{"slug": "x"}'})

    assert response.status_code == 422
    assert not QualityFramework.objects.exists()


def test_the_next_edition_says_what_it_changes(pia, client):
    make.published(pia.memberships.get().organization)
    standards = (make.framework().standards[0],)
    comparison = send(client, write_json(make.framework(version="2", standards=standards))).context["comparison"]

    assert (comparison.added, comparison.changed, comparison.removed, comparison.unchanged) == ((), (), ("B1",), 2)


def test_what_is_exported_comes_back_the_same(pia, client):
    edition = make.published(pia.memberships.get().organization)
    base = f"/quality/frameworks/{edition.framework.slug}/{edition.number}/framework"

    assert read_json(client.get(f"{base}.json").content).document == make.framework()
    assert read_spreadsheet(client.get(f"{base}.xlsx").content).document == make.framework()


def test_nothing_sent_is_said_and_another_organization_is_not_there(pia, client):
    assert client.post(ADDRESS, {"owner": "partnership"}).status_code == 422
    assert client.post(ADDRESS, {"owner": "nowhere"}).status_code == 404


def test_an_empty_spreadsheet_is_given_and_refused_as_it_is(pia, client):
    given = client.get("/quality/import/template.xlsx")

    assert given["Content-Disposition"] == 'attachment; filename="quality-framework.xlsx"'
    response = send(client, given.content)
    assert response.status_code == 422
    assert "It has no name." in response.content.decode()
    assert "Row " not in response.content.decode(), "the example is sound"


def test_what_an_overlay_may_not_do_is_named_by_its_row_beside_what_is_broken_in_others(pia, client):
    make.published(pia.memberships.get().organization)
    component = make.overlay(*make.framework().standards).standards[0].components[0]
    broken = component.model_copy(update={"code": "X", "text": ""})
    clashing = component.model_copy(update={"code": "Y", "tightens": "gone"})
    standard = make.framework().standards[0].model_copy(update={"components": (broken, clashing)})
    shown = send(client, write_spreadsheet(make.overlay(standard))).content.decode()

    assert "<strong>Row 2</strong> The component does not say what must be so." in shown
    assert "<strong>Row 3</strong> It tightens “gone”, which the framework below does not have." in shown


def test_the_dry_run_shows_the_words_that_go_and_come(pia, client):
    make.published(pia.memberships.get().organization)
    document = make.framework(version="2").model_dump(mode="json")
    was = document["standards"][0]["components"][0]["text"]
    document["standards"][0]["components"][0]["text"] = "Words that nobody wrote before."
    shown = send(client, json.dumps(document).encode(), name="framework.json").content.decode()

    assert f"<del>{was}</del>" in shown
    assert "<ins>Words that nobody wrote before.</ins>" in shown
