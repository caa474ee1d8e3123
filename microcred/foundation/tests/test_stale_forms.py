"""A form that was opened before its reader signed in again: nothing is taken, nothing written is lost."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

WRITTEN = "We met on Tuesdays and wrote down who decides what."


def send(client: Client, **headers: str):
    form = {"text": WRITTEN, "password": "correct horse battery", "csrfmiddlewaretoken": "4" * 64}
    return client.post("/account/login/", form, headers={"referer": "http://testserver/verify/", **headers})


def test_a_stale_form_says_what_happened_and_gives_back_what_was_written():
    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/")

    answer = send(client)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This page is older than your sign-in" in page
    assert WRITTEN in page
    assert "correct horse" not in page
    assert 'href="/verify/"' in page


def test_a_form_from_another_site_shows_nothing_of_what_it_holds():
    answer = send(
        Client(enforce_csrf_checks=True), origin="https://elsewhere.example", referer="https://elsewhere.example/"
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert WRITTEN not in page
    assert "elsewhere.example" not in page


def test_a_form_in_another_encoding_is_a_bad_request_and_no_error_of_ours():
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.generic(
        "POST", "/account/login/", b"text=%ff%fe", content_type="application/x-www-form-urlencoded; charset=utf-7"
    )
    assert answer.status_code == 400
