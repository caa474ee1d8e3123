"""An assessor claims at the very moment at which the educator takes back: exactly one wins."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction

from microcred.foundation.outbox import deliver_all
from microcred.portfolios.models import Opening, Withdrawal
from microcred.portfolios.operations import OpenedAlready, withdraw
from microcred.scoring.models import Claim
from microcred.scoring.operations import claim, claim_next, let_go, take_out_of_queue
from microcred.scoring.operations.claims import StillWaiting
from microcred.scoring.tests.make import educator, published, qualified, waiting
from microcred.scoring.tests.racing import two_at_once

ROUNDS = 12


@pytest.mark.django_db(transaction=True)
def test_looking_first_and_writing_then_lets_both_win(cast):
    """The control run: each looks for what the other writes, finds nothing, and writes; nothing stops them."""
    submission = waiting(cast.ada, published(cast), at=cast.at).submission
    both_have_looked = Barrier(2, timeout=30)

    def naive(looks_for, writes, **moment):
        with transaction.atomic():
            found = looks_for.objects.filter(submission=submission).exists()
            both_have_looked.wait()
            if not found:
                writes.objects.create(submission=submission, **moment)

    two_at_once(
        lambda: naive(Opening, Withdrawal, withdrawn_at=cast.at),
        lambda: naive(Withdrawal, Opening, opened_at=cast.at),
    )

    assert Withdrawal.objects.filter(submission=submission).exists()
    assert Opening.objects.filter(submission=submission).exists()


@pytest.mark.django_db(transaction=True)
def test_of_a_claim_and_a_withdrawal_at_once_exactly_one_wins(cast):
    qualified(cast, cast.ben)
    version, at = published(cast), cast.at + timedelta(hours=1)
    for number in range(ROUNDS):
        person = educator(cast, f"Educator{number}")
        item = waiting(person, version, at=cast.at)

        two_at_once(
            lambda item=item: claim(actor=cast.ben, item=item, at=at),
            lambda item=item, person=person: withdraw(actor=person, submission=item.submission, at=at),
        )

        claimed = Claim.objects.filter(item=item).exists()
        withdrawn = Withdrawal.objects.filter(submission=item.submission).exists()
        assert claimed != withdrawn
        assert claimed == Opening.objects.filter(submission=item.submission).exists()
        if claimed:
            let_go(actor=cast.ben, item=item, claim_number=1, at=at)


def test_what_was_taken_back_is_passed_over_before_the_queue_has_heard_of_it(cast):
    qualified(cast, cast.ben)
    version = published(cast)
    gone = waiting(cast.ada, version, at=cast.at)
    next_one = waiting(cast.gus, version, at=cast.at + timedelta(minutes=5))
    withdraw(actor=cast.ada, submission=gone.submission, at=cast.at + timedelta(minutes=9))

    taken = claim_next(actor=cast.ben, at=cast.at + timedelta(minutes=10))

    assert taken == next_one
    gone.refresh_from_db()
    assert gone.settled_at is not None
    assert not Claim.objects.filter(item=gone).exists()


def test_once_claimed_it_stays_opened_though_it_was_given_back(cast):
    qualified(cast, cast.ben)
    item = waiting(cast.ada, published(cast), at=cast.at)
    claim(actor=cast.ben, item=item, at=cast.at + timedelta(minutes=5))

    with pytest.raises(OpenedAlready):
        withdraw(actor=cast.ada, submission=item.submission, at=cast.at + timedelta(days=2))


def test_the_queue_lets_go_of_nothing_that_waits(cast):
    item = waiting(cast.ada, published(cast), at=cast.at)

    with pytest.raises(StillWaiting):
        take_out_of_queue(actor=None, submission=item.submission, at=cast.at)


def test_news_that_comes_twice_settles_once(cast):
    item = waiting(cast.ada, published(cast), at=cast.at)
    withdraw(actor=cast.ada, submission=item.submission, at=cast.at + timedelta(minutes=5))
    deliver_all()
    item.refresh_from_db()
    first = item.settled_at

    take_out_of_queue(actor=None, submission=item.submission, at=first + timedelta(days=1))

    item.refresh_from_db()
    assert item.settled_at == first
