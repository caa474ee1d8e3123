"""Two people at one draft, as their browsers meet it: what is joined, what is shown side by side, who is here."""

import pytest
from django.test import Client
from django.urls import reverse

from microcred.authoring.operations import end_co_authorship
from microcred.authoring.queries import history_of
from microcred.authoring.tests.make import AT, draft, joined, nils, tess
from microcred.authoring.tests.views.test_draft import address, form_of, opened
from microcred.catalog.tests.make import cora

pytestmark = pytest.mark.django_db


def at_the_desk(person):
    client = Client()
    client.force_login(person)
    return client


def script(client, mine, sent):
    return client.post(address(mine), sent, headers={"Accept": "application/json"})


@pytest.fixture
def desks():
    return at_the_desk(cora()), at_the_desk(nils())


def test_different_fields_are_joined_save_after_save_without_loading_the_page_again(desks):
    hers, his = desks
    mine = draft()
    her_form, his_form = opened(hers, mine), opened(his, mine)
    her_form["name"] = "Managing Change Well"
    assert script(hers, mine, her_form).json()["revision"] == 1

    his_form["key_method"] = "He listens."
    answer = script(his, mine, his_form).json()
    assert answer["revision"] == "2.own"
    assert "Cora changed other fields meanwhile" in answer["shown"]["joined"]
    his_form |= {"revision": answer["revision"], "hours": "30"}
    answer = script(his, mine, his_form).json()

    mine.refresh_from_db()
    said = (mine.design["name"], mine.design["key_method"], mine.design["hours"])
    assert said == ("Managing Change Well", "He listens.", 30)
    assert answer["revision"] == "3.own"
    assert form_of(his.get(address(mine)).content.decode())["name"] == ["Managing Change Well"]


def test_the_same_field_is_shown_side_by_side_with_the_rest_joined_and_what_was_typed_is_kept(desks):
    hers, his = desks
    mine = draft()
    her_form, his_form = opened(hers, mine), opened(his, mine)
    hers.post(address(mine), her_form | {"name": "Hers", "hours": "30"})
    response = his.post(address(mine), his_form | {"name": "His", "key_method": "He listens."})
    page = response.content.decode()

    assert response.status_code == 409
    assert "Hers" in page
    sent = form_of(page)
    assert (sent["name"], sent["hours"], sent["key_method"]) == (["His"], ["30"], ["He listens."])
    assert history_of(mine).filter(conflicting=True).get().saved_by == nils()
    his.post(address(mine), sent)
    mine.refresh_from_db()
    assert (mine.design["name"], mine.design["hours"], mine.design["key_method"]) == ("His", 30, "He listens.")


def test_who_is_here_is_said_with_the_field_and_not_to_themselves(desks):
    hers, his = desks
    mine = draft()
    presence = reverse("draft_presence", args=[mine.pk])
    his.post(presence, {"path": "rubric.0.name"})
    answer = hers.post(presence, {"path": "nonsense"}).content.decode()
    assert "Nils is here, writing in" in answer
    assert "Criterion 1: Name" in answer
    assert "Cora" in his.post(presence).content.decode()
    assert "Nils is here" in hers.get(address(mine)).content.decode()


def test_a_co_author_taken_off_with_the_page_still_open_is_told_and_saves_nothing():
    mine = draft()
    invitation = joined(mine, tess())
    hers = at_the_desk(tess())
    sent = opened(hers, mine)
    end_co_authorship(actor=cora(), invitation=invitation, at=AT)

    response = script(hers, mine, sent | {"name": "Too late"})
    assert response.status_code == 404
    assert "Cora" in response.json()["message"]
    assert hers.get(address(mine)).status_code == 404
    mine.refresh_from_db()
    assert mine.revision == 0


def test_a_stolen_link_opens_nothing():
    mine = draft()
    stranger = at_the_desk(tess())
    assert stranger.get(address(mine)).status_code == 404
    assert script(stranger, mine, {"name": "Mine"}).status_code == 404
    assert "message" not in script(stranger, mine, {"name": "Mine"}).json()
    assert stranger.post(reverse("draft_presence", args=[mine.pk])).status_code == 404


def test_odd_revisions_are_refused(desks):
    mine = draft()
    sent = opened(desks[0], mine)
    for odd in ("", "own", "1.own.own", "-1", "²"):
        assert script(desks[0], mine, sent | {"revision": odd}).status_code == 400
    assert script(desks[0], mine, sent | {"revision": "999"}).status_code == 200
