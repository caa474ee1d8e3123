"""Whoever looks, and whoever takes back, at the same moment: of two exactly one wins, and a second click is no harm.

First without the lock, each time, so that it is known to be the lock that decides.
"""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction

from microcred.foundation.models import OutboxEvent
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Incompleteness, PreCheck, PreCheckPassing, PreCheckWay, Withdrawal
from microcred.portfolios.operations import (
    Missing,
    OpenedAlready,
    PreCheckOver,
    claim_pre_check,
    give_back,
    let_go_pre_check,
    pass_on,
    set_terms,
    withdraw,
)
from microcred.portfolios.operations import pre_checking as checking
from microcred.portfolios.operations import withdrawing as taking_back
from microcred.portfolios.tests.make import asked, handed_in, started
from microcred.scoring.tests.make import educator
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
ROUNDS = 8


def lookers(cast):
    """Inés, and a colleague of hers."""
    other = register(actor=None, name="Max Calloway", email="max@example.org")
    appoint(actor=None, person=other, organization=cast.places["carolinacred"], role=Role.PRE_CHECKER, at=cast.at)
    return cast.ines, other


@pytest.fixture
def work(cast):
    """Hands in one person's work after another's, to be looked at by a person."""
    set_terms(actor=None, organization=cast.places["carolinacred"], pre_check=PreCheckWay.PERSON, at=cast.at)

    def hand_in(name: str = "Ada"):
        person = cast.ada if name == "Ada" else educator(cast, name)
        return handed_in(started(cast, person=person), at=cast.at)

    return hand_in


@pytest.fixture
def without_lock(monkeypatch):
    """Takes the lock away, and lets both look before either of them writes."""
    both_have_looked = Barrier(2, timeout=30)

    def wait_after(room, name):
        real = getattr(room, name)

        def looked(*args):
            both_have_looked.wait()
            return real(*args)

        monkeypatch.setattr(room, name, looked)

    monkeypatch.setattr(checking, "try_hold", lambda _pursuit: True)
    monkeypatch.setattr(taking_back, "hold", lambda _pursuit: None)
    # The first thing after the looks of a claim, and after those of a withdrawal.
    wait_after(checking, "still_waits")
    wait_after(taking_back, "settle_pre_check")


def held(actor, row, at):
    return {"actor": actor, "pre_check": row, "claim_number": row.claim_number, "at": at}


def passings_announced() -> int:
    return OutboxEvent.objects.filter(name__endswith="PreCheckPassed").count()


# Two take the next one


def test_without_the_lock_two_take_the_same(cast, work, without_lock):
    work()
    one, other = lookers(cast)

    taken = two_at_once(
        lambda: claim_pre_check(actor=one, at=cast.at + HOUR), lambda: claim_pre_check(actor=other, at=cast.at + HOUR)
    )

    assert len(taken) == 2
    assert taken[0] == taken[1]


def test_two_who_take_the_next_one_at_once_never_take_the_same(cast, work):
    row = PreCheck.objects.get(submission=work())
    one, other = lookers(cast)
    for number in range(1, ROUNDS + 1):
        at = cast.at + number * HOUR
        taken = two_at_once(
            lambda at=at: claim_pre_check(actor=one, at=at), lambda at=at: claim_pre_check(actor=other, at=at)
        )

        assert sorted(each is None for each in taken) == [False, True]
        row.refresh_from_db()
        assert row.claim_number == number
        let_go_pre_check(**held(row.checker, row, at))


def test_two_who_take_at_once_have_two_where_two_wait(cast, work):
    work(), work("Gwen")
    one, other = lookers(cast)

    taken = two_at_once(
        lambda: claim_pre_check(actor=one, at=cast.at + HOUR), lambda: claim_pre_check(actor=other, at=cast.at + HOUR)
    )

    assert len({each.pk for each in taken}) == 2


# It is taken back as somebody takes it up


def test_without_the_lock_it_is_taken_back_and_taken_up(cast, work, without_lock):
    submission = work()

    taken, _withdrawal = two_at_once(
        lambda: claim_pre_check(actor=cast.ines, at=cast.at + HOUR),
        lambda: withdraw(actor=cast.ada, submission=submission, at=cast.at + HOUR),
    )

    assert taken is not None
    assert Withdrawal.objects.filter(submission=submission).exists()


def test_of_passing_on_and_taking_back_at_once_exactly_one_wins(cast, work):
    """Whoever looks claims and passes on in one breath, while the educator takes back."""
    at = cast.at + HOUR

    def take_and_pass_on():
        row = claim_pre_check(actor=cast.ines, at=at)
        return row and pass_on(**held(cast.ines, row, at))

    for number in range(ROUNDS):
        submission = work(f"Educator{number}")
        person = submission.pursuit.person

        _passed, taken_back = two_at_once(
            take_and_pass_on,
            lambda submission=submission, person=person: withdraw(actor=person, submission=submission, at=at),
        )

        passed = PreCheckPassing.objects.filter(pre_check__submission=submission).exists()
        withdrawn = Withdrawal.objects.filter(submission=submission).exists()
        assert passed != withdrawn
        assert isinstance(taken_back, OpenedAlready) == passed
        assert PreCheck.objects.get(submission=submission).settled_at == at


# The button is pressed twice


def test_looking_first_and_writing_then_collides(cast, work):
    """Without the lock only a constraint of the database stops the second, and whoever pressed meets an error."""
    row, both_have_looked = PreCheck.objects.get(submission=work()), Barrier(2, timeout=30)

    def naive() -> str:
        try:
            with transaction.atomic():
                found = PreCheckPassing.objects.filter(pre_check=row).exists()
                both_have_looked.wait()
                if not found:
                    PreCheckPassing.objects.create(pre_check=row, passed_by=cast.ines, passed_at=cast.at)
                return "wrote it"
        except IntegrityError:
            return "collided"

    assert sorted(two_at_once(naive, naive)) == ["collided", "wrote it"]


def test_passed_on_twice_at_once_is_passed_on_once_and_both_hear_the_same(cast, work):
    for number in range(ROUNDS):
        at = cast.at + (number + 1) * HOUR
        work(f"Educator{number}")
        row = claim_pre_check(actor=cast.ines, at=at)

        one, other = two_at_once(
            lambda row=row, at=at: pass_on(**held(cast.ines, row, at)),
            lambda row=row, at=at: pass_on(**held(cast.ines, row, at)),
        )

        assert isinstance(one, PreCheckPassing)
        assert one == other
        assert passings_announced() == number + 1


def test_of_passing_on_and_giving_back_at_once_exactly_one_wins(cast, work):
    """One person, two tabs."""
    for number in range(ROUNDS):
        at = cast.at + (number + 1) * HOUR
        submission = work(f"Educator{number}")
        row = claim_pre_check(actor=cast.ines, at=at)
        missing = [Missing(asked(submission.pursuit), "part_missing", "the second question")]

        came = two_at_once(
            lambda row=row, at=at: pass_on(**held(cast.ines, row, at)),
            lambda row=row, at=at, missing=missing: give_back(**held(cast.ines, row, at), missing=missing),
        )

        assert [type(each) for each in came if isinstance(each, Refusal)] == [PreCheckOver]
        passed = PreCheckPassing.objects.filter(pre_check=row).exists()
        assert passed != Incompleteness.objects.filter(submission=submission).exists()
