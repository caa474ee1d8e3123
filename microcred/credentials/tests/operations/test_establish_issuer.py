"""Becoming an issuer: a DID that fits the public address, sealed keys, a signed and empty status list."""

import json
from datetime import timedelta

import pytest

from microcred.credentials import operations
from microcred.credentials.keys import did_document, key_in_use, unsealed
from microcred.credentials.models import SigningKey
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation.refusals import NotAllowed
from microcred.openbadges.dids import did_web_url
from microcred.openbadges.keys import SealBroken, unseal
from microcred.openbadges.status import StatusBits
from microcred.openbadges.verify import Verdict
from tests.cast import Cast


@pytest.fixture
def on_the_web(settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"


def test_a_demonstration_issues_as_did_key_with_one_key_for_both(cast: Cast):
    issuer = make.issuer(cast)
    (key,) = issuer.keys.all()
    assert issuer.did == f"did:key:{key.public_multibase}"
    assert key_in_use(issuer, SigningKey.Purpose.STATUS) == key, "verifiers want the list signed by the same issuer"


def test_a_server_with_https_issues_as_did_web_with_a_key_for_each_purpose(cast: Cast, on_the_web):
    issuer = make.issuer(cast)
    assert issuer.did == "did:web:credentials.example.edu:issuers:carolinacred"
    assert did_web_url(issuer.did) == "https://credentials.example.edu/issuers/carolinacred/did.json"
    awards, lists = (key_in_use(issuer, purpose) for purpose in (SigningKey.Purpose.AWARDS, SigningKey.Purpose.STATUS))
    assert awards != lists
    listed = {method["publicKeyMultibase"] for method in did_document(issuer)["verificationMethod"]}
    assert listed == {awards.public_multibase, lists.public_multibase}


def test_what_a_did_web_issuer_signs_verifies_without_the_network(cast: Cast, on_the_web):
    award = make.award(cast)
    assert json.loads(award.intent.signed.text)["issuer"]["id"].startswith("did:web:")
    report = check(award.intent.signed.text.encode(), at=award.earned_at + timedelta(hours=1))
    assert report.verdict is Verdict.VALID, report


def test_private_keys_rest_sealed(cast: Cast, settings):
    key = make.issuer(cast).keys.get()
    seed = unsealed(key).seed
    assert seed not in bytes(key.sealed_private)
    with pytest.raises(SealBroken):
        unseal(bytes(key.sealed_private), b"another secret of thirty-two byt")


def test_the_first_status_list_is_signed_and_empty(cast: Cast):
    status_list = make.issuer(cast).status_lists.get()
    document = json.loads(status_list.signed)
    bits = StatusBits.decode(document["credentialSubject"]["encodedList"])
    assert document["id"] == status_list.url
    assert not any(bits[index] for index in range(0, len(bits), 97))


def test_one_issuer_for_an_organization(cast: Cast):
    make.issuer(cast)
    with pytest.raises(operations.IssuerEstablished):
        establish(cast, actor=None, place="carolinacred", slug="again")
    with pytest.raises(operations.IssuerEstablished):
        establish(cast, actor=None, place="mira", slug="carolinacred")


def test_only_an_administrator_makes_their_organization_an_issuer(cast: Cast):
    with pytest.raises(NotAllowed):
        establish(cast, actor=cast.ada, place="rock-hill", slug="rock-hill")
    assert establish(cast, actor=cast.omar, place="rock-hill", slug="rock-hill")


def establish(cast: Cast, *, actor, place: str, slug: str):
    return operations.establish_issuer(
        actor=actor, organization=cast.places[place], slug=slug, name=slug, url="", email="", at=cast.at
    )
