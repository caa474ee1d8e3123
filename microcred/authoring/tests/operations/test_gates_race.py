"""Two people decide of one draft, or of one proposal, at the same moment: one does, the other hears what was done."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from microcred.authoring.gates import Gate, Stage
from microcred.authoring.models import Draft, Handover, ProposalDecision
from microcred.authoring.operations import (
    AtAnotherGate,
    ProposalDecided,
    RemarksOpen,
    accept_proposal,
    comment,
    decline_proposal,
    gates,
    pass_peer_review,
    proposals,
    propose,
    send_back,
)
from microcred.authoring.queries import standing_of
from microcred.authoring.tests import passing as make
from microcred.organizations.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


def together(monkeypatch, module, name, *attempts):
    """Let several threads stand at one step together, if their locks let them; what each came to."""
    barrier = Barrier(len(attempts))
    step = getattr(module, name)

    def stand(*arguments, **more):
        with suppress(BrokenBarrierError):
            barrier.wait(timeout=1)
        return step(*arguments, **more)

    def attempt(verb):
        try:
            return verb()
        except (AtAnotherGate, ProposalDecided, IntegrityError) as no:
            return type(no)
        finally:
            connection.close()

    monkeypatch.setattr(module, name, stand)
    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(attempt, attempts))


def pass_and_send_back(monkeypatch):
    draft = make.sent()
    other = make.colleague("Paul", Role.AUTHOR)
    checked = make.EVERY_ITEM[Gate.PEER_REVIEW]
    came_to = together(
        monkeypatch,
        gates,
        "move",
        lambda: pass_peer_review(actor=make.peer(), draft=draft, checked=checked, reason="Good.", at=make.AT),
        lambda: send_back(actor=other, draft=draft, gate=Gate.PEER_REVIEW, reason="Not yet.", at=make.AT),
    )
    return draft, came_to


def test_passed_and_sent_back_at_once_one_of_them_happens(monkeypatch):
    draft, came_to = pass_and_send_back(monkeypatch)

    assert came_to.count(AtAnotherGate) == 1
    assert Handover.objects.filter(draft=draft).count() == 2
    assert standing_of(draft).stage in (Stage.EDITORIAL, Stage.WRITING)
    assert Draft.objects.get(pk=draft.pk).stage == standing_of(draft).stage


def test_control_without_the_lock_they_collide(monkeypatch):
    unlocked = QuerySet.select_for_update
    monkeypatch.setattr(
        QuerySet,
        "select_for_update",
        lambda rows, *arguments, **more: rows if rows.model is Draft else unlocked(rows, *arguments, **more),
    )
    _draft, came_to = pass_and_send_back(monkeypatch)

    assert came_to.count(IntegrityError) == 1, "the constraint holds what the lock would have"


def test_a_comment_that_comes_just_before_a_draft_is_passed_is_not_passed_over(monkeypatch):
    draft, writer = make.sent(), make.cora()
    held = gates.held

    def held_after_a_comment(draft):
        def say():
            comment(actor=writer, draft=draft, path="name", text="One thing more.", at=make.AT)
            connection.close()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(say).result()
        return held(draft)

    monkeypatch.setattr(gates, "held", held_after_a_comment)
    checked = make.EVERY_ITEM[Gate.PEER_REVIEW]
    with pytest.raises(RemarksOpen):
        pass_peer_review(actor=make.peer(), draft=draft, checked=checked, reason="Good.", at=make.AT)
    assert standing_of(draft).stage is Stage.PEER_REVIEW


def test_accepted_and_declined_at_once_it_is_decided_once(monkeypatch):
    make.admin()
    other = make.colleague("Ada", Role.ORG_ADMIN)
    wording = propose(actor=make.cora(), owner=make.university(), said=make.said(), at=make.AT)

    came_to = together(
        monkeypatch,
        proposals,
        "_decide",
        lambda: accept_proposal(actor=make.admin(), wording=wording, reason="Yes.", at=make.AT),
        lambda: decline_proposal(actor=other, wording=wording, reason="No.", at=make.AT),
    )

    assert came_to.count(ProposalDecided) == 1
    assert ProposalDecision.objects.count() == 1
    assert Draft.objects.count() == ProposalDecision.objects.filter(outcome="accepted").count()
