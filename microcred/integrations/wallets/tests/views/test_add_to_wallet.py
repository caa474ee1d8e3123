"""The page on which a person holds their award out: theirs alone, once, and honest about what a wallet gets."""

import pytest
from django.test import Client

from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.integrations.wallets.models import Offer
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast):
    return credentials.award(cast)


def test_looking_offers_nothing_and_asking_shows_a_qr_code(client: Client, cast: Cast, award):
    client.force_login(cast.ada)
    page = client.get(f"/awards/{award.pk}/wallet/").content.decode()
    assert "Make a QR code" in page
    assert not Offer.objects.exists()
    response = client.post(f"/awards/{award.pk}/wallet/")
    html = response.content.decode()
    assert "data:image/svg+xml;base64," in html
    assert "openid-credential-offer://?credential_offer_uri=http" in html
    assert "https://lcw.app/request?request=" in html
    assert response["Cache-Control"] == "private, no-store"
    assert Offer.objects.get().award == award


def test_with_a_code_only_wallets_that_can_ask_for_it_are_named(client: Client, cast: Cast, award):
    client.force_login(cast.ada)
    html = client.post(f"/awards/{award.pk}/wallet/", {"with_code": "on"}).content.decode()
    assert "Your code: " in html
    assert "lcw.app" not in html


def test_nobody_elses(client: Client, cast: Cast, award):
    for person in (cast.lena, cast.gus, cast.omar):
        client.force_login(person)
        assert client.get(f"/awards/{award.pk}/wallet/").status_code == 404
        assert client.post(f"/awards/{award.pk}/wallet/").status_code == 404
    assert not Offer.objects.exists()


def test_a_revoked_award_is_not_offered(client: Client, cast: Cast, award):
    revoke(actor=cast.lena, award=award, reason="Not her own work.", at=award.earned_at)
    client.force_login(cast.ada)
    assert "Add to a wallet" not in client.get(f"/credentials/{award.pk}/").content.decode()
    response = client.post(f"/awards/{award.pk}/wallet/")
    assert response.status_code == 422
    assert "has been revoked" in response.content.decode()
    assert not Offer.objects.exists()


def test_the_award_leads_there_for_its_holder_alone(client: Client, cast: Cast, award):
    address = f"/awards/{award.pk}/wallet/"
    assert address not in client.get(f"/credentials/{award.pk}/").content.decode()
    client.force_login(cast.ada)
    assert address in client.get(f"/credentials/{award.pk}/").content.decode()
