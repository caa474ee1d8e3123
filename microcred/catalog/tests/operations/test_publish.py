from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from microcred.catalog import operations
from microcred.catalog.design import Design, digest, rubric_digest
from microcred.catalog.models import Alignment, Criterion, Entry, Level, Requirement, Version
from microcred.catalog.queries import requirements_of, rubric_of, versions
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization
from microcred.organizations.operations import found

pytestmark = pytest.mark.django_db


def test_a_design_becomes_a_version_with_all_its_rows():
    make.standards()
    design = make.design()
    version = make.version(design)
    assert (version.number, version.title, version.hours) == (1, "Managing Change", 20)
    assert version.micro_credential.slug == "managing-change"
    rubric = rubric_of(version)
    assert [criterion.id for criterion in rubric.criteria] == [criterion.uuid for criterion in design.rubric]
    assert [level.id for level in rubric.criteria[1].levels] == [level.uuid for level in design.rubric[1].levels]
    assert rubric.criteria[1].required_level.name == "Proficient"
    asked = list(requirements_of(version))
    assert [requirement.pk for requirement in asked] == [requirement.uuid for requirement in design.requirements]
    assert [criterion.name for criterion in asked[3].criteria.all()] == [
        "Support that fits",
        "Looking again and adjusting",
    ]
    assert {alignment.standard.code for alignment in Alignment.objects.all()} == {"PRO", "ENV"}


def test_the_digests_can_be_made_again_from_what_is_kept():
    version = make.version()
    kept = Design.model_validate(Version.objects.get(pk=version.pk).design)
    assert digest(kept) == version.digest
    assert rubric_digest(kept) == version.rubric_digest == rubric_of(version).digest


def test_every_design_of_the_demonstration_can_be_published():
    make.standards()
    for file in make.demo_files():
        assert make.version(make.design(file.stem)).number == 1


def test_publishing_again_makes_the_next_version_and_leaves_the_first_as_it_was():
    first = make.version()
    before = rubric_of(first)
    second = make.version(
        make.plain_design(name="Managing Change Well"),
        micro_credential=first.micro_credential,
        at=make.AT + timedelta(days=1),
    )
    assert (second.number, second.micro_credential_id) == (2, first.micro_credential_id)
    versions._rubric.cache_clear()
    assert rubric_of(first) == before
    assert Entry.objects.get().version_id == second.pk
    assert Entry.objects.get().title == "Managing Change Well"


def test_what_was_published_before_gets_new_identifiers():
    design = make.plain_design()
    first = make.version(design)
    second = make.version(design, micro_credential=first.micro_credential)
    ids = {version: {criterion.id for criterion in rubric_of(version).criteria} for version in (first, second)}
    assert not ids[first] & ids[second]


def test_two_of_one_name_get_two_addresses_but_a_taken_address_is_refused():
    make.version()
    assert make.version().micro_credential.slug == "managing-change-2"
    with pytest.raises(operations.SlugTaken) as refused:
        operations.publish(
            actor=make.cora(), owner=make.university(), design=make.plain_design(), slug="managing-change", at=make.AT
        )
    assert "managing-change" in str(refused.value)


def test_an_unfinished_design_is_refused_with_its_problems():
    with pytest.raises(operations.DesignUnfinished) as refused:
        make.version(make.plain_design(competency=""))
    assert [problem.field for problem in refused.value.problems] == ["competency"]
    assert refused.value.field == "competency"


def test_an_unknown_standard_is_refused_by_its_name():
    with pytest.raises(operations.StandardUnknown) as refused:
        make.version(make.design())
    assert "PRO" in str(refused.value)


def test_only_an_author_of_the_owner_publishes():
    with pytest.raises(NotAllowed):
        operations.publish(actor=make.gus(), owner=make.university(), design=make.plain_design(), at=make.AT)


def test_the_next_version_belongs_to_the_same_owner():
    version = make.version()
    faculty = found(
        actor=None,
        slug="faculty",
        name="The Faculty",
        kind=Organization.Kind.SCHOOL,
        at=make.AT,
        parent=make.university(),
    )
    with pytest.raises(operations.NotItsAuthors) as refused:
        operations.publish(
            actor=make.cora(),
            owner=faculty,
            design=make.plain_design(),
            micro_credential=version.micro_credential,
            at=make.AT,
        )
    assert "The University" in str(refused.value)


FROZEN = [Version, Criterion, Level, Requirement]


@pytest.mark.parametrize("model", FROZEN)
def test_the_application_may_not_change_what_is_published(model):
    make.version()
    for statement in (f"UPDATE {model._meta.db_table} SET created_at = now()", f"DELETE FROM {model._meta.db_table}"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", FROZEN)
def test_not_even_the_owner_of_the_tables_can_change_what_is_published(model, owner_connection):
    make.version()
    for statement in (f"UPDATE {model._meta.db_table} SET created_at = now()", f"DELETE FROM {model._meta.db_table}"):
        with pytest.raises(psycopg.errors.RaiseException, match="Cannot"):
            owner_connection.execute(statement)
