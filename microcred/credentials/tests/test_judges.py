"""What this server awards, as served by its own doors, judged by four verifiers that we did not write."""

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from microcred.credentials import operations
from microcred.credentials.tests import make
from microcred.openbadges.tests.conftest import Judges
from tests.cast import Cast

pytestmark = pytest.mark.slow


def served(client: Client, path: str) -> dict:
    response = client.get(path)
    assert response.status_code == 200
    return json.loads(response.content)


EARNED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""Two days before the moment at which the JavaScript judges are asked."""


@pytest.fixture
def award(cast: Cast):
    return make.award(cast, earned_at=EARNED)


@pytest.fixture
def credential(client: Client, award, judges: Judges):
    """The credential as a stranger downloads it; the judges are handed what they would fetch."""
    path = award.intent.status_list.url.removeprefix("http://localhost:8000")
    judges.documents[award.intent.status_list.url] = served(client, path)
    return served(client, f"/credentials/{award.pk}/credential.json")


def test_all_four_accept_it_and_so_does_the_official_schema(credential, judges: Judges, official_schema: Path):
    javascript = judges.javascript(credential, schema=official_schema)
    python = judges.python(credential)
    assert javascript.accepted, javascript.words
    assert python.accepted, python.words


def test_all_four_refuse_it_once_it_is_changed(credential, judges: Judges):
    tampered = copy.deepcopy(credential)
    tampered["credentialSubject"]["achievement"]["name"] = "Mastering Change"
    javascript = judges.javascript(tampered)
    python = judges.python(tampered)
    assert '"verified":false' in javascript.words
    assert "FAIL @digitalcredentials/verifier-core" in javascript.words
    assert "FAIL  openbadgeslib" in python.words
    assert "FAIL  openvc-core" in python.words


def test_they_report_it_once_it_is_revoked(cast: Cast, client: Client, award, credential, judges: Judges):
    operations.revoke(actor=cast.lena, award=award, reason="Error.", at=award.earned_at + timedelta(days=1))
    url = award.intent.status_list.url
    judges.documents[url] = served(client, url.removeprefix("http://localhost:8000"))
    javascript = judges.javascript(credential)
    python = judges.python(credential, status=url)
    assert '{"purpose":"revocation","set":true}' in javascript.words
    assert '"revocation_status":false' in javascript.words
    assert any("openvc-core" in line and "revoked" in line.lower() for line in python.words.splitlines()), python.words


def test_the_baked_images_are_read_by_others(client: Client, award, judges: Judges, tmp_path: Path):
    for kind in ("png", "svg"):
        image = tmp_path / f"badge.{kind}"
        image.write_bytes(client.get(f"/credentials/{award.pk}/credential.{kind}").content)
        python = judges.python(image)
        assert python.accepted, python.words


def test_a_did_web_issuer_is_accepted_too(cast: Cast, client: Client, judges: Judges, settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"
    award = make.award(cast, earned_at=EARNED)
    judges.documents[award.issuer.did] = served(client, "/issuers/carolinacred/did.json")
    judges.documents[award.intent.status_list.url] = served(client, f"/status/{award.intent.status_list_id}/")
    credential = served(client, f"/credentials/{award.pk}/credential.json")
    javascript = judges.javascript(credential)
    python = judges.python(credential)
    assert javascript.accepted, javascript.words
    assert python.accepted, python.words
