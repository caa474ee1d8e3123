import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.programs.models import Program
from microcred.programs.tests.make import pilot


def test_the_list_is_for_everyone_and_teaches_when_empty(client, cast):
    assert "No programs yet" in client.get(reverse("programs")).content.decode()
    pilot(cast)
    assert "The Pilot" in client.get(reverse("programs")).content.decode()


@pytest.mark.parametrize("rows", [3, 1000])
def test_it_costs_the_same_for_one_and_for_many(client, cast, django_assert_num_queries, rows):
    first = pilot(cast)
    client.get(reverse("programs"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("programs"))
    Program.objects.bulk_create(
        Program(
            slug=f"p-{number}",
            name=f"Program {number}",
            owner=first.owner,
            seats=10,
            joining_opens_at=first.joining_opens_at,
            joining_closes_at=first.joining_closes_at,
        )
        for number in range(rows - 1)
    )
    # Beyond one page the number of pages is counted, which is a query of its own only when there is none yet.
    with django_assert_num_queries(len(one)):
        client.get(reverse("programs"))
