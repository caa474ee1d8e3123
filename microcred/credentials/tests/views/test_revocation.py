"""Revoking from the page: with a reason, by the issuer, and 404 to everyone else."""

import pytest
from django.test import Client

from microcred.credentials.models import Revocation
from microcred.credentials.tests import make
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast):
    return make.award(cast)


def test_the_lead_revokes_and_the_page_says_so(client: Client, cast: Cast, award):
    client.force_login(cast.lena)
    response = client.post(f"/credentials/{award.pk}/revocation/", {"reason": "Error."}, follow=True)
    assert "it no longer holds" in response.content.decode()
    assert Revocation.objects.get().revoked_by == cast.lena


def test_without_a_reason_nothing_happens_and_the_page_says_why(client: Client, cast: Cast, award):
    client.force_login(cast.lena)
    response = client.post(f"/credentials/{award.pk}/revocation/", {"reason": ""})
    assert response.status_code == 422
    assert "required" in response.content.decode()
    assert not Revocation.objects.exists()


def test_twice_says_that_it_was_done(client: Client, cast: Cast, award):
    client.force_login(cast.lena)
    for _ in range(2):
        response = client.post(f"/credentials/{award.pk}/revocation/", {"reason": "Error."})
    assert response.status_code == 422
    assert "revoked already" in response.content.decode()


def test_everybody_else_finds_nothing_there(client: Client, cast: Cast, award):
    for person in (cast.ada, cast.omar, cast.pia, cast.gus, cast.ben):
        client.force_login(person)
        assert client.post(f"/credentials/{award.pk}/revocation/", {"reason": "No."}).status_code == 404
    assert not Revocation.objects.exists()
