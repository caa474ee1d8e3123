"""Taking the next submission from the queue."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.scoring.models import Claim, QueueItem
from microcred.scoring.operations import claim, claim_next, claims, let_go, recuse
from microcred.scoring.tests import make

LEASE = timedelta(minutes=settings.LEASE_MINUTES)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def version(cast):
    make.qualified(cast, cast.ben)
    return make.published(cast)


def test_ben_gets_the_oldest_and_holds_it_for_a_lease(cast, version):
    later = make.waiting(cast.gus, version, at=cast.at + MINUTE)
    older = make.waiting(cast.ada, version, at=cast.at)
    taken = claim_next(actor=cast.ben, at=cast.at + 2 * MINUTE)
    assert (taken, taken.assessor, taken.claim_number) == (older, cast.ben, 1)
    assert taken.lease_expires_at == cast.at + 2 * MINUTE + LEASE
    assert Claim.objects.get().item == older
    later.refresh_from_db()
    assert later.assessor is None


def test_a_second_click_gets_the_same_submission_again(cast, version):
    make.waiting(cast.ada, version, at=cast.at)
    make.waiting(cast.gus, version, at=cast.at)
    first = claim_next(actor=cast.ben, at=cast.at)
    assert claim_next(actor=cast.ben, at=cast.at + MINUTE) == first
    assert Claim.objects.count() == 1


def test_two_assessors_get_two_submissions(cast, version):
    lea = make.assessor(cast, "Lea")
    make.waiting(cast.ada, version, at=cast.at)
    make.waiting(cast.gus, version, at=cast.at)
    assert claim_next(actor=cast.ben, at=cast.at) != claim_next(actor=lea, at=cast.at)


def test_ben_may_stay_with_one_rubric_but_not_choose_the_submission(cast, version):
    other = make.published(cast, name="Cultivating a Shared Purpose")
    make.waiting(cast.ada, version, at=cast.at)
    oldest = make.waiting(cast.ada, other, at=cast.at + MINUTE)
    make.waiting(cast.gus, other, at=cast.at + 2 * MINUTE)
    assert claim_next(actor=cast.ben, version=other.pk, at=cast.at + 3 * MINUTE) == oldest


def test_an_empty_queue_gives_nothing(cast, version):
    assert claim_next(actor=cast.ben, at=cast.at) is None


def test_bea_is_told_that_she_is_not_qualified(cast, version):
    make.waiting(cast.ada, version, at=cast.at)
    with pytest.raises(claims.NotQualified) as no:
        claim_next(actor=cast.bea, at=cast.at)
    assert "lead assessor" in str(no.value)


def test_another_stack_is_passed_over(cast, version):
    other = make.published(cast, stack=make.shelf(cast, "restorative-practices"), name="Circles")
    make.waiting(cast.ada, other, at=cast.at)
    mine = make.waiting(cast.gus, version, at=cast.at + MINUTE)
    assert claim_next(actor=cast.ben, at=cast.at + MINUTE) == mine


def test_an_expired_qualification_opens_nothing(cast, version):
    make.waiting(cast.ada, version, at=cast.at)
    with pytest.raises(claims.NotQualified):
        claim_next(actor=cast.ben, at=cast.at + make.YEAR)


def test_nobody_reads_their_own_work(cast, version):
    make.waiting(cast.ben, version, at=cast.at)
    assert claim_next(actor=cast.ben, at=cast.at) is None


@pytest.mark.parametrize("workplace", ["rock-hill", "cedar-creek"])
def test_a_shared_district_or_school_is_a_conflict(cast, version, workplace):
    appoint(actor=None, person=cast.ben, organization=cast.places[workplace], role=Role.COACH, at=cast.at)
    make.waiting(cast.ada, version, at=cast.at)
    elsewhere = make.waiting(cast.gus, version, at=cast.at + MINUTE)
    assert claim_next(actor=cast.ben, at=cast.at + MINUTE) == elsewhere


def test_a_conflict_that_came_after_the_submission_counts_too(cast, version):
    make.waiting(cast.ada, version, at=cast.at)
    appoint(
        actor=None, person=cast.ada, organization=cast.places["blue-ridge"], role=Role.EDUCATOR, at=cast.at + MINUTE
    )
    appoint(actor=None, person=cast.ben, organization=cast.places["blue-ridge"], role=Role.COACH, at=cast.at + MINUTE)
    assert claim_next(actor=cast.ben, at=cast.at + 2 * MINUTE) is None


def test_who_stepped_back_never_gets_it_again(cast, version):
    make.waiting(cast.ada, version, at=cast.at)
    taken = claim_next(actor=cast.ben, at=cast.at)
    recuse(actor=cast.ben, item=taken, claim_number=1, reason="I know this classroom.", at=cast.at)
    assert claim_next(actor=cast.ben, at=cast.at) is None
    assert claim_next(actor=make.assessor(cast, "Lea"), at=cast.at) == taken


def test_what_is_given_back_can_be_taken_by_others(cast, version):
    lea = make.assessor(cast, "Lea")
    make.waiting(cast.ada, version, at=cast.at)
    taken = claim_next(actor=cast.ben, at=cast.at)
    assert claim_next(actor=lea, at=cast.at) is None
    let_go(actor=cast.ben, item=taken, claim_number=1, at=cast.at)
    assert claim_next(actor=lea, at=cast.at).claim_number == 1, "nothing tells her that Ben had it"


def test_an_expired_lease_is_free_at_the_very_moment_it_ends(cast, version):
    lea = make.assessor(cast, "Lea")
    make.waiting(cast.ada, version, at=cast.at)
    claim_next(actor=cast.ben, at=cast.at)
    assert claim_next(actor=lea, at=cast.at + LEASE - timedelta(microseconds=1)) is None
    taken = claim_next(actor=lea, at=cast.at + LEASE)
    assert taken.assessor == lea
    assert [c.assessor for c in Claim.objects.order_by("number")] == [cast.ben, lea]


def test_the_head_of_a_queue_full_of_conflicts_is_walked_past(cast, version):
    appoint(actor=None, person=cast.ben, organization=cast.places["rock-hill"], role=Role.COACH, at=cast.at)
    for number in range(claims.FIRST_LOOK + 2):
        make.waiting(make.educator(cast, f"Teacher{number}"), version, at=cast.at)
    last = make.waiting(cast.gus, version, at=cast.at + MINUTE)
    assert claim_next(actor=cast.ben, at=cast.at + MINUTE) == last


READERS = 50


def _rush(people, act):
    """Let everybody act at once, each on a connection of their own; return what came of it."""
    start, outcomes = Barrier(len(people)), []

    def go(person):
        try:
            start.wait(30)
            outcomes.append(act(person))
        except (Refusal, IntegrityError) as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=go, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_for_one_submission_make_one_claim(transactional_db, cast):
    people = [make.assessor(cast, f"Reader{number}") for number in range(READERS)]
    make.waiting(cast.ada, make.published(cast), at=cast.at)
    outcomes = _rush(people, lambda person: claim_next(actor=person, at=cast.at))
    winners = [outcome for outcome in outcomes if outcome is not None]
    assert (len(outcomes), len(winners)) == (READERS, 1)
    assert QueueItem.objects.get().assessor == winners[0].assessor == Claim.objects.get().assessor


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_for_one_given_submission_make_one_claim(transactional_db, cast):
    people = [make.assessor(cast, f"Reader{number}") for number in range(READERS)]
    item = make.waiting(cast.ada, make.published(cast), at=cast.at)
    outcomes = _rush(people, lambda person: claim(actor=person, item=item, at=cast.at))
    assert sum(isinstance(outcome, QueueItem) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, claims.ClaimedByAnother) for outcome in outcomes) == READERS - 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_for_fifty_submissions_get_one_each(transactional_db, cast):
    people = [make.assessor(cast, f"Reader{number}") for number in range(READERS)]
    version = make.published(cast)
    for number in range(READERS):
        make.waiting(make.educator(cast, f"Teacher{number}"), version, at=cast.at)
    outcomes = _rush(people, lambda person: claim_next(actor=person, at=cast.at))
    assert len({outcome.pk for outcome in outcomes}) == READERS


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_several_believe_they_won(transactional_db, cast, monkeypatch):
    """The race exists: with the row's lock taken away, all of them find the same submission free, and only the
    constraint on claims stops the second from having it too."""
    people = [make.assessor(cast, f"Reader{number}") for number in range(READERS)]
    make.waiting(cast.ada, make.published(cast), at=cast.at)
    meeting, take = Barrier(READERS), claims._take

    def take_together(*args):
        with suppress(BrokenBarrierError):
            meeting.wait(30)
        return take(*args)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self.all())
    # The statement may have been written before, with its lock.
    monkeypatch.setattr(claims, "_to_lock", asked_often(claims._to_lock.question))
    monkeypatch.setattr(claims, "_take", take_together)
    outcomes = _rush(people, lambda person: claim_next(actor=person, at=cast.at))
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == READERS - 1
