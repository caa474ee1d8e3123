import pytest

from microcred.organizations.models import Role
from microcred.quality.framework_file import StandardText
from microcred.quality.operations import adopt_edition
from microcred.quality.queries import edition_of
from microcred.quality.tests import make
from microcred.quality.working_standards import working_standards

pytestmark = pytest.mark.django_db


def test_a_framework_is_read_by_everyone_with_who_answers_and_what_shows_it(client):
    make.published(make.tree()["partnership"], working_standards())
    page = client.get("/quality/frameworks/microcred-working-standards/").content.decode()

    assert "exactly one competency" in page
    assert "Working standards, not official" in page
    assert "<code>one-competency</code>" in page


def test_an_overlay_marks_what_is_its_own(client):
    places = make.tree()
    make.published(places["partnership"])
    make.published(
        places["state"],
        make.overlay(
            StandardText(code="A", components=(make.component("A1", tightens="A1"), make.component("A3", "Added.")))
        ),
    )
    page = client.get("/quality/frameworks/state-overlay/").content.decode()

    assert page.count("tightened here") == 1
    assert page.count("added here") == 1
    assert "Calibrated." in page


def test_the_list_costs_the_same_however_long_it_is(client, django_assert_num_queries):
    place = make.tree()["partnership"]
    make.published(place)
    with django_assert_num_queries(1):
        client.get("/quality/")
    for name in ("two", "three"):
        make.published(place, make.framework(name))
    with django_assert_num_queries(1):
        assert client.get("/quality/").content.decode().count('scope="row"') == 3


def test_an_administrator_adopts_and_sets_how_often(client):
    places = make.tree()
    edition = make.published(places["partnership"])
    client.force_login(make.somebody("Pia", Role.PARTNERSHIP_ADMIN, places["partnership"]))

    client.post("/quality/adoptions/", {"organization": "state", "edition": str(edition.pk)})
    client.post("/quality/adoptions/", {"organization": "state", "months": "24"})

    rows = {row.organization.slug: row for row in client.get("/quality/adoptions/").context["rows"]}
    assert edition_of(places["district"]) == edition
    assert (rows["district"].edition, rows["district"].said_by, rows["district"].months) == (
        edition,
        places["state"],
        24,
    )
    assert (rows["other-state"].edition, rows["other-state"].months) == (None, 36)


def test_what_each_goes_by_costs_the_same_however_many_they_are(client, django_assert_max_num_queries):
    places = make.tree()
    adopt_edition(
        actor=None, organization=places["partnership"], edition=make.published(places["partnership"]), at=make.AT
    )
    client.force_login(make.somebody("Pia", Role.PARTNERSHIP_ADMIN, places["partnership"]))
    with django_assert_max_num_queries(16):
        assert client.get("/quality/adoptions/").status_code == 200
