"""Nominating work as an exemplar, and what its educator says to it."""

import pytest
from django.db import ProgrammingError, transaction

from microcred.calibration.models import Paper, PaperRetirement
from microcred.calibration.operations import (
    ConsentMissing,
    NotFinished,
    PaperRetired,
    TooCloseToPaper,
    nominate,
    open_paper,
    retire_paper,
)
from microcred.calibration.queries import Stage, finished_on, papers_in_use, standing_of
from microcred.calibration.tests.make import agreed, asked_for, consented, decided, educator, offered, say
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Judge, Sight
from microcred.portfolios.operations import ForSomebodyElse, note_sight
from microcred.portfolios.tests.make import handed_in, started


def test_lena_nominates_and_ada_is_asked(cast):
    submission = decided(cast)
    paper = nominate(actor=cast.lena, submission=submission, at=cast.at)
    assert (paper.number, paper.version) == (1, submission.pursuit.version)
    assert Notice.objects.get(kind="exemplar_asked").person == cast.ada
    assert standing_of(paper).stage is Stage.ASKED
    assert not papers_in_use().exists()


def test_what_waits_for_its_decision_cannot_be_nominated(cast):
    with pytest.raises(NotFinished):
        nominate(actor=cast.lena, submission=handed_in(started(cast), at=cast.at), at=cast.at)


def test_what_came_back_can_be_nominated_and_nothing_twice(cast):
    submission = decided(cast, earned=False)
    assert list(finished_on(submission.pursuit.version)) == [submission]
    nominate(actor=cast.lena, submission=submission, at=cast.at)
    with pytest.raises(NotFinished):
        nominate(actor=cast.lena, submission=submission, at=cast.at)


@pytest.mark.parametrize("who", ["ben", "cora", "ada", "gus"])
def test_only_a_lead_assessor_of_the_owner_may(cast, who):
    with pytest.raises(NotAllowed):
        nominate(actor=getattr(cast, who), submission=decided(cast), at=cast.at)


def test_who_works_where_the_educator_does_may_not(cast):
    appoint(actor=None, person=cast.lena, organization=cast.places["cedar-creek"], role=Role.COACH, at=cast.at)
    with pytest.raises(TooCloseToPaper):
        asked_for(cast)
    assert not Paper.objects.exists()


def test_who_nominated_is_not_told_whose_it_is(cast):
    paper = asked_for(cast)
    with pytest.raises(ForSomebodyElse):
        note_sight(actor=cast.lena, pursuit=paper.submission.pursuit, way=Sight.Way.COACHING, at=cast.at)


def test_nobody_opens_it_before_its_educator_consents(cast):
    paper = asked_for(cast)
    with pytest.raises(ConsentMissing):
        open_paper(actor=cast.lena, paper=paper, at=cast.at)
    say(paper, at=cast.at)
    open_paper(actor=cast.lena, paper=paper, at=cast.at)
    assert Notice.objects.get(kind="exemplar_answered").person == cast.lena


def test_who_said_no_may_still_say_yes(cast):
    paper = asked_for(cast)
    say(paper, granted=False, at=cast.at)
    assert standing_of(paper).stage is Stage.REFUSED
    say(paper, at=cast.at)
    assert list(papers_in_use()) == [paper]


def test_a_consent_taken_back_retires_the_paper_wherever_it_stands(cast):
    paper = agreed(cast)
    say(paper, granted=False, at=cast.at)
    assert not papers_in_use().exists()
    row = PaperRetirement.objects.get(paper=paper)
    assert (row.reason, row.retired_by) == ("consent_withdrawn", None), "no row names the educator to the lead"
    with pytest.raises(PaperRetired):
        say(paper, at=cast.at)
    with pytest.raises(PaperRetired):
        open_paper(actor=cast.ben, paper=paper, at=cast.at)


def test_only_its_educator_answers(cast):
    from microcred.calibration.operations import answer_for_exemplar

    paper = asked_for(cast)
    with pytest.raises(NotAllowed):
        answer_for_exemplar(actor=cast.lena, paper=paper, granted=True, words="?", language="en", at=cast.at)


def test_a_leaked_paper_is_retired_and_its_educator_may_still_take_their_consent_back(cast):
    paper = consented(cast)
    retire_paper(actor=cast.lena, paper=paper, reason=PaperRetirement.Reason.LEAKED, at=cast.at)
    again = retire_paper(actor=cast.lena, paper=paper, reason=PaperRetirement.Reason.OVER_USED, at=cast.at)
    assert again.reason == PaperRetirement.Reason.LEAKED
    assert not papers_in_use().exists()
    say(paper, granted=False, at=cast.at)
    assert standing_of(paper).consent.granted is False
    with pytest.raises(NotAllowed):
        retire_paper(actor=cast.ben, paper=paper, reason=PaperRetirement.Reason.LEAKED, at=cast.at)


def test_who_was_not_given_a_paper_does_not_open_it(cast):
    paper = consented(cast)
    for person in (cast.ben, cast.gus):
        with pytest.raises(NotAllowed):
            open_paper(actor=person, paper=paper, at=cast.at)
    assert {row.person for row in Judge.objects.all()} == {cast.lena}


def test_papers_are_counted_by_version_and_frozen(cast):
    version = offered(cast)
    papers = [asked_for(cast, version), asked_for(cast, version, person=educator(cast, "Zoe"))]
    assert [paper.number for paper in papers] == [1, 2]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Paper.objects.filter(pk=papers[0].pk).update(number=7)
