"""The whole way of an educator whom no district has, and of the state's officer, page by page."""

from django.test import Client

from microcred.foundation import outbox
from microcred.recognition.models import ActivityStatement, Cycle, Entry, LicenceStatement
from microcred.recognition.tests import make
from tests.cast import Cast

LICENCE = {
    "type": "professional",
    "issued_on": "2024-07-01",
    "expires_on": "2029-06-30",
    "degree": "master",
}
COURSE = {
    "kind": "college course",
    "title": "Reading in the content areas",
    "provider": "Winthrop University",
    "provider_kind": "university",
    "ended_on": "2026-08-14",
    "amount": "3",
    "unit": "semester hours",
    "level": "graduate",
}


def html_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_from_the_claim_of_a_licence_to_credit_on_the_transcript(client: Client, cast: Cast):
    make.policy(cast)
    state = cast.places["south-carolina"]
    client.force_login(cast.winifred)
    assert "Nobody can confirm it here yet" in html_of(client, "/activities/")
    stated = client.post("/record/licences/", {**LICENCE, "jurisdiction": state.pk})
    assert stated.status_code == 302
    outbox.deliver_all()

    client.force_login(cast.femi)
    assert "Confirm one license" in html_of(client, "/home/")
    waiting = LicenceStatement.objects.get()
    assert client.post(f"/recognitions/statements/{waiting.pk}/ruling/", {"ruling": "confirm"}).status_code == 302
    outbox.deliver_all()
    assert "Winifred Tsosie" in html_of(client, "/recognitions/cycles/")

    client.force_login(cast.winifred)
    assert "Nobody can confirm" not in html_of(client, "/activities/")
    assert client.post("/activities/new/", COURSE).status_code == 302
    outbox.deliver_all()

    client.force_login(cast.femi)
    assert "Confirm one activity" in html_of(client, "/home/")
    queue = html_of(client, "/recognitions/activities/")
    assert "Reading in the content areas" in queue
    assert ">60<" in queue or "60 renewal credits" in queue, "what it would come to is told before"
    statement = ActivityStatement.objects.get()
    assert client.post(f"/recognitions/activities/{statement.pk}/ruling/", {"ruling": "confirm"}).status_code == 302
    outbox.deliver_all()

    client.force_login(cast.winifred)
    transcript = html_of(client, "/transcript/")
    assert "kept by the agency itself, as no district of the state employs you" in transcript
    assert "60 renewal credits are still needed" in transcript
    assert Entry.objects.get().cycle == Cycle.objects.get()


def test_the_officer_reads_and_rules_on_nothing_of_a_districts_people(client: Client, cast: Cast):
    entry = make.entry(cast)
    mine = make.activity(cast)
    client.force_login(cast.femi)
    for path in ("/recognitions/", "/recognitions/activities/", "/recognitions/cycles/", "/recognitions/set/"):
        response = client.get(path)
        assert response.status_code == 200
        assert "Ada Whitfield" not in response.content.decode()
    assert client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "confirm"}).status_code == 404
    assert client.post(f"/recognitions/activities/{mine.pk}/ruling/", {"ruling": "confirm"}).status_code == 404
    given = {
        "keeper": cast.places["south-carolina"].pk,
        "person": cast.ada.pk,
        "policy": entry.policy_id,
        "starts_on": "2024-07-01",
        "last_day": "2029-06-30",
    }
    assert client.post("/recognitions/cycles/", given).status_code == 422
    assert client.post("/recognitions/cycles/", {**given, "keeper": cast.places["rock-hill"].pk}).status_code == 422


def test_the_officer_attests_hours_for_those_left_to_the_state(client: Client, cast: Cast):
    client.force_login(cast.femi)
    state = cast.places["south-carolina"]
    hours = {"office": state.pk, "micro_credential": "", "hours": "12.5", "starts_on": "2026-01-01"}
    assert client.post("/recognitions/hours/", hours).status_code == 302
    assert "South Carolina Department of Education" in html_of(client, "/recognitions/hours/")
    elsewhere = {**hours, "office": cast.places["rock-hill"].pk}
    assert client.post("/recognitions/hours/", elsewhere).status_code == 422
