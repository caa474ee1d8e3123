"""Saying what changed: saved as one writes, in the workspace."""

import pytest
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.portfolios.models import ChangeNote
from microcred.portfolios.queries import workspace_of
from microcred.portfolios.tests.make import came_back, fill, started


@pytest.fixture
def ada(cast, client):
    client.force_login(cast.ada)
    return client


@pytest.fixture
def pursuit(cast):
    return came_back(cast, at=now())


@pytest.fixture
def address(pursuit):
    return reverse("change_note", args=[pursuit.pk, next(iter(workspace_of(pursuit).reopened))])


JSON = {"HTTP_ACCEPT": "application/json"}


def test_the_workspace_asks_for_each_note_and_warns_of_what_is_judged_anew(ada, pursuit, address):
    page = ada.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert address in page
    assert "What you changed" in page

    review = ada.get(reverse("submission_form", args=[pursuit.pk])).content.decode()
    assert "Say what you changed" in review


def test_nothing_is_asked_before_anything_came_back(ada, cast):
    page = ada.get(reverse("pursuit", args=[fill(started(cast), at=now()).pk])).content.decode()
    assert "What you changed" not in page


def test_a_note_is_saved_and_another_tab_is_told(ada, address):
    answer = ada.post(address, {"text": "First", "revision": 0}, **JSON)
    assert answer.json()["revision"] == 1
    conflict = ada.post(address, {"text": "Second", "revision": 0}, **JSON)
    assert (conflict.status_code, conflict.json()["theirs"]) == (409, "First")
    assert ada.post(address, {"text": "x" * 5000, "revision": 1}, **JSON).status_code == 422


def test_without_scripts_nothing_typed_is_lost(ada, pursuit, address):
    assert ada.post(address, {"text": "First", "revision": 0}).headers["Location"].endswith("#change-notes")
    conflict = ada.post(address, {"text": "Second", "revision": 0})
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "First" in page
    assert "Second" in page
    ada.post(reverse("another_lesson", args=[pursuit.pk]), {"text": "Another class", "revision": 0})
    assert set(ChangeNote.objects.values_list("text", flat=True)) == {"First", "Another class"}
    assert ada.post(address, {"text": "Second"}).status_code == 400
