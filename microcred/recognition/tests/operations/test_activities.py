"""Convenings, courses and service beside awards: stated, corrected, confirmed, counted once, taken back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations as ledger
from microcred.recognition.models import ActivityStatement, Entry, Recognition
from microcred.recognition.operations import activities as operations
from microcred.recognition.operations.delegating import delegate
from microcred.recognition.operations.rulings import DelegatorsCredit
from microcred.recognition.operations.standing import DaysOutOfOrder, NothingChanged, WhyNotMissing
from microcred.recognition.queries.differences import differences
from microcred.recognition.queries.licensure import confirmed_of
from microcred.recognition.tests import make
from tests.cast import Cast

CEU = replace(make.CONVENING, kind="CEU course", title="Reading science", amount=Decimal("1.5"), unit="CEU")


@pytest.fixture
def rules(cast: Cast) -> None:
    """South Carolina's rules, hours, and Ada's cycle."""
    make.cycle(cast, make.policy(cast))
    make.hours(cast)


def confirmed(cast: Cast, said: operations.Said = make.CONVENING) -> ActivityStatement:
    statement = make.activity(cast, said)
    operations.confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
    outbox.deliver_all()
    return statement


def test_it_counts_once_it_is_confirmed_and_the_reasons_are_there(cast: Cast, rules: None):
    statement = make.activity(cast)
    outbox.deliver_all()
    assert not Entry.objects.exists()
    operations.confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
    outbox.deliver_all()
    entry = Entry.objects.get()
    assert (entry.statement, entry.award, entry.amount, entry.asks_ruling) == (statement, None, Decimal(10), False)
    assert any("20 renewal credits for 15 hours" in step["clause"] for step in entry.explanation)
    notice = Notice.objects.get(person=cast.ada, kind="credit_ruled")
    assert "10 renewal credits" in notice.body


def test_time_and_competence_stand_side_by_side_each_once(cast: Cast, rules: None):
    later = make.entry(cast).earned.earned_at
    confirmed(cast)
    confirmed(cast, CEU)
    for _again in range(2):
        ledger.recognize(actor=None, person=cast.ada, at=later)
    assert sorted(entry.counted for entry in Entry.objects.all()) == [10, 15, 20]
    (cycle,) = {entry.cycle for entry in Entry.objects.all()}
    told = confirmed_of([cycle])[cycle.pk]
    assert (told.amount, set(told.titles)) == (25, {"Teaching with evidence", "Reading science"})
    assert [one.is_none for one in differences([cast.ada], at=later)] == [True]


def test_what_does_not_count_says_why(cast: Cast, rules: None):
    statement = confirmed(cast, replace(CEU, certificate_on=date(2026, 8, 31), ended_on=date(2026, 7, 1)))
    assert not Entry.objects.exists()
    said = Recognition.objects.get(statement=statement)
    assert said.outcome == "does_not_count"
    (step,) = [step for step in said.explanation if step["result"] == "not_met"]
    assert "four weeks" in step["clause"]


def test_a_certificate_of_before_its_completion_is_a_mistake_of_typing(cast: Cast, rules: None):
    early = replace(CEU, ended_on=date(2026, 8, 20), certificate_on=date(2026, 8, 19))
    with pytest.raises(operations.CertificateBeforeCompletion, match="Correct one of them"):
        make.activity(cast, early)
    statement = make.activity(cast, replace(early, certificate_on=early.ended_on))
    with pytest.raises(operations.CertificateBeforeCompletion):
        operations.correct_activity(actor=cast.ada, activity=statement.activity, said=early, at=cast.at)


def test_where_no_rules_are_stated_nobody_is_sent_to_read_why(cast: Cast):
    confirmed(cast)
    body = Notice.objects.get(person=cast.ada, kind="credit_ruled").body
    assert "No rules under which it could count are stated here yet" in body
    assert "your transcript says why" not in body


def test_it_waits_for_a_cycle_and_counts_when_there_is_one(cast: Cast):
    policy = make.policy(cast)
    confirmed(cast)
    assert Recognition.objects.get().outcome == "undecided"
    make.cycle(cast, policy)
    outbox.deliver_all()
    assert Entry.objects.get().amount == 10


def test_it_is_corrected_until_it_is_confirmed(cast: Cast):
    first = make.activity(cast)
    with pytest.raises(NothingChanged):
        operations.correct_activity(actor=cast.ada, activity=first.activity, said=make.CONVENING, at=cast.at)
    less = replace(make.CONVENING, amount=Decimal(6))
    second = operations.correct_activity(actor=cast.ada, activity=first.activity, said=less, at=cast.at)
    with pytest.raises(operations.ActivityRuledAlready):
        operations.confirm_activities(actor=cast.omar, statements=[first], at=cast.at)
    operations.confirm_activities(actor=cast.omar, statements=[second], at=cast.at)
    with pytest.raises(operations.ConfirmedAlready):
        operations.correct_activity(actor=cast.ada, activity=first.activity, said=make.CONVENING, at=cast.at)


def test_a_declined_one_is_told_why_and_can_be_stated_anew(cast: Cast, rules: None):
    first = make.activity(cast)
    with pytest.raises(WhyNotMissing):
        operations.decline_activity(actor=cast.omar, statement=first, code="other", at=cast.at)
    operations.decline_activity(actor=cast.omar, statement=first, code="documents_missing", at=cast.at)
    outbox.deliver_all()
    assert "A document that the rules ask for is missing." in Notice.objects.get(kind="credit_ruled").body
    more = replace(make.CONVENING, amount=Decimal(6))
    second = operations.correct_activity(actor=cast.ada, activity=first.activity, said=more, at=cast.at)
    operations.confirm_activities(actor=cast.omar, statements=[second], at=cast.at)
    outbox.deliver_all()
    assert Entry.objects.get().amount == 8


@pytest.mark.parametrize("how", ["withdrawn", "taken back"])
def test_what_no_longer_stands_is_reversed_and_can_be_stated_again(cast: Cast, rules: None, how: str):
    statement = confirmed(cast)
    for _twice in range(2 if how == "withdrawn" else 1):
        if how == "withdrawn":
            operations.withdraw_activity(actor=cast.ada, activity=statement.activity, at=cast.at)
        else:
            operations.take_back_confirmation(
                actor=cast.omar, statement=statement, code="hours_unsupported", at=cast.at
            )
    outbox.deliver_all()
    assert Entry.objects.get().reversal.reason
    assert "revoked" not in Notice.objects.get(person=cast.ada, kind="credit_reversed").body
    confirmed(cast)
    assert Entry.objects.filter(reversal__isnull=True).get().amount == 10


def test_nobody_confirms_their_own_nor_somebody_elses_without_the_role(cast: Cast):
    appoint(actor=None, person=cast.omar, organization=cast.places["rock-hill"], role=Role.EDUCATOR, at=cast.at)
    own = make.activity(cast, person=cast.omar)
    with pytest.raises(operations.OwnActivity):
        operations.confirm_activities(actor=cast.omar, statements=[own], at=cast.at)
    hers = make.activity(cast)
    for stranger in (cast.ada, cast.femi, cast.gus):
        with pytest.raises((NotAllowed, operations.OwnActivity)):
            operations.confirm_activities(actor=stranger, statements=[hers], at=cast.at)
    with pytest.raises(NotAllowed):
        operations.withdraw_activity(actor=cast.omar, activity=hers.activity, at=cast.at)


def test_who_stands_in_for_a_coordinator_confirms_but_not_the_coordinators_own(cast: Cast):
    place = cast.places["rock-hill"]
    appoint(actor=None, person=cast.omar, organization=place, role=Role.EDUCATOR, at=cast.at)
    appoint(actor=None, person=cast.elena, organization=place, role=Role.EDUCATOR, at=cast.at)
    delegate(
        actor=cast.omar,
        district=place,
        delegate=cast.elena,
        starts_at=cast.at,
        ends_at=cast.at + timedelta(days=9),
        at=cast.at,
    )
    (ruling,) = operations.confirm_activities(actor=cast.elena, statements=[make.activity(cast)], at=cast.at)
    assert ruling.delegation is not None
    with pytest.raises(DelegatorsCredit):
        operations.confirm_activities(actor=cast.elena, statements=[make.activity(cast, person=cast.omar)], at=cast.at)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"unit": "sessions"}, operations.UnitUnknown),
        ({"kind": "lunch"}, operations.KindUnknown),
        ({"kind": "assessor service"}, operations.TakenOverAnyway),
        ({"kind": "micro-credential"}, operations.TakenOverAnyway),
        ({"amount": Decimal(0)}, operations.AmountOutOfRange),
        ({"amount": Decimal("1.005")}, operations.AmountOutOfRange),
        ({"started_on": date(2026, 8, 15)}, DaysOutOfOrder),
        ({"ended_on": date(2026, 9, 3)}, operations.NotOverYet),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, change: dict, refusal: type[Exception]):
    with pytest.raises(refusal):
        make.activity(cast, replace(make.CONVENING, **change))


def test_an_unknown_unit_is_refused_with_the_list(cast: Cast):
    with pytest.raises(operations.UnitUnknown) as no:
        make.activity(cast, replace(make.CONVENING, unit="sessions"))
    assert "contact hours" in str(no.value)
    assert "CEU" in str(no.value)


def test_the_same_is_not_stated_twice_nor_beside_the_award_of_it(cast: Cast):
    make.activity(cast)
    with pytest.raises(operations.OnRecordAlready):
        make.activity(cast, replace(make.CONVENING, title=" teaching  WITH evidence"))
    title = credentials.award(cast).version.title
    with pytest.raises(operations.CountsAsAward):
        make.activity(cast, replace(make.CONVENING, title=title))


def test_an_entry_is_of_one_thing_alone(cast: Cast, rules: None):
    confirmed(cast)
    entry = Entry.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        credentials.like(entry, statement_id=None).save(force_insert=True)


def test_coordinators_hear_once_a_day(cast: Cast):
    make.activity(cast)
    make.activity(cast, CEU)
    outbox.deliver_all()
    assert Notice.objects.filter(person=cast.omar, kind="credit_waiting").count() == 1
