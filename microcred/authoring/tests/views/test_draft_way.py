from html import unescape

import pytest
from django.urls import reverse

from microcred.authoring.gates import Gate
from microcred.authoring.models import Handover
from microcred.authoring.queries import standing_of
from microcred.authoring.tests import passing as make
from microcred.authoring.tests.views.test_draft import opened
from microcred.organizations.models import Role

pytestmark = pytest.mark.django_db


def way(draft):
    return reverse("draft_way", args=[draft.pk])


def text_of(client, who, address):
    client.force_login(who)
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_draft_without_a_proposal_is_led_to_one(client):
    draft = make.draft()
    page = text_of(client, make.cora(), way(draft))

    assert "Being written" in page
    assert f"{reverse('new_proposal')}?draft={draft.pk}" in page


def test_an_author_sends_it_and_it_stands_still(client):
    draft = make.proposed()
    make.peer()
    client.force_login(make.cora())
    client.post(reverse("draft_sending", args=[draft.pk]), {"reason": "Look at part 2."})

    page = text_of(client, make.cora(), way(draft))
    assert "Look at part 2." in page
    assert "Petra can pass it or send it back" in page
    assert "Take it back" in page
    writing = unescape(client.get(reverse("draft", args=[draft.pk])).content.decode())
    assert "below it reads as its reviewers have it" in writing
    assert "<textarea" not in writing, "what cannot be saved should not be typed"


def test_what_is_sent_to_a_draft_that_is_read_is_refused_and_not_lost(client):
    draft = make.proposed()
    make.peer()
    client.force_login(make.cora())
    address = reverse("draft", args=[draft.pk])
    sent = {**opened(client, draft), "name": "Typed with care"}
    client.post(reverse("draft_sending", args=[draft.pk]))

    response = client.post(address, sent)
    page = unescape(response.content.decode())

    assert response.status_code == 409
    assert "Take it back to change it" in page
    assert "Typed with care" in page
    answer = client.post(address, sent, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["title"]) == (422, "DraftHeld")


def test_a_colleague_passes_with_a_list_and_a_reason(client):
    draft = make.sent()
    page = text_of(client, make.peer(), way(draft))
    assert "Two people who do not know each other would choose the same level." in page
    address = reverse("draft_passage", args=[draft.pk])
    form = {"gate": "peer-review", "verdict": "pass", "reason": "I would use it.", "checked": ["method"]}

    short = client.post(address, form)
    assert short.status_code == 409
    page = unescape(short.content.decode())
    assert "look at the rest of the list" in page
    assert "I would use it." in page, "what was typed stays"

    client.post(address, {**form, "checked": make.EVERY_ITEM[Gate.PEER_REVIEW]})
    assert standing_of(draft).open[0] is Gate.EDITORIAL
    assert "Passed: Peer review" in text_of(client, make.cora(), way(draft))


def test_a_colleague_sends_it_back(client):
    draft = make.sent()
    client.force_login(make.peer())
    client.post(
        reverse("draft_passage", args=[draft.pk]),
        {"gate": "peer-review", "verdict": "send_back", "reason": "The levels overlap."},
    )

    assert Handover.objects.filter(draft=draft).last().kind == "sent-back"
    assert "The levels overlap." in text_of(client, make.cora(), way(draft))


def test_the_writer_sees_the_list_and_no_button(client):
    page = text_of(client, make.cora(), way(make.sent()))

    assert "a colleague judges it" in page
    assert 'name="verdict"' not in page


def test_an_administrator_reads_the_draft_here_and_sees_what_two_reviewers_came_to(client):
    draft = make.sent(to=Gate.QUALITY_REVIEW)
    page = text_of(client, make.admin(), way(draft))
    assert "Nobody has asked two reviewers for one yet." in page
    assert draft.design["requirements"][0]["prompt"] in page

    make.reviewed(draft)
    assert "It was passed." in text_of(client, make.admin(), way(draft))
    client.post(
        reverse("draft_passage", args=[draft.pk]),
        {"gate": "quality-review", "verdict": "pass", "reason": "As the reviewers found."},
    )
    assert not standing_of(draft).open


def test_the_way_of_a_published_draft_goes_on_to_its_pilot(client):
    draft = make.passed()
    client.force_login(make.cora())
    client.post(reverse("publication", args=[draft.pk]))

    page = text_of(client, make.cora(), way(draft))
    assert "Published as version 1, in pilot" in page
    assert reverse("pilot", args=["managing-change", "1"]) in page
    assert "In pilot" in client.get("/catalogue/managing-change/").content.decode()


def test_a_gate_that_is_none_is_no_form(client):
    draft = make.sent()
    client.force_login(make.peer())
    for odd in ({}, {"gate": "pilot", "verdict": "pass"}, {"gate": "peer-review", "verdict": "perhaps"}):
        assert client.post(reverse("draft_passage", args=[draft.pk]), odd).status_code == 400


def test_reviewers_who_judge_blind_and_strangers_find_nothing(client):
    draft = make.sent()
    for who in (make.gus(), *make.reviewers()):
        client.force_login(who)
        assert client.get(way(draft)).status_code == 404
    client.force_login(make.colleague("Lena", Role.LEAD_ASSESSOR))
    assert client.get(way(draft)).status_code == 200
    assert client.post(reverse("draft_passage", args=[draft.pk]), {"gate": "peer-review"}).status_code == 404


def test_the_page_costs_the_same_however_much_happened(client, django_assert_max_num_queries):
    draft = make.passed()
    client.force_login(make.cora())
    client.get(way(draft))
    with django_assert_max_num_queries(26):
        client.get(way(draft))


def test_authors_find_what_the_review_said_once_its_gate_is_passed_too(client):
    said = reverse("draft_quality", args=[(draft := make.passed()).pk])
    assert said in text_of(client, make.cora(), way(draft))
    assert said not in text_of(client, make.admin(), way(draft))
