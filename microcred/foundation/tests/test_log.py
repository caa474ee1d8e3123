"""What the log says: identifiers and words, never a secret that stands in an address."""

import json
import logging

import pytest
from django.test import Client

from microcred.foundation.log import JsonLines, without_secrets

SECRET = "Zk3vQ9x-1LwYt_0aBcDeFgHiJ"


@pytest.mark.parametrize(
    "address",
    [f"/invitations/{SECRET}/", f"/wallets/exchanges/{SECRET}/", f"/account/password/reset/key/4-{SECRET.lower()}/"],
)
def test_a_secret_in_an_address_is_taken_out(address):
    said = without_secrets(f"Conflict: {address}")
    assert SECRET.lower() not in said.lower()
    assert said.startswith("Conflict: /")


@pytest.mark.parametrize(
    "said",
    [
        "Not Found: /pursuits/01a21513-9851-7dbc-ac8c-15eedbc3c4ef/answers/",
        "Not Found: /catalogue/understanding-your-leadership-strengths/",
        "Method Not Allowed (POST): /catalogue/",
    ],
)
def test_identifiers_and_names_stay(said):
    assert without_secrets(said) == said


@pytest.mark.django_db
def test_a_refused_request_is_found_by_the_number_on_its_page(caplog):
    with caplog.at_level(logging.WARNING, logger="django.request"):
        answer = Client(raise_request_exception=False).get("/nowhere/")
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert json.loads(JsonLines().format(record))["request"] == answer["X-Request-Id"]
