"""A nudge: who manages a program reminds who holds a seat in it, at most once a day."""

from datetime import timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.programs.models import Arrival
from microcred.programs.operations import HoldsNoSeat, NothingToRemindOf, NudgedToday, join, leave, nudge
from microcred.programs.rules import NudgeReason, nudge_reason
from microcred.programs.tests.make import pilot

NOT_STARTED = NudgeReason.NOT_STARTED


def seated(cast, **changes) -> Arrival:
    return join(actor=cast.ada, program=pilot(cast, **changes), agreement_accepted=True, at=cast.at)


def nudges() -> list[Notice]:
    return list(Notice.objects.filter(kind="nudge"))


def test_elena_reminds_ada_who_is_told_by_whom_and_where_to_go_on(cast):
    nudge(actor=cast.elena, arrival=seated(cast), reason=NOT_STARTED, at=cast.at)

    [notice] = nudges()
    assert notice.person == cast.ada
    assert "Elena Marchetti" in notice.body
    assert notice.path == "/programs/pilot/"


def test_once_a_day_and_the_next_day_again_whichever_the_program(cast):
    one = seated(cast)
    two = join(actor=cast.ada, program=pilot(cast, slug="other"), agreement_accepted=True, at=cast.at)
    nudge(actor=cast.elena, arrival=one, reason=NOT_STARTED, at=cast.at)

    for arrival in (one, two):
        with pytest.raises(NudgedToday):
            nudge(actor=cast.elena, arrival=arrival, reason=NOT_STARTED, at=cast.at + timedelta(hours=1))
    assert len(nudges()) == 1

    nudge(actor=cast.elena, arrival=two, reason=NOT_STARTED, at=cast.at + timedelta(days=1))
    assert len(nudges()) == 2


def test_who_waits_or_has_left_is_left_in_peace(cast):
    waiting = seated(cast, seats=0)
    with pytest.raises(HoldsNoSeat):
        nudge(actor=cast.elena, arrival=waiting, reason=NOT_STARTED, at=cast.at)

    gone = join(actor=cast.ada, program=pilot(cast, slug="other"), agreement_accepted=True, at=cast.at)
    leave(actor=cast.ada, arrival=gone, at=cast.at)
    with pytest.raises(HoldsNoSeat):
        nudge(actor=cast.elena, arrival=gone, reason=NOT_STARTED, at=cast.at)
    assert nudges() == []


@pytest.mark.parametrize("who", ["ada", "ben", "omar", "gus", "pia"])
def test_it_is_for_who_manages_the_program(cast, who):
    arrival = seated(cast)
    with pytest.raises(NotAllowed):
        nudge(actor=getattr(cast, who), arrival=arrival, reason=NOT_STARTED, at=cast.at)
    assert nudges() == []


def test_who_began_is_told_that_it_is_saved_and_until_when_it_can_be_handed_in(cast):
    closes_at = cast.at + timedelta(days=5)
    nudge(actor=cast.elena, arrival=seated(cast), reason=NudgeReason.CLOSES_SOON, closes_at=closes_at, at=cast.at)

    [notice] = nudges()
    assert "What you began" in notice.subject
    assert "It can be handed in until" in notice.body


def test_where_there_is_nothing_to_remind_of_nobody_is_reminded(cast):
    with pytest.raises(NothingToRemindOf):
        nudge(actor=cast.elena, arrival=seated(cast), reason=None, at=cast.at)
    assert nudges() == []


@pytest.mark.parametrize(
    ("started", "is_open", "worked", "closes", "reason"),
    [
        (False, False, None, None, "not_started"),
        (False, False, None, 3, "not_started"),
        (True, False, None, 3, None),
        (True, True, -1, None, None),
        (True, True, -13, 30, None),
        (True, True, -14, 30, "stopped"),
        (True, True, -14, None, "stopped"),
        (True, True, -1, 7, "closes_soon"),
        (True, True, -40, 7, "closes_soon"),
        (True, True, -1, 8, None),
        (True, True, -1, 0, None),
    ],
)
def test_why_somebody_may_be_reminded_days_from_now(cast, started, is_open, worked, closes, reason):
    def moment(days):
        return None if days is None else cast.at + timedelta(days=days)

    facts = {"started": started, "is_open": is_open, "last_worked_at": moment(worked), "closes_at": moment(closes)}
    assert nudge_reason(**facts, at=cast.at) == reason
