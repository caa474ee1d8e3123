"""An educator submits: `portfolios.submit`, which judges readiness, freezes, hashes, announces, tells and audits.

The limit is what no submission can go below: the very same rows, known beforehand, written by raw SQL in one
transaction. They are read back from what `submit` wrote.
"""

import itertools
import time
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import Model

from benchmarks.frame.bench import Bench
from benchmarks.frame.bulk import copy_rows
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.people import many_people
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate, latencies
from benchmarks.frame.scene import Scene
from benchmarks.frame.versions import postgresql
from microcred.catalog.models import Requirement
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.foundation.models import AuditEntry, OutboxEvent, PendingDelivery
from microcred.notices.models import Notice
from microcred.portfolios.models import (
    Answer,
    Attestation,
    Item,
    Pursuit,
    Submission,
    SubmittedItem,
    SubmittedText,
)
from microcred.portfolios.operations import submit
from microcred.portfolios.rules import ATTESTATIONS

SUBMISSIONS_A_ROUND = 40
WORDS = "We met on Tuesdays, wrote down who decides what, and asked families to read it with us. " * 8
WRITTEN: tuple[type[Model], ...] = (
    Submission,
    SubmittedText,
    SubmittedItem,
    Attestation,
    OutboxEvent,
    PendingDelivery,
    Notice,
    AuditEntry,
)
"""What one submission writes beside its jobs, in an order that the foreign keys allow."""
JOBS = "SELECT queue_name, task_name, args::text FROM procrastinate_jobs"


def run(bench: Bench) -> list[Comparison]:
    """Submit, and compare."""
    scene = Scene()
    with bench.doing("writing what will be submitted"):
        pursuits = _ready(scene, 2 * SUBMISSIONS_A_ROUND * (ROUNDS + 1) + 1)
    bench.settle()
    waiting = iter(pursuits)
    known = _known_rows(next(waiting))
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        jobs = cursor.fetchall()

    def submitted() -> Figures:
        seconds = []
        for pursuit in itertools.islice(waiting, SUBMISSIONS_A_ROUND):
            key = uuid7()
            begun = time.perf_counter()
            done = submit(
                actor=pursuit.person, pursuit=pursuit, attested=frozenset(ATTESTATIONS), form_key=key, at=now()
            )
            seconds.append(time.perf_counter() - begun)
            assert done.form_key == key
        return latencies(seconds)

    def inserted() -> Figures:
        seconds = []
        for pursuit in itertools.islice(waiting, SUBMISSIONS_A_ROUND):
            statements = list(_statements(known, jobs, pursuit))
            begun = time.perf_counter()
            with peer.transaction():
                for statement, values in statements:
                    peer.execute(statement.encode(), values)
            seconds.append(time.perf_counter() - begun)
        return latencies(seconds)

    with psycopg.connect(bench.app_url, autocommit=True) as peer:
        limit = f"{postgresql(peer)}: the same rows, raw SQL"
        sides: dict[str, Side] = {OURS: submitted, limit: inserted}
        with bench.doing("measuring", len(sides) * (ROUNDS + 1)) as doing:
            measured = alternate(sides, tick=doing.tick)
    assert Submission.objects.count() == len(pursuits)
    per_submission = {model: model._default_manager.count() / len(pursuits) for model in (SubmittedText, SubmittedItem)}
    assert all(count == len(known[model]) for model, count in per_submission.items()), per_submission
    return [
        measured.within(50, "budget", "ms, p50", at_most(1, "page budget"), name="submit"),
        measured.against(limit, "ms, p50", at_most(5, "our own"), name="submit"),
    ]


def _ready(scene: Scene, count: int) -> list[Pursuit]:
    """Pursuits with every answer written and a link wherever evidence is asked for."""
    people = many_people(count, "educator")
    pursuits = [
        Pursuit(id=uuid7(), created_at=scene.at, person=person, version=scene.version, started_at=scene.at)
        for person in people
    ]
    copy_rows(pursuits)
    requirements = list(scene.version.requirements.all())
    answers: list[Model] = []
    items: list[Model] = []
    for pursuit, requirement in itertools.product(pursuits, requirements):
        where: dict[str, Any] = {"id": uuid7(), "created_at": scene.at, "pursuit": pursuit, "requirement": requirement}
        if requirement.kind == Requirement.Kind.ARTIFACT:
            page = {"kind": Item.Kind.LINK, "title": "A page", "url": "https://www.example.org/lesson"}
            items.append(Item(**where, **page, put_in_at=scene.at))
        else:
            answers.append(Answer(**where, text=WORDS[: 5 * (requirement.word_limit or 100)], saved_at=scene.at))
    copy_rows(answers)
    copy_rows(items)
    return pursuits


Known = dict[type[Model], Sequence[Model]]


def _known_rows(pursuit: Pursuit) -> Known:
    """Submit once and read back every row that it wrote."""
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in WRITTEN}
    submit(actor=pursuit.person, pursuit=pursuit, attested=frozenset(ATTESTATIONS), form_key=uuid7(), at=now())
    return {model: rows for model in WRITTEN if (rows := list(model._default_manager.exclude(pk__in=before[model])))}


def _statements(known: Known, jobs: Sequence[tuple[str, ...]], pursuit: Pursuit) -> Iterator[tuple[str, list[Any]]]:
    """One INSERT for each table, with fresh identifiers that refer to each other as the known ones do."""
    fresh: dict[Any, Any] = {row.pk: uuid7() for rows in known.values() for row in rows}
    (submission,) = known[Submission]
    assert isinstance(submission, Submission)
    fresh[submission.pursuit_id] = pursuit.pk
    fresh[submission.form_key] = uuid7()
    fresh[submission.alias] = str(uuid7())[-12:]
    for model, rows in known.items():
        fields = model._meta.concrete_fields
        columns = ", ".join(str(field.column) for field in fields)
        places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(rows))
        values: list[Any] = []
        for row in rows:
            for field in fields:
                value = getattr(row, field.attname)
                if isinstance(value, str) and str(submission.pk) in value:
                    value = value.replace(str(submission.pk), str(fresh[submission.pk]))
                elif isinstance(value, UUID | str):
                    value = fresh.get(value, value)
                values.append(field.get_db_prep_save(value, connection))
        yield f"INSERT INTO {model._meta.db_table} ({columns}) VALUES {places}", values  # noqa: S608 - Django's names
    places = ", ".join(["(%s, %s, %s::jsonb, 'todo')"] * len(jobs))
    written = f"INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES {places}"  # noqa: S608
    yield written, [value for job in jobs for value in job]
