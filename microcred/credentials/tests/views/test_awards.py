"""A person's own awards: newest first, what is being signed on top, as many queries for one as for a thousand."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.models import Award
from microcred.credentials.tests import make
from tests.cast import Cast


def test_nothing_yet_teaches(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert "No award yet" in client.get("/awards/").content.decode()


def test_mine_and_nobody_elses(client: Client, cast: Cast):
    mine = make.award(cast)
    other = make.award(cast, of=make.version(cast, "engaging-stakeholders"), person=cast.gus)
    client.force_login(cast.ada)
    html = client.get("/awards/").content.decode()
    assert f"/credentials/{mine.pk}/" in html
    assert f"/credentials/{other.pk}/" not in html


def test_what_is_being_signed_is_announced(client: Client, cast: Cast):
    intent = make.intent(cast)
    client.force_login(cast.ada)
    html = client.get("/awards/").content.decode()
    assert "is being signed" in html
    assert f"/credentials/{intent.pk}/" not in html


def test_the_number_of_queries_does_not_grow(client: Client, cast: Cast):
    client.force_login(cast.ada)
    one = make.award(cast)
    client.get("/awards/")  # what a process reads once is no part of the page
    counts = []
    for more in (0, 2, 997):
        make.many_like(one, more)
        with CaptureQueriesContext(connection) as asked:
            client.get("/awards/")
        counts.append(len(asked))
    assert Award.objects.filter(person=cast.ada).count() == 1_000
    assert counts == [counts[0]] * 3


@pytest.mark.parametrize("path", ["/awards/"])
def test_a_visitor_is_asked_to_sign_in(client: Client, db, path: str):
    assert client.get(path)["Location"].startswith("/account/login/")
