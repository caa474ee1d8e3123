"""Awards as JSON Web Tokens: for hosts that read nothing else, signed with keys that the issuer publishes."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from joserfc import jws
from joserfc.jwk import KeySet

from microcred.credentials import operations, reactions
from microcred.credentials.keys import did_document, jwk_set
from microcred.credentials.models import Award, SignedToken
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.openbadges.verify import Verdict
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast, settings) -> Award:
    """An award of an issuer that offers tokens."""
    settings.PUBLIC_URL = "https://credentials.example.edu"
    operations.offer_tokens(actor=None, issuer=make.issuer(cast), at=cast.at)
    award = make.award(cast)
    outbox.deliver_all()
    return award


def test_each_is_signed_in_both_algorithms_and_verifies(cast: Cast, award: Award):
    tokens = {token.algorithm: token.text for token in SignedToken.objects.all()}
    assert set(tokens) == {"ES256", "RS256"}
    for text in tokens.values():
        assert check(text.encode(), at=cast.at + timedelta(days=40)).verdict is Verdict.VALID


def test_a_library_that_is_not_ours_verifies_with_the_published_keys(client: Client, award: Award):
    published = client.get("/issuers/carolinacred/jwks.json")
    assert published["Content-Type"] == "application/jwk-set+json"
    keys = KeySet.import_key_set(published.json())
    for algorithm in ("es256", "rs256"):
        served = client.get(f"/credentials/{award.pk}/credential.{algorithm}.jwt")
        assert served["Content-Type"] == "text/plain"
        read = jws.deserialize_compact(served.content.decode(), keys, algorithms=["ES256", "RS256"])
        claims = json.loads(read.payload)
        assert claims["jti"] == claims["id"] == f"urn:uuid:{award.pk}"
        assert claims["sub"] == claims["credentialSubject"]["id"]
        assert claims["iss"] == award.issuer.did
    assert not any("d" in key for key in published.json()["keys"]), "no secret part"


def test_revoked_is_revoked_in_this_form_too(cast: Cast, award: Award):
    operations.revoke(actor=cast.lena, award=award, reason="Error.", at=cast.at + timedelta(days=40))
    text = SignedToken.objects.first().text
    assert check(text.encode(), at=cast.at + timedelta(days=41)).verdict is Verdict.REVOKED


def test_a_renewed_key_signs_the_next_and_the_old_tokens_stay_good(cast: Cast, award: Award):
    for purpose in ("es256", "rs256"):
        operations.rotate_key(
            actor=None, issuer=award.issuer, purpose=purpose, reason="The yearly renewal.", at=cast.at
        )
    for text in SignedToken.objects.values_list("text", flat=True):
        assert check(text.encode(), at=cast.at + timedelta(days=40)).verdict is Verdict.VALID
    assert len(jwk_set(award.issuer)["keys"]) == 6
    assert len(did_document(award.issuer)["verificationMethod"]) == 6


def test_offered_twice_and_signed_twice_there_is_one_of_each(cast: Cast, award: Award):
    operations.offer_tokens(actor=None, issuer=award.issuer, at=cast.at)
    assert operations.sign_tokens(actor=None, award=award, at=cast.at) == []
    assert award.issuer.keys.count() == 4


def test_tokens_that_a_stop_held_up_are_made_up_for(cast: Cast, settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"
    earlier = make.award(cast)
    outbox.deliver_all()
    operations.offer_tokens(actor=None, issuer=make.issuer(cast), at=cast.at)
    award = make.award(cast, of=earlier.version, person=cast.gus)
    operations.stop_issuing(actor=None, issuer=award.issuer, reason="A key may have leaked.", at=cast.at)
    outbox.deliver_all()
    reactions.sign_tokens_left_behind()
    assert not SignedToken.objects.exists()
    operations.resume_issuing(actor=None, issuer=award.issuer, at=cast.at)
    reactions.sign_tokens_left_behind()
    reactions.sign_tokens_left_behind()
    assert {token.intent_id for token in SignedToken.objects.all()} == {award.intent_id}, (
        "not what was before they were"
    )
    assert SignedToken.objects.count() == 2


def test_an_issuer_that_is_its_key_has_no_room_for_more(cast: Cast):
    with pytest.raises(operations.NoRoomForKeys):
        operations.offer_tokens(actor=None, issuer=make.issuer(cast), at=cast.at)
