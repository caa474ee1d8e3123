import pytest

from microcred.authoring.lint import Severity
from microcred.authoring.models import Publication
from microcred.authoring.operations import ChecksBlock, publish, save_draft, set_severity, start_draft
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.design import Design
from microcred.catalog.models import Version
from microcred.catalog.operations import DesignUnfinished
from microcred.catalog.queries import rubric_of
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_gates(db):
    """What gates keep back is told in `test_gates`."""
    no_gates()


def begin(**more):
    return start_draft(actor=make.cora(), owner=make.university(), at=make.AT, **more)


def test_a_draft_becomes_a_version_with_the_identifiers_it_had():
    draft = begin(design=make.plain_design())
    version = publish(actor=make.cora(), draft=draft, at=make.AT)
    kept = Design.model_validate(draft.design)
    assert [criterion.id for criterion in rubric_of(version).criteria] == [criterion.uuid for criterion in kept.rubric]
    assert draft.publication.version == version


def test_publishing_twice_makes_one_version():
    draft = begin(design=make.plain_design())
    versions = {publish(actor=make.cora(), draft=draft, at=make.AT).pk for _ in range(2)}
    assert versions == {Version.objects.get().pk}


def test_a_draft_of_a_next_version_becomes_it():
    first = make.version()
    draft = begin(micro_credential=first.micro_credential)
    save_draft(actor=make.cora(), draft=draft, design={**draft.design, "name": "Change, Again"}, revision=0, at=make.AT)
    version = publish(actor=make.cora(), draft=draft, at=make.AT)
    assert (version.number, version.title, version.micro_credential) == (2, "Change, Again", first.micro_credential)


def test_an_unfinished_draft_stays_a_draft():
    with pytest.raises(DesignUnfinished):
        publish(actor=make.cora(), draft=begin(), at=make.AT)
    assert not Publication.objects.exists()


def test_a_stranger_does_not_publish():
    with pytest.raises(NotAllowed):
        publish(actor=make.gus(), draft=begin(design=make.plain_design()), at=make.AT)


def test_a_check_that_blocks_keeps_a_draft_from_being_published_and_says_why():
    draft = begin(design=make.plain_design(key_method="TBD"))

    with pytest.raises(ChecksBlock, match="This is a placeholder") as refused:
        publish(actor=make.cora(), draft=draft, at=make.AT)
    assert [(one.check, one.field) for one in refused.value.findings] == [("placeholder", "key_method")]
    assert not Publication.objects.exists()


def test_advice_keeps_nothing_from_being_published_until_the_organization_says_so():
    def wordy():
        return begin(design=make.plain_design(hours=300))

    assert publish(actor=make.cora(), draft=wordy(), at=make.AT)
    set_severity(actor=None, organization=make.university(), check="hours", severity=Severity.BLOCK, at=make.AT)

    with pytest.raises(ChecksBlock, match="300"):
        publish(actor=make.cora(), draft=wordy(), at=make.AT)
