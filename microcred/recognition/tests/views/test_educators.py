"""The pages by which an office sees what is on record of an educator, and states or takes back what they completed."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.foundation.clock import now, standing_at
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint
from microcred.recognition.models import CompletionRetraction, CompletionStatement, Entry, LicenceStatement, LookUp
from microcred.recognition.operations.standing import confirm_statement
from microcred.recognition.queries.standing import standing_of
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_completion import FLATT, READ, left_to_the_state
from microcred.recognition.tests.operations.test_state_completion import state as completed
from microcred.recognition.tests.operations.test_state_licence import state as licensed
from microcred.recognition.views import standing
from tests.cast import Cast


def looked_up(cast: Cast) -> LookUp:
    """That the officer has looked Ada up just now."""
    state, words = cast.places["south-carolina"], "Her renewal."
    given = {"jurisdiction": state, "digest": "0" * 64, "basis": "renewal", "words": words, "person": cast.ada}
    return LookUp.objects.create(**given, looked_at=now(), looked_by=cast.femi)


def test_a_coordinator_finds_an_educator_states_a_training_and_takes_it_back(client: Client, cast: Cast):
    make.policy(cast)
    client.force_login(cast.omar)
    assert f"/recognitions/educators/{cast.ada.pk}/" in client.get("/recognitions/educators/?q=ada").content.decode()
    assert cast.ada.name not in client.get("/recognitions/educators/?q=nobody").content.decode()
    page = f"/recognitions/educators/{cast.ada.pk}/"
    html = client.get(page).content.decode()
    assert "completes the Jason Flatt training in suicide prevention" in html
    path = f"{page}completions/"
    assert f"{path}?name=Jason%20Flatt%20training" in html
    said = {"name": FLATT, "completed_on": "2025-08-01"}
    assert client.post(path, said | {"name": "Scuba diving"}).status_code == 422
    refused = client.post(path, said | {"completed_on": "2199-01-01"})
    assert refused.status_code == 422
    assert "Give the day on which it was completed" in refused.content.decode()
    assert client.post(path, said)["Location"] == page
    assert client.post(path, said).status_code == 422, "a second click states nothing"
    statement = CompletionStatement.objects.get()
    assert standing_of(cast.ada).completions == [statement]

    path = f"/recognitions/completions/{statement.completion_id}/"
    assert path in client.get(page).content.decode()
    refused = client.post(path, {"completed_on": "2025-08-01"})
    assert "This is what stands there already" in refused.content.decode()
    refused = client.post(f"{path}taking-back/", {"reason": " "})
    assert refused.status_code == 422
    assert "Say what was wrong" in refused.content.decode()
    assert client.post(f"{path}taking-back/", {"reason": "Another Ada."})["Location"] == page
    assert CompletionRetraction.objects.count() == 1
    refused = client.post(f"{path}taking-back/", {"reason": "Another Ada."})
    assert refused.status_code == 422, "a second click takes nothing back"
    html = client.get(page).content.decode()
    assert "Confirmation taken back" in html
    assert "Another Ada." in html

    client.force_login(cast.ada)
    assert "Another Ada." in client.get("/record/").content.decode()
    assert "Another Ada." in client.get(f"/record/completions/{statement.completion_id}/").content.decode()


def test_a_day_is_corrected_with_the_same_word(client: Client, cast: Cast):
    make.policy(cast)
    first = completed(cast)
    client.force_login(cast.femi)
    looked_up(cast)
    path = f"/recognitions/completions/{first.completion_id}/"
    assert "Take it back" not in client.get(path).content.decode(), "nothing of it is confirmed"
    client.post(path, {"completed_on": "2025-08-02"})
    (holds,) = standing_of(cast.ada).completions
    assert (holds.number, str(holds.completed_on)) == (2, "2025-08-02")
    assert "Take it back" in client.get(path).content.decode()


def test_an_officer_finds_those_whom_no_district_has(client: Client, cast: Cast):
    make.policy(cast)
    gus = left_to_the_state(cast)
    client.force_login(cast.femi)
    html = client.get("/recognitions/educators/").content.decode()
    assert gus.name in html
    path = f"/recognitions/educators/{gus.pk}/completions/"
    client.post(path, {"name": READ, "completed_on": "2025-08-01"})
    assert [one.completion.name for one in standing_of(gus).completions] == [READ]
    client.force_login(cast.omar)
    assert client.get(path).status_code == 404


def test_an_officer_goes_through_no_names_of_a_state(client: Client, cast: Cast):
    make.policy(cast)
    confirmed = completed(cast, actor=cast.omar)
    client.force_login(cast.femi)
    page = f"/recognitions/educators/{cast.ada.pk}/"
    paths = (page, f"{page}completions/", f"/recognitions/completions/{confirmed.completion_id}/")

    def opens() -> bool:
        answers = {client.get(path).status_code for path in paths}
        assert len(answers) == 1
        assert (cast.ada.name in client.get("/recognitions/educators/?q=ada").content.decode()) is (answers == {200})
        return answers == {200}

    assert not opens(), "a coordinator looks after her"
    made = looked_up(cast)
    assert opens()
    with standing_at(made.looked_at + timedelta(minutes=61)):
        assert not opens(), "the hour is over"
        waits = licensed(cast)
        assert opens(), "her license waits for the officer's word"
        confirm_statement(actor=cast.omar, statement=waits, at=cast.at)
        assert not opens()


def test_others_and_oneself_are_out_of_reach(client: Client, cast: Cast):
    make.policy(cast)
    own = completed(cast, actor=cast.omar, person=cast.omar)
    theirs = completed(cast)
    for person in (cast.gus, cast.lena, cast.ada, cast.pia):
        client.force_login(person)
        assert client.get("/recognitions/educators/").status_code == 404
        assert client.get(f"/recognitions/educators/{cast.ada.pk}/").status_code == 404
        assert client.get(f"/recognitions/completions/{theirs.completion_id}/").status_code == 404
    client.force_login(cast.omar)
    assert client.get(f"/recognitions/educators/{cast.omar.pk}/").status_code == 404
    path = f"/recognitions/completions/{own.completion_id}/"
    assert client.get(path).status_code == 404
    assert client.post(f"{path}taking-back/", {"reason": "Mine."}).status_code == 404


def test_a_licences_number_is_not_read_in_passing(client: Client, cast: Cast):
    make.policy(cast)
    licensed(cast)
    client.force_login(cast.omar)
    html = client.get(f"/recognitions/educators/{cast.ada.pk}/").content.decode()
    assert "Give your word on it" in html
    assert "AB123" not in html


def test_a_licence_that_is_stated_as_of_another_state_waits_there_alone(client: Client, cast: Cast):
    make.policy(cast)
    first = licensed(cast)
    north = Organization.objects.get(slug="north-carolina")
    corrected = licensed(cast, licence=first.licence, jurisdiction=north)
    page = f"/recognitions/educators/{cast.ada.pk}/"
    client.force_login(cast.omar)
    assert "Give your word on it" not in client.get(page).content.decode()

    confirmed = licensed(cast, licence_number="CD456")
    confirm_statement(actor=cast.omar, statement=confirmed, at=cast.at)
    moved = licensed(cast, licence=confirmed.licence, licence_number="CD456", jurisdiction=north)
    assert "Confirmed</span>" in client.get(page).content.decode(), "it holds until the other is confirmed"
    appoint(actor=None, person=cast.gus, organization=north, role=Role.LICENSURE_OFFICER, at=cast.at)
    for one in (corrected, moved):
        confirm_statement(actor=cast.gus, statement=one, at=cast.at)
    html = client.get(page).content.decode()
    assert "Confirmed</span>" not in html
    assert "Professional, " not in html


def test_the_link_to_a_statement_leads_to_the_page_of_the_list_that_has_it(client: Client, cast: Cast, monkeypatch):
    monkeypatch.setattr(standing, "PER_PAGE", 1)
    make.policy(cast)
    first, second = completed(cast), completed(cast, name=READ)
    licensed(cast)
    licensed(cast, licence_number="2", kind="lifetime")
    client.force_login(cast.omar)
    link = f"/recognitions/statements/?statement={second.pk}#statement-{second.pk}"
    assert link in client.get(f"/recognitions/educators/{cast.ada.pk}/").content.decode()
    html = client.get(link).content.decode()
    assert f'id="statement-{second.pk}"' in html
    assert f'id="statement-{first.pk}"' not in html
    assert 'href="?completed=1"' in html
    assert 'href="?completed=2&amp;page=2"' in html, "the other list stays where it is"
    assert f'id="statement-{first.pk}"' in client.get("/recognitions/statements/?completed=1&page=2").content.decode()


@pytest.mark.parametrize("what", ["completions", "licences"])
def test_the_number_of_queries_does_not_grow(client: Client, cast: Cast, what: str):
    make.policy(cast)
    client.force_login(cast.omar)
    counts = []
    for number, name in enumerate((FLATT, READ)):
        if what == "completions":
            completed(cast, name=name)
        else:
            licensed(cast, licence_number=str(number))
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/recognitions/educators/{cast.ada.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


LICENCE = {"type": "professional", "licence_number": "SC-77", "issued_on": "2024-07-01", "expires_on": "2029-06-30"}


def test_a_coordinator_states_a_licence_and_work_of_an_educator_which_hold_at_once(client: Client, cast: Cast):
    make.policy(cast)
    client.force_login(cast.omar)
    page = f"/recognitions/educators/{cast.ada.pk}/"
    html = client.get(page).content.decode()
    assert f"{page}licences/" in html
    assert f"{page}work/" in html
    state, district = cast.places["south-carolina"], cast.places["rock-hill"]
    said = LICENCE | {"jurisdiction": str(state.pk), "grade_bands": ["6-8"]}
    assert client.post(f"{page}licences/", said | {"issued_on": "2199-01-01"}).status_code == 422
    assert client.post(f"{page}licences/", said)["Location"] == page
    assert "This is on record already" in client.post(f"{page}licences/", said).content.decode()
    work = {"district": str(district.pk), "role": "teacher", "first_day": "2020-08-01"}
    assert client.post(f"{page}work/", work)["Location"] == page
    assert client.post(f"{page}work/", work).status_code == 422, "a second click states nothing"
    standing = standing_of(cast.ada)
    assert [(one.type, one.stated_by) for one in standing.licences] == [("professional", cast.omar)]
    assert [(one.employment.district, one.first_day.year) for one in standing.work] == [(district, 2020)]
    assert "SC-77" not in client.get(page).content.decode()


def test_a_licence_that_ends_a_cycle_is_stated_for_an_educator_once_that_was_seen(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.omar)
    path = f"/recognitions/educators/{cast.ada.pk}/licences/"
    said = LICENCE | {"type": "initial", "jurisdiction": str(cast.places["south-carolina"].pk)}
    shown = client.post(path, said)
    html = shown.content.decode()
    assert shown.status_code == 200
    assert "ends, and nothing counts in it any more" in html
    assert f"{entry.title}</strong>: 20 now, then nothing" in html
    assert not LicenceStatement.objects.exists(), "looking leaves nothing behind"
    again = client.post(path, said | {"seen": "something else"})
    assert "something has changed since" in again.content.decode()
    assert not LicenceStatement.objects.exists()
    (seen,) = re.findall(r'name="seen" value="(\w+)"', html)
    assert client.post(path, said | {"seen": seen})["Location"] == f"/recognitions/educators/{cast.ada.pk}/"
    assert standing_of(cast.ada).licences[0].type == "initial"
    assert hasattr(Entry.objects.get(pk=entry.pk), "reversal")


def test_an_officer_states_licences_of_their_state_and_no_work(client: Client, cast: Cast):
    make.policy(cast)
    looked_up(cast)
    client.force_login(cast.femi)
    page = f"/recognitions/educators/{cast.ada.pk}/"
    html = client.get(page).content.decode()
    assert f"{page}licences/" in html
    assert f"{page}work/" not in html
    assert client.get(f"{page}work/").status_code == 404
    form = client.get(f"{page}licences/").content.decode()
    assert cast.places["south-carolina"].name in form
    assert cast.places["north-carolina"].name not in form
    said = LICENCE | {"jurisdiction": str(cast.places["north-carolina"].pk)}
    assert client.post(f"{page}licences/", said).status_code == 422
    said = LICENCE | {"jurisdiction": str(cast.places["south-carolina"].pk)}
    assert client.post(f"{page}licences/", said)["Location"] == page
    assert standing_of(cast.ada).licences[0].stated_by == cast.femi
