"""The page of quality reviews for who keeps a catalogue good: what was never reviewed, what is due, rounds narrowed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.authoring.operations import conclude_review, publish, settle
from microcred.authoring.queries import rounds_kept_by
from microcred.authoring.tests import reviewing
from microcred.authoring.tests.reviewing import AT, NOT_MET
from microcred.catalog.models import QualityStatement
from microcred.catalog.tests import make
from microcred.foundation.clock import standing_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return reviewing.table()


@pytest.fixture
def published(table):
    """A version of Cora's that no review has judged."""
    return publish(actor=make.cora(), draft=table.draft, at=AT)


def read(client, **asked):
    return client.get(reverse("quality_reviews"), asked).content.decode()


def test_what_was_never_reviewed_is_counted_and_a_round_opened_for_it(table, published, client):
    client.force_login(table.pia)
    page = read(client, version=published.pk)
    assert "Never reviewed" in page
    assert f'value="{published.pk}" selected' in page

    due = (AT + timedelta(days=4000)).date().isoformat()
    sent = {"version": published.pk, "reviewer": table.dev.pk, "other_reviewer": table.quinn.pk, "due": due}
    opened = client.post(reverse("quality_reviews"), sent)

    assert opened.status_code == 302
    after = read(client)
    assert "A round is open" in after
    assert f'value="{published.pk}"' not in after
    assert "Being judged" in after


def test_a_reviewed_version_is_not_among_them_and_its_public_page_says_so_to_nobody(table, published, client):
    page = reverse("micro_credential", args=[published.micro_credential.slug])
    assert "Never reviewed" not in client.get(page).content.decode()
    client.force_login(make.cora())
    assert "Never reviewed" not in client.get(page).content.decode(), "an author does not look after quality"
    client.force_login(table.pia)
    assert "Never reviewed" in client.get(page).content.decode()

    review = table.open(draft=None, version=published)
    for who in (table.dev, table.quinn):
        table.file(review, who)

    assert "Never reviewed" not in client.get(page).content.decode()
    assert "Never reviewed" not in read(client)


def test_an_overdue_review_is_told_to_those_who_can_do_something_about_it_and_to_nobody_else(table, published, client):
    review = table.open(draft=None, version=published)
    for who in (table.dev, table.quinn):
        table.file(review, who)
    statement = QualityStatement.objects.get(version=published)
    page = reverse("micro_credential", args=[published.micro_credential.slug])

    def seen(*, days, by=None):
        client.logout()
        with standing_at(AT + timedelta(days=days)):
            if by is not None:
                client.force_login(by)
            return client.get(page).content.decode()

    assert "next review" in seen(days=1)
    late = (statement.next_review_on - AT.date()).days + 30
    assert "review was due" not in (public := seen(days=late))
    assert "next review" not in public
    author, keeper = seen(days=late, by=make.cora()), seen(days=late, by=table.pia)
    assert "Its review was due on" in author
    assert "Open a round" not in author
    assert "Its review was due on" in keeper
    assert "Open a round" in keeper


@pytest.mark.parametrize("asked", ["nonsense", "01890000-0000-7000-8000-000000000000", ""])
def test_a_version_that_is_not_there_is_not_chosen(table, client, asked):
    client.force_login(table.pia)
    assert client.get(reverse("quality_reviews"), {"version": asked}).status_code == 200


def stands(table, *, days=0):
    [review] = rounds_kept_by(table.pia, at=AT + timedelta(days=days))
    return review.stands


def test_a_round_goes_from_being_judged_to_concluded(table):
    review = table.open()
    assert stands(table) == "reading"
    assert stands(table, days=11) == "late"
    table.file(review, table.dev, A1=(NOT_MET, "Two abilities."))
    assert stands(table) == "reading"
    table.file(review, table.quinn)
    assert stands(table, days=11) == "disputed"
    for who in (table.dev, table.quinn):
        settle(
            actor=who,
            review=review,
            component_id=table.components["A1"],
            verdict=NOT_MET,
            reason="It joins two.",
            at=AT,
        )
    assert stands(table, days=11) == "to_conclude"
    conclude_review(
        actor=table.pia,
        review=review,
        meet_by=(AT + timedelta(days=30)).date(),
        conditions={table.components["A1"]: "Leave one out."},
        at=AT,
    )
    assert stands(table) == "conditions"


def test_rounds_are_narrowed_to_where_they_stand(table, client):
    review = table.open()
    client.force_login(table.pia)
    address = reverse("quality_review", args=[review.pk])

    assert address in read(client)
    assert address in read(client, where="late"), "its day was long ago"
    assert address not in read(client, where="concluded")
    assert "No round stands there" in read(client, where="concluded")
    assert address in read(client, where="nonsense", organization="nowhere")
