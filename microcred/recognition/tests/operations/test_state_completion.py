"""Stating that something is completed that rules ask for, the office's word on it, and the side condition it meets."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.recognition.models import CompletionStatement
from microcred.recognition.operations import standing as operations
from microcred.recognition.operations.standing import confirm_statement, state_licence
from microcred.recognition.queries.completions import completions_asked_of
from microcred.recognition.queries.findings import examined
from microcred.recognition.queries.policies import prepared
from microcred.recognition.queries.standing import (
    completions_left_to,
    completions_of,
    completions_to_confirm,
    standing_of,
)
from microcred.recognition.rules.engine import evaluate
from microcred.recognition.rules.standing import completions_asked
from microcred.recognition.tests import make
from tests.cast import Cast

FLATT, READ = "Jason Flatt training", "Read to Succeed endorsement"


def state(cast: Cast, **said) -> CompletionStatement:
    given = {
        "actor": cast.ada,
        "person": cast.ada,
        "name": FLATT,
        "completed_on": date(2025, 8, 1),
        "at": cast.at,
    }
    return operations.state_completion(**given | said)


def teaches_middle_school(cast: Cast) -> None:
    """Ada's certificate is one of those of whose holders South Carolina asks the training."""
    statement = state_licence(
        actor=cast.ada,
        person=cast.ada,
        jurisdiction=cast.places["south-carolina"],
        kind="professional",
        issued_on=date(2024, 7, 1),
        expires_on=date(2029, 6, 30),
        grade_bands=["6-8"],
        at=cast.at,
    )
    confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    outbox.deliver_all()


def came_of_it(person: Person, cast: Cast) -> str:
    """What the rules say of the training."""
    (one,) = examined([person], at=cast.at + timedelta(days=1))
    evaluation = evaluate(one.record, prepared(one.found.policies), one.found.at)
    (came,) = [
        reason.came
        for result in evaluation.results
        for reason in result.conditions
        if reason.clause.id == "suicide-prevention"
    ]
    return came


def left_to_the_state(cast: Cast) -> Person:
    """An educator of the state whom no district has."""
    gus = cast.gus
    appoint(actor=None, person=gus, organization=cast.places["south-carolina"], role=Role.EDUCATOR, at=cast.at)
    return gus


def test_a_side_condition_is_met_once_the_training_is_confirmed(cast: Cast):
    make.entry(cast)
    teaches_middle_school(cast)
    assert came_of_it(cast.ada, cast) == "not met"
    statement = state(cast)
    assert came_of_it(cast.ada, cast) == "not met"
    operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    assert came_of_it(cast.ada, cast) == "met"
    assert standing_of(cast.ada).completions == [statement]


def test_what_can_be_stated_is_what_rules_about_one_ask_for_with_their_words(cast: Cast):
    assert completions_asked_of(cast.ada, at=cast.at) == []
    make.policy(cast)
    asked = completions_asked_of(cast.ada, at=cast.at)
    assert [one.name for one in asked] == [FLATT, READ]
    assert {one.jurisdiction for one in asked} == {cast.places["south-carolina"]}
    assert "suicide prevention" in asked[0].clauses[0]
    with pytest.raises(operations.NothingAsksForIt):
        state(cast, name="Scuba diving")


def test_rules_that_ask_no_more_are_not_offered(cast: Cast):
    make.policy(cast)
    later = cast.at.date() + timedelta(days=30)
    make.policy(cast, make.document(version=2, effective_from=later, side_conditions=()))
    assert completions_asked_of(cast.ada, at=cast.at)
    assert completions_asked_of(cast.ada, at=cast.at + timedelta(days=31)) == []


def test_a_rule_is_found_wherever_it_asks_and_worked_examples_are_none():
    document = {
        "requires": [{"that": {"any_of": [{"completions": ["A", " B "]}]}, "clause": "one"}],
        "examples": [{"record": {"person": {"completions": ["C"]}}}],
    }
    assert list(completions_asked(document)) == [("A", "one"), ("B", "one")]


def test_an_overlays_training_is_asked_for_by_the_state_above_it(cast: Cast):
    make.policy(cast)
    document = make.published_as("rock-hill-overlay")
    condition = (
        make.document()
        .side_conditions[0]
        .model_copy(
            update={
                "that": make.Condition(completions=("District orientation", "jason flatt TRAINING")),
                "clause": document.clauses[0].id,
            }
        )
    )
    make.overlay(cast, document.model_copy(update={"side_conditions": (condition,)}))
    asked = {one.name: one for one in completions_asked_of(cast.ada, at=cast.at)}
    assert set(asked) == {FLATT, READ, "District orientation"}
    assert asked["District orientation"].jurisdiction == cast.places["south-carolina"]
    assert len(asked[FLATT].clauses) == 2


def test_what_was_confirmed_holds_until_the_change_of_it_is(cast: Cast):
    make.policy(cast)
    first = state(cast)
    operations.confirm_statement(actor=cast.femi, statement=first, at=cast.at)
    second = state(cast, completed_on=date(2025, 8, 2))
    assert (second.number, second.completion) == (2, first.completion)
    assert standing_of(cast.ada).completions == [first]
    operations.decline_statement(actor=cast.omar, statement=second, reason="The card says 1 August.", at=cast.at)
    assert standing_of(cast.ada).completions == [first]
    outbox.deliver_all()
    notice = Notice.objects.get(person=cast.ada, subject="Not confirmed: Jason Flatt training")
    assert "The card says 1 August." in notice.body


def test_who_was_declined_says_the_same_again_with_what_was_missing(cast: Cast):
    make.policy(cast)
    first = state(cast)
    with pytest.raises(operations.NothingChanged):
        state(cast)
    operations.decline_statement(actor=cast.omar, statement=first, reason="Bring the certificate.", at=cast.at)
    again = state(cast)
    operations.confirm_statement(actor=cast.omar, statement=again, at=cast.at)
    assert standing_of(cast.ada).completions == [again]


def test_who_confirms_hears_once_a_day_with_licences_and_finds_it(cast: Cast):
    make.policy(cast)
    statement = state(cast)
    state(cast, name=READ)
    outbox.deliver_all()
    assert Notice.objects.filter(person=cast.omar, kind="statement_waiting").count() == 1
    assert not Notice.objects.filter(person=cast.femi, kind="statement_waiting").exists()
    for reader in (cast.omar, cast.femi):
        assert statement in completions_to_confirm(reader, at=cast.at)
    for reader in (cast.ada, cast.gus, cast.lena):
        assert not completions_to_confirm(reader, at=cast.at)
    assert completions_left_to(cast.femi, at=cast.at) == []


def test_whom_no_district_has_is_confirmed_by_the_agency(cast: Cast):
    make.policy(cast)
    gus = left_to_the_state(cast)
    statement = state(cast, actor=gus, person=gus)
    outbox.deliver_all()
    assert Notice.objects.filter(person=cast.femi, kind="statement_waiting").exists()
    assert completions_left_to(cast.femi, at=cast.at) == [statement]
    assert not completions_to_confirm(cast.omar, at=cast.at)
    with pytest.raises(NotAllowed):
        operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    operations.confirm_statement(actor=cast.femi, statement=statement, at=cast.at)


def test_nobody_confirms_their_own_and_no_stranger_confirms_any(cast: Cast):
    make.policy(cast)
    own = state(cast, actor=cast.omar, person=cast.omar)
    with pytest.raises(operations.OwnStatement):
        operations.confirm_statement(actor=cast.omar, statement=own, at=cast.at)
    theirs = state(cast)
    for stranger in (cast.gus, cast.ada, cast.pia):
        with pytest.raises((NotAllowed, operations.OwnStatement)):
            operations.confirm_statement(actor=stranger, statement=theirs, at=cast.at)
    with pytest.raises(NotAllowed):
        state(cast, actor=cast.gus, name=READ)
    assert [one.name for one, _said in completions_of(cast.ada)] == [FLATT]


def test_a_coordinator_states_it_for_an_educator_with_the_same_word(cast: Cast):
    make.policy(cast)
    statement = state(cast, actor=cast.omar)
    assert standing_of(cast.ada).completions == [statement]


def test_a_second_click_rules_once_and_an_older_statement_is_past(cast: Cast):
    make.policy(cast)
    first = state(cast)
    newer = state(cast, completed_on=date(2025, 8, 3))
    with pytest.raises(operations.RuledOnAlready):
        operations.confirm_statement(actor=cast.omar, statement=first, at=cast.at)
    operations.confirm_statement(actor=cast.omar, statement=newer, at=cast.at)
    with pytest.raises(operations.RuledOnAlready):
        operations.decline_statement(actor=cast.femi, statement=newer, reason="No.", at=cast.at)


def test_nothing_is_completed_tomorrow_or_before_anybodys_time(cast: Cast):
    make.policy(cast)
    for day in (cast.at.date() + timedelta(days=2), date(1700, 1, 1)):
        with pytest.raises(operations.NotCompletedYet):
            state(cast, completed_on=day)
    assert completions_of(cast.ada) == []


def test_many_are_looked_at_in_as_many_statements_as_few(cast: Cast):
    entry = make.entry(cast)
    people = make.colleagues(cast, 6, of=entry.award, under=entry.policy)
    for person in people:
        state(cast, actor=cast.omar, person=person)
    asked = []
    for some in (people[:2], people):
        with CaptureQueriesContext(connection) as queries:
            found = examined(some, at=cast.at)
        assert all(one.record.person.completions[0].name == FLATT for one in found)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_person_registered_without_a_place_is_asked_nothing(cast: Cast):
    make.policy(cast)
    newcomer = register(actor=None, name="Noor", email="noor@example.org")
    assert completions_asked_of(newcomer, at=cast.at) == []
