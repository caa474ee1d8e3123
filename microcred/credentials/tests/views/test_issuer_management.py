"""The page of who looks after an issuer: keys, the brake, what verifiers can look up."""

from datetime import timedelta

import pytest
from django.test import Client

from microcred.credentials import operations
from microcred.credentials.models import Issuer, IssuingStop, KeyCondemnation, SignedAgain, SigningKey
from microcred.credentials.reactions import sign_again_what_was_condemned
from microcred.credentials.tests import make
from microcred.foundation.ids import uuid7
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


def test_a_stolen_key_is_condemned_and_what_was_awarded_since_is_upheld(administrator: Client, cast: Cast):
    early = make.award(cast)
    make.award(cast, of=early.version, person=cast.gus, earned_at=cast.at + timedelta(days=40))
    stolen = early.intent.key
    since = "2026-10-02T08:00"

    text = administrator.post(
        f"{PAGE}condemnation/", {"key": stolen.pk, "since": since, "reason": "A laptop was lost."}, follow=True
    ).content.decode()

    assert "A laptop was lost." in text
    assert "One award does not hold until you say that it stands." in text
    assert cast.gus.name in text
    assert cast.ada.name not in text, "hers was awarded before"
    condemnation = KeyCondemnation.objects.get()
    assert (condemnation.key, condemnation.condemned_by) == (stolen, cast.rosa)
    administrator.post(f"{PAGE}condemnation/{condemnation.pk}/upholding/")
    assert "until you say that it stands" not in administrator.get(PAGE).content.decode()
    sign_again_what_was_condemned()
    assert SignedAgain.objects.count() == 2
    assert "Condemned" in Client().get("/issuers/carolinacred/").content.decode()


@pytest.mark.parametrize("given", [{"since": ""}, {"since": "2999-01-01T00:00"}, {"reason": " "}, {"key": "no key"}])
def test_a_key_is_condemned_with_a_moment_and_a_reason_only(administrator: Client, given):
    key = SigningKey.objects.filter(purpose="awards").get()
    asked = {"key": key.pk, "since": "2026-10-02T08:00", "reason": "A laptop was lost.", **given}
    response = administrator.post(f"{PAGE}condemnation/", asked)
    assert response.status_code == 422
    assert not KeyCondemnation.objects.exists()
    if given.get("reason") is None:
        assert "A laptop was lost." in response.content.decode(), "what was written is kept"


def test_another_issuers_key_is_not_among_those_to_condemn(administrator: Client, cast: Cast):
    other = make.issuer(cast, place="mira").keys.first()
    asked = {"key": other.pk, "since": "2026-10-02T08:00", "reason": "A laptop was lost."}
    assert administrator.post(f"{PAGE}condemnation/", asked).status_code == 422
    assert not KeyCondemnation.objects.exists()


def test_everybody_else_finds_nothing_there(administrator: Client, cast: Cast):
    for person in (cast.lena, cast.ada, cast.omar, cast.gus):
        administrator.force_login(person)
        for door in (
            "",
            "key/",
            "condemnation/",
            f"condemnation/{uuid7()}/upholding/",
            "stop/",
            "resumption/",
            "status/",
        ):
            answer = administrator.get(PAGE) if not door else administrator.post(PAGE + door)
            assert answer.status_code == 404
