"""A panelist reads a paper blind and alone."""

import pytest
from django.urls import reverse

from microcred.calibration.models import PaperReading
from microcred.calibration.operations import ask_to_panel
from microcred.calibration.tests.make import consented, scored
from microcred.calibration.tests.views.test_exemplar_bank import page_of, typed


def url_of(paper):
    return reverse("panel_reading", args=[paper.pk])


@pytest.fixture
def paper(cast):
    paper = consented(cast)
    for person in (cast.ben, cast.bea):
        ask_to_panel(actor=cast.lena, paper=paper, person=person, at=cast.at)
    return paper


@pytest.fixture
def ben(client, cast):
    client.force_login(cast.ben)
    return client


def test_ben_begins_reads_without_a_name_and_saves_for_good(cast, ben, paper):
    assert "What I did for number" not in page_of(ben, url_of(paper)), "before he says that he begins"
    ben.post(reverse("paper_opening", args=[paper.pk]))
    page = page_of(ben, url_of(paper))
    assert "What I did for number" in page
    for told in (cast.ada.name, cast.ada.email, "Cedar Creek", paper.submission.alias, cast.bea.name):
        assert told not in page
    answer = ben.post(url_of(paper), {**typed(paper), "form_key": paper.pk})
    assert answer.status_code == 302
    assert "1 of 2 have scored" in page_of(ben, url_of(paper))


def test_what_was_left_out_is_asked_for_and_what_was_typed_stays(ben, paper):
    ben.post(reverse("paper_opening", args=[paper.pk]))
    said = typed(paper, words="A reason of mine.")
    missing = next(name for name in said if name.startswith("comment-"))
    answer = ben.post(url_of(paper), {**said, missing: "", "form_key": paper.pk})
    assert answer.status_code == 422
    assert "Say why it is this level." in answer.content.decode()
    assert "A reason of mine." in answer.content.decode()
    assert not PaperReading.objects.exists()


def test_nobody_sees_anothers_reading_before_all_are_in(cast, ben):
    paper = consented(cast)
    scored(cast, paper, cast.ben, words="What Ben found.")
    ask_to_panel(actor=cast.lena, paper=paper, person=cast.bea, at=cast.at)
    ben.force_login(cast.bea)
    ben.post(reverse("paper_opening", args=[paper.pk]))
    assert "What Ben found." not in page_of(ben, url_of(paper))
    ben.post(url_of(paper), {**typed(paper, 0, "What Bea found."), "form_key": paper.pk})
    page = page_of(ben, url_of(paper))
    assert "What Ben found." in page
    assert "What Bea found." in page
    assert cast.ben.name not in page, "who found what is not what is to be talked about"


def test_who_steps_back_finds_it_no_more(cast, ben, paper):
    seat = paper.panelists.get(person=cast.ben)
    other = paper.panelists.get(person=cast.bea)
    assert ben.post(reverse("panel_departure", args=[paper.pk, other.pk])).status_code == 404
    ben.post(reverse("panel_departure", args=[paper.pk, seat.pk]))
    assert ben.get(url_of(paper)).status_code == 404


@pytest.mark.parametrize("who", ["lena", "cora", "ada", "gus"])
def test_nobody_else_finds_it(cast, client, paper, who):
    client.force_login(getattr(cast, who))
    assert client.get(url_of(paper)).status_code == 404


def test_an_assessors_home_says_what_they_are_asked_for(cast, ben, paper):
    assert url_of(paper) in page_of(ben, reverse("home"))
