"""What is held up is read by nobody until it is settled, and assessors learn no more than that."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.portfolios.models import Pause
from microcred.portfolios.operations import (
    Amiss,
    WentBackIncomplete,
    pause_promise,
    resume_promise,
    return_incomplete,
)
from microcred.portfolios.queries import promise_of
from microcred.scoring.models import Claim, Mark, QueueItem
from microcred.scoring.operations import claim, claim_next, enqueue, let_go, note, renew, score
from microcred.scoring.operations.claims import OnHold
from microcred.scoring.queries import queue_for
from microcred.scoring.tests import make
from microcred.scoring.tests.racing import two_at_once

HOLDING = [Pause.Reason.INTEGRITY, Pause.Reason.PRIVACY, Pause.Reason.EDUCATOR, Pause.Reason.EVIDENCE]
ROUNDS = 12


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def waiting(cast, version):
    return make.waiting(cast.ada, version, at=cast.at)


def paused(item, *, at, reason=Pause.Reason.INTEGRITY):
    return pause_promise(actor=None, submission=item.submission, reason=reason, at=at)


def resumed(item, *, at, reason=Pause.Reason.INTEGRITY):
    return resume_promise(actor=None, submission=item.submission, reason=reason, at=at)


def found_incomplete(item, *, at):
    amiss = [Amiss("Legible", None, "The second page is black.")]
    return return_incomplete(actor=None, submission=item.submission, amiss=amiss, at=at)


@pytest.mark.parametrize("reason", HOLDING)
def test_it_is_passed_over_until_it_is_settled(cast, waiting, reason):
    paused(waiting, at=cast.at, reason=reason)
    queue = queue_for(cast.ben, at=cast.at)
    assert (queue.waiting, queue.next_up) == (0, ())
    assert claim_next(actor=cast.ben, at=cast.at) is None
    with pytest.raises(OnHold):
        claim(actor=cast.ben, item=waiting, at=cast.at)

    resumed(waiting, at=cast.at, reason=reason)
    assert queue_for(cast.ben, at=cast.at).waiting == 1
    assert claim_next(actor=cast.ben, at=cast.at) == waiting


def test_the_first_of_a_new_version_are_read_though_their_clock_stands_still(cast, waiting):
    paused(waiting, at=cast.at, reason=Pause.Reason.NEW_VERSION)
    assert claim_next(actor=cast.ben, at=cast.at) == waiting


def test_two_reasons_hold_it_until_both_are_settled(cast, waiting):
    paused(waiting, at=cast.at)
    paused(waiting, at=cast.at, reason=Pause.Reason.EVIDENCE)
    resumed(waiting, at=cast.at)
    assert claim_next(actor=cast.ben, at=cast.at) is None


def test_a_reading_begun_before_is_not_saved_meanwhile(cast, waiting):
    item = claim_next(actor=cast.ben, at=cast.at)
    paused(item, at=cast.at)

    for verb in (score, renew):
        with pytest.raises(OnHold) as no:
            verb(actor=cast.ben, item=item, claim_number=item.claim_number, at=cast.at)
        assert "original" not in str(no.value)


def test_who_held_it_holds_it_no_longer_keeps_their_notes_and_takes_another(cast, version, waiting):
    other = make.waiting(cast.gus, version, at=cast.at + timedelta(minutes=5))
    at = cast.at + timedelta(minutes=10)
    item = claim_next(actor=cast.ben, at=at)
    make.mark(item, cast.ben, item.version.criteria.first(), at=at)
    paused(item, at=at)
    outbox.deliver_all()

    assert claim_next(actor=cast.ben, at=at) == other
    with pytest.raises(OnHold):
        note(actor=cast.ben, item=item, claim_number=1, criterion=None, comment="And then", at=at)

    let_go(actor=cast.ben, item=other, claim_number=1, at=at)
    resumed(item, at=at)
    outbox.deliver_all()
    assert Mark.objects.filter(item=item, assessor=cast.ben).count() == 1
    assert claim(actor=cast.ben, item=item, at=at).claim_number == 2


def test_whose_page_is_open_reads_that_it_is_on_hold_and_not_why(cast, client, waiting):
    claim_next(actor=cast.ben, at=cast.at)
    paused(waiting, at=cast.at, reason=Pause.Reason.EDUCATOR)
    outbox.deliver_all()
    client.force_login(cast.ben)

    with standing_at(cast.at + timedelta(minutes=1)):
        page = client.get(reverse("workbench", args=[waiting.pk])).content.decode()

    assert "This submission is on hold" in page
    assert "Take it up again" not in page
    assert "waiting for something" not in page


def test_the_clock_of_the_queue_and_the_date_on_the_page_obey_the_pause(cast, waiting):
    promised = promise_of(waiting.submission, at=cast.at).day
    paused(waiting, at=cast.at + timedelta(days=1), reason=Pause.Reason.EVIDENCE)
    outbox.deliver_all()
    waiting.refresh_from_db()
    assert waiting.paused_since == cast.at + timedelta(days=1)

    resumed(waiting, at=cast.at + timedelta(days=8), reason=Pause.Reason.EVIDENCE)
    outbox.deliver_all()
    waiting.refresh_from_db()
    promise = promise_of(waiting.submission, at=cast.at + timedelta(days=8))
    assert (waiting.paused_since, waiting.due_at) == (None, promise.by)
    assert promise.day > promised


def test_what_went_back_incomplete_is_claimed_by_nobody_before_the_queue_has_heard_of_it(cast, version, waiting):
    found_incomplete(waiting, at=cast.at)
    assert queue_for(cast.ben, at=cast.at).waiting == 0
    assert claim_next(actor=cast.ben, at=cast.at) is None
    with pytest.raises(WentBackIncomplete):
        claim(actor=cast.ben, item=waiting, at=cast.at)

    outbox.deliver_all()
    waiting.refresh_from_db()
    assert waiting.settled_at is not None


def test_what_was_found_incomplete_first_never_comes_into_the_queue(cast, version):
    submission = make.submitted(cast.ada, version, at=cast.at)
    amiss = [Amiss("Legible", None, "The second page is black.")]
    return_incomplete(actor=None, submission=submission, amiss=amiss, at=cast.at)

    with pytest.raises(WentBackIncomplete):
        enqueue(actor=None, submission=submission, at=cast.at)
    outbox.deliver_all()
    assert not QueueItem.objects.exists()


# Between the look and the lock


@pytest.mark.django_db(transaction=True)
def test_looking_first_and_claiming_then_lets_a_pause_in_between(cast, waiting):
    """The control run: a claim that trusts what the queue showed takes what is on hold by now."""
    listed = queue_for(cast.ben, at=cast.at).next_up
    paused(waiting, at=cast.at)
    with transaction.atomic():
        QueueItem.objects.filter(pk=listed[0].item.pk).update(assessor=cast.ben, lease_expires_at=cast.at)
    waiting.refresh_from_db()
    assert waiting.assessor == cast.ben


@pytest.mark.django_db(transaction=True)
def test_a_pause_between_the_list_and_the_lock_leaves_the_claim_with_the_next_one(cast, version, monkeypatch):
    """The pause commits after the assessor's queue was read, and before the row is locked."""
    from microcred.scoring.operations import claims

    older = make.waiting(cast.ada, version, at=cast.at)
    younger = make.waiting(cast.gus, version, at=cast.at + timedelta(minutes=5))
    at = cast.at + timedelta(minutes=10)
    look, looks = claims.waiting_for, []

    def looked(*args, **kwargs):
        found = look(*args, **kwargs)
        if not looks:
            with ThreadPoolExecutor(1) as other:
                other.submit(elsewhere, lambda: paused(older, at=at)).result()
        looks.append(found)
        return found

    monkeypatch.setattr(claims, "waiting_for", looked)
    assert claim_next(actor=cast.ben, at=at) == younger
    assert older.pk in [place.pk for place in looks[0]], "it was listed"
    assert not Claim.objects.filter(item=older).exists()


@pytest.mark.django_db(transaction=True)
def test_a_pause_between_the_lock_of_the_row_and_the_claim_is_seen(cast, version, monkeypatch):
    """The pause commits after the row was found free and locked: the last look is under the lock of the work."""
    from microcred.scoring.operations import claims

    older = make.waiting(cast.ada, version, at=cast.at)
    younger = make.waiting(cast.gus, version, at=cast.at + timedelta(minutes=5))
    at = cast.at + timedelta(minutes=10)
    lock, locks = claims._first_to_lock, []

    def locked(*args):
        item = lock(*args)
        if not locks:
            with ThreadPoolExecutor(1) as other:
                other.submit(elsewhere, lambda: paused(older, at=at)).result()
        locks.append(item)
        return item

    monkeypatch.setattr(claims, "_first_to_lock", locked)
    assert claim_next(actor=cast.ben, at=at) == younger
    assert locks[0] == older, "it was locked while it was free"


def elsewhere(do):
    try:
        do()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_a_claim_and_a_pause_at_once_nothing_is_left_in_hand(cast, version):
    at = cast.at + timedelta(hours=1)
    for number in range(ROUNDS):
        item = make.waiting(make.educator(cast, f"Educator{number}"), version, at=cast.at)

        two_at_once(
            lambda item=item: claim(actor=cast.ben, item=item, at=at),
            lambda item=item: paused(item, at=at),
        )
        outbox.deliver_all()

        item.refresh_from_db()
        assert item.assessor is None, "either the claim was refused, or the pause took it out of hand"
        assert item.paused_since == at
