"""What was confirmed as completed by mistake is taken back, with why: what was said stays, and nothing of it holds."""

from datetime import date, timedelta

import pytest

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.recognition.models import CompletionRetraction, CompletionStatement
from microcred.recognition.operations import standing as operations
from microcred.recognition.operations.taking_back import NotConfirmed, TakenBackWithoutReason, take_back_completion
from microcred.recognition.queries.standing import standing_of, standings_of
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_completion import came_of_it, state, teaches_middle_school
from tests.cast import Cast

WHY = "The certificate is of another course."


def confirmed(cast: Cast, **said) -> CompletionStatement:
    return state(cast, actor=cast.omar, **said)


def taken_back(cast: Cast, statement: CompletionStatement, **other) -> CompletionRetraction:
    given = {"actor": cast.omar, "reason": WHY, "at": cast.at + timedelta(hours=1)}
    return take_back_completion(completion=statement.completion, **given | other)


def test_the_side_condition_is_not_met_any_more_and_the_educator_reads_why(cast: Cast):
    make.entry(cast)
    teaches_middle_school(cast)
    statement = confirmed(cast)
    assert came_of_it(cast.ada, cast) == "met"
    taken_back(cast, statement)
    assert came_of_it(cast.ada, cast) == "not met"
    assert CompletionStatement.objects.get().ruling.outcome == "confirmed", "what was said stays"
    outbox.deliver_all()
    notice = Notice.objects.get(person=cast.ada, subject="No longer confirmed: Jason Flatt training")
    assert WHY in notice.body
    assert notice.path == f"/record/completions/{statement.completion_id}/"


def test_a_day_that_was_corrected_does_not_come_back(cast: Cast):
    make.policy(cast)
    confirmed(cast)
    second = confirmed(cast, completed_on=date(2025, 8, 2))
    taken_back(cast, second)
    assert standing_of(cast.ada).completions == []
    assert standings_of([cast.ada.pk]) == {}


def test_it_is_stated_again_on_the_same_day_and_waits_or_is_confirmed(cast: Cast):
    make.policy(cast)
    taken_back(cast, confirmed(cast))
    again = state(cast)
    assert standing_of(cast.ada).completions == []
    operations.confirm_statement(actor=cast.femi, statement=again, at=cast.at + timedelta(days=1))
    assert standing_of(cast.ada).completions == [again]
    taken_back(cast, again, actor=cast.femi)
    assert standing_of(cast.ada).completions == []


def test_what_waits_meanwhile_goes_on_waiting(cast: Cast):
    make.policy(cast)
    first = confirmed(cast)
    waits = state(cast, completed_on=date(2025, 8, 5))
    taken_back(cast, first)
    operations.confirm_statement(actor=cast.omar, statement=waits, at=cast.at + timedelta(days=1))
    assert standing_of(cast.ada).completions == [waits]


def test_it_is_taken_back_once_for_a_reason_by_who_confirms_and_never_of_oneself(cast: Cast):
    make.policy(cast)
    own = state(cast, actor=cast.omar, person=cast.omar)
    operations.confirm_statement(actor=cast.femi, statement=own, at=cast.at)
    with pytest.raises(operations.OwnStatement):
        taken_back(cast, own)
    statement = confirmed(cast)
    with pytest.raises(TakenBackWithoutReason):
        taken_back(cast, statement, reason="  ")
    for stranger in (cast.ada, cast.gus, cast.lena):
        with pytest.raises((NotAllowed, operations.OwnStatement)):
            taken_back(cast, statement, actor=stranger)
    taken_back(cast, statement)
    with pytest.raises(NotConfirmed):
        taken_back(cast, statement)


def test_what_only_waits_or_was_declined_has_nothing_to_take_back(cast: Cast):
    make.policy(cast)
    statement = state(cast)
    with pytest.raises(NotConfirmed):
        taken_back(cast, statement)
    operations.decline_statement(actor=cast.omar, statement=statement, reason="No certificate.", at=cast.at)
    with pytest.raises(NotConfirmed):
        taken_back(cast, statement)


def test_nobody_is_told_that_something_still_holds_where_nothing_does(client, cast: Cast):
    make.policy(cast)
    taken_back(cast, confirmed(cast))
    again = state(cast)
    client.force_login(cast.ada)
    assert "What was confirmed before holds until then." not in client.get("/record/").content.decode()
    operations.decline_statement(actor=cast.femi, statement=again, reason=WHY, at=cast.at + timedelta(days=1))
    outbox.deliver_all()
    body = Notice.objects.get(person=cast.ada, subject="Not confirmed: Jason Flatt training").body
    assert WHY in body
    assert "still holds" not in body
