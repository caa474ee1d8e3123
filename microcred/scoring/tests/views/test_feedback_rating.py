"""One click on the page of the feedback."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.scoring.models import FeedbackRating
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    item = make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    make.read(item, cast.ben, at=now(), short=(Criterion.objects.filter(version=item.version).first(),))
    return item.submission


@pytest.fixture
def ada(cast, client):
    client.force_login(cast.ada)
    return client


def rating(submission):
    return reverse("feedback_rating", args=[submission.pk])


def page(client, submission):
    return client.get(reverse("feedback", args=[submission.pk])).content.decode()


def test_one_click_says_it_and_another_says_otherwise(ada, submission):
    assert "Did this feedback help you?" in page(ada, submission)

    ada.post(rating(submission), {"said": "helped", "words": ""})
    answer = ada.post(rating(submission), {"said": "partly", "words": "It names the page."})

    assert answer.url.endswith("#helped")
    shown = page(ada, submission)
    assert shown.count("It names the page.") == 2
    assert "You can say something else until" in shown


def test_what_was_typed_stays_where_it_is_refused(ada, submission):
    words = "Write to mara.hollis@example.org about it."
    answer = ada.post(rating(submission), {"said": "not", "words": words})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not FeedbackRating.objects.exists()
    assert ada.post(rating(submission), {"said": "not", "words": words, "words_stand": "on"}).status_code == 302


def test_anything_but_what_can_be_said_is_a_bad_request(ada, submission):
    assert ada.post(rating(submission), {"said": "wonderful"}).status_code == 400


def test_the_lead_reads_the_words_without_whose_they_are(ada, cast, client, submission):
    ada.post(rating(submission), {"said": "not", "words": "It names no page."})
    client.force_login(cast.lena)
    shown = client.get(reverse("reader", args=["carolinacred", cast.ben.pk])).content.decode()

    assert "It names no page." in shown
    assert cast.ada.name not in shown
    assert submission.alias not in shown


def test_who_judged_reads_none_of_them(ada, cast, client, submission):
    ada.post(rating(submission), {"said": "not", "words": "It names no page."})
    client.force_login(cast.ben)
    for name in ("my_scoring", "queue"):
        assert "It names no page." not in client.get(reverse(name)).content.decode()
