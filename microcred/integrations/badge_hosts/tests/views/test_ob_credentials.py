"""The Open Badges API: reading with pages, putting in after verification, refusals in the words of 1EdTech."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.integrations.badge_hosts.models import ExternalCredential
from microcred.integrations.badge_hosts.tests.make import elsewhere, token
from microcred.integrations.oauth.rules import READ_CREDENTIALS, READ_PROFILE, WRITE_CREDENTIALS
from microcred.openbadges import jwt
from microcred.openbadges.dids import did_jwk, jwt_method
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.models import HashedEmail
from microcred.openbadges.tests.make import NOW
from microcred.openbadges.tests.make import award as badge
from tests.cast import Cast

ADDRESS = "/ims/ob/v3p0/credentials"


def read(client: Client, headers, query: str = ""):
    return client.get(f"{ADDRESS}{query}", headers=headers)


def put(client: Client, headers, text: str, kind: str = "application/json"):
    return client.post(ADDRESS, text, content_type=kind, headers=headers)


def code_of(response) -> str:
    [minor] = response.json()["imsx_codeMinor"]["imsx_codeMinorField"]
    return minor["imsx_codeMinorFieldValue"]


@pytest.fixture
def awards(cast: Cast):
    designs = ("managing-change", "engaging-stakeholders", "building-your-team")
    return [
        credentials.award(cast, of=credentials.version(cast, name), earned_at=cast.at + timedelta(days=30 + number))
        for number, name in enumerate(designs)
    ]


def test_a_persons_awards_as_they_were_signed_newest_first(client: Client, cast: Cast, awards):
    credentials.award(cast, of=awards[0].version, person=cast.gus)
    response = read(client, token(cast.ada))
    assert response["X-Total-Count"] == "3"
    assert "Link" not in response
    assert response["Cache-Control"] == "no-store"
    assert [each["id"] for each in response.json()["credential"]] == [f"urn:uuid:{each.pk}" for each in awards[::-1]]
    assert awards[0].intent.signed.text in response.content.decode()


def test_pages(client: Client, cast: Cast, awards):
    put(client, token(cast.ada), elsewhere(cast.ada))
    seen, query = [], "?limit=2"
    while query:
        response = read(client, token(cast.ada), query)
        assert response["X-Total-Count"] == "4"
        seen += [each["id"] for each in response.json()["credential"]]
        links = dict(reversed(part.split("; ")) for part in response["Link"].split(", "))
        assert {'rel="first"', 'rel="last"'} <= set(links)
        following = links.get('rel="next"')
        query = following and following.strip("<>").partition(ADDRESS)[2]
    assert len(set(seen)) == 4


def test_since(client: Client, cast: Cast, awards):
    moment = awards[1].earned_at.isoformat()
    assert len(read(client, token(cast.ada), f"?since={moment}").json()["credential"]) == 1, "a plain + is understood"
    assert read(client, token(cast.ada), "?since=2999-01-01T00:00:00Z").json()["credential"] == []


def test_what_was_revoked_is_not_handed_on(client: Client, cast: Cast, awards):
    revoke(actor=cast.lena, award=awards[0], reason="Not her own work.", at=awards[0].earned_at)
    assert read(client, token(cast.ada))["X-Total-Count"] == "2"


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=-1", "offset=-1", "offset=1.5", "since=yesterday"])
def test_parameters_that_are_none(client: Client, cast: Cast, query: str):
    refused = read(client, token(cast.ada), f"?{query}")
    assert refused.status_code == 400
    assert refused.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == (
        "invalid_query_parameter"
    )


def test_without_a_token_nothing_and_with_one_only_what_it_is_for(client: Client, cast: Cast):
    for headers in ({}, {"authorization": "Bearer made-up"}, {"authorization": "Basic eDp5"}):
        refused = read(client, headers)
        assert refused.status_code == 401
        assert refused["WWW-Authenticate"].startswith("Bearer")
        assert refused.json()["imsx_codeMajor"] == "failure"
        shown = headers.get("authorization", "").startswith("Bearer")
        assert ('error="invalid_token"' in refused["WWW-Authenticate"]) is shown, "RFC 6750, 3.1"
    assert client.get(f"{ADDRESS}?access_token={token(cast.ada)['authorization'][7:]}").status_code == 401
    assert read(client, token(cast.ada, WRITE_CREDENTIALS)).status_code == 403
    assert put(client, token(cast.ada, READ_CREDENTIALS), elsewhere(cast.ada)).status_code == 403
    assert client.get("/ims/ob/v3p0/profile", headers=token(cast.ada, READ_CREDENTIALS)).status_code == 403


def test_what_every_address_refuses_is_said_as_1edtech_says_it(client: Client, cast: Cast):
    broken = put(client, token(cast.ada), "{")
    wrong_method = client.delete(ADDRESS)
    nowhere = client.get("/ims/ob/v3p0/elsewhere")
    said = [(each.status_code, each["Content-Type"], code_of(each)) for each in (broken, wrong_method, nowhere)]
    assert said == [
        (400, "application/json", "invalid_data"),
        (405, "application/json", "not_allowed"),
        (404, "application/json", "not_found"),
    ]
    assert "POST" in wrong_method["Allow"]


def test_a_session_is_no_token(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert read(client, {}).status_code == 401


def test_put_in_once_and_again(client: Client, cast: Cast):
    text = elsewhere(cast.ada)
    first, second = (put(client, token(cast.ada), text, "application/vc+ld+json") for _turn in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content.decode() == text
    assert first["Content-Type"] == "application/vc+ld+json"
    held = ExternalCredential.objects.get()
    assert (held.person, held.text, held.received_from) == (cast.ada, text, "backpack.example")
    assert held.verdict == "unknown issuer"
    assert text in read(client, token(cast.ada)).content.decode(), "handed on to the byte"


def test_the_newer_one_stays(client: Client, cast: Cast):
    older, newer = elsewhere(cast.ada), elsewhere(cast.ada, valid_from=NOW + timedelta(hours=1))
    assert put(client, token(cast.ada), newer).status_code == 201
    refused = put(client, token(cast.ada), older)
    assert (refused.status_code, code_of(refused)) == (400, "invalid_data"), "200 would say that it was replaced"
    assert "newer" in refused.json()["imsx_description"]
    assert ExternalCredential.objects.get().text == newer
    put(client, token(cast.gus), elsewhere(cast.gus))
    assert ExternalCredential.objects.count() == 2, "another person's is another one"


def test_one_signed_as_a_token(client: Client, cast: Cast):
    key = SigningKey.generate(KeyKind.P256)
    did = did_jwk(key.public)
    holder = HashedEmail(address=cast.ada.email, salt="c2FsdA")
    unsigned = badge(did, holder=holder, status=None).to_json()
    unsigned["credentialSubject"]["id"] = f"mailto:{cast.ada.email}"
    compact = jwt.sign(unsigned, key, verification_method=jwt_method(did, key.public))
    assert put(client, token(cast.ada), compact, "text/plain").status_code == 201
    assert read(client, token(cast.ada)).json()["compactJwsString"] == [compact]


def test_ones_own_award_sent_back_stands_here_already(client: Client, cast: Cast, awards):
    assert put(client, token(cast.ada), awards[0].intent.signed.text).status_code == 200
    assert not ExternalCredential.objects.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("Building Your Team", "Building Your House"),
        lambda text: text.replace("z", "y", 1),
        lambda text: json.dumps({name: value for name, value in json.loads(text).items() if name != "proof"}),
        lambda text: "{}",
    ],
    ids=["changed", "changed issuer", "unsigned", "empty"],
)
@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_what_does_not_verify_is_not_taken_in(client: Client, cast: Cast, spoil, kind: str):
    refused = put(client, token(cast.ada), spoil(elsewhere(cast.ada)), kind)
    assert refused.status_code == 400
    assert refused.json()["imsx_description"].startswith("This credential was not taken in")
    assert not ExternalCredential.objects.exists()


def test_somebody_elses_is_not_taken_in(client: Client, cast: Cast):
    refused = put(client, token(cast.ada), elsewhere(cast.gus))
    assert refused.status_code == 400
    assert "not one of yours" in refused.json()["imsx_description"]
    assert not ExternalCredential.objects.exists()


def test_bytes_that_are_no_text_and_kinds_that_are_none(client: Client, cast: Cast):
    assert put(client, token(cast.ada), b"\xff\xfe", "text/plain").status_code == 400
    assert put(client, token(cast.ada), "x", "image/png").status_code == 400


def test_the_profile_is_a_persons_to_each_service_under_another_identifier(client: Client, cast: Cast):
    one, other = (client.get("/ims/ob/v3p0/profile", headers=token(cast.ada, READ_PROFILE)).json() for _two in range(2))
    assert (one["type"], one["name"], one["email"]) == (["Profile"], cast.ada.name, cast.ada.email)
    assert one["id"] != other["id"]
    assert str(cast.ada.pk) not in one["id"]


def test_the_number_of_queries_does_not_grow(client: Client, cast: Cast, awards, django_assert_num_queries):
    headers = token(cast.ada)
    with django_assert_num_queries(6):
        read(client, headers, "?limit=1")
    with django_assert_num_queries(6):
        read(client, headers, "?limit=3")


def test_discovery_says_where_and_how(client: Client, db):
    told = client.get("/ims/ob/v3p0/discovery").json()
    flow = told["components"]["securitySchemes"]["OAuth2ACG"]["flows"]["authorizationCode"]
    assert flow["tokenUrl"] == "http://localhost:8000/oauth/token/"
    assert {each["operationId"] for path in told["paths"].values() for each in path.values()} == {
        "getServiceDescription",
        "getCredentials",
        "upsertCredential",
        "getProfile",
        "putProfile",
    }
