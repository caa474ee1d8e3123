import pytest

from microcred.authoring.operations import (
    DesignMalformed,
    DraftOvertaken,
    DraftPublished,
    publish,
    save_draft,
    start_draft,
)
from microcred.authoring.rules import changed_fields
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.design import Design, as_json
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=make.AT)


def save(draft, revision, actor=None, **changes):
    return save_draft(
        actor=actor or make.cora(), draft=draft, design={**draft.design, **changes}, revision=revision, at=make.AT
    )


def test_saving_keeps_the_words_and_the_identifiers_and_counts_on(draft):
    saved = save(draft, 0, name="Managing Change Well")
    assert (saved.revision, saved.design["name"]) == (1, "Managing Change Well")
    identifiers = list(Design.model_validate(draft.design).identifiers())
    assert list(Design.model_validate(saved.design).identifiers()) == identifiers


def test_a_draft_may_be_incomplete(draft):
    assert save(draft, 0, competency="", rubric=[]).design["rubric"] == []


def test_two_tabs_never_overwrite_each_other(draft):
    save(draft, 0, name="First")
    with pytest.raises(DraftOvertaken) as refused:
        save(draft, 0, name="Second")
    assert refused.value.theirs.name == "First"
    assert "Cora" in str(refused.value)
    draft.refresh_from_db()
    assert (draft.design["name"], draft.revision) == ("First", 1)


def test_the_same_words_sent_twice_are_no_conflict(draft):
    save(draft, 0, name="First")
    assert save(draft, 0, name="First").revision == 1


def test_what_is_no_design_is_refused_by_the_name_of_the_field(draft):
    with pytest.raises(DesignMalformed) as refused:
        save(draft, 0, hours="many")
    assert "hours" in str(refused.value)


def test_a_published_draft_does_not_change(draft):
    no_gates()
    publish(actor=make.cora(), draft=draft, at=make.AT)
    with pytest.raises(DraftPublished) as refused:
        save(draft, 0, name="Later")
    assert "version 1" in str(refused.value)


def test_a_stranger_does_not_save(draft):
    with pytest.raises(NotAllowed):
        save(draft, 0, actor=make.gus(), name="Mine")


def test_what_differs_is_named():
    one = make.plain_design()
    other = Design.model_validate({**as_json(one), "name": "Other", "research_note": ""})
    assert changed_fields(one, other) == ["name"]
