"""The assessor's queue page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import claim_next, let_go
from microcred.scoring.tests import make

QUEUE = reverse("queue")


@pytest.fixture
def ben(cast, client):
    make.qualified(cast, cast.ben)
    client.force_login(cast.ben)
    return client


@pytest.fixture
def version(cast):
    return make.published(cast)


def test_the_next_step_is_to_take_the_next_one(ben, cast, version):
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    page = ben.get(QUEUE).content.decode()
    assert "Take the next submission" in page
    assert "business days left" in page
    answer = ben.post(reverse("claim"))
    assert answer.headers["Location"] == reverse("workbench", args=[QueueItem.objects.get().pk])
    assert "Go on with" in ben.get(QUEUE).content.decode()


def test_an_empty_queue_says_why(ben):
    assert "Nothing waits for you" in ben.get(QUEUE).content.decode()
    assert "Nothing waits for you right now" in ben.post(reverse("claim"), follow=True).content.decode()


def test_a_broken_promise_is_said(ben, cast, version):
    make.waiting(cast.ada, version, at=now() - timedelta(days=60))
    assert "business days late" in ben.get(QUEUE).content.decode()


def test_what_was_begun_can_be_taken_up_again(ben, cast, version):
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    item = claim_next(actor=cast.ben, at=now())
    make.mark_all(item, cast.ben, at=now())
    let_go(actor=cast.ben, item=item, claim_number=1, at=now())
    assert "Begun, and back in the queue" in ben.get(QUEUE).content.decode()


def test_bea_sees_why_she_has_no_queue_and_what_to_do(client, cast, version):
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    client.force_login(cast.bea)
    page = client.get(QUEUE).content.decode()
    assert "You are not qualified to score yet" in page
    assert "ask your lead assessor" in page
    assert version.title not in page
    assert "not qualified" in client.post(reverse("claim"), follow=True).content.decode()


@pytest.mark.parametrize("who", ["ada", "cora", "omar", "gus", "elena"])
def test_who_is_no_assessor_finds_no_queue(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(QUEUE).status_code == 404
    assert client.post(reverse("claim")).status_code == 404


def test_somebody_elses_submission_cannot_be_claimed_by_its_number(ben, cast, version):
    item = make.waiting(cast.ada, version, at=now())
    assert ben.post(reverse("claim"), {"item": item.pk}).status_code == 404


def test_the_page_costs_the_same_with_one_three_and_a_thousand(ben, cast, version):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            ben.get(QUEUE)
        return len(seen)

    first = make.waiting(cast.ada, version, at=now() - timedelta(days=2))
    one = queries()
    _more(first, cast, version, 2)
    three = queries()
    _more(first, cast, version, 997)
    assert one == three == queries()


def _more(item, cast, version, count):
    """A crowd in the queue; copied, because a thousand real submissions take minutes."""
    from microcred.portfolios.models import Pursuit, Submission

    people = [cast.gus, cast.cora, cast.dev]
    there = Submission.objects.count() * 10
    for number in range(there, there + count):
        pursuit, _ = Pursuit.objects.get_or_create(
            person=people[number % 3], version=version, defaults={"started_at": item.entered_at}
        )
        submission = Submission.objects.create(
            pursuit=pursuit, number=number, attempt=number,
            alias=f"C-{number}", submitted_at=item.entered_at, manifest="{}",
            digest="0" * 64, form_key=make.uuid4(),
        )  # fmt: skip
        QueueItem.objects.create(
            submission=submission, version=version, entered_at=item.entered_at, due_at=item.due_at, close_to=[]
        )
