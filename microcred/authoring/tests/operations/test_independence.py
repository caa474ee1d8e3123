"""Who judges stays independent until the round is concluded, not only on the day they were asked."""

import pytest

from microcred.authoring.models import Proposal, ReviewAnswer
from microcred.authoring.operations import (
    AskedToWrite,
    IndependenceLost,
    JudgesIt,
    NotBlind,
    ReviewByItsAuthor,
    clone,
    end_co_authorship,
    file_review,
    fork,
    invite_co_author,
    invite_reviewer,
    join_draft,
    name_arbiter,
    publish,
    settle,
    start_draft,
)
from microcred.authoring.queries import invitations_to, rounds_to_judge
from microcred.authoring.queries.reviews import Part, part_in
from microcred.authoring.tests import reviewing
from microcred.authoring.tests.make import district, joined, save, tess
from microcred.authoring.tests.reviewing import AT, MET, NOT_MET
from microcred.catalog.models import TranslatedField
from microcred.catalog.tests import make
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.quality.operations import adopt_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return reviewing.table()


def asked(person, draft):
    return invite_co_author(actor=make.cora(), draft=draft, email=person.email, at=AT)


def becomes(person, role):
    appoint(actor=None, person=person, organization=make.university(), role=role, at=AT)


def test_who_judges_a_draft_does_not_join_it_and_does_not_hear_whose_it_is_before_the_end(table):
    review = table.open()
    invitation = asked(table.dev, table.draft)

    assert not invitations_to(table.dev)
    assert not Notice.objects.filter(person=table.dev, kind="co_author_invitation").exists()
    with pytest.raises(JudgesIt):
        join_draft(actor=table.dev, invitation=invitation, at=AT)

    table.file(review, table.dev)
    table.file(review, table.quinn)
    assert list(invitations_to(table.dev)) == [invitation]
    assert "Cora" in Notice.objects.get(person=table.dev, kind="co_author_invitation").body
    assert join_draft(actor=table.dev, invitation=invitation, at=AT).person == table.dev


def test_nor_does_the_third_person_who_settles(table):
    review = table.open()
    table.file(review, table.dev)
    table.file(review, table.quinn, A2=NOT_MET)
    lea = reviewing.person("Lea", Role.QA_REVIEWER, table.mira)
    name_arbiter(actor=table.pia, review=review, person=lea, at=AT)

    with pytest.raises(JudgesIt):
        join_draft(actor=lea, invitation=asked(lea, table.draft), at=AT)


def test_nor_who_judges_the_version_that_the_draft_is_to_follow(table):
    version = publish(actor=make.cora(), draft=table.draft, at=AT)
    table.open(draft=None, version=version)
    next_one = start_draft(actor=make.cora(), owner=make.university(), micro_credential=version.micro_credential, at=AT)

    with pytest.raises(JudgesIt):
        join_draft(actor=table.dev, invitation=asked(table.dev, next_one), at=AT)
    assert not invitations_to(table.dev)


def test_a_draft_of_something_else_may_be_joined_meanwhile(table):
    table.open()
    other = start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=AT)

    assert join_draft(actor=table.dev, invitation=asked(table.dev, other), at=AT)


def test_who_was_asked_to_write_it_is_not_asked_to_judge_it(table):
    asked(table.dev, table.draft)

    with pytest.raises(AskedToWrite, match="Dev"):
        table.open()


@pytest.mark.parametrize("role", [Role.ORG_ADMIN, Role.PARTNERSHIP_ADMIN, Role.LEAD_ASSESSOR, Role.AUTHOR])
def test_who_follows_the_designs_of_the_organization_is_not_blind(table, role):
    becomes(table.dev, role)

    with pytest.raises(NotBlind, match="Dev"):
        table.open()


@pytest.mark.parametrize("role", [Role.ORG_ADMIN, Role.AUTHOR])
def test_who_comes_to_see_whose_it_is_judges_no_longer_and_their_seat_is_free(table, role):
    review = table.open()
    table.note(review, table.dev, {"A1": MET, "A2": MET})
    becomes(table.dev, role)

    with pytest.raises(IndependenceLost):
        table.note(review, table.dev, {"A1": NOT_MET})
    with pytest.raises(IndependenceLost):
        file_review(actor=table.dev, review=review, at=AT)
    assert part_in(review, table.dev, at=AT) is not Part.REVIEWER
    assert not rounds_to_judge(table.dev, at=AT)
    lea = reviewing.person("Lea", Role.QA_REVIEWER, table.mira)
    assert invite_reviewer(actor=table.pia, review=review, reviewer=lea, at=AT).reviewer == lea
    table.file(review, lea)
    table.file(review, table.quinn)
    assert review.outcome.outcome == "passed"


def test_what_was_filed_before_stands_but_they_settle_nothing(table):
    review = table.open()
    table.file(review, table.dev)
    table.file(review, table.quinn, A2=NOT_MET)
    becomes(table.dev, Role.AUTHOR)

    with pytest.raises(IndependenceLost):
        settle(actor=table.dev, review=review, component_id=table.components["A2"], verdict=MET, reason="So.", at=AT)
    assert ReviewAnswer.objects.filter(filing__seat__reviewer=table.dev).count() == 2


def test_the_third_person_settles_nothing_once_they_write_there(table):
    review = table.open()
    table.file(review, table.dev)
    table.file(review, table.quinn, A2=NOT_MET)
    lea = reviewing.person("Lea", Role.QA_REVIEWER, table.mira)
    name_arbiter(actor=table.pia, review=review, person=lea, at=AT)
    becomes(lea, Role.AUTHOR)

    with pytest.raises(IndependenceLost):
        settle(actor=lea, review=review, component_id=table.components["A2"], verdict=MET, reason="So.", at=AT)


def test_who_looks_after_the_round_sees_that_a_seat_is_free_again(table, client):
    review = table.open()
    becomes(table.dev, Role.AUTHOR)
    client.force_login(table.pia)

    page = client.get(f"/quality-reviews/{review.pk}/").content.decode()

    assert "can judge no longer" in page
    assert "Invite to the free seat" in page
    client.force_login(table.dev)
    assert client.get(f"/quality-reviews/{review.pk}/").status_code == 404


def test_who_wrote_a_draft_judges_no_copy_of_it_nor_a_copy_of_that(table):
    begun = table.draft
    joined(begun, table.dev)
    save(begun, table.dev, rationale="Dev's own words, which stand in each copy.")
    table.draft = clone(actor=make.cora(), draft=clone(actor=make.cora(), draft=begun, at=AT), at=AT)

    with pytest.raises(ReviewByItsAuthor, match="Dev"):
        table.open()


@pytest.mark.parametrize("elsewhere", [False, True])
def test_who_wrote_a_version_judges_nothing_adapted_from_it(table, elsewhere):
    begun = table.draft
    invitation = joined(begun, table.dev)
    save(begun, table.dev, license="CC-BY-4.0")
    end_co_authorship(actor=make.cora(), invitation=invitation, at=AT)
    begun.refresh_from_db()
    version = publish(actor=make.cora(), draft=begun, at=AT)
    owner, by = (district(), tess()) if elsewhere else (make.university(), make.cora())
    adapted = fork(actor=by, version=version, owner=owner, at=AT)
    adopt_edition(actor=None, organization=owner, edition=table.edition, at=AT)
    appoint(actor=None, person=table.pia, organization=owner, role=Role.PARTNERSHIP_ADMIN, at=AT)

    with pytest.raises(ReviewByItsAuthor, match="Dev"):
        table.open(draft=adapted)


def test_who_proposed_it_or_translated_it_does_not_judge_it(table):
    lea, max_ = (reviewing.person(name, Role.QA_REVIEWER, table.mira) for name in ("Lea", "Max"))
    version = publish(actor=make.cora(), draft=table.draft, at=AT)
    TranslatedField.objects.create(
        micro_credential=version.micro_credential,
        language="es",
        key="name",
        text="Acompañar el cambio",
        source=version.title,
        changed_at=AT,
        changed_by=lea,
    )
    Proposal.objects.create(owner=make.university(), draft=table.draft, proposed_by=max_, proposed_at=AT)

    for writer in (lea, max_):
        with pytest.raises(ReviewByItsAuthor, match=writer.name):
            table.open(draft=None, version=version, reviewers=[writer, table.quinn])
