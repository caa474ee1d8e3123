"""What an author declares a change to be."""

import pytest

from microcred.authoring.models import Publication
from microcred.authoring.operations import publish, save_draft, start_draft
from microcred.authoring.queries import change_in
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.design import Design, Kind
from microcred.catalog.operations import MoreThanWording
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    no_gates()
    first = make.version()
    return start_draft(actor=make.cora(), owner=make.university(), at=make.AT, micro_credential=first.micro_credential)


def saved(draft, **changes):
    return save_draft(actor=make.cora(), draft=draft, design={**draft.design, **changes}, revision=0, at=make.AT)


def test_the_draft_knows_what_it_changes_before_it_is_published(draft):
    assert change_in(draft, Design.model_validate(draft.design)).is_nothing
    saved(draft, hours=41)
    draft.refresh_from_db()
    change = change_in(draft, Design.model_validate(draft.design))
    assert [reason.field for reason in change.reasons] == ["hours"]


def test_better_words_become_a_revision(draft):
    saved(draft, name="Managing Change, Step by Step")
    version = publish(actor=make.cora(), draft=draft, at=make.AT, change=Kind.EDITORIAL, note="A clearer name.")
    assert version.label == "1.1"
    assert version.succession.note == "A clearer name."


def test_what_counts_stays_a_draft_until_it_is_called_so(draft):
    saved(draft, hours=41)
    with pytest.raises(MoreThanWording):
        publish(actor=make.cora(), draft=draft, at=make.AT, change=Kind.EDITORIAL, note="Only the hours.")
    assert not Publication.objects.exists()
    assert publish(actor=make.cora(), draft=draft, at=make.AT, change=Kind.SUBSTANTIVE).label == "2"
