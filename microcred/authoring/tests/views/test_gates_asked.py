import re
from html import unescape

import pytest
from django.urls import reverse

from microcred.authoring.gates import Gate
from microcred.authoring.queries import gates_asked_in
from microcred.authoring.tests import passing as make

pytestmark = pytest.mark.django_db


def address():
    return reverse("gates_asked", args=[make.university().slug])


def test_an_administrator_says_which_gates_and_why(client):
    client.force_login(make.admin())
    page = unescape(client.get(address()).content.decode())
    assert "Nobody has said otherwise" in page
    ticked = re.findall(r'<input[^>]*name="gates"[^>]*\bchecked', page)
    assert len(ticked) == len(Gate)

    client.post(address(), {"gates": ["peer-review", "pilot"], "pilot_size": "4", "reason": "We are two."})

    asked = gates_asked_in(make.university())
    assert (asked.gates, asked.pilot_size) == ((Gate.PEER_REVIEW, Gate.PILOT), 4)
    assert "We are two." in unescape(client.get(address()).content.decode())


def test_without_a_reason_nothing_is_said(client):
    client.force_login(make.admin())

    assert client.post(address(), {"pilot_size": "4", "reason": " "}).status_code == 422
    assert gates_asked_in(make.university()).said is None


def test_authors_and_strangers_find_nothing(client):
    for who in (make.cora(), make.gus()):
        client.force_login(who)
        assert client.get(address()).status_code == 404
