"""By their work and pay nobody learns whether somebody had read before them, or has still to read."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from microcred.accounts.inventory import BY_LABEL
from microcred.billing.models import Unit
from microcred.billing.queries import entries_of
from microcred.billing.tables import people_as_csv, readings_as_csv
from microcred.billing.tests import make
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.scoring.tests import make as scoring
from microcred.scoring.tests.test_blind_second_reading import as_bytes, criteria_of

HOUR = timedelta(hours=1)
OWN_PAGES = ("work_and_pay", "service_record", "service_record_csv")


@pytest.fixture
def item(cast, version):
    scoring.qualified(cast, cast.lena)
    scoring.assessor(cast, "Lea")
    return scoring.waiting(cast.ada, scoring.in_pilot(cast, version), at=cast.at)


def nobody_read(cast, item):
    """Lena is the first, and somebody has still to read."""


def ben_read(cast, item):
    """Lena is the second, and the last."""
    scoring.read(item, cast.ben, at=cast.at)


def two_read_and_differ(cast, item):
    """Lena is the third."""
    from microcred.organizations.models import Person

    scoring.read(item, cast.ben, at=cast.at, short=(criteria_of(item)[0],))
    scoring.read(item, Person.objects.get(name="Lea"), at=cast.at)


def what_lena_is_shown(client, cast, item, before) -> tuple[str, str]:
    """Her pages, and which reading hers was; then it did not happen."""
    with transaction.atomic(), standing_at(cast.at + HOUR):
        before(cast, item)
        outbox.deliver_all()
        scoring.read(item, cast.lena, at=cast.at + HOUR)
        outbox.deliver_all()
        client.logout()
        client.force_login(cast.lena)
        page = "".join(as_bytes(client.get(reverse(name))) for name in OWN_PAGES)
        kind = Unit.objects.get(assessor=cast.lena).kind
        transaction.set_rollback(True)
    return page, kind


def test_the_pages_are_the_same_whichever_reading_it_was(client, cast, item):
    alone, first = what_lena_is_shown(client, cast, item, nobody_read)
    second_page, second = what_lena_is_shown(client, cast, item, ben_read)
    third_page, third = what_lena_is_shown(client, cast, item, two_read_and_differ)

    assert (first, second, third) == ("first", "second", "third"), "the control: the readings are not the same"
    assert "$25.00" in alone
    assert alone == second_page == third_page


def test_neither_payroll_nor_the_export_of_ones_data_says_which_it_was(cast, item):
    two_read_and_differ(cast, item)
    outbox.deliver_all()
    locked = make.locked(cast, make.period(cast))
    tables = people_as_csv(locked, entries_of(locked)) + readings_as_csv(locked, entries_of(locked))
    assert "Lea" in tables
    for word in Unit.Kind.values:
        assert word not in tables.replace("first_day", "")
    assert "kind" in BY_LABEL["billing.Unit"].without


def test_who_administers_and_reads_sees_no_counts_of_a_period_with_readings_of_their_own(client, cast, item):
    ben_read(cast, item)
    outbox.deliver_all()
    with standing_at(cast.at + HOUR):
        scoring.read(item, cast.lena, at=cast.at + HOUR)
        outbox.deliver_all()
    here = reverse("pay_period", args=[make.locked(cast, make.period(cast)).pk])
    appoint(actor=None, person=cast.lena, organization=make.centre(cast), role=Role.ORG_ADMIN, at=cast.at)
    shown = {}
    for person in (cast.rosa, cast.lena):
        client.force_login(person)
        shown[person] = "Second reading: 1" in client.get(here).content.decode()
    assert shown == {cast.rosa: True, cast.lena: False}
