"""What an assessor takes to their renewal: what they read, when, and the hours that it counts for."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.billing.operations import reverse as take_back
from microcred.billing.queries import service_record, work_of_person
from microcred.billing.tests import make
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition.tests import make as recognition

HERE, TABLE = reverse("service_record"), reverse("service_record_csv")


@pytest.fixture
def november(cast, version):
    """Ben read twice in September, which is locked, and once in October, which is open."""
    first = make.done(cast, version, cast.ben, at=cast.at)
    make.done(cast, version, cast.ben, at=cast.at + make.DAY, name="Emil")
    make.locked(cast, make.period(cast))
    make.done(cast, version, cast.ben, at=cast.at + 40 * make.DAY, name="Ewa")
    return first


def page(client, person, **query):
    client.force_login(person)
    return client.get(HERE, query)


def recorded(person, first=make.SEPTEMBER, last=make.NOVEMBER):
    return service_record(work_of_person(person), first, last)


def test_it_counts_hours_and_says_which_are_fixed(client, cast, november):
    with standing_at(cast.at + 45 * make.DAY):
        shown = page(client, cast.ben).content.decode()
    assert "What Ben Okafor read as an assessor, from September 1, 2026 to October 16, 2026." in shown
    assert "1.33 in locked periods, 0.67 still open" in shown
    assert "For CarolinaCrED" in shown
    record = recorded(cast.ben)
    assert (record.readings, record.minutes, record.fixed, record.open) == (3, 120, 80, 40)
    [row] = record.parts[0].rows
    assert (row.first, row.last, row.readings) == (date(2026, 9, 1), date(2026, 10, 11), 3)


def test_only_the_days_that_were_chosen_count(client, cast, november):
    shown = page(client, cast.ben, first="2026-10-01", last="2026-10-31").content.decode()
    assert "from October 1, 2026 to October 31, 2026" in shown
    assert recorded(cast.ben, make.OCTOBER).readings == 1
    nothing = page(client, cast.ben, first="2020-01-01", last="2020-12-31").content.decode()
    assert "No reading of these days counts" in nothing
    backwards = page(client, cast.ben, first="2026-10-01", last="2026-09-01")
    assert backwards.status_code == 422
    assert "Give a last day that is the first or comes after it." in backwards.content.decode()


def test_it_begins_with_the_renewal_cycle_of_today(client, cast, november):
    appoint(actor=None, person=cast.ben, organization=cast.places["rock-hill"], role=Role.EDUCATOR, at=cast.at)
    cycle = recognition.cycle(cast, recognition.policy(cast), person=cast.ben)
    with standing_at(cast.at + 45 * make.DAY):
        shown = page(client, cast.ben).content.decode()
    assert f'name="first" value="{cycle.starts_on.isoformat()}"' in shown
    assert f"first={cycle.starts_on.isoformat()}&amp;last={cycle.last_day.isoformat()}" in shown


def test_what_was_taken_back_and_what_counts_for_nothing_yet_are_told_apart(client, cast, november):
    make.period(cast, make.OCTOBER, make.NOVEMBER)
    line = make.paid(cast, november)
    take_back(actor=cast.rosa, line=line, reason="On paper.", pay_again=False, at=cast.at + 35 * make.DAY)
    make.rate(cast, minutes=None, starts_on=date(2026, 10, 20))
    make.done(cast, november.version, cast.ben, at=cast.at + 55 * make.DAY, name="Edo")
    with standing_at(cast.at + 60 * make.DAY):
        shown = page(client, cast.ben).content.decode()
    assert "1 reading is left out: its pay and service were taken back." in shown
    assert "For 1 of the readings nobody has said what it counts for; it adds no hours." in shown
    record = recorded(cast.ben)
    assert (record.readings, record.minutes, record.fixed) == (3, 80, 40)


def test_the_table_has_every_reading_with_its_minutes_and_its_pay(client, cast, november):
    client.force_login(cast.ben)
    answer = client.get(TABLE, {"first": "2026-09-01", "last": "2026-10-31"})
    assert "service-record-2026-09-01-2026-10-31.csv" in answer["Content-Disposition"]
    rows = list(csv.DictReader(StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert [(row["read_on"], row["minutes"], row["amount"], row["state"]) for row in rows] == [
        ("2026-09-01", "40", "25.00", "paid"),
        ("2026-09-02", "40", "25.00", "paid"),
        ("2026-10-11", "40", "25.00", "waits"),
    ]


def test_it_holds_nobody_elses_and_is_for_who_reads(client, cast, november):
    assert "No reading of these days counts" in page(client, cast.bea).content.decode()
    client.force_login(cast.ada)
    assert [client.get(address).status_code for address in (HERE, TABLE)] == [404, 404]


def test_it_costs_the_same_for_one_and_for_many(client, cast, version, django_assert_num_queries):
    make.done(cast, version, cast.ben, at=cast.at)
    make.locked(cast, make.period(cast))
    client.force_login(cast.ben)
    client.get(HERE)
    with CaptureQueriesContext(connection) as one:
        client.get(HERE)
    for number, name in enumerate(("Emil", "Ewa", "Edo"), start=35):
        make.done(cast, version, cast.ben, at=cast.at + number * make.DAY, name=name)
    with django_assert_num_queries(len(one)):
        client.get(HERE)
