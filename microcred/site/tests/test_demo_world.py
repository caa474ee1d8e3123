"""What the demonstration shows must hold together: sums follow the hours, dates follow the events."""

import re
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from rich.console import Console

from microcred.authoring.models import Draft, ReviewAnswer, Settlement
from microcred.authoring.queries import RoundAt, board_of, rounds_kept_by
from microcred.authoring.queries.review_report import report_of
from microcred.billing.models import Period
from microcred.billing.queries import entries_of, work_of_person
from microcred.calibration.models import ConsensusLevel, PaperSet
from microcred.calibration.queries import SHOWN_KINDS, newest_set
from microcred.catalog.queries import rubric_of
from microcred.credentials.models import Award, StatusList
from microcred.foundation.clock import now
from microcred.integrity.models import Case
from microcred.notices.models import Notice
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import PreCheck, Submission
from microcred.portfolios.queries import ending_of, looking_queue_for, state_of, status_of, workspace_of
from microcred.portfolios.queries.status import Stage
from microcred.portfolios.rules import State
from microcred.recognition.models import Attestation, Entry
from microcred.scoring.models import Decision, QueueItem
from microcred.site.demo.cast import CAST
from microcred.site.demo.looking import ASKING, COLLEAGUE
from microcred.site.demo.paying import AMOUNT
from microcred.site.demo.world import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("the_default_holds")]


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
    several = Decision.objects.filter(readings__gt=1, by_default=False)
    found = Counter(several.values_list("readings", "outcome"))
    assert found == {(2, "earned"): 2, (2, "not_yet"): 6, (3, "not_yet"): 1}
    assert QueueItem.objects.filter(readings_saved__gt=0, settled_at__isnull=True).count() == 1

    # Whoever learns a rubric sees each level of each criterion, and has several papers of differing levels to practise.
    learned = {one.version for one in PaperSet.objects.filter(kind__in=SHOWN_KINDS)}
    assert len(learned) == 2
    for version in learned:
        levels = {level.id for criterion in rubric_of(version).criteria for level in criterion.levels}
        anchors, practice = agreed_in(version, PaperSet.Kind.ANCHOR), agreed_in(version, PaperSet.Kind.PRACTICE)
        assert {one.level_id for one in anchors} == levels
        assert len({one.consensus_id for one in practice}) >= 3
        on_each = [
            {one.level_id for one in practice if one.criterion_id == each.id} for each in rubric_of(version).criteria
        ]
        assert min(len(each) for each in on_each) >= 2
        reasons = [one.rationale for one in [*anchors, *practice]]
        assert len(set(reasons)) == len(reasons)

    # Nobody declared how many people read the rest: what passed was read by two people.
    rest = Decision.objects.filter(by_default=True)
    assert rest.filter(outcome="earned").exists()
    assert not rest.filter(outcome="earned", readings=1).exists()

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

    # One pay period is locked and one is open, in which one reading of the first is put right.
    pay = {period.is_locked: entries_of(period) for period in Period.objects.select_related("organization", "lock")}
    assert len(pay[True]) > 1
    assert sorted(entry.money.amount for entry in pay[False])[:2] == [-AMOUNT, AMOUNT]
    readings = [done for done in work_of_person(Person.objects.get(email="ben@example.org")) if done.unit.scoring_id]
    assert all(done.unit.rate for done in readings)

    # Whatever the navigation and the homes of the cast lead to, opens.
    open_to_all = set()
    assert [dead for member in CAST for dead in dead_links(member, open_to_all)] == []

    every_state_of_a_look_before_the_judgement_can_be_seen()


def agreed_in(version, kind):
    """What is agreed of the papers of a set, criterion by criterion."""
    places = newest_set(version, kind).places.values("paper")
    return list(ConsensusLevel.objects.filter(consensus__paper__in=places))


def dead_links(member, open_to_all):
    """What one of the cast finds at home and does not get to: name, address, status."""
    client = Client()
    client.force_login(Person.objects.get(email=member.email))
    home = client.get(reverse("home"))
    assert home.status_code == 200
    links = {unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', home.content.decode())}
    assert {reverse("home"), reverse("catalogue"), reverse("profile")} <= links
    visitor = Client()
    open_to_all |= {link for link in links - open_to_all if visitor.get(link).status_code == 200}
    opened = {link: client.get(link).status_code for link in sorted(links - open_to_all)}
    return [(member.key, link, status) for link, status in opened.items() if status != 200]


def every_state_of_a_look_before_the_judgement_can_be_seen():
    handed_in = Submission.objects.filter(pursuit__version__micro_credential__entry__slug=ASKING)
    works = {one.pursuit.person.name: one for one in handed_in}

    queue = looking_queue_for(Person.objects.get(email="ines@example.org"), at=now())
    waiting = [works["Ignatius Bellweather"], works["Ada Whitfield"]]
    assert [place.pre_check.submission for place in queue.waiting] == waiting
    assert queue.held is None
    assert [status_of(one, at=now()).stage for one in waiting] == [Stage.PRE_CHECK, Stage.PRE_CHECK]
    assert ending_of(works["Ada Whitfield"]).may_withdraw

    looked_at = works["Anneliese Fontaine-Park"]
    assert PreCheck.objects.get(submission=looked_at).checker.name == COLLEAGUE
    assert not ending_of(looked_at).may_withdraw

    incomplete = works["Thaddeus Imani"].pursuit
    assert state_of(incomplete) is State.INCOMPLETE
    assert [one.fact for one in workspace_of(incomplete).failed] == ["part_missing", "not_legible"]

    taken_back = works["Rosalind Achebe-Turner"]
    assert ending_of(taken_back).withdrawal is not None
    assert state_of(taken_back.pursuit) is State.STARTED

    # Nobody wrote the same, so nobody is asked about it.
    assert not Case.objects.filter(submission__in=handed_in).exists()
