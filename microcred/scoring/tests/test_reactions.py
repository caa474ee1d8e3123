"""What happens when scoring hears of something."""

from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.credentials.models import Award
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.notices.models import Notice
from microcred.portfolios.rules import promised_by
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import claim_next, enqueue, score
from microcred.scoring.tests import make


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


def decided(cast, version, *, short=()):
    make.submitted(cast.ada, version, at=now() - timedelta(days=1))
    outbox.deliver_all()
    item = claim_next(actor=cast.ben, at=now())
    make.mark_all(item, cast.ben, at=now(), short=short)
    decision = score(actor=cast.ben, item=item, claim_number=1, at=now()).decision
    outbox.deliver_all()
    return decision


def told(cast):
    return Notice.objects.get(person=cast.ada, kind="decision_made")


def test_a_submission_waits_in_the_queue_with_its_promise(cast, version):
    submission = make.submitted(cast.ada, version, at=cast.at)
    outbox.deliver_all()
    item = QueueItem.objects.get()
    assert (item.submission, item.version, item.entered_at) == (submission, version, cast.at)
    assert item.due_at == promised_by(cast.at, zone="America/New_York")
    assert set(item.close_to) == {cast.ada.pk, cast.places["rock-hill"].pk, cast.places["cedar-creek"].pk}


def test_the_same_news_twice_is_one_place_in_the_queue(cast, version):
    submission = make.submitted(cast.ada, version, at=cast.at)
    assert enqueue(actor=None, submission=submission, at=cast.at) == enqueue(
        actor=None, submission=submission, at=cast.at + timedelta(days=3)
    )


def test_ada_hears_that_she_earned_it_and_gets_her_credential(cast, version):
    decision = decided(cast, version)
    notice = told(cast)
    assert notice.subject == "Earned: your feedback on “Managing Change”"
    assert notice.path == f"/submissions/{decision.submission_id}/feedback/"
    assert "Ben" not in notice.body
    award = Award.objects.get()
    assert (award.person, award.intent.source) == (cast.ada, decision.pk)


def test_ada_hears_what_is_short_and_what_she_can_do(cast, version):
    short = Criterion.objects.filter(version=version).first()
    decided(cast, version, short=(short,))
    notice = told(cast)
    assert notice.subject.startswith("Not yet")
    assert f"Still short: {short.name}." in notice.body
    assert "whenever you are ready" in notice.body
