"""The planner for leads, the look ahead of each day, and what everybody may read of kept promises."""

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.notices.models import Notice
from microcred.portfolios.models import Pause
from microcred.portfolios.operations import declare_conflicts
from microcred.scoring import queries
from microcred.scoring.models import Outlook
from microcred.scoring.operations import (
    claim_next,
    declare_availability,
    let_go,
    look_ahead,
    move_due,
    pause_offers,
    recuse,
    stop_clock,
)
from microcred.scoring.queries import plan_of
from microcred.scoring.rules import WhatIf
from microcred.scoring.tests import make
from tests.remembered import remembered

pytestmark = pytest.mark.slow

PLAN = reverse("capacity", args=["carolinacred"])
RECORD = reverse("promise_record", args=["carolinacred"])
DAY = timedelta(days=1)


@pytest.fixture
def plan(cast, client):
    """The page as Lena gets it, who signs in only to look: what stands before that is made once for all tests."""

    def look(**asked):
        client.force_login(cast.lena)
        return client.get(PLAN, asked)

    return look


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


def text(answer):
    return answer.content.decode()


def decided(cast, version, count, *, at, days=2):
    """Works that Ben read some days after they came, one after the other, the first at the start of an hour."""
    start = at.replace(minute=0, second=0, microsecond=0)
    made = partial(_decided, cast, version, count, at=start, days=days)
    remembered(f"{count} decided from {start} in {days} days", made, cast, version)


def _decided(cast, version, count, *, at, days):
    for number in range(count):
        came = at + number * timedelta(hours=2)
        make.waiting(make.educator(cast, f"Done{number}"), version, at=came)
        item = claim_next(actor=cast.ben, at=came + days * DAY)
        make.read(item, cast.ben, at=came + days * DAY + timedelta(minutes=40))


def wait(cast, version, count, *, at):
    return [make.waiting(make.educator(cast, f"Waits{number}"), version, at=at) for number in range(count)]


def test_of_too_little_the_page_says_what_is_not_known(plan, cast, version):
    page = text(plan())
    assert "Not enough known to look ahead" in page
    assert "0 submissions came" in page
    assert '<svg class="chart"' not in page


def test_promises_hold_where_there_are_enough(plan, cast, version):
    decided(cast, version, 11, at=now() - 20 * DAY)
    page = text(plan())
    assert "Promises hold, as far as can be seen" in page
    assert "their fullest week" in page
    assert '<svg class="chart"' in page
    assert "with the seed" in page


def test_promises_break_and_the_page_says_what_keeps_them(plan, cast, version):
    decided(cast, version, 11, at=now() - 20 * DAY)
    wait(cast, version, 20, at=now() - 3 * DAY)
    declare_availability(actor=cast.ben, most_a_week=3, away=[], unwanted=[], at=now())
    page = text(plan())
    assert "Promises hold until" in page
    assert "keep the promises" in page
    assert "as they said" in page
    better = text(plan(what_if="1", assessors="15"))
    assert "If it were so" in better
    assert "Promises hold, as far as can be seen" in better
    assert plan(what_if="1", each="999").status_code == 422
    gone = plan(what_if="1", more="100", by="2020-01-01")
    assert gone.status_code == 422
    assert "This day is gone" in text(gone)


def test_what_nobody_reads_in_one_stack_is_not_hidden_by_readers_of_another(plan, cast, version):
    decided(cast, version, 11, at=now() - 20 * DAY)
    wait(cast, version, 1, at=now() - DAY)
    assert "Not in every stack" not in text(plan()), "one stack is all there is"

    alone = make.published(cast, stack=make.shelf(cast, "alone"), name="Alone")
    make.waiting(make.educator(cast, "Lone"), alone, at=now() - DAY)
    page = text(plan())
    assert "Not in every stack" in page
    assert '<a href="?stack=alone">alone</a>: 1 submission waits, and nobody is there to read it' in page
    assert "If everybody could read everything, promises would hold" in page
    assert "Not in every stack" not in text(plan(stack="alone"))


def test_a_stopped_clock_is_not_played_and_who_is_away_is_not_counted(cast, version):
    at = now()
    items = wait(cast, version, 3, at=at - DAY)
    stop_clock(actor=cast.lena, item=items[0], reason=Pause.Reason.EVIDENCE, note="", at=at)
    move_due(actor=None, submission=items[0].submission, at=at)
    today = at.astimezone(ZoneInfo(cast.ben.time_zone)).date()
    declare_availability(actor=cast.ben, most_a_week=5, away=[(today, today + 3 * DAY)], unwanted=[], at=at)
    plan = plan_of(cast.places["carolinacred"], at=at)
    assert (plan.waiting, plan.paused) == (2, 1)
    (hand,) = plan.known.hands
    assert hand.there[0] is False
    assert hand.there[-1] is True
    pause_offers(actor=cast.ben, at=at)
    (hand,) = plan_of(cast.places["carolinacred"], at=at).known.hands
    assert not any(hand.there)


def test_who_declared_a_conflict_is_no_capacity_for_what_it_is_about(plan, cast, version):
    place, school = cast.places["carolinacred"], cast.places["cedar-creek"]
    decided(cast, version, 11, at=now() - 20 * DAY)
    wait(cast, version, 3, at=now() - DAY)
    before = plan_of(place, at=now())
    declare_conflicts(actor=cast.ben, places=[school], addresses=[], at=now())

    alone = plan_of(place, at=now())
    assert before.known.for_nobody == 0
    assert alone.known.for_nobody == 3
    assert alone.known.kinds == (0.0, 1.0), "all that came was from that school"
    assert before.breaks_on is None
    assert alone.breaks_on is not None
    assert "3 of them for nobody who reads" in text(plan())

    for number in range(2):
        helper = make.assessor(cast, f"Helper{number}")
        declare_availability(actor=helper, most_a_week=20, away=[], unwanted=[], at=now())
    assert plan_of(place, at=now()).breaks_on is None


def test_who_stepped_back_or_knows_an_educator_reads_nothing_of_theirs(cast, version):
    items = wait(cast, version, 3, at=now() - DAY)
    other = make.assessor(cast, "Other")
    for reader in (cast.ben, other):
        declare_availability(actor=reader, most_a_week=20, away=[], unwanted=[], at=now())
    held = claim_next(actor=cast.ben, at=now())
    recuse(actor=cast.ben, item=held, claim_number=1, reason="A friend's.", at=now())
    declare_conflicts(actor=other, places=[], addresses=["waits1@example.org"], at=now())

    known = plan_of(cast.places["carolinacred"], at=now()).known
    assert held == items[0]
    assert sorted(len(hand.not_for) for hand in known.hands) == [1, 1]
    assert len(set(known.waiting_kinds)) == 3
    assert known.for_nobody == 0


def test_what_was_given_back_is_counted_for_each_person(plan, cast, version):
    wait(cast, version, 1, at=now() - DAY)
    item = claim_next(actor=cast.ben, at=now())
    let_go(actor=cast.ben, item=item, claim_number=1, at=now())
    (reader,) = plan_of(cast.places["carolinacred"], at=now()).readers
    assert (reader.person, reader.given_back) == (cast.ben, 1)


def test_the_plan_names_no_educator_and_costs_the_same_with_more_rows(plan, cast, version):
    wait(cast, version, 1, at=now() - DAY)
    plan()
    with CaptureQueriesContext(connection) as few:
        plan()
    for number in range(3):
        make.waiting(make.educator(cast, f"More{number}"), version, at=now() - DAY)
        make.assessor(cast, f"Reader{number}")
    with CaptureQueriesContext(connection) as more:
        page = text(plan())
    assert len(more) == len(few)
    assert "More1" not in page


def test_another_stack_is_not_found(plan, cast, version):
    assert plan(stack="no-such").status_code == 404


def test_leads_are_told_once_until_promises_held_again(cast, version):
    place, at = cast.places["carolinacred"], now()
    decided(cast, version, 11, at=at - 20 * DAY)
    wait(cast, version, 20, at=at - 14 * DAY)
    declare_availability(actor=cast.ben, most_a_week=2, away=[], unwanted=[], at=at)
    first = look_ahead(actor=None, organization=place, at=at)
    assert first.breaks_on is not None
    assert look_ahead(actor=None, organization=place, at=at + timedelta(hours=1)) is None
    told = Notice.objects.filter(kind="promises_will_break")
    assert [one.person for one in told] == [cast.lena]
    assert "There is still time" in told[0].body
    declare_availability(actor=cast.ben, most_a_week=150, away=[], unwanted=[], at=at + timedelta(hours=2))
    held = look_ahead(actor=None, organization=place, at=at + timedelta(hours=2))
    assert held.breaks_on is None
    assert told.count() == 1
    assert Outlook.objects.count() == 2


def test_of_too_little_nobody_is_told_anything(cast, version):
    assert look_ahead(actor=None, organization=cast.places["carolinacred"], at=now()) is None
    assert not Outlook.objects.exists()


def test_the_record_is_held_back_of_a_few(client, cast, version):
    decided(cast, version, 9, at=now() - 20 * DAY)
    page = text(client.get(RECORD))
    assert "Not enough to tell yet" in page
    assert "9 promises ended" in page


def test_the_record_counts_what_came_late_and_what_is_overdue(client, cast, version):
    decided(cast, version, 8, at=now() - 60 * DAY)
    decided_late = now() - 50 * DAY
    make.waiting(cast.gus, version, at=decided_late)
    item = claim_next(actor=cast.ben, at=decided_late + 40 * DAY)
    make.read(item, cast.ben, at=decided_late + 40 * DAY)
    make.waiting(cast.ada, version, at=now() - 45 * DAY)
    make.waiting(make.educator(cast, "Noor"), version, at=now() - DAY)
    record = queries.promise_record(cast.places["carolinacred"], at=now())
    assert (record.kept, record.of) == (8, 10)
    page = text(client.get(RECORD))
    assert "8 of 10" in page
    assert "the clock stands still" in page


def test_who_offers_nothing_has_no_record(client, cast):
    assert client.get(reverse("promise_record", args=["rock-hill"])).status_code == 404


def test_a_plan_that_is_tried_changes_nothing_that_is_kept(cast, version):
    decided(cast, version, 11, at=now() - 20 * DAY)
    place = cast.places["carolinacred"]
    before = plan_of(place, at=now())
    plan_of(place, at=now(), what_if=WhatIf(more=500, by=3))
    assert plan_of(place, at=now()).known.arrivals == before.known.arrivals
