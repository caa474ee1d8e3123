"""Sending an award to another host: one's own, to an https address, answered once, by the host that was asked."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.integrations.badge_hosts import hosts
from microcred.integrations.badge_hosts.models import Host, Receipt, Sending
from microcred.openbadges.errors import Unreachable
from microcred.openbadges.fetch import Answer
from tests.cast import Cast

THERE = "https://backpack.example"
ASKED: list[tuple[str, str]] = []


def other_host(address: str, *, method: str, headers, content, **limits) -> Answer:
    """Another maker's host, as much of it as an errand needs."""
    ASKED.append((method, address))
    path = urlsplit(address).path
    if path == "/ims/ob/v3p0/discovery":
        flow = {"authorizationUrl": f"{THERE}/allow?tenant=1", "tokenUrl": f"{THERE}/token"}
        scheme = {"x-imssf-registrationUrl": f"{THERE}/register", "flows": {"authorizationCode": flow}}
        return _json(200, {"info": {"title": "Backpack"}, "components": {"securitySchemes": {"OAuth2ACG": scheme}}})
    if path == "/register":
        return _json(201, {"client_id": "us", "client_secret": "a:secret"})
    if path == "/token":
        return _json(200, {"access_token": "token", "token_type": "Bearer"})
    assert headers["Authorization"] == "Bearer token"
    return Answer(201, {}, content)


def _json(status: int, body) -> Answer:
    return Answer(status, {}, json.dumps(body).encode())


@pytest.fixture(autouse=True)
def host(monkeypatch, settings):
    ASKED.clear()
    settings.PUBLIC_URL = "https://credentials.example.edu"
    monkeypatch.setattr(hosts, "request", other_host)


@pytest.fixture
def award(cast: Cast):
    return credentials.award(cast)


@pytest.fixture
def device(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ada)
    return client


def set_out(device: Client, award) -> dict[str, str]:
    over = device.post(f"/awards/{award.pk}/sending/", {"host": "backpack.example"})
    return dict(parse_qsl(urlsplit(over.context["address"]).query))


def test_the_whole_errand(device: Client, award):
    asked = set_out(device, award)
    assert (asked["tenant"], asked["client_id"], asked["code_challenge_method"]) == ("1", "us", "S256")
    assert asked["redirect_uri"] == "https://credentials.example.edu/hosts/callback/"
    assert not Receipt.objects.exists(), "nothing is sent before it is allowed"
    back = device.get("/hosts/callback/", {"state": asked["state"], "code": "c"})
    assert back["Location"] == f"/credentials/{award.pk}/"
    assert Receipt.objects.get().sending.host.name == "Backpack"
    assert "Backpack" in device.get(f"/awards/{award.pk}/sending/").content.decode()


def test_secrets_rest_sealed(device: Client, award):
    asked = set_out(device, award)
    kept = str(list(Host.objects.values())) + str(list(Sending.objects.values()))
    assert "a:secret" not in kept
    assert asked["state"] not in kept


def test_an_answer_counts_once(device: Client, award):
    asked = set_out(device, award)
    for _turn in range(2):
        back = device.get("/hosts/callback/", {"state": asked["state"], "code": "c"})
    assert back["Location"] == f"/awards/{award.pk}/sending/"
    assert [address for _method, address in ASKED].count(f"{THERE}/ims/ob/v3p0/credentials") == 1


@pytest.mark.parametrize(
    "answer", [{"error": "access_denied"}, {"code": ""}, {"code": "c", "iss": "https://evil.example"}], ids=str
)
def test_a_no_or_another_servers_answer_sends_nothing(device: Client, award, answer):
    asked = set_out(device, award)
    back = device.get("/hosts/callback/", {"state": asked["state"], **answer})
    assert back["Location"] == f"/awards/{award.pk}/sending/"
    assert ("POST", f"{THERE}/token") not in ASKED
    assert not Receipt.objects.exists()


def test_a_state_is_worth_nothing_in_another_persons_browser(device: Client, award, cast: Cast):
    asked = set_out(device, award)
    stranger = Client()
    stranger.force_login(cast.gus)
    assert stranger.get("/hosts/callback/", {"state": asked["state"], "code": "c"}).status_code == 404
    assert stranger.get("/hosts/callback/").status_code == 404
    assert not Receipt.objects.exists()


def test_only_ones_own_award_and_only_while_it_holds(device: Client, award, cast: Cast):
    for person in (cast.gus, cast.lena):
        stranger = Client()
        stranger.force_login(person)
        assert stranger.get(f"/awards/{award.pk}/sending/").status_code == 404
        assert stranger.post(f"/awards/{award.pk}/sending/", {"host": THERE}).status_code == 404
    assert f"/awards/{award.pk}/sending/" in device.get(f"/credentials/{award.pk}/").content.decode()
    revoke(actor=cast.lena, award=award, reason="Not her own work.", at=award.earned_at)
    assert device.post(f"/awards/{award.pk}/sending/", {"host": THERE}).status_code == 422
    assert not Sending.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://backpack.example", "ftp://x", "https://", "https://x/?y", "javascript://x", ""]
)
def test_only_https_addresses(device: Client, award, address: str):
    response = device.post(f"/awards/{award.pk}/sending/", {"host": address})
    assert response.status_code == 422
    assert ASKED == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, {}, b""),
        Answer(200, {}, b"<html>"),
        Answer(200, {}, b"[]"),
        Answer(200, {}, b'{"info": {"title": "x"}}'),
        _json(
            200,
            {
                "info": {"title": "x"},
                "components": {
                    "securitySchemes": {
                        "OAuth2ACG": {
                            "x-imssf-registrationUrl": "http://x/r",
                            "flows": {
                                "authorizationCode": {
                                    "authorizationUrl": "javascript:alert(1)",
                                    "tokenUrl": "https://x/t",
                                }
                            },
                        }
                    }
                },
            },
        ),
    ],
    ids=["absent", "a page", "a list", "half", "insecure"],
)
def test_what_is_no_host_is_said_at_the_field(device: Client, award, monkeypatch, answer: Answer):
    monkeypatch.setattr(hosts, "request", lambda *arguments, **named: answer)
    response = device.post(f"/awards/{award.pk}/sending/", {"host": THERE})
    assert response.status_code == 422
    assert "This host could not be used" in response.content.decode()
    assert not Host.objects.exists()


def test_a_host_out_of_reach_is_said_too(device: Client, award, monkeypatch):
    def unreachable(address: str, **named):
        raise Unreachable(f"{address} did not answer in time")

    monkeypatch.setattr(hosts, "request", unreachable)
    assert "did not answer in time" in device.post(f"/awards/{award.pk}/sending/", {"host": THERE}).content.decode()
