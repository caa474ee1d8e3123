"""The pages of activities: stating one with its certificate, the coordinator's word, and what the transcript says."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.foundation import outbox
from microcred.foundation.inspection.scanning import Verdict
from microcred.organizations.operations import register
from microcred.portfolios.tests.make import pdf
from microcred.recognition.models import ActivityDocument, ActivityStatement
from microcred.recognition.operations import activity_documents
from microcred.recognition.operations.activities import confirm_activities, state_activity
from microcred.recognition.operations.standing import confirm_statement, state_employment, state_licence
from microcred.recognition.tests import make
from tests.cast import Cast

SAID = {
    "kind": "convening",
    "title": "Teaching with evidence",
    "provider": "SCCTM",
    "provider_kind": "third party",
    "ended_on": "2026-08-14",
    "certificate_on": "2026-08-21",
    "amount": "7.5",
    "unit": "contact hours",
}


def certificate() -> SimpleUploadedFile:
    return SimpleUploadedFile("certificate.pdf", pdf(), "application/pdf")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_stated_with_its_certificate_confirmed_and_counted(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    client.force_login(cast.ada)
    assert client.post("/activities/new/", SAID | {"unit": "sessions"}).status_code == 422
    assert client.post("/activities/new/", SAID | {"ended_on": "2199-01-01"}).status_code == 422
    path = client.post("/activities/new/", SAID)["Location"]
    assert client.post(f"{path}documents/", {"file": certificate()})["Location"] == path
    assert "certificate.pdf" in page(client, path)
    assert "Waiting for confirmation" in page(client, "/activities/")
    assert "Beside awards, and not confirmed" in page(client, "/transcript/")

    statement, document = ActivityStatement.objects.get(), ActivityDocument.objects.get()
    client.force_login(cast.omar)
    html = page(client, "/recognitions/activities/")
    assert "Ada Whitfield" in html
    assert "certificate.pdf" in html
    assert client.get(f"{path}documents/{document.pk}/").status_code == 200
    word = f"/recognitions/activities/{statement.pk}/ruling/"
    assert client.post(word, {"ruling": "decline"}).status_code == 422
    assert client.post("/recognitions/activities/rulings/", {"activities": [statement.pk]}).status_code == 302
    assert client.post(word, {"ruling": "confirm"}).status_code == 422, "a second click changes nothing"
    assert "7.5 contact hours" in page(client, "/recognitions/activities/?state=confirmed")
    outbox.deliver_all()
    assert "Teaching with evidence" in page(client, "/recognitions/?state=confirmed")

    client.force_login(cast.ada)
    html = page(client, "/transcript/")
    assert "7.5 contact hours × 20 ÷ 15 = 10 renewal credits" in html
    assert "0 renewal credits are for competence that was judged, 10 for time spent" in html
    assert "certificate.pdf" in html
    (told,) = json.loads(page(client, "/transcript/transcript.json"))["cycles"]
    assert told["confirmed_for"] == {"competence": "0", "time": "10"}
    (entry,) = told["entries"]
    assert (entry["for"], entry["award"], entry["state"]) == ("time", None, "confirmed")
    assert entry["activity"]["documents"] == [{"name": "certificate.pdf", "sha256": document.sha256}]
    assert client.get("/transcript/transcript.pdf").content.startswith(b"%PDF")
    assert client.post(path, SAID).status_code == 422, "what is confirmed is not edited"


def test_taken_back_it_is_told_on_both_pages(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    statement = make.activity(cast)
    confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
    outbox.deliver_all()
    client.force_login(cast.omar)
    word = f"/recognitions/activities/{statement.pk}/ruling/"
    assert client.post(word, {"ruling": "take back", "code": "hours_unsupported"}).status_code == 302
    client.force_login(cast.ada)
    assert "Confirmation taken back" in page(client, f"/activities/{statement.activity_id}/")
    assert "The renewal coordinator has taken the confirmation of the activity back." in page(client, "/transcript/")


def test_a_file_that_is_refused_is_told_beside_the_field(client: Client, cast: Cast):
    path = f"/activities/{make.activity(cast).activity_id}/"
    client.force_login(cast.ada)
    response = client.post(f"{path}documents/", {"file": SimpleUploadedFile("talk.mp4", b"1")})
    assert response.status_code == 422
    assert "is no document or picture" in response.content.decode()
    assert client.post(f"{path}documents/").status_code == 422


def test_what_is_not_searched_is_told_and_not_opened(client: Client, cast: Cast, monkeypatch):
    monkeypatch.setattr(activity_documents, "scan", lambda _file: (Verdict.DOWN, ""))
    path = f"/activities/{make.activity(cast).activity_id}/"
    client.force_login(cast.ada)
    client.post(f"{path}documents/", {"file": certificate()})
    assert "Being searched" in page(client, path)
    document = ActivityDocument.objects.get()
    assert client.get(f"{path}documents/{document.pk}/").status_code == 404
    assert client.post(f"{path}documents/{document.pk}/removal/")["Location"] == path
    assert "No document is attached." in page(client, path)


@pytest.mark.parametrize("path", ["/activities/", "/transcript/", "/recognitions/activities/", "/recognitions/"])
def test_many_cost_no_more_questions_than_one(client: Client, cast: Cast, path: str):
    make.cycle(cast, make.policy(cast))
    client.force_login(cast.omar if "recognitions" in path else cast.ada)

    def cost(count: int) -> int:
        for number in range(count):
            said = make.CONVENING.__class__(**vars(make.CONVENING) | {"title": f"Convening {count} {number}"})
            statement = state_activity(actor=cast.ada, said=said, at=cast.at)
            if number % 2:
                confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
        outbox.deliver_all()
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, path)
        return len(asked)

    assert cost(2) == cost(6)


def test_the_coordinator_sees_what_is_missing_by_when_and_not_what_is_there(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.activity(cast)
    client.force_login(cast.omar)
    assert "Its certificate has to bear a day" not in page(client, "/recognitions/activities/")
    late = make.CONVENING.__class__(**vars(make.CONVENING) | {"title": "Without a day", "certificate_on": None})
    state_activity(actor=cast.ada, said=late, at=cast.at)
    html = page(client, "/recognitions/activities/")
    assert "Its certificate has to bear a day until September 11, 2026" in html
    assert "Look whether this is one and the same" in html


def test_who_belongs_to_no_district_reads_that_nobody_confirms_and_what_to_do(client: Client, cast: Cast):
    nia = register(actor=None, name="Nia Calloway", email="nia@example.org")
    client.force_login(nia)
    for path in ("/activities/", "/activities/new/"):
        html = client.get(path).content.decode()
        assert "Nobody can confirm it here yet" in html
        assert 'href="/record/"' in html
    mine = make.activity(cast, person=nia)
    html = client.get(f"/activities/{mine.activity_id}/").content.decode()
    assert "None is on record yet" in html
    assert "The office that keeps your cycle looks at it" not in html

    state = cast.places["south-carolina"]
    days = {"issued_on": date(2024, 7, 1), "expires_on": date(2029, 6, 30), "grade_bands": ["K-5"]}
    make.policy(cast)
    held = state_licence(actor=nia, person=nia, jurisdiction=state, kind="professional", at=cast.at, **days)
    confirm_statement(actor=cast.femi, statement=held, at=cast.at)
    work = state_employment(
        actor=nia, person=nia, district=cast.places["rock-hill"], first_day=date(2024, 8, 1), at=cast.at
    )
    confirm_statement(actor=cast.omar, statement=work, at=cast.at)
    outbox.deliver_all()
    assert "Nobody can confirm" not in client.get("/activities/").content.decode()
    client.force_login(cast.omar)
    assert mine.title in client.get("/recognitions/activities/").content.decode()


def test_who_belongs_to_a_district_reads_nothing_of_it(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert "Nobody can confirm" not in client.get("/activities/new/").content.decode()
