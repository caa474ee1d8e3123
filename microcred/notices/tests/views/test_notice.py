import pytest
from django.urls import reverse

from microcred.notices.queries import unread_count
from microcred.notices.tests.make import told


@pytest.fixture
def notice(cast):
    return told(cast.ada, at=cast.at)


def open_notice(client, notice):
    return client.post(reverse("notice", args=[notice.pk]))


def test_opening_reads_it_and_leads_to_the_matter(client, cast, notice):
    client.force_login(cast.ada)

    response = open_notice(client, notice)

    assert (response.status_code, response.headers["Location"]) == (302, "/submissions/1/")
    assert unread_count(cast.ada) == 0


def test_one_that_leads_nowhere_stays_in_the_inbox(client, cast):
    client.force_login(cast.ada)

    assert open_notice(client, told(cast.ada, at=cast.at, path="")).headers["Location"] == reverse("inbox")


def test_a_stranger_learns_nothing(client, cast, notice):
    client.force_login(cast.gus)

    assert open_notice(client, notice).status_code == 404
    assert unread_count(cast.ada) == 1


def test_looking_is_not_opening(client, cast, notice):
    client.force_login(cast.ada)

    assert client.get(reverse("notice", args=[notice.pk])).status_code == 405
