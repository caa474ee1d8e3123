"""The transcript: how the cycle fills, why each entry counts or not, and the same for programs."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as credentials
from microcred.organizations.operations import choose_language
from microcred.recognition import operations
from microcred.recognition.operations.licensure import return_set
from microcred.recognition.operations.taking_back import TAKEN_BACK, take_back_ruling
from microcred.recognition.queries import ledger_for
from microcred.recognition.rules.reason_codes import REASON_CODES
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_follow_the_record import licence
from microcred.recognition.tests.operations.test_take_back_ruling import later
from microcred.recognition.tests.views.test_transcript_pdf import words_of
from tests.cast import Cast

NAMES = ["managing-change", "engaging-stakeholders", "building-your-team", "performance-assessment-design"]


def html_of(client: Client, person) -> str:
    client.force_login(person)
    response = client.get("/transcript/")
    assert response.status_code == 200
    return response.content.decode()


def test_nothing_yet_teaches(client: Client, cast: Cast):
    assert "Nothing to renew with yet" in html_of(client, cast.ada)


def test_what_waits_and_what_is_confirmed_fill_the_bar(client: Client, cast: Cast):
    first = make.entry(cast)
    make.entry(cast, credentials.award(cast, of=credentials.version(cast, "engaging-stakeholders")))
    operations.confirm(actor=cast.omar, entry=first, at=cast.at)
    html = html_of(client, cast.ada)
    assert "20 of 120 renewal credits" in html
    assert "20 waiting for confirmation" in html
    assert "80 renewal credits are still needed" in html
    assert "15 contact hours × 20 ÷ 15 = 20 renewal credits" in html
    assert "Closes on June 30, 2029" in html


def test_sums_and_steps_are_read_in_spanish_too(client: Client, cast: Cast):
    make.entry(cast)
    choose_language(actor=cast.ada, language="es")
    html = html_of(client, cast.ada)
    assert "15 horas de contacto × 20 ÷ 15 = 20 créditos de renovación" in html
    assert "Aún faltan 100 créditos de renovación" in html


def test_what_was_declined_or_reversed_counts_no_more_and_says_why(client: Client, cast: Cast):
    declined = make.entry(cast)
    operations.decline(actor=cast.omar, entry=declined, reason="Not in your plan.", at=cast.at)
    gone = make.entry(cast, credentials.award(cast, of=credentials.version(cast, "engaging-stakeholders")))
    operations.reverse(actor=None, award=gone.award, at=cast.at)
    html = html_of(client, cast.ada)
    assert "0 of 120 renewal credits" in html
    assert "Not in your plan." in html
    assert "No longer counted" in html
    assert "120 renewal credits are still needed" in html


def test_what_does_not_count_says_what_would_change_it(client: Client, cast: Cast):
    make.policy(cast)
    award = credentials.award(cast)
    operations.recognize(actor=None, person=award.person, at=award.earned_at)
    html = html_of(client, cast.ada)
    assert "Cannot be decided yet" in html
    assert "Put your license on record" in html


def test_what_the_officer_returned_is_said_with_the_reason_and_the_way_forward(client: Client, cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    office = cast.places["south-carolina"]
    return_set(actor=cast.femi, jurisdiction=office, cycle=entry.cycle, code="documents_missing", at=cast.at)
    html = html_of(client, cast.ada)
    assert "South Carolina Department of Education returned this credit on September 1, 2026." in html
    assert str(REASON_CODES["documents_missing"].way_forward) in html
    assert "still needed" not in html


def test_a_cycle_that_has_ended_says_why_and_whom_to_ask(client: Client, cast: Cast):
    make.entry(cast)
    licence(cast, kind="initial", issued_on=date(2025, 7, 1), expires_on=date(2028, 6, 30))
    html = html_of(client, cast.ada)
    assert "ended on" in html
    assert "“initial”; this is about: professional" in html
    assert "ask Rock Hill Schools" in html
    assert "20 of 120" not in html


def test_an_award_no_rules_speak_about_is_not_hidden(client: Client, cast: Cast):
    award = credentials.award(cast, person=cast.gus)
    html = html_of(client, cast.gus)
    assert "No rules speak about these" in html
    assert award.version.title in html


def test_nobody_sees_anothers(client: Client, cast: Cast):
    entry = make.entry(cast)
    for person in (cast.gus, cast.omar, cast.femi):
        assert entry.award.version.title not in html_of(client, person)
    client.logout()
    assert client.get("/transcript/")["Location"].startswith("/account/login/")


def test_programs_read_the_same(client: Client, cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    client.force_login(cast.ada)
    transcript = client.get("/transcript/transcript.json").json()
    (cycle,) = transcript["cycles"]
    assert transcript["format"] == "microcred-transcript/1"
    assert (cycle["first_day"], cycle["last_day"]) == ("2024-07-01", "2029-06-30")
    assert (cycle["needed"], cycle["confirmed"], cycle["waiting"]) == ("120", "20", "0")
    (line,) = cycle["entries"]
    assert (line["state"], line["amount"]) == ("confirmed", "20")
    assert line["award"]["credential"].endswith(f"/credentials/{entry.award_id}/credential.json")
    assert {step["code"] for step in line["steps"]} == {"attested-hours"}


def test_programs_read_why_something_counts_no_more_as_the_page_says_it(client: Client, cast: Cast):
    declined = make.entry(cast, credentials.award(cast, of=credentials.version(cast, "engaging-stakeholders")))
    operations.decline(actor=cast.omar, entry=declined, code="not_in_plan", reason="Not in your plan.", at=cast.at)
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    back = {"code": "hours_unsupported", "reason": "It was meant for another Ada."}
    ruled, at = ledger_for(cast.omar, at=cast.at).get(pk=entry.pk), later(entry)
    take_back_ruling(actor=cast.omar, entry=ruled, at=at, **back)
    client.force_login(cast.ada)
    (cycle,) = client.get("/transcript/transcript.json").json()["cycles"]
    by_state = {one["state"]: one for one in cycle["entries"]}
    assert by_state["reversed"]["taken_back"] == back | {"at": at.isoformat()}
    assert by_state["reversed"]["reversed"] == {"at": at.isoformat(), "reason": TAKEN_BACK}
    assert (by_state["declined"]["code"], by_state["declined"]["reason"]) == ("not_in_plan", "Not in your plan.")
    assert by_state["declined"]["taken_back"] is by_state["waiting"]["reversed"] is None
    html, paper = html_of(client, cast.ada), words_of(client.get("/transcript/transcript.pdf").content)
    for told in (html, paper):
        for words in (back["reason"], TAKEN_BACK, str(REASON_CODES["hours_unsupported"].words), "Not in your plan."):
            assert words in told


@pytest.mark.parametrize("path", ["/transcript/", "/transcript/transcript.json"])
def test_the_number_of_queries_does_not_grow(client: Client, cast: Cast, path: str):
    client.force_login(cast.ada)
    one = make.entry(cast)
    counts = []
    for more in (0, 2, 997):
        make.many_like(one, more)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_a_page_of_a_thousand_awards_shows_a_hundred_and_says_where_the_others_are(client: Client, cast: Cast):
    client.force_login(cast.ada)
    one = make.entry(cast)
    make.many_like(one, 999)
    html = client.get("/transcript/").content.decode()
    assert html.count("How this was worked out") == 100
    assert "100 of 1,000 are shown" in html
    (cycle,) = client.get("/transcript/transcript.json").json()["cycles"]
    assert len(cycle["entries"]) == 1_000
