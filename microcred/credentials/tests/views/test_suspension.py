"""Suspending and reinstating from the page of the award."""

import pytest
from django.test import Client

from microcred.credentials import operations
from microcred.credentials.models import Award, Suspension
from microcred.credentials.tests import make
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast) -> Award:
    operations.choose_status(actor=None, issuer=make.issuer(cast), suspends=True, lists_revoked=False, at=cast.at)
    return make.award(cast)


def test_the_lead_suspends_and_reinstates_and_the_page_says_so(client: Client, cast: Cast, award: Award):
    client.force_login(cast.lena)
    page = client.post(f"/credentials/{award.pk}/suspension/", {"reason": "Looked at."}, follow=True).content.decode()
    assert "Suspended on" in page
    assert "Reinstate this award" in page
    page = client.post(f"/credentials/{award.pk}/reinstatement/", follow=True).content.decode()
    assert "Suspended on" not in page
    assert "Suspend this award" in page


def test_a_stranger_reads_that_it_is_suspended_and_not_why(client: Client, cast: Cast, award: Award):
    client.force_login(cast.lena)
    client.post(f"/credentials/{award.pk}/suspension/", {"reason": "A complaint about the video."})
    client.logout()
    page = client.get(f"/credentials/{award.pk}/").content.decode()
    assert "Suspended on" in page
    assert "A complaint about the video." not in page


def test_without_a_reason_nothing_happens_and_the_page_says_why(client: Client, cast: Cast, award: Award):
    client.force_login(cast.lena)
    response = client.post(f"/credentials/{award.pk}/suspension/", {"reason": ""})
    assert response.status_code == 422
    assert "The award stands as it stood" in response.content.decode()
    assert not Suspension.objects.exists()


def test_everybody_else_finds_nothing_there(client: Client, cast: Cast, award: Award):
    for person in (cast.ada, cast.omar, cast.gus):
        client.force_login(person)
        for door in ("suspension", "reinstatement"):
            assert client.post(f"/credentials/{award.pk}/{door}/", {"reason": "No."}).status_code == 404
