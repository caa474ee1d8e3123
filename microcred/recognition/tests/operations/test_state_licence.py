"""Stating a licence or work, and the office's word on it: in versions, never one's own, what was confirmed holds."""

from datetime import date

import pytest

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition.models import LicenceStatement
from microcred.recognition.operations import standing as operations
from microcred.recognition.queries.standing import licences_left_to, licences_to_confirm, standing_of, words_of_policies
from tests.cast import Cast


def state(cast: Cast, **said) -> LicenceStatement:
    given = {
        "actor": cast.ada,
        "person": cast.ada,
        "jurisdiction": cast.places["south-carolina"],
        "kind": "professional",
        "issued_on": date(2024, 7, 1),
        "expires_on": date(2029, 6, 30),
        "licence_number": "ab 123",
        "at": cast.at,
    }
    return operations.state_licence(**given | said)


def test_a_licence_holds_once_it_is_confirmed_and_the_number_is_kept_as_one_word(cast: Cast):
    statement = state(cast)
    assert standing_of(cast.ada).licences == []
    operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    (held,) = standing_of(cast.ada).licences
    assert (held, held.licence_number) == (statement, "AB123")


def test_what_was_confirmed_holds_until_the_change_of_it_is(cast: Cast):
    first = state(cast)
    operations.confirm_statement(actor=cast.femi, statement=first, at=cast.at)
    second = state(cast, licence=first.licence, subject="Mathematics")
    assert second.number == 2
    assert standing_of(cast.ada).licences == [first]
    operations.decline_statement(actor=cast.omar, statement=second, reason="It says science.", at=cast.at)
    assert standing_of(cast.ada).licences == [first]
    outbox.deliver_all()
    assert "It says science." in Notice.objects.get(person=cast.ada, subject__startswith="Not confirmed").body


def test_who_confirms_hears_once_a_day_and_finds_it(cast: Cast):
    statement = state(cast)
    state(cast, licence_number="2", kind="lifetime")
    outbox.deliver_all()
    assert Notice.objects.filter(person=cast.omar, kind="statement_waiting").count() == 1
    for reader in (cast.omar, cast.femi):
        assert statement in licences_to_confirm(reader, at=cast.at)
    for reader in (cast.ada, cast.gus, cast.lena):
        assert not licences_to_confirm(reader, at=cast.at)


def test_nobody_confirms_their_own_and_no_stranger_confirms_any(cast: Cast):
    own = state(cast, actor=cast.omar, person=cast.omar)
    with pytest.raises(operations.OwnStatement):
        operations.confirm_statement(actor=cast.omar, statement=own, at=cast.at)
    theirs = state(cast)
    for stranger in (cast.gus, cast.ada, cast.pia):
        with pytest.raises((NotAllowed, operations.OwnStatement)):
            operations.confirm_statement(actor=stranger, statement=theirs, at=cast.at)
    with pytest.raises(NotAllowed):
        state(cast, actor=cast.gus, kind="lifetime")


def test_a_coordinator_confirms_licences_of_their_own_state_alone(cast: Cast):
    north = cast.places["north-carolina"]
    statement = state(cast, jurisdiction=north)
    assert not licences_to_confirm(cast.omar, at=cast.at)
    with pytest.raises(NotAllowed):
        operations.confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    appoint(actor=None, person=cast.nadia, organization=north, role=Role.LICENSURE_OFFICER, at=cast.at)
    assert list(licences_to_confirm(cast.nadia, at=cast.at)) == [statement]
    assert licences_left_to(cast.nadia, at=cast.at) == [statement]
    outbox.deliver_all()
    assert Notice.objects.filter(kind="statement_waiting", person=cast.nadia).exists()
    assert not Notice.objects.filter(kind="statement_waiting", person=cast.omar).exists()
    own = state(cast)
    assert list(licences_to_confirm(cast.omar, at=cast.at)) == [own]
    operations.confirm_statement(actor=cast.omar, statement=own, at=cast.at)


def test_types_that_policies_name_can_be_chosen_of_places_without_a_stated_one_too(cast: Cast):
    types, _bands = words_of_policies()
    assert {"PPTL", "legacy professional", "coach permit", "professional"} <= types


def test_a_second_click_rules_once_and_an_older_statement_is_past(cast: Cast):
    first = state(cast)
    newer = state(cast, licence=first.licence, subject="Science")
    with pytest.raises(operations.RuledOnAlready):
        operations.confirm_statement(actor=cast.omar, statement=first, at=cast.at)
    operations.confirm_statement(actor=cast.omar, statement=newer, at=cast.at)
    with pytest.raises(operations.RuledOnAlready):
        operations.decline_statement(actor=cast.femi, statement=newer, reason="No.", at=cast.at)


def test_what_makes_no_sense_is_refused_with_a_way_forward(cast: Cast):
    first = state(cast)
    for wrong, said in (
        (operations.DaysOutOfOrder, {"expires_on": date(2020, 1, 1)}),
        (operations.StatedAlready, {}),
        (operations.NothingChanged, {"licence": first.licence}),
        (operations.ReplacesItself, {"licence": first.licence, "replaces": first.licence}),
    ):
        with pytest.raises(wrong):
            state(cast, **said)
    with pytest.raises(operations.WhyNotMissing):
        operations.decline_statement(actor=cast.omar, statement=first, reason=" ", at=cast.at)
