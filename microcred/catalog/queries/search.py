"""The public search: words or none, narrowed by facets, best first, and kind to what was mistyped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.db import connection

from microcred.catalog.facets import Chosen, Facet, FacetValue
from microcred.catalog.models import Entry
from microcred.catalog.queries.bits import Bits, bits_at, slice_of
from microcred.catalog.queries.cards import cards
from microcred.catalog.queries.shelf import Shelf, shelf
from microcred.catalog.queries.spelling import folded, mended
from microcred.catalog.queries.terms import read

PAGE_SIZE = 24
LONGEST_QUERY = 200
"""Characters of a query that are read; the rest is no search any more."""

MOST_RANKED = 500
"""Entries whose rank is worked out: of those called by the words, and again of the others. The rest stand by title."""

SUGGESTIONS = 8


class Found(StrEnum):
    """How the entries of a page were found."""

    ALL_WORDS = "all"
    MENDED = "mended"
    SOME_WORDS = "some"


@dataclass(frozen=True)
class SearchPage:
    """One page of what was found.

    Attributes:
        ids: Of at most `PAGE_SIZE` entries, best first; without words in the order of titles.
        total: How many match words and facets together.
        facets: The values of each facet with their counts, commonest first.
        number: Which page this is, from 1.
        found: Whether every word was found as typed, mended, or only some of the words.
        words: The words that were looked for in the end.
    """

    ids: Sequence[UUID]
    total: int
    facets: dict[Facet, list[FacetValue]]
    number: int = 1
    found: Found = Found.ALL_WORDS
    words: str = ""

    @cached_property
    def entries(self) -> list[Entry]:
        """What stands on this page; read when it is looked at, for the shelves have entries of their own."""
        return _entries(self.ids)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class Suggestion:
    """A title that begins with what is being typed, or has a word that does."""

    title: str
    slug: str


def search(words: str = "", facets: Chosen | None = None, page: int = 1) -> SearchPage:
    """What is on offer, by words and facets; each facet's counts honour all the others.

    When no entry has the words, they are mended to the nearest that entries have; when that does not help, entries that
    have any of the words are shown, and the page says so.
    """
    words = " ".join(words.replace("\x00", " ").split())[:LONGEST_QUERY]
    chosen = {facet: tuple(values) for facet, values in (facets or {}).items() if values}
    on_shelf = shelf()
    if not words:
        return _page(on_shelf, on_shelf.all, [], chosen, page)
    for found, tried in _attempts(words):
        query = _understood(tried)
        hits, called = _matching(query, on_shelf)
        if hits:
            matching = on_shelf.narrowed(hits, chosen)
            ranked = _ranked(query, on_shelf, matching, called, enough=page * PAGE_SIZE)
            return _page(on_shelf, hits, ranked, chosen, page, found=found, words=tried)
    return _page(on_shelf, 0, [], chosen, page, words=words)


def suggestions(typed: str) -> list[Suggestion]:
    """Titles for what is being typed: those that begin with it first, then those where every word begins a word."""
    text = " ".join(folded(typed[:LONGEST_QUERY]).split())
    if len(text) < 2:
        return []
    on_shelf = shelf()
    return [Suggestion(on_shelf.titles[place], on_shelf.slugs[place]) for place in on_shelf.called(text, SUGGESTIONS)]


def _attempts(words: str) -> Iterator[tuple[Found, str]]:
    """What is tried in turn: each later one only when those before found nothing."""
    yield Found.ALL_WORDS, words
    better = mended(words)
    if better:
        yield Found.MENDED, better
    any_of = (better or words).split()
    if len(any_of) > 1:
        yield Found.SOME_WORDS, " or ".join(any_of)


def _page(
    on_shelf: Shelf,
    hits: Bits,
    ranked: Sequence[int],
    chosen: Chosen,
    number: int,
    *,
    found: Found = Found.ALL_WORDS,
    words: str = "",
) -> SearchPage:
    matching = on_shelf.narrowed(hits, chosen)
    start = (number - 1) * PAGE_SIZE
    places = list(ranked[start : start + PAGE_SIZE])
    if len(places) < PAGE_SIZE:
        unranked = matching & ~bits_at(ranked, len(on_shelf.ids))
        places += slice_of(unranked, max(0, start - len(ranked)), PAGE_SIZE - len(places))
    return SearchPage(
        ids=on_shelf.identifiers(places),
        total=matching.bit_count(),
        facets=on_shelf.counts(hits, chosen),
        number=number,
        found=found,
        words=words,
    )


def _entries(ids: Sequence[UUID]) -> list[Entry]:
    rows = {row.pk: row for row in cards(ids=list(ids))}
    return [rows[identifier] for identifier in ids if identifier in rows]


UNDERSTOOD = """
SELECT (
    websearch_to_tsquery('english', unaccent(%(words)s)) || websearch_to_tsquery('spanish', unaccent(%(words)s))
)::text
"""
"""A text is indexed in its own language, so a query asks in both."""

RANKED = """
SELECT uuid_send(micro_credential_id) FROM catalog_entry WHERE micro_credential_id = ANY(%(called)s || %(others)s)
ORDER BY micro_credential_id = ANY(%(called)s) DESC, ts_rank(headline, %(query)s::tsquery) DESC, title, slug
"""


def _understood(words: str) -> str:
    """The words as PostgreSQL understands them: read once, not again for each entry that is ranked."""
    with connection.cursor() as cursor:
        cursor.execute(UNDERSTOOD, {"words": words})
        (query,) = cursor.fetchone() or ("",)
    return str(query)


def _matching(query: str, on_shelf: Shelf) -> tuple[Bits, Bits]:
    """The entries that have the words anywhere, and those that are called so."""
    wanted = read(query)
    if wanted is None:
        return 0, 0
    found = on_shelf.found(wanted.terms())
    anywhere = wanted.put_together(lambda term: found[term].anywhere, on_shelf.all)
    called = wanted.put_together(lambda term: found[term].called, on_shelf.all)
    return anywhere, called


def _ranked(query: str, on_shelf: Shelf, matching: Bits, called: Bits, *, enough: int) -> list[int]:
    """The places of the best entries: those called so before those whose texts say so, each by weight."""
    first = slice_of(matching & called, 0, MOST_RANKED)
    others = slice_of(matching & ~called, 0, MOST_RANKED) if len(first) < enough else []
    if not first and not others:
        return []
    tiers = {"called": on_shelf.identifiers(first), "others": on_shelf.identifiers(others)}
    with connection.cursor() as cursor:
        cursor.execute(RANKED, {"query": query, **tiers})
        return [on_shelf.places[bytes(identifier)] for (identifier,) in cursor.fetchall()]
