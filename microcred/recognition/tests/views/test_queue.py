"""The pages around rulings: a set, less, exceptions, delegations, audits; and 5,000 entries that wait."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import Allowance, AuditItem, Delegation, Reversal, Ruling
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.rules.reason_codes import REASON_CODES
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_allowing import begun_without_approval
from microcred.recognition.tests.operations.test_auditing import sample
from microcred.recognition.tests.operations.test_delegating import delegated
from tests.cast import Cast


def page(client: Client, person, path: str) -> str:
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, person, path: str) -> int:
    page(client, person, path)
    with CaptureQueriesContext(connection) as captured:
        page(client, person, path)
    return len(captured)


def test_a_set_is_looked_at_and_confirmed_and_a_second_click_says_so(client: Client, cast: Cast):
    make.many_like(make.entry(cast), 4)
    html = page(client, cast.omar, "/recognitions/set/")
    assert "5 entries" in html
    assert "100 renewal credits" in html
    digest = html.split('name="digest" value="')[1].split('"')[0]
    body = {"digest": digest}
    response = client.post("/recognitions/set/", body, follow=True)
    assert "5 entries confirmed." in response.content.decode()
    response = client.post("/recognitions/set/", body, follow=True)
    assert "Nothing of this set waits any more." in response.content.decode()
    assert Ruling.objects.count() == 5


def test_a_set_that_has_changed_is_shown_again(client: Client, cast: Cast):
    entry = make.entry(cast)
    digest = page(client, cast.omar, "/recognitions/set/").split('name="digest" value="')[1].split('"')[0]
    make.many_like(entry, 1)
    response = client.post("/recognitions/set/", {"digest": digest})
    assert "the set has changed since you looked" in response.content.decode()
    assert not Ruling.objects.exists()


def test_less_is_allowed_from_the_queue(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.omar)
    at = f"/recognitions/{entry.pk}/allowance/"
    wrong = client.post(at, {"amount": "12", "code": ""})
    assert wrong.status_code == 422
    assert "Choose the reason" in wrong.content.decode()
    assert client.post(at, {"amount": "12", "code": "hours_unsupported"}).status_code == 302
    assert Allowance.objects.get().amount == 12


def test_a_no_is_told_by_its_code_with_a_way_forward_in_two_languages(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.omar)
    client.post(f"/recognitions/{entry.pk}/ruling/", {"ruling": "decline", "code": "routine_duty", "reason": ""})
    html = page(client, cast.ada, "/transcript/")
    assert "It is part of your regular duties." in html
    assert "Choose one that goes beyond them" in html
    with override("es"):
        assert str(REASON_CODES["routine_duty"].words) == "Forma parte de sus tareas habituales."


def test_an_exception_is_made_from_the_list(client: Client, cast: Cast):
    begun_without_approval(cast, exceptions="prior-approval")
    html = page(client, cast.omar, "/recognitions/exceptions/")
    assert "no approval from before then is on record" in html
    name = html.split('name="recognition" value="')[1].split('"')[0]
    assert client.post("/recognitions/exceptions/", {"recognition": "x", "words": "Why"}).status_code == 404
    assert client.post("/recognitions/exceptions/", {"recognition": name, "words": ""}).status_code == 422
    assert client.post("/recognitions/exceptions/", {"recognition": name, "words": "It was lost."}).status_code == 302
    assert Allowance.objects.get().words == "It was lost."
    assert "Nothing to decide" in page(client, cast.omar, "/recognitions/exceptions/")


def test_a_delegation_begins_and_ends_on_its_page(client: Client, cast: Cast):
    page(client, cast.omar, "/recognitions/delegations/")
    body = {
        "district": cast.places["rock-hill"].pk,
        "delegate": cast.mateo.pk,
        "first_day": "2026-01-01",
        "last_day": "2020-01-01",
    }
    assert client.post("/recognitions/delegations/", body).status_code == 422
    today = day_in(now(), cast.places["rock-hill"].time_zone)
    body |= {"first_day": today.isoformat(), "last_day": (today + timedelta(days=7)).isoformat()}
    assert client.post("/recognitions/delegations/", body).status_code == 302
    held = Delegation.objects.get()
    make.entry(cast)
    assert cast.ada.name in page(client, cast.mateo, "/recognitions/")
    client.force_login(cast.gus)
    assert client.get("/recognitions/").status_code == 404
    assert client.post(f"/recognitions/delegations/{held.pk}/ending/").status_code == 404
    client.force_login(cast.omar)
    client.post(f"/recognitions/delegations/{held.pk}/ending/")
    client.force_login(cast.mateo)
    assert client.get("/recognitions/").status_code == 404


def test_a_sample_is_drawn_looked_at_and_answered(client: Client, cast: Cast):
    entries = [make.entry(cast)]
    entries += make.many_like(entries[0], 3)
    for entry in entries:
        operations.confirm(actor=cast.omar, entry=entry, at=cast.at + timedelta(days=1))
    body = {
        "district": cast.places["rock-hill"].pk,
        "first_day": "2026-09-01",
        "last_day": "2026-09-07",
        "percent": "50",
        "seed": "4711",
    }
    client.force_login(cast.femi)
    response = client.post("/recognitions/audits/", body, follow=True)
    assert "2 of 4 rulings (50 %)" in response.content.decode()
    first, second = AuditItem.objects.order_by("place")
    client.post(f"/recognitions/audits/items/{first.pk}/finding/", {"agrees": "yes"})
    said = {"agrees": "no", "code": "hours_unsupported", "words": "9 hours."}
    client.post(f"/recognitions/audits/items/{second.pk}/finding/", said)
    html = page(client, cast.omar, f"/recognitions/audits/{first.sample_id}/")
    assert "1 of 2 alike: 50 %, and between 9 % and 91 % of all" in html
    client.post(f"/recognitions/audits/items/{second.pk}/answer/", {"amount": "12"})
    assert Allowance.objects.get().amount == 12
    assert "Changed" in page(client, cast.femi, f"/recognitions/audits/{first.sample_id}/")


def test_another_districts_coordinator_sees_none_of_it(client: Client, cast: Cast):
    operations.confirm(actor=cast.omar, entry=make.entry(cast), at=cast.at + timedelta(days=1))
    found = sample(cast)
    appoint(actor=None, person=cast.elena, organization=cast.places["blue-ridge"], role=Role.RECOGNIZER, at=cast.at)
    client.force_login(cast.elena)
    assert client.get(f"/recognitions/audits/{found.pk}/").status_code == 404
    item = found.items.first()
    assert client.post(f"/recognitions/audits/items/{item.pk}/finding/", {"agrees": "yes"}).status_code == 404
    assert "Nothing like that waits" in page(client, cast.elena, "/recognitions/set/")


def test_lists_cost_the_same_whatever_their_length(client: Client, cast: Cast):
    entry = make.entry(cast)
    delegated(cast)
    short = {path: queries(client, cast.omar, path) for path in ("/recognitions/", "/recognitions/set/")}
    make.many_like(entry, 60)
    for path, count in short.items():
        assert queries(client, cast.omar, path) == count, path


def test_the_queue_of_5000_is_as_quick(client: Client, cast: Cast):
    entry = make.entry(cast)
    few = queries(client, cast.omar, "/recognitions/")
    make.many_like(entry, 5000)
    with CaptureQueriesContext(connection) as captured:
        assert "5001" in page(client, cast.omar, "/recognitions/")
    assert len(captured) <= few + 1
    slowest = max(float(one["time"]) for one in captured.captured_queries)
    assert slowest < 1, slowest


def test_what_no_longer_counts_says_why_it_ended_beside_what_was_ruled(client: Client, cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    operations.reverse(actor=None, award=entry.award, at=cast.at)
    html = page(client, cast.omar, "/recognitions/?state=reversed")
    assert Reversal.objects.get().reason in html
    assert "What was ruled before it ended:" in html


def test_a_sample_shows_activities_too(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    statement = make.activity(cast)
    confirm_activities(actor=cast.omar, statements=[statement], at=cast.at + timedelta(days=1))
    drawn = sample(cast, percent=100)
    html = page(client, cast.femi, f"/recognitions/audits/{drawn.pk}/")
    assert statement.name in html
    assert "I would have ruled alike" in html
