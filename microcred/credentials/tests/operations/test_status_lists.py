"""Status lists: places drawn at random and never twice, rolled over when full, signed by a key of their own."""

import json
from datetime import timedelta

import pytest

from microcred.credentials import operations
from microcred.credentials.models import AwardIntent, SigningKey, StatusList
from microcred.credentials.operations import status_lists
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.openbadges.status import ListFull, StatusBits
from microcred.openbadges.verify import Verdict
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
