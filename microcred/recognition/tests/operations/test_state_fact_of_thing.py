"""Stating what rules ask of one award or activity, the office's word on it, and the credit that goes by it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from microcred.credentials.models import Award, Revocation
from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations as recognition
from microcred.recognition.models import ActivityEnding, Entry, Fact, FactStatement, Policy
from microcred.recognition.operations import standing as operations
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.operations.confirming import ConfirmationUnseen, confirm_as_seen
from microcred.recognition.policies import published_as
from microcred.recognition.queries.completions import (
    facts_asked_of,
    facts_asked_of_each_thing,
    facts_asked_of_things_of,
)
from microcred.recognition.queries.standing import facts_of, facts_of_things, facts_to_confirm, standing_of
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import Requirement
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_keeps import COURSE
from microcred.recognition.transcript import as_json, transcript_of
from tests.cast import Cast

APPROVED, ENDORSING = "approved provider", "leads to an endorsement"


def asks(cast: Cast) -> Policy:
    """South Carolina's rules if they asked of each award and activity whether its provider is approved, and of those
    that lead to an endorsement whether the board approved them; with Ada's cycle and the district's hours."""
    requires = (
        Requirement(
            id="provider",
            that=Condition(facts={APPROVED: True}),
            way_forward="Have it put on record that the provider is approved.",
            clause="certificate",
        ),
        Requirement(
            id="endorsing",
            when=Condition(facts={ENDORSING: True}),
            that=Condition(facts={"approved by the board": True}),
            clause="other-options",
        ),
    )
    (example,) = make.an_example("20")
    person = example.record.person.but(facts={APPROVED: True})
    example = example.model_copy(update={"record": example.record.but(person=person)})
    under = make.policy(cast, make.document(requires=requires, examples=(example,)))
    make.cycle(cast, under)
    make.hours(cast)
    return under


def earned(cast: Cast) -> Award:
    award = credentials.award(cast)
    look_again(cast)
    return award


def look_again(cast: Cast) -> None:
    recognition.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=60))


def state(cast: Cast, about, **said) -> FactStatement:
    given = {"actor": cast.ada, "person": cast.ada, "name": APPROVED, "is_so": True, "about": about, "at": cast.at}
    return operations.state_fact(**given | said)


def test_an_award_counts_once_what_the_rules_ask_of_it_is_confirmed(cast: Cast):
    asks(cast)
    award = earned(cast)
    asked = facts_asked_of_each_thing(cast.ada, at=cast.at)
    assert [(one.about.award, one.asked.name, one.is_demanded) for one in asked] == [
        (award, APPROVED, True),
        (award, ENDORSING, False),
    ]
    assert "certificate" in asked[0].asked.clauses[0]
    statement = state(cast, award)
    look_again(cast)
    assert make.worth(cast.ada) == 0, "what she says herself is not so yet"
    operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    outbox.deliver_all()
    assert make.worth(cast.ada) == 20
    assert [one.asked.name for one in facts_asked_of_each_thing(cast.ada, at=cast.at)] == [ENDORSING]
    other = credentials.many_like(award, 1)[0]
    look_again(cast)
    assert make.worth(cast.ada) == 20, "what holds of one award says nothing of another"
    assert facts_asked_of_each_thing(cast.ada, at=cast.at)[0].about.award == other


def test_what_is_corrected_takes_the_credit_away_again_for_who_has_seen_that(cast: Cast):
    asks(cast)
    award = earned(cast)
    state(cast, award, actor=cast.omar)
    outbox.deliver_all()
    assert make.worth(cast.ada) == 20
    no = state(cast, award, is_so=False)
    with pytest.raises(ConfirmationUnseen) as unseen:
        confirm_as_seen(actor=cast.omar, statement=no, seen="", at=cast.at + timedelta(days=60))
    confirm_as_seen(actor=cast.omar, statement=no, seen=unseen.value.digest, at=cast.at + timedelta(days=60))
    assert make.worth(cast.ada) == 0
    (holds,) = standing_of(cast.ada).of_things
    assert (holds.number, holds.is_so) == (2, False)


def test_an_activity_is_asked_the_same_and_answers_for_itself_alone(cast: Cast):
    asks(cast)
    award = earned(cast)
    said = make.activity(cast)
    confirm_activities(actor=cast.omar, statements=[said], at=cast.at)
    look_again(cast)
    found = {one.about.item_id for one in facts_asked_of_each_thing(cast.ada, at=cast.at) if one.is_demanded}
    assert found == {award.pk, said.pk}
    state(cast, said, actor=cast.omar)
    outbox.deliver_all()
    assert [one.statement for one in Entry.objects.all()] == [said]


def test_a_condition_of_a_rule_is_asked_of_what_it_is_so_of(cast: Cast):
    asks(cast)
    award = earned(cast)
    state(cast, award, actor=cast.omar)
    outbox.deliver_all()
    assert make.worth(cast.ada) == 20
    state(cast, award, actor=cast.omar, name=ENDORSING)
    outbox.deliver_all()
    assert make.worth(cast.ada) == 0
    asked = facts_asked_of_each_thing(cast.ada, at=cast.at)
    assert [(one.asked.name, one.is_demanded) for one in asked] == [("approved by the board", True)]
    state(cast, award, actor=cast.omar, name="approved by the board")
    outbox.deliver_all()
    assert make.worth(cast.ada) == 20


def test_a_person_answers_for_no_thing_and_no_thing_for_a_person(cast: Cast):
    asks(cast)
    award = earned(cast)
    required = "Read to Succeed is required"
    assert [one.name for one in facts_asked_of(cast.ada, at=cast.at)] == [required]
    assert APPROVED in [one.name for one in facts_asked_of_things_of(cast.ada, at=cast.at)]
    with pytest.raises(operations.NothingAsksForIt):
        state(cast, None)
    with pytest.raises(operations.NothingAsksForIt):
        state(cast, award, name=required)
    state(cast, award, actor=cast.omar)
    assert facts_of(cast.ada) == []
    assert standing_of(cast.ada).facts == []
    assert [fact.award for fact, _said in facts_of_things(cast.ada)] == [award]


def test_what_is_revoked_or_withdrawn_is_asked_nothing(cast: Cast):
    asks(cast)
    award = earned(cast)
    said = make.activity(cast)
    confirm_activities(actor=cast.omar, statements=[said], at=cast.at)
    look_again(cast)
    assert {one.about.item_id for one in facts_asked_of_each_thing(cast.ada, at=cast.at)} == {award.pk, said.pk}
    ActivityEnding.objects.create(activity=said.activity, why="withdrawn", ended_at=cast.at)
    Revocation.objects.create(award=award, reason="It was copied.", revoked_at=cast.at, revoked_by=cast.femi)
    assert facts_asked_of_each_thing(cast.ada, at=cast.at) == []


def test_a_second_click_states_nothing_and_confirms_nothing(cast: Cast):
    asks(cast)
    award = earned(cast)
    statement = state(cast, award)
    with pytest.raises(operations.NothingChanged):
        state(cast, award)
    operations.confirm_statement(actor=cast.femi, statement=statement, at=cast.at)
    with pytest.raises(operations.RuledOnAlready):
        operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    assert Fact.objects.count() == 1


def test_nobody_else_states_or_confirms_it_and_nobody_their_own(cast: Cast):
    asks(cast)
    award = earned(cast)
    statement = state(cast, award)
    outbox.deliver_all()
    assert Notice.objects.filter(person=cast.omar, kind="statement_waiting").count() == 1
    for reader in (cast.omar, cast.femi):
        assert statement in facts_to_confirm(reader, at=cast.at)
    for stranger in (cast.gus, cast.pia, cast.ada):
        with pytest.raises((NotAllowed, operations.OwnStatement)):
            operations.confirm_statement(actor=stranger, statement=statement, at=cast.at)
        if stranger != cast.ada:
            with pytest.raises(NotAllowed):
                state(cast, award, actor=stranger, is_so=False)
    with pytest.raises(NotAllowed):
        state(cast, award, actor=cast.omar, person=cast.omar)


def test_the_educator_reads_of_which_award_it_was_confirmed(cast: Cast):
    asks(cast)
    award = earned(cast)
    operations.confirm_statement(actor=cast.omar, statement=state(cast, award), at=cast.at)
    outbox.deliver_all()
    subject = f"Confirmed as so of “{award.version.title}”: {APPROVED}"
    assert Notice.objects.filter(person=cast.ada, subject=subject).exists()
    no = state(cast, award, is_so=False)
    operations.decline_statement(actor=cast.omar, statement=no, reason="The agency lists it.", at=cast.at)
    outbox.deliver_all()
    subject = f"Not confirmed as not so of “{award.version.title}”: {APPROVED}"
    assert "The agency lists it." in Notice.objects.get(person=cast.ada, subject=subject).body


def test_the_database_keeps_what_was_stated(cast: Cast):
    asks(cast)
    award = earned(cast)
    fact = state(cast, award).fact
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE recognition_fact SET award_id = NULL WHERE id = %s", [fact.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(person=fact.person, award=award, jurisdiction=fact.jurisdiction, name=fact.name)
    said = make.activity(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(
            person=fact.person, award=award, activity=said, jurisdiction=fact.jurisdiction, name="another"
        )


def test_in_arkansas_a_course_counts_once_its_provider_is_known_to_be_approved(cast: Cast):
    """The rules as they are shipped, from a license to the hours of a year, by what people do alone."""
    arkansas = make.arkansas(cast)
    officer = cast.mateo
    appoint(actor=None, person=officer, organization=arkansas, role=Role.LICENSURE_OFFICER, at=cast.at)
    recognition.state_policy(
        actor=None, jurisdiction=arkansas, document=published_as("arkansas-yearly-hours"), at=cast.at
    )
    licence = operations.state_licence(
        actor=cast.winifred,
        person=cast.winifred,
        jurisdiction=arkansas,
        kind="standard",
        issued_on=date(2024, 7, 1),
        expires_on=date(2029, 6, 30),
        at=cast.at,
    )
    operations.confirm_statement(actor=officer, statement=licence, at=cast.at)
    outbox.deliver_all()
    course = make.activity(cast, replace(COURSE, unit="graduate semester hours"), person=cast.winifred)
    confirm_activities(actor=officer, statements=[course], at=cast.at)
    outbox.deliver_all()
    assert told(cast) == [], "a school year begins with the first that counts in it"
    (asked,) = facts_asked_of_each_thing(cast.winifred, at=cast.at)
    assert (asked.about.statement, asked.asked.name) == (course, APPROVED)

    state(cast, course, actor=officer, person=cast.winifred)
    outbox.deliver_all()
    assert told(cast) == [("45", "36")], "three graduate hours of fifteen each"


def told(cast: Cast) -> list[tuple[str, str]]:
    """What stands in Winifred's cycles, and what they ask."""
    return [(one["confirmed"], one["needed"]) for one in as_json(transcript_of(cast.winifred, at=cast.at))["cycles"]]
