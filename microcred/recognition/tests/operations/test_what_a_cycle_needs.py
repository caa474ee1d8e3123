"""What a cycle needs is what the rules ask of it as they stand: a total, and whatever else before it is enough."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.notices.models import Notice
from microcred.recognition import operations
from microcred.recognition.models import CreditSet, Cycle, CycleChange, Policy
from microcred.recognition.operations import reevaluation as verbs
from microcred.recognition.operations.following import follow_the_record
from microcred.recognition.operations.licensure import NotEnough, NotMet, return_set
from microcred.recognition.operations.standing import confirm_statement, state_completion
from microcred.recognition.policies import published_as
from microcred.recognition.queries import reevaluation as questions
from microcred.recognition.queries.differences import differences
from microcred.recognition.queries.licensure import for_approval
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine.policy import Expected
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_licensure import approved, licensed
from microcred.recognition.tests.operations.test_reevaluate import go_through_all
from microcred.recognition.tests.views.test_transcript_pdf import words_of
from microcred.recognition.transcript import as_json, transcript_of
from tests.cast import Cast

DAY = timedelta(days=1)


def stricter(amount: str) -> Document:
    """Rock Hill's overlay with nothing but a total of its own."""
    document = published_as("rock-hill-overlay")
    asked = make.document().total[0].model_copy(update={"amount": Decimal(amount), "clause": document.clauses[0].id})
    first = document.examples[0]
    record = first.record.model_copy(update={"awards": (), "approvals": ()})
    example = first.model_copy(update={"record": record, "expect": Expected(total=Decimal(0))})
    nothing: dict[str, Any] = {"requires": (), "deadlines": (), "prior_approval": (), "examples": (example,)}
    return document.model_copy(update={"total": (asked,), **nothing})


def needed(cycle: Cycle) -> Decimal | None:
    (one,) = as_changed(Cycle.objects.filter(pk=cycle.pk))
    return one.needed


def test_a_district_that_asks_more_is_asked_for_from_the_first_day_on(cast: Cast):
    policy = make.policy(cast)
    make.overlay(cast, stricter("160"))
    cycle = make.cycle(cast, policy)

    assert cycle.needed == 160
    assert differences([cast.ada], at=cast.at) == [] or not differences([cast.ada], at=cast.at)[0].asked


def test_when_the_rules_ask_another_total_cycles_that_have_not_closed_follow_and_their_people_hear_why(cast: Cast):
    entry = make.entry(cast)
    closed = make.cycle(cast, entry.policy, starts_on=date(2019, 7, 1), ends_on=date(2024, 7, 1))
    outbox.deliver_all()
    more = make.policy(cast, make.asking("170", version=2))
    trial = verbs.try_out(actor=cast.femi, policy=more, at=now())
    go_through_all()
    assert needed(entry.cycle) == 120, "a trial touches nothing"
    figures = questions.Figures()
    for one in differences([cast.ada], at=cast.at):
        figures.merge(questions.figures_of([one], more.family))
    assert figures.counts["asked more"] == 1
    assert trial.is_trial

    verbs.reevaluate(actor=cast.femi, policy=more, at=now())
    go_through_all()

    assert (needed(entry.cycle), needed(closed)) == (170, 120)
    change = CycleChange.objects.get(cycle=entry.cycle)
    assert change.is_of_rules
    assert (change.starts_on, change.ends_on, change.keeper) == (
        entry.cycle.starts_on,
        entry.cycle.ends_on,
        entry.cycle.keeper,
    )
    notice = Notice.objects.get(person=cast.ada, kind="cycle_changed")
    assert "170" in notice.body
    assert "120" in notice.body
    (account, _before) = transcript_of(cast.ada, at=now()).accounts
    assert (account.needed, account.is_full) == ("170", False)
    assert as_json(transcript_of(cast.ada, at=now()))["cycles"][0]["changes"][0]["because"] == "rules"
    operations.recognize(actor=None, person=cast.ada, at=now())
    assert CycleChange.objects.filter(cycle=entry.cycle).count() == 1, "once"


def test_before_anybody_was_looked_at_again_transcript_and_list_tell_one_total_and_what_was_written_down(
    cast: Cast, client
):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    (cycle,) = as_json(transcript_of(cast.ada, at=cast.at))["cycles"]
    assert (cycle["needed"], cycle["asked_anew"]) == ("120", None)
    more = make.policy(cast, make.asking("170", version=2))
    assert needed(entry.cycle) == 120

    (cycle,) = as_json(transcript_of(cast.ada, at=cast.at))["cycles"]
    assert (cycle["needed"], cycle["asked_anew"]["written_down"]) == ("170", "120")
    assert cycle["asked_anew"]["from"] == more.starts_on.isoformat()
    (step,) = cycle["asked_anew"]["steps"]
    client.force_login(cast.ada)
    page = client.get("/transcript/").content.decode()
    for told in (page, words_of(client.get("/transcript/transcript.pdf").content)):
        for words in (step["facts"], step["clause"], "ask another total than was written down", "20 of 170"):
            assert words in told
    assert "150 renewal credits are still needed" in page
    client.force_login(cast.femi)
    assert "of 170" in client.get("/licensure/").content.decode()
    operations.recognize(actor=None, person=cast.ada, at=cast.at)
    assert as_json(transcript_of(cast.ada, at=cast.at))["cycles"][0]["asked_anew"] is None


def test_who_has_nothing_yet_is_reached_too(cast: Cast):
    policy = make.policy(cast)
    cycle = make.cycle(cast, policy)
    make.policy(cast, make.asking("170", version=2))
    operations.recognize(actor=None, person=cast.ada, at=cast.at)
    assert needed(cycle) == 170


def test_a_cycle_that_follows_a_licence_still_does(cast: Cast):
    make.entry(cast)
    licensed(cast)
    operations.recognize(actor=None, person=cast.ada, at=cast.at)
    make.policy(cast, make.asking("170", version=2))
    operations.recognize(actor=None, person=cast.ada, at=cast.at)

    (cycle,) = as_changed(Cycle.objects.filter(person=cast.ada))
    assert cycle.needed == 170
    assert cycle.followed is not None


@pytest.fixture
def enough(cast: Cast) -> Cycle:
    """120 credits of Ada's, confirmed."""
    first = make.entry(cast)
    for entry in [first, *make.many_like(first, 5)]:
        operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    return first.cycle


def test_enough_in_all_is_not_enough_where_a_category_is_short(cast: Cast, enough: Cycle):
    licensed(cast, degree="bachelor")

    (account,) = transcript_of(cast.ada, at=cast.at).accounts
    assert account.is_enough
    assert not account.is_full
    assert [(name, amount) for name, amount in account.lacking.parts] == [("Graduate credit", Decimal(60))]
    (cycle,) = as_json(transcript_of(cast.ada, at=cast.at))["cycles"]
    assert cycle["met"] is False
    (row,) = for_approval([enough], cast.places["south-carolina"], at=cast.at)
    assert row.state == "short"
    with pytest.raises(NotMet, match="Graduate credit"):
        approved(cast, enough)


def test_a_side_condition_that_nobody_put_on_record_keeps_it_from_being_approved(cast: Cast, enough: Cycle):
    licensed(cast, grade_bands=("6-8",))
    follow_the_record(cast.ada, at=cast.at)

    (account,) = transcript_of(cast.ada, at=cast.at).accounts
    assert [step["result"] for step in account.conditions] == ["not_met"]
    assert not account.is_full
    with pytest.raises(NotMet, match="suicide"):
        approved(cast, enough)


def test_whoever_has_all_of_it_is_approved(cast: Cast, enough: Cycle):
    licensed(cast)
    (account,) = transcript_of(cast.ada, at=cast.at).accounts
    assert account.is_full
    assert len(approved(cast, enough)) == 1
    assert Policy.objects.count() == 1


def test_what_was_returned_can_be_approved_once_nothing_lacks(cast: Cast, enough: Cycle):
    licensed(cast, grade_bands=("6-8",))
    follow_the_record(cast.ada, at=cast.at)
    south = cast.places["south-carolina"]
    return_set(actor=cast.femi, jurisdiction=south, cycle=enough, code="documents_missing", at=cast.at)
    (row,) = for_approval([enough], south, at=cast.at)
    assert (row.state, row.is_to_decide) == ("returned", False)

    training = state_completion(
        actor=cast.ada, person=cast.ada, name="Jason Flatt training", completed_on=date(2026, 3, 2), at=cast.at
    )
    confirm_statement(actor=cast.omar, statement=training, at=cast.at)

    (row,) = for_approval([enough], south, at=cast.at)
    assert row.is_to_decide
    assert len(approved(cast, enough)) == 1


def test_what_the_rules_ask_holds_for_an_approval_before_anybody_was_looked_at_again(cast: Cast, enough: Cycle):
    licensed(cast)
    make.policy(cast, make.asking("170", version=2))
    with pytest.raises(NotEnough, match="170"):
        approved(cast, enough)


def test_of_what_was_approved_the_officer_is_told_that_more_is_asked_now(cast: Cast, enough: Cycle, client):
    licensed(cast)
    approved(cast, enough)
    make.policy(cast, make.asking("170", version=2))
    client.force_login(cast.femi)
    page = client.get("/licensure/").content.decode()
    assert "By the rules as they stand now it is not enough" in page
    assert 'name="seen"' not in page


def test_a_second_click_on_what_was_approved_says_when_it_was_though_more_is_asked_since(
    cast: Cast, enough: Cycle, client
):
    licensed(cast)
    (made,) = approved(cast, enough)
    make.policy(cast, make.asking("170", version=2))
    assert approved(cast, enough) == []
    client.force_login(cast.femi)
    answer = client.post("/licensure/", {"seen": f"{enough.pk}:{made.digest}"}, follow=True).content.decode()
    assert "The credit of Ada Whitfield was approved already: Sunday, September 6, 2026, 8 a.m. EDT" in answer
    assert "0 sets approved" not in answer
    assert CreditSet.objects.count() == 1
