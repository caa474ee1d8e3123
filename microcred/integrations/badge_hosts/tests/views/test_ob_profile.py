"""putProfile: a service that a person let do so changes their name, and nothing else of them."""

import json

import pytest
from django.test import Client

from microcred.foundation.models import AuditEntry
from microcred.integrations.badge_hosts.tests.make import token
from microcred.integrations.oauth.rules import CHANGE_PROFILE, READ_PROFILE
from tests.cast import Cast

ADDRESS = "/ims/ob/v3p0/profile"


def put(client: Client, headers, body):
    return client.put(ADDRESS, json.dumps(body), content_type="application/json", headers=headers)


def profile(client: Client, headers):
    return client.get(ADDRESS, headers=headers).json()


def test_the_name_is_changed(client: Client, cast: Cast):
    headers = token(cast.ada)
    stood = profile(client, headers)
    answer = put(client, headers, {**stood, "name": "  Ada   King "})
    assert answer.status_code == 200
    assert answer.json() == profile(client, headers) == {**stood, "name": "Ada King"}
    cast.ada.refresh_from_db()
    assert (cast.ada.name, cast.ada.time_zone) == ("Ada King", "America/New_York")
    entry = AuditEntry.objects.get(verb="organizations.update_profile")
    assert entry.actor_id == cast.ada.pk
    asked = AuditEntry.objects.get(pk=entry.within)
    assert asked.subjects["client"], "and it names the service"
    assert put(client, headers, {"name": "Ada"}).json()["name"] == "Ada", "the rest may be left out"


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "somebody@else.example"},
        {"id": "urn:uuid:01890000-0000-7000-8000-000000000000"},
        {"id": "did:example:ada"},
        {"type": ["Organization"]},
        {"@context": ["https://elsewhere.example/context"]},
        {"@context": "https://www.w3.org/ns/credentials/v2"},
        {"phone": "+1 555 0100"},
        {"image": {"id": "https://elsewhere.example/ada.png", "type": "Image"}},
        {"name": ""},
        {"name": "   "},
        {"name": None},
        {"name": ["Ada"]},
        {"name": "x" * 151},
        {"name": "Ada\u202e"},
        {"name": "Ada\u0007"},
    ],
    ids=str,
)
def test_nothing_else_is_and_it_is_said(client: Client, cast: Cast, changes):
    headers = token(cast.ada)
    stood = profile(client, headers)
    answer = put(client, headers, {**stood, "name": "Ada King", **changes})
    assert answer.status_code == 400
    told = answer.json()
    (field,) = told["imsx_codeMinor"]["imsx_codeMinorField"]
    assert field["imsx_codeMinorFieldValue"] == "invalid_data"
    assert told["imsx_description"]
    assert profile(client, headers) == stood


def test_what_is_no_profile_is_refused(client: Client, cast: Cast):
    for body in ([], "Ada", {}):
        assert put(client, token(cast.ada), body).status_code == 400


def test_only_who_was_let_do_it(client: Client, cast: Cast):
    assert put(client, token(cast.ada, READ_PROFILE), {"name": "Ada King"}).status_code == 403
    assert put(client, {}, {"name": "Ada King"}).status_code == 401
    changing = token(cast.ada, CHANGE_PROFILE)
    assert client.get(ADDRESS, headers=changing).status_code == 403, "nor does one who may change it read it"
    client.force_login(cast.ada)
    assert put(client, {}, {"name": "Ada King"}).status_code == 401, "a cookie is nothing here"
    assert put(client, changing, {"name": "Ada King"}).status_code == 200


def test_who_may_only_change_the_name_learns_no_address(client: Client, cast: Cast):
    changing = token(cast.ada, CHANGE_PROFILE)
    told = put(client, changing, {"name": "Ada King"})
    assert told.status_code == 200
    assert set(told.json()) == {"@context", "id", "type", "name"}
    guesses = [put(client, changing, {"name": "Ada", "email": each}) for each in (cast.ada.email, "a@b.example")]
    assert [each.status_code for each in guesses] == [400, 400]
    assert guesses[0].json()["imsx_description"] == guesses[1].json()["imsx_description"]
    assert profile(client, token(cast.ada))["name"] == "Ada King"


def test_the_description_of_the_service_names_it(client: Client):
    paths = client.get("/ims/ob/v3p0/discovery").json()
    said = paths["paths"]["/profile"]["put"]
    assert said["operationId"] == "putProfile"
    assert said["security"] == [{"OAuth2ACG": [CHANGE_PROFILE]}]
    assert CHANGE_PROFILE in paths["components"]["securitySchemes"]["OAuth2ACG"]["flows"]["authorizationCode"]["scopes"]
