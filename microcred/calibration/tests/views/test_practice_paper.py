"""An assessor scores a practice paper and sees what is agreed beside their own."""

import pytest
from django.urls import reverse

from microcred.calibration.models import PaperSet
from microcred.calibration.operations import publish_papers, record_consensus
from microcred.calibration.tests.make import agreed, consented, educator, levels, scored
from microcred.calibration.tests.views.test_exemplar_bank import page_of, typed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register

WHY = "Two of the three meetings are named, with who was there."


@pytest.fixture
def paper(cast):
    paper = consented(cast)
    for person in (cast.ben, cast.bea):
        scored(cast, paper, person, 1, "What the panel wrote.")
    record_consensus(actor=cast.lena, paper=paper, judgements=levels(paper, 1, WHY), at=cast.at)
    publish(cast, paper)
    return paper


@pytest.fixture
def kim(client, cast):
    person = register(actor=None, name="Kim", email="kim@example.org")
    appoint(actor=None, person=person, organization=cast.places["carolinacred"], role=Role.ASSESSOR, at=cast.at)
    client.force_login(person)
    return client


def publish(cast, *papers, kind=PaperSet.Kind.PRACTICE):
    publish_papers(actor=cast.lena, version=papers[0].version, kind=kind, papers=papers, at=cast.at)


def url_of(paper):
    return reverse("practice_paper", args=[paper.pk])


def test_kim_scores_first_and_then_sees_what_is_agreed_and_why(cast, kim, paper):
    url = url_of(paper)
    assert url in page_of(kim, reverse("practice"))
    assert "What I did for number" not in page_of(kim, url)
    assert kim.post(reverse("paper_opening", args=[paper.pk]), {"learn": "1"})["Location"] == url
    page = page_of(kim, url)
    assert "What I did for number" in page
    assert WHY not in page
    assert cast.ada.name not in page
    answer = kim.post(url, {**typed(paper, 0, "I saw one meeting."), "form_key": paper.pk}, follow=True)
    page = answer.content.decode()
    assert WHY in page
    assert "I saw one meeting." in page
    assert "stricter by 1 level" in page
    assert "What the panel wrote." not in page, "what single panelists found is theirs"
    assert "0 of" in page_of(kim, reverse("practice"))
    assert WHY not in page_of(kim, f"{url}?again=1"), "to be scored again without looking"


def test_a_level_is_needed_and_no_reason(kim, paper):
    kim.post(reverse("paper_opening", args=[paper.pk]))
    said = {name: value if name.startswith("level-") else "" for name, value in typed(paper).items()}
    answer = kim.post(url_of(paper), {"form_key": paper.pk})
    assert answer.status_code == 422
    assert "Choose a level." in answer.content.decode()
    assert kim.post(url_of(paper), {**said, "form_key": paper.pk}).status_code == 302


def test_an_anchor_to_practise_on_shows_what_is_agreed_only_once_it_is_scored(cast, kim):
    paper = agreed(cast)
    publish(cast, paper, kind=PaperSet.Kind.ANCHOR)
    publish(cast, paper, kind=PaperSet.Kind.PRACTICE)
    before = page_of(kim, url_of(paper))
    assert "Once you have scored it you see what a panel agreed on" in before
    assert "to practise" in page_of(kim, reverse("practice"))

    kim.post(reverse("paper_opening", args=[paper.pk]))

    opened = page_of(kim, url_of(paper))
    assert "The rubric" in opened
    assert "What is agreed, and why" not in opened


def test_an_anchor_shows_what_is_agreed_at_once(cast, kim):
    anchor = agreed(cast)
    publish(cast, anchor, kind=PaperSet.Kind.ANCHOR)
    kim.post(reverse("paper_opening", args=[anchor.pk]))
    assert "What is agreed, and why" in page_of(kim, url_of(anchor))


@pytest.mark.parametrize("who", ["cora", "ada", "gus"])
def test_nobody_else_finds_it(cast, client, paper, who):
    client.force_login(getattr(cast, who))
    for url in (url_of(paper), reverse("practice")):
        assert client.get(url).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(cast, kim, paper, django_assert_max_num_queries):
    page_of(kim, reverse("practice"))
    more = [agreed(cast, paper.version, person=educator(cast, name)) for name in ("Zoe", "Yan")]
    publish(cast, paper, *more)
    with django_assert_max_num_queries(22):
        assert page_of(kim, reverse("practice")).count("Paper ") >= 3
