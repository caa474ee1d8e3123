"""Everyone anew: how long does it take to work out anew what 55,000 educators have, when a statement of rules follows?

There really are 55,000, each with ten awards whose credit stands in the ledger. Some are looked at in portions, as the
worker does it: what is on record loaded for a portion together, the rules of the state and its district applied, and
what came held against the ledger; nobody has anything new. Then two workers, processes of their own, take the portions
of all of them from the queue, until none is left. And people for whom a limit makes something else of their credit are
recognized one by one, each in a transaction of their own, as are people with nothing new.
"""

import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.frame.bench import Bench
from benchmarks.frame.bulk import multiply
from benchmarks.frame.comparison import Comparison, at_least, at_most
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Measured, Side, alternate, latencies
from microcred.credentials.models import Award, AwardIntent
from microcred.credentials.tests.make import award as an_award
from microcred.credentials.tests.make import version
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.organizations.models import Membership, Person, Role
from microcred.organizations.operations import appoint, register
from microcred.recognition.models import (
    Cycle,
    Entry,
    Policy,
    Recognition,
    Reevaluation,
    ReevaluationOutcome,
    ReevaluationPortion,
)
from microcred.recognition.operations import attest_hours, open_cycle, recognize, state_policy
from microcred.recognition.operations.reevaluation import reevaluate
from microcred.recognition.policies import published_as
from microcred.recognition.queries.reevaluation import seen_in
from microcred.recognition.rules.engine.policy import Cap, Example
from microcred.site.demo.cast import assemble
from tests.cast import Cast

EDUCATORS = 55_000
AWARDS = 10
WORKERS = 2
PORTIONS = 3
"""that are looked at in a round by one process"""
ALONE = 40
"""people who are recognized one by one in a round"""
DESIGNS = (
    "managing-change",
    "building-your-team",
    "engaging-stakeholders",
    "cultivating-a-shared-purpose",
    "assessing-how-time-is-currently-used",
    "creating-a-plan-for-redesigned-learning",
    "ensuring-alignment-to-a-shared-purpose",
    "understanding-your-leadership-strengths",
    "running-a-coaching-cycle",
    "testing-a-change-in-small-cycles",
)
WORKER = """
import sys, django
django.setup()
from microcred.foundation import jobs
print("ready", flush=True)
sys.stdin.readline()
jobs.run_worker(concurrency=1, wait=False)
"""


def run(bench: Bench) -> list[Comparison]:
    """Look at everyone, in one process and in two, and recognize some."""
    with bench.doing("55,000 educators, each with ten awards"):
        everyone = Everyone(bench)
        bench.settle()
    everyone.empty_the_queue()
    portions = list(everyone.follow().portions.order_by("number")[1 : 1 + PORTIONS])

    def looked_at() -> Figures:
        people, begun = 0, time.perf_counter()
        for portion in portions:
            seen = seen_in(portion, at=now())
            assert not seen.changed
            people += seen.people
        took = time.perf_counter() - begun
        return {"per second": people / took, "s for 55,000, two workers, reckoned": took / people * EDUCATORS / WORKERS}

    sides: dict[str, Side] = {OURS: looked_at}
    with bench.doing("looking at some", ROUNDS + 1) as doing:
        looking = alternate(sides, tick=doing.tick)
    with bench.doing("two workers look at everyone"):
        together = Measured({OURS: [everyone.worked_off()]})
    nothing: dict[str, Side] = {OURS: lambda: everyone.recognized(new=False)}
    news: dict[str, Side] = {OURS: lambda: everyone.recognized(new=True)}
    with bench.doing("recognizing", 2 * (ROUNDS + 1)) as doing:
        same = alternate(nothing, tick=doing.tick)
        everyone.limit()
        other = alternate(news, tick=doing.tick)
    target = at_most(1, "target: 60 s")
    rate = EDUCATORS / 60
    reckoned = "s for 55,000, two workers, reckoned"
    name = "re-evaluation, nothing new"
    own = at_most(1, "our own")
    return [
        looking.within(
            rate / WORKERS, "target", "per second", at_least(1, "target: 60 s"), name=f"{name}, one process"
        ),
        looking.within(60, "target", reckoned, target, name=name),
        together.within(rate, "target", "per second", at_least(1, "target: 60 s"), name=f"{name}, two workers"),
        together.within(60, "target", "s for 55,000", target, name=f"{name}, two workers"),
        together.within(60, "target", "s of processor each, without PostgreSQL", target, name=f"{name}, two workers"),
        same.within(50, "own budget", "ms, p50", own, name="recognizing one person, nothing new"),
        other.within(50, "own budget", "ms, p50", own, name="recognizing one person, ten entries adjusted"),
        other.within(100, "own budget", "ms, p95", own, name="recognizing one person, ten entries adjusted"),
    ]


def _used() -> float:
    """Seconds of processor that processes of ours which have ended took. Other work on the machine leaves them be."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Everyone:
    """A district's educators, each with ten awards whose credit stands in the ledger."""

    def __init__(self, bench: Bench) -> None:
        at = now() - timedelta(days=60)
        self.cast = Cast(assemble(at=at), at)
        self.district = self.cast.places["rock-hill"]
        self.policy = self._stated()
        attest_hours(
            actor=None, office=self.district, hours=Decimal(15), starts_on=date(2024, 7, 1), at=at, demonstration=True
        )
        first = register(actor=None, name="educator", email="educator@example.org")
        appoint(actor=None, person=first, organization=self.district, role=Role.EDUCATOR, at=at)
        open_cycle(
            actor=None,
            person=first,
            policy=self.policy,
            keeper=self.district,
            starts_on=date(2024, 7, 1),
            ends_on=date(2029, 7, 1),
            at=at,
        )
        for number, name in enumerate(DESIGNS[:AWARDS]):
            earned_at = at + timedelta(days=1 + number)
            an_award(self.cast, of=version(self.cast, name), person=first, earned_at=earned_at)
        recognize(actor=None, person=first, at=now())
        outbox.deliver_all()
        self._copied(bench, first)

    def _copied(self, bench: Bench, first: Person) -> None:
        own = Award.objects.filter(person=first)
        assert Entry.objects.filter(award__in=own).count() == AWARDS
        rows = {
            Person: [first.pk],
            Membership: list(Membership.objects.filter(person=first).values_list("pk", flat=True)),
            Cycle: list(Cycle.objects.filter(person=first).values_list("pk", flat=True)),
            AwardIntent: list(own.values_list("intent", flat=True)),
            Award: list(own.values_list("pk", flat=True)),
            Recognition: list(Recognition.objects.filter(award__in=own).values_list("pk", flat=True)),
            Entry: list(Entry.objects.filter(award__in=own).values_list("pk", flat=True)),
        }
        multiply(
            bench.owner_url,
            rows,
            EDUCATORS - 1,
            changes={
                "email": "'educator-' || n || '@example.org'",
                "source": "md5(source::text || n)::uuid",
                "status_index": f"10000000 + n * {AWARDS} + row_number() OVER (PARTITION BY n)",
                "suspension_list_id": "NULL",
                "suspension_index": "NULL",
                "unsigned": "'{}'",
            },
        )

    def _stated(self, *, caps: tuple[Cap, ...] = (), examples: tuple[Example, ...] | None = None) -> Policy:
        document = published_as("south-carolina-professional")
        number = Policy.objects.filter(slug=document.id).count() + 1
        changed = {"version": number, "caps": caps or document.caps}
        changed |= {"examples": examples} if examples is not None else {}
        return state_policy(
            actor=None,
            jurisdiction=self.cast.places["south-carolina"],
            document=document.model_copy(update=changed),
            at=now(),
        )

    def follow(self) -> Reevaluation:
        """The same rules stated once more, and everyone looked at because of it."""
        return reevaluate(actor=None, policy=self._stated(), at=now())

    def empty_the_queue(self) -> None:
        """What the scene has left to do."""
        self._work(1)

    def worked_off(self) -> Figures:
        """Two workers, until the queue is empty."""
        before = _used()
        took = self._work(WORKERS)
        used = _used() - before
        done = ReevaluationOutcome.objects.values_list("people", flat=True)
        assert len(done) == ReevaluationPortion.objects.count()
        assert sum(done) >= EDUCATORS
        each = EDUCATORS / sum(done)
        return {
            "per second": sum(done) / took,
            "s for 55,000": took * each,
            "s of processor each, without PostgreSQL": used / WORKERS * each,
        }

    def _work(self, workers: int) -> float:
        command = [sys.executable, "-c", WORKER]
        processes = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(workers)
        ]
        for one in processes:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        begun = time.perf_counter()
        for one in processes:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        assert [one.wait() for one in processes] == [0] * workers
        return time.perf_counter() - begun

    def limit(self) -> None:
        """From now on credit of micro-credentials stops at three quarters of what everyone has."""
        from microcred.recognition.tests import make

        self._stated(caps=(make.cap("15"),), examples=make.an_example("15"))
        self._fresh = iter(Person.objects.filter(name="educator").order_by("pk")[: ALONE * (ROUNDS + 2)])

    def recognized(self, *, new: bool) -> Figures:
        """Some, one by one; where something is new, each for the first time."""
        people = [next(self._fresh) for _ in range(ALONE)] if new else list(self._others())
        seconds, written = [], Recognition.objects.count()
        for person in people:
            begun = time.perf_counter()
            recognize(actor=None, person=person, at=now())
            seconds.append(time.perf_counter() - begun)
        assert (Recognition.objects.count() > written) is new
        return latencies(seconds)

    def _others(self) -> list[Person]:
        return list(Person.objects.filter(name="educator").order_by("-pk")[:ALONE])
