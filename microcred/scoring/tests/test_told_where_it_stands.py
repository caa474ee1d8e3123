"""What was set aside, whoever waits for it: its educator, and the assessor whose reading stands still."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.notices.models import Notice
from microcred.portfolios.models import Pause, TakenUpAgain
from microcred.portfolios.operations import object_to_quarantine, pause_promise, resume_promise
from microcred.portfolios.queries import promise_of, status_of
from microcred.portfolios.queries.status import Stage
from microcred.portfolios.tests.make import handed_in
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import claim, recuse, set_aside
from microcred.scoring.queries import queue_for
from microcred.scoring.tests.operations.test_set_words_aside import (
    SEEN,
    answer_in,
    aside,
    read_by_ben,
    replaced,
    written,
)

LATER = timedelta(days=3)


@pytest.fixture
def scene(cast):
    """Ada has handed in; Ben reads it."""
    return read_by_ben(cast, handed_in(written(cast), at=cast.at))


def stage(cast, item, *, at=None):
    return status_of(item.submission, at=at or cast.at + LATER).stage


def page(client, person, name, *args, at):
    client.force_login(person)
    with standing_at(at):
        return client.get(reverse(name, args=args)).content.decode()


def test_it_waits_for_an_assessor_from_then_until_somebody_takes_it_up_again(cast, scene):
    assert stage(cast, scene) is Stage.READ

    quarantine = aside(cast, scene)
    assert stage(cast, scene) is Stage.WAITING
    replaced(cast, quarantine)
    assert stage(cast, scene) is Stage.WAITING
    assert not promise_of(scene.submission, at=cast.at + LATER).being_read

    claim(actor=cast.ben, item=scene, at=cast.at + LATER)
    assert stage(cast, scene) is Stage.READ
    assert TakenUpAgain.objects.get().taken_up_at == cast.at + LATER


def test_a_pause_in_which_it_is_read_all_the_same_changes_nothing(cast, scene):
    where = {"actor": None, "submission": scene.submission, "reason": Pause.Reason.NEW_VERSION}
    pause_promise(**where, at=cast.at)
    assert stage(cast, scene) is Stage.READ
    resume_promise(**where, at=cast.at + LATER)
    assert stage(cast, scene) is Stage.READ


def test_who_held_it_through_a_pause_that_nobody_noticed_reads_it_still(cast, scene):
    where = {"actor": None, "submission": scene.submission, "reason": Pause.Reason.EVIDENCE}
    minute = cast.at + timedelta(minutes=1)
    pause_promise(**where, at=cast.at)
    resume_promise(**where, at=minute)
    with standing_at(minute):
        outbox.deliver_all()

    assert QueueItem.objects.get(pk=scene.pk).assessor == cast.ben
    assert stage(cast, scene, at=minute) is Stage.READ


def test_who_waits_reads_in_all_places_that_nobody_reads_it(cast, client, scene):
    replaced(cast, aside(cast, scene))
    at = cast.at + LATER

    pursuit = page(client, cast.ada, "pursuit", scene.submission.pursuit_id, at=at)
    feedback = page(client, cast.ada, "feedback", scene.submission_id, at=at)
    home = page(client, cast.ada, "home", at=at)

    assert "Your work waits for its reading" in feedback
    assert "waits for an assessor" in home
    assert "is being read" not in home + pursuit + feedback


def test_the_home_of_its_educator_names_what_was_set_aside(cast, client, scene):
    aside(cast, scene)
    asked = answer_in(scene).requirement.prompt.split()[0]

    home = page(client, cast.ada, "home", at=cast.at)

    assert f"Your answer to “{asked}" in home
    assert "needs another look" in home
    assert "See what you can do" in home


def test_a_file_is_named_as_its_educator_named_it(cast, client, scene):
    piece = scene.submission.items.first()
    set_aside(actor=cast.ben, item=scene, claim_number=scene.claim_number, piece=piece, reason=SEEN, at=cast.at)

    assert piece.item.title in page(client, cast.ada, "home", at=cast.at)


def test_who_has_objected_waits_and_has_nothing_to_do(cast, client, scene):
    object_to_quarantine(actor=cast.ada, quarantine=aside(cast, scene), words="He is an author.", at=cast.at)

    assert "See what you can do" not in page(client, cast.ada, "home", at=cast.at)


def test_who_set_it_aside_reads_that_it_waits_for_a_clean_copy(cast, client, scene):
    aside(cast, scene)

    assert [place.item for place in queue_for(cast.ben, at=cast.at).for_clean_copies] == [scene]
    for name, args in (("queue", ()), ("home", ()), ("workbench", (scene.pk,))):
        assert "aits for a clean copy" in page(client, cast.ben, name, *args, at=cast.at), name
    assert queue_for(cast.lena, at=cast.at).for_clean_copies == ()


def test_who_set_it_aside_is_told_once_that_the_reading_can_go_on_and_finds_it(cast, client, scene):
    quarantine = aside(cast, scene)
    outbox.deliver_all()
    replaced(cast, quarantine)
    with standing_at(cast.at + LATER):
        outbox.deliver_all()
        outbox.deliver_all()

    told = Notice.objects.get(person=cast.ben, kind="reading_goes_on")
    assert scene.submission.alias in told.subject
    assert cast.ada.name not in told.subject + told.body
    queue = queue_for(cast.ben, at=cast.at + LATER)
    assert queue.for_clean_copies == ()
    assert [place.item for place in queue.to_take_up_again] == [scene]


def test_nobody_is_told_while_something_else_of_it_is_set_aside(cast, scene):
    piece = scene.submission.items.first()
    first = aside(cast, scene)
    from microcred.portfolios.operations import quarantine_piece

    quarantine_piece(actor=cast.ben, piece=piece, reason=SEEN, at=cast.at)
    replaced(cast, first)
    outbox.deliver_all()

    assert not Notice.objects.filter(kind="reading_goes_on").exists()


def test_who_stepped_back_since_is_not_told(cast, scene):
    first = aside(cast, scene)
    replaced(cast, first)
    again = claim(actor=cast.ben, item=scene, at=cast.at + LATER)
    recuse(actor=cast.ben, item=again, claim_number=again.claim_number, reason="", at=cast.at + LATER)
    outbox.deliver_all()

    assert not Notice.objects.filter(kind="reading_goes_on").exists()
