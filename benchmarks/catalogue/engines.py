"""The engines: each gives the whole answer to a query: first page by rank, exact count, counts of all facets."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import psycopg
import tantivy
from django.db.models import Q

from benchmarks.catalogue.corpus import Document, Query
from microcred.catalog.facets import key_of
from microcred.catalog.models import Entry
from microcred.catalog.queries.search import PAGE_SIZE, search


@dataclass(frozen=True)
class Answer:
    """What a query found: how many, and how many of them have each value of each facet."""

    total: int
    counts: dict[str, int]


Engine = Callable[[Query], Answer]


def ours(query: Query) -> Answer:
    """As the catalogue's page calls it."""
    page = search(query.words)
    shown = {key_of(one.facet, one.value): one.count for values in page.facets.values() for one in values}
    return Answer(page.total, shown)


def sqlite_fts5(documents: Iterable[Document], file: Path) -> Engine:
    """SQLite's full-text index, ranked by its BM25, and a clustered table of the facets' values."""
    database = sqlite3.connect(file)
    database.execute("CREATE VIRTUAL TABLE entry USING fts5 (text, content='')")
    database.execute("CREATE TABLE shown (number INTEGER PRIMARY KEY, title)")
    database.execute("CREATE TABLE value (number INTEGER, key TEXT, PRIMARY KEY (number, key)) WITHOUT ROWID")
    for document in documents:
        database.execute("INSERT INTO entry (rowid, text) VALUES (?, ?)", [document.number, document.text])
        database.execute("INSERT INTO shown VALUES (?, ?)", [document.number, document.title])
        database.executemany("INSERT INTO value VALUES (?, ?)", [(document.number, key) for key in document.keys])
    database.execute("INSERT INTO entry (entry) VALUES ('optimize')")
    database.execute("ANALYZE")
    database.commit()

    def answer(query: Query) -> Answer:
        asked = " OR ".join("(" + " AND ".join(f'"{stem}"' for stem in stems) + ")" for stems in query.stems)
        database.execute(
            "SELECT title FROM shown WHERE number IN"
            " (SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT ?)",
            [asked, PAGE_SIZE],
        ).fetchall()
        (total,) = database.execute("SELECT count(*) FROM entry WHERE entry MATCH ?", [asked]).fetchone()
        counts = database.execute(
            "SELECT key, count(*) FROM value WHERE number IN"
            " (SELECT rowid FROM entry WHERE entry MATCH ?) GROUP BY key",
            [asked],
        )
        return Answer(total, dict(counts.fetchall()))

    return answer


def tantivy_engine(documents: Iterable[Document], folder: Path) -> Engine:
    """tantivy with one segment, BM25, facets by its own aggregation over a column."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("title", stored=True)
    builder.add_text_field("key", tokenizer_name="raw", fast=True)
    schema = builder.build()
    folder.mkdir()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for document in documents:
        written = tantivy.Document()
        written.add_text("text", document.text)
        written.add_text("title", document.title)
        for key in document.keys:
            written.add_text("key", key)
        writer.add_document(written)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def asked(query: Query) -> Any:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boolean_query(
                        [(tantivy.Occur.Must, tantivy.Query.term_query(schema, "text", stem, "freq")) for stem in stems]
                    ),
                )
                for stems in query.stems
            ]
        )

    facets = {"keys": {"terms": {"field": "key", "size": 1_000}}}

    def answer(query: Query) -> Answer:
        wanted = asked(query)
        found: Any = searcher.search(wanted, limit=PAGE_SIZE, count=True)
        for _score, place in found.hits:
            searcher.doc(place)
        buckets = searcher.aggregate(wanted, facets)["keys"]["buckets"]
        return Answer(found.count, {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets})

    return answer


def plain_postgresql(connection: psycopg.Connection) -> Engine:
    """One table with its index, asked in plain SQL: `ts_rank`, `count(*)`, `GROUP BY`.

    Args:
        connection: as the owner, who makes the table.
    """
    connection.execute(
        "CREATE TABLE plain_entry AS SELECT entry.*, search"
        " FROM catalog_entry entry JOIN catalog_indexcard ON entry_id = micro_credential_id"
    )
    connection.execute("CREATE INDEX ON plain_entry USING gin (search, keys)")
    connection.execute("VACUUM (ANALYZE) plain_entry")
    matches = "search @@ (websearch_to_tsquery('english', %(words)s) || websearch_to_tsquery('spanish', %(words)s))"
    rank = matches.replace("search @@ ", "ts_rank(search, ", 1) + ")"
    first = f"SELECT slug, title FROM plain_entry WHERE {matches} ORDER BY {rank} DESC LIMIT {PAGE_SIZE}"  # noqa: S608
    total = f"SELECT count(*) FROM plain_entry WHERE {matches}"  # noqa: S608
    facets = f"SELECT key, count(*) FROM plain_entry, unnest(keys) key WHERE {matches} GROUP BY key"  # noqa: S608

    def answer(query: Query) -> Answer:
        values = {"words": query.words}
        connection.execute(first.encode(), values).fetchall()
        (count,) = connection.execute(total.encode(), values).fetchone() or (0,)
        return Answer(count, dict(connection.execute(facets.encode(), values).fetchall()))

    return answer


def naive_orm(query: Query) -> Answer:
    """What many a project writes first: `icontains` on every text, counted in Python. It finds parts of words too."""
    having = Entry.objects.all()
    for word in query.words.split():
        having = having.filter(
            reduce(
                lambda one, other: one | other,
                (
                    Q(**{f"{field}__icontains": word})
                    for field in ("title", "key_method", "version__competency", "version__design__rationale")
                ),
            )
        )
    list(having.order_by("title").only("slug", "title")[:PAGE_SIZE])
    total = having.count()
    return Answer(total, Counter(key for keys in having.values_list("keys", flat=True) for key in keys))
