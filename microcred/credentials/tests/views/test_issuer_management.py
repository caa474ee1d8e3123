"""The page of who looks after an issuer: keys, the brake, what verifiers can look up."""

from datetime import timedelta

import pytest
from django.test import Client

from microcred.credentials import operations
from microcred.credentials.models import Issuer, IssuingStop, SigningKey
from microcred.credentials.tests import make
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from tests.cast import Cast

PAGE = "/issuers/carolinacred/management/"


@pytest.fixture
def administrator(client: Client, cast: Cast, settings) -> Client:
    settings.PUBLIC_URL = "https://credentials.example.edu"
    make.issuer(cast)
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    client.force_login(cast.rosa)
    return client


def test_renewing_a_key_keeps_the_old_one_in_sight(administrator: Client):
    response = administrator.post(f"{PAGE}key/", {"purpose": "awards", "reason": "The yearly renewal."}, follow=True)
    text = response.content.decode()
    assert "The yearly renewal." in text
    assert all(key.public_multibase in text for key in SigningKey.objects.all())
    assert SigningKey.objects.filter(purpose="awards").count() == 2


def test_without_a_reason_no_key_is_renewed(administrator: Client):
    response = administrator.post(f"{PAGE}key/", {"purpose": "awards", "reason": ""})
    assert response.status_code == 422
    assert SigningKey.objects.filter(purpose="awards").count() == 1


def test_the_brake_says_what_waits(administrator: Client, cast: Cast):
    administrator.post(f"{PAGE}stop/", {"reason": "A key may have leaked."})
    make.intent(cast)
    text = administrator.get(PAGE).content.decode()
    assert "One award waits for its signature." in text
    assert "A key may have leaked." in text
    administrator.post(f"{PAGE}resumption/")
    assert "Stop issuing" in administrator.get(PAGE).content.decode()
    assert IssuingStop.objects.get().resumption.resumed_by == cast.rosa


def test_what_is_revoked_is_listed_only_when_the_issuer_chose_so(administrator: Client, cast: Cast):
    award = make.award(cast)
    operations.revoke(actor=cast.lena, award=award, reason="Not her own.", at=cast.at + timedelta(days=40))
    address = "/issuers/carolinacred/revocations.json"
    assert administrator.get(address).status_code == 404
    administrator.post(f"{PAGE}status/", {"lists_revoked": "on", "suspends": "on"})
    assert Issuer.objects.get().suspends
    listed = administrator.get(address)
    assert listed["Content-Type"] == "application/json"
    assert listed.json() == {
        "id": "https://credentials.example.edu/issuers/carolinacred/revocations.json",
        "issuer": award.issuer.did,
        "revokedCredential": [{"id": f"urn:uuid:{award.pk}", "revoked": True}],
    }
    assert b"Not her own." not in listed.content


def test_everybody_else_finds_nothing_there(administrator: Client, cast: Cast):
    for person in (cast.lena, cast.ada, cast.omar, cast.gus):
        administrator.force_login(person)
        for door in ("", "key/", "stop/", "resumption/", "status/"):
            answer = administrator.get(PAGE) if not door else administrator.post(PAGE + door)
            assert answer.status_code == 404
