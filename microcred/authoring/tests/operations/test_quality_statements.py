from datetime import date, timedelta

import pytest

from microcred.authoring.operations import accept_condition, conclude_review, publish, save_draft, start_draft
from microcred.authoring.tests import reviewing
from microcred.authoring.tests.reviewing import AT, NOT_MET
from microcred.catalog.models import QualityStatement, ReviewTrigger
from microcred.catalog.operations import call_for_review
from microcred.catalog.queries import quality_statement_of, reviews_due
from microcred.catalog.tests import make
from microcred.quality.operations import adopt_edition, publish_edition, set_review_cycle
from microcred.quality.tests.make import framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return reviewing.table()


def pass_it(table, **more):
    review = table.open(**more)
    table.file(review, table.dev)
    table.file(review, table.quinn)
    return review


def test_what_passed_is_stated_of_the_version_with_its_edition_and_the_next_day(table):
    pass_it(table)
    version = publish(actor=make.cora(), draft=table.draft, at=AT)

    statement = quality_statement_of(version)

    assert (statement.edition, statement.outcome) == (table.edition, "passed")
    assert (statement.reviewed_on, statement.next_review_on) == (AT.date(), date(2029, 3, 2))


def test_what_was_not_reviewed_is_not_stated(table):
    assert quality_statement_of(publish(actor=make.cora(), draft=table.draft, at=AT)) is None


def test_what_was_changed_after_it_passed_is_not_stated(table):
    pass_it(table)
    changed = {**table.draft.design, "name": "Another Name"}
    draft = save_draft(actor=make.cora(), draft=table.draft, design=changed, revision=0, at=AT)

    assert quality_statement_of(publish(actor=make.cora(), draft=draft, at=AT)) is None


def on_conditions(table, **more):
    """A round in which one component is not met, passed with a condition by a day."""
    review = table.open(**more)
    table.file(review, table.dev, A1=NOT_MET)
    table.file(review, table.quinn, A1=NOT_MET)
    day = (AT + timedelta(days=30)).date()
    return conclude_review(
        actor=table.pia, review=review, meet_by=day, conditions={table.components["A1"]: "Leave one out."}, at=AT
    )


def meet(table, outcome, at=AT):
    return accept_condition(actor=table.pia, condition=outcome.conditions.get(), note="One is left out.", at=at)


def test_a_pass_on_conditions_is_stated_as_one(table):
    outcome = on_conditions(table)

    statement = quality_statement_of(publish(actor=make.cora(), draft=table.draft, at=AT))

    assert (statement.outcome, statement.meet_by) == ("conditional", outcome.meet_by)


def test_conditions_that_were_met_before_publishing_are_conditions_no_more(table):
    meet(table, on_conditions(table))

    statement = quality_statement_of(publish(actor=make.cora(), draft=table.draft, at=AT))

    assert (statement.outcome, statement.meet_by) == ("passed", None)


def test_conditions_that_are_met_after_it_are_stated_once_and_the_next_review_keeps_its_day(table):
    outcome = on_conditions(table)
    version = publish(actor=make.cora(), draft=table.draft, at=AT)
    before = quality_statement_of(version)
    for days in (3, 4):
        meet(table, outcome, at=AT + timedelta(days=days))

    now_said = quality_statement_of(version)

    assert (now_said.outcome, now_said.meet_by, now_said.stated_at) == ("passed", None, AT + timedelta(days=3))
    assert (now_said.reviewed_on, now_said.next_review_on) == (before.reviewed_on, before.next_review_on)


def test_conditions_met_of_an_earlier_review_change_no_word_of_a_later_one(table):
    earlier = on_conditions(table)
    version = publish(actor=make.cora(), draft=table.draft, at=AT)
    pass_it(table, draft=None, version=version, at=AT + timedelta(days=2))
    meet(table, earlier, at=AT + timedelta(days=3))

    assert QualityStatement.objects.filter(version=version).count() == 2


def test_a_version_reviewed_again_has_a_newer_statement_and_one_not_passed_keeps_the_old(table):
    pass_it(table)
    version = publish(actor=make.cora(), draft=table.draft, at=AT)
    pass_it(table, draft=None, version=version)
    review = table.open(draft=None, version=version)
    table.file(review, table.dev, A1=NOT_MET)
    table.file(review, table.quinn, A1=NOT_MET)
    conclude_review(actor=table.pia, review=review, feedback="Say it of one ability.", at=AT)

    assert QualityStatement.objects.filter(version=version).count() == 2


def test_reviews_come_due_by_date_by_call_and_by_another_edition(table):
    set_review_cycle(actor=None, organization=make.university(), months=12, at=AT)
    pass_it(table)
    version = publish(actor=make.cora(), draft=table.draft, at=AT)

    def due(days):
        return reviews_due([make.university()], today=AT.date() + timedelta(days=days))

    assert due(100) == []
    assert [(each.version, each.is_overdue) for each in due(320)] == [(version, False)]
    assert [each.is_overdue for each in due(365)] == [True]

    call_for_review(
        actor=make.cora(),
        version=version,
        kind=ReviewTrigger.Kind.COMPLAINT,
        words="Part 2 is unclear.",
        at=AT + timedelta(days=1),
    )
    assert [each.triggers[0].words for each in due(100)] == ["Part 2 is unclear."]

    pass_it(table, draft=None, version=version, at=AT + timedelta(days=2))
    publication = publish_edition(actor=None, owner=make.university(), document=framework(version="2"), at=AT)
    adopt_edition(actor=None, organization=make.university(), edition=publication, at=AT + timedelta(days=3))
    assert [each.other_edition for each in due(100)] == [True]


def test_the_next_version_begins_without_a_statement(table):
    pass_it(table)
    version = publish(actor=make.cora(), draft=table.draft, at=AT)
    draft = start_draft(actor=make.cora(), owner=make.university(), micro_credential=version.micro_credential, at=AT)
    changed = {**draft.design, "competency": draft.design["competency"] + " More."}
    draft = save_draft(actor=make.cora(), draft=draft, design=changed, revision=0, at=AT)

    assert quality_statement_of(publish(actor=make.cora(), draft=draft, at=AT)) is None
