from datetime import date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from microcred.catalog.models import Entry
from microcred.foundation.clock import standing_at
from microcred.portfolios.models import PlanEntry
from microcred.portfolios.operations import extend, open_calendar, put_on_plan
from microcred.portfolios.queries import calendar_token, dates_of
from microcred.portfolios.tests.make import handed_in, started
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot, version


def saved(cast, of=None, **more):
    thing = (of or version(cast)).micro_credential
    return put_on_plan(actor=cast.ada, micro_credential=thing, at=cast.at, **more)


def test_the_micro_credential_page_saves_it_and_leads_to_its_plan(client, cast):
    slug = version(cast).micro_credential.slug
    client.force_login(cast.ada)
    page = client.get(reverse("micro_credential", args=[slug])).content.decode()
    assert "Save to my plan" in page

    answer = client.post(reverse("plan"), {"micro_credential": slug})

    entry = PlanEntry.objects.get(person=cast.ada)
    assert answer["Location"] == reverse("plan_entry", args=[entry.pk])
    page = client.get(reverse("micro_credential", args=[slug])).content.decode()
    assert "On your plan" in page


def test_what_is_not_on_offer_is_not_found(client, cast):
    client.force_login(cast.ada)

    assert client.post(reverse("plan"), {"micro_credential": "nothing-of-the-kind"}).status_code == 404


def test_an_empty_plan_teaches(client, cast):
    client.force_login(cast.ada)

    assert "Nothing planned yet" in client.get(reverse("plan")).content.decode()


def test_a_day_is_chosen_and_the_plan_counts_backwards(client, cast):
    entry = saved(cast)
    client.force_login(cast.ada)
    address = reverse("plan_entry", args=[entry.pk])
    with standing_at(cast.at):
        assert "Give it a day" in client.get(address).content.decode()
        answer = client.post(address, {"target_on": "2026-10-01", "note": "Before fall break"})
        page = client.get(address).content.decode()

    assert answer.status_code == 302
    assert "Counted backwards" in page
    assert page.count("timeline-item") >= 3
    assert 'value="2026-10-01"' in page


def test_a_day_that_is_over_is_refused_with_what_was_typed(client, cast):
    entry = saved(cast)
    client.force_login(cast.ada)
    with standing_at(cast.at):
        answer = client.post(reverse("plan_entry", args=[entry.pk]), {"target_on": "2026-08-01", "note": "Mine"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is over" in page
    assert "Mine" in page
    assert 'value="2026-08-01"' in page


def test_entries_change_places_and_come_off(client, cast):
    first, second = saved(cast), saved(cast, of=version(cast, name="Another"))
    client.force_login(cast.ada)

    client.post(reverse("plan_place", args=[second.pk]), {"other": first.pk})
    page = client.get(reverse("plan")).content.decode()
    assert page.index(f"entry-{second.pk}") < page.index(f"entry-{first.pk}")

    client.post(reverse("plan_removal", args=[first.pk]))
    assert f"entry-{first.pk}" not in client.get(reverse("plan")).content.decode()


def test_the_calendar_page_makes_renews_and_closes_the_address(client, cast):
    client.force_login(cast.ada)
    address = reverse("plan_calendar")
    assert "/calendars/" not in client.get(address).content.decode()

    client.post(address)
    first = client.get(address).content.decode()
    client.post(address, {"renew": "1"})
    second = client.get(address).content.decode()
    client.post(address, {"close": "1"})

    assert "/calendars/" in first
    assert first != second
    assert "/calendars/" not in client.get(address).content.decode()


def feed(client, cast, *, at):
    token = calendar_token(open_calendar(actor=cast.ada, at=cast.at))
    with standing_at(at):
        answer = client.get(reverse("calendar", args=[token]))
    return answer, Calendar.from_ical(answer.content)


def test_a_calendar_reads_every_date_and_no_name(client, cast):
    published, program = version(cast), pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    saved(cast, of=version(cast, name="Another"), target_on=date(2026, 9, 20), note="ask Bernadette")
    handed_in(started(cast, published, program=program), at=cast.at)

    answer, calendar = feed(client, cast, at=cast.at)

    said = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert said["Hand in: Another"].decoded("DTSTART") == date(2026, 9, 20)
    assert said["Closes: Window 1 · The Pilot"].decoded("DTEND") == cast.at + timedelta(days=30)
    assert said["Opens: Second tries · The Pilot"].decoded("DTSTART") == cast.at + timedelta(days=40)
    assert f"Feedback promised: {published.title}" in said
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-store"
    for secret in (cast.ada.name, cast.ada.email, "Bernadette", "Rock Hill", "Cedar Creek"):
        assert secret not in answer.content.decode()


def test_the_same_date_keeps_its_identifier_when_it_moves(client, cast):
    entry = saved(cast, target_on=date(2026, 9, 20))
    _answer, before = feed(client, cast, at=cast.at)
    client.force_login(cast.ada)
    with standing_at(cast.at):
        client.post(reverse("plan_entry", args=[entry.pk]), {"target_on": "2026-09-25"})
    _answer, after = feed(client, cast, at=cast.at)

    [one], [other] = before.walk("VEVENT"), after.walk("VEVENT")
    assert one["UID"] == other["UID"]
    assert one.decoded("DTSTART") != other.decoded("DTSTART")


def test_a_midnight_closing_stands_on_the_day_that_people_call_the_last(cast):
    program = pilot(cast, joining_opens_at=cast.at - timedelta(days=1))
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    program.windows.filter(name="Window 1").update(closes_at="2026-10-01T04:00:00Z")  # midnight in New York

    [closing] = [one for one in dates_of(cast.ada, at=cast.at) if one.title.startswith("Closes: Window 1")]

    assert closing.on.isoformat() == "2026-10-01T03:30:00+00:00"


def test_who_was_granted_more_time_finds_it_in_the_calendar(client, cast):
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    _answer, before = feed(client, cast, at=cast.at)
    until = cast.at + timedelta(days=37)
    window = program.windows.get(name="Window 1")
    facts = {"kind": "extension", "reason": "Her school was closed.", "at": cast.at + timedelta(days=1)}
    extend(actor=cast.elena, person=cast.ada, window=window, until=until, **facts)

    _answer, after = feed(client, cast, at=cast.at + timedelta(days=33))

    [was], [closing] = (
        [event for event in calendar.walk("VEVENT") if str(event["SUMMARY"]).startswith("Closes: Window 1")]
        for calendar in (before, after)
    )
    assert closing.decoded("DTEND") == until
    assert closing["UID"] == was["UID"]
    assert closing.decoded("DTSTAMP") == cast.at + timedelta(days=1)
    assert "school was closed" not in after.to_ical().decode()


def test_whoever_asks_too_often_waits(client, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "calendars": "2/m/ip"}
    answers = [client.get(reverse("calendar", args=["x" * 72])).status_code for _time in range(3)]

    assert answers == [404, 404, 429]


@pytest.mark.parametrize("name", ["plan_entry", "plan_place", "plan_removal"])
def test_nobody_sees_or_changes_anothers_plan(client, cast, name):
    entry = saved(cast)
    client.force_login(cast.gus)

    assert client.post(reverse(name, args=[entry.pk]), {"other": entry.pk}).status_code == 404


def test_what_is_offered_no_more_is_said_so_and_can_be_taken_off(client, cast):
    entry = saved(cast, target_on=date(2026, 12, 1))
    Entry.objects.filter(micro_credential=entry.micro_credential).delete()  # as retiring does
    client.force_login(cast.ada)
    with standing_at(cast.at):
        assert "no longer on offer" in client.get(reverse("plan")).content.decode()
        assert "No longer on offer" in client.get(reverse("plan_entry", args=[entry.pk])).content.decode()
        assert dates_of(cast.ada, at=cast.at) == []

    client.post(reverse("plan_removal", args=[entry.pk]))
    assert "Nothing planned yet" in client.get(reverse("plan")).content.decode()


def test_a_day_of_the_past_says_that_it_is_past(client, cast):
    saved(cast, target_on=date(2026, 10, 1))
    client.force_login(cast.ada)

    with standing_at(cast.at):
        assert "was due" not in client.get(reverse("plan")).content.decode()
    with standing_at(cast.at + timedelta(days=60)):
        assert client.get(reverse("plan")).content.decode().count("was due on October 1, 2026") == 2


def test_what_goes_before_another_is_called_so_in_spanish(client, cast):
    saved(cast)
    saved(cast, version(cast, name="Another"))
    cast.ada.language = "es"
    cast.ada.save()
    client.force_login(cast.ada)

    page = client.get(reverse("plan"), headers={"accept-language": "es"}).content.decode()

    assert ">Antes<" in page
    assert "Anteriores" not in page
