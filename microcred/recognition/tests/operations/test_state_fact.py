"""Stating what rules ask of a person and nothing else on record says, the office's word on it, and the rules that go by
it."""

from datetime import timedelta

import pytest

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Person
from microcred.recognition.models import FactStatement
from microcred.recognition.operations import standing as operations
from microcred.recognition.queries.completions import facts_asked_of
from microcred.recognition.queries.findings import examined
from microcred.recognition.queries.policies import prepared
from microcred.recognition.queries.standing import facts_left_to, facts_of, facts_to_confirm, standing_of
from microcred.recognition.rules.engine import evaluate
from microcred.recognition.rules.standing import facts_asked
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_completion import READ, left_to_the_state
from microcred.recognition.tests.operations.test_state_completion import state as completed
from tests.cast import Cast

REQUIRED = "Read to Succeed is required"


def state(cast: Cast, **said) -> FactStatement:
    given = {"actor": cast.ada, "person": cast.ada, "name": REQUIRED, "is_so": True, "at": cast.at}
    return operations.state_fact(**given | said)


def came_of_it(person: Person, cast: Cast) -> list[str]:
    """What the rules say of the endorsement; nothing where they do not ask it of the person."""
    (one,) = examined([person], at=cast.at + timedelta(days=1))
    evaluation = evaluate(one.record, prepared(one.found.policies), one.found.at)
    conditions = [reason for result in evaluation.results for reason in result.conditions]
    return [reason.came for reason in conditions if reason.clause.id == "read-to-succeed"]


def test_a_rule_that_goes_by_it_is_asked_once_it_is_confirmed_as_so(cast: Cast):
    make.entry(cast)
    assert came_of_it(cast.ada, cast) == []
    statement = state(cast)
    assert came_of_it(cast.ada, cast) == []
    operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    assert came_of_it(cast.ada, cast) == ["not met"]
    completed(cast, actor=cast.omar, name=READ)
    assert came_of_it(cast.ada, cast) == ["met"]
    state(cast, actor=cast.omar, is_so=False)
    assert came_of_it(cast.ada, cast) == []


def test_what_can_be_stated_is_what_rules_ask_of_the_person_with_their_words(cast: Cast):
    assert facts_asked_of(cast.ada, at=cast.at) == []
    make.policy(cast)
    (asked,) = facts_asked_of(cast.ada, at=cast.at)
    assert (asked.name, asked.jurisdiction) == (REQUIRED, cast.places["south-carolina"])
    assert "Read to Succeed" in asked.clauses[0]
    with pytest.raises(operations.NothingAsksForIt):
        state(cast, name="Plays chess")


def test_what_is_asked_of_an_activity_is_no_fact_of_a_person():
    document = {
        "requires": [{"that": {"facts": {"approved provider": True}}, "clause": "provider"}],
        "caps": [{"of": {"facts": {"routine duty": True}}, "clause": "routine"}],
        "applies_to": {"that": {"any_of": [{"facts": {" A ": True}}]}, "clause": "whom"},
        "total": [{"when": {"facts": {"B": False}}, "clause": "total"}],
        "minimums": [{"of": {"facts": {"no": True}}, "needed": [{"when": {"facts": {"C": True}}}], "clause": "least"}],
        "alternatives": [{"all_of": [{"of": {"facts": {"no": True}}, "that": {"facts": {"D": True}}}], "clause": "or"}],
        "examples": [{"record": {"person": {"facts": {"no": True}}}}],
    }
    assert list(facts_asked(document)) == [("A", "whom"), ("B", "total"), ("C", "least"), ("D", "or")]


def test_what_was_confirmed_holds_until_the_change_of_it_is(cast: Cast):
    make.policy(cast)
    first = state(cast)
    with pytest.raises(operations.NothingChanged):
        state(cast)
    operations.confirm_statement(actor=cast.femi, statement=first, at=cast.at)
    second = state(cast, is_so=False)
    assert (second.number, second.fact) == (2, first.fact)
    assert standing_of(cast.ada).facts == [first]
    operations.decline_statement(actor=cast.omar, statement=second, reason="You teach grade 2.", at=cast.at)
    assert standing_of(cast.ada).facts == [first]
    outbox.deliver_all()
    notice = Notice.objects.get(person=cast.ada, subject=f"Not confirmed as not so: {REQUIRED}")
    assert "You teach grade 2." in notice.body
    assert "still holds" in notice.body
    assert state(cast, is_so=False).number == 3, "who was declined may show what was missing"


def test_who_confirms_hears_of_it_and_nobody_else_gives_a_word(cast: Cast):
    make.policy(cast)
    statement = state(cast)
    outbox.deliver_all()
    assert Notice.objects.filter(person=cast.omar, kind="statement_waiting").count() == 1
    for reader in (cast.omar, cast.femi):
        assert statement in facts_to_confirm(reader, at=cast.at)
    for stranger in (cast.gus, cast.ada, cast.pia):
        assert not facts_to_confirm(stranger, at=cast.at)
        with pytest.raises((NotAllowed, operations.OwnStatement)):
            operations.confirm_statement(actor=stranger, statement=statement, at=cast.at)
    own = state(cast, actor=cast.omar, person=cast.omar)
    with pytest.raises(operations.OwnStatement):
        operations.confirm_statement(actor=cast.omar, statement=own, at=cast.at)
    with pytest.raises(NotAllowed):
        state(cast, actor=cast.gus, is_so=False)
    assert [one.name for one, _said in facts_of(cast.ada)] == [REQUIRED]


def test_whom_no_district_has_is_confirmed_by_the_agency(cast: Cast):
    make.policy(cast)
    gus = left_to_the_state(cast)
    statement = state(cast, actor=gus, person=gus)
    assert facts_left_to(cast.femi, at=cast.at) == [statement]
    with pytest.raises(NotAllowed):
        operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    operations.confirm_statement(actor=cast.femi, statement=statement, at=cast.at)
    assert facts_left_to(cast.femi, at=cast.at) == []


def test_the_educator_hears_what_of_it_was_confirmed(cast: Cast):
    make.policy(cast)
    for is_so, subject in ((False, f"Confirmed as not so: {REQUIRED}"), (True, f"Confirmed as so: {REQUIRED}")):
        operations.confirm_statement(actor=cast.omar, statement=state(cast, is_so=is_so), at=cast.at)
        outbox.deliver_all()
        assert Notice.objects.filter(person=cast.ada, subject=subject).exists()
