import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.rewards.models import BenefitChoice, StipendEntry, StipendReversal
from microcred.rewards.operations import (
    NothingToChoose,
    NothingToDecline,
    PaidAlready,
    choose_benefit,
    lock_stipends,
    take_back,
)
from microcred.rewards.queries import stipends_taken
from microcred.rewards.rules import Benefit
from microcred.rewards.tests import make


@pytest.fixture
def award(cast):
    """Something of Ada's for which Rock Hill gives a stipend or credit."""
    make.offer(cast, instead_of_credit=True)
    earned = make.award(cast)
    make.told(cast.at + 11 * make.DAY)
    return earned


def choose(cast, award, benefit, *, day=20):
    return choose_benefit(actor=cast.ada, award=award, benefit=benefit, at=cast.at + day * make.DAY)


def test_nothing_is_due_before_the_stipend_is_chosen(cast, award):
    assert "Stipend or credit" in Notice.objects.get(person=cast.ada, kind="benefit_to_choose").subject
    assert make.due(cast) == []
    assert stipends_taken(cast.ada) == set()
    choice = choose(cast, award, Benefit.STIPEND)
    assert (choice.chosen_by, choice.benefit) == (cast.ada, "stipend")
    assert [each.amount for each in make.due(cast)] == [250]
    assert stipends_taken(cast.ada) == {award.pk}
    assert stipends_taken(cast.mateo) == set()


def test_the_same_twice_is_once_and_another_word_is_another_row(cast, award):
    first = choose(cast, award, Benefit.STIPEND)
    assert choose(cast, award, Benefit.STIPEND, day=21) == first
    choose(cast, award, Benefit.CREDIT, day=22)
    assert BenefitChoice.objects.count() == 2
    assert make.due(cast) == []
    assert stipends_taken(cast.ada) == set()


def test_credit_instead_takes_back_what_was_approved_and_not_paid(cast, award):
    choose(cast, award, Benefit.STIPEND)
    [entry] = make.approved(cast)
    choose(cast, award, Benefit.CREDIT, day=42)
    reversal = StipendReversal.objects.get()
    assert (reversal.entry, reversal.cause, reversal.reversed_by) == (entry, "credit", cast.ada)
    assert make.due(cast) == []
    choose(cast, award, Benefit.STIPEND, day=43)
    [again] = make.approved(cast, day=44)
    assert again.turn == 2


def test_what_is_paid_stays_until_somebody_takes_it_back(cast, award):
    choose(cast, award, Benefit.STIPEND)
    [entry] = make.approved(cast)
    last_day = (cast.at + 41 * make.DAY).date()
    lock_stipends(actor=cast.omar, organization=make.place(cast), last_day=last_day, at=cast.at + 43 * make.DAY)
    with pytest.raises(PaidAlready) as said:
        choose(cast, award, Benefit.CREDIT, day=44)
    assert "Rock Hill Schools" in str(said.value)
    assert stipends_taken(cast.ada) == {award.pk}
    take_back(actor=cast.omar, entry=entry, reason="She asked for credit.", again=True, at=cast.at + 45 * make.DAY)
    choose(cast, award, Benefit.CREDIT, day=46)
    assert stipends_taken(cast.ada) == set()


def test_there_must_be_something_to_choose(cast):
    make.offer(cast)
    award = make.award(cast)
    with pytest.raises(NothingToChoose):
        choose(cast, award, Benefit.STIPEND)
    assert [each.amount for each in make.due(cast)] == [250], "it is paid beside credit"


def test_it_is_ones_own_to_choose(cast, award):
    with pytest.raises(NotAllowed):
        choose_benefit(actor=cast.omar, award=award, benefit=Benefit.CREDIT, at=cast.at + 20 * make.DAY)
    assert not StipendEntry.objects.exists()


def test_a_stipend_beside_credit_can_be_declined_until_it_is_paid_and_taken_after_all(cast):
    make.offer(cast)
    award = make.award(cast)
    choose(cast, award, Benefit.DECLINED)
    choose(cast, award, Benefit.DECLINED, day=21)
    assert BenefitChoice.objects.count() == 1
    assert make.due(cast) == []
    choose(cast, award, Benefit.CREDIT, day=22)
    assert [each.amount for each in make.due(cast)] == [250]

    [entry] = make.approved(cast)
    choose(cast, award, Benefit.DECLINED, day=42)
    assert StipendReversal.objects.get().cause == "declined"
    choose(cast, award, Benefit.CREDIT, day=43)
    [again] = make.approved(cast, day=44)
    assert again.turn == 2
    last_day = (cast.at + 44 * make.DAY).date()
    lock_stipends(actor=cast.omar, organization=make.place(cast), last_day=last_day, at=cast.at + 46 * make.DAY)
    with pytest.raises(PaidAlready):
        choose(cast, award, Benefit.DECLINED, day=47)
    assert entry.pk != again.pk


def test_declining_what_was_taken_instead_of_credit_gives_the_credit_back(cast, award):
    choose(cast, award, Benefit.STIPEND)
    assert stipends_taken(cast.ada) == {award.pk}
    choose(cast, award, Benefit.DECLINED, day=21)
    assert stipends_taken(cast.ada) == set()
    assert make.due(cast) == []
    choose(cast, award, Benefit.STIPEND, day=22)
    assert [each.amount for each in make.due(cast)] == [250]


def test_there_must_be_something_to_decline_and_it_is_ones_own(cast):
    award = make.award(cast)
    with pytest.raises(NothingToDecline):
        choose(cast, award, Benefit.DECLINED)
    make.offer(cast)
    with pytest.raises(NotAllowed):
        choose_benefit(actor=cast.omar, award=award, benefit=Benefit.DECLINED, at=cast.at + 20 * make.DAY)
