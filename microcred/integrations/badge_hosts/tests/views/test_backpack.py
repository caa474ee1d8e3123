"""A person's backpack: what came from elsewhere, marked as such, theirs to take out."""

import pytest
from django.test import Client

from microcred.foundation.clock import now
from microcred.integrations.badge_hosts import operations
from microcred.integrations.badge_hosts.models import ExternalCredential
from microcred.integrations.badge_hosts.tests.make import elsewhere
from tests.cast import Cast


@pytest.fixture
def held(cast: Cast) -> ExternalCredential:
    operations.put_in(
        actor=cast.ada, text=elsewhere(cast.ada), is_token=False, received_from="backpack.example", at=now()
    )
    return ExternalCredential.objects.get()


def test_nothing_yet_teaches(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert "Nothing from elsewhere" in client.get("/backpack/").content.decode()


def test_what_came_is_marked_and_can_be_taken_out(client: Client, cast: Cast, held):
    client.force_login(cast.ada)
    html = client.get("/backpack/").content.decode()
    assert "Building Your Team" in html
    assert "External" in html
    assert "backpack.example" in html
    assert client.get(f"/backpack/{held.pk}/").content.decode() == held.text
    client.post(f"/backpack/{held.pk}/removal/")
    assert not ExternalCredential.objects.exists()


def test_nobody_elses(client: Client, cast: Cast, held):
    client.force_login(cast.gus)
    assert "Building Your Team" not in client.get("/backpack/").content.decode()
    assert client.get(f"/backpack/{held.pk}/").status_code == 404
    assert client.post(f"/backpack/{held.pk}/removal/").status_code == 404
    assert ExternalCredential.objects.exists()
