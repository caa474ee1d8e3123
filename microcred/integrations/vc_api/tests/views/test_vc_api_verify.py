"""VC-API verification: what holds, what does not and why, and never more than was checked."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.integrations.badge_hosts.tests.make import elsewhere
from microcred.openbadges import dids, proofs
from microcred.openbadges.contexts import CREDENTIALS_V2, DATA_INTEGRITY_V2
from microcred.openbadges.keys import SigningKey
from microcred.openbadges.tests.make import NOW
from tests.cast import Cast

KEY = SigningKey.generate()
DID = dids.did_key(KEY.public)

pytestmark = pytest.mark.django_db


@pytest.fixture
def award(cast: Cast):
    return credentials.award(cast, earned_at=now())


def ask(client: Client, what: str, body: Any):
    sent = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"/vc-api/{what}/verify", sent, content_type="application/json")


def credential(client: Client, document: Any, **more: Any):
    return ask(client, "credentials", {"verifiableCredential": document, **more})


def presented(*documents: Any, key: SigningKey = KEY, **how: Any) -> dict[str, Any]:
    unsigned = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": DID}
    if documents:
        unsigned["verifiableCredential"] = list(documents)
    unsigned |= {name: how.pop(name) for name in ("@context", "verifiableCredential") if name in how}
    method = dids.verification_method(dids.did_key(key.public), key.public)
    how = {"purpose": "authentication", "challenge": "c", "domain": "d", **how}
    return proofs.sign(unsigned, key, created=now(), verification_method=method, **how)


def test_an_award_of_ours_holds(client: Client, award):
    response = credential(client, json.loads(award.intent.signed.text))
    told = response.json()
    assert (response.status_code, told["verified"], told["verdict"]) == (200, True, "valid")
    assert told["errors"] == told["warnings"] == []
    assert {"proof", "status", "time"} <= set(told["checks"])
    assert response["Cache-Control"] == "no-store"


def test_an_issuer_nobody_knows_is_a_warning(client: Client, cast: Cast):
    told = credential(client, json.loads(elsewhere(cast.ada))).json()
    assert told["verified"] is True
    assert told["verdict"] == "unknown issuer"
    assert told["warnings"]


def test_a_changed_one_does_not(client: Client, award):
    changed = json.loads(award.intent.signed.text)
    changed["name"] = "Something grander"
    response = credential(client, changed)
    assert (response.status_code, response.json()["verified"]) == (400, False)
    assert response.json()["errors"][0]["type"].endswith("#PROOF_VERIFICATION_ERROR")


def test_a_revoked_one_does_not(client: Client, cast: Cast, award):
    revoke(actor=cast.lena, award=award, reason="Not her own work.", at=award.earned_at)
    told = credential(client, json.loads(award.intent.signed.text)).json()
    assert told["verified"] is False
    assert told["errors"][0]["type"].endswith("#STATUS_VERIFICATION_ERROR")
    assert "Not her own work" not in json.dumps(told)


def test_one_that_ran_out_does_not(client: Client, cast: Cast):
    ended = json.loads(elsewhere(cast.ada, valid_until=NOW + timedelta(seconds=1)))
    told = credential(client, ended).json()
    assert told["verified"] is False
    assert [each["type"].rpartition("#")[2] for each in told["errors"]] == ["CRYPTOGRAPHIC_SECURITY_ERROR"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verifiableCredential": None},
        {"verifiableCredential": 5},
        {"verifiableCredential": {}},
        {"verifiableCredential": "not.a.token"},
        {"verifiableCredential": {}, "options": []},
        {"verifiableCredential": {}, "options": {"trustEverything": True}},
        {"verifiableCredential": {}, "trustEverything": True},
        [],
    ],
    ids=str,
)
@pytest.mark.parametrize("what", ["credentials", "presentations"])
def test_what_cannot_be_read_is_400_with_a_reason(client: Client, what: str, body):
    response = ask(client, what, body)
    assert response.status_code == 400
    assert response.json()["verified"] is False
    assert response.json()["errors"][0]["detail"]


@pytest.mark.parametrize("more", [{"options": []}, {"options": {"checks": ["foo"]}}, {"foo": 1}])
def test_what_is_not_understood_is_refused(client: Client, award, more):
    """VCALM 1.0 section 2.4: the award holds, and what was asked beside it cannot be answered."""
    assert credential(client, json.loads(award.intent.signed.text), **more).status_code == 400
    assert credential(client, json.loads(award.intent.signed.text), options={"checks": ["proof"]}).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"@context": [DATA_INTEGRITY_V2, CREDENTIALS_V2]},
        {"@context": CREDENTIALS_V2},
        {"verifiableCredential": []},
    ],
    ids=str,
)
def test_a_presentation_that_is_not_built_as_one_does_not_hold(client: Client, change):
    """VCDM 2.0 sections 4.3, 4.4 and 4.13, however well it is signed."""
    told = ask(client, "presentations", {"verifiablePresentation": presented(**change)}).json()
    assert told["verified"] is False
    assert told["errors"][0]["type"].startswith("https://www.w3.org/TR/vc-data-model#")


def test_a_changed_one_is_told_of_nothing_that_was_not_looked_up(client: Client, award):
    changed = {**json.loads(award.intent.signed.text), "name": "Something grander"}
    told = credential(client, changed).json()
    kinds = {each["type"].rpartition("#")[2] for each in told["errors"] + told["warnings"]}
    assert "PROOF_VERIFICATION_ERROR" in kinds
    assert "STATUS_RETRIEVAL_ERROR" not in kinds


def test_a_presentation_says_whose_it_is_and_what_each_credential_comes_to(client: Client, award):
    signed = presented(json.loads(award.intent.signed.text))
    for options in ({"challenge": "c", "domain": "d"}, {}):
        response = ask(client, "presentations", {"verifiablePresentation": signed, "options": options})
        told = response.json()
        assert (response.status_code, told["verified"], told["holder"]) == (200, True, DID), told
        assert [each["verdict"] for each in told["credentialResults"]] == ["valid"]


@pytest.mark.parametrize(
    ("options", "error"), [({"challenge": "x"}, "INVALID_CHALLENGE_ERROR"), ({"domain": "x"}, "INVALID_DOMAIN_ERROR")]
)
def test_a_presentation_for_somebody_else_does_not_hold(client: Client, options, error: str):
    told = ask(client, "presentations", {"verifiablePresentation": presented(), "options": options}).json()
    assert told["verified"] is False
    assert told["errors"][0]["type"].endswith(f"#{error}")


def test_a_presentation_signed_by_another_than_its_holder_does_not_hold(client: Client):
    signed = presented(key=SigningKey.generate())
    assert ask(client, "presentations", {"verifiablePresentation": signed}).json()["verified"] is False


def test_one_bad_credential_spoils_a_presentation(client: Client, award):
    changed = {**json.loads(award.intent.signed.text), "name": "Something grander"}
    told = ask(client, "presentations", {"verifiablePresentation": presented(changed)}).json()
    assert told["verified"] is False


def test_a_presentation_holds_ten_credentials_at_most(client: Client):
    many = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "verifiableCredential": [{}] * 11}
    assert (
        "more than 10" in ask(client, "presentations", {"verifiablePresentation": many}).json()["errors"][0]["detail"]
    )


def test_not_too_often(client: Client):
    answers = [credential(client, 5).status_code for _turn in range(61)]
    assert answers == [400] * 60 + [429]
