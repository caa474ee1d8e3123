"""Who stays away from what is agreed while they are looked at is recalibrated, later and by nothing that tells why."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from microcred.calibration.models import PaperSet, RightPause
from microcred.calibration.operations import pause_right, publish_papers, recalibrate, say_terms
from microcred.calibration.queries import pause_of
from microcred.calibration.rules import USUAL
from microcred.foundation.clock import standing_at
from microcred.notices.models import Notice
from microcred.scoring import reactions
from microcred.scoring.models import Alarm, FollowUp
from microcred.scoring.operations import answer_alarm, claim, claim_next, follow_alarm, let_go, score
from microcred.scoring.operations.claims import RightPaused
from microcred.scoring.queries import alarms_to_follow, is_due
from microcred.scoring.rules import follows
from microcred.scoring.tests import make
from microcred.scoring.tests.operations.test_look_after import AGREED, papers_read
from microcred.scoring.tests.validity import agreed
from tests.remembered import remembered

pytestmark = pytest.mark.slow

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PAPERS = 2


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def place(cast):
    return cast.places["carolinacred"]


def calibration_set(cast, version, count=PAPERS):
    """A published set of calibration papers, and terms by which as many are read."""
    remembered(f"{count} calibration papers", lambda: _calibration_set(cast, version, count), cast, version)


def _calibration_set(cast, version, count):
    two = make.assessor(cast, "Una"), make.assessor(cast, "Ugo")
    papers = [agreed(cast, version, make.educator(cast, f"Cal{number}"), AGREED, two) for number in range(count)]
    publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.CALIBRATION, papers=papers, at=cast.at)
    say(cast)


def say(cast, **amiss):
    figures = vars(USUAL) | {"recalibration": PAPERS} | amiss
    return say_terms(actor=cast.lena, organization=cast.places["carolinacred"], at=cast.at, **figures)


def stayed_away(cast, version, monkeypatch):
    """Ben judged five papers lower than agreed throughout: the alarm that asks for more, and the moment of it."""
    _saved, at = papers_read(cast, version, monkeypatch, given=AGREED - 1, count=5)
    return Alarm.objects.get(signal="stays"), at


def reads_on(cast, version, alarm, at):
    """Ben reads as much as is asked for between, in time."""
    at += follows(alarm.pk).after
    for number in range(follows(alarm.pk).readings):
        assert not is_due(alarm, at=at)
        make.read(make.waiting(make.educator(cast, f"Late{number}"), version, at=at), cast.ben, at=at)
    return at


def test_the_recalibration_waits_for_hours_and_readings_and_then_the_queue_is_closed(cast, version, monkeypatch):
    calibration_set(cast, version)
    alarm, at = stayed_away(cast, version, monkeypatch)
    assert alarm.recalibrates == version
    assert follow_alarm(actor=None, alarm=alarm, at=at) is None
    assert follow_alarm(actor=None, alarm=alarm, at=at + DAY * 3) is None, "nothing was read since"
    assert not Notice.objects.filter(person=cast.ben, kind="recalibration_asked").exists()
    at = reads_on(cast, version, alarm, at)

    follow = follow_alarm(actor=None, alarm=alarm, at=at)

    assert (follow.came, follow.pause.because) == (FollowUp.Came.PAUSED, RightPause.Because.DRIFT)
    assert Notice.objects.filter(person=cast.ben, kind="recalibration_asked").count() == 1
    assert Notice.objects.filter(person=cast.lena, kind="right_paused").exists()
    assert follow_alarm(actor=None, alarm=alarm, at=at + DAY) is None, "once"
    make.waiting(cast.ada, make.published(cast, name="Another"), at=at)
    item = make.waiting(make.educator(cast, "Zoe"), version, at=at - DAY)
    taken = claim_next(actor=cast.ben, at=at)
    assert taken.version != version, "what is older is of the paused rubric"
    let_go(actor=cast.ben, item=taken, claim_number=taken.claim_number, at=at)
    with pytest.raises(RightPaused):
        claim(actor=cast.ben, item=item, at=at)
    with pytest.raises(RightPaused):
        claim_next(actor=cast.ben, at=at, version=version.pk)


def test_the_clock_follows_what_is_due(cast, version, monkeypatch):
    calibration_set(cast, version)
    alarm, at = stayed_away(cast, version, monkeypatch)
    at = reads_on(cast, version, alarm, at)

    with standing_at(at):
        reactions.follow_alarms()

    assert not alarms_to_follow().exists()
    assert pause_of(cast.ben, version) is not None


def test_nobody_is_paused_where_there_are_no_papers_and_the_lead_is_told(cast, version, monkeypatch):
    alarm, at = stayed_away(cast, version, monkeypatch)
    at = reads_on(cast, version, alarm, at)

    assert follow_alarm(actor=None, alarm=alarm, at=at).came == FollowUp.Came.NO_PAPERS
    assert "too few calibration papers" in Notice.objects.get(kind="recalibration_proposed").body
    assert pause_of(cast.ben, version) is None


def test_an_organization_can_want_nothing_paused_by_a_rule(cast, version, monkeypatch):
    calibration_set(cast, version)
    say(cast, pauses=False)
    alarm, at = stayed_away(cast, version, monkeypatch)
    at = reads_on(cast, version, alarm, at)

    assert follow_alarm(actor=None, alarm=alarm, at=at).came == FollowUp.Came.PROPOSED
    assert Notice.objects.get(kind="recalibration_proposed").person == cast.lena
    assert not Notice.objects.filter(person=cast.ben, kind="recalibration_asked").exists()
    assert pause_of(cast.ben, version) is None


def test_a_lead_who_answered_before_has_decided(cast, version, monkeypatch):
    calibration_set(cast, version)
    alarm, at = stayed_away(cast, version, monkeypatch)
    for each in Alarm.objects.all():
        answer_alarm(actor=cast.lena, alarm=each, reason="We read two papers together.", at=at)
    later = at + DAY * 3
    for number in range(6):
        make.read(make.waiting(make.educator(cast, f"On{number}"), version, at=later), cast.ben, at=later)

    assert follow_alarm(actor=None, alarm=alarm, at=later) is None


def test_what_is_paused_already_stays_so(cast, version, monkeypatch):
    calibration_set(cast, version)
    alarm, at = stayed_away(cast, version, monkeypatch)
    at = reads_on(cast, version, alarm, at)
    pause = pause_right(actor=cast.lena, assessor=cast.ben, version=version, reason="Let us talk.", at=at)

    follow = follow_alarm(actor=None, alarm=alarm, at=at)

    assert (follow.came, follow.pause) == (FollowUp.Came.IN_FORCE, pause)


def test_what_is_held_is_finished_and_then_the_queue_says_why_and_the_way_back(client, cast, version):
    calibration_set(cast, version)
    item = make.waiting(cast.ada, version, at=cast.at)
    held = claim(actor=cast.ben, item=item, at=cast.at)
    pause = recalibrate(
        actor=None, assessor=cast.ben, version=version, because=RightPause.Because.DRIFT, at=cast.at, seed=1
    )
    make.mark_all(held, cast.ben, at=cast.at)

    assert score(actor=cast.ben, item=held, claim_number=held.claim_number, at=cast.at + MINUTE)
    make.waiting(make.educator(cast, "Zoe"), version, at=cast.at)
    with pytest.raises(RightPaused):
        claim_next(actor=cast.ben, at=cast.at + MINUTE)
    client.force_login(cast.ben)
    with standing_at(cast.at + MINUTE):
        page = client.get(reverse("queue")).content.decode()
        after = client.post(reverse("claim"), follow=True).content.decode()
    assert "No new work of" in page
    assert reverse("recalibration", args=[pause.pk]) in page
    assert "is paused, so no new work of it comes to you" in after


def test_nothing_that_they_are_told_names_a_reading_or_a_day(client, cast, version, monkeypatch):
    calibration_set(cast, version)
    alarm, at = stayed_away(cast, version, monkeypatch)
    at = reads_on(cast, version, alarm, at)
    pause = follow_alarm(actor=None, alarm=alarm, at=at).pause
    client.force_login(cast.ben)
    with standing_at(at):
        pages = [
            client.get(address).content.decode()
            for address in (reverse("queue"), reverse("practice"), reverse("recalibration", args=[pause.pk]))
        ]
    told = [notice.subject + notice.body for notice in Notice.objects.filter(person=cast.ben)]

    for said in (*pages[1:], *told):
        for item in alarm.readings:
            assert str(item) not in said
        assert "validity" not in said.lower()
        assert "alarm" not in said.lower()
    assert cast.at.strftime("%B") not in pages[2], "no day stands there"


@pytest.mark.django_db(transaction=True)
def test_a_pause_that_comes_while_somebody_claims_waits_for_them(cast, version, monkeypatch):
    assert not _paused_while_somebody_claims(cast, version, monkeypatch)
    assert pause_of(cast.ben, version) is not None, "as soon as they had claimed"


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_work_would_be_taken_after_the_pause(cast, version, monkeypatch):
    monkeypatch.setattr("microcred.calibration.operations.recalibrating.hold", lambda *_names: None)

    assert _paused_while_somebody_claims(cast, version, monkeypatch)


def _paused_while_somebody_claims(cast, version, monkeypatch):
    """Whether a pause that comes when a claim has looked at rights, and at nothing else, is through before it."""
    from microcred.scoring.operations import claims

    make.waiting(cast.ada, version, at=cast.at)
    is_through, looks = [], claims.waiting_for

    def pause():
        pause_right(actor=cast.lena, assessor=cast.ben, version=version, reason="Let us talk.", at=cast.at)
        connection.close()

    other = threading.Thread(target=pause)

    def look(*given, **more):
        other.start()
        other.join(timeout=2)
        is_through.append(not other.is_alive())
        return looks(*given, **more)

    monkeypatch.setattr(claims, "waiting_for", look)
    assert claim_next(actor=cast.ben, at=cast.at) is not None
    other.join(timeout=20)
    return is_through[0]
