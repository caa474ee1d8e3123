"""A filled catalogue, what every engine indexes of it, and the queries that all of them get."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from benchmarks.frame.bench import Bench
from microcred.catalog.tests.many import fill

BANDS = {"common": (5, 150), "middling": (150, 1_500), "rare": (1_500, 20_000)}
"""By the rank of their words in the vocabulary, commonest first."""
QUERIES_A_BAND = 20


@dataclass(frozen=True)
class Document:
    """One entry as other engines index it: PostgreSQL's own stems, as often as they occur, and the facets' values."""

    number: int
    title: str
    text: str
    keys: list[str]


@dataclass(frozen=True)
class Query:
    """Two words, and what each of two dictionaries makes of them: alternatives of stems that must all occur."""

    words: str
    band: str
    stems: tuple[tuple[str, ...], ...]


def catalogue(bench: Bench, count: int) -> list[str]:
    """Publish invented micro-credentials and return their vocabulary, commonest word first."""
    with bench.doing(f"publishing {count:,} micro-credentials", count) as doing:
        vocabulary = fill(count, progress=doing.reach)
    bench.settle()
    return vocabulary


def documents() -> Iterator[Document]:
    """Every entry, read back from what PostgreSQL indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT row_number() OVER (ORDER BY micro_credential_id), title, keys,
                (SELECT string_agg(repeat(lexeme || ' ', cardinality(positions)), '') FROM unnest(search))
            FROM catalog_entry JOIN catalog_indexcard ON entry_id = micro_credential_id
            """
        )
        for number, title, keys, text in cursor.fetchall():
            yield Document(number, title, text, keys)


def queries(vocabulary: list[str], *, seed: int = 7) -> list[Query]:
    """Pairs of words that occur together somewhere: as many of each band, shuffled, the same on every run."""
    dice = random.Random(seed)
    ranks = {word: rank for rank, word in enumerate(vocabulary)}
    found: list[Query] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(competency || ' ' || (design ->> 'rationale')) FROM catalog_version ORDER BY id")
        texts = [text for (text,) in cursor.fetchall()]
        for band, (first, last) in BANDS.items():
            pairs: dict[str, Query] = {}
            while len(pairs) < QUERIES_A_BAND:
                words = {w for w in re.findall(r"[a-z]{4,}", dice.choice(texts)) if first <= ranks.get(w, -1) < last}
                if len(words) >= 2:
                    pair = " ".join(dice.sample(sorted(words), 2))
                    stems = _stems(cursor, pair)
                    if stems:
                        pairs[pair] = Query(pair, band, stems)
            found += pairs.values()
    dice.shuffle(found)
    return found


def _stems(cursor: CursorWrapper, pair: str) -> tuple[tuple[str, ...], ...]:
    """The stems of both dictionaries; nothing when one of the words is a stop word in either."""
    alternatives = set()
    for dictionary in ("english", "spanish"):
        cursor.execute("SELECT tsvector_to_array(to_tsvector(%s, unaccent(%s)))", [dictionary, pair])
        (stems,) = cursor.fetchone()
        if len(stems) < 2:
            return ()
        alternatives.add(tuple(stems))
    return tuple(sorted(alternatives))
