"""Training as work: in the service record by the minutes that were counted, and paid only where a rate says so."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from microcred.billing.models import Line, Unit
from microcred.billing.operations import record_training, state_rate
from microcred.billing.operations import reverse as take_back
from microcred.billing.queries import (
    entries_of,
    payments_of,
    service_record,
    shares_of,
    unpriced_in,
    work_of_person,
)
from microcred.billing.rules import Kind, price_of_time
from microcred.billing.tests.make import DAY, NOVEMBER, OCTOBER, SEPTEMBER, administrator, centre, locked, period
from microcred.calibration.models import TrainingCompletion
from microcred.calibration.operations import use_general_modules
from microcred.calibration.tests.make_training import done as did
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.foundation.money import price
from microcred.notices.models import Notice


def trained(cast, *, at=None) -> Unit:
    """Ben does the module on bias: eight minutes."""
    bias = use_general_modules(actor=cast.lena, organization=centre(cast), at=cast.at)[1]
    completion = did(cast.ben, bias, at=at or cast.at + DAY)
    with standing_at(completion.completed_at):
        outbox.deliver_all()
    return Unit.objects.get(training=completion)


def paid_by_the_hour(cast, amount: str = "24"):
    return state_rate(
        actor=cast.rosa,
        organization=centre(cast),
        amount=Decimal(amount),
        currency="USD",
        minutes=60,
        starts_on=SEPTEMBER,
        at=cast.at,
        kind=Kind.TRAINING,
    )


def test_training_counts_in_the_record_without_any_rate_and_is_not_paid(cast):
    administrator(cast)
    unit = trained(cast)
    month = locked(cast, period(cast))
    record = service_record(work_of_person(cast.ben), SEPTEMBER, NOVEMBER)

    assert unit.rate is None
    assert not Line.objects.filter(period=month).exists()
    assert (record.minutes, record.readings, record.open, record.uncounted) == (8, 0, 8, 0)
    assert record.parts[0].rows[0].title == "Bias in judgement"
    assert unpriced_in(centre(cast)) == 0, "nobody has to state a rate for it"


def test_a_rate_for_readings_does_not_pay_training(cast):
    administrator(cast)
    state_rate(
        actor=cast.rosa,
        organization=centre(cast),
        amount=Decimal(25),
        currency="USD",
        minutes=40,
        starts_on=SEPTEMBER,
        at=cast.at,
    )
    assert trained(cast).rate is None


def test_by_a_rate_for_training_a_period_pays_its_minutes_and_a_reversal_takes_them_back(cast):
    administrator(cast)
    rate = paid_by_the_hour(cast)
    assert rate.minutes is None
    trained(cast)
    month = locked(cast, period(cast))
    line = Line.objects.get(period=month)
    assert (line.amount, line.minutes) == (Decimal("3.20"), 8)
    (share,) = shares_of(entries_of(month))
    assert (share.readings, share.minutes, share.amounts) == (0, 8, {"USD": Decimal("3.20")})
    assert payments_of(cast.ben)[0].readings == 0

    period(cast, OCTOBER, NOVEMBER, at=cast.at + 40 * DAY)
    at = cast.at + 41 * DAY
    take_back(actor=cast.rosa, line=line, reason="Twice.", pay_again=False, at=at)
    with standing_at(at):
        outbox.deliver_all()
    record = service_record(work_of_person(cast.ben), SEPTEMBER, NOVEMBER)
    assert record.minutes is None
    assert record.taken_back == 0, "readings alone are counted there"
    assert "Bias in judgement" in Notice.objects.get(person=cast.ben, kind="pay_reversed").subject


def test_it_is_written_down_once(cast):
    unit = trained(cast)
    completion = TrainingCompletion.objects.get()
    assert record_training(actor=None, completion=completion) == unit


def test_ben_sees_his_training_and_takes_it_along(cast, client):
    unit = trained(cast)
    client.force_login(cast.ben)
    with standing_at(cast.at + 2 * DAY):
        mine = client.get(reverse("work_and_pay")).content.decode()
        record = client.get(reverse("service_record")).content.decode()
        table = client.get(reverse("service_record_csv")).content.decode()
    assert unit.title in mine
    assert "not paid" in mine
    assert unit.title in record
    assert "0.13" in record
    assert "Bias in judgement,,Carolina" in table or "Bias in judgement" in table
    assert table.splitlines()[1].endswith("training")


def test_rosa_states_what_an_hour_is_paid(cast, client):
    administrator(cast)
    client.force_login(cast.rosa)
    there = reverse("pay_rates", args=["carolinacred"])
    assert "Training is not paid" in client.get(there).content.decode()
    said = {"kind": "training", "amount": "24", "currency": "usd", "starts_on": "2026-09-01"}
    with standing_at(cast.at + timedelta(hours=1)):
        client.post(there, said)
        page = client.get(there).content.decode()
    assert "$24.00 for an hour of training" in page
    assert "Nobody has stated a rate yet" in page, "for readings"


@given(
    st.decimals(min_value=0, max_value=1000, places=4),
    st.integers(0, 6000),
    st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_time_is_priced_to_the_smallest_coin_and_never_off_by_more_than_half_of_it(amount, minutes, currency):
    paid = price_of_time(amount, currency, minutes)
    coin = price(Decimal(1), currency).as_tuple().exponent
    assert paid == price(paid, currency)
    assert abs(paid - amount * minutes / 60) <= Decimal(1).scaleb(coin) / 2 + Decimal("1e-20")
    assert price_of_time(amount, currency, 60) == price(amount, currency)


@pytest.mark.parametrize(
    ("amount", "minutes", "paid"), [("24", 8, "3.20"), ("20", 1, "0.33"), ("40", 45, "30.00"), ("25", 0, "0.00")]
)
def test_minutes_by_the_amount_for_an_hour(amount, minutes, paid):
    assert price_of_time(Decimal(amount), "USD", minutes) == Decimal(paid)
