import hashlib
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Objection, Pause, Quarantine, Removal, Ruling, SubmittedItem
from microcred.portfolios.operations import (
    KindNotTaken,
    NoObjection,
    NothingToSetAside,
    ObjectedAlready,
    ObjectionDecided,
    QuarantineOver,
    WordsNeeded,
    object_to_quarantine,
    put_in_clean_copy,
    quarantine_piece,
    rule_on_quarantine,
)
from microcred.portfolios.queries import contents_of
from microcred.portfolios.tests.make import pdf
from microcred.scoring.models import Mark
from microcred.scoring.operations import claim, claim_next, score, set_aside
from microcred.scoring.operations.claims import LeaseExpired, OnHold, SomethingSetAside
from microcred.scoring.tests.make import mark, mark_all, published, qualified, waiting

SEEN = Quarantine.Reason.STUDENT_NAME
CLEAN = pdf(2)


@pytest.fixture
def scene(cast):
    """Ada has submitted; Ben reads it, and has noted one level."""
    qualified(cast, cast.ben)
    item = waiting(cast.ada, published(cast), at=cast.at)
    item = claim(actor=cast.ben, item=item, at=cast.at)
    mark(item, cast.ben, item.version.criteria.first(), at=cast.at)
    return item


def piece_of(item):
    return SubmittedItem.objects.filter(submission=item.submission).first()


def aside(cast, item, *, by=None, number=None):
    return set_aside(
        actor=by or cast.ben,
        item=item,
        claim_number=number or item.claim_number,
        piece=piece_of(item),
        reason=SEEN,
        words="page 1, top right",
        at=cast.at,
    )


def replaced(cast, quarantine, *, actor=None, name="clean.pdf", content=CLEAN):
    return put_in_clean_copy(
        actor=actor or cast.ada,
        quarantine=quarantine,
        name=name,
        chunks=[content],
        size=len(content),
        at=cast.at + timedelta(days=3),
    )


def lead(cast):
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    return cast.rosa


def objected(cast, quarantine, words="The name is the author's."):
    return object_to_quarantine(actor=cast.ada, quarantine=quarantine, words=words, at=cast.at)


def file_of(cast, item, piece):
    client = Client(raise_request_exception=False)
    client.force_login(cast.ben)
    with standing_at(cast.at):
        return client.get(reverse("evidence", args=[item.pk, piece.pk])).status_code


def test_from_that_second_nobody_opens_it_and_the_reading_pauses(cast, scene):
    piece = piece_of(scene)
    assert file_of(cast, scene, piece) == 200

    aside(cast, scene)

    assert file_of(cast, scene, piece) == 404
    assert claim_next(actor=cast.ben, at=cast.at) is None
    with pytest.raises(SomethingSetAside):
        claim(actor=cast.ben, item=scene, at=cast.at)
    with pytest.raises(OnHold):
        score(actor=cast.ben, item=scene, claim_number=scene.claim_number, at=cast.at)
    assert Mark.objects.filter(item=scene, assessor=cast.ben).count() == 1
    assert Pause.objects.get().reason == "privacy"


def test_what_is_set_aside_is_no_longer_in_what_assessors_get(cast, scene):
    aside(cast, scene)

    (shown,) = [one for part in contents_of(scene.submission).by_requirement for one in part.items if one.is_set_aside]
    assert (shown.sha256, shown.url, shown.size) == ("", "", 0)


def test_the_educator_is_told_without_blame_and_without_a_name(cast, scene):
    quarantine = aside(cast, scene)

    told = Notice.objects.get(person=cast.ada, kind="evidence_set_aside")
    assert "no mark against you" in str(told.body)
    client = Client()
    client.force_login(cast.ada)
    page = client.get(reverse("quarantine", args=[quarantine.pk])).content.decode()
    assert "page 1, top right" in page
    for text in (page, str(told.body), str(told.subject)):
        assert cast.ben.name not in text
        assert str(cast.ben.pk) not in text


def test_a_clean_copy_takes_its_place_and_everything_frozen_stays(cast, scene):
    piece, submission = piece_of(scene), scene.submission
    before = (submission.manifest, submission.digest, piece.item.file.sha256)
    quarantine = aside(cast, scene)

    copy = replaced(cast, quarantine)

    submission.refresh_from_db()
    piece.refresh_from_db()
    assert (submission.manifest, submission.digest, piece.item.file.sha256) == before
    assert hashlib.sha256(submission.manifest.encode()).hexdigest() == submission.digest
    assert hashlib.sha256(copy.statement.encode()).hexdigest() == copy.digest
    said = json.loads(copy.statement)
    assert (said["submission"], said["by"]["sha256"]) == (submission.digest, copy.item.file.sha256)
    assert said["replaces"]["sha256"] == before[2]
    assert Removal.objects.filter(item=piece.item).exists()
    (shown,) = [one for part in contents_of(submission).by_requirement for one in part.items if one.is_clean_copy]
    assert (shown.id, shown.sha256) == (piece.pk, copy.item.file.sha256)


def test_the_clock_goes_on_and_the_same_reading_with_what_was_noted(cast, scene):
    due = scene.due_at
    replaced(cast, aside(cast, scene))
    at = cast.at + timedelta(days=3, minutes=1)

    again = claim(actor=cast.ben, item=scene, at=at)

    assert Pause.objects.get().resumption.resumed_at == cast.at + timedelta(days=3)
    assert Mark.objects.filter(item=again, assessor=cast.ben).count() == 1
    mark_all(again, cast.ben, at=at, short=(again.version.criteria.first(),))
    score(actor=cast.ben, item=again, claim_number=again.claim_number, at=at)
    assert due == scene.due_at


def test_set_aside_twice_is_set_aside(cast, scene):
    first = aside(cast, scene)

    again = quarantine_piece(actor=cast.ben, piece=piece_of(scene), reason=SEEN, at=cast.at)

    assert again == first
    assert Pause.objects.count() == 1


def test_only_who_holds_it_sets_it_aside_and_only_while_it_is_judged(cast, scene):
    with pytest.raises(LeaseExpired):
        aside(cast, scene, number=9)
    mark_all(scene, cast.ben, at=cast.at, short=(scene.version.criteria.first(),))
    score(actor=cast.ben, item=scene, claim_number=scene.claim_number, at=cast.at)

    with pytest.raises(NothingToSetAside):
        quarantine_piece(actor=cast.ben, piece=piece_of(scene), reason=SEEN, at=cast.at)


def test_a_false_alarm_is_decided_by_who_looks_after_privacy(cast, scene):
    rosa, quarantine = lead(cast), aside(cast, scene)
    objected(cast, quarantine)
    assert Notice.objects.filter(person=rosa, kind="quarantine_objected").count() == 1

    ruling = rule_on_quarantine(actor=rosa, quarantine=quarantine, opens=True, at=cast.at)

    assert ruling.opens
    again = claim(actor=cast.ben, item=scene, at=cast.at)
    assert file_of(cast, again, piece_of(scene)) == 200
    assert Pause.objects.get().resumption
    with pytest.raises(QuarantineOver):
        replaced(cast, quarantine)


def test_an_alarm_that_was_none_leaves_the_clean_copy_as_the_way(cast, scene):
    rosa, quarantine = lead(cast), aside(cast, scene)
    objected(cast, quarantine)

    rule_on_quarantine(actor=rosa, quarantine=quarantine, opens=False, words="The board is legible.", at=cast.at)

    with pytest.raises(SomethingSetAside):
        claim(actor=cast.ben, item=scene, at=cast.at)
    replaced(cast, quarantine)
    assert claim(actor=cast.ben, item=scene, at=cast.at + timedelta(days=3))


def test_other_words_of_an_objection_are_refused_and_given_back(client, cast, scene):
    rosa, quarantine = lead(cast), aside(cast, scene)
    first = objected(cast, quarantine)
    assert objected(cast, quarantine) == first, "said twice is said"

    client.force_login(cast.ada)
    with standing_at(cast.at):
        refused = client.post(reverse("objection", args=[quarantine.pk]), {"words": "Page two has nobody."})
    assert refused.status_code == 409
    assert "Page two has nobody." in refused.content.decode()
    assert Objection.objects.get().words == first.words
    with pytest.raises(ObjectedAlready, match="were not sent"):
        objected(cast, quarantine, words="Nobody.")

    rule_on_quarantine(actor=rosa, quarantine=quarantine, opens=False, at=cast.at)
    with pytest.raises(ObjectionDecided, match="stays set aside"):
        objected(cast, quarantine, words="Nobody.")


@pytest.mark.parametrize("opens", [True, False])
def test_of_two_who_decide_otherwise_the_second_is_told_and_keeps_their_words(client, cast, scene, opens):
    quarantine, place = aside(cast, scene), cast.places["carolinacred"]
    objected(cast, quarantine)
    facts = {"actor": lead(cast), "quarantine": quarantine, "opens": opens, "words": "I looked.", "at": cast.at}
    ruling = rule_on_quarantine(**facts)
    assert rule_on_quarantine(**facts) == ruling, "decided twice is decided"
    noa = register(actor=None, name="Noa", email="noa@example.org")
    appoint(actor=None, person=noa, organization=place, role=Role.ORG_ADMIN, at=cast.at)
    page = reverse("quarantine_ruling", args=[quarantine.pk])
    client.force_login(noa)
    with standing_at(cast.at):
        client.get(page)
        for said in ({"opens": "no" if opens else "yes"}, {"opens": "yes" if opens else "no"}):
            refused = client.post(page, said | {"words": "I saw something else."})
            assert refused.status_code == 409
            assert "I saw something else." in refused.content.decode()
            assert "were not sent" in refused.content.decode()
        assert client.post(page, {"opens": "yes" if opens else "no", "words": "I looked."}).status_code == 302

    assert Ruling.objects.get() == ruling
    assert (ruling.opens, ruling.words) == (opens, "I looked.")


def test_a_decision_that_says_neither_decides_nothing(client, cast, scene):
    rosa, quarantine = lead(cast), aside(cast, scene)
    objected(cast, quarantine)
    client.force_login(rosa)
    with standing_at(cast.at):
        page = reverse("quarantine_ruling", args=[quarantine.pk])
        client.get(page)
        assert client.post(page, {"words": "I see."}).status_code == 400

    assert not Ruling.objects.exists()


def test_once_flagged_again_after_a_false_alarm_it_is_closed_again(cast, scene):
    rosa, quarantine = lead(cast), aside(cast, scene)
    objected(cast, quarantine)
    rule_on_quarantine(actor=rosa, quarantine=quarantine, opens=True, at=cast.at)
    again = claim(actor=cast.ben, item=scene, at=cast.at)

    aside(cast, again)

    assert file_of(cast, again, piece_of(scene)) == 404


def test_who_may_not(cast, scene):
    quarantine = aside(cast, scene)
    with pytest.raises(NotAllowed):
        replaced(cast, quarantine, actor=cast.ben)
    with pytest.raises(NotAllowed):
        object_to_quarantine(actor=cast.ben, quarantine=quarantine, words="No.", at=cast.at)
    with pytest.raises(WordsNeeded):
        objected(cast, quarantine, words=" ")
    with pytest.raises(KindNotTaken):
        replaced(cast, quarantine, name="clean.mp3")
    for nobody in (cast.ben, cast.ada, cast.omar):
        with pytest.raises(NotAllowed):
            rule_on_quarantine(actor=nobody, quarantine=quarantine, opens=True, at=cast.at)
    with pytest.raises(NoObjection):
        rule_on_quarantine(actor=lead(cast), quarantine=quarantine, opens=True, at=cast.at)


def test_by_the_pages_from_one_click_to_the_clean_copy(cast, scene):
    from django.core.files.uploadedfile import SimpleUploadedFile

    ben, ada = Client(), Client()
    ben.force_login(cast.ben)
    ada.force_login(cast.ada)
    with standing_at(cast.at):
        bench = ben.get(reverse("workbench", args=[scene.pk])).content.decode()
        flag = reverse("quarantine_evidence", args=[scene.pk, piece_of(scene).pk])
        assert flag in bench
        ben.post(flag, {"claim_number": scene.claim_number, "reason": "student_seen", "words": ""})
        quarantine = Quarantine.objects.get()
        workspace = ada.get(reverse("pursuit", args=[scene.submission.pursuit_id])).content.decode()
        assert reverse("quarantine", args=[quarantine.pk]) in workspace

        refused = ada.post(reverse("objection", args=[quarantine.pk]), {"words": ""})
        assert refused.status_code == 422
        done = ada.post(
            reverse("clean_copy", args=[quarantine.pk]),
            {"file": SimpleUploadedFile("clean.pdf", CLEAN, "application/pdf")},
        )
        assert done.status_code == 302
        page = ada.get(reverse("quarantine", args=[quarantine.pk])).content.decode()
        assert quarantine.clean_copy.digest in page
        assert (
            "One file needs another look"
            not in ada.get(reverse("pursuit", args=[scene.submission.pursuit_id])).content.decode()
        )
