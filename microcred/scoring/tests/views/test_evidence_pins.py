"""Pinning places on the workbench, and finding them in the feedback."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.accounts.archive import plain_row
from microcred.foundation.clock import now
from microcred.portfolios.models import Quarantine
from microcred.portfolios.operations import quarantine_piece
from microcred.portfolios.places import Place
from microcred.scoring.models import NotedPin, ToldPin
from microcred.scoring.operations import score
from microcred.scoring.tests import make
from microcred.scoring.tests.pinning import at_the_desk

JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(cast, client):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    client.force_login(cast.ben)
    return at_the_desk(cast, make.published(cast), cast.ben, at=now() - timedelta(minutes=5))


def typed(desk, **more):
    return {"claim_number": desk.item.claim_number, "criterion": desk.criteria[0].pk, "words": "", **more}


def pins_at(desk, piece):
    return reverse("evidence_pins", args=[desk.item.pk, piece.pk])


def saved(desk):
    make.mark_all(desk.item, desk.reader, at=now())
    score(actor=desk.reader, item=desk.item, claim_number=desk.item.claim_number, at=now())


def text(answer):
    return answer.content.decode()


def test_without_scripts_a_page_is_typed_and_stands_beside_the_criterion(desk, client):
    answer = client.post(pins_at(desk, desk.plan), typed(desk, page="2", words="The roles."))
    workbench = reverse("workbench", args=[desk.item.pk])
    assert answer.headers["Location"] == f"{workbench}#own-pins-{desk.criteria[0].pk}"

    beside = text(client.get(workbench)).split(f'id="own-pins-{desk.criteria[0].pk}"')[1].split("</ul>")[0]
    assert "evidence-1.pdf, page 2" in beside
    assert f"{reverse('evidence', args=[desk.item.pk, desk.plan.pk])}#page=2" in beside
    assert "The roles." in beside


def test_what_cannot_be_pinned_is_given_back_with_what_was_typed(desk, client):
    answer = client.post(pins_at(desk, desk.plan), typed(desk, page="9", words="The roles."))

    assert answer.status_code == 422
    assert "This document has no such page" in text(answer)
    assert "The roles." in text(answer)
    assert not NotedPin.objects.exists()


def test_with_scripts_the_pins_of_the_criterion_come_back(desk, client):
    answer = client.post(pins_at(desk, desk.answer), typed(desk, quote="Nobody was late"), headers=JSON).json()
    (place, shown) = next(iter(answer["shown"].items()))

    assert place == f"own-pins-{desk.criteria[0].pk}"
    assert "<q>Nobody was late</q>" in shown
    refused = client.post(pins_at(desk, desk.answer), typed(desk, quote="Everybody was"), headers=JSON)
    assert refused.status_code == 422
    assert "do not stand in this answer" in refused.json()["message"]


def test_a_note_saves_itself_and_two_tabs_are_shown_side_by_side(desk, client):
    pin = desk.pin(words="First.", at=now())
    address = reverse("evidence_pin", args=[desk.item.pk, pin.pk])
    said = {"claim_number": 1, "revision": 1}

    assert client.post(address, {**said, "text": "Second."}, headers=JSON).json()["revision"] == 2
    overtaken = client.post(address, {**said, "text": "Third."}, headers=JSON)
    assert (overtaken.status_code, overtaken.json()["theirs"]) == (409, "Second.")
    client.post(reverse("evidence_pin_removal", args=[desk.item.pk, pin.pk]), {"claim_number": 1})
    assert not NotedPin.objects.exists()


def test_a_page_for_each_piece_shows_it_with_its_form(desk, client):
    page = text(client.get(pins_at(desk, desk.plan)))
    assert 'data-address="' + reverse("evidence_page", args=[desk.item.pk, desk.plan.pk, 1]) in page
    assert "roles.pdf" not in page
    assert "wrote our norms" in text(client.get(pins_at(desk, desk.answer)))


def test_the_educator_opens_the_place_from_the_feedback(cast, desk, client):
    desk.pin(words="The roles.", at=now())
    desk.pin(place=Place(page=3, left=1, top=2, width=30, height=40), at=now())
    desk.pin(desk.answer, quote="Nobody was late", at=now())
    saved(desk)
    client.force_login(cast.ada)
    feedback = text(client.get(reverse("feedback", args=[desk.submission.pk])))
    told = {str(pin.page or "text"): pin for pin in ToldPin.objects.all()}
    for pin in told.values():
        assert reverse("feedback_pin", args=[desk.submission.pk, pin.pk]) in feedback
    assert "roles.pdf, page 2" in feedback
    assert "<q>Nobody was late</q>" in feedback

    def opened(which):
        return text(client.get(reverse("feedback_pin", args=[desk.submission.pk, told[which].pk])))

    assert f"{reverse('item', args=[desk.plan.item_id])}#page=2&amp;navpanes" in opened("2")
    assert '<rect x="1" y="2" width="30" height="40" />' in opened("3")
    assert '<mark id="place">Nobody was late</mark>' in opened("text")
    paper = client.get(reverse("feedback_pdf", args=[desk.submission.pk]))
    assert paper.content.startswith(b"%PDF")
    client.force_login(cast.ben)
    address = reverse("feedback_pin", args=[desk.submission.pk, told["2"].pk])
    assert client.get(address).status_code == 404


def test_the_archive_gives_what_was_told_and_not_by_whom_or_in_which_reading(cast, desk):
    from microcred.accounts.inventory import BY_LABEL

    desk.pin(words="The roles.", at=now())
    saved(desk)
    row = plain_row(ToldPin.objects.get(), cast.ada, BY_LABEL["scoring.ToldPin"].without)

    assert (row["words"], row["page"], row["piece"]) == ("The roles.", 2, desk.plan.pk)
    assert "scored" not in row
    assert all(BY_LABEL[f"scoring.{name}"].withheld for name in ("NotedPin", "ScoredPin"))


def test_what_is_set_aside_is_named_on_the_workbench_and_leads_nowhere(cast, desk, client):
    pin = desk.pin(desk.answer, quote="Nobody was late", at=now())
    quarantine_piece(actor=cast.ben, piece=desk.answer, reason=Quarantine.Reason.OTHER, words="", at=now())
    page = text(client.get(reverse("workbench", args=[desk.item.pk])))
    assert "Nobody was late" not in page
    assert client.get(pins_at(desk, desk.answer)).status_code == 404
    assert NotedPin.objects.get() == pin


@pytest.mark.parametrize("page", ["workbench", "scoring"])
def test_many_pins_ask_no_more_questions_than_one(desk, client, page):
    counts = []
    for criterion in desk.criteria[:3]:
        desk.pin(criterion=criterion, at=now())
        desk.pin(desk.answer, quote="Nobody was late", criterion=criterion, at=now())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(page, args=[desk.item.pk])).status_code == 200
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1
    assert counts[0] >= counts[1]
