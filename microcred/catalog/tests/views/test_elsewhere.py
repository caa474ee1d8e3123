import pytest

from microcred.catalog.models import ExternalMicroCredential
from microcred.catalog.queries import acceptance_of
from microcred.catalog.tests import make
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.queries import components_of
from microcred.quality.tests.make import framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    made = publish_edition(actor=None, owner=make.university(), document=framework(), at=make.AT)
    adopt_edition(actor=None, organization=make.university(), edition=made, at=make.AT)
    return made


@pytest.fixture
def pia(client):
    person = register(actor=None, name="Pia", email="pia@example.org")
    appoint(actor=None, person=person, organization=make.university(), role=Role.PARTNERSHIP_ADMIN, at=make.AT)
    client.force_login(person)
    return person


def refer(client, **changes):
    sent = {"title": "Checks", "issuer_name": "Elsewhere", "url": "https://example.org/checks"} | changes
    return client.post("/elsewhere/", {"organization": "university"} | sent)


def test_what_is_referred_to_is_seen_by_all_once_it_is_accepted(pia, edition, client):
    page = refer(client)["Location"]
    client.logout()
    assert client.get(page).status_code == 404
    client.force_login(pia)
    one = components_of(edition)[0].id
    sent = {"outcome": "conditional", "reason": "Its page says so.", "conditions": "With an artifact."}
    client.post(f"{page}decision/", sent | {f"verdict-{one}": "not_met", f"note-{one}": "Two abilities."})
    client.logout()

    assert acceptance_of(ExternalMicroCredential.objects.get()).conditions == "With an artifact."
    assert "Two abilities." in client.get(page).content.decode()
    assert "Checks" in client.get("/elsewhere/").content.decode()


def test_an_unfounded_decision_is_refused_on_the_page(pia, edition, client):
    page = refer(client)["Location"]
    one = components_of(edition)[0].id
    response = client.post(
        f"{page}decision/", {"outcome": "accepted", "reason": "Why not.", f"verdict-{one}": "not_met"}
    )

    assert response.status_code == 409
    assert acceptance_of(ExternalMicroCredential.objects.get()) is None


def test_an_address_that_is_none_is_refused_and_strangers_find_nothing(pia, edition, client):
    assert refer(client, url="javascript:alert(1)").status_code == 409
    page = refer(client)["Location"]
    client.force_login(make.gus())

    assert refer(client).status_code == 404
    assert client.get(page).status_code == 404
    assert client.post(f"{page}decision/", {}).status_code == 404


def test_the_list_costs_the_same_however_long_it_is(pia, edition, client, django_assert_max_num_queries):
    for number in range(3):
        refer(client, url=f"https://example.org/{number}")
    with django_assert_max_num_queries(16):
        client.get("/elsewhere/")
