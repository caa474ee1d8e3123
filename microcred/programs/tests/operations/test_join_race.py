"""500 people press "join" at once for 100 seats. First the race without the lock, then as the house runs it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from microcred.organizations.models import Person
from microcred.programs.models import Arrival, Departure, Seat
from microcred.programs.operations import join, leave
from microcred.programs.queries import standing_of, waiting_list
from microcred.programs.tests.make import educators, pilot

THREADS = 32


def at_once(people: list[Person], do: Callable[[Person], object]) -> list[object]:
    """Let all of them do it, as many at a time as there are threads, which start together."""
    together = Barrier(THREADS, timeout=30)

    def share(number: int) -> list[object]:
        try:
            together.wait()
            return [do(person) for person in people[number::THREADS]]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [result for results in pool.map(share, range(THREADS)) for result in results]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_counting_first_and_inserting_then_sells_more_seats_than_there_are(cast):
    """The control run: without the lock, the race is real on this machine."""
    program, people = pilot(cast, seats=100), educators(500)
    sold = []

    def naive(person: Person) -> None:
        with transaction.atomic():
            count = Arrival.objects.filter(program=program, seat__isnull=False).count()
            arrival = Arrival.objects.create(
                program=program, person=person, number=int(person.name[-3:]) + 1, arrived_at=cast.at
            )
            if count < program.seats:
                Seat.objects.create(arrival=arrival, taken_at=cast.at)
                sold.append(person)

    at_once(people, naive)

    assert Seat.objects.count() == len(sold) > 100


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_500_joins_for_100_seats_give_100_in_the_order_of_arrival(cast):
    program, people = pilot(cast, seats=100), educators(500)

    at_once(people, lambda person: join(actor=person, program=program, agreement_accepted=True, at=cast.at))

    program.refresh_from_db()
    assert (program.taken, program.arrivals) == (100, 500)
    seated = list(Arrival.objects.filter(seat__isnull=False).order_by("number").values_list("number", flat=True))
    assert seated == list(range(1, 101))
    assert list(waiting_list(program).values_list("number", flat=True)) == list(range(101, 501))
    assert Arrival.objects.values("person").distinct().count() == 500


@pytest.mark.django_db(transaction=True)
def test_one_person_who_presses_32_times_at_once_arrives_once(cast):
    program = pilot(cast, seats=5)

    arrivals = at_once(
        [cast.ada] * THREADS, lambda person: join(actor=person, program=program, agreement_accepted=True, at=cast.at)
    )

    assert len({arrival.pk for arrival in arrivals}) == 1
    program.refresh_from_db()
    assert (program.taken, program.arrivals) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_when_many_leave_and_many_join_at_once_seats_stay_exact(cast):
    program, people = pilot(cast, seats=20), educators(96)
    for person in people[:48]:
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)
    arrivals = {arrival.person_id: arrival for arrival in Arrival.objects.all()}

    def come_or_go(person: Person) -> None:
        if person.pk in arrivals:
            if int(person.name[-3:]) % 2:
                leave(actor=person, arrival=arrivals[person.pk], at=cast.at)
        else:
            join(actor=person, program=program, agreement_accepted=True, at=cast.at)

    at_once(people, come_or_go)

    held = Seat.objects.filter(arrival__departure__isnull=True).count()
    program.refresh_from_db()
    assert program.taken == held == 20
    assert Departure.objects.count() == 24
    # Nobody waits who arrived before somebody that was given a seat from the waiting list.
    waiting = waiting_list(program).order_by("number").first()
    last = Seat.objects.order_by("-arrival__number").first()
    assert last.arrival.number < waiting.number
    assert standing_of(waiting.person, program).place_in_line == 1
