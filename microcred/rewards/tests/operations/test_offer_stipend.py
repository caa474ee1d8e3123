from decimal import Decimal

import pytest
from django.db import transaction

from microcred.catalog.operations import open_stack
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.rewards import operations
from microcred.rewards.models import OfferEdition, StipendBudget, StipendOffer
from microcred.rewards.operations import offer_stipend, restate_offer, set_budget
from microcred.rewards.queries import in_force, offered_to
from microcred.rewards.rules import Basis
from microcred.rewards.tests import make


def test_an_offer_stands_with_its_terms_and_is_shown_to_whom_it_is_for(cast):
    offer = make.offer(cast, most_in_year=500)
    [edition] = OfferEdition.objects.all()
    assert (edition.number, edition.amount, edition.most_in_year, edition.clause) == (1, 250, 500, make.CLAUSE)
    assert [each.offer for each in offered_to(cast.ada, at=cast.at)] == [offer]
    assert offered_to(cast.gus, at=cast.at) == [], "another district"
    assert offered_to(cast.omar, at=cast.at) == [], "another role"


def test_whether_its_budget_is_spent_or_not_set_is_told_with_it(cast):
    offer = make.offer(cast, budget=None)
    [told] = offered_to(cast.ada, at=cast.at)
    assert (told.spent, told.unset) == ("", "2026–27")
    make.budgeted(cast, offer, "250")
    [told] = offered_to(cast.ada, at=cast.at + make.DAY)
    assert (told.spent, told.unset) == ("", "")
    make.award(cast)
    [entry] = make.approved(cast)
    later = cast.at + 42 * make.DAY
    [told] = offered_to(cast.ada, at=later)
    assert (told.spent, told.unset) == ("2026–27", "")
    operations.take_back(actor=cast.omar, entry=entry, reason="Paid on paper.", again=False, at=later)
    [told] = offered_to(cast.ada, at=later)
    assert (told.spent, told.unset) == ("", "")


def test_other_terms_hold_from_a_later_day_and_the_earlier_ones_stay(cast):
    offer = make.offer(cast)
    today = cast.at.date()
    with pytest.raises(operations.PromisedAlready) as said:
        restate_offer(actor=cast.omar, offer=offer, terms=make.said(starts_on=today), at=cast.at)
    assert "September 2, 2026" in str(said.value)
    restate_offer(actor=cast.omar, offer=offer, terms=make.said(starts_on=today + make.DAY, amount=100), at=cast.at)
    held = [in_force([offer], at=cast.at + day * make.DAY)[0].edition.amount for day in (0, 1)]
    assert held == [250, 100]
    with pytest.raises(Exception, match=r"Cannot update|permission denied"), transaction.atomic():
        OfferEdition.objects.update(amount=1)


def test_an_offer_can_end(cast):
    offer = make.offer(cast, ends_on=cast.at.date() + make.DAY)
    assert [len(in_force([offer], at=cast.at + day * make.DAY)) for day in (0, 1)] == [1, 0]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": 0}, "NothingOffered"),
        ({"amount": "0.005"}, "NothingOffered"),
        ({"most_in_year": 100}, "CapTooSmall"),
        ({"most_in_all": 249}, "CapTooSmall"),
        ({"clause": " "}, "NoClause"),
        ({"roles": ()}, "NoRole"),
        ({"ends_on": make.JULY}, "EndsBeforeItBegins"),
        ({"needed": 0, "basis": Basis.NTH}, "NeedsNothing"),
        ({"basis": Basis.STACK}, "NoStack"),
    ],
)
def test_terms_that_make_no_sense_are_refused(cast, changes, refusal):
    with pytest.raises(getattr(operations, refusal)):
        make.offer(cast, **changes)
    assert not StipendOffer.objects.exists()


def test_an_offer_is_for_ones_own_people_and_has_a_name_of_its_own(cast):
    with pytest.raises(operations.NotOfThisDistrict):
        make.offer(cast, schools=[cast.places["laurel-fork"]])
    make.offer(cast, schools=[cast.places["cedar-creek"]])
    with pytest.raises(operations.NameTaken):
        make.offer(cast)
    with pytest.raises(operations.CurrencyUnknown):
        offer_stipend(
            actor=cast.omar,
            organization=make.place(cast),
            name="x",
            basis=Basis.AWARD,
            currency="ABC",
            terms=make.said(),
            at=cast.at,
        )


def test_a_whole_stack_can_be_paid(cast):
    stack = open_stack(
        actor=None, owner=cast.places["carolinacred"], slug="s", name="Stack", description="", position=0
    )
    assert make.offer(cast, basis=Basis.STACK, stack=stack).editions.get().stack == stack


def test_only_administrators_offer_and_set_budgets(cast):
    offer = make.offer(cast)
    appoint(actor=None, person=cast.mateo, organization=make.place(cast), role=Role.RECOGNIZER, at=cast.at)
    for person in (cast.mateo, cast.femi, cast.ada):
        with pytest.raises(NotAllowed):
            set_budget(actor=person, offer=offer, year=2026, amount=Decimal(1), at=cast.at)
        with pytest.raises(NotAllowed):
            restate_offer(actor=person, offer=offer, terms=make.said(starts_on=cast.at.date() + make.DAY), at=cast.at)


def test_a_budget_can_be_lowered_down_to_what_is_approved(cast):
    offer = make.offer(cast)
    make.award(cast)
    make.approved(cast)
    at = cast.at + 42 * make.DAY
    with pytest.raises(operations.BudgetApprovedAlready) as said:
        set_budget(actor=cast.omar, offer=offer, year=2026, amount=Decimal("249.99"), at=at)
    assert "$250.00" in str(said.value)
    set_budget(actor=cast.omar, offer=offer, year=2026, amount=Decimal(250), at=at)
    assert StipendBudget.objects.filter(offer=offer).count() == 2
