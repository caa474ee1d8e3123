"""Somebody rules in a coordinator's place: for a time, in the same district, never on their own nor the delegator's."""

from datetime import timedelta
from typing import Any

import pytest

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import Delegation
from microcred.recognition.operations import delegating as verbs
from microcred.recognition.tests import make
from tests.cast import Cast


def delegated(cast: Cast, **how: Any) -> Delegation:
    given = {
        "actor": cast.omar,
        "district": cast.places["rock-hill"],
        "delegate": cast.mateo,
        "starts_at": cast.at,
        "ends_at": cast.at + timedelta(days=10),
        "at": cast.at,
    }
    return verbs.delegate(**(given | how))


def test_a_colleague_rules_in_her_place_and_it_is_written_down(cast: Cast):
    held, entry = delegated(cast), make.entry(cast)
    ruling = operations.confirm(actor=cast.mateo, entry=entry, at=cast.at + timedelta(days=1))
    assert (ruling.ruled_by, ruling.delegation) == (cast.mateo, held)
    outbox.deliver_all()
    assert "in the place of Omar Haddad" in Notice.objects.get(person=cast.mateo, kind="delegated").subject


def test_before_it_begins_and_after_it_ends_it_is_nothing(cast: Cast):
    held = delegated(cast, starts_at=cast.at + timedelta(days=2))
    entry = make.entry(cast)
    for day in (1, 10, 11):
        with pytest.raises(NotAllowed):
            operations.confirm(actor=cast.mateo, entry=entry, at=cast.at + timedelta(days=day))
    verbs.end_delegation(actor=cast.omar, delegation=held, at=cast.at + timedelta(days=3))
    with pytest.raises(NotAllowed):
        operations.confirm(actor=cast.mateo, entry=entry, at=cast.at + timedelta(days=4))
    with pytest.raises(verbs.EndedAlready):
        verbs.end_delegation(actor=cast.mateo, delegation=held, at=cast.at + timedelta(days=4))


def test_never_on_the_delegators_credit_nor_on_their_own(cast: Cast):
    policy = make.policy(cast)
    make.hours(cast)
    for person in (cast.omar, cast.mateo):
        make.cycle(cast, policy, person=person)
    delegated(cast)
    entry = make.entry(cast, credentials.award(cast, person=cast.omar))
    with pytest.raises(operations.DelegatorsCredit):
        operations.confirm(actor=cast.mateo, entry=entry, at=cast.at)
    other = credentials.version(cast, "engaging-stakeholders")
    entry = make.entry(cast, credentials.award(cast, of=other, person=cast.mateo))
    with pytest.raises(operations.OwnCredit):
        operations.confirm(actor=cast.mateo, entry=entry, at=cast.at)


def test_it_falls_with_the_role_of_whoever_gave_it(cast: Cast):
    delegated(cast)
    entry = make.entry(cast)
    Membership.objects.filter(person=cast.omar, role=Role.RECOGNIZER).update(ends_at=cast.at + timedelta(days=1))
    with pytest.raises(NotAllowed):
        operations.confirm(actor=cast.mateo, entry=entry, at=cast.at + timedelta(days=2))


def test_what_cannot_be_delegated(cast: Cast):
    with pytest.raises(NotAllowed):
        delegated(cast, actor=cast.mateo, delegate=cast.ada)
    with pytest.raises(verbs.NotToOneself):
        delegated(cast, delegate=cast.omar)
    with pytest.raises(verbs.NotTheirDistrict):
        delegated(cast, delegate=cast.gus)
    for ends in (timedelta(0), timedelta(days=400)):
        with pytest.raises(verbs.TimeNotRight):
            delegated(cast, ends_at=cast.at + ends)
    delegated(cast)
    with pytest.raises(verbs.DelegatedAlready):
        delegated(cast, starts_at=cast.at + timedelta(days=5))
    with pytest.raises(NotAllowed):  # nothing is delegated on
        delegated(cast, actor=cast.mateo, delegate=cast.ada)


def test_somebody_elses_delegation_does_not_reach_another_district(cast: Cast):
    appoint(actor=None, person=cast.elena, organization=cast.places["blue-ridge"], role=Role.RECOGNIZER, at=cast.at)
    with pytest.raises(NotAllowed):
        delegated(cast, actor=cast.elena)
