import pytest
from django.db import Error, transaction

from microcred.authoring.models import DraftRevision
from microcred.authoring.operations import DraftOvertaken, save_draft, start_draft
from microcred.authoring.queries import history_of, writers_of
from microcred.catalog.tests import make
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=make.AT)


@pytest.fixture
def nils():
    """Another author of the university."""
    nils = register(actor=None, name="Nils", email="nils@example.org")
    appoint(actor=None, person=nils, organization=make.university(), role=Role.AUTHOR, at=make.AT)
    return nils


def save(draft, revision, actor=None, **changes):
    return save_draft(
        actor=actor or make.cora(), draft=draft, design={**draft.design, **changes}, revision=revision, at=make.AT
    )


def test_each_save_is_kept_whole_with_who_and_when(draft, nils):
    saved = save(draft, 0, name="First")
    save(saved, 1, nils, name="Second")

    kept = [(state.revision, state.design["name"], state.saved_by) for state in history_of(draft)]
    assert kept == [(2, "Second", nils), (1, "First", make.cora()), (0, "Managing Change", make.cora())]


def test_a_save_that_changes_nothing_leaves_no_state(draft):
    save(draft, 0)
    assert history_of(draft).count() == 1


def test_everybody_who_ever_saved_a_draft_is_its_writer_and_nobody_else(draft, nils):
    assert list(writers_of(draft)) == [make.cora()]
    saved = save(draft, 0, nils, name="First")
    save(saved, 1, name="Second")

    assert list(writers_of(draft)) == [make.cora(), nils]
    with pytest.raises(DraftOvertaken):
        save(draft, 0, nils, name="Late")
    assert not writers_of(start_draft(actor=nils, owner=make.university(), at=make.AT)).exclude(pk=nils.pk)


def test_postgresql_refuses_to_change_what_was(draft):
    for change in (lambda rows: rows.update(revision=9), lambda rows: rows.delete()):
        with pytest.raises(Error), transaction.atomic():
            change(DraftRevision.objects.filter(draft=draft))
    assert history_of(draft).get().revision == 0
