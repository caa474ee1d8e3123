"""Zero bytes, which PostgreSQL cannot hold, in what people and programs send: left out wherever they come in."""

import pytest

from microcred.authoring.tests.make import draft
from microcred.catalog.tests import make
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora(client):
    """Somebody who writes for the university and administers it, signed in."""
    person = make.cora()
    appoint(actor=None, person=person, organization=make.university(), role=Role.ORG_ADMIN, at=make.AT)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    "address",
    [
        "/drafts/board/?q=a%00b",
        "/catalogue/?q=a%00b",
        "/catalogue/?stack=a%00b&%00=1",
        "/drafts/%00/",
        "/organizations/a%00b/",
        "/invitations/a%00b/",
        "/credentials/00000000-0000-7000-8000-000000000000/credential.a%00b.jwt",
    ],
)
def test_in_an_address(client, cora, address):
    assert client.get(address).status_code in {200, 404}


def test_in_an_address_they_are_left_out_and_in_its_path_they_lead_nowhere(client, cora):
    make.version()
    found = client.get("/catalogue/?q=chan%00ge").content.decode()
    assert 'value="change"' in found
    assert client.get("/catalogue/managing-change%00/").status_code == 404


def test_in_a_form(client, cora):
    version = make.version(license="CC-BY-4.0")
    slug = version.micro_credential.slug
    for address, sent in (
        ("/crosswalk-drawings/", {"owner": "a\x00b", "name": "x", "slug": "x"}),
        (f"/forks/{slug}/", {"owner": "a\x00b"}),
        (f"/catalogue/{slug}/translations/es/", {"text:name": "a\x00b", "text:competency": "a\x00b"}),
        (
            "/elsewhere/",
            {"organization": "a\x00b", "title": "x\x00", "url": "https://example.org/", "issuer_name": "y"},
        ),
        (f"/drafts/{draft().pk}/", {"name": "a\x00b", "name\x00": "c"}),
    ):
        assert client.post(address, sent).status_code < 500, address
