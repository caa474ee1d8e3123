"""The coordinator's queue: the sum behind each entry, one by one or many at once, never one's own."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import Attestation, Cycle, CycleChange, Entry, Reversal, Ruling
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_follow_the_record import licence
from tests.cast import Cast


def queue(client: Client, person, query: str = "") -> str:
    client.force_login(person)
    response = client.get(f"/recognitions/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_what_waits_is_there_with_its_sum(client: Client, cast: Cast):
    entry = make.entry(cast)
    html = queue(client, cast.omar)
    assert cast.ada.name in html
    assert "15 contact hours × 20 ÷ 15 = 20 renewal credits" in html
    assert f"/recognitions/{entry.pk}/ruling/" in html
    assert "June 30, 2029" in html


def test_one_is_confirmed_and_leaves_the_queue(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.omar)
    response = client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "confirm"}, follow=True)
    assert "Nothing waits for you" in response.content.decode()
    assert cast.ada.name in queue(client, cast.omar, "?state=confirmed")


def test_a_no_needs_its_reason_and_keeps_what_was_typed_open(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.omar)
    response = client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "decline", "reason": ""})
    assert response.status_code == 422
    assert "Say why the credit is declined" in response.content.decode()
    client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "decline", "reason": "Not in the plan."})
    assert Ruling.objects.get().reason == "Not in the plan."


def test_nonsense_is_refused_with_words(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.omar)
    assert client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "maybe"}).status_code == 422
    assert client.post("/recognitions/rulings/", {"entries": ["nonsense"]}).status_code == 422
    assert client.post("/recognitions/rulings/", {}).status_code == 422
    assert not Ruling.objects.exists()


def test_many_at_once(client: Client, cast: Cast):
    entries = [
        make.entry(cast),
        make.entry(cast, credentials.award(cast, of=credentials.version(cast, "engaging-stakeholders"))),
    ]
    client.force_login(cast.omar)
    client.post("/recognitions/rulings/", {"entries": [str(entry.pk) for entry in entries]})
    assert Ruling.objects.filter(outcome="confirmed").count() == 2


def test_an_entry_of_another_district_among_many_hides_them_all(client: Client, cast: Cast):
    entry = make.entry(cast)
    appoint(actor=None, person=cast.elena, organization=cast.places["blue-ridge"], role=Role.RECOGNIZER, at=cast.at)
    client.force_login(cast.elena)
    assert client.post("/recognitions/rulings/", {"entries": [str(entry.pk)]}).status_code == 404
    assert client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "confirm"}).status_code == 404
    assert cast.ada.name not in queue(client, cast.elena)


def test_ones_own_has_no_button(client: Client, cast: Cast):
    policy = make.policy(cast)
    make.hours(cast)
    make.cycle(cast, policy, person=cast.omar)
    entry = make.entry(cast, credentials.award(cast, person=cast.omar))
    html = queue(client, cast.omar)
    assert "somebody else of your office must rule on it" in html
    assert f"/recognitions/{entry.pk}/ruling/" not in html
    assert client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "confirm"}).status_code == 422
    assert not Ruling.objects.exists()


def test_what_waits_for_a_statement_leads_to_the_page_where_it_is_made(client: Client, cast: Cast):
    make.policy(cast)
    award = credentials.award(cast)
    operations.recognize(actor=None, person=award.person, at=award.earned_at)
    html = queue(client, cast.omar)
    assert "These awards wait for a statement of yours" in html
    assert "hours not stated" in html
    assert "renewal cycle not entered" in html


def test_the_coordinator_states_hours_and_enters_a_cycle(client: Client, cast: Cast):
    policy = make.policy(cast)
    client.force_login(cast.omar)
    district = cast.places["rock-hill"].pk
    hours = {"office": district, "micro_credential": "", "hours": "12.5", "starts_on": "2026-01-01"}
    assert client.post("/recognitions/hours/", hours).status_code == 302
    cycle = {
        "keeper": district,
        "person": cast.ada.pk,
        "policy": policy.pk,
        "starts_on": "2024-07-01",
        "last_day": "2029-06-30",
    }
    wrong = client.post("/recognitions/cycles/", {**cycle, "last_day": "2029-07-01"})
    assert wrong.status_code == 422
    assert client.post("/recognitions/cycles/", cycle).status_code == 302
    assert Attestation.objects.get().stated_by == cast.omar
    assert Cycle.objects.get().person == cast.ada
    assert ">12.5<" in client.get("/recognitions/hours/").content.decode()
    assert "Jun 30, 2029" in client.get("/recognitions/cycles/").content.decode()


def test_lists_show_the_days_that_a_cycle_has_by_now(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    stated = make.activity(cast)
    confirm_activities(actor=cast.omar, statements=[stated], at=cast.at)
    licence(cast, issued_on=date(2023, 7, 1), expires_on=date(2028, 6, 30))
    client.force_login(cast.omar)
    for path in ("/recognitions/cycles/", "/recognitions/activities/?state=confirmed"):
        html = client.get(path).content.decode()
        assert "2028" in html
        assert "2029" not in html


def test_a_cycle_that_was_entered_wrongly_is_corrected_once_it_was_shown_what_that_does(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.omar)
    path = f"/recognitions/cycles/{entry.cycle_id}/"
    assert path in client.get("/recognitions/cycles/").content.decode()
    ending = {"starts_on": "2024-07-01", "last_day": "2029-06-30", "ends": "on", "reason": "It is of another Ada."}
    assert client.post(path, ending | {"reason": ""}).status_code == 422
    shown = client.post(path, ending)
    assert shown.status_code == 200
    assert "20 now, then nothing" in shown.content.decode()
    assert not CycleChange.objects.exists(), "showing it does nothing"
    moved = client.post(path, ending | {"ends": "", "last_day": "2028-06-30", "seen": shown.context["seen"]})
    assert moved.status_code == 422
    assert "This is not what was shown to you" in moved.content.decode()
    assert client.post(path, ending | {"seen": shown.context["seen"]}).status_code == 302
    outbox.deliver_all()
    assert not Entry.objects.get().stands
    assert "another Ada" in str(Notice.objects.get(person=cast.ada, kind="cycle_changed").body)

    right = {"starts_on": "2025-07-01", "last_day": "2030-06-30", "reason": "It was hers."}
    shown = client.post(path, right)
    assert "nothing now, then 20" in shown.content.decode()
    client.post(path, right | {"seen": shown.context["seen"]})
    outbox.deliver_all()
    left, stands = Entry.objects.order_by("pk")
    assert (left.stands, stands.stands, stands.moved_from) == (False, True, left)
    client.force_login(cast.ada)
    html = client.get("/transcript/").content.decode()
    assert "Corrected by Rock Hill Schools" in html
    assert "It was hers." in html
    assert client.post(path, ending).status_code == 404


def test_what_follows_a_licence_is_not_corrected_by_hand(client: Client, cast: Cast):
    make.policy(cast)
    licence(cast)
    operations.recognize(actor=None, person=cast.ada, at=cast.at)
    client.force_login(cast.omar)
    given = {"starts_on": "2024-07-01", "last_day": "2028-06-30", "reason": "No."}
    assert client.post(f"/recognitions/cycles/{Cycle.objects.get().pk}/", given).status_code == 422
    assert "follows a license" in client.get(f"/recognitions/cycles/{Cycle.objects.get().pk}/").content.decode()
    html = client.get("/recognitions/cycles/").content.decode()
    assert f"/recognitions/cycles/{Cycle.objects.get().pk}/" not in html, "nobody is led where there is nothing to do"


def test_a_ruling_is_taken_back_where_it_stands_and_both_pages_say_why(client: Client, cast: Cast):
    entry = make.entry(cast)
    assert "Take back" not in queue(client, cast.omar)
    client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "confirm"})
    assert "Take back" in queue(client, cast.omar, "?state=confirmed")
    path = f"/recognitions/{entry.pk}/ruling/?state=confirmed"
    refused = client.post(path, {"ruling": "take back", "code": "other", "reason": ""})
    assert refused.status_code == 422
    assert refused.context["state"] == "confirmed", "it stays on the list where it was tried"
    assert "Say what is not so." in refused.content.decode()
    client.post(path, {"ruling": "take back", "code": "hours_unsupported", "reason": "The log is of another Ada."})
    outbox.deliver_all()
    assert "Confirm" in queue(client, cast.omar)
    html = queue(client, cast.omar, "?state=reversed")
    assert "The log is of another Ada." in html
    assert "The office that ruled on it has taken its ruling back." in html
    client.force_login(cast.ada)
    html = client.get("/transcript/").content.decode()
    assert "The log is of another Ada." in html
    assert "It counts as soon as Rock Hill Schools confirms it." in html


def test_what_was_taken_back_costs_the_same_for_one_and_for_many(client: Client, cast: Cast):
    client.force_login(cast.omar)
    first = make.entry(cast)
    counts = []
    for entries in ([first], make.many_like(first, 4)):
        for entry in entries:
            operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
            operations.take_back_ruling(actor=cast.omar, entry=entry, code="hours_unsupported", at=cast.at)
        client.get("/recognitions/?state=reversed")
        with CaptureQueriesContext(connection) as asked:
            client.get("/recognitions/?state=reversed")
        counts.append(len(asked))
    assert Reversal.objects.count() == 5
    assert counts[0] == counts[1]


def test_amounts_and_days_are_written_as_people_write_them(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    client.force_login(cast.omar)

    cycles = client.get("/recognitions/cycles/").content.decode()
    hours = client.get("/recognitions/hours/").content.decode()

    assert ">120<" in cycles
    assert ">Jun 30, 2029<" in cycles
    assert ">15<" in hours
    assert ">Jul 1, 2024<" in hours


def test_hours_that_are_none_are_refused_on_the_form(client: Client, cast: Cast):
    client.force_login(cast.omar)
    given = {"office": cast.places["rock-hill"].pk, "hours": "0", "starts_on": "2026-01-01"}
    response = client.post("/recognitions/hours/", given)
    assert response.status_code == 422
    assert "more than 0" in response.content.decode()


def test_the_number_of_queries_does_not_grow(client: Client, cast: Cast):
    client.force_login(cast.omar)
    one = make.entry(cast)
    counts: dict[str, list[int]] = {"/recognitions/": [], "/recognitions/cycles/": []}
    for more in (0, 2, 997):
        make.many_like(one, more)
        make.many_cycles_like(Cycle.objects.earliest("starts_on"), more)
        for path, asked_at in counts.items():
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            asked_at.append(len(asked))
    assert Entry.objects.count() == Cycle.objects.count() == 1_000
    assert all(few == [few[0]] * 3 for few in counts.values()), counts
