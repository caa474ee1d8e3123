"""The pages of licences, work and completions: what one states of oneself, and where an office gives its word."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.recognition.models import CompletionStatement, EmploymentStatement, LicenceRuling, LicenceStatement
from microcred.recognition.operations.standing import confirm_statement
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_completion import FLATT, READ
from microcred.recognition.tests.operations.test_state_completion import state as completed
from microcred.recognition.tests.operations.test_state_licence import state
from tests.cast import Cast


def test_an_educator_states_a_licence_and_the_coordinator_confirms_it(client: Client, cast: Cast):
    client.force_login(cast.ada)
    said = {
        "jurisdiction": cast.places["south-carolina"].pk,
        "type": "professional",
        "licence_number": "778 120",
        "issued_on": "2024-07-01",
        "expires_on": "2029-06-30",
        "grade_bands": ["K-5"],
    }
    assert client.post("/record/licences/", said | {"expires_on": "2020-01-01"}).status_code == 422
    assert client.post("/record/licences/", said)["Location"] == "/record/"
    html = client.get("/record/").content.decode()
    assert "number 778120" in html
    assert "Waiting for confirmation" in html

    statement = LicenceStatement.objects.get()
    client.force_login(cast.omar)
    assert "number 778120" in client.get("/recognitions/statements/").content.decode()
    path = f"/recognitions/statements/{statement.pk}/ruling/"
    assert client.post(path, {"ruling": "decline"}).status_code == 422
    assert client.post(path, {"ruling": "confirm"})["Location"] == "/recognitions/statements/"
    assert client.post(path, {"ruling": "confirm"}).status_code == 422, "a second click changes nothing"
    assert "Nothing waits for you" in client.get("/recognitions/statements/").content.decode()


def test_work_is_stated_and_corrected_and_its_history_stays(client: Client, cast: Cast):
    client.force_login(cast.ada)
    said = {"district": cast.places["rock-hill"].pk, "role": "teacher", "first_day": "2020-08-01"}
    client.post("/record/work/", said)
    employment = EmploymentStatement.objects.get().employment
    path = f"/record/work/{employment.pk}/"
    client.post(path, said | {"last_day": "2026-06-30"})
    html = client.get(path).content.decode()
    assert "Statement 1" in html
    assert "Statement 2" in html
    assert html.count("Waiting for confirmation") == 1, "nobody confirms the older one any more"
    assert "Replaced by a newer statement" in html


def test_an_educator_states_a_training_that_rules_ask_for_and_the_coordinator_confirms_it(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert FLATT not in client.get("/record/").content.decode(), "no rules about her are stated"
    assert "Nothing is left to state" in client.get("/record/completions/").content.decode()
    make.policy(cast)
    html = client.get("/record/").content.decode()
    assert "completes the Jason Flatt training in suicide prevention" in html
    assert "/record/completions/?name=Jason%20Flatt%20training" in html
    said = {"name": FLATT, "completed_on": "2025-08-01"}
    assert client.post("/record/completions/", said | {"name": "Scuba diving"}).status_code == 422
    assert client.post("/record/completions/", said | {"completed_on": "2199-01-01"}).status_code == 422
    assert client.post("/record/completions/", said)["Location"] == "/record/"
    assert client.post("/record/completions/", said).status_code == 422, "a second click states nothing"
    html = client.get("/record/").content.decode()
    assert "completed on August 1, 2025" in html
    assert "Waiting for confirmation" in html

    statement = CompletionStatement.objects.get()
    client.force_login(cast.omar)
    assert "completed on August 1, 2025" in client.get("/recognitions/statements/").content.decode()
    path = f"/recognitions/statements/{statement.pk}/ruling/"
    assert client.post(path, {"ruling": "decline"}).status_code == 422
    assert client.post(path, {"ruling": "confirm"})["Location"] == "/recognitions/statements/"
    assert client.post(path, {"ruling": "confirm"}).status_code == 422, "a second click changes nothing"
    assert "Nothing waits for you" in client.get("/recognitions/statements/").content.decode()


def test_a_day_is_corrected_and_both_statements_stay(client: Client, cast: Cast):
    make.policy(cast)
    first = completed(cast)
    client.force_login(cast.ada)
    path = f"/record/completions/{first.completion_id}/"
    client.post(path, {"completed_on": "2025-08-02"})
    html = client.get(path).content.decode()
    assert "Statement 1" in html
    assert "Statement 2" in html
    client.force_login(cast.gus)
    assert client.get(path).status_code == 404


def test_who_confirms_sees_first_that_a_cycle_ends(client: Client, cast: Cast):
    make.entry(cast)
    statement = state(cast, kind="initial", issued_on=date(2025, 7, 1), expires_on=date(2028, 6, 30))
    client.force_login(cast.omar)
    path = f"/recognitions/statements/{statement.pk}/ruling/"
    shown = client.post(path, {"ruling": "confirm"})
    html = shown.content.decode()
    assert "Look before you confirm" in html
    assert "ends, and nothing counts in it any more" in html
    assert "20 now, then nothing" in html
    assert not LicenceRuling.objects.exists()
    again = client.post(path, {"ruling": "confirm", "seen": "what was shown before"}).content.decode()
    assert "something has changed since" in again
    said = {"ruling": "confirm", "seen": shown.context["seen"]}
    assert client.post(path, said)["Location"] == "/recognitions/statements/"
    assert LicenceRuling.objects.get().outcome == "confirmed"


def test_who_confirms_sees_another_total_beside_other_days(client: Client, cast: Cast):
    (asked,) = make.document().total
    day = date(2029, 1, 1)
    less = {"amount": Decimal(100), "when": Condition(closes_before=day)}
    total = (asked.model_copy(update={"when": Condition(closes_from=day)}), asked.model_copy(update=less))
    make.cycle(cast, make.policy(cast, make.document(total=total, examples=make.an_example("20"))))
    statement = state(cast, issued_on=date(2023, 7, 1), expires_on=date(2028, 6, 30))
    client.force_login(cast.omar)
    html = client.post(f"/recognitions/statements/{statement.pk}/ruling/", {"ruling": "confirm"}).content.decode()
    assert "runs from July 1, 2023 to June 30, 2028 then; it needs 100 then, and 120 now" in html


def test_nobody_reads_anothers_number(client: Client, cast: Cast):
    statement = state(cast)
    for person in (cast.gus, cast.lena, cast.pia, cast.rosa):
        client.force_login(person)
        assert client.get(f"/record/licences/{statement.licence_id}/").status_code == 404
        assert "AB123" not in client.get("/record/").content.decode()
        answer = client.get("/recognitions/statements/")
        assert answer.status_code == 404 or "AB123" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/record/", "/recognitions/statements/"])
def test_the_number_of_queries_does_not_grow(client: Client, cast: Cast, path: str):
    client.force_login(cast.ada if path == "/record/" else cast.omar)
    counts = []
    for number in range(1, 4):
        statement = state(cast, licence_number=str(number))
        if path == "/record/":
            confirm_statement(actor=cast.femi, statement=statement, at=cast.at)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[2]


@pytest.mark.parametrize("path", ["/record/", "/recognitions/statements/"])
def test_two_completions_take_as_many_statements_as_one(client: Client, cast: Cast, path: str):
    make.policy(cast)
    client.force_login(cast.ada if path == "/record/" else cast.omar)
    counts = []
    for name in (FLATT, READ):
        completed(cast, name=name)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]
