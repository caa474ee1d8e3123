from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.portfolios.operations import complete
from microcred.portfolios.queries import contents_of
from microcred.portfolios.tests.make import came_back, handed_in, pdf, put, started


def test_the_receipt_names_digest_alias_and_contents(client, cast):
    submission = handed_in(started(cast), at=cast.at)
    client.force_login(cast.ada)

    page = client.get(reverse("submission", args=[submission.pk])).content.decode()

    assert submission.digest in page
    assert submission.alias in page
    assert "evidence-1.pdf" in page
    assert "Tuesday, September 1, 2026, 8 a.m. EDT" in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "You will have your feedback by Monday, September 21, 2026"),
        (21, "We promised your feedback by Monday, September 21, 2026 and are late."),
    ],
)
def test_until_the_decision_the_promised_date_is_said_wherever_she_looks(client, cast, days, words):
    submission = handed_in(started(cast), at=cast.at)
    client.force_login(cast.ada)

    with standing_at(cast.at + timedelta(days=days)):
        receipt, workspace, mine = (
            client.get(address).content.decode()
            for address in (
                reverse("submission", args=[submission.pk]),
                reverse("pursuit", args=[submission.pursuit_id]),
                reverse("pursuits"),
            )
        )

    assert words in receipt
    assert words in workspace
    assert "by Monday, September 21, 2026" in mine


@pytest.mark.parametrize("earned", [True, False])
def test_after_the_decision_nothing_is_promised(client, cast, earned):
    pursuit = started(cast) if earned else came_back(cast)
    submission = handed_in(pursuit, at=cast.at) if earned else pursuit.submissions.get()
    if earned:
        complete(actor=None, pursuit=pursuit, at=cast.at)
    client.force_login(cast.ada)

    assert "feedback by" not in client.get(reverse("submission", args=[submission.pk])).content.decode()


def test_nobody_else_sees_it(client, cast):
    submission = handed_in(started(cast), at=cast.at)
    for person in (cast.gus, cast.ben, cast.elena):
        client.force_login(person)
        assert client.get(reverse("submission", args=[submission.pk])).status_code == 404


def test_its_owner_reads_their_own_names_of_files_on_the_page_and_on_paper(client, cast):
    pursuit = started(cast)
    put(pursuit, "Fall plan of my team.pdf", pdf(), at=cast.at)
    submission = handed_in(pursuit, at=cast.at)
    client.force_login(cast.ada)

    page = client.get(reverse("submission", args=[submission.pk])).content.decode()

    paper, screen = page.split('<div class="no-print">', 1)
    assert "Fall plan of my team.pdf" in paper
    assert "yours: Fall plan of my team.pdf" in screen
    assert "Fall plan" not in repr(contents_of(submission)), "what assessors get"
    assert "Fall plan" not in submission.manifest
