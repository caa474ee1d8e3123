"""Authors hear when a framework loses what their micro-credentials align to."""

from datetime import timedelta

import pytest

from microcred.catalog.tests import make
from microcred.foundation import outbox
from microcred.frameworks.tests.make import imported, members, without
from microcred.notices.models import Notice

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def framework():
    return imported(at=make.AT).framework


def aligned(framework, code, **changes):
    row = {"framework": framework.name, "code": code, "name": "A topic"}
    return make.version(make.plain_design(alignments=[row], **changes))


def told():
    outbox.deliver_all()
    return list(Notice.objects.filter(kind="standard_withdrawn"))


def leaf(framework):
    return framework.standards.order_by("position").last().code


def test_they_hear_which_micro_credential_names_what_is_gone_and_once(framework):
    code = leaf(framework)
    version = aligned(framework, code)
    imported(without(code, version="2"), at=make.AT + WEEK)
    (notice,) = told()
    assert notice.person == make.cora()
    assert f"{version.title}: {code}" in notice.body
    assert notice.path == f"/frameworks/{framework.slug}/"
    imported(without(code, version="3"), at=make.AT + 2 * WEEK)
    assert told() == [notice], "it was gone already"


def test_what_stays_is_nothing_to_tell(framework):
    aligned(framework, leaf(framework))
    imported(members(version="2"), at=make.AT + WEEK)
    assert told() == []


def test_an_older_version_that_named_it_is_nobodys_business(framework):
    code = leaf(framework)
    first = aligned(framework, code)
    make.version(hours=40, micro_credential=first.micro_credential)
    imported(without(code, version="2"), at=make.AT + WEEK)
    assert told() == []
