"""500 assessors take the next submission from a queue of 100,000: `scoring.claim_next`.

One after the other for the latency; eight at a time for the rate, beside the plain way, which locks the first free row
of a version with `FOR UPDATE` and lets all others wait for it, and beside the bound: one `UPDATE … SKIP LOCKED` that
knows nothing of qualifications, conflicts of interest, leases that ran out or an audit. Nobody gets what another holds.
"""

import itertools
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.db.models import QuerySet

from benchmarks.frame.bench import Bench
from benchmarks.frame.bulk import copy_rows
from benchmarks.frame.comparison import Comparison, at_least, at_most
from benchmarks.frame.people import many_people
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Measured, Side, alternate, latencies
from benchmarks.frame.scene import Scene
from benchmarks.frame.threads import together
from benchmarks.frame.versions import postgresql
from microcred.calibration.models import Qualification
from microcred.catalog.models import MicroCredential, Stack, Version
from microcred.catalog.operations import open_stack
from microcred.catalog.tests.many import fill
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Membership, Person, Role
from microcred.portfolios.models import Pursuit, Submission
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import claim_next

QUEUED = 100_000
ASSESSORS = 500
EDUCATORS = 2_000
VERSIONS = QUEUED // EDUCATORS
STACKS = 30
STACKS_EACH = 3
CLAIMS_A_ROUND = 100
UNIT = "per second"


def run(bench: Bench) -> list[Comparison]:
    """Fill the queue, claim, compare."""
    scene = Scene()
    with bench.doing(f"queueing {QUEUED:,} submissions, qualifying {ASSESSORS} assessors"):
        _open_stacks(scene)
        fill(VERSIONS)
        _queue(scene)
        assessors = _assessors(scene)
    bench.settle()
    return [*_one_by_one(bench, assessors), *_eight_at_a_time(bench, assessors)]


def _one_by_one(bench: Bench, assessors: Sequence[Person]) -> list[Comparison]:
    asking = itertools.cycle([assessors[n : n + CLAIMS_A_ROUND] for n in range(0, ASSESSORS, CLAIMS_A_ROUND)])
    taken: list[UUID] = []

    def claimed() -> Figures:
        seconds = []
        for assessor in next(asking):
            begun = time.perf_counter()
            item = claim_next(actor=assessor, at=now())
            seconds.append(time.perf_counter() - begun)
            assert item is not None
            taken.append(item.pk)
        return latencies(seconds)

    with bench.doing(f"{ASSESSORS} claims, one by one", ROUNDS) as doing:
        rounds = []
        for _round in range(ROUNDS):
            doing.tick()
            rounds.append(claimed())
    assert len(set(taken)) == ASSESSORS, "two assessors hold one submission"
    _all_back()
    return [Measured({OURS: rounds}).within(20, "budget", "ms, p95", at_most(1, "budget"), name="claim_next")]


def _eight_at_a_time(bench: Bench, assessors: Sequence[Person]) -> list[Comparison]:
    some = assessors[:CLAIMS_A_ROUND]
    with psycopg.connect(bench.app_url) as asked:
        server = postgresql(asked)
    plain, bound = f"{server}: FOR UPDATE of the first row", f"{server}: one UPDATE, SKIP LOCKED"
    version = Version.objects.filter(pk__in=QueueItem.objects.values("version")).values_list("pk", flat=True)[0]

    def contest(claim: Callable[[Person], UUID]) -> Figures:
        taken: list[UUID] = []
        rate = together([partial(_append, taken, claim, assessor) for assessor in some], threads=8)
        assert len(taken) == len(set(taken)) == len(some)
        _all_back()
        return {UNIT: rate}

    sides: dict[str, Side] = {
        OURS: partial(contest, _ours),
        plain: partial(contest, partial(_for_update, version)),
        bound: partial(contest, partial(_skip_locked, version)),
    }
    with bench.doing("measuring", len(sides) * (ROUNDS + 1)) as doing:
        measured = alternate(sides, tick=doing.tick)
    return [
        measured.against(plain, UNIT, at_least(1, "the wait it does without"), name="claim_next, 8 at a time"),
        measured.against(bound, UNIT, at_least(0.1, "our own"), name="claim_next, 8 at a time"),
    ]


def _append(taken: list[UUID], claim: Callable[[Person], UUID], assessor: Person) -> None:
    taken.append(claim(assessor))


def _ours(assessor: Person) -> UUID:
    item = claim_next(actor=assessor, at=now())
    assert item is not None
    return item.pk


def _for_update(version: UUID, assessor: Person) -> UUID:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM scoring_queueitem WHERE version_id = %s AND settled_at IS NULL AND assessor_id IS NULL"
            " ORDER BY entered_at, id LIMIT 1 FOR UPDATE",
            [version],
        )
        row = cursor.fetchone()
        # The row that was waited for may be another's by now: then there is none, and the question is asked again.
        if row is not None:
            cursor.execute(HOLD, [assessor.pk, row[0]])
            return UUID(str(row[0]))
    return _for_update(version, assessor)


def _skip_locked(version: UUID, assessor: Person) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE scoring_queueitem SET assessor_id = %s, claim_number = claim_number + 1,"
            " lease_expires_at = now() + interval '1 hour' WHERE id = (SELECT id FROM scoring_queueitem"
            " WHERE version_id = %s AND settled_at IS NULL AND assessor_id IS NULL"
            " ORDER BY entered_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) RETURNING id",
            [assessor.pk, version],
        )
        (found,) = cursor.fetchone()
        return UUID(str(found))


HOLD = (
    "UPDATE scoring_queueitem SET assessor_id = %s, claim_number = claim_number + 1,"
    " lease_expires_at = now() + interval '1 hour' WHERE id = %s"
)


def _all_back() -> None:
    QueueItem.objects.filter(assessor__isnull=False).update(assessor=None, lease_expires_at=None)


def _open_stacks(scene: Scene) -> None:
    for number in range(STACKS):
        name = f"stack-{number}"
        open_stack(actor=None, owner=scene.university, slug=name, name=name, description="", position=number)


def _queue(scene: Scene) -> None:
    """Every educator has submitted to every version; they come in the order of the moments they were submitted at."""
    educators = many_people(EDUCATORS, "educator")
    versions = list(Version.objects.exclude(pk=scene.version.pk).values_list("pk", flat=True))
    assert len(educators) * len(versions) == QUEUED
    pursuits, submissions, items = [], [], []
    school = scene.cast.places["cedar-creek"].pk
    for number, (educator, version) in enumerate(itertools.product(educators, versions)):
        moment = scene.at - timedelta(seconds=QUEUED - number)
        pursuit = Pursuit(id=uuid7(), created_at=moment, person=educator, version_id=version, started_at=moment)
        submission = Submission(
            id=uuid7(),
            created_at=moment,
            pursuit=pursuit,
            number=1,
            attempt=1,
            alias=f"A{number:08}",
            submitted_at=moment,
            manifest="{}",
            digest="0" * 64,
            form_key=uuid7(),
        )
        pursuits.append(pursuit)
        submissions.append(submission)
        items.append(
            QueueItem(
                id=uuid7(),
                created_at=moment,
                submission=submission,
                version_id=version,
                entered_at=moment,
                due_at=moment + timedelta(days=28),
                close_to=[educator.pk, school],
            )
        )
    for rows in (pursuits, submissions, items):
        copy_rows(rows)


def _waited_for() -> QuerySet[MicroCredential]:
    """What something is queued for."""
    return MicroCredential.objects.filter(versions__in=QueueItem.objects.values("version"))


def _assessors(scene: Scene) -> list[Person]:
    """Assessors of the university, each qualified for a few stacks of many."""
    people = many_people(ASSESSORS, "assessor")
    stacks = list(Stack.objects.filter(micro_credentials__in=_waited_for()).distinct())
    year = timedelta(days=365)
    copy_rows(
        [
            Membership(
                id=uuid7(),
                created_at=scene.at,
                person=person,
                organization=scene.university,
                role=Role.ASSESSOR,
                starts_at=scene.at,
            )
            for person in people
        ]
    )
    copy_rows(
        [
            Qualification(
                id=uuid7(),
                created_at=scene.at,
                assessor=person,
                stack=stacks[(number + offset) % len(stacks)],
                starts_at=scene.at,
                expires_at=scene.at + year,
                granted_by=scene.cast.lena,
                basis="Agreed with the leads on twenty papers.",
            )
            for number, person in enumerate(people)
            for offset in range(STACKS_EACH)
        ]
    )
    return people
