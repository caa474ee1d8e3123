"""An educator says whether their work may be an example."""

import pytest
from django.urls import reverse

from microcred.calibration.queries import papers_in_use, standing_of
from microcred.calibration.tests.make import asked_for
from microcred.calibration.tests.views.test_exemplar_bank import page_of


@pytest.fixture
def ada(client, cast):
    client.force_login(cast.ada)
    return client


def test_ada_reads_what_is_asked_says_yes_and_takes_it_back(cast, ada):
    paper = asked_for(cast)
    url = reverse("exemplar_consent", args=[paper.pk])
    page = page_of(ada, url)
    assert "without your name" in page
    assert cast.lena.name not in page
    ada.post(url, {"answer": "yes"})
    assert list(papers_in_use()) == [paper]
    assert "without your name" in standing_of(paper).consent.words, "the words that she read are kept"
    assert "You consented" in page_of(ada, url)
    ada.post(url, {"answer": "no"})
    assert not papers_in_use().exists()
    assert "You took your consent back" in page_of(ada, url)


def test_ada_says_no(cast, ada):
    paper = asked_for(cast)
    url = reverse("exemplar_consent", args=[paper.pk])
    ada.post(url, {"answer": "no"})
    assert "You said no" in page_of(ada, url)


@pytest.mark.parametrize("who", ["lena", "ben", "cora", "gus"])
def test_nobody_else_answers_for_her(cast, client, who):
    paper = asked_for(cast)
    client.force_login(getattr(cast, who))
    url = reverse("exemplar_consent", args=[paper.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"answer": "yes"}).status_code == 404


def test_adas_home_leads_her_there(cast, ada):
    paper = asked_for(cast)
    url = reverse("exemplar_consent", args=[paper.pk])
    assert url in page_of(ada, reverse("home"))
