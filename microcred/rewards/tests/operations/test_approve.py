import pytest
from django.db import transaction

from microcred.credentials.tests import make as earning
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, dismiss
from microcred.rewards.models import StipendEntry
from microcred.rewards.operations import AmountChanged, NotDue, NothingLeft, OwnStipend, Wanted, approve
from microcred.rewards.rules import Basis
from microcred.rewards.tests import make


def test_what_is_due_is_approved_and_told(cast):
    offer = make.offer(cast)
    award = make.award(cast)
    make.told(cast.at + 11 * make.DAY)
    assert "offers a stipend" in Notice.objects.get(person=cast.ada, kind="stipend_due").subject
    assert Notice.objects.filter(person=cast.omar, kind="stipends_waiting").count() == 1

    [entry] = make.approved(cast)
    make.told(cast.at + 41 * make.DAY)
    assert (entry.offer, entry.person, entry.amount, entry.year, entry.approved_by) == (
        offer,
        cast.ada,
        250,
        2026,
        cast.omar,
    )
    assert [row.award for row in entry.rests_on.all()] == [award]
    assert make.due(cast) == []
    told = Notice.objects.get(person=cast.ada, kind="stipend_approved")
    assert "$250.00" in told.subject
    assert make.CLAUSE in told.body
    with pytest.raises(Exception, match=r"Cannot update|permission denied"), transaction.atomic():
        StipendEntry.objects.update(amount=1)


def test_nobody_approves_their_own(cast):
    make.offer(cast)
    make.award(cast)
    appoint(actor=None, person=cast.ada, organization=make.place(cast), role=Role.RECOGNIZER, at=cast.at)
    with pytest.raises(OwnStipend):
        make.approved(cast, by=cast.ada)
    assert not StipendEntry.objects.exists()


def test_a_coordinator_approves_and_others_do_not(cast):
    make.offer(cast)
    make.award(cast)
    for person in (cast.gus, cast.lena, cast.mateo):
        with pytest.raises(NotAllowed):
            make.approved(cast, by=person)
    appoint(actor=None, person=cast.mateo, organization=make.place(cast), role=Role.RECOGNIZER, at=cast.at)
    assert len(make.approved(cast, by=cast.mateo)) == 1


def test_a_second_click_and_an_old_page_are_told(cast):
    offer = make.offer(cast)
    make.award(cast)
    [seen] = make.due(cast)
    given = {"actor": cast.omar, "organization": make.place(cast), "at": cast.at + 41 * make.DAY}
    make.budgeted(cast, offer, "100", day=1)
    with pytest.raises(AmountChanged) as said:
        approve(wanted=[make.wanted(seen)], **given)
    assert "$100.00" in str(said.value)
    [now] = make.due(cast)
    approve(wanted=[make.wanted(now), make.wanted(now)], **given)
    with pytest.raises(NotDue):
        approve(wanted=[make.wanted(now)], **given)
    assert StipendEntry.objects.get().amount == 100


def test_all_or_nothing(cast):
    make.offer(cast)
    make.award(cast)
    [seen] = make.due(cast)
    strange = Wanted(seen.offer, cast.gus.pk, seen.key, seen.amount)
    with pytest.raises(NotDue):
        approve(
            actor=cast.omar,
            organization=make.place(cast),
            wanted=[make.wanted(seen), strange],
            at=cast.at + 41 * make.DAY,
        )
    assert not StipendEntry.objects.exists()


def test_without_a_budget_nothing_can_be_approved(cast):
    make.offer(cast, budget=None)
    make.award(cast)
    [seen] = make.due(cast)
    assert seen.amount == 0
    with pytest.raises(NothingLeft):
        approve(actor=cast.omar, organization=make.place(cast), wanted=[make.wanted(seen)], at=cast.at + 41 * make.DAY)


def test_a_short_budget_goes_to_who_earned_first(cast):
    make.offer(cast, budget="300")
    version = earning.version(cast)
    make.award(cast, of=version, person=cast.ada, day=12)
    make.award(cast, of=version, person=cast.mateo, day=11)
    entries = make.approved(cast)
    assert [(entry.person, entry.amount) for entry in entries] == [(cast.mateo, 250), (cast.ada, 50)]
    assert [step["code"] for step in entries[1].steps] == ["pays_award", "cut_budget"]


def test_a_milestone_rests_on_all_its_awards(cast):
    make.offer(cast, basis=Basis.NTH, needed=2)
    first = make.award(cast, day=10)
    assert make.due(cast) == []
    second = make.award(cast, of=earning.version(cast, "building-your-team"), day=20)
    [entry] = make.approved(cast)
    assert {row.award for row in entry.rests_on.all()} == {first, second}


def test_who_left_before_the_day_is_not_paid_and_who_left_after_it_is(cast):
    make.offer(cast)
    version = earning.version(cast)
    make.award(cast, of=version, person=cast.ada, day=20)
    make.award(cast, of=version, person=cast.mateo, day=20)
    for person, day in ((cast.ada, 15), (cast.mateo, 25)):
        [membership] = person.memberships.all()
        dismiss(actor=cast.omar, membership=membership, at=cast.at + day * make.DAY)
    assert [each.person for each in make.due(cast)] == [cast.mateo.pk]
