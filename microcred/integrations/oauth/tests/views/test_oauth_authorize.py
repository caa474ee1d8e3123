"""Letting a service act: what a person reads, and what a service must not get by asking cleverly."""

import pytest
from django.test import Client as Browser

from microcred.integrations.oauth.models import Grant
from microcred.integrations.oauth.rules import OFFLINE, READ_CREDENTIALS, READ_PROFILE, SCOPES
from microcred.integrations.oauth.tests import make
from tests.cast import Cast


@pytest.fixture
def device(client: Browser, cast: Cast) -> Browser:
    client.force_login(cast.ada)
    return client


@pytest.fixture
def service(db):
    return make.client()[0]


def test_a_person_reads_who_asks_for_what(device: Browser, service, cast: Cast):
    response = device.get(make.asking(service, scope=READ_PROFILE))
    html = response.content.decode()
    assert "Connect Backpack?" in html
    assert "backpack.example" in html
    assert str(SCOPES[READ_PROFILE]) in html
    assert str(SCOPES[READ_CREDENTIALS]) not in html
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Frame-Options"] == "DENY"
    assert "form-action 'self' https://backpack.example" in response["Content-Security-Policy"]
    assert not Grant.objects.exists()


def test_who_allows_is_sent_back_with_a_code_and_the_name_of_this_server(device: Browser, service, cast: Cast):
    back = make.answer(device.post(make.asking(service), {"answer": "allow"}))
    assert back["state"] == "the state"
    assert back["scope"] == " ".join(SCOPES)
    assert back["iss"] == "http://localhost:8000"
    grant = Grant.objects.get()
    assert (grant.person, grant.client) == (cast.ada, service)
    assert back["code"] not in str(Grant.objects.values().get())


@pytest.mark.parametrize("answer", ["refuse", ""])
def test_who_does_not_allow_grants_nothing(device: Browser, service, answer: str):
    back = make.answer(device.post(make.asking(service), {"answer": answer}))
    assert (back["error"], back["state"]) == ("access_denied", "the state")
    assert not Grant.objects.exists()


def test_scopes_that_do_not_exist_are_passed_over_and_those_granted_named(device: Browser, service):
    back = make.answer(device.post(make.asking(service, scope=f"{READ_PROFILE} everything"), {"answer": "allow"}))
    assert back["scope"] == READ_PROFILE


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "abc"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unauthorized_client"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
    ],
    ids=str,
)
def test_what_is_asked_badly_is_refused_at_the_services_own_address(device: Browser, service, changes, error: str):
    for response in (device.get(make.asking(service, **changes)), device.post(make.asking(service, **changes))):
        assert make.answer(response)["error"] == error
    assert not Grant.objects.exists()


def test_a_scope_that_the_service_did_not_register_for_is_refused(device: Browser, db):
    narrow, _secret = make.client(scope=READ_PROFILE)
    assert make.answer(device.get(make.asking(narrow, scope=READ_CREDENTIALS)))["error"] == "invalid_scope"
    assert make.answer(device.get(make.asking(narrow, scope=OFFLINE)))["error"] == "invalid_scope"


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://backpack.example/other"},
        {"redirect_uri": "https://backpack.example/callback/"},
        {"redirect_uri": "https://backpack.example/callback?x=1"},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": None},
        {"client_id": "00000000-0000-4000-8000-000000000000"},
        {"client_id": "x"},
        {"client_id": None},
    ],
    ids=str,
)
def test_nobody_is_sent_to_an_address_that_was_not_registered(device: Browser, service, changes):
    response = device.post(make.asking(service, **changes), {"answer": "allow"})
    assert response.status_code == 400
    assert "Location" not in response
    assert "This request does not hold" in response.content.decode()
    assert not Grant.objects.exists()


def test_a_parameter_given_twice_is_refused(device: Browser, service):
    assert device.get(make.asking(service) + "&redirect_uri=https://evil.example/").status_code == 400


def test_a_form_of_another_site_allows_nothing(service, cast: Cast):
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(cast.ada)
    assert strict.post(make.asking(service), {"answer": "allow"}).status_code == 403
    assert not Grant.objects.exists()


def test_a_visitor_signs_in_first_and_comes_back(client: Browser, service):
    response = client.get(make.asking(service))
    assert response["Location"].startswith("/account/login/?next=/oauth/authorize/%3F")
