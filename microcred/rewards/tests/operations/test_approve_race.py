"""Two approvals at the same moment draw no more than the budget holds."""

from dataclasses import replace
from threading import Barrier

import pytest

from microcred.credentials.tests import make as earning
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.rewards.models import StipendEntry
from microcred.rewards.operations import approve, ledger
from microcred.rewards.tests import make
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def approve_at_once(cast):
    """Omar and Femi each approve one stipend of 250, as each saw it before the other's was due; 300 are there."""
    offer = make.offer(cast, budget="10000")
    version = earning.version(cast)
    appoint(actor=None, person=cast.femi, organization=make.place(cast), role=Role.ORG_ADMIN, at=cast.at)
    make.award(cast, of=version, person=cast.ada)
    make.award(cast, of=version, person=cast.mateo, day=11)
    first, second = make.due(cast)
    make.budgeted(cast, offer, "300", day=1)

    def by(person, each):
        return lambda: approve(
            actor=person, organization=make.place(cast), wanted=[make.wanted(each)], at=cast.at + 41 * make.DAY
        )

    return lambda: two_at_once(by(cast.omar, first), by(cast.femi, second))


def alone(reckoned_in):
    """A reckoning that forgets the order: each due as if nobody else had earned anything."""

    def forgetful(organization, *, at):
        found = reckoned_in(organization, at=at)
        return [
            replace(
                of,
                reckoning=replace(
                    of.reckoning,
                    due=tuple(
                        replace(each, amount=min(each.full, 300 - sum(of.drawn.values()))) for each in of.reckoning.due
                    ),
                ),
            )
            for of in found
        ]

    return forgetful


def test_without_the_lock_the_budget_is_overdrawn(approve_at_once, monkeypatch):
    both_have_looked, look = Barrier(2, timeout=30), alone(ledger.reckoned_in)

    def looked(organization, *, at):
        found = look(organization, at=at)
        both_have_looked.wait()
        return found

    monkeypatch.setattr(ledger, "hold", lambda _organization: None)
    monkeypatch.setattr(ledger, "reckoned_in", looked)
    approve_at_once()
    assert sum(StipendEntry.objects.values_list("amount", flat=True)) == 500 > 300


def test_with_it_the_second_is_told_what_is_left(approve_at_once, monkeypatch):
    monkeypatch.setattr(ledger, "reckoned_in", alone(ledger.reckoned_in))
    both = approve_at_once()
    assert sum(isinstance(each, ledger.AmountChanged) for each in both) == 1, both
    assert sum(StipendEntry.objects.values_list("amount", flat=True)) == 250


def test_as_it_is_run_neither_gets_more_than_their_turn(approve_at_once):
    approve_at_once()
    assert sum(StipendEntry.objects.values_list("amount", flat=True)) <= 300


def test_the_same_due_is_not_entered_twice(cast):
    make.offer(cast)
    make.award(cast)
    [due] = make.due(cast)

    def press():
        return approve(
            actor=cast.omar, organization=make.place(cast), wanted=[make.wanted(due)], at=cast.at + 41 * make.DAY
        )

    both = two_at_once(press, press)
    assert sum(isinstance(each, ledger.NotDue) for each in both) == 1, both
    assert StipendEntry.objects.count() == 1
