import pytest

from microcred.authoring.judging import Outcome, Stage
from microcred.authoring.operations import (
    NotInDispute,
    ReasonMissing,
    ReviewByItsAuthor,
    ReviewConcluded,
    TwoPeopleNeeded,
    name_arbiter,
    settle,
)
from microcred.authoring.queries import quality_outcome, remarks_for_authors
from microcred.authoring.tests import reviewing
from microcred.authoring.tests.reviewing import AT, MET, NOT_MET
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return reviewing.table()


@pytest.fixture
def review(table):
    """Dev finds all met; Quinn finds A2 not met."""
    review = table.open()
    table.file(review, table.dev)
    table.file(review, table.quinn, A2=(NOT_MET, "No verb that can be seen."))
    return review


def say(table, review, who, verdict, *, code="A2", reason="We read it again."):
    return settle(actor=who, review=review, component_id=table.components[code], verdict=verdict, reason=reason, at=AT)


def test_it_stands_when_both_say_the_same(table, review):
    assert say(table, review, table.dev, NOT_MET) is None
    assert quality_outcome(table.draft).stage is Stage.RECONCILING

    assert say(table, review, table.quinn, NOT_MET).by_arbiter is False
    assert quality_outcome(table.draft).stage is Stage.TO_CONCLUDE


def test_the_last_word_of_each_counts(table, review):
    say(table, review, table.dev, NOT_MET)
    say(table, review, table.dev, MET)

    assert say(table, review, table.quinn, NOT_MET) is None
    assert say(table, review, table.quinn, MET) is not None


def test_when_all_is_met_after_all_it_is_passed_and_the_authors_read_why(table, review):
    say(table, review, table.dev, MET, reason="The method names the verb.")
    say(table, review, table.quinn, MET, reason="The method names the verb.")

    assert quality_outcome(table.draft).outcome is Outcome.PASSED
    remark = {each.asked.code: each for each in remarks_for_authors(review)}["A2"]
    assert (remark.verdict, remark.reason) == (MET, "The method names the verb.")
    with pytest.raises(ReviewConcluded):
        say(table, review, table.dev, NOT_MET)


def test_a_third_person_settles_alone(table, review):
    lea = reviewing.person("Lea", Role.QA_REVIEWER, table.mira)
    name_arbiter(actor=table.pia, review=review, person=lea, at=AT)

    assert say(table, review, lea, NOT_MET).by_arbiter is True
    assert quality_outcome(table.draft).stage is Stage.TO_CONCLUDE


def test_the_third_person_is_neither_of_the_two_nor_an_author(table, review):
    appoint(actor=None, person=make.cora(), organization=table.mira, role=Role.QA_REVIEWER, at=AT)

    with pytest.raises(TwoPeopleNeeded):
        name_arbiter(actor=table.pia, review=review, person=table.dev, at=AT)
    with pytest.raises(ReviewByItsAuthor):
        name_arbiter(actor=table.pia, review=review, person=make.cora(), at=AT)
    with pytest.raises(NotAllowed):
        name_arbiter(actor=table.dev, review=review, person=table.quinn, at=AT)


def test_only_what_is_in_dispute_is_settled_with_a_reason_and_by_whose_it_is(table, review):
    with pytest.raises(NotInDispute):
        say(table, review, table.dev, MET, code="A1")
    with pytest.raises(ReasonMissing):
        say(table, review, table.dev, MET, reason=" ")
    for stranger in (table.pia, make.cora(), make.gus()):
        with pytest.raises(NotAllowed):
            say(table, review, stranger, MET)


def test_where_both_agree_there_is_nothing_for_a_third(table):
    review = table.open()
    table.file(review, table.dev, A1=NOT_MET)
    table.file(review, table.quinn, A1=NOT_MET)
    lea = reviewing.person("Lea", Role.QA_REVIEWER, table.mira)

    with pytest.raises(NotInDispute):
        name_arbiter(actor=table.pia, review=review, person=lea, at=AT)
