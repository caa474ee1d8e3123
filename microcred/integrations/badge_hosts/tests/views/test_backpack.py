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


def test_one_brings_in_a_badge_and_reads_each_step(client: Client, cast: Cast):
    client.force_login(cast.ada)

    answer = client.post("/backpack/adding/", {"text": elsewhere(cast.ada)}, follow=True)

    html = answer.content.decode()
    assert "Building Your Team" in html
    assert "Checked on" in html
    assert "Not shown to be yours" not in html


def test_what_names_another_says_so(client: Client, cast: Cast):
    client.force_login(cast.ada)

    client.post("/backpack/adding/", {"text": elsewhere(cast.gus)})

    assert "Not shown to be yours" in client.get("/backpack/").content.decode()


def test_what_is_no_badge_is_refused_in_words(client: Client, cast: Cast):
    client.force_login(cast.ada)

    assert client.post("/backpack/adding/", {"text": "hello"}).status_code == 422
    assert client.post("/backpack/adding/", {}).status_code == 422
