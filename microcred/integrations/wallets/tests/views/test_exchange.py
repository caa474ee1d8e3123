"""A VC-API exchange: who are you, and here it is. Once, for a presentation made for this exchange and no other."""

import json
from typing import Any

import pytest
from django.test import Client

from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.integrations.wallets.models import Delivery, Pickup
from microcred.integrations.wallets.tests.make import Wallet, offering
from microcred.openbadges import dids, proofs
from microcred.openbadges.contexts import CREDENTIALS_V2
from microcred.openbadges.keys import SigningKey
from tests.cast import Cast

KEY = SigningKey.generate()
DID = dids.did_key(KEY.public)


@pytest.fixture
def award(cast: Cast):
    return credentials.award(cast)


def turn(client: Client, secret: str, message: Any = None):
    body = "" if message is None else json.dumps(message)
    return client.post(f"/wallets/exchanges/{secret}/", body, content_type="application/json")


def asked(client: Client, secret: str) -> dict[str, Any]:
    return turn(client, secret, {}).json()["verifiablePresentationRequest"]


def presentation(
    request: dict[str, Any], *, holder: str = DID, key: SigningKey = KEY, **changes: Any
) -> dict[str, Any]:
    how = {"purpose": "authentication", "challenge": request["challenge"], "domain": request["domain"], **changes}
    unsigned = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": holder}
    method = dids.verification_method(dids.did_key(key.public), key.public)
    return proofs.sign(unsigned, key, created=now(), verification_method=method, **how)


def answered(client: Client, secret: str, signed: dict[str, Any]):
    return turn(client, secret, {"verifiablePresentation": signed})


def test_who_are_you_and_here_it_is(client: Client, cast: Cast, award):
    secret = offering(cast, award).secret
    request = asked(client, secret)
    assert request["query"][0]["type"] == "DIDAuthentication"
    assert {"cryptosuite": "Ed25519Signature2020"} in request["query"][0]["acceptedCryptosuites"]
    assert request["interact"]["service"][0]["serviceEndpoint"].endswith(f"/wallets/exchanges/{secret}/")
    given = answered(client, secret, presentation(request))
    assert given.status_code == 200, given.content
    assert given["Cache-Control"] == "no-store"
    assert award.intent.signed.text in given.content.decode(), "byte for byte"
    assert Delivery.objects.get().wallet_key == DID
    assert Delivery.objects.get().pickup.protocol == Pickup.Protocol.VC_API


def test_an_empty_body_asks_too(client: Client, cast: Cast, award):
    assert "verifiablePresentationRequest" in turn(client, offering(cast, award).secret).json()


def test_once(client: Client, cast: Cast, award):
    secret = offering(cast, award).secret
    signed = presentation(asked(client, secret))
    assert answered(client, secret, signed).status_code == 200
    assert answered(client, secret, signed).status_code == 404
    assert Wallet(client).token(secret).json()["error"] == "invalid_grant", "nor by the other protocol"


def test_a_presentation_made_for_one_exchange_is_no_good_in_another(client: Client, cast: Cast, award):
    mine, other = offering(cast, award).secret, offering(cast, award).secret
    signed = presentation(asked(client, mine))
    refused = answered(client, other, signed)
    assert refused.status_code == 400
    assert refused.json()["type"].endswith("#INVALID_CHALLENGE_ERROR")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"challenge": "made-up"}, "INVALID_CHALLENGE_ERROR"),
        ({"challenge": None}, "INVALID_CHALLENGE_ERROR"),
        ({"domain": "elsewhere.example"}, "INVALID_DOMAIN_ERROR"),
        ({"domain": None}, "INVALID_DOMAIN_ERROR"),
        ({"purpose": "assertionMethod"}, "PROOF_VERIFICATION_ERROR"),
        ({"holder": dids.did_key(SigningKey.generate().public)}, "PROOF_VERIFICATION_ERROR"),
    ],
)
def test_a_presentation_that_is_wrong_in_one_thing_is_refused(client: Client, cast: Cast, award, changes, error: str):
    secret = offering(cast, award).secret
    request = asked(client, secret)
    refused = answered(client, secret, presentation(request, **changes))
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert refused.json()["type"].endswith(f"#{error}")
    assert not Pickup.objects.exists()
    assert answered(client, secret, presentation(request)).status_code == 200, "and the right one is taken"


def test_a_changed_presentation_is_refused(client: Client, cast: Cast, award):
    secret = offering(cast, award).secret
    signed = presentation(asked(client, secret))
    refused = answered(client, secret, {**signed, "id": "urn:uuid:00000000-0000-4000-8000-000000000000"})
    assert refused.json()["type"].endswith("#PROOF_VERIFICATION_ERROR")


@pytest.mark.parametrize(
    "message",
    [
        {"verifiablePresentation": "text"},
        {"verifiablePresentation": []},
        {"verifiablePresentation": {}},
        {"verifiablePresentation": {"proof": []}},
        {"verifiablePresentation": {"proof": {"challenge": 1}}},
        [],
    ],
    ids=str,
)
def test_what_is_no_presentation_is_refused_in_words(client: Client, cast: Cast, award, message):
    refused = turn(client, offering(cast, award).secret, message)
    assert refused.status_code == 400
    assert refused.json()["detail"]


def test_a_revoked_award_is_not_handed_over(client: Client, cast: Cast, award):
    secret = offering(cast, award).secret
    signed = presentation(asked(client, secret))
    revoke(actor=cast.lena, award=award, reason="Not her own work.", at=award.earned_at)
    refused = answered(client, secret, signed)
    assert (refused.status_code, refused.json()["title"]) == (409, "NoLongerHolds")
