"""A nudge: who manages a program reminds who holds a seat in it, at most once a day."""

from datetime import timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.programs.models import Arrival
from microcred.programs.operations import HoldsNoSeat, NudgedToday, join, leave, nudge
from microcred.programs.tests.make import pilot


def seated(cast, **changes) -> Arrival:
    return join(actor=cast.ada, program=pilot(cast, **changes), agreement_accepted=True, at=cast.at)


def nudges() -> list[Notice]:
    return list(Notice.objects.filter(kind="nudge"))


def test_elena_reminds_ada_who_is_told_by_whom_and_where_to_go_on(cast):
    nudge(actor=cast.elena, arrival=seated(cast), at=cast.at)

    [notice] = nudges()
    assert notice.person == cast.ada
    assert "Elena Marchetti" in notice.body
    assert notice.path == "/programs/pilot/"


def test_once_a_day_and_the_next_day_again_whichever_the_program(cast):
    one = seated(cast)
    two = join(actor=cast.ada, program=pilot(cast, slug="other"), agreement_accepted=True, at=cast.at)
    nudge(actor=cast.elena, arrival=one, at=cast.at)

    for arrival in (one, two):
        with pytest.raises(NudgedToday):
            nudge(actor=cast.elena, arrival=arrival, at=cast.at + timedelta(hours=1))
    assert len(nudges()) == 1

    nudge(actor=cast.elena, arrival=two, at=cast.at + timedelta(days=1))
    assert len(nudges()) == 2


def test_who_waits_or_has_left_is_left_in_peace(cast):
    waiting = seated(cast, seats=0)
    with pytest.raises(HoldsNoSeat):
        nudge(actor=cast.elena, arrival=waiting, at=cast.at)

    gone = join(actor=cast.ada, program=pilot(cast, slug="other"), agreement_accepted=True, at=cast.at)
    leave(actor=cast.ada, arrival=gone, at=cast.at)
    with pytest.raises(HoldsNoSeat):
        nudge(actor=cast.elena, arrival=gone, at=cast.at)
    assert nudges() == []


@pytest.mark.parametrize("who", ["ada", "ben", "omar", "gus", "pia"])
def test_it_is_for_who_manages_the_program(cast, who):
    arrival = seated(cast)
    with pytest.raises(NotAllowed):
        nudge(actor=getattr(cast, who), arrival=arrival, at=cast.at)
    assert nudges() == []
