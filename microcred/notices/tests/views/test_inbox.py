from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.notices.models import Notice
from microcred.notices.queries import unread_count
from microcred.notices.tests.make import told

INBOX = reverse("inbox")


@pytest.fixture
def ada(cast, client):
    client.force_login(cast.ada)
    return client


def test_nobody_sees_an_inbox_before_signing_in(client, db):
    assert client.get(INBOX).headers["Location"].startswith(reverse("account_login"))


def test_an_empty_inbox_says_what_will_come(ada):
    assert "Nothing here yet" in ada.get(INBOX).content.decode()


def test_unread_stands_above_what_was_read(ada, cast):
    told(cast.ada, at=cast.at, key="old", subject="Your seat is confirmed")
    Notice.objects.update(read_at=cast.at)
    told(cast.ada, at=cast.at - timedelta(days=1), key="new", subject="Your feedback is here")

    page = ada.get(INBOX).content.decode()

    assert page.index("Unread") < page.index("Your feedback is here")
    assert page.index("Your feedback is here") < page.index("Earlier") < page.index("Your seat is confirmed")


def test_what_others_were_told_is_nowhere(ada, cast):
    told(cast.omar, at=cast.at, subject="An award waits for your ruling")

    assert "ruling" not in ada.get(INBOX).content.decode()


def test_words_in_a_notice_are_only_words(ada, cast):
    told(cast.ada, at=cast.at, subject="<b>bold</b>", body="<script>alert(1)</script>", path="")

    page = ada.get(INBOX).content.decode()

    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<script>alert" not in page


def test_mark_all_as_read_reaches_up_to_the_page_that_was_seen(ada, cast):
    told(cast.ada, at=cast.at, key="seen")
    told(cast.ada, at=cast.at + timedelta(hours=1), key="came after")

    seen_at = (cast.at + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%S.%f%z")
    assert ada.post(INBOX, {"up_to": seen_at}).status_code == 302

    assert [notice.key for notice in Notice.objects.filter(read_at=None)] == ["came after"]


def test_a_malformed_moment_marks_nothing(ada, cast):
    told(cast.ada, at=cast.at)

    ada.post(INBOX, {"up_to": "tomorrow"})

    assert unread_count(cast.ada) == 1


@pytest.mark.parametrize("page", ["2", "99", "last", "-1", "x"])
def test_any_page_number_shows_a_page(ada, cast, page):
    for number in range(51):
        told(cast.ada, at=cast.at, key=str(number))

    assert ada.get(INBOX, {"page": page}).status_code == 200


def test_the_inbox_costs_the_same_however_much_was_told(ada, cast):
    def cost():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert ada.get(INBOX).status_code == 200
        return len(asked)

    told(cast.ada, at=cast.at, key="one")
    one = cost()
    told(cast.ada, at=cast.at, key="two")
    told(cast.ada, at=cast.at, key="three")
    three = cost()
    Notice.objects.bulk_create(
        Notice(person=cast.ada, kind="k", subject="s", body="b", key=f"n{number}", told_at=cast.at)
        for number in range(997)
    )
    assert one == three == cost()
