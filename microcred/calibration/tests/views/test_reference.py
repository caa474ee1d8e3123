"""Where the link of a reference leads: open to whoever holds it, answered once."""

import pytest
from django.urls import reverse

from microcred.calibration.models import ReferenceAnswer
from microcred.calibration.operations import reference_token
from microcred.calibration.rules.vetting import Asked
from microcred.calibration.tests.make_vetting import applied, decided, said
from microcred.foundation.clock import now

ANSWER = {"knows": "One team, four years.", "speaks": "yes", "words": "She is fair."}


@pytest.fixture
def application(cast):
    rules = said(cast, Asked(years=0, degree=False, awards=0, references=1))
    return applied(cast, rules=rules, references=[("Kim Ortega", "kim@example.net")], at=now())


@pytest.fixture
def link(application):
    return reverse("reference", args=[reference_token(application.references.get().pk)])


def test_whoever_was_asked_answers_without_an_account_and_once(client, link):
    page = client.get(link).content.decode()
    assert "Ada Whitfield" in page
    assert 'content="noindex"' in page
    assert "kim@example.net" not in page
    assert not ReferenceAnswer.objects.exists(), "opening it changes nothing"

    assert client.post(link, ANSWER | {"speaks": ""}).status_code == 422
    assert client.post(link, ANSWER).status_code == 302
    assert "Thank you" in client.get(link).content.decode()
    client.post(link, ANSWER | {"words": "Something else."})
    assert ReferenceAnswer.objects.get().words == "She is fair."


def test_the_applicant_who_opens_it_reads_that_it_is_not_for_them(client, cast, link):
    client.force_login(cast.ada)
    response = client.post(link, ANSWER)
    assert response.status_code == 409
    assert not ReferenceAnswer.objects.exists()


def test_after_the_decision_and_by_a_made_up_link_nothing_is_there(client, cast, application, link):
    decided(cast, application, "declined", at=now())
    assert client.get(link).status_code == 404
    assert client.get(reverse("reference", args=["x" * 43])).status_code == 404
