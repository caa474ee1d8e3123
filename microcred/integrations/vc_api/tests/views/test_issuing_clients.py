"""The page of the programs that issue in an organization's name: letting in, a new secret, shutting out."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.integrations.oauth import access
from microcred.integrations.oauth import operations as oauth
from microcred.integrations.oauth.models import IssuingClient, IssuingSecret, IssuingToken
from microcred.integrations.oauth.rules import ISSUE
from microcred.integrations.oauth.tests.make import basic
from microcred.integrations.vc_api.tests.make import administrator, asking, email
from tests.cast import Cast

PAGE = "/issuers/carolinacred/clients/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    credentials.issuer(cast)
    client.force_login(administrator(cast))
    return client


def let_in(desk: Client, **changes):
    return desk.post(
        PAGE, {"name": "Campus platform", "scopes": ["credentials:issue", "credentials:status"], **changes}
    )


def secret_in(response) -> str:
    return re.search(r'data-copy="([\w-]{43})"', response.content.decode()).group(1)


def token(secret: str, **form: str):
    asked = {"grant_type": "client_credentials", **form}
    return Client().post("/oauth/token/", asked, headers=basic(IssuingClient.objects.get(), secret))


def issued(bearer: str, asked):
    headers = {"authorization": f"Bearer {bearer}"}
    return Client().post(
        "/vc-api/credentials/issue", {"credential": asked}, content_type="application/json", headers=headers
    )


def test_the_secret_is_shown_once_and_brings_tokens(desk: Client):
    response = let_in(desk)
    secret = secret_in(response)
    assert response["Cache-Control"] == "private, no-store"
    assert secret not in desk.get(PAGE).content.decode()
    assert secret not in str(list(IssuingSecret.objects.values())), "its digest is kept"
    told = token(secret).json()
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
    assert told["scope"] == "credentials:issue credentials:status"
    assert "refresh_token" not in told
    assert told["access_token"] not in str(list(IssuingToken.objects.values()))


def test_it_gets_what_it_was_given_and_not_more(desk: Client):
    secret = secret_in(let_in(desk, scopes=[ISSUE]))
    assert token(secret).json()["scope"] == ISSUE
    for scope in ("credentials:status", "credentials:everything", "offline_access"):
        assert token(secret, scope=scope).json()["error"] == "invalid_scope"
    assert token("wrong").status_code == 401
    code = token(secret, grant_type="authorization_code", code="x", redirect_uri="https://x.example/")
    assert code.json()["error"] == "unauthorized_client"


def test_a_new_secret_replaces_the_old_one_and_its_tokens_at_once(desk: Client, cast: Cast):
    first = secret_in(let_in(desk))
    bearer = token(first).json()["access_token"]
    second = secret_in(desk.post(f"{PAGE}{IssuingClient.objects.get().pk}/secret/"))
    asked = asking(credentials.version(cast), email(cast.ada.email))
    assert token(first).status_code == 401
    assert issued(bearer, asked).status_code == 401
    assert issued(token(second).json()["access_token"], asked).status_code == 201
    text = desk.get(PAGE).content.decode()
    assert "secret renewed" in text
    assert "1 award" in text


def test_a_token_of_a_secret_that_is_replaced_meanwhile_is_good_for_nothing(desk: Client, cast: Cast):
    first = secret_in(let_in(desk))
    client = IssuingClient.objects.get()
    shown = access.issuing_secret_with(str(client.pk), first)
    oauth.renew_secret(actor=cast.rosa, client=client, at=now())
    oauth.give_issuing_token(actor=None, secret=shown, scopes=[ISSUE], access="brought too late", at=now())
    assert issued("brought too late", {}).status_code == 401


def test_who_is_shut_out_can_do_nothing_more(desk: Client, cast: Cast):
    secret = secret_in(let_in(desk))
    bearer = token(secret).json()["access_token"]
    end = f"{PAGE}{IssuingClient.objects.get().pk}/end/"
    text = desk.post(end, follow=True).content.decode()
    assert "can issue nothing more" in text
    assert "No longer let in" in text
    assert token(secret).status_code == 401
    assert issued(bearer, asking(credentials.version(cast), email(cast.ada.email))).status_code == 401
    again = desk.post(end)
    assert again.status_code == 409
    assert desk.post(f"{PAGE}{IssuingClient.objects.get().pk}/secret/").status_code == 409


def test_a_token_that_was_given_back_is_good_no_more(desk: Client, cast: Cast):
    secret = secret_in(let_in(desk))
    bearer = token(secret).json()["access_token"]
    headers = basic(IssuingClient.objects.get(), secret)
    assert Client().post("/oauth/revoke/", {"token": bearer}, headers=headers).status_code == 200
    assert issued(bearer, {}).status_code == 401


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"name": "Bell \x07"}, {"scopes": []}, {"scopes": ["everything"]}], ids=str
)
def test_what_does_not_fit_lets_nobody_in(desk: Client, changes):
    assert let_in(desk, **changes).status_code == 422
    assert not IssuingClient.objects.exists()


def test_everybody_else_finds_nothing_there(desk: Client, cast: Cast):
    let_in(desk)
    client = IssuingClient.objects.get()
    for person in (cast.lena, cast.ada, cast.omar, cast.gus):
        desk.force_login(person)
        for answer in (
            desk.get(PAGE),
            let_in(desk),
            *(desk.post(f"{PAGE}{client.pk}/{door}/") for door in ("secret", "end")),
        ):
            assert answer.status_code == 404
    assert IssuingClient.objects.count() == 1


def test_an_administrator_of_another_issuer_reaches_only_their_own(desk: Client, cast: Cast):
    let_in(desk)
    client = IssuingClient.objects.get()
    credentials.issuer(cast, place="mira")
    administrator(cast, "mira")
    for door in ("secret", "end"):
        assert desk.post(f"/issuers/mira/clients/{client.pk}/{door}/").status_code == 404


def test_the_list_costs_the_same_however_long_it_is(desk: Client, cast: Cast):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE)
        return len(queries)

    let_in(desk)
    one = cost()
    for number in range(3):
        oauth.let_issue(
            actor=cast.rosa, issuer=credentials.issuer(cast), name=f"Register {number}", scopes=[ISSUE], at=cast.at
        )
    assert cost() == one
