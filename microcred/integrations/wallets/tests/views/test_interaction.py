"""One address in one QR code: protocols for a wallet, words for a person, nothing for a stranger."""

import pytest
from django.test import Client

from microcred.credentials.tests import make as credentials
from microcred.integrations.wallets.tests.make import Wallet, offering
from tests.cast import Cast

JSON = {"accept": "application/json"}


@pytest.fixture
def award(cast: Cast):
    return credentials.award(cast)


def test_a_wallet_reads_its_protocols(client: Client, cast: Cast, award):
    made = offering(cast, award)
    told = client.get(f"/interactions/{made.secret}/?iuv=1", headers=JSON).json()["protocols"]
    assert told["vcapi"] == f"http://localhost:8000/wallets/exchanges/{made.secret}/"
    assert told["oid4vci-1.0"].startswith("openid-credential-offer://?credential_offer_uri=http%3A%2F%2Flocalhost")


def test_with_a_transaction_code_there_is_no_exchange_which_knows_none(client: Client, cast: Cast, award):
    made = offering(cast, award, with_code=True)
    told = client.get(f"/interactions/{made.secret}/?iuv=1", headers=JSON).json()["protocols"]
    assert set(told) == {"oid4vci-1.0", "OID4VCI"}
    assert client.post(f"/wallets/exchanges/{made.secret}/").status_code == 404


def test_a_person_reads_what_to_do(client: Client, cast: Cast, award):
    made = offering(cast, award)
    response = client.get(f"/interactions/{made.secret}/?iuv=1", headers={"accept": "text/html"})
    assert award.version.title in response.content.decode()
    assert cast.ada.name not in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_used_or_made_up_it_looks_the_same(client: Client, cast: Cast, award):
    made = offering(cast, award)
    Wallet(client).token(made.secret)
    used = client.get(f"/interactions/{made.secret}/?iuv=1", headers=JSON)
    made_up = client.get("/interactions/never-was/?iuv=1", headers=JSON)
    assert used.status_code == made_up.status_code == 404
    assert used.json()["title"] == made_up.json()["title"]
