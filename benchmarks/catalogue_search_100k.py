"""Searching a catalogue of 100,000 micro-credentials: every issuer of a country on one platform.

Two words from three bands; each answer is the first page by rank, the exact count, and the counts of all facets, equal
in every engine that searches by words. The naive ORM, which finds parts of words, answers a few of the queries only.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from benchmarks.catalogue.corpus import Query, catalogue, documents, queries
from benchmarks.catalogue.engines import naive_orm, ours, plain_postgresql, sqlite_fts5, tantivy_engine
from benchmarks.catalogue.measuring import agree, measure
from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Measured, latencies
from benchmarks.frame.versions import SQLITE, TANTIVY, postgresql
from microcred.catalog.models import Entry
from microcred.catalog.operations.projection import write_entries
from microcred.catalog.queries import shelf, take_in

NAME = "catalogue_search_100k"
SIZE = 100_000
QUERIES_OF_THE_SLOW = 2


def run(bench: Bench) -> list[Comparison]:
    """Fill, compare answers, measure."""
    asked = queries(catalogue(bench, SIZE))
    orm = "naive ORM, icontains"
    with TemporaryDirectory() as folder, psycopg.connect(bench.owner_url, autocommit=True) as connection:
        plain = f"{postgresql(connection)} plain SQL"
        with bench.doing("building the peers' indexes", 2) as doing:
            fts5 = sqlite_fts5(documents(), Path(folder, "fts5"))
            doing.tick()
            rust = tantivy_engine(documents(), Path(folder, "tantivy"))
        exact = {OURS: ours, plain: plain_postgresql(connection), SQLITE: fts5, TANTIVY: rust}
        agree(bench, exact, asked)
        measured = measure(bench, {**exact, orm: naive_orm}, asked, slow={orm: QUERIES_OF_THE_SLOW})
    after_start, at_once = in_a_new_process(bench, asked)
    p95, p50_common, p99_common = "ms, p95", "ms, p50 of common words", "ms, p99 of common words"
    return [
        measured.within(100, "budget", p95, at_most(1, "budget"), name=f"{NAME} words met before"),
        measured.against(plain, p50_common, at_most(1 / 5, "G13 must"), name=NAME),
        measured.against(plain, p99_common, at_most(1 / 10, "G13 must"), name=NAME),
        measured.against(SQLITE, p95, at_most(1, "no slower than a library"), name=NAME),
        measured.against(TANTIVY, p95, at_most(5, "G14 must, of its bound"), name=NAME),
        measured.against(orm, "ms, p50", at_most(0.1, "no slower than naive"), name=NAME),
        after_publication(bench).within(100, "budget", "ms, p50", at_most(1, "budget"), name=f"{NAME} published"),
        after_start.within(100, "budget", p95, at_most(1, "budget"), name=f"{NAME} new words"),
        at_once.within(100, "budget", p95, at_most(1, "budget"), name=f"{NAME} new words, at once"),
    ]


def after_publication(bench: Bench) -> Measured:
    """What the first search after a publication waits for, once in each server process."""
    some = list(Entry.objects.order_by("slug").values_list("pk", flat=True)[:ROUNDS])
    taken = []
    with bench.doing("following a publication", ROUNDS) as doing:
        for entry in some:
            doing.tick()
            write_entries([entry])
            begun = time.perf_counter()
            shelf.shelf()
            taken.append({"ms, p50": (time.perf_counter() - begun) * 1000})
    return Measured({OURS: taken})


def in_a_new_process(bench: Bench, asked: Sequence[Query]) -> tuple[Measured, Measured]:
    """The same queries where nobody has asked for any of their words yet.

    Returns:
        First in a server process that has taken the catalogue in, as each does beside serving when it starts; then in
        one that has only read the titles and facets, the first seconds of a start.
    """
    rounds: dict[bool, list[Figures]] = {True: [], False: []}
    with bench.doing("asking for words that nobody asked for yet", 2 * ROUNDS) as doing:
        for number in range(2 * ROUNDS):
            doing.tick()
            started = number % 2 == 0
            shelf.shelf().terms.clear()
            if started:
                take_in()
            seconds = []
            for query in asked:
                begun = time.perf_counter()
                ours(query)
                seconds.append(time.perf_counter() - begun)
            rounds[started].append(latencies(seconds))
    return Measured({OURS: rounds[True]}), Measured({OURS: rounds[False]})
