from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from microcred.authoring.models import RetreatDecision
from microcred.authoring.operations import (
    DecisionUnreasoned,
    DraftOfAnother,
    DraftPublished,
    DueDayPassed,
    NothingToCarryOut,
    OwnerAndDayNeeded,
    OwnerCannotAct,
    SuccessorUnfit,
    begin_revision,
    carry_out_retirement,
    decide,
    link_revision,
    publish,
    start_draft,
)
from microcred.authoring.queries import agenda_of, decisions_due, drafts_to_link
from microcred.authoring.reactions import remind_of_decisions_due
from microcred.authoring.retreating import Course, Progress
from microcred.authoring.tests import retreats as make
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.queries import successor_of
from microcred.catalog.tests.make import cora, gus, plain_design, university
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role

pytestmark = pytest.mark.django_db
AT, TODAY, DUE = make.AT, make.TODAY, make.DUE


@pytest.fixture(autouse=True)
def without_gates(db):
    """What gates keep back is told in `test_gates`."""
    no_gates()


@pytest.fixture
def item():
    return make.agenda("Alpha")[0]


def say(item, course: Course, **changes) -> RetreatDecision:
    values = {"actor": cora(), "item": item, "course": course, "reason": "Because.", "at": AT, "today": TODAY}
    if course is not Course.KEEP:
        values |= {"owner": cora(), "due_on": DUE}
    return decide(**values | changes)


def line(item, *, today: date = TODAY):
    return next(each for each in agenda_of(item.retreat, today=today) if each.item == item)


def kinds(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("told_at", "pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("course", "changes", "refusal"),
    [
        (Course.KEEP, {"reason": "  "}, DecisionUnreasoned),
        (Course.REVISE, {"owner": None}, OwnerAndDayNeeded),
        (Course.RETIRE, {"due_on": None}, OwnerAndDayNeeded),
        (Course.REVISE, {"due_on": TODAY - timedelta(days=1)}, DueDayPassed),
    ],
)
def test_a_decision_has_a_reason_and_what_is_to_do_an_owner_and_a_day(item, course, changes, refusal):
    with pytest.raises(refusal):
        say(item, course, **changes)

    assert line(item).progress is Progress.UNDECIDED


def test_the_owner_could_carry_it_out(item):
    for person in (gus(), make.elsewhere(), make.colleague("Adam", Role.ORG_ADMIN)):
        with pytest.raises(OwnerCannotAct):
            say(item, Course.REVISE, owner=person)


def test_guests_and_strangers_do_not_decide(item):
    with pytest.raises(NotAllowed):
        say(item, Course.KEEP, actor=gus())


def test_only_what_retires_has_a_successor_and_it_is_another(item):
    other = make.versions("Beta")[0].micro_credential

    for course, successor in ((Course.REVISE, other), (Course.RETIRE, item.micro_credential)):
        with pytest.raises(SuccessorUnfit):
            say(item, course, successor=successor)


def test_a_decision_is_changed_by_a_further_one_and_both_stay(item):
    first = say(item, Course.REVISE)
    assert say(item, Course.REVISE) == first, "the same said again changes nothing"
    second = say(item, Course.KEEP)

    assert (second.number, line(item).decision, line(item).changed) == (2, second, True)
    assert RetreatDecision.objects.filter(item=item).count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        RetreatDecision.objects.filter(pk=first.pk).update(reason="Another.")


def test_owners_hear_of_it_and_former_owners_too(item):
    nora = make.colleague()
    say(item, Course.REVISE, owner=nora)
    say(item, Course.REVISE, owner=cora(), reason="Nora is away.")

    assert kinds(nora) == ["retreat_decision", "retreat_decision"]
    assert kinds(cora()) == ["retreat_decision"]


def test_to_revise_begins_one_draft_which_the_board_follows_until_it_is_published(item):
    with pytest.raises(NothingToCarryOut):
        begin_revision(actor=cora(), item=item, at=AT)
    say(item, Course.REVISE)
    draft = begin_revision(actor=cora(), item=item, at=AT)

    assert begin_revision(actor=cora(), item=item, at=AT) == draft, "one that is under way is gone on with"
    assert (draft.micro_credential, line(item).progress) == (item.micro_credential, Progress.BEGUN)
    assert line(item, today=DUE + timedelta(days=1)).is_overdue
    version = publish(actor=cora(), draft=draft, at=AT)
    after = line(item, today=DUE + timedelta(days=1))
    assert (after.progress, after.version, after.is_overdue) == (Progress.PUBLISHED, version, False)


def test_a_draft_under_way_can_take_the_decision_up(item):
    say(item, Course.REVISE)
    draft = start_draft(actor=cora(), owner=university(), micro_credential=item.micro_credential, at=AT)
    other = start_draft(actor=cora(), owner=university(), design=plain_design(name="Other"), at=AT)

    assert list(drafts_to_link(item)) == [draft]
    with pytest.raises(DraftOfAnother):
        link_revision(actor=cora(), item=item, draft=other, at=AT)
    with pytest.raises(NotAllowed):
        link_revision(actor=gus(), item=item, draft=draft, at=AT)
    link_revision(actor=cora(), item=item, draft=draft, at=AT)
    link_revision(actor=cora(), item=item, draft=draft, at=AT)
    assert (line(item).progress, line(item).draft) == (Progress.BEGUN, draft)
    publish(actor=cora(), draft=draft, at=AT)
    with pytest.raises(DraftPublished):
        link_revision(actor=cora(), item=item, draft=draft, at=AT)


def test_to_retire_names_what_takes_its_place(item):
    other = make.versions("Beta")[0].micro_credential
    with pytest.raises(NothingToCarryOut):
        carry_out_retirement(actor=cora(), item=item, at=AT)
    say(item, Course.RETIRE, successor=other, reason="Beta asks for the same.")
    assert line(item).progress is Progress.NOT_BEGUN
    retirement = carry_out_retirement(actor=cora(), item=item, at=AT)

    assert (retirement.reason, successor_of(item.micro_credential)) == ("Beta asks for the same.", other)
    assert line(item).progress is Progress.RETIRED


def test_an_administrator_decides_but_only_an_author_carries_out(item):
    adam = make.colleague("Adam", Role.ORG_ADMIN)
    say(item, Course.RETIRE, actor=adam)
    with pytest.raises(NotAllowed):
        carry_out_retirement(actor=adam, item=item, at=AT)
    say(item, Course.REVISE, actor=adam)
    with pytest.raises(NotAllowed):
        begin_revision(actor=adam, item=item, at=AT)


@pytest.mark.parametrize(("days", "told"), [(-8, []), (-7, ["retreat_decision_due"]), (0, ["retreat_decision_due"])])
def test_the_owner_is_reminded_a_week_before_the_day(item, days, told):
    nora = make.colleague()
    say(item, Course.REVISE, owner=nora)
    for _again in range(2):
        _tick(DUE + timedelta(days=days))

    assert kinds(nora) == ["retreat_decision", *told]


def test_after_the_day_whoever_decided_hears_of_it_too_until_it_is_done(item):
    nora = make.colleague()
    say(item, Course.REVISE, owner=nora)
    say(item, Course.REVISE, owner=nora, due_on=DUE + timedelta(days=1))
    _tick(DUE + timedelta(days=1))
    assert "retreat_decision_overdue" not in kinds(nora), "the earlier decision does not count any more"
    _tick(DUE + timedelta(days=2))

    assert kinds(nora)[-1] == kinds(cora())[-1] == "retreat_decision_overdue"
    publish(actor=cora(), draft=begin_revision(actor=cora(), item=item, at=AT), at=AT)
    assert list(decisions_due(by=DUE + timedelta(days=9))) == []


def _tick(day: date) -> None:
    with standing_at(AT + timedelta(days=(day - TODAY).days)):
        remind_of_decisions_due()
