import hashlib
from datetime import timedelta

import pytest

from microcred.notices.models import Notice
from microcred.programs.models import Arrival, Program, Seat
from microcred.programs.operations import (
    AgreementNotAccepted,
    JoiningClosed,
    JoiningNotYetOpen,
    join,
    leave,
)
from microcred.programs.queries import standing_of
from microcred.programs.tests.make import AGREEMENT, pilot


def joined(person, program, at, accepted=True):
    return join(actor=person, program=program, agreement_accepted=accepted, at=at)


def test_ada_takes_a_seat_and_is_told(cast):
    program = pilot(cast)

    arrival = joined(cast.ada, program, cast.at)

    assert (arrival.number, arrival.arrived_at) == (1, cast.at)
    assert arrival.agreement_digest == hashlib.sha256(AGREEMENT.encode()).hexdigest()
    assert standing_of(cast.ada, program).has_seat
    notice = Notice.objects.get(person=cast.ada)
    assert (notice.kind, notice.path) == ("seat_taken", "/programs/pilot/")


def test_a_second_click_is_the_same_arrival(cast):
    program = pilot(cast)

    first = joined(cast.ada, program, cast.at)
    again = joined(cast.ada, program, cast.at + timedelta(seconds=1))

    assert again == first
    program.refresh_from_db()
    assert (program.taken, program.arrivals, Notice.objects.count()) == (1, 1, 1)


def test_without_the_agreement_nobody_joins(cast):
    program = pilot(cast)

    with pytest.raises(AgreementNotAccepted, match="accept its agreement"):
        joined(cast.ada, program, cast.at, accepted=False)

    assert not Arrival.objects.exists()


def test_a_program_without_an_agreement_asks_for_none(cast):
    arrival = joined(cast.ada, pilot(cast, agreement=""), cast.at, accepted=False)

    assert arrival.agreement_digest == ""


def test_who_comes_when_all_seats_are_taken_waits_in_order(cast):
    program = pilot(cast, seats=1)
    joined(cast.ada, program, cast.at)
    joined(cast.gus, program, cast.at)
    joined(cast.ben, program, cast.at)

    assert [standing_of(person, program).place_in_line for person in (cast.gus, cast.ben)] == [1, 2]
    assert standing_of(cast.ben, program).number == 3
    assert Notice.objects.get(person=cast.gus).kind == "waiting_for_seat"
    assert Seat.objects.count() == Program.objects.get().taken == 1


def test_joining_again_after_leaving_is_a_new_arrival_at_the_end(cast):
    program = pilot(cast, seats=1)
    first = joined(cast.ada, program, cast.at)
    joined(cast.gus, program, cast.at)
    leave(actor=cast.ada, arrival=first, at=cast.at)

    again = joined(cast.ada, program, cast.at)

    assert again.number == 3
    assert standing_of(cast.gus, program).has_seat
    assert standing_of(cast.ada, program).waits


@pytest.mark.parametrize(
    ("moment", "refusal"),
    [("opens -1ms", JoiningNotYetOpen), ("opens", None), ("closes -1ms", None), ("closes", JoiningClosed)],
)
def test_joining_is_half_open(cast, moment, refusal):
    program = pilot(cast)
    edge = program.joining_opens_at if moment.startswith("opens") else program.joining_closes_at
    at = edge - timedelta(milliseconds=1) if moment.endswith("-1ms") else edge

    if refusal is None:
        assert joined(cast.ada, program, at)
    else:
        with pytest.raises(refusal):
            joined(cast.ada, program, at)


def test_the_refusal_names_the_closing_time_in_the_readers_zone(cast):
    program = pilot(cast)
    cast.ada.time_zone = "America/Los_Angeles"

    with pytest.raises(JoiningClosed) as refused:
        joined(cast.ada, program, program.joining_closes_at)

    assert "until Monday, September 21, 2026, 5 a.m. PDT" in str(refused.value)
