from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.operations import retire
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


def page(client):
    return client.get(reverse("versions", args=["managing-change"]))


def test_history_tells_what_changed_and_leads_to_each(client):
    first = make.version()
    make.version(hours=30, micro_credential=first.micro_credential, at=make.AT + timedelta(days=1))
    shown = page(client).content.decode()
    assert "/catalogue/managing-change/versions/2/since/1/" in shown
    assert "/catalogue/managing-change/versions/1/" in shown
    assert "may be handed in until" in shown
    assert "Retire this micro-credential" not in shown


def test_its_authors_may_retire_it(client):
    make.version()
    client.force_login(make.cora())
    assert "Retire this micro-credential" in page(client).content.decode()


def test_what_retired_names_what_follows(client):
    version, other = make.version(), make.version(name="What came after")
    retire(
        actor=make.cora(),
        micro_credential=version.micro_credential,
        reason="Taught elsewhere.",
        at=make.AT,
        successor=other.micro_credential,
    )
    shown = page(client).content.decode()
    assert "Taught elsewhere." in shown
    assert reverse("micro_credential", args=["what-came-after"]) in shown


def test_history_costs_the_same_for_one_and_for_many(client, django_assert_num_queries):
    first = make.version()
    make.version(hours=25, micro_credential=first.micro_credential)
    with CaptureQueriesContext(connection) as one:
        page(client)
    for number in range(3):
        make.version(hours=30 + number, micro_credential=first.micro_credential)
    with django_assert_num_queries(len(one)):
        page(client)
