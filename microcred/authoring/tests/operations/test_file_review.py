import pytest
from django.db import DatabaseError, transaction

from microcred.authoring.judging import Outcome, Stage
from microcred.authoring.models import ReviewAnswer
from microcred.authoring.operations import AlreadyFiled, AnswersMissing, NotAsked, file_review, publish, save_draft
from microcred.authoring.queries import quality_outcome, remarks_for_authors
from microcred.authoring.tests import reviewing
from microcred.authoring.tests.reviewing import MET, NOT_MET
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.quality.queries import components_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return reviewing.table()


def test_answers_are_saved_as_they_go_and_can_be_changed_until_they_are_filed(table):
    review = table.open()

    assert table.note(review, table.dev, {"A1": MET}) == 1
    assert table.note(review, table.dev, {"A1": NOT_MET, "A2": MET}) == 2
    file_review(actor=table.dev, review=review, at=make.AT)

    with pytest.raises(AlreadyFiled):
        table.note(review, table.dev, {"A1": MET})
    with pytest.raises(AlreadyFiled):
        file_review(actor=table.dev, review=review, at=make.AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewAnswer.objects.filter(filing__seat__review=review).update(verdict="met")


def test_every_component_is_answered_and_not_met_says_why(table):
    review = table.open()
    table.note(review, table.dev, {"A1": (NOT_MET, "  ")})

    with pytest.raises(AnswersMissing) as refused:
        file_review(actor=table.dev, review=review, at=make.AT)

    assert refused.value.missing == ("A1", "A2")


def test_only_components_that_fall_to_the_design_are_asked(table):
    review = table.open()
    of_assessors = next(asked for asked in components_of(table.edition) if asked.code == "B1")

    assert set(table.components) == {"A1", "A2"}
    with pytest.raises(NotAsked):
        reviewing.note_answers(
            actor=table.dev, review=review, answers=[reviewing.Noted(of_assessors.id, MET)], at=make.AT
        )


def test_only_its_reviewers_answer(table):
    review = table.open()

    for stranger in (table.pia, make.cora(), make.gus()):
        with pytest.raises(NotAllowed):
            table.note(review, stranger, {"A1": MET})


def test_when_both_find_all_met_it_is_passed_by_itself(table):
    review = table.open()
    table.file(review, table.dev)

    assert quality_outcome(table.draft).stage is Stage.READING
    table.file(review, table.quinn)
    outcome = quality_outcome(table.draft)

    assert (outcome.stage, outcome.outcome, outcome.covers, outcome.passes) == (
        Stage.CONCLUDED,
        Outcome.PASSED,
        True,
        True,
    )
    assert review.outcome.concluded_by is None


def test_a_pass_covers_the_design_that_was_read_and_no_other(table):
    review = table.open()
    table.file(review, table.dev)
    table.file(review, table.quinn)
    changed = {**table.draft.design, "name": "Another Name"}
    draft = save_draft(actor=make.cora(), draft=table.draft, design=changed, revision=0, at=make.AT)

    outcome = quality_outcome(draft)

    assert (outcome.outcome, outcome.covers, outcome.passes) == (Outcome.PASSED, False, False)


def test_who_sees_it_differently_is_told_so_without_a_name(table):
    review = table.open()
    table.file(review, table.dev)
    table.file(review, table.quinn, A2=NOT_MET)

    assert quality_outcome(table.draft).stage is Stage.RECONCILING
    told = Notice.objects.get(person=table.dev, kind="review_disputed")
    assert "Quinn" not in told.subject + told.body
    assert "Cora" not in told.subject + told.body
    assert Notice.objects.filter(person=table.pia, kind="review_disputed").exists()


def test_authors_hear_nothing_before_the_end_and_then_no_names(table):
    review = table.open()
    table.file(review, table.dev, A1=(NOT_MET, "Two abilities, joined by “and”."))
    table.file(review, table.quinn, A1=(NOT_MET, "More than one."))
    assert remarks_for_authors(review) == []

    reviewing_outcome = quality_outcome(table.draft)
    assert (reviewing_outcome.stage, reviewing_outcome.outcome) == (Stage.TO_CONCLUDE, None)
    assert not Notice.objects.filter(person=make.cora()).exists()


def test_a_draft_without_a_round_has_no_outcome(table):
    outcome = quality_outcome(table.draft)

    assert (outcome.review, outcome.stage, outcome.outcome, outcome.passes) == (None, None, None, False)
    publish(actor=make.cora(), draft=table.draft, at=make.AT)
