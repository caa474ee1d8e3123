"""Awards in other forms: Open Badges 2.0 hosted, learner records from the page of one's awards, endorsements."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from microcred.credentials import operations
from microcred.credentials.models import Award, DocumentIntent
from microcred.credentials.tests import make
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast) -> Award:
    return make.award(cast, earned_at=now() - timedelta(hours=1))


def path(url: str) -> str:
    return url.removeprefix("http://localhost:8000")


def test_the_assertion_leads_to_its_badge_and_its_issuer(client: Client, award: Award):
    assertion = client.get(f"/open-badges-2/assertions/{award.pk}.json")
    assert "json" in assertion["Content-Type"]
    said = assertion.json()
    assert said["verification"] == {"type": "HostedBadge"}
    assert path(said["id"]) == f"/open-badges-2/assertions/{award.pk}.json"
    identity = json.loads(award.intent.signed.text)["credentialSubject"]["identifier"][0]
    assert (said["recipient"]["identity"], said["recipient"]["salt"]) == (identity["identityHash"], identity["salt"])
    assert not re.search("ada[@.]|whitfield", assertion.content.decode(), re.IGNORECASE), "nobody's address"
    badge = client.get(path(said["badge"])).json()
    assert (badge["id"], badge["name"]) == (said["badge"], award.version.title)
    issuer = client.get(path(badge["issuer"])).json()
    assert (issuer["id"], issuer["type"]) == (badge["issuer"], "Issuer")
    assert client.get(path(said["image"])).status_code == 200


def test_what_is_taken_back_is_gone_and_does_not_say_why(client: Client, cast: Cast, award: Award):
    operations.revoke(actor=cast.lena, award=award, reason="Not her own.", at=now())
    gone = client.get(f"/open-badges-2/assertions/{award.pk}.json")
    assert gone.status_code == 410
    assert gone.json()["revoked"] is True
    assert "Not her own." not in gone.content.decode()


def test_the_educator_makes_a_learner_record_and_anyone_with_its_address_checks_it(
    client: Client, cast: Cast, award: Award
):
    client.force_login(cast.ada)
    page = client.post("/awards/record/", {"award": [str(award.pk)]}, follow=True).content.decode()
    assert "Being signed" in page
    outbox.deliver_all()
    document = DocumentIntent.objects.get()
    assert f"/documents/{document.pk}/" in client.get("/awards/").content.decode()
    client.logout()
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert "Valid" in page
    assert f"/credentials/{award.pk}/" not in page, "a stranger is not led to the holder's name"
    served = client.get(f"/documents/{document.pk}/document.json")
    assert served.content.decode() == document.signed.text


def test_who_has_no_award_is_told_so(client: Client, cast: Cast):
    client.force_login(cast.gus)
    assert client.post("/awards/record/").status_code == 409


def test_an_administrator_endorses_by_the_address_of_a_page(client: Client, cast: Cast, award: Award):
    make.issuer(cast, place="mira")
    appoint(actor=None, person=cast.quinn, organization=cast.places["mira"], role=Role.ORG_ADMIN, at=cast.at)
    client.force_login(cast.quinn)
    form = {"address": f"http://localhost:8000/credentials/{award.pk}/", "comment": "We saw it at work."}
    client.post("/issuers/mira/management/endorsement/", form)
    outbox.deliver_all()
    page = client.get(f"/credentials/{award.pk}/").content.decode()
    assert "Endorsed by" in page
    nowhere = client.post("/issuers/mira/management/endorsement/", {**form, "address": "/nothing/"})
    assert nowhere.status_code == 422
