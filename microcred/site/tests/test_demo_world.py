"""What the demonstration shows must hold together: sums follow the hours, dates follow the events."""

from datetime import timedelta

import pytest
from rich.console import Console

from microcred.authoring.models import Draft, ReviewAnswer, Settlement
from microcred.authoring.queries import RoundAt, board_of, rounds_kept_by
from microcred.authoring.queries.review_report import report_of
from microcred.credentials.models import Award, StatusList
from microcred.foundation.clock import now
from microcred.notices.models import Notice
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import Attestation, Entry
from microcred.scoring.models import Decision, QueueItem
from microcred.site.demo.world import load


@pytest.fixture
def world(db):
    load(Console(quiet=True))


def test_the_demonstration_is_one_that_one_can_believe(world):
    # Credit follows the hours of each micro-credential, marked as the demonstration's.
    on_offer = Attestation.objects.filter(micro_credential__entry__isnull=False)
    for attestation in on_offer.select_related("micro_credential__entry"):
        assert attestation.demonstration
        assert attestation.hours == attestation.micro_credential.entry.hours
    assert len(set(Attestation.objects.values_list("hours", flat=True))) > 2
    entry = Entry.objects.select_related("award__version").first()
    assert entry.amount == entry.award.version.hours * 20 / 15

    # What followed from an event carries its date, credentials and notices included.
    decided = {decision.submission_id: decision.decided_at for decision in Decision.objects.all()}
    assert decided
    awards = Award.objects.all()
    assert awards
    assert all(award.earned_at in decided.values() for award in awards)
    told = Notice.objects.filter(kind="award_granted")
    assert told
    assert all(notice.told_at in decided.values() for notice in told)

    # People have read all but the last thing they were told.
    for person in set(Notice.objects.values_list("person", flat=True)):
        assert Notice.objects.filter(person=person, read_at__isnull=True).count() <= 3
    assert Notice.objects.filter(read_at__isnull=False).count() > Notice.objects.filter(read_at__isnull=True).count()

    # Yet a status list is as fresh as on any other server.
    assert all(each.signed_at > now() - timedelta(days=1) for each in StatusList.objects.all())

    # The version in pilot was read twice and by a third, and something of it is still to be read.
    several = Decision.objects.filter(readings__gt=1)
    assert sorted(several.values_list("readings", "outcome")) == [(2, "earned"), (2, "not_yet"), (3, "not_yet")]
    assert QueueItem.objects.filter(readings_saved__gt=0, settled_at__isnull=True).count() == 1

    # Something stands wherever a design can stand on its way, so that every page has something to show.
    board = board_of(Organization.objects.all(), at=now())
    # All go by a quality framework, so nothing is published without being watched, due or never reviewed.
    assert {column.name for column in board.columns if not column.count} == {"offered-published"}

    # Each open round judges a draft that stands at the quality review; one pair is at odds, another has settled.
    rounds = rounds_kept_by(Person.objects.get(email="pia@example.org"), at=now())
    assert set(rounds.values_list("stands", flat=True)) == {one.value for one in RoundAt}
    open_ones = rounds.filter(outcome__isnull=True)
    assert set(open_ones.values_list("draft__stage", flat=True)) == {"quality-review"}
    assert Settlement.objects.exists()

    # A design of another state names what it was made from.
    forked = Draft.objects.get(owner__slug="north-carolina")
    assert [line["owner"] for line in forked.design["derived_from"]] == ["CarolinaCrED, University of South Carolina"]

    # Reviewers took days, and nobody finds tried out what goes into its pilot after the review.
    report = report_of(list(Organization.objects.all()), edition=None)
    assert report.days_to_file
    assert report.days_to_file >= 3
    tried = ReviewAnswer.objects.filter(component__code="rubric-and-decision-rule.tried")
    assert set(tried.values_list("verdict", flat=True)) == {"not_applicable"}
