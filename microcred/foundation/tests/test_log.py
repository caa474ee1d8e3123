"""What the log says: identifiers and words, never a secret that stands in an address."""

import json
import logging
import sys

import pytest
from django.db import connection
from django.test import Client
from pydantic import BaseModel

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


class Counted(BaseModel):
    count: int


def line_of(failing):
    """What the log says of an error."""
    try:
        failing()
    except Exception:  # noqa: BLE001 - whatever it is, its line is looked at
        record = logging.LogRecord("a", logging.ERROR, "", 0, "It failed", (), sys.exc_info())
        return json.loads(JsonLines().format(record))["traceback"]
    raise AssertionError


WROTE = "I cannot sleep\nsince Ms. Vega left"


def after_another():
    try:
        int(WROTE)
    except ValueError as error:
        raise RuntimeError("It could not be counted") from error


@pytest.mark.parametrize(
    "failing",
    [
        lambda: Counted.model_validate({"count": WROTE}),
        lambda: Counted.model_validate({"count": {WROTE: WROTE}}),
        lambda: {}[WROTE],
        after_another,
    ],
    ids=["shape", "deeper", "key", "cause"],
)
def test_what_somebody_wrote_is_in_no_error(failing):
    said = line_of(failing)
    assert "sleep" not in said
    assert "Vega" not in said
    assert "test_log.py" in said
    assert "Error: " in said


@pytest.mark.django_db
def test_a_database_is_quoted_by_its_state_and_constraint_alone():
    def broken(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    said = line_of(lambda: broken(f"SELECT '{WROTE}'::uuid"))
    assert "sleep" not in said
    assert "22P02" in said


def test_names_of_the_program_stay():
    assert "no attribute 'nowhere'" in line_of(lambda: logging.nowhere)
