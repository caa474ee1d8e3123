from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.authoring.judging import Outcome, Stage
from microcred.authoring.models import ConditionMet, ReviewCondition
from microcred.authoring.operations import (
    ConditionMetAlready,
    ConditionsIncomplete,
    FeedbackMissing,
    ReasonMissing,
    ReviewConcluded,
    StillOpen,
    accept_condition,
    conclude_review,
)
from microcred.authoring.queries import quality_outcome, remarks_for_authors
from microcred.authoring.tests import reviewing
from microcred.authoring.tests.reviewing import AT, NOT_MET
from microcred.catalog.tests import make
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice

pytestmark = pytest.mark.django_db
DAY = (AT + timedelta(days=30)).date()


@pytest.fixture
def table():
    return reviewing.table()


@pytest.fixture
def review(table):
    """Both find A1 not met."""
    review = table.open()
    table.file(review, table.dev, A1=(NOT_MET, "Two abilities."))
    table.file(review, table.quinn, A1=(NOT_MET, "One ability too many."))
    return review


def on_conditions(table, review, **changes):
    values = {"meet_by": DAY, "conditions": {table.components["A1"]: "Leave the second ability out."}} | changes
    return conclude_review(actor=table.pia, review=review, at=AT, **values)


def test_a_pass_on_conditions_names_them_and_the_day(table, review):
    on_conditions(table, review, feedback="Nearly there.")
    outcome = quality_outcome(table.draft)

    assert (outcome.outcome, outcome.meet_by, outcome.open_conditions) == (Outcome.CONDITIONAL, DAY, 1)
    assert outcome.passes
    assert not outcome.overdue(today=DAY)
    assert outcome.overdue(today=DAY + timedelta(days=1))


def test_a_condition_found_met_is_not_overdue(table, review):
    on_conditions(table, review)
    accept_condition(actor=table.pia, condition=ReviewCondition.objects.get(), note="The second is gone.", at=AT)

    outcome = quality_outcome(table.draft)
    assert outcome.open_conditions == 0
    assert not outcome.overdue(today=DAY + timedelta(days=1))
    assert remarks_for_authors(review)[0].condition_met


def test_other_words_about_a_condition_found_met_are_refused_and_given_back(client, table, review):
    on_conditions(table, review)
    facts = {"actor": table.pia, "condition": ReviewCondition.objects.get(), "at": AT}
    first = accept_condition(note="The second is gone.", **facts)
    assert accept_condition(note=" The second is gone. ", **facts) == first

    with pytest.raises(ConditionMetAlready, match=r"“The second is gone\.” That stands"):
        accept_condition(note="It was split in two.", **facts)
    client.force_login(table.pia)
    with standing_at(AT):
        refused = client.post(
            reverse("review_condition", args=[facts["condition"].pk]), {"words": "It was split in two."}
        )
    assert refused.status_code == 409
    assert "It was split in two." in refused.content.decode()
    assert ConditionMet.objects.get().note == first.note


def test_without_a_day_it_is_not_passed_and_the_authors_read_both_notes(table, review):
    conclude_review(actor=table.pia, review=review, feedback="Please split it.", at=AT)

    assert quality_outcome(table.draft).outcome is Outcome.NOT_PASSED
    assert remarks_for_authors(review)[0].notes == ("One ability too many.", "Two abilities.")
    told = Notice.objects.get(person=make.cora())
    assert not any(name in told.subject + told.body for name in ("Dev", "Quinn", "Raghunathan", "Abernathy"))


def test_it_is_not_passed_without_a_word_to_the_authors(table, review):
    with pytest.raises(FeedbackMissing):
        conclude_review(actor=table.pia, review=review, feedback=" ", at=AT)
    assert quality_outcome(table.draft).stage is Stage.TO_CONCLUDE


@pytest.mark.parametrize(
    "changes", [{"conditions": {}}, {"meet_by": AT.date()}, {"meet_by": AT.date() - timedelta(days=1)}]
)
def test_half_a_condition_is_none(table, review, changes):
    with pytest.raises(ConditionsIncomplete, match="A1"):
        on_conditions(table, review, **changes)
    assert quality_outcome(table.draft).stage is Stage.TO_CONCLUDE


def test_what_is_open_cannot_be_concluded_and_what_is_concluded_stays(table, review):
    on_conditions(table, review)
    with pytest.raises(ReviewConcluded):
        on_conditions(table, review)

    second = table.open()
    table.file(second, table.dev)
    with pytest.raises(StillOpen):
        conclude_review(actor=table.pia, review=second, at=AT)


def test_neither_reviewers_nor_authors_conclude_or_accept(table, review):
    for actor in (table.dev, make.cora()):
        with pytest.raises(NotAllowed):
            conclude_review(actor=actor, review=review, at=AT)
    on_conditions(table, review)
    condition = ReviewCondition.objects.get()
    with pytest.raises(NotAllowed):
        accept_condition(actor=make.cora(), condition=condition, note="Done.", at=AT)
    with pytest.raises(ReasonMissing):
        accept_condition(actor=table.pia, condition=condition, note="", at=AT)
