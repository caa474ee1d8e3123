"""The public page of an award: for anyone, verified on the spot, honest about what no longer holds."""

from datetime import timedelta

import pytest
from django.test import Client

from microcred.credentials import operations
from microcred.credentials.models import StatusList
from microcred.credentials.tests import make
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast):
    return make.award(cast, earned_at=cast.at + timedelta(days=60))


def page(client: Client, award) -> str:
    response = client.get(f"/credentials/{award.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_sees_what_was_earned_and_that_it_holds(client: Client, cast: Cast, award):
    html = page(client, award)
    assert award.version.title in html
    assert cast.ada.name in html
    assert "Valid" in html
    for words in ("It is unchanged", "We know who issued it", "It has not been withdrawn", "Its time has not run out"):
        assert words in html
    for criterion in award.version.criteria.all():
        assert criterion.name in html
    assert cast.ada.email not in html


def test_a_revoked_award_says_so_and_keeps_the_reason_to_those_concerned(client: Client, cast: Cast, award):
    operations.revoke(actor=cast.lena, award=award, reason="Not her own work.", at=award.earned_at)
    html = page(client, award)
    assert "it no longer holds" in html
    assert "It has been withdrawn" in html
    assert "Not her own work." not in html
    for person in (cast.ada, cast.lena):
        client.force_login(person)
        assert "Not her own work." in page(client, award)


def test_when_the_status_list_is_forged_the_page_does_not_say_valid(client: Client, award):
    status_list = award.intent.status_list
    StatusList.objects.filter(pk=status_list.pk).update(signed=status_list.signed.replace("revocation", "suspension"))
    html = page(client, award)
    assert "Could not be checked in full" in html
    assert "Whether it has been withdrawn" in html


@pytest.mark.parametrize(
    "form", ["application/ld+json", "application/json", "application/vc", "application/vc+ld+json"]
)
def test_a_program_that_asks_for_a_credential_gets_the_stored_bytes(client: Client, award, form: str):
    response = client.get(f"/credentials/{award.pk}/", headers={"accept": form})
    assert response.content.decode() == award.intent.signed.text


def test_only_the_issuers_people_are_offered_to_revoke(client: Client, cast: Cast, award):
    for person, offered in ((cast.ada, False), (cast.omar, False), (cast.lena, True)):
        client.force_login(person)
        assert ("Revoke this award" in page(client, award)) is offered


def test_what_is_not_there_is_404(client: Client, cast: Cast, award):
    intent = make.intent(cast, of=award.version, person=cast.gus)
    assert client.get(f"/credentials/{intent.pk}/").status_code == 404, "intended, not yet signed"
    assert client.post(f"/credentials/{award.pk}/").status_code == 405
