"""Searching a catalogue of 350 micro-credentials, the size of a large issuer's today.

Two words from three bands; each answer is the first page by rank, the exact count, and the counts of all facets, equal
in every engine that searches by words.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.catalogue.corpus import catalogue, documents, queries
from benchmarks.catalogue.engines import naive_orm, ours, sqlite_fts5
from benchmarks.catalogue.measuring import agree, measure
from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS
from benchmarks.frame.versions import SQLITE

NAME = "catalogue_search_350"
SIZE = 350


def run(bench: Bench) -> list[Comparison]:
    """Fill, compare answers, measure."""
    asked = queries(catalogue(bench, SIZE))
    with TemporaryDirectory() as folder:
        orm = "naive ORM, icontains"
        exact = {OURS: ours, SQLITE: sqlite_fts5(documents(), Path(folder, "fts5"))}
        agree(bench, exact, asked)
        measured = measure(bench, {**exact, orm: naive_orm}, asked, slow={})
    unit = "ms, p95"
    return [
        measured.within(100, "budget", unit, at_most(1, "budget at 100,000"), name=NAME),
        measured.against(orm, unit, at_most(1, "no slower than naive"), name=NAME),
        measured.against(SQLITE, unit, at_most(10, "a server beside a library"), name=NAME),
    ]
