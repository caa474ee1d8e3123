from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from microcred.authoring.models import QualityReview
from microcred.authoring.operations import (
    BothSeatsTaken,
    DeclineUnexplained,
    DueDatePassed,
    NoEditionAdopted,
    NotAReviewer,
    NotBlind,
    ReviewByItsAuthor,
    ReviewUnderWay,
    TwoPeopleNeeded,
    decline_review,
    invite_reviewer,
    publish,
    save_draft,
    start_draft,
)
from microcred.authoring.tests import reviewing
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return reviewing.table()


def test_a_round_judges_the_design_as_it_stood_whatever_becomes_of_the_draft(table):
    review = table.open()
    changed = {**table.draft.design, "name": "Another Name"}
    save_draft(actor=make.cora(), draft=table.draft, design=changed, revision=0, at=make.AT)

    assert QualityReview.objects.get(pk=review.pk).design["name"] == "Managing Change"
    assert review.edition == table.edition
    with pytest.raises(DatabaseError), transaction.atomic():
        QualityReview.objects.filter(pk=review.pk).update(digest="0" * 64)


def test_both_are_told_who_asks_and_until_when_and_not_who_wrote_it(table):
    table.open()

    for person in (table.dev, table.quinn):
        notice = Notice.objects.get(person=person)
        assert "Pia Sandoval" in notice.body
        assert "Cora" not in notice.subject + notice.body
    assert not Notice.objects.filter(person=make.cora()).exists()


def test_nobody_judges_what_they_wrote(table):
    for writer in (table.dev, table.pia):
        appoint(actor=None, person=writer, organization=make.university(), role=Role.AUTHOR, at=make.AT)
    changed = {**table.draft.design, "name": "Another Name"}
    table.draft = save_draft(actor=table.dev, draft=table.draft, design=changed, revision=0, at=make.AT)

    with pytest.raises(ReviewByItsAuthor, match="Dev"):
        table.open()


def test_nobody_chooses_who_judges_what_they_wrote(table):
    appoint(actor=None, person=make.cora(), organization=make.university(), role=Role.ORG_ADMIN, at=make.AT)

    with pytest.raises(ReviewByItsAuthor, match="Cora"):
        table.open(actor=make.cora())


def test_who_wrote_the_version_before_wrote_of_this_one_too(table):
    version = publish(actor=make.cora(), draft=table.draft, at=make.AT)
    lea = reviewing.person("Lea", Role.AUTHOR, make.university())
    next_draft = start_draft(actor=lea, owner=make.university(), micro_credential=version.micro_credential, at=make.AT)
    appoint(actor=None, person=make.cora(), organization=table.mira, role=Role.QA_REVIEWER, at=make.AT)

    with pytest.raises(ReviewByItsAuthor, match="Cora"):
        table.open(draft=next_draft, reviewers=[make.cora(), table.quinn])


def test_who_can_see_its_history_is_not_blind(table):
    appoint(actor=None, person=table.quinn, organization=make.university(), role=Role.AUTHOR, at=make.AT)

    with pytest.raises(NotBlind, match="Quinn"):
        table.open()


def test_reviewers_are_two_people_who_hold_the_role(table):
    with pytest.raises(TwoPeopleNeeded):
        table.open(reviewers=[table.dev, table.dev])
    with pytest.raises(TwoPeopleNeeded):
        table.open(reviewers=[table.dev])
    with pytest.raises(NotAReviewer):
        table.open(reviewers=[table.dev, make.gus()])


def test_only_who_looks_after_quality_opens_a_round(table):
    lea = reviewing.person("Lea", Role.PROGRAM_MANAGER, make.university())
    omar = reviewing.person("Omar", Role.ORG_ADMIN, table.mira)

    for actor in (lea, omar, table.dev):
        with pytest.raises(NotAllowed):
            table.open(actor=actor)


def test_one_round_at_a_time_and_with_time_to_read(table):
    with pytest.raises(DueDatePassed):
        table.open(due_at=make.AT)
    table.open()
    with pytest.raises(ReviewUnderWay):
        table.open()


def test_an_organization_without_a_framework_adopts_one_first(table):
    place = found(actor=None, slug="new", name="New", kind=Organization.Kind.STATE, at=make.AT)
    appoint(actor=None, person=make.cora(), organization=place, role=Role.AUTHOR, at=make.AT)
    appoint(actor=None, person=table.pia, organization=place, role=Role.ORG_ADMIN, at=make.AT)
    draft = start_draft(actor=make.cora(), owner=place, at=make.AT)

    with pytest.raises(NoEditionAdopted):
        table.open(draft=draft)
    assert table.open(draft=draft, edition=table.edition).owner == place


def test_a_published_version_is_reviewed_again_with_the_same_walls(table):
    version = publish(actor=make.cora(), draft=table.draft, at=make.AT)
    appoint(actor=None, person=make.cora(), organization=table.mira, role=Role.QA_REVIEWER, at=make.AT)

    review = table.open(draft=None, version=version)

    assert (review.version, review.digest) == (version, version.digest)
    with pytest.raises(ReviewByItsAuthor):
        table.open(draft=None, version=version, reviewers=[make.cora(), table.quinn])


def test_who_declines_leaves_a_seat_that_one_other_takes(table):
    review = table.open()
    lea, max_ = (reviewing.person(name, Role.QA_REVIEWER, table.mira) for name in ("Lea", "Max"))
    with pytest.raises(BothSeatsTaken):
        invite_reviewer(actor=table.pia, review=review, reviewer=lea, at=make.AT)
    with pytest.raises(DeclineUnexplained):
        decline_review(actor=table.quinn, review=review, reason="  ", at=make.AT)
    decline_review(actor=table.quinn, review=review, reason="I know who wrote it.", at=make.AT)

    with pytest.raises(TwoPeopleNeeded):
        invite_reviewer(actor=table.pia, review=review, reviewer=table.quinn, at=make.AT)
    assert invite_reviewer(actor=table.pia, review=review, reviewer=lea, at=make.AT).reviewer == lea
    with pytest.raises(BothSeatsTaken):
        invite_reviewer(actor=table.pia, review=review, reviewer=max_, at=make.AT + timedelta(days=1))
    with pytest.raises(NotAllowed):
        decline_review(actor=table.quinn, review=review, reason="", at=make.AT)
