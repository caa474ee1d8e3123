from html import unescape

import pytest
from django.urls import reverse

from microcred.authoring.models import Draft, Proposal
from microcred.authoring.operations import ask_for_more, propose
from microcred.authoring.tests import passing as make

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Leading Change",
    "competency": "The educator leads a small change.",
    "need": "Seven schools asked for help.",
    "audience": "teacher",
    "sponsor": "Office of Educator Effectiveness",
}


@pytest.fixture
def author(client):
    client.force_login(make.cora())
    make.admin()
    return client


def page_of(response):
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_proposal_is_made_decided_and_becomes_a_draft(author):
    response = author.post(reverse("new_proposal"), {**SAID, "owner": make.university().slug})
    proposal = Proposal.objects.get()
    assert response["Location"] == reverse("proposal", args=[proposal.pk])
    assert "Waits for a decision" in page_of(author.get(response["Location"]))
    assert "Leading Change" in page_of(author.get(reverse("proposals")))

    author.force_login(make.admin())
    assert "Your decision" in page_of(author.get(response["Location"]))
    decision = reverse("proposal_decision", args=[proposal.pk])
    refused = author.post(decision, {"number": 1, "outcome": "accepted", "reason": ""})
    assert (refused.status_code, "Say why" in unescape(refused.content.decode())) == (409, True)
    author.post(decision, {"number": 1, "outcome": "accepted", "reason": "We need it."})

    assert Draft.objects.get().design["name"] == "Leading Change"
    assert reverse("draft_way", args=[Draft.objects.get().pk]) in page_of(author.get(response["Location"]))


def test_what_is_missing_is_said_at_its_field(author):
    response = author.post(reverse("new_proposal"), {**SAID, "need": "", "owner": make.university().slug})

    assert response.status_code == 422
    assert not Proposal.objects.exists()


def test_a_draft_that_was_begun_brings_its_words(author):
    draft = make.draft()
    page = page_of(author.get(reverse("new_proposal"), {"draft": draft.pk}))
    assert "Managing Change" in page
    assert 'name="owner"' not in page

    author.post(reverse("new_proposal"), {**SAID, "draft": draft.pk})
    assert Proposal.objects.get().draft == draft
    assert author.get(reverse("new_proposal"), {"draft": "nothing"}).status_code == 404


def test_who_is_asked_for_more_words_it_again(author):
    wording = propose(actor=make.cora(), owner=make.university(), said=make.said(), at=make.AT)
    ask_for_more(actor=make.admin(), wording=wording, reason="How many?", at=make.AT)
    address = reverse("proposal", args=[wording.proposal_id])
    assert "Add what was asked for" in page_of(author.get(address))

    author.post(address, {**SAID, "need": "Two hundred teachers."})

    page = page_of(author.get(address))
    assert "Two hundred teachers." in page
    assert "Earlier wordings" in page


def test_odd_decisions_decide_nothing(author):
    wording = propose(actor=make.cora(), owner=make.university(), said=make.said(), at=make.AT)
    author.force_login(make.admin())
    address = reverse("proposal_decision", args=[wording.proposal_id])
    for odd in ({}, {"number": 7, "outcome": "accepted"}, {"number": 1, "outcome": "perhaps"}):
        assert author.post(address, odd).status_code == 400
    assert not Draft.objects.exists()


def test_strangers_find_nothing(client):
    wording = propose(actor=make.cora(), owner=make.university(), said=make.said(), at=make.AT)
    client.force_login(make.gus())
    for name, arguments in (("proposals", []), ("new_proposal", []), ("proposal", [wording.proposal_id])):
        assert client.get(reverse(name, args=arguments)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_list_costs_the_same_queries_at_any_size(author, count, django_assert_max_num_queries):
    for number in range(count):
        propose(actor=make.cora(), owner=make.university(), said=make.said(name=f"Change {number}"), at=make.AT)
    with django_assert_max_num_queries(13):
        assert "Change 0" in page_of(author.get(reverse("proposals"))) or count == 60
