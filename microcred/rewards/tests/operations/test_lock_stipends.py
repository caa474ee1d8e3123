import pytest
from django.db import ProgrammingError, transaction

from microcred.credentials.tests import make as earning
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.rewards.models import Payout, StipendLock, StipendReversal
from microcred.rewards.operations import (
    NothingToPay,
    OwnStipend,
    PaidUntilLater,
    PeriodNotOver,
    ReversedAlready,
    WhyMissing,
    lock_stipends,
    take_back,
)
from microcred.rewards.queries import coming_in, lines_of, sums_of
from microcred.rewards.rules import Basis
from microcred.rewards.tests import make


def lock(cast, *, until=41, day=45, by=None):
    return lock_stipends(
        actor=by or cast.omar,
        organization=make.place(cast),
        last_day=(cast.at + until * make.DAY).date(),
        at=cast.at + day * make.DAY,
    )


def state(entry):
    return lines_of([type(entry).objects.get(pk=entry.pk)])[0].state


def test_a_period_pays_what_was_approved_until_its_end_and_is_closed(cast):
    make.offer(cast)
    make.award(cast)
    [entry] = make.approved(cast)
    assert (state(entry), coming_in(make.place(cast), at=cast.at + 42 * make.DAY)) == ("approved", {"USD": 250})
    period = lock(cast)
    assert (state(entry), period.lock.payouts, sums_of([period])[period.pk]) == ("paid", 1, {"USD": 250})
    payout = Payout.objects.get()
    assert (payout.entry, payout.amount, payout.kind) == (entry, 250, "paid")
    with pytest.raises(ProgrammingError, match="the period is locked"), transaction.atomic():
        Payout(period=period, entry=entry, kind="taken_back", amount=-250).save(force_insert=True)
    with pytest.raises(Exception, match=r"Cannot delete|permission denied"), transaction.atomic():
        StipendLock.objects.all().delete()


def test_what_was_approved_later_waits_for_the_next(cast):
    make.offer(cast)
    version = earning.version(cast)
    make.award(cast, of=version)
    make.approved(cast)
    make.award(cast, of=version, person=cast.mateo, day=20)
    [late] = make.approved(cast, day=42)
    first = lock(cast)
    assert state(late) == "approved"
    second = lock(cast, until=43)
    assert (state(late), second.starts_on) == ("paid", first.ends_on)


def test_a_day_must_be_over_where_the_district_is(cast):
    make.offer(cast)
    make.award(cast)
    make.approved(cast)
    with pytest.raises(PeriodNotOver):
        lock(cast, until=45, day=45)
    lock(cast, until=44, day=45)
    with pytest.raises(PaidUntilLater) as said:
        lock(cast, until=44, day=46)
    assert "October 15, 2026" in str(said.value)
    with pytest.raises(NothingToPay):
        lock(cast, until=45, day=47)
    with pytest.raises(NotAllowed):
        lock(cast, by=cast.femi)


def test_a_revoked_award_takes_back_what_was_paid_in_the_next_period(cast):
    make.offer(cast)
    award = make.award(cast)
    [entry] = make.approved(cast)
    lock(cast)
    make.revoked(cast, award)
    reversal = StipendReversal.objects.get()
    assert (reversal.entry, reversal.cause, reversal.reversed_by, state(entry)) == (
        entry,
        "revoked",
        None,
        "owed_back",
    )
    assert "the next period pays you that much less" in Notice.objects.get(kind="stipend_reversed").body
    second = lock(cast, until=52, day=54)
    assert state(entry) == "taken_back"
    assert sums_of([second])[second.pk] == {"USD": -250}
    assert sum(Payout.objects.values_list("amount", flat=True)) == 0
    make.told(cast.at + 60 * make.DAY)
    assert StipendReversal.objects.count() == 1


def test_a_revoked_award_takes_back_what_was_approved_before_it_is_paid(cast):
    make.offer(cast)
    award = make.award(cast)
    [entry] = make.approved(cast)
    make.revoked(cast, award, day=42)
    assert state(entry) == "withdrawn"
    with pytest.raises(NothingToPay):
        lock(cast, until=50, day=52)


def test_the_money_is_there_for_who_comes_next(cast):
    make.offer(cast, budget="250")
    version = earning.version(cast)
    award = make.award(cast, of=version)
    make.award(cast, of=version, person=cast.mateo, day=12)
    make.approved(cast)
    assert [each.amount for each in make.due(cast)] == [0]
    make.revoked(cast, award)
    assert [(each.person, each.amount) for each in make.due(cast, day=51)] == [(cast.mateo.pk, 250)]


def test_a_milestone_that_other_awards_still_reach_is_due_anew(cast):
    make.offer(cast, basis=Basis.NTH, needed=1)
    first = make.award(cast)
    make.award(cast, of=earning.version(cast, "building-your-team"), day=20)
    make.approved(cast)
    make.revoked(cast, first)
    assert [each.turn for each in make.due(cast, day=51)] == [2]


def test_what_was_wrong_is_taken_back_with_a_reason(cast):
    make.offer(cast)
    make.award(cast)
    [entry] = make.approved(cast)
    given = {"actor": cast.omar, "entry": entry, "at": cast.at + 42 * make.DAY}
    with pytest.raises(WhyMissing):
        take_back(reason=" ", again=False, **given)
    with pytest.raises(NotAllowed):
        take_back(reason="x", again=False, **{**given, "actor": cast.mateo})
    take_back(reason="Paid on paper before.", again=False, **given)
    assert make.due(cast, day=43) == [], "not again"
    with pytest.raises(ReversedAlready):
        take_back(reason="Twice.", again=False, **given)
    make.told(cast.at + 43 * make.DAY)
    assert "Paid on paper before." in Notice.objects.get(kind="stipend_reversed").body


def test_nobody_takes_back_their_own(cast):
    make.offer(cast)
    make.award(cast)
    [entry] = make.approved(cast)
    appoint(actor=None, person=cast.ada, organization=make.place(cast), role=Role.ORG_ADMIN, at=cast.at)
    with pytest.raises(OwnStipend):
        take_back(actor=cast.ada, entry=entry, reason="x", again=True, at=cast.at + 42 * make.DAY)
