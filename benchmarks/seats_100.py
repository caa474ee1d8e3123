"""10,000 people ask for the 100 seats of a program, 16 at a time.

*In SQL*: the one statement by which `programs.join` gives numbers and seats, in a transaction of its own. Beside it the
same done behind `SELECT … FOR UPDATE` on the program's row, as seats are usually kept exact; and as the limit, reading
that row by its key. *Verb*: all of `join`, notices, mail job and audit included, beside itself behind that lock.

After every contest the seats are counted: exactly 100, numbered 1 to 100, and every arrival has its own number.
"""

import itertools
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import connection, transaction

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least
from benchmarks.frame.people import many_people
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate
from benchmarks.frame.threads import together
from microcred.foundation.clock import now
from microcred.organizations.models import Organization, Person
from microcred.organizations.operations import found
from microcred.programs.models import Arrival, Program, Seat
from microcred.programs.operations import _arrive, join, open_program

SEATS = 100
REQUESTS = 10_000
REQUESTS_A_ROUND = 1_000
VERBS_A_ROUND = 120
THREADS = 16
UNIT = "per second"
LOCK = "SELECT FOR UPDATE first"
KEY = "SELECT by key"


def run(bench: Bench) -> list[Comparison]:
    """Hold the contest, then compare."""
    hall = Hall()
    with bench.doing(f"{REQUESTS:,} requests for {SEATS} seats"):
        whole = hall.contest_in_sql(_arrive, REQUESTS)
    bench.console.print(
        f"  {REQUESTS:,} requests: exactly {SEATS} seats, every number once, {whole[UNIT]:,.0f} per second",
        highlight=False,
    )
    read = hall.open_program()
    sql: dict[str, Side] = {
        OURS: lambda: hall.contest_in_sql(_arrive, REQUESTS_A_ROUND),
        LOCK: lambda: hall.contest_in_sql(_arrive_behind_lock, REQUESTS_A_ROUND),
        KEY: lambda: {UNIT: together([lambda: _read(read)] * REQUESTS_A_ROUND, threads=THREADS)},
    }
    verb: dict[str, Side] = {OURS: lambda: hall.contest(_join), LOCK: lambda: hall.contest(_join_behind_lock)}
    with bench.doing("measuring", (len(sql) + len(verb)) * (ROUNDS + 1)) as doing:
        in_sql, as_verb = alternate(sql, tick=doing.tick), alternate(verb, tick=doing.tick)
    return [
        in_sql.against(LOCK, UNIT, at_least(6, "G19 must"), name="seats_100 in SQL"),
        in_sql.against(KEY, UNIT, at_least(0.5, "G19 must"), name="seats_100 in SQL"),
        as_verb.against(LOCK, UNIT, at_least(1, "the lock it does without"), name="seats_100 verb"),
    ]


class Hall:
    """Programs with 100 seats each, and people who want one."""

    def __init__(self) -> None:
        self.at = now()
        self.owner = found(
            actor=None, slug="state", name="State", kind=Organization.Kind.STATE, parent=None, at=self.at
        )
        self.people = many_people(VERBS_A_ROUND)
        self.numbers = itertools.count()

    def open_program(self) -> Program:
        """A program that everybody may join now."""
        return open_program(
            actor=None,
            owner=self.owner,
            slug=f"pilot-{next(self.numbers)}",
            name="Pilot",
            description="",
            audience="",
            seats=SEATS,
            agreement="",
            joining_opens_at=self.at - timedelta(days=1),
            joining_closes_at=self.at + timedelta(days=1),
            stacks=[],
        )

    def contest_in_sql(self, arrive: Callable[[Program], tuple[int, bool]], requests: int) -> Figures:
        """Give numbers and seats, each in a transaction; then see that they are right."""
        program = self.open_program()
        given: list[tuple[int, bool]] = []

        def ask() -> None:
            with transaction.atomic():
                answer = arrive(program)
            given.append(answer)

        figures = {UNIT: together([ask] * requests, threads=THREADS)}
        assert sorted(given) == [(number, number <= SEATS) for number in range(1, requests + 1)]
        program.refresh_from_db()
        assert (program.taken, program.arrivals) == (SEATS, requests)
        return figures

    def contest(self, ask: Callable[[Person, Program], None]) -> Figures:
        """Let everybody join by the verb; then see who sits."""
        program = self.open_program()
        figures = {UNIT: together([partial(ask, person, program) for person in self.people], threads=THREADS)}
        seated = set(Seat.objects.filter(arrival__program=program).values_list("arrival__number", flat=True))
        arrived = Arrival.objects.filter(program=program)
        assert seated == set(range(1, SEATS + 1))
        assert arrived.values("person").distinct().count() == arrived.count() == len(self.people)
        return figures


def _arrive_behind_lock(program: Program) -> tuple[int, bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT taken, seats, arrivals FROM programs_program WHERE id = %s FOR UPDATE", [program.pk])
        taken, seats, arrivals = cursor.fetchone()
        seated = taken < seats
        cursor.execute(
            "UPDATE programs_program SET arrivals = %s, taken = %s WHERE id = %s",
            [arrivals + 1, taken + int(seated), program.pk],
        )
    return arrivals + 1, seated


def _join(person: Person, program: Program) -> None:
    join(actor=person, program=program, agreement_accepted=True, at=now())


def _join_behind_lock(person: Person, program: Program) -> None:
    with transaction.atomic():
        Program.objects.select_for_update().get(pk=program.pk)
        _join(person, program)


def _read(program: Program) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT taken, seats FROM programs_program WHERE id = %s", [program.pk])
        cursor.fetchone()
