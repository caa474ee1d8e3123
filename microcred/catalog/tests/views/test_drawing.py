import pytest

from microcred.catalog import operations
from microcred.catalog.models import Crosswalk
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db
HERE = "/crosswalk-drawings/across/"


@pytest.fixture
def curator(client):
    operations.draw_crosswalk(
        actor=make.cora(), owner=make.university(), slug="across", name="Across", description="", stacks=[]
    )
    client.force_login(make.cora())
    return client


def text(response):
    return " ".join(response.content.decode().split())


def test_a_crosswalk_begins_with_a_name_and_gets_a_free_address(curator):
    sent = {"name": "Across", "owner": make.university().slug}
    assert curator.post("/crosswalk-drawings/", sent)["Location"] == "/crosswalk-drawings/across-2/"
    assert curator.post("/crosswalk-drawings/", {"name": "", "owner": "nowhere"}).status_code == 400
    assert "Across" in text(curator.get("/crosswalk-drawings/"))


def test_what_is_found_is_added_moved_and_taken_out_by_buttons(curator):
    version = make.version()
    slug = version.micro_credential.slug
    operations.open_stack(actor=None, owner=make.university(), slug="change", name="Change", description="", position=0)
    page = text(curator.get(f"{HERE}?q=change"))
    assert f'value="add:micro-credential:{slug}"' in page
    assert 'value="add:stack:change"' in page
    curator.post(f"{HERE}?q=change", {"do": f"add:micro-credential:{slug}"})
    curator.post(HERE, {"do": "add:stack:change"})
    curator.post(HERE, {"do": "up:stack:change"})
    page = text(curator.get(HERE))
    assert page.index('value="up:stack:change"') < page.index(f'value="up:micro-credential:{slug}"')
    assert version.title in text(curator.get("/crosswalks/across/"))
    curator.post(HERE, {"do": f"remove:micro-credential:{slug}"})
    assert version.title not in text(curator.get("/crosswalks/across/"))


def test_gaps_are_told_apart_by_whether_the_catalogue_has_something(curator):
    make.standards()
    version = make.version(make.design())
    slug = version.micro_credential.slug
    page = text(curator.get(f"{HERE}?framework=scts-4"))
    assert "Nothing, and nowhere in the catalogue" in page
    assert f'value="add:micro-credential:{slug}"' in page
    curator.post(f"{HERE}?framework=scts-4", {"do": f"add:micro-credential:{slug}"})
    page = text(curator.get(f"{HERE}?framework=scts-4"))
    aligned = version.alignments.count()
    assert f"{aligned} of " in page
    assert f'value="add:micro-credential:{slug}"' not in page
    only = text(curator.get(f"{HERE}?framework=scts-4&show=gaps"))
    assert f"<strong>{version.alignments.first().standard.code}</strong>" not in only


def test_a_name_is_changed_and_an_empty_one_refused(curator):
    curator.post(HERE, {"do": "describe", "name": "Whole child", "description": "All of it."})
    assert Crosswalk.objects.get().name == "Whole child"
    refused = curator.post(HERE, {"do": "describe", "name": ""})
    assert refused.status_code == 409
    assert "Give the crosswalk a name." in text(refused)


@pytest.mark.parametrize("do", ["", "add", "add:stack:none", "add:planet:mars", "fly:stack:change"])
def test_what_no_button_says_does_nothing(curator, do):
    assert curator.post(HERE, {"do": do}).status_code == 404


def test_who_curates_nowhere_is_told_nothing(curator, client):
    client.force_login(make.gus())
    assert client.get("/crosswalk-drawings/").status_code == 404
    assert client.get(HERE).status_code == 404
