"""An administrator's pages: rates, periods, locking, corrections, what payroll takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.billing.models import Lock, Period, Rate, Reversal
from microcred.billing.tests import make
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.scoring.tests import make as scoring

PAY, RATES = reverse("pay", args=["carolinacred"]), reverse("pay_rates", args=["carolinacred"])


@pytest.fixture
def at_the_desk(client, rosa):
    client.force_login(rosa)
    return client


def page(client, address):
    return client.get(address).content.decode()


def test_a_rate_is_stated_and_stands_on_both_pages(at_the_desk, cast):
    assert "Nobody has stated a rate yet" in page(at_the_desk, PAY)
    given = {"amount": "38.50", "currency": "usd", "minutes": "45", "starts_on": "2026-09-01"}
    with standing_at(cast.at):
        answer = at_the_desk.post(RATES, given, follow=True)
        assert "$38.50 for a reading, since September 1, 2026." in answer.content.decode()
        assert "It counts for 45 minutes of service." in page(at_the_desk, PAY)
    stated = Rate.objects.get()
    assert (stated.currency, stated.minutes, stated.stated_by) == ("USD", 45, cast.rosa)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "-1"}, "An amount is zero or more"),
        ({"currency": "ABC"}, "is no currency"),
        ({"minutes": "2000"}, "1440"),
        ({"starts_on": "soon"}, "Enter a valid date"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(at_the_desk, changes, said):
    given = {"amount": "25", "currency": "USD", "minutes": "", "starts_on": "2026-09-01", **changes}
    answer = at_the_desk.post(RATES, given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Rate.objects.exists()


def test_an_organization_below_reads_who_pays(client, cast, rosa):
    make.rate(cast)
    state = cast.places["south-carolina"]
    appoint(actor=None, person=cast.femi, organization=state, role=Role.ORG_ADMIN, at=cast.at)
    client.force_login(cast.femi)
    given = {"amount": "20", "currency": "USD", "minutes": "", "starts_on": "2026-09-01"}
    with standing_at(cast.at):
        client.post(reverse("pay_rates", args=["south-carolina"]), given)
        client.force_login(cast.omar)
        shown = page(client, reverse("pay", args=["rock-hill"]))
    assert "South Carolina Department of Education says so and pays it" in shown


def test_a_period_is_opened_locked_put_right_and_taken_to_payroll(at_the_desk, cast, version):
    unit = make.done(cast, version, cast.ben, at=cast.at)
    with standing_at(cast.at + make.DAY):
        shown = page(at_the_desk, PAY)
        assert 'value="2026-09-01"' in shown
        assert 'value="2026-09-30"' in shown
        assert "1 reading was saved after the last open period ends" in shown
        at_the_desk.post(PAY, {"starts_on": "2026-09-01", "last_day": "2026-09-30"})
        september = Period.objects.get()
        here = reverse("pay_period", args=[september.pk])
        assert "It can be locked when September 30, 2026 has ended" in page(at_the_desk, here)
        refused = at_the_desk.post(reverse("pay_period_lock", args=[september.pk]), follow=True)
        assert "Lock it afterwards" in refused.content.decode()
        for name in ("pay_people_csv", "pay_readings_csv"):
            assert at_the_desk.get(reverse(name, args=[september.pk])).status_code == 404, "nothing that may change"

    with standing_at(cast.at + 31 * make.DAY):
        assert "Lock it for good" in page(at_the_desk, here)
        locked = at_the_desk.post(reverse("pay_period_lock", args=[september.pk]), follow=True).content.decode()
        assert "First reading: 1" in locked
        assert "$25.00" in locked
        assert Lock.objects.get().locked_by == cast.rosa
        table = at_the_desk.get(reverse("pay_people_csv", args=[september.pk]))
        assert "carolinacred-pay-2026-09-01-2026-09-30-people.csv" in table["Content-Disposition"]
        assert "Ben Okafor" in table.content.decode()
        assert "reading" in at_the_desk.get(reverse("pay_readings_csv", args=[september.pk])).content.decode()

        own = reverse("pay_of_person", args=[september.pk, cast.ben.pk])
        back = reverse("pay_reversal", args=[make.paid(cast, unit).pk])
        assert back in page(at_the_desk, own)
        assert "Open the next one first" in page(at_the_desk, back)
        at_the_desk.post(PAY, {"starts_on": "2026-10-01", "last_day": "2026-10-31"})
        assert at_the_desk.post(back, {"reason": "", "pay_again": "no"}).status_code == 422
        put_right = at_the_desk.post(back, {"reason": "Paid on paper.", "pay_again": "no"}, follow=True)
        assert "Taken back in this period" in put_right.content.decode()
        assert "−$25.00" in put_right.content.decode()
        assert "taken back later" in page(at_the_desk, own)
        assert (
            "has been taken back already"
            in at_the_desk.post(back, {"reason": "Twice.", "pay_again": "no"}).content.decode()
        )
    assert Reversal.objects.get().reason == "Paid on paper."


def test_a_period_that_does_not_follow_is_refused_at_its_field(at_the_desk, cast):
    make.period(cast)
    answer = at_the_desk.post(PAY, {"starts_on": "2026-09-15", "last_day": "2026-10-14"})
    assert answer.status_code == 422
    assert "The next one can begin on October 1, 2026" in answer.content.decode()


def test_readings_without_a_rate_are_pointed_out(at_the_desk, cast):
    make.done(cast, make.version(cast), cast.ben, at=cast.at)
    assert "For 1 reading nobody has stated a rate" in page(at_the_desk, PAY)


def test_ones_own_pay_is_corrected_by_somebody_else(at_the_desk, client, cast, version):
    unit = make.done(cast, version, cast.ben, at=cast.at)
    period = make.locked(cast, make.period(cast))
    appoint(actor=None, person=cast.ben, organization=make.centre(cast), role=Role.ORG_ADMIN, at=cast.at)
    client.force_login(cast.ben)
    shown = page(client, reverse("pay_of_person", args=[period.pk, cast.ben.pk]))
    assert "This is your own pay" in shown
    assert reverse("pay_reversal", args=[make.paid(cast, unit).pk]) not in shown


def test_to_others_it_is_not_there(client, cast, version):
    unit = make.done(cast, version, cast.ben, at=cast.at)
    period = make.locked(cast, make.period(cast))
    addresses = [
        PAY,
        RATES,
        reverse("pay_period", args=[period.pk]),
        reverse("pay_of_person", args=[period.pk, cast.ben.pk]),
        reverse("pay_people_csv", args=[period.pk]),
        reverse("pay_reversal", args=[make.paid(cast, unit).pk]),
    ]
    for person in (cast.ben, cast.lena, cast.omar, cast.femi):
        client.force_login(person)
        assert {client.get(address).status_code for address in addresses} == {404}, person


def test_lists_cost_the_same_for_one_and_for_many(at_the_desk, cast, version, django_assert_num_queries):
    make.done(cast, version, cast.ben, at=cast.at)
    september = make.locked(cast, make.period(cast))
    make.done(cast, version, cast.ben, at=cast.at + 35 * make.DAY, name="Emil")
    october = make.period(cast, make.OCTOBER, make.NOVEMBER)
    lists = [PAY, reverse("pay_period", args=[september.pk]), reverse("pay_period", args=[october.pk])]
    costs = []
    for address in lists:
        at_the_desk.get(address)
        with CaptureQueriesContext(connection) as cost:
            at_the_desk.get(address)
        costs.append(len(cost))
    lea = scoring.assessor(cast, "Lea")
    for number, name in enumerate(("Ewa", "Edo", "Enno")):
        make.done(cast, version, lea, at=cast.at + (36 + number) * make.DAY, name=name)
    for address, cost in zip(lists, costs, strict=True):
        with django_assert_num_queries(cost):
            at_the_desk.get(address)
