import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.programs.models import Departure, Program, Seat
from microcred.programs.operations import leave
from microcred.programs.queries import standing_of
from microcred.programs.tests.make import pilot
from microcred.programs.tests.operations.test_join import joined


def test_a_free_seat_goes_to_the_first_who_waits_and_they_are_told(cast):
    program = pilot(cast, seats=1)
    seated = joined(cast.ada, program, cast.at)
    joined(cast.gus, program, cast.at)
    joined(cast.ben, program, cast.at)

    leave(actor=cast.ada, arrival=seated, at=cast.at)

    assert standing_of(cast.gus, program).has_seat
    assert standing_of(cast.ben, program).place_in_line == 1
    assert not standing_of(cast.ada, program).arrival
    assert Program.objects.get().taken == 1
    assert {notice.kind for notice in Notice.objects.filter(person=cast.gus)} == {"waiting_for_seat", "seat_taken"}


def test_with_nobody_waiting_the_seat_is_free(cast):
    program = pilot(cast, seats=1)
    leave(actor=cast.ada, arrival=joined(cast.ada, program, cast.at), at=cast.at)

    assert Program.objects.get().taken == 0
    assert standing_of(cast.gus, program).arrival is None
    assert joined(cast.gus, program, cast.at).number == 2
    assert standing_of(cast.gus, program).has_seat


def test_leaving_the_waiting_list_frees_no_seat(cast):
    program = pilot(cast, seats=1)
    joined(cast.ada, program, cast.at)
    leave(actor=cast.gus, arrival=joined(cast.gus, program, cast.at), at=cast.at)

    assert Program.objects.get().taken == 1
    assert Seat.objects.count() == 1


def test_leaving_twice_is_leaving_once(cast):
    program = pilot(cast)
    arrival = joined(cast.ada, program, cast.at)

    assert leave(actor=cast.ada, arrival=arrival, at=cast.at) == leave(actor=cast.ada, arrival=arrival, at=cast.at)
    assert (Departure.objects.count(), Program.objects.get().taken) == (1, 0)


def test_nobody_leaves_for_another(cast):
    arrival = joined(cast.ada, pilot(cast), cast.at)

    with pytest.raises(NotAllowed):
        leave(actor=cast.gus, arrival=arrival, at=cast.at)
