import pytest
from django.db import ProgrammingError, transaction

from microcred.billing.models import Line, Reversal
from microcred.billing.operations import NoOpenPeriod, OwnPay, ReversedAlready, WhyMissing, reverse
from microcred.billing.queries import entries_of, payments_of, shares_of, work_of_person
from microcred.billing.queries.work import State
from microcred.billing.tests import make
from microcred.foundation import outbox
from microcred.foundation.money import totals
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint


@pytest.fixture
def line(cast, version):
    """What September paid Ben."""
    unit = make.done(cast, version, cast.ben, at=cast.at)
    make.locked(cast, make.period(cast))
    return make.paid(cast, unit)


def taken_back(cast, line, *, pay_again=False, reason="It was paid on paper."):
    return reverse(actor=cast.rosa, line=line, reason=reason, pay_again=pay_again, at=cast.at + 40 * make.DAY)


def test_it_stands_in_a_later_period_and_leads_to_what_it_takes_back(cast, line):
    october = make.period(cast, make.OCTOBER, make.NOVEMBER)
    reversal = taken_back(cast, line)

    assert (reversal.line, reversal.period, reversal.reversed_by) == (line, october, cast.rosa)
    [entry] = entries_of(october)
    assert (entry.money.amount, entry.minutes, entry.reversal) == (-25, -40, reversal)
    assert [each.money.amount for each in entries_of(line.period)] == [25], "September stays as it was"
    locked = make.locked(cast, october)
    assert (locked.lock.lines, locked.lock.reversals) == (0, 1)
    moneys = [each.money for period in (line.period, locked) for each in entries_of(period)]
    assert totals(moneys) == {"USD": 0}, "what is taken back nets to nothing"


def test_the_assessor_hears_why_and_sees_it(cast, line):
    october = make.period(cast, make.OCTOBER, make.NOVEMBER)
    taken_back(cast, line)
    outbox.deliver_all()

    told = Notice.objects.get(person=cast.ben, kind="pay_reversed")
    assert "It was paid on paper." in told.body
    [done] = work_of_person(cast.ben)
    assert (done.state, done.amounts, done.minutes, done.reason) == (
        State.TAKEN_BACK,
        {"USD": 0},
        0,
        "It was paid on paper.",
    )
    assert [payment.amounts for payment in payments_of(cast.ben)] == [{"USD": 25}], "October is still open"
    make.locked(cast, october)
    assert [payment.amounts for payment in payments_of(cast.ben)] == [{"USD": -25}, {"USD": 25}]


def test_paid_anew_it_goes_by_the_rate_that_was_put_right(cast, line):
    october = make.period(cast, make.OCTOBER, make.NOVEMBER)
    make.rate(cast, "28", minutes=50, at=cast.at + 39 * make.DAY)
    taken_back(cast, line, pay_again=True, reason="The rate was typed wrongly.")

    [done] = work_of_person(cast.ben)
    assert (done.state, done.amounts, done.minutes) == (State.WAITS, {"USD": 28}, 50)
    locked = make.locked(cast, october)
    assert [entry.money.amount for entry in entries_of(locked)] == [28, -25]
    [share] = shares_of(entries_of(locked))
    assert (share.readings, share.taken_back, share.amounts, share.minutes) == (1, 1, {"USD": 3}, 10)
    assert list(Line.objects.filter(unit=line.unit).values_list("turn", flat=True).order_by("turn")) == [1, 2]
    assert work_of_person(cast.ben)[0].state is State.PAID


def test_a_line_is_taken_back_once(cast, line):
    make.period(cast, make.OCTOBER, make.NOVEMBER)
    taken_back(cast, line)
    with pytest.raises(ReversedAlready):
        taken_back(cast, line)
    assert Reversal.objects.count() == 1


def test_it_takes_an_open_period_and_a_reason(cast, line):
    with pytest.raises(NoOpenPeriod):
        taken_back(cast, line)
    make.period(cast, make.OCTOBER, make.NOVEMBER)
    with pytest.raises(WhyMissing):
        taken_back(cast, line, reason=" ")
    assert not Reversal.objects.exists()


def test_nobody_corrects_their_own_pay_nor_anybody_who_does_not_administer(cast, line):
    make.period(cast, make.OCTOBER, make.NOVEMBER)
    given = {"line": line, "reason": "More.", "pay_again": True, "at": cast.at + 40 * make.DAY}
    with pytest.raises(NotAllowed):
        reverse(actor=cast.ben, **given)
    appoint(actor=None, person=cast.ben, organization=make.centre(cast), role=Role.ORG_ADMIN, at=cast.at)
    with pytest.raises(OwnPay):
        reverse(actor=cast.ben, **given)
    assert not Reversal.objects.exists()


def test_postgresql_takes_no_reversal_into_a_locked_period(cast, line):
    with pytest.raises(ProgrammingError, match="the period is locked"), transaction.atomic():
        Reversal.objects.create(
            line=line,
            period=line.period,
            reason="In place.",
            pay_again=False,
            reversed_at=cast.at,
            reversed_by=cast.rosa,
        )
