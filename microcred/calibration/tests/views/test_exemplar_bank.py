"""A lead's pages: the versions, the papers of one, nominating, a paper, its sets."""

import pytest
from django.urls import reverse

from microcred.calibration.models import Paper, PaperRetirement, PaperSet
from microcred.calibration.tests.make import (
    agreed,
    asked_for,
    consented,
    decided,
    educator,
    levels,
    offered,
    scored,
)


def bank_of(version):
    return reverse("exemplar_bank", args=[version.pk])


def page_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(paper, position=1, words="It names who was at the table."):
    said = {}
    for criterion, judgement in levels(paper, position, words).items():
        said[f"level-{criterion}"], said[f"comment-{criterion}"] = judgement.level, judgement.words
    return said


@pytest.fixture
def lena(client, cast):
    client.force_login(cast.lena)
    return client


def test_lena_nominates_by_the_alias_and_sees_no_name(cast, lena):
    submission = decided(cast)
    version = submission.pursuit.version
    page = page_of(lena, bank_of(version))
    assert submission.alias in page
    assert cast.ada.name not in page
    assert bank_of(version) in page_of(lena, reverse("exemplars"))
    answer = lena.post(reverse("nomination", args=[version.pk]), {"submission": submission.pk}, follow=True)
    assert "consent asked" in answer.content.decode()
    assert cast.ada.name not in answer.content.decode()
    assert submission.alias not in page_of(lena, bank_of(version))


def test_nominating_twice_says_why_not(cast, lena):
    paper = asked_for(cast)
    url = reverse("nomination", args=[paper.version.pk])
    answer = lena.post(url, {"submission": paper.submission_id}, follow=True)
    assert "each once" in answer.content.decode()
    assert lena.post(url, {"submission": "nonsense"}).status_code == 404


def test_a_paper_is_not_shown_before_its_educator_consents(cast, lena):
    paper = asked_for(cast)
    page = page_of(lena, reverse("paper", args=[paper.pk]))
    assert "Nobody reads it until they do." in page
    assert "What I did for number" not in page
    piece = paper.submission.items.filter(item__file__isnull=False).first()
    assert lena.get(reverse("paper_file", args=[paper.pk, piece.pk])).status_code == 404


def test_lena_asks_a_panel_and_sees_nothing_of_it_before_all_are_in(cast, lena):
    paper = consented(cast)
    url = reverse("paper", args=[paper.pk])
    lena.post(reverse("panel", args=[paper.pk]), {"person": cast.bea.pk})
    scored(cast, paper, cast.ben, words="Only the first page counts.")
    page = page_of(lena, url)
    assert "1 of 2 have scored" in page
    assert "Only the first page counts." not in page
    assert "What I did for number" in page, "the paper itself, which she opened by nominating it"
    seat = paper.panelists.get(person=cast.bea)
    lena.post(reverse("panel_departure", args=[paper.pk, seat.pk]))
    assert "Only the first page counts." not in page_of(lena, url), "one alone is no panel"


def test_once_all_are_in_lena_sees_what_they_found_and_records_what_it_shows(cast, lena):
    paper = consented(cast)
    scored(cast, paper, cast.ben, 1, "One meeting is named.")
    scored(cast, paper, cast.bea, 0, "All of it is missing.")
    page = page_of(lena, reverse("paper", args=[paper.pk]))
    assert "One meeting is named." in page
    assert "they differ" in page
    url = reverse("consensus", args=[paper.pk])
    half = typed(paper)
    half.pop(next(name for name in half if name.startswith("level-")))
    answer = lena.post(url, {**half, "form_key": paper.pk})
    assert answer.status_code == 422
    assert "Choose a level." in answer.content.decode()
    assert lena.post(url, {**typed(paper, 0, "Both agree."), "form_key": paper.pk}).status_code == 302
    page = page_of(lena, reverse("paper", args=[paper.pk]))
    assert "Both agree." in page
    assert cast.ada.name not in page


def test_another_lead_opens_a_paper_before_they_see_it(cast, client):
    from microcred.organizations.models import Role
    from microcred.organizations.operations import appoint

    paper = consented(cast)
    appoint(actor=None, person=cast.ben, organization=cast.places["carolinacred"], role=Role.LEAD_ASSESSOR, at=cast.at)
    client.force_login(cast.ben)
    url = reverse("paper", args=[paper.pk])
    assert "What I did for number" not in page_of(client, url)
    client.post(reverse("paper_opening", args=[paper.pk]))
    assert "What I did for number" in page_of(client, url)
    piece = paper.submission.items.filter(item__file__isnull=False).first()
    answer = client.get(reverse("paper_file", args=[paper.pk, piece.pk]))
    assert piece.alias in answer["Content-Disposition"]


def test_lena_publishes_a_set_and_retires_a_paper(cast, lena):
    paper = agreed(cast)
    url = reverse("paper_set", args=[paper.version.pk, "practice"])
    assert lena.post(url, {}).status_code == 422
    assert lena.post(url, {"papers": [paper.pk]}).status_code == 302
    assert PaperSet.objects.get().kind == "practice"
    page = page_of(lena, bank_of(paper.version))
    assert "Practice papers" in page
    refused = lena.post(reverse("paper_set", args=[paper.version.pk, "qualification"]), {"papers": [paper.pk]})
    assert "tries nobody any more" in refused.content.decode()
    lena.post(reverse("paper_retirement", args=[paper.pk]), {"reason": "leaked", "note": "It was in a talk."})
    assert PaperRetirement.objects.get().note == "It was in a talk."
    assert "known outside" in page_of(lena, reverse("paper", args=[paper.pk]))
    assert lena.get(reverse("paper_set", args=[paper.version.pk, "nonsense"])).status_code == 404


def test_a_consent_taken_back_names_nobody_to_the_lead(cast, lena):
    from microcred.calibration.tests.make import say

    paper = agreed(cast)
    say(paper, granted=False, at=cast.at)
    page = page_of(lena, reverse("paper", args=[paper.pk]))
    assert "its educator took their consent back" in page
    assert cast.ada.name not in page
    assert "What I did for number" not in page


@pytest.mark.parametrize("who", ["ben", "cora", "gus", "ada"])
def test_nobody_else_finds_any_of_it(cast, client, who):
    paper = consented(cast)
    client.force_login(getattr(cast, who))
    for url in (bank_of(paper.version), reverse("paper", args=[paper.pk]), reverse("exemplars")):
        assert client.get(url).status_code == 404


def test_the_bank_costs_the_same_for_one_and_for_many(cast, lena, django_assert_max_num_queries):
    version = offered(cast)
    agreed(cast, version)
    page_of(lena, bank_of(version))
    for name in ("Zoe", "Yan"):
        asked_for(cast, version, person=educator(cast, name))
        decided(cast, version, person=educator(cast, f"{name}a"))
    with django_assert_max_num_queries(28):
        assert page_of(lena, bank_of(version)).count("consent asked") == 2
    assert Paper.objects.count() == 3


def test_the_page_of_a_set_tells_which_levels_are_agreed_and_asks_before_they_stand_at_one_end(cast, lena):
    paper = agreed(cast, position=0)
    url = reverse("paper_set", args=[paper.version.pk, "qualification"])
    refused = lena.post(url, {"papers": [paper.pk]})
    assert refused.status_code == 422
    assert "100 in 100 levels" in refused.content.decode()
    assert "The set stands until papers at other levels are there" in refused.content.decode()
    assert lena.post(url, {"papers": [paper.pk], "stands_unread": "on"}).status_code == 302
    assert "Who does not read could qualify" in page_of(lena, url)

    validity = reverse("paper_set", args=[paper.version.pk, "validity"])
    lena.post(validity, {"papers": [paper.pk]})
    page = page_of(lena, validity)
    assert "Which levels are agreed" in page
    assert "A reader who is harsher than agreed cannot be seen" in page
