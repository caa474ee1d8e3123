"""What was set aside, whoever waits for it: its educator, and the assessor whose reading stands still."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Pause, TakenUpAgain
from microcred.portfolios.operations import (
    object_to_quarantine,
    pause_promise,
    quarantine_piece,
    resume_promise,
    rule_on_quarantine,
)
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
    assert stage(cast, scene) is Stage.HELD
    replaced(cast, quarantine)
    assert stage(cast, scene) is Stage.WAITING
    assert not promise_of(scene.submission, at=cast.at + LATER).being_read

    claim(actor=cast.ben, item=scene, at=cast.at + LATER)
    assert stage(cast, scene) is Stage.READ
    assert TakenUpAgain.objects.get().taken_up_at == cast.at + LATER


ORIGINALITY = "On hold while a question about originality is looked into"


def present(status):
    (now,) = (one for one in status.stages if one.place == "now")
    return str(now.words)


def test_the_present_stage_says_what_is_waited_for_and_of_whom(cast, scene):
    quarantine = aside(cast, scene)
    status = status_of(scene.submission, at=cast.at)
    assert present(status) == "It waits for your clean words"
    assert [one.stage for one in status.stages if one.place == "ahead"] == [Stage.WAITING, Stage.READ, Stage.DECIDED]

    object_to_quarantine(actor=cast.ada, quarantine=quarantine, words="He is an author.", at=cast.at)
    assert present(status_of(scene.submission, at=cast.at)) == "It waits for a decision on your objection"


@pytest.mark.parametrize(
    ("reasons", "says"),
    [
        ((Pause.Reason.EDUCATOR,), "It waits for something from you"),
        ((Pause.Reason.INTEGRITY, Pause.Reason.EDUCATOR), "It waits for something from you"),
        ((Pause.Reason.EVIDENCE,), "On hold: some of the evidence cannot be opened"),
        ((Pause.Reason.PRIVACY,), "On hold while a privacy question is settled"),
        (
            (Pause.Reason.INTEGRITY, Pause.Reason.NEW_VERSION),
            "On hold while a question about originality is looked into",
        ),
        ((Pause.Reason.NEW_VERSION,), "Being read"),
    ],
)
def test_each_reason_that_holds_the_reading_is_the_present_stage(cast, scene, reasons, says):
    for reason in reasons:
        pause_promise(actor=None, submission=scene.submission, reason=reason, at=cast.at)

    assert present(status_of(scene.submission, at=cast.at)) == says


@pytest.mark.parametrize("name", ["pursuit", "submission"])
def test_who_has_to_do_something_reads_what_and_since_when_and_what_becomes_of_the_day(cast, client, scene, name):
    quarantine = aside(cast, scene)
    key = scene.submission.pursuit_id if name == "pursuit" else scene.submission_id

    shown = page(client, cast.ada, name, key, at=cast.at + LATER)

    assert shown.count("It waits for your clean words") == 2, "in the words above, and as the present stage"
    assert reverse("quarantine", args=[quarantine.pk]) in shown
    assert "since September 1, 2026" in shown
    assert "if the clock went on today" in shown
    assert "Nothing is left to do for now" not in shown


def test_one_thing_set_aside_is_one_notice_that_says_both(cast, scene):
    quarantine = aside(cast, scene)
    told = Notice.objects.filter(person=cast.ada, kind__in=("evidence_set_aside", "promise_paused")).get()
    assert "clock" in told.body
    assert "The date moves by the business days" in told.body

    object_to_quarantine(actor=cast.ada, quarantine=quarantine, words="He is an author.", at=cast.at)
    rule_on_quarantine(actor=administrator(cast), quarantine=quarantine, opens=True, at=cast.at + LATER)
    told = Notice.objects.filter(person=cast.ada, kind__in=("quarantine_ruled", "promise_resumed")).get()
    assert "You will have your feedback by" in told.body


def test_who_decides_while_something_else_is_set_aside_names_no_day(cast, scene):
    first = aside(cast, scene)
    quarantine_piece(actor=cast.ben, piece=scene.submission.items.first(), reason=SEEN, at=cast.at)
    object_to_quarantine(actor=cast.ada, quarantine=first, words="He is an author.", at=cast.at)

    rule_on_quarantine(actor=administrator(cast), quarantine=first, opens=True, at=cast.at + LATER)

    assert "feedback by" not in Notice.objects.get(person=cast.ada, kind="quarantine_ruled").body


def test_home_says_that_something_is_wanted_and_not_that_nothing_is_to_do(cast, client, scene):
    pause_promise(actor=None, submission=scene.submission, reason=Pause.Reason.EDUCATOR, at=cast.at)

    for at in (cast.at, cast.at + timedelta(days=60)):
        home = page(client, cast.ada, "home", at=at)
        assert "waits for something from you" in home
        assert "othing to do" not in home


def administrator(cast):
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    return cast.rosa


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
