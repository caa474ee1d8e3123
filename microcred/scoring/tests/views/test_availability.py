"""The page where somebody says how much they read, and what the queue says of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.scoring.models import Availability
from microcred.scoring.operations import claim_next, declare_availability, pause_offers
from microcred.scoring.tests import make

PAGE, QUEUE = reverse("availability"), reverse("queue")


@pytest.fixture
def ben(cast, client):
    make.qualified(cast, cast.ben)
    client.force_login(cast.ben)
    return client


@pytest.fixture
def version(cast):
    make.issuer(cast)
    return make.published(cast)


def text(answer):
    return answer.content.decode()


def test_ben_says_how_much_when_and_of_what(ben, cast, version):
    other = make.published(cast, name="Cultivating a Shared Purpose")
    assert "You set no limit" in text(ben.get(PAGE))
    day = (now() + timedelta(days=30)).date()
    typed = {"most_a_week": "6", "wanted": [str(other.micro_credential_id)], "first_0": day.isoformat()}
    answer = ben.post(PAGE, typed, follow=True)
    assert "You took 0 of the 6 that you want this week" in text(answer)
    said = Availability.objects.get()
    assert (said.most_a_week, said.away, said.unwanted) == (6, [[day, day]], [version.micro_credential_id])
    assert f'value="{day.isoformat()}"' in text(ben.get(PAGE))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"most_a_week": "0"}, "greater than or equal to 1"),
        ({"first_0": "2026-12-24", "last_0": "2026-12-20"}, "lies before the one on which it begins"),
        ({}, "Choose at least one micro-credential"),
    ],
)
def test_what_nobody_means_is_said_at_its_field(ben, version, typed, words):
    answer = ben.post(PAGE, typed)
    assert answer.status_code == 422
    assert words in text(answer)


def test_the_queue_says_that_ben_paused_and_lets_him_go_on(ben, cast, version):
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    ben.post(reverse("offers_pause"))
    page = text(ben.get(QUEUE))
    assert "You paused: nothing new is offered to you" in page
    assert "Take the next submission" not in page
    assert "You paused" in text(ben.post(reverse("claim"), follow=True))
    assert "Take the next submission" in text(ben.post(reverse("offers_resumption"), follow=True))


def test_the_queue_says_that_the_week_is_full_and_when_more_comes(ben, cast, version):
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    make.waiting(cast.gus, version, at=now() - timedelta(days=1))
    declare_availability(actor=cast.ben, most_a_week=1, away=[], unwanted=[], at=now())
    assert "1 of the 1 that you want this week is left" in text(ben.get(QUEUE))
    item = claim_next(actor=cast.ben, at=now())
    ben.post(reverse("claim_end", args=[item.pk]), {"claim_number": 1, "reason": "A long one."})
    item = claim_next(actor=cast.ben, at=now())
    make.mark_all(item, cast.ben, at=now())
    ben.post(reverse("scoring", args=[item.pk]), {"claim_number": item.claim_number})
    page = text(ben.get(QUEUE))
    assert "You took 1 of the 1 that you want this week" in page
    assert "Change how much you read" in page


def test_the_empty_queue_says_that_something_is_not_wanted(ben, cast, version):
    make.published(cast, name="Cultivating a Shared Purpose")
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    unwanted = [version.micro_credential_id]
    declare_availability(actor=cast.ben, most_a_week=None, away=[], unwanted=unwanted, at=now())
    page = text(ben.get(QUEUE))
    assert "Nothing waits for you" in page
    assert "You also asked not to be offered one micro-credential" in page


def test_what_is_held_leads_back_to_the_workbench(ben, cast, version):
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    item = claim_next(actor=cast.ben, at=now())
    pause_offers(actor=cast.ben, at=now())
    assert reverse("workbench", args=[item.pk]) in text(ben.get(PAGE))
    assert "Go on with" in text(ben.get(QUEUE))
