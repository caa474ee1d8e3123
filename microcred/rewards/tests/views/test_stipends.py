"""The district's pages: offers, budgets, the queue, the ledger, periods."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.credentials.tests import make as earning
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.rewards.models import OfferEdition, StipendBudget, StipendEntry, StipendOffer, StipendReversal
from microcred.rewards.operations import approve
from microcred.rewards.rules import Basis
from microcred.rewards.tests import make

PLACE, NEW = reverse("stipends", args=["rock-hill"]), reverse("new_stipend_offer", args=["rock-hill"])
APPROVALS, LEDGER = reverse("stipend_approvals", args=["rock-hill"]), reverse("stipend_ledger", args=["rock-hill"])
PERIODS = reverse("stipend_periods", args=["rock-hill"])
TYPED = {
    "name": "For each award",
    "basis": "award",
    "amount": "250",
    "clause": make.CLAUSE,
    "roles": ["educator"],
    "currency": "usd",
    "year_begins": "7",
    "starts_on": "2026-07-01",
}


@pytest.fixture
def omar(client, cast):
    client.force_login(cast.omar)
    return client


def page(client, address, cast, *, day=45):
    with standing_at(cast.at + day * make.DAY):
        return client.get(address).content.decode()


def post(client, address, given, cast, *, day=45):
    with standing_at(cast.at + day * make.DAY):
        return client.post(address, given, follow=True)


def test_an_offer_is_made_and_budgeted_and_restated(omar, cast):
    version = earning.version(cast)
    assert "You offer no stipend yet" in page(omar, PLACE, cast)
    assert "Managing" in page(omar, NEW, cast) or version.title in page(omar, NEW, cast)
    answer = post(omar, NEW, {**TYPED, "micro_credentials": [str(version.micro_credential_id)]}, cast)
    assert "Nothing is paid before you set a budget for it." in answer.content.decode()
    offer = StipendOffer.objects.get()
    assert offer.editions.get().micro_credentials == [version.micro_credential_id]
    here = reverse("stipend_offer", args=[offer.pk])
    assert "none set" in page(omar, here, cast)
    answer = post(omar, reverse("stipend_budgets", args=[offer.pk]), {"year": "2026", "amount": "5000"}, cast)
    assert "$5,000.00" in answer.content.decode()
    assert StipendBudget.objects.get().set_by == cast.omar
    again = {**TYPED, "amount": "100", "starts_on": "2026-10-16"}
    assert post(omar, here, again, cast).status_code == 422, "not for days that are over"
    answer = post(omar, here, {**again, "starts_on": "2026-10-17"}, cast)
    assert "What was earned before is paid by the earlier terms." in answer.content.decode()
    assert OfferEdition.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "0"}, "An offer pays more than nothing"),
        ({"most_in_year": "100"}, "at least the amount of one stipend"),
        ({"currency": "ABC"}, "is no currency"),
        ({"basis": "stack"}, "Choose the stack"),
        ({"last_day": "2026-06-01"}, "The last day is not before the first"),
        ({"roles": []}, "required"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(omar, cast, changes, said):
    answer = post(omar, NEW, {**TYPED, **changes}, cast)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not StipendOffer.objects.exists()


def test_the_queue_is_approved_paid_and_taken_to_payroll(omar, cast):
    make.offer(cast, budget="300")
    version = earning.version(cast)
    make.award(cast, of=version)
    make.award(cast, of=version, person=cast.mateo, day=12)
    shown = page(omar, PLACE, cast)
    assert "Less $200.00: of the budget for 2026–27, $50.00 was left" in shown
    tokens = [f"{each.offer}|{each.person}|{each.key}|{each.amount}" for each in make.due(cast, day=45)]
    assert all(token in shown for token in tokens)
    assert "Choose at least one stipend" in post(omar, APPROVALS, {}, cast).content.decode()
    assert "Choose from the list" in post(omar, APPROVALS, {"due": ["nonsense"]}, cast).content.decode()
    answer = post(omar, APPROVALS, {"due": tokens}, cast)
    assert "2 stipends are approved" in answer.content.decode()
    assert StipendEntry.objects.count() == 2
    assert "not due any more" in post(omar, APPROVALS, {"due": tokens}, cast).content.decode()

    assert "$300.00" in page(omar, PERIODS, cast, day=47)
    refused = post(omar, PERIODS, {"last_day": "2026-10-18"}, cast, day=47)
    assert "Choose a day that is over" in refused.content.decode()
    locked = post(omar, PERIODS, {"last_day": "2026-10-17"}, cast, day=47).content.decode()
    assert "Take it to payroll" in locked
    period = StipendEntry.objects.first().payouts.get().period
    table = omar.get(reverse("stipend_period_csv", args=[period.pk]))
    assert "rock-hill-stipends-2026-10-16-2026-10-17.csv" in table["Content-Disposition"]
    assert table.content.decode().count("paid,") == 2
    assert "Ada Whitfield" in table.content.decode()


def test_a_stipend_is_taken_back_with_a_reason(omar, cast):
    make.offer(cast)
    make.award(cast)
    [entry] = make.approved(cast)
    back = reverse("stipend_reversal", args=[entry.pk])
    assert back in page(omar, LEDGER, cast)
    assert post(omar, back, {"reason": "", "again": "no"}, cast).status_code == 422
    answer = post(omar, back, {"reason": "Paid on paper.", "again": "no"}, cast)
    assert "The educator is told why" in answer.content.decode()
    assert "Paid on paper." in answer.content.decode()
    assert StipendReversal.objects.get().again is False
    assert "taken back already" in post(omar, back, {"reason": "Twice.", "again": "no"}, cast).content.decode()


def test_ones_own_is_for_somebody_else(client, cast):
    make.offer(cast)
    make.award(cast)
    appoint(actor=None, person=cast.ada, organization=make.place(cast), role=Role.ORG_ADMIN, at=cast.at)
    client.force_login(cast.ada)
    shown = page(client, PLACE, cast)
    assert "Your own: somebody else must approve it." in shown
    assert 'name="due"' not in shown


def test_a_coordinator_approves_and_leaves_offers_and_periods_to_administrators(client, cast):
    offer = make.offer(cast)
    make.award(cast)
    appoint(actor=None, person=cast.mateo, organization=make.place(cast), role=Role.RECOGNIZER, at=cast.at)
    client.force_login(cast.mateo)
    shown = page(client, PLACE, cast)
    assert 'name="due"' in shown
    assert NEW not in shown
    here = reverse("stipend_offer", args=[offer.pk])
    assert "Set a budget" not in page(client, here, cast)
    assert post(client, here, TYPED, cast).status_code == 404
    assert post(client, PERIODS, {"last_day": "2026-10-01"}, cast).status_code == 404
    assert "Administrators of the organization lock periods" in page(client, PERIODS, cast)


def test_lists_cost_the_same_for_one_and_for_many(omar, cast, django_assert_num_queries):
    make.offer(cast, budget="100000")
    make.offer(cast, basis=Basis.NTH, needed=9, name="Nine together")
    version = earning.version(cast)
    make.award(cast, of=version)
    make.approved(cast)
    make.award(cast, of=version, person=cast.mateo, day=12)
    costs = []
    for address in (PLACE, LEDGER, PERIODS):
        page(omar, address, cast)
        with CaptureQueriesContext(connection) as cost:
            page(omar, address, cast)
        costs.append((address, len(cost)))
    versions = {slug: earning.version(cast, slug) for slug in ("building-your-team", "engaging-stakeholders")}
    for number, slug in enumerate(versions):
        for person in (cast.ada, cast.mateo):
            make.award(cast, of=versions[slug], person=person, day=13 + number)
    some = [make.wanted(each) for each in make.due(cast, day=42) if each.amount][:2]
    approve(actor=cast.omar, organization=make.place(cast), wanted=some, at=cast.at + 42 * make.DAY)
    for address, cost in costs:
        with django_assert_num_queries(cost):
            page(omar, address, cast)
