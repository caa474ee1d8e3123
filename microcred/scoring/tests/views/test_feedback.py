"""What the educator reads."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.scoring.operations import claim_next, enqueue, score
from microcred.scoring.tests import make


@pytest.fixture
def item(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    return claim_next(actor=cast.ben, at=now())


@pytest.fixture
def ada(cast, client):
    client.force_login(cast.ada)
    return client


def decide(cast, item, *short, word=""):
    make.mark_all(item, cast.ben, at=now(), short=short)
    return score(actor=cast.ben, item=item, claim_number=item.claim_number, feedback=word, at=now())


def page_of(item):
    return reverse("feedback", args=[item.submission_id])


def test_before_the_decision_the_page_says_until_when(ada, cast, item):
    page = ada.get(page_of(item)).content.decode()
    assert "An assessor is reading your work" in page
    assert "You will have your feedback by" in page


def test_what_is_short_stands_first_with_what_would_meet_it(ada, cast, item):
    criteria = list(Criterion.objects.filter(version=item.version).order_by("position"))
    decide(cast, item, criteria[0], word="Read the **plan** once more.")
    page = ada.get(page_of(item)).content.decode()
    assert "Not yet" in page
    assert "<strong>plan</strong>" in page
    assert page.index("Short of what is needed") < page.index(f"</span> {criteria[0].name}")
    assert page.index(f"</span> {criteria[0].name}") < page.index(f"</span> {criteria[1].name}")
    assert "Say who was at the table." in page
    assert criteria[0].levels.get(position=criteria[0].required_position).descriptor in page.replace("&#x27;", "'")
    pursuit = reverse("pursuit", args=[item.submission.pursuit_id])
    open_again = [r for r in item.version.requirements.all() if criteria[0] in r.criteria.all()]
    assert open_again
    ways = [f'href="{pursuit}#requirement-{requirement.position + 1}"' for requirement in open_again]
    assert all(way in page for way in ways)
    # The button leads to the first of them.
    assert page.count(ways[0]) == 2
    assert page.count(f"{pursuit}#requirement-") == len(open_again) + 1


def test_what_was_earned_leads_to_the_credential(ada, cast, item):
    decide(cast, item)
    assert "Your credential is being signed" in ada.get(page_of(item)).content.decode()
    outbox.deliver_all()
    page = ada.get(page_of(item)).content.decode()
    assert "You earned it." in page
    assert "Revise" not in page


def test_old_attempts_stay_within_reach(ada, cast, item):
    short = Criterion.objects.filter(version=item.version).first()
    decide(cast, item, short)
    again = make.submitted(cast.ada, item.version, at=now(), story="Again.")
    enqueue(actor=None, submission=again, at=now())
    old, new = page_of(item), reverse("feedback", args=[again.pk])
    assert new in ada.get(old).content.decode()
    assert "Your next step" not in ada.get(old).content.decode()  # it has been taken
    assert "Your work waits for its reading" in ada.get(new).content.decode()


def test_nobody_reads_who_judged(ada, cast, item):
    decide(cast, item)
    page = ada.get(page_of(item)).content.decode()
    assert "Okafor" not in page
    assert str(cast.ben.pk) not in page


@pytest.mark.parametrize("who", ["ben", "bea", "lena", "omar", "gus", "elena"])
def test_nobody_else_finds_it(client, cast, item, who):
    decide(cast, item)
    client.force_login(getattr(cast, who))
    assert client.get(page_of(item)).status_code == 404
    assert client.get(reverse("feedback_pdf", args=[item.submission_id])).status_code == 404
