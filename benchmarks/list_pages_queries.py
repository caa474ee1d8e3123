"""A list costs the same number of queries at 1, 3 and 1,000 rows.

The limit of each page is itself with one row. Pages are opened a second time before queries are counted, so that what a
process loads once is not taken for a part of the page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.frame.bench import Bench
from benchmarks.frame.bulk import copy_rows
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, Measured
from benchmarks.frame.scene import Scene
from microcred.catalog.models import Entry, MicroCredential, Version
from microcred.catalog.operations import draw_crosswalk
from microcred.catalog.tests.many import fill
from microcred.foundation.ids import uuid7
from microcred.notices.models import Notice
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.programs.models import Program

SIZES = (1, 3, 1_000)
UNIT = "queries"


@dataclass(frozen=True)
class List:
    """A list page, who reads it, and how it gets more rows; `grow` is told how many to add."""

    url_name: str
    reader: Person | None
    rows: Callable[[], int]
    grow: Callable[[int], None]


def run(bench: Bench) -> list[Comparison]:
    """Count at each size."""
    scene = Scene()
    # A page without any crosswalk asks less than one with some, whatever its number of rows.
    draw_crosswalk(
        actor=None, owner=scene.university, slug="across", name="Across", description="", stacks=[scene.stack]
    )
    found = []
    for page in _lists(scene):
        with bench.doing(f"{page.url_name} at {', '.join(f'{size:,}' for size in SIZES)} rows", len(SIZES)) as doing:
            counts = {}
            for size in SIZES:
                doing.tick()
                if size > page.rows():
                    page.grow(size - page.rows())
                assert page.rows() == size, (page.url_name, page.rows(), size)
                counts[size] = _queries(page)
        few, *more = counts.values()
        found.append(
            Measured({OURS: [{UNIT: float(count)} for count in more]}).within(
                few,
                "itself with 1 row",
                UNIT,
                at_most(1, "constant queries"),
                name=f"list_pages_queries, {page.url_name}",
            )
        )
    return found


def _queries(page: List) -> int:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    if page.reader:
        client.force_login(page.reader)
    client.get(reverse(page.url_name))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(reverse(page.url_name))
    assert answer.status_code == 200, (page.url_name, answer.status_code)
    return len(captured)


def _lists(scene: Scene) -> list[List]:
    ada, at = scene.cast.ada, scene.at

    def notices(count: int) -> None:
        copy_rows(
            [
                Notice(
                    id=uuid7(),
                    created_at=at,
                    person=ada,
                    kind="submission_received",
                    subject="We have your submission",
                    body="It is frozen as it was.",
                    path="/pursuits/",
                    key=str(uuid7()),
                    told_at=at,
                )
                for _notice in range(count)
            ]
        )

    def pursuits(count: int) -> None:
        begun = Pursuit.objects.filter(person=ada).values("version")
        copy_rows(
            [
                Pursuit(id=uuid7(), created_at=at, person=ada, version=version, started_at=at)
                for version in Version.objects.exclude(pk__in=begun)[:count]
            ]
        )

    def programs(count: int) -> None:
        copy_rows(
            [
                Program(
                    id=(pk := uuid7()),
                    created_at=at,
                    slug=str(pk),
                    owner=scene.university,
                    name="Pilot",
                    seats=100,
                    joining_opens_at=at,
                    joining_closes_at=at.replace(year=at.year + 1),
                )
                for _program in range(count)
            ]
        )

    return [
        List("catalogue", None, Entry.objects.count, _more_entries),
        List("pursuits", ada, Pursuit.objects.filter(person=ada).count, pursuits),
        List("inbox", ada, Notice.objects.filter(person=ada).count, notices),
        List("programs", ada, Program.objects.count, programs),
    ]


def _more_entries(count: int) -> None:
    # Invented slugs are numbered from zero every time, so those of the time before make room.
    for thing in MicroCredential.objects.filter(slug__startswith="invented-"):
        MicroCredential.objects.filter(pk=thing.pk).update(slug=f"earlier-{thing.pk}")
    fill(count, seed=count)
