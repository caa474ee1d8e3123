"""A framework that lost items: nothing new aligns to them, and what did goes on."""

import pytest

from microcred.authoring.operations import StandardWithdrawn, publish, start_draft
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.design import Alignment
from microcred.catalog.tests import make
from microcred.frameworks.models import Standard
from microcred.frameworks.tests.make import imported, without

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_gates(db):
    no_gates()


ALIGNED = (Alignment(framework="topics", code="B.1", name="Names"),)


def drafted(**more):
    return start_draft(actor=make.cora(), owner=make.university(), at=make.AT, **more)


def test_nothing_new_aligns_to_a_withdrawn_standard():
    imported(at=make.AT, slug="topics")
    imported(without("B.1", version="2"), at=make.AT)
    draft = drafted(design=make.plain_design(alignments=ALIGNED))
    with pytest.raises(StandardWithdrawn) as refused:
        publish(actor=make.cora(), draft=draft, at=make.AT)
    assert "choose another" in str(refused.value)


def test_the_next_version_of_what_aligned_before_goes_on():
    imported(at=make.AT, slug="topics")
    first = publish(actor=make.cora(), draft=drafted(design=make.plain_design(alignments=ALIGNED)), at=make.AT)
    imported(without("B.1", version="2"), at=make.AT)
    changed = make.plain_design(alignments=ALIGNED, hours=first.hours + 1)
    draft = drafted(design=changed, micro_credential=first.micro_credential)
    second = publish(actor=make.cora(), draft=draft, at=make.AT)
    assert second.alignments.get().standard == Standard.objects.get(code="B.1")
