from decimal import Decimal

import pytest
from django.db import transaction

from microcred.billing.models import Rate
from microcred.billing.operations import AmountNegative, CurrencyUnknown, RateStands, state_rate
from microcred.billing.queries import rate_in_force
from microcred.billing.rules import Kind
from microcred.billing.tests import make
from microcred.foundation.refusals import NotAllowed


def test_it_holds_from_its_day_on(cast, rosa):
    now_holding, later = make.rate(cast), make.rate(cast, "27.50", starts_on=make.OCTOBER)
    place = make.centre(cast)

    assert rate_in_force(place, Kind.READING, on=make.SEPTEMBER) == now_holding
    assert rate_in_force(place, Kind.READING, on=make.OCTOBER) == later
    assert rate_in_force(cast.places["rock-hill"], Kind.READING, on=make.OCTOBER) is None


def test_stated_anew_for_the_same_day_the_later_one_holds(cast, rosa):
    make.rate(cast)
    mended = make.rate(cast, "26", at=cast.at + make.DAY)
    assert rate_in_force(make.centre(cast), Kind.READING, on=make.SEPTEMBER) == mended


def test_editions_are_never_edited(cast, rosa):
    stated = make.rate(cast)
    with pytest.raises(Exception, match=r"Cannot update|permission denied"), transaction.atomic():
        Rate.objects.filter(pk=stated.pk).update(amount=1)
    assert Rate.objects.get().amount == 25


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"amount": "-0.01"}, AmountNegative), ({"currency": "ABC"}, CurrencyUnknown), ({}, RateStands)],
)
def test_what_makes_no_sense_is_refused_with_a_way_forward(cast, rosa, changes, refusal):
    make.rate(cast)
    with pytest.raises(refusal) as said:
        make.rate(cast, **changes)
    assert str(said.value).endswith(".")
    assert Rate.objects.count() == 1


def test_a_lead_assessor_states_none(cast):
    with pytest.raises(NotAllowed):
        state_rate(
            actor=cast.lena,
            organization=make.centre(cast),
            amount=Decimal(25),
            currency="USD",
            minutes=None,
            starts_on=make.SEPTEMBER,
            at=cast.at,
        )


def test_postgresql_takes_no_amount_below_zero(cast, rosa):
    stated = make.rate(cast)
    stated.pk, stated.amount = None, Decimal(-1)
    with pytest.raises(Exception, match="rate_not_negative"), transaction.atomic():
        stated.save(force_insert=True)
