import pytest

from microcred.authoring.operations import start_draft
from microcred.catalog.design import Design, problems
from microcred.catalog.operations import NotItsAuthors
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization
from microcred.organizations.operations import found

pytestmark = pytest.mark.django_db


def test_an_author_begins_with_an_outline_of_three_parts():
    draft = start_draft(actor=make.cora(), owner=make.university(), at=make.AT)
    design = Design.model_validate(draft.design)
    assert [requirement.part for requirement in design.requirements] == [1, 2, 3]
    assert {problem.field for problem in problems(design)} >= {"name", "competency"}
    assert not any("feeds" in problem.field for problem in problems(design))


def test_a_next_version_begins_with_the_words_of_the_last_under_new_identifiers():
    version = make.version()
    draft = start_draft(
        actor=make.cora(), owner=make.university(), micro_credential=version.micro_credential, at=make.AT
    )
    design, before = Design.model_validate(draft.design), Design.model_validate(version.design)
    assert design.competency == before.competency
    assert not set(design.identifiers()) & set(before.identifiers())


def test_only_authors_of_the_organization_begin():
    with pytest.raises(NotAllowed):
        start_draft(actor=make.gus(), owner=make.university(), at=make.AT)


def test_a_draft_belongs_to_the_owner_of_its_micro_credential():
    version = make.version()
    school = found(actor=None, slug="s", name="S", kind=Organization.Kind.SCHOOL, parent=make.university(), at=make.AT)
    with pytest.raises(NotItsAuthors):
        start_draft(actor=make.cora(), owner=school, micro_credential=version.micro_credential, at=make.AT)
