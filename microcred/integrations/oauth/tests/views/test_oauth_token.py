"""Codes and tokens: once, for whom they were meant, and not a moment longer."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from microcred.foundation.clock import now
from microcred.integrations.oauth import access
from microcred.integrations.oauth.models import GrantEnd, Token
from microcred.integrations.oauth.rules import READ_PROFILE
from microcred.integrations.oauth.tests import make
from microcred.integrations.oauth.tests.make import allowed, redeemed, refreshed
from tests.cast import Cast


@pytest.fixture
def device(client: Browser, cast: Cast) -> Browser:
    client.force_login(cast.ada)
    return client


@pytest.fixture
def service(db):
    return make.client()


def good(token: str) -> bool:
    return access.bearer(token, at=now()) is not None


def test_a_code_becomes_tokens(device: Browser, service, cast: Cast):
    response = redeemed(device, *service, allowed(device, service[0]))
    told = response.json()
    assert response["Cache-Control"] == "no-store"
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
    speaker = access.bearer(told["access_token"], at=now())
    assert (speaker.person, speaker.client) == (cast.ada, service[0])
    assert told["access_token"] not in str(list(Token.objects.values())), "digests only"


def test_a_refresh_token_only_for_who_asked_for_one(device: Browser, service):
    told = redeemed(device, *service, allowed(device, service[0], scope=READ_PROFILE)).json()
    assert told["scope"] == READ_PROFILE
    assert "refresh_token" not in told


def test_a_service_that_repeats_itself_gets_nothing_and_loses_nothing(device: Browser, service):
    code = allowed(device, service[0])
    told = redeemed(device, *service, code).json()
    again = redeemed(device, *service, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert good(told["access_token"])


@pytest.mark.parametrize("verifier", ["a-verifier-somebody-made-up-who-has-only-stolen-the-code", None])
def test_a_code_used_twice_without_its_verifier_ends_everything_it_gave(device: Browser, service, verifier):
    code = allowed(device, service[0])
    told = redeemed(device, *service, code).json()
    again = redeemed(device, *service, code, code_verifier=verifier)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert not good(told["access_token"])
    assert refreshed(device, *service, told["refresh_token"]).json()["error"] == "invalid_grant"
    assert GrantEnd.objects.get().reason == GrantEnd.Reason.REPLAY


def test_a_stolen_code_is_worth_nothing_at_another_service(device: Browser, service):
    code = allowed(device, service[0])
    thief = make.client(client_name="Thief")
    assert redeemed(device, *thief, code).json()["error"] == "invalid_grant"
    assert redeemed(device, *service, code).status_code == 200, "and stays good for whom it was meant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "another-verifier-that-is-long-enough-to-be-one-of-them"}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"redirect_uri": "https://backpack.example/other"}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unauthorized_client"),
        ({"grant_type": None}, "unsupported_grant_type"),
    ],
    ids=str,
)
def test_what_does_not_fit_gives_no_token(device: Browser, service, changes, error: str):
    code = allowed(device, service[0])
    refused = redeemed(device, *service, **{"code": code, **changes})
    assert (refused.status_code, refused.json()["error"]) == (400, error)
    assert not Token.objects.exists()


@pytest.mark.parametrize("address", [None, "https://backpack.example/other"])
def test_a_slip_in_the_address_does_not_cost_the_code(device: Browser, service, address):
    code = allowed(device, service[0])
    assert redeemed(device, *service, code=code, redirect_uri=address).status_code == 400
    assert redeemed(device, *service, code).status_code == 200


def test_a_wrong_secret_or_none_is_401(device: Browser, service):
    code = allowed(device, service[0])
    refused = redeemed(device, service[0], "wrong", code)
    assert (refused.status_code, refused["WWW-Authenticate"].split()[0]) == (401, "Basic")
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": make.CALLBACK}
    in_body = {**form, "client_id": str(service[0].pk), "client_secret": service[1], "code_verifier": make.VERIFIER}
    assert device.post("/oauth/token/", in_body).status_code == 401, "only client_secret_basic"
    for header in ("Basic !!!", "Basic", "Bearer x", "Basic " + "w" * 7):
        assert device.post("/oauth/token/", form, headers={"authorization": header}).status_code == 401
    assert not Token.objects.exists()


def test_codes_and_tokens_run_out(device: Browser, service, monkeypatch):
    late_code = allowed(device, service[0])
    told = redeemed(device, *service, allowed(device, service[0])).json()
    monkeypatch.setattr("microcred.integrations.oauth.api.now", lambda: now() + timedelta(minutes=10))
    assert redeemed(device, *service, late_code).json()["error"] == "invalid_grant"
    assert access.bearer(told["access_token"], at=now() + timedelta(hours=1)) is None
    monkeypatch.setattr("microcred.integrations.oauth.api.now", lambda: now() + timedelta(days=90))
    assert refreshed(device, *service, told["refresh_token"]).json()["error"] == "invalid_grant"


def test_refreshing_replaces_both_and_a_used_refresh_token_ends_everything(device: Browser, service):
    first = redeemed(device, *service, allowed(device, service[0])).json()
    second = refreshed(device, *service, first["refresh_token"]).json()
    assert good(second["access_token"])
    assert second["refresh_token"] != first["refresh_token"]
    assert refreshed(device, *service, first["refresh_token"]).json()["error"] == "invalid_grant"
    assert not good(second["access_token"])
    assert refreshed(device, *service, second["refresh_token"]).json()["error"] == "invalid_grant"


def test_refreshing_may_narrow_and_never_widen(device: Browser, service):
    told = redeemed(device, *service, allowed(device, service[0], scope=f"{READ_PROFILE} offline_access")).json()
    widened = refreshed(device, *service, told["refresh_token"], scope="https://purl.imsglobal.org/everything")
    assert widened.json()["error"] == "invalid_scope"
    again = refreshed(device, *service, told["refresh_token"]).json()
    assert good(again["access_token"]), "asking for too much has cost nothing"


def test_a_service_gives_back_its_own_tokens_and_nobody_elses(device: Browser, service):
    told = redeemed(device, *service, allowed(device, service[0])).json()
    other = make.client(client_name="Other")
    for who, still in ((other, True), (service, False)):
        form = {"token": told["access_token"], "token_type_hint": "refresh_token"}
        response = device.post("/oauth/revoke/", form, headers=make.basic(*who))
        assert response.status_code == 200
        assert good(told["access_token"]) is still
    assert device.post("/oauth/revoke/", {"token": "x"}, headers=make.basic(*service)).status_code == 200
    assert device.post("/oauth/revoke/", {"token": "x"}).status_code == 401
    second = refreshed(device, *service, told["refresh_token"]).json()
    device.post("/oauth/revoke/", {"token": second["refresh_token"]}, headers=make.basic(*service))
    assert not good(second["access_token"]), "with the refresh token all goes"


def test_a_person_who_disconnects_ends_it_at_once(device: Browser, service, cast: Cast):
    told = redeemed(device, *service, allowed(device, service[0])).json()
    assert "Backpack" in device.get("/connections/").content.decode()
    grant = Token.objects.first().grant
    stranger = Browser()
    stranger.force_login(cast.gus)
    assert stranger.post(f"/connections/{grant.pk}/end/").status_code == 404
    assert "Backpack" not in stranger.get("/connections/").content.decode()
    assert device.post(f"/connections/{grant.pk}/end/").status_code == 302
    assert not good(told["access_token"])
    assert refreshed(device, *service, told["refresh_token"]).json()["error"] == "invalid_grant"
    assert "Nothing is connected" in device.get("/connections/").content.decode()


def test_a_person_who_is_shut_out_takes_their_services_along(device: Browser, service, cast: Cast):
    told = redeemed(device, *service, allowed(device, service[0])).json()
    cast.ada.is_active = False
    cast.ada.save()
    assert not good(told["access_token"])
    assert refreshed(device, *service, told["refresh_token"]).json()["error"] == "invalid_grant"
