"""A clean copy that was not clean: set aside in its turn, in the same attempt or handed in by itself in the next."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.access import ruled_quarantine
from microcred.portfolios.models import Quarantine, SubmittedItem
from microcred.portfolios.operations import (
    object_to_quarantine,
    put_in_clean_copy,
    quarantine_piece,
    return_for_revision,
    rule_on_quarantine,
)
from microcred.portfolios.queries import objected_in
from microcred.portfolios.queries.quarantines import wall_of
from microcred.portfolios.queries.workspace import present_items
from microcred.portfolios.tests.make import handed_in, pdf, short
from microcred.scoring.tests.operations.test_set_aside import aside, lead, scene

__all__ = ["scene"]

SEEN = Quarantine.Reason.STUDENT_NAME


def flagged(piece, *, by, at):
    return quarantine_piece(actor=by, piece=piece, reason=SEEN, at=at)


def replaced(cast, quarantine, pages, *, at):
    content = pdf(pages)
    return put_in_clean_copy(
        actor=cast.ada, quarantine=quarantine, name="clean.pdf", chunks=[content], size=len(content), at=at
    ).item


@pytest.fixture
def piece(scene):
    return SubmittedItem.objects.filter(submission=scene.submission).first()


@pytest.fixture
def days(cast):
    return [cast.at + timedelta(hours=hour) for hour in range(9)]


@pytest.fixture
def copy(cast, piece, days):
    """The clean copy that the first flag led to."""
    return replaced(cast, flagged(piece, by=cast.ben, at=days[0]), 2, at=days[1])


def test_a_copy_that_was_set_aside_in_its_turn_does_not_come_back_with_the_work(cast, scene, piece, copy, days):
    second = replaced(cast, flagged(piece, by=cast.ben, at=days[2]), 3, at=days[3])

    assert [item for item in present_items(scene.submission.pursuit) if item in (piece.item, copy, second)] == [second]
    wall = wall_of(scene.submission)
    assert (wall.opens(piece.item), wall.opens(copy)) == (second, second)


def test_while_it_is_set_aside_neither_it_nor_what_it_replaced_is_opened(cast, scene, piece, copy, days):
    flagged(piece, by=cast.ben, at=days[2])

    wall = wall_of(scene.submission)
    assert (wall.opens(piece.item), wall.opens(copy)) == (None, None)


def test_a_copy_that_was_handed_in_by_itself_is_closed_in_the_attempt_before_too(cast, scene, piece, copy, days):
    pursuit, first = scene.submission.pursuit, scene.submission
    return_for_revision(actor=None, submission=first, short=short(copy.requirement.criteria.all()), at=days[2])
    again = handed_in(pursuit, at=days[3])
    frozen = SubmittedItem.objects.get(submission=again, item=copy)

    quarantine = flagged(frozen, by=cast.ben, at=days[4])

    assert wall_of(again).opens(copy) is None
    assert wall_of(first).opens(piece.item) is None, "it stands in the place of what the attempt before held"
    second = replaced(cast, quarantine, 3, at=days[5])
    assert wall_of(first).opens(piece.item) == second


def test_who_decides_sees_what_was_set_aside_and_not_what_it_once_replaced(cast, scene, piece, copy, days):
    rosa, quarantine = lead(cast), flagged(piece, by=cast.ben, at=days[2])
    object_to_quarantine(actor=cast.ada, quarantine=quarantine, words="An author.", at=days[3])
    client = Client()
    client.force_login(rosa)

    with standing_at(days[4]):
        served = client.get(reverse("quarantine_file", args=[quarantine.pk]))

    assert served["Content-Length"] == str(copy.file.size)
    assert copy.file.size != piece.item.file.size


def test_who_set_it_aside_does_not_decide_whether_they_were_wrong(cast, scene, days):
    place, quarantine = cast.places["carolinacred"], aside(cast, scene)
    appoint(actor=None, person=cast.ben, organization=place, role=Role.ORG_ADMIN, at=days[0])
    object_to_quarantine(actor=cast.ada, quarantine=quarantine, words="I am Ada, the author.", at=days[1])

    assert objected_in([place.pk], person=cast.ben, at=days[1]) == []
    assert not Notice.objects.filter(person=cast.ben, kind="quarantine_objected").exists()
    with pytest.raises(Http404):
        ruled_quarantine(cast.ben, quarantine.pk, at=days[2])
    with pytest.raises(NotAllowed):
        rule_on_quarantine(actor=cast.ben, quarantine=quarantine, opens=False, at=days[2])
