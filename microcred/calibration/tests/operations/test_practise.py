"""Practising on papers of which it is agreed what they show."""

from uuid import uuid4

import pytest

from microcred.calibration.models import PaperReading, PaperSet
from microcred.calibration.operations import (
    CriterionUnscored,
    NotForPractice,
    PaperRetired,
    TooCloseToPaper,
    open_paper,
    practise,
    publish_papers,
)
from microcred.calibration.queries import lessons_for, papers_to_learn_by, standing_of
from microcred.calibration.tests.make import agreed, educator, levels, offered, say
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register


@pytest.fixture
def learner(cast):
    person = register(actor=None, name="Kim", email="kim@example.org")
    appoint(actor=None, person=person, organization=cast.places["carolinacred"], role=Role.ASSESSOR, at=cast.at)
    return person


@pytest.fixture
def paper(cast):
    paper = agreed(cast)
    publish(cast, paper)
    return paper


def publish(cast, *papers, kind=PaperSet.Kind.PRACTICE):
    publish_papers(actor=cast.lena, version=papers[0].version, kind=kind, papers=papers, at=cast.at, stands_unread=True)


def read(cast, person, paper, position=1, **more):
    key = more.pop("form_key", uuid4())
    return practise(
        actor=person, paper=paper, judgements=levels(paper, position, words=""), form_key=key, at=cast.at, **more
    )


def test_kim_practises_as_often_as_they_like(cast, learner, paper):
    open_paper(actor=learner, paper=paper, at=cast.at)
    read(cast, learner, paper, 0)
    key = uuid4()
    assert read(cast, learner, paper, 1, form_key=key) == read(cast, learner, paper, 1, form_key=key)
    assert PaperReading.objects.filter(person=learner).count() == 2
    (lesson,) = lessons_for(learner, at=cast.at)
    (tried,) = lesson.papers
    assert (tried.times, tried.alike, tried.criteria) == (2, len(levels(paper)), len(levels(paper)))
    assert standing_of(paper).used == 2


def test_a_reading_is_whole(cast, learner, paper):
    open_paper(actor=learner, paper=paper, at=cast.at)
    with pytest.raises(CriterionUnscored):
        practise(actor=learner, paper=paper, judgements={}, form_key=uuid4(), at=cast.at)


def test_who_has_not_begun_does_not_practise(cast, learner, paper):
    with pytest.raises(NotForPractice):
        read(cast, learner, paper)


def test_what_is_not_shown_is_not_practised_on(cast, learner):
    paper = agreed(cast)
    publish(cast, paper, kind=PaperSet.Kind.QUALIFICATION)
    assert not papers_to_learn_by(learner, at=cast.at).exists()
    with pytest.raises(NotAllowed):
        open_paper(actor=learner, paper=paper, at=cast.at)


def test_what_another_edition_left_out_is_shown_no_more(cast, learner, paper):
    other = agreed(cast, paper.version, person=educator(cast, "Zoe"))
    publish(cast, other)
    assert list(papers_to_learn_by(learner, at=cast.at)) == [other]


def test_nobody_learns_by_the_work_of_whom_they_are_close_to(cast, learner, paper):
    appoint(actor=None, person=learner, organization=cast.places["cedar-creek"], role=Role.COACH, at=cast.at)
    assert not papers_to_learn_by(learner, at=cast.at).exists()
    with pytest.raises((TooCloseToPaper, NotAllowed)):
        open_paper(actor=learner, paper=paper, at=cast.at)


def test_a_consent_taken_back_ends_it_at_once(cast, learner, paper):
    open_paper(actor=learner, paper=paper, at=cast.at)
    say(paper, granted=False, at=cast.at)
    assert lessons_for(learner, at=cast.at) == []
    with pytest.raises(PaperRetired):
        read(cast, learner, paper)


def test_anchors_come_first(cast, learner, paper):
    anchor = agreed(cast, paper.version, person=educator(cast, "Zoe"))
    publish(cast, anchor, kind=PaperSet.Kind.ANCHOR)
    (lesson,) = lessons_for(learner, at=cast.at)
    assert [(one.paper, one.is_anchor) for one in lesson.papers] == [(anchor, True), (paper, False)]


def test_people_elsewhere_learn_by_their_own(cast, paper):
    assert not papers_to_learn_by(cast.cora, at=cast.at).exists()
    assert offered(cast, name="Other").pk != paper.version.pk
