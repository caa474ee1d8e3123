"""The pages of approval before beginning: the educator asks, who decides has a queue."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as credentials
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition.models import ApprovalRequest
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_prior_approval import asked
from tests.cast import Cast

PAGE = "/catalogue/managing-change/approval/"


@pytest.fixture
def version(cast: Cast):
    make.wants_approval(cast)
    return credentials.version(cast)


def page(client: Client, person, path: str = PAGE) -> str:
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_worth_leads_there(client: Client, cast: Cast, version):
    assert PAGE in page(client, cast.ada, "/catalogue/managing-change/worth/")
    assert PAGE not in page(client, cast.gus, "/catalogue/managing-change/worth/")


def test_ada_asks_omar_asks_back_ada_answers_omar_approves(client: Client, cast: Cast, version):
    html = page(client, cast.ada)
    assert "here it is, for micro-credentials" in html
    key = html.split('name="asked" value="')[1].split('"')[0]
    assert client.post(PAGE, {"asked": key, "words": "Goal 2"}).status_code == 302
    assert client.post(PAGE, {"asked": key}).status_code == 422  # a second click
    request = ApprovalRequest.objects.get()
    assert "Waits for an answer" in page(client, cast.ada)

    assert "Goal 2" in page(client, cast.omar, "/approvals/")
    client.post(f"/approvals/{request.pk}/words/", {"words": "Which one?"})
    assert "Which one?" in page(client, cast.ada)
    client.post(f"/approvals/{request.pk}/words/", {"words": "The second."})
    client.force_login(cast.omar)
    assert client.post(f"/approvals/{request.pk}/decision/", {"decision": "approve"}).status_code == 302
    assert client.post(f"/approvals/{request.pk}/decision/", {"decision": "approve"}).status_code == 422
    assert "You may begin, from" in page(client, cast.ada)
    assert "Approved" in page(client, cast.omar, "/approvals/?state=decided")


def test_a_no_without_its_reason_comes_back(client: Client, cast: Cast, version):
    request = asked(cast, version)
    client.force_login(cast.omar)
    response = client.post(f"/approvals/{request.pk}/decision/", {"decision": "deny", "code": ""})
    assert response.status_code == 422
    assert "Choose the reason" in response.content.decode()
    client.post(f"/approvals/{request.pk}/decision/", {"decision": "deny", "code": "routine_duty"})
    assert "Choose one that goes beyond them" in page(client, cast.ada)


def test_another_districts_coordinator_sees_none_of_it(client: Client, cast: Cast, version):
    request = asked(cast, version)
    appoint(actor=None, person=cast.elena, organization=cast.places["blue-ridge"], role=Role.RECOGNIZER, at=cast.at)
    assert "Ada Whitfield" not in page(client, cast.elena, "/approvals/")
    assert client.post(f"/approvals/{request.pk}/decision/", {"decision": "approve"}).status_code == 404
    assert client.post(f"/approvals/{request.pk}/words/", {"words": "?"}).status_code == 404
    client.force_login(cast.gus)
    assert client.post(f"/approvals/{request.pk}/withdrawal/").status_code == 404


def test_what_waited_too_long_is_marked(client: Client, cast: Cast, version):
    asked(cast, version)  # long ago, by the clock of the page
    assert "Overdue" in page(client, cast.omar, "/approvals/")


def test_who_needs_none_reads_so(client: Client, cast: Cast, version):
    assert "Nobody has to approve it" in page(client, cast.gus)


def test_the_queue_costs_the_same_whatever_its_length(client: Client, cast: Cast, version):
    first = asked(cast, version)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(client, cast.omar, "/approvals/")
        return len(captured)

    page(client, cast.omar, "/approvals/")
    one = queries()
    ApprovalRequest.objects.bulk_create(credentials.like(first) for _number in range(40))
    assert queries() == one
