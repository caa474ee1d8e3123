"""Owning up to a broken promise."""

from datetime import date, timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.models import Breach, Pause
from microcred.portfolios.queries import promise_of
from microcred.scoring.operations import (
    NotAmongTheFirst,
    PrivacyHasItsOwnWay,
    let_clock_go_on,
    stop_clock,
)
from microcred.scoring.queries.late import FIRST_SUBMISSIONS
from microcred.scoring.reactions import own_up_to_broken_promises
from microcred.scoring.tests import make

MICROSECOND = timedelta(microseconds=1)
EVIDENCE = Pause.Reason.EVIDENCE


def by_the_clock(at):
    with standing_at(at):
        own_up_to_broken_promises()


def decided(cast, person, version, *, at):
    """Ben has read it, and it came back."""
    first = Criterion.objects.filter(version=version).first()
    make.read(make.waiting(person, version, at=at), cast.ben, at=at, short=(first,))


def told(person, kind="promise_broken"):
    return list(Notice.objects.filter(person=person, kind=kind))


def test_at_the_promised_end_the_educator_has_an_apology_and_the_lead_an_alert_exactly_once(cast):
    item = make.waiting(cast.ada, make.published(cast), at=cast.at)

    by_the_clock(item.due_at - MICROSECOND)
    assert told(cast.ada) == []

    for moment in (item.due_at, item.due_at, item.due_at + timedelta(days=3)):
        by_the_clock(moment)
    [apology], [alert] = told(cast.ada), told(cast.lena, "promise_broken_alert")
    assert "Monday, September 21, 2026" in apology.body
    assert "We cannot say honestly when" in apology.body
    assert item.submission.alias in alert.subject
    assert "Ada" not in alert.subject + alert.body, "who leads assessors reads blind too"
    assert Breach.objects.get().estimated_day is None


def test_a_clock_that_stands_still_breaks_no_promise_until_it_has_gone_on(cast):
    item = make.waiting(cast.ada, make.published(cast), at=cast.at)
    stop_clock(actor=cast.lena, item=item, reason=EVIDENCE, note="", at=cast.at + timedelta(days=1))
    item.refresh_from_db()

    by_the_clock(item.due_at + timedelta(days=10))
    assert told(cast.ada) == []

    goes_on = cast.at + timedelta(days=31)
    let_clock_go_on(actor=cast.lena, item=item, reason=EVIDENCE, at=goes_on)
    by_the_clock(goes_on + timedelta(days=1))
    assert told(cast.ada) == []
    by_the_clock(promise_of(item.submission, at=goes_on).by)
    assert len(told(cast.ada)) == 1


def test_what_was_decided_in_time_is_not_apologized_for(cast):
    version = make.published(cast)
    make.qualified(cast, cast.ben)
    decided(cast, cast.ada, version, at=cast.at)
    by_the_clock(cast.at + timedelta(days=60))
    assert told(cast.ada) == []


def test_an_estimate_is_given_where_decisions_come_at_a_pace(cast):
    version = make.published(cast)
    make.qualified(cast, cast.ben)
    item = make.waiting(cast.ada, version, at=cast.at)
    late = item.due_at
    for number in range(5):
        decided(cast, make.educator(cast, f"Earner{number}"), version, at=late - timedelta(days=2))

    by_the_clock(late)

    assert Breach.objects.get(submission=item.submission).estimated_day == date(2026, 9, 28), "five in twenty days"
    assert "an estimate, not a promise" in told(cast.ada)[0].body


def test_a_new_version_excuses_only_its_first_submissions(cast):
    version = make.published(cast)
    items = [
        make.waiting(make.educator(cast, f"Early{number}"), version, at=cast.at + timedelta(minutes=number))
        for number in range(FIRST_SUBMISSIONS)
    ]
    after = make.waiting(cast.ada, version, at=cast.at + timedelta(hours=1))
    new = {"actor": cast.lena, "reason": Pause.Reason.NEW_VERSION, "note": "", "at": cast.at + timedelta(hours=2)}

    assert stop_clock(item=items[-1], **new)
    with pytest.raises(NotAmongTheFirst):
        stop_clock(item=after, **new)


def test_who_may_stop_a_clock_by_hand_and_for_what(cast):
    item = make.waiting(cast.ada, make.published(cast), at=cast.at)
    for person in (cast.ben, cast.elena, cast.ada):
        with pytest.raises(NotAllowed):
            stop_clock(actor=person, item=item, reason=EVIDENCE, note="", at=cast.at)
        with pytest.raises(NotAllowed):
            let_clock_go_on(actor=person, item=item, reason=EVIDENCE, at=cast.at)
    for verb in (lambda **more: stop_clock(note="", **more), let_clock_go_on):
        with pytest.raises(PrivacyHasItsOwnWay):
            verb(actor=cast.lena, item=item, reason=Pause.Reason.PRIVACY, at=cast.at)
