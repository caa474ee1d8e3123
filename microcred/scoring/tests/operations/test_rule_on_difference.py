"""The same file in two people's work, judged differently: found, told, and seen to; nobody gets lower."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.tests import make as work
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.models import (
    Appeal,
    ArtifactDifference,
    Decision,
    DifferenceRuling,
    ResetCase,
    ResetReading,
    Score,
)
from microcred.scoring.operations import (
    NotAfreshAnyMore,
    NothingSaidOfBoth,
    RuledAlready,
    enqueue,
    find_differences,
    reset,
    rule_on_difference,
)
from microcred.scoring.queries import differences_for
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Kind = DifferenceRuling.Kind


class Two:
    """Ada and Wen, who hand in a file each; the same one unless a story says otherwise."""

    def __init__(self, cast):
        rows, _place = with_artifact(shareable=True)
        make.issuer(cast)
        make.qualified(cast, cast.ben)
        self.cast, self.version = cast, make.published(cast, requirements=rows)
        self.asked = self.version.requirements.get(shareable=True)
        self.criterion = self.asked.criteria.first()
        self.wen, self.other = make.educator(cast, "Wen"), make.assessor(cast, "Otto")

    def decided(self, person, content, *, by, short=False, by_one=False):
        pursuit = work.started(self.cast, self.version, person=person)
        work.put(pursuit, "plan.pdf", content, at=self.cast.at, requirement=self.asked)
        item = enqueue(actor=None, submission=work.handed_in(pursuit, at=self.cast.at), at=self.cast.at)
        outbox.deliver_all()
        fallen = (self.criterion,) if short else ()
        make.read(item, by, at=self.cast.at + DAY, short=fallen, by_one=by_one)
        outbox.deliver_all()
        return Decision.objects.get(submission=item.submission)


@pytest.fixture
def two(cast):
    return Two(cast)


@pytest.fixture
def difference(cast, two):
    """Met in Ada's work, short in Wen's."""
    file = work.pdf(2)
    two.decided(cast.ada, file, by=cast.ben)
    two.decided(two.wen, file, by=two.other, short=True)
    return ArtifactDifference.objects.get()


def rule(cast, difference, kind=Kind.STANDS, *, actor=None, words="The answers beside it differ."):
    return rule_on_difference(
        actor=actor or cast.lena, difference=difference, kind=kind, words=words, at=cast.at + 2 * DAY
    )


def test_it_is_found_once_and_told_to_who_leads(cast, two, difference):
    assert difference.higher.decision.submission.pursuit.person == cast.ada
    assert difference.lower.criterion == two.criterion
    assert not difference.shared
    find_differences(actor=None, decision=difference.higher.decision, at=cast.at + DAY)
    assert ArtifactDifference.objects.count() == 1
    told = Notice.objects.filter(kind="artifact_difference")
    assert {notice.person for notice in told} == {cast.lena}
    assert cast.ada.name not in told[0].body


def test_other_bytes_are_no_difference(cast, two):
    two.decided(cast.ada, work.pdf(2), by=cast.ben)
    two.decided(two.wen, work.pdf(3), by=two.other, short=True)
    assert not ArtifactDifference.objects.exists()


def test_what_is_judged_alike_is_none_either(cast, two):
    file = work.pdf(2)
    two.decided(cast.ada, file, by=cast.ben)
    two.decided(two.wen, file, by=two.other)
    assert not ArtifactDifference.objects.exists()


def test_a_criterion_that_does_not_rest_on_the_file_is_none(cast, two):
    file = work.pdf(2)
    two.decided(cast.ada, file, by=cast.ben)
    apart = Criterion.objects.filter(version=two.version).exclude(pk__in=two.asked.criteria.all()).first()
    assert apart is not None
    two.criterion = apart
    two.decided(two.wen, file, by=two.other, short=True)
    assert not ArtifactDifference.objects.exists()


def test_why_both_stand_is_written_down_once(cast, difference):
    with pytest.raises(NothingSaidOfBoth):
        rule(cast, difference, words=" ")
    assert rule(cast, difference) == rule(cast, difference)
    with pytest.raises(RuledAlready):
        rule(cast, difference, Kind.AFRESH)
    assert not differences_for(cast.lena, at=cast.at + 2 * DAY).exists()


def test_the_lower_is_read_afresh_and_the_higher_stays(cast, difference):
    before = list(Score.objects.order_by("pk").values())
    rule(cast, difference, Kind.AFRESH)
    (case,) = ResetCase.objects.all()
    reset(actor=None, case=case, at=cast.at + 2 * DAY)

    assert Appeal.objects.get().decision == difference.lower.decision
    assert {one.scoring.submission_id for one in ResetReading.objects.all()} == {case.submission_id}
    assert list(Score.objects.order_by("pk").values()) == before
    assert Decision.objects.get(pk=difference.higher.decision_id).outcome == Decision.Outcome.EARNED


def test_what_was_handed_in_again_is_not_read_afresh(cast, two, difference):
    make.submitted(two.wen, two.version, at=cast.at + 2 * DAY, story="Again.")
    with pytest.raises(NotAfreshAnyMore):
        rule(cast, difference, Kind.AFRESH)
    assert not ResetCase.objects.exists()


def test_nobody_else_says_anything(cast, two, difference):
    for other in (cast.ben, two.other, cast.ada, cast.gus):
        with pytest.raises(NotAllowed):
            rule(cast, difference, actor=other)


def test_a_lead_sees_both_side_by_side_and_nobodys_name(client, cast, two, difference):
    client.force_login(cast.lena)
    listed = client.get(reverse("artifact_differences")).content.decode()
    page = reverse("artifact_difference", args=[difference.pk])
    assert page in listed

    shown = client.get(page).content.decode()
    for side in (difference.higher, difference.lower):
        assert side.decision.submission.alias in shown
    for person in (cast.ada, two.wen, cast.ben, two.other):
        assert person.name not in shown
    assert client.post(page, {"kind": "stands", "words": " "}).status_code == 422
    assert client.post(page, {"kind": "stands", "words": "Other answers."}).status_code == 302
    assert client.get(page).status_code == 404, "it is seen to"


@pytest.mark.parametrize("who", ["ben", "ada", "gus", "omar", "elena"])
def test_nobody_else_finds_it(client, cast, difference, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("artifact_difference", args=[difference.pk])).status_code == 404
