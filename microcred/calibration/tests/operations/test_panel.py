"""A panel scores alone, and what a paper shows is agreed once all are in."""

from uuid import uuid4

import pytest

from microcred.calibration.models import PaperReading, PaperScore
from microcred.calibration.operations import (
    AlreadyAgreed,
    AlreadyOnPanel,
    AlreadyScored,
    CriterionUnscored,
    NotAnAssessor,
    NotOnPanel,
    PanelNotIn,
    RationaleMissing,
    TooCloseToPaper,
    ask_to_panel,
    open_paper,
    record_consensus,
    score_for_panel,
    step_back_from_panel,
)
from microcred.calibration.queries import Stage, agreed_levels, panels_of, standing_of
from microcred.calibration.tests.make import agreed, consented, levels, scored
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Sight
from microcred.portfolios.operations import ForSomebodyElse, note_judge, note_sight


def ask(cast, paper, person):
    return ask_to_panel(actor=cast.lena, paper=paper, person=person, at=cast.at)


def test_two_score_alone_and_lena_records_what_is_agreed(cast):
    paper = consented(cast)
    scored(cast, paper, cast.ben, 1)
    ask(cast, paper, cast.bea)
    assert standing_of(paper).stage is Stage.READING
    assert [one.pk for one in panels_of(cast.bea)] == [paper.pk]
    open_paper(actor=cast.bea, paper=paper, at=cast.at)
    score_for_panel(actor=cast.bea, paper=paper, judgements=levels(paper, 0), form_key=uuid4(), at=cast.at)
    assert standing_of(paper).stage is Stage.TO_AGREE
    assert Notice.objects.get(kind="panel_in").person == cast.lena
    record_consensus(actor=cast.lena, paper=paper, judgements=levels(paper, 0, "Both saw it."), at=cast.at)
    found = agreed_levels(paper)
    assert {row.level.position for row in found.values()} == {0}
    assert {row.rationale for row in found.values()} == {"Both saw it."}
    assert standing_of(paper).stage is Stage.AGREED


def test_nothing_is_agreed_before_all_are_in_and_two_are_there(cast):
    paper = consented(cast)
    scored(cast, paper, cast.ben)
    with pytest.raises(PanelNotIn):
        record_consensus(actor=cast.lena, paper=paper, judgements=levels(paper), at=cast.at)
    seat = ask(cast, paper, cast.bea)
    with pytest.raises(PanelNotIn):
        record_consensus(actor=cast.lena, paper=paper, judgements=levels(paper), at=cast.at)
    step_back_from_panel(actor=cast.lena, panelist=seat, at=cast.at)
    with pytest.raises(PanelNotIn):
        record_consensus(actor=cast.lena, paper=paper, judgements=levels(paper), at=cast.at)
    with pytest.raises(AlreadyOnPanel):
        ask(cast, paper, cast.bea)


def test_who_judged_the_work_may_not_sit(cast):
    paper = consented(cast)
    note_judge(actor=cast.ben, submission=paper.submission, at=cast.at)
    with pytest.raises(TooCloseToPaper):
        ask(cast, paper, cast.ben)


def test_who_knows_the_educator_may_not_sit(cast):
    paper = consented(cast)
    note_sight(actor=cast.ben, pursuit=paper.submission.pursuit, way=Sight.Way.COACHING, at=cast.at)
    with pytest.raises(TooCloseToPaper):
        ask(cast, paper, cast.ben)


def test_who_works_at_the_school_or_nominated_it_may_not_sit(cast):
    paper = consented(cast)
    appoint(actor=None, person=cast.bea, organization=cast.places["rock-hill"], role=Role.COACH, at=cast.at)
    for person in (cast.bea, cast.lena):
        with pytest.raises(TooCloseToPaper):
            ask(cast, paper, person)


def test_who_learned_whose_it_is_after_being_asked_does_not_open_it(cast):
    paper = consented(cast)
    ask(cast, paper, cast.ben)
    note_sight(actor=cast.ben, pursuit=paper.submission.pursuit, way=Sight.Way.COACHING, at=cast.at)
    with pytest.raises(TooCloseToPaper):
        open_paper(actor=cast.ben, paper=paper, at=cast.at)


def test_who_opened_it_is_not_told_whose_it_is(cast):
    paper = consented(cast)
    ask(cast, paper, cast.ben)
    open_paper(actor=cast.ben, paper=paper, at=cast.at)
    open_paper(actor=cast.ben, paper=paper, at=cast.at)
    with pytest.raises(ForSomebodyElse):
        note_sight(actor=cast.ben, pursuit=paper.submission.pursuit, way=Sight.Way.COACHING, at=cast.at)


def test_only_assessors_are_asked_and_only_by_a_lead(cast):
    paper = consented(cast)
    with pytest.raises(NotAnAssessor):
        ask(cast, paper, cast.cora)
    with pytest.raises(NotAllowed):
        ask_to_panel(actor=cast.ben, paper=paper, person=cast.bea, at=cast.at)


def test_a_reading_is_whole_and_saved_once(cast):
    paper = consented(cast)
    with pytest.raises(NotOnPanel):
        score_for_panel(actor=cast.ben, paper=paper, judgements=levels(paper), form_key=uuid4(), at=cast.at)
    seat = ask(cast, paper, cast.ben)
    with pytest.raises(NotOnPanel):
        score_for_panel(actor=cast.ben, paper=paper, judgements=levels(paper), form_key=uuid4(), at=cast.at)
    open_paper(actor=cast.ben, paper=paper, at=cast.at)
    with pytest.raises(RationaleMissing):
        score_for_panel(actor=cast.ben, paper=paper, judgements=levels(paper, words=" "), form_key=uuid4(), at=cast.at)
    part = dict(list(levels(paper).items())[1:])
    with pytest.raises(CriterionUnscored):
        score_for_panel(actor=cast.ben, paper=paper, judgements=part, form_key=uuid4(), at=cast.at)
    assert not PaperReading.objects.exists()
    key = uuid4()
    first = score_for_panel(actor=cast.ben, paper=paper, judgements=levels(paper), form_key=key, at=cast.at)
    assert score_for_panel(actor=cast.ben, paper=paper, judgements=levels(paper), form_key=key, at=cast.at) == first
    assert PaperScore.objects.count() == len(levels(paper))
    with pytest.raises(AlreadyScored):
        score_for_panel(actor=cast.ben, paper=paper, judgements=levels(paper, 0), form_key=uuid4(), at=cast.at)
    with pytest.raises(AlreadyScored):
        step_back_from_panel(actor=cast.ben, panelist=seat, at=cast.at)


def test_what_is_agreed_stays(cast):
    paper = agreed(cast)
    with pytest.raises(AlreadyAgreed):
        record_consensus(actor=cast.lena, paper=paper, judgements=levels(paper, 0), at=cast.at)
    with pytest.raises(AlreadyAgreed):
        ask(cast, paper, cast.lena)
