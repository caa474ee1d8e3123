"""Status lists: places drawn at random and never twice, rolled over when full, signed by a key of their own."""

import contextlib
import json
from datetime import timedelta

import pytest
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet

from microcred.credentials import operations
from microcred.credentials.models import AwardIntent, SigningKey, StatusList
from microcred.credentials.operations import status_lists
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.openbadges.status import ListFull, StatusBits
from microcred.openbadges.verify import Verdict, verify
from tests.cast import Cast


def test_a_full_list_is_followed_by_another(cast: Cast, monkeypatch):
    first = make.intent(cast)
    real = status_lists.random_index

    def full(is_taken, length):
        if StatusList.objects.count() == 1:
            raise ListFull("nearly full")
        return real(is_taken, length)

    monkeypatch.setattr(status_lists, "random_index", full)
    second = make.intent(cast, of=first.version, person=cast.gus)
    assert second.status_list != first.status_list
    assert second.status_list.signed, "published before a credential names it"
    award = operations.sign(actor=None, intent=second, at=second.intended_at)
    operations.revoke(actor=cast.lena, award=award, reason="Error.", at=second.intended_at + timedelta(days=1))
    later = second.intended_at + timedelta(days=2)
    assert check(award.intent.signed.text.encode(), at=later).verdict is Verdict.REVOKED


def test_the_list_says_how_long_a_copy_may_be_kept(cast: Cast, client):
    award = make.award(cast)
    response = client.get(f"/status/{award.intent.status_list_id}/")
    assert json.loads(response.content)["credentialSubject"]["ttl"] == 180_000, "milliseconds: three minutes"
    assert "max-age=60" in response["Cache-Control"], "with the ttl less than five minutes"


@pytest.fixture
def revoked(cast: Cast, settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"
    award = make.award(cast)
    operations.revoke(actor=cast.lena, award=award, reason="Error.", at=cast.at + timedelta(days=40))
    return award


def list_of(award, client, accept: str):
    return client.get(f"/status/{award.intent.status_list_id}/", headers={"Accept": accept})


def did_document_of(award, client):
    return json.loads(client.get(f"/issuers/{award.issuer.slug}/did.json").content)


def test_a_list_is_also_had_as_a_token_which_a_verifier_takes(cast: Cast, client, revoked):
    response = list_of(revoked, client, "application/vc+jwt")
    assert response["Content-Type"] == "application/vc+jwt"

    def verdict(fetch_status):
        text = revoked.intent.signed.text
        now = cast.at + timedelta(days=41)
        return verify(
            text, resolve=lambda did: did_document_of(revoked, client), fetch_status=fetch_status, now=now
        ).verdict

    assert verdict(lambda url: response.content) is Verdict.REVOKED
    assert verdict(lambda url: list_of(revoked, client, "application/json").content) is Verdict.REVOKED
    head, _, signature = response.content.rpartition(b".")
    flipped = b"A" if signature[:1] != b"A" else b"B"
    assert verdict(lambda url: head + b"." + flipped + signature[1:]) is Verdict.UNCHECKED


def test_another_library_takes_the_token_with_the_key_that_signs_lists(client, revoked):
    header, payload = judged_by_joserfc(list_of(revoked, client, "application/vc+jwt").content, revoked, client)
    assert (header["typ"], header["cty"]) == ("vc+jwt", "vc")
    assert header["kid"].partition("#")[0] == revoked.issuer.did
    key = SigningKey.objects.get(public_multibase=header["kid"].partition("#")[2])
    assert key.purpose == SigningKey.Purpose.STATUS
    document = json.loads(StatusList.objects.get().signed)
    assert payload == {name: value for name, value in document.items() if name != "proof"}


def judged_by_joserfc(token: bytes, award, client):
    """Header and payload, if one of the keys that the issuer publishes signed them."""
    keys = KeySet.import_key_set(json.loads(client.get(f"/issuers/{award.issuer.slug}/jwks.json").content))
    for key in keys:
        with contextlib.suppress(BadSignatureError):
            judged = jws.deserialize_compact(token, key, algorithms=["EdDSA"])
            return judged.headers(), json.loads(judged.payload)
    pytest.fail("no key of the issuer signed it")


def test_both_forms_are_kept_apart_and_for_as_long(client, revoked):
    forms = [list_of(revoked, client, accept) for accept in ("application/vc+jwt", "application/json")]
    assert all("Accept" in form["Vary"].split(", ") for form in forms)
    assert len({form["ETag"] for form in forms}) == 2
    assert {form["Cache-Control"] for form in forms} == {"public, max-age=60"}
    again = client.get(
        f"/status/{revoked.intent.status_list_id}/",
        headers={"Accept": "application/vc+jwt", "If-None-Match": forms[0]["ETag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    "accept",
    ["", "*/*", "application/json, application/vc+jwt", "application/vc, application/vc+jwt;q=0.9", "text/html"],
)
def test_who_does_not_prefer_a_token_gets_the_document(client, revoked, accept):
    assert json.loads(list_of(revoked, client, accept).content)["proof"]


def test_a_list_that_was_signed_before_there_were_tokens_is_served_as_it_is(client, revoked):
    StatusList.objects.update(signed_token="")
    assert json.loads(list_of(revoked, client, "application/vc+jwt").content)["proof"]


def test_exactly_the_places_of_revoked_awards_are_set(cast: Cast):
    awards = [make.award(cast)]
    awards += [make.award(cast, of=awards[0].version, person=person) for person in (cast.gus, cast.ben, cast.bea)]
    for revoked in awards[:2]:
        operations.revoke(actor=cast.lena, award=revoked, reason="Error.", at=cast.at + timedelta(days=40))
    signed = StatusList.objects.get().signed
    bits = StatusBits.decode(json.loads(signed)["credentialSubject"]["encodedList"])
    assert {index for index in range(len(bits)) if bits[index]} == {each.intent.status_index for each in awards[:2]}


def test_lists_are_signed_by_a_key_of_their_own(cast: Cast, settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"
    award = make.award(cast)
    method = json.loads(award.intent.status_list.signed)["proof"]["verificationMethod"]
    key = SigningKey.objects.get(public_multibase=method.partition("#")[2])
    assert key.purpose == SigningKey.Purpose.STATUS
    assert key != award.intent.key


def test_the_database_gives_no_place_twice(cast: Cast):
    from django.db import IntegrityError, transaction

    first = make.intent(cast)
    second = make.intent(cast, of=first.version, person=cast.gus)
    double = {field.attname: getattr(second, field.attname) for field in AwardIntent._meta.concrete_fields}
    double |= {"id": cast.ada.pk, "source": cast.ada.pk, "status_index": first.status_index}
    with pytest.raises(IntegrityError, match="one_award_per_status_index"), transaction.atomic():
        AwardIntent.objects.create(**double)
