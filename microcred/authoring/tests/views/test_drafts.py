import pytest
from django.urls import reverse

from microcred.authoring.models import Draft
from microcred.authoring.operations import publish, start_draft
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(make.cora())
    return client


def test_an_author_starts_from_an_outline(author):
    response = author.post(reverse("drafts"), {"owner": make.university().slug})
    assert response["Location"] == reverse("draft", args=[Draft.objects.get().pk])


def test_an_author_starts_the_next_version_of_what_is_there(author):
    version = make.version()
    assert "Managing Change" in author.get(reverse("drafts")).content.decode()
    author.post(reverse("drafts"), {"micro_credential": "managing-change"})
    assert Draft.objects.get().micro_credential_id == version.micro_credential_id


def test_others_organizations_are_not_there(author):
    assert author.post(reverse("drafts"), {"owner": "elsewhere"}).status_code == 404
    assert author.post(reverse("drafts"), {"owner": "no slug!"}).status_code == 400
    assert author.post(reverse("drafts"), {"micro_credential": "nothing"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_list_costs_the_same_queries_at_any_size(author, count, django_assert_max_num_queries):
    no_gates()
    for _number in range(count):
        start_draft(actor=make.cora(), owner=make.university(), at=make.AT)
    publish(
        actor=make.cora(),
        draft=start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=make.AT),
        at=make.AT,
    )
    with django_assert_max_num_queries(14):
        assert "Published" in author.get(reverse("drafts")).content.decode()
