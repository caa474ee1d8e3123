"""Stopping and letting go on the clock of a promise."""

from datetime import date, datetime, timedelta

import pytest

from microcred.calendars.operations import set_calendar
from microcred.calendars.rules import Base, Closure
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.notices.models import Notice
from microcred.portfolios.models import GivenPromise, Pause
from microcred.portfolios.operations import (
    NothingToPause,
    PausedAlready,
    TermsOutOfRange,
    pause_promise,
    resume_promise,
    return_for_revision,
    set_terms,
)
from microcred.portfolios.queries import pauses_of, promise_of, terms_of
from microcred.portfolios.tests.make import asked, handed_in, later, short, started
from microcred.scoring.models import QueueItem

PRIVACY = Pause.Reason.PRIVACY


@pytest.fixture
def submission(cast):
    return handed_in(started(cast), at=cast.at)


def paused(submission, *, at, reason=PRIVACY, **more):
    return pause_promise(actor=None, submission=submission, reason=reason, at=at, **more)


def resumed(submission, *, at, reason=PRIVACY):
    return resume_promise(actor=None, submission=submission, reason=reason, at=at)


def kinds(person):
    told = Notice.objects.filter(person=person, kind__startswith="promise").order_by("told_at")
    return list(told.values_list("kind", flat=True))


def test_the_promised_day_moves_by_the_business_days_paused_and_the_educator_hears_of_both(cast, submission):
    assert promise_of(submission, at=cast.at).day == date(2026, 9, 21)

    paused(submission, at=later(cast.at, days=1), note="Quinn’s lesson plan.")
    still = promise_of(submission, at=later(cast.at, days=3))
    assert still.is_paused
    assert still.day == date(2026, 9, 23), "two business days were lost until now"

    resumed(submission, at=later(cast.at, days=8))
    promise = promise_of(submission, at=later(cast.at, days=9))
    assert not promise.is_paused
    assert (promise.given_day, promise.day) == (date(2026, 9, 21), date(2026, 9, 28))
    assert kinds(cast.ada) == ["promise_paused", "promise_resumed"]


def test_stopped_twice_for_one_reason_is_stopped_and_two_reasons_lose_a_day_once(cast, submission):
    first = paused(submission, at=later(cast.at, days=1))
    assert paused(submission, at=later(cast.at, days=2)) == first
    paused(submission, at=later(cast.at, days=1), reason=Pause.Reason.INTEGRITY)

    resumed(submission, at=later(cast.at, days=2))
    assert promise_of(submission, at=later(cast.at, days=3)).is_paused
    assert "promise_resumed" not in kinds(cast.ada), "another reason stops it still"
    resumed(submission, at=later(cast.at, days=3), reason=Pause.Reason.INTEGRITY)

    assert promise_of(submission, at=later(cast.at, days=3)).day == date(2026, 9, 23)
    assert [pause.reason for pause in pauses_of(submission)] == ["privacy", "integrity"]


def test_other_words_about_a_clock_that_stands_still_are_refused(cast, submission):
    first = paused(submission, at=cast.at, note="Quinn’s lesson plan.")
    assert paused(submission, at=cast.at, note=" Quinn’s lesson plan. ") == first

    with pytest.raises(PausedAlready, match=r"“Quinn’s lesson plan\.” Your words were not sent"):
        paused(submission, at=cast.at, note="A video of no length.")
    resumed(submission, at=cast.at)
    assert paused(submission, at=cast.at, note="A video of no length.") != first


def test_what_runs_is_not_let_go_on(cast, submission):
    assert resumed(submission, at=later(cast.at, days=1)) is None
    assert kinds(cast.ada) == []


def test_a_pause_after_the_promise_was_broken_excuses_nothing(cast, submission):
    late = later(cast.at, days=30)
    paused(submission, at=late)

    promise = promise_of(submission, at=later(late, days=10))

    assert promise.is_late
    assert promise.day == promise.given_day
    assert not promise.is_paused


def test_what_was_decided_has_no_clock_to_stop(cast, submission):
    reopened = asked(submission.pursuit, "reflection").criteria.all()
    return_for_revision(actor=None, submission=submission, short=short(reopened), at=cast.at)
    with pytest.raises(NothingToPause):
        paused(submission, at=cast.at)


def test_the_queue_keeps_in_step(cast, submission):
    outbox.deliver_all()
    at = later(cast.at, days=1)
    paused(submission, at=at)
    with standing_at(at):
        outbox.deliver_all()
    item = QueueItem.objects.get(submission=submission)
    assert item.paused_since == at

    after = later(cast.at, days=8)
    resumed(submission, at=after)
    with standing_at(after):
        outbox.deliver_all()
    item.refresh_from_db()
    assert item.paused_since is None
    assert item.due_at == promise_of(submission, at=after).by == datetime.fromisoformat("2026-09-29T00:00-04:00")


def test_a_later_calendar_moves_no_promise_that_was_given(cast, submission):
    carolinacred = cast.places["carolinacred"]
    week = Closure("Retreat", date(2026, 9, 7), date(2026, 9, 11))
    given = {"actor": None, "organization": carolinacred, "weekend": [5, 6], "at": cast.at}
    set_calendar(base=Base.US_FEDERAL, closures=[week], **given)

    paused(submission, at=later(cast.at, days=1))
    resumed(submission, at=later(cast.at, days=2))
    other = handed_in(started(cast, submission.pursuit.version, person=cast.gus), at=cast.at)

    assert promise_of(submission, at=cast.at).given_day == date(2026, 9, 21)
    assert promise_of(submission, at=later(cast.at, days=3)).day == date(2026, 9, 22)
    assert promise_of(other, at=cast.at).given_day == date(2026, 9, 28), "Labor Day lies in the week"
    assert GivenPromise.objects.get(submission=submission).edition is None


def test_terms_of_a_version_go_before_those_of_its_owner_and_these_before_those_above(cast):
    pursuit = started(cast)
    version, owner = pursuit.version, cast.places["carolinacred"]
    assert terms_of(version).promised_days == 14

    set_terms(actor=None, organization=owner, promised_days=10, attempts=2, at=cast.at)
    set_terms(actor=None, organization=owner, version=version, promised_days=5, at=cast.at)

    assert (terms_of(version).promised_days, terms_of(version).attempts) == (5, 2)
    submission = handed_in(pursuit, at=cast.at)
    assert promise_of(submission, at=cast.at).day == date(2026, 9, 8)
    set_terms(actor=None, organization=owner, version=version, promised_days=20, at=later(cast.at, hours=1))
    assert promise_of(submission, at=cast.at + timedelta(days=1)).day == date(2026, 9, 8)


@pytest.mark.parametrize("days", [0, 91])
def test_terms_that_nobody_can_mean_are_refused(cast, days):
    with pytest.raises(TermsOutOfRange):
        set_terms(actor=None, organization=cast.places["carolinacred"], promised_days=days, at=cast.at)
