"""Registering: what Open Badges wants a service to say of itself, and nothing that could mislead a person."""

import json

import pytest
from django.test import Client as Browser

from microcred.integrations.oauth.models import Client
from microcred.integrations.oauth.rules import SCOPES
from microcred.integrations.oauth.tests.make import HOST, metadata

pytestmark = pytest.mark.django_db


def register(client: Browser, said):
    return client.post("/oauth/clients/", json.dumps(said), content_type="application/json")


def test_a_service_registers_and_hears_its_own_words(client: Browser):
    said = metadata()
    response = register(client, said)
    told = response.json()
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    assert {name: told[name] for name in said} == said
    assert told["client_secret_expires_at"] == 0
    assert told["token_endpoint_auth_method"] == "client_secret_basic"
    kept = str(Client.objects.values().get())
    assert told["client_secret"] not in kept


def test_scopes_that_do_not_exist_are_not_given(client: Browser):
    assert register(client, metadata(scope=" ".join([*SCOPES, "everything"]))).json()["scope"] == " ".join(SCOPES)


@pytest.mark.parametrize("name", [name for name in metadata() if name != "redirect_uris"])
def test_everything_is_wanted(client: Browser, name: str):
    response = register(client, metadata(**{name: None}))
    assert (response.status_code, response.json()["error"]) == (400, "invalid_client_metadata")
    assert name in response.json()["error_description"]


@pytest.mark.parametrize(
    "uris",
    [None, [], ["http://backpack.example/"], ["https://backpack.example/#x"], ["app:/callback"], [1], "https://x/"],
)
def test_redirects_go_to_https_addresses(client: Browser, uris):
    response = register(client, metadata(redirect_uris=uris))
    assert (response.status_code, response.json()["error"]) == (400, "invalid_redirect_uri")


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uris": ["https://evil.example/callback"]},
        {"logo_uri": "https://cdn.example/logo.png"},
        {"client_uri": "http://backpack.example"},
        {"policy_uri": "https://user:secret@backpack.example/"},
        {"client_name": "Micro\u202ecred"},
        {"client_name": "   "},
        {"client_name": "x" * 201},
        {"client_name": 5},
        {"scope": "everything"},
        {"token_endpoint_auth_method": "none"},
        {"grant_types": ["client_credentials"]},
        {"grant_types": ["refresh_token"]},
        {"response_types": ["token"]},
    ],
    ids=str,
)
def test_what_could_mislead_is_refused(client: Browser, changes):
    response = register(client, metadata(**changes))
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_client_metadata"
    assert not Client.objects.exists()


@pytest.mark.parametrize("body", ["[]", '"text"', '{"client_name": 1, "client_name": 2}'])
def test_what_is_no_object_is_refused(client: Browser, body: str):
    response = client.post("/oauth/clients/", body, content_type="application/json")
    assert response.json()["error"] == "invalid_client_metadata"


def test_nobody_fills_the_table(client: Browser):
    answers = [register(client, metadata(client_name=f"Service {number}")).status_code for number in range(21)]
    assert answers == [201] * 20 + [429]


def test_the_metadata_of_the_server_names_its_doors(client: Browser):
    told = client.get("/.well-known/oauth-authorization-server").json()
    assert told["issuer"] == "http://localhost:8000"
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert HOST not in str(told)
