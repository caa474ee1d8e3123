"""The catalogue in memory: one integer for each value of a facet and each term, one bit of it for each entry.

Counting how many of 20,000 hits have each of 90 values takes PostgreSQL a tenth of a second, and an AND with a count of
bits a millisecond. Finding 40,000 entries by a common word takes it ten milliseconds, and a word is asked for more than
once. So each server process keeps the values of every facet as bit sets, in the order of the titles, and those of the
terms that were asked for last. When the edition's mark has changed, it reads the entries that did; everything only when
it starts, and after a change of many at once.
"""

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from microcred.catalog.facets import HOURS_BANDS, Chosen, Facet, FacetValue, key_of
from microcred.catalog.models import Edition, Entry
from microcred.catalog.queries.bits import Bits, bits_at, bits_at_numbers, closed, opened
from microcred.foundation.asked_often import asked_often
from microcred.foundation.following import Follower

MOST_TERMS = 1_000
"""Terms whose sets are kept, the last that were asked for; of 100,000 entries a set has at most 12,500 bytes."""

MOST_CHANGES = 20
"""Entries that are put in or taken out one by one; after a change of more it is quicker to read everything."""


class Found(NamedTuple):
    """The entries that have a term anywhere, and those that are called so."""

    anywhere: Bits
    called: Bits


@dataclass(frozen=True)
class Shelf:
    """All entries of one edition, by their place in the order of titles.

    `ids` has 16 bytes for each micro-credential. `folded` is the folded titles in one text, each on a line of its own
    after a space, because searching one long text is a hundred times faster than asking 100,000 short ones; `starts`
    says where each line begins. `numbers` are those of the index cards, and `at` says for each number where its entry
    stands. `terms` is added to as people search.
    """

    mark: UUID | None
    ids: Sequence[bytes]
    numbers: Sequence[int]
    slugs: Sequence[str]
    titles: Sequence[str]
    folded: str
    starts: Sequence[int]
    places: dict[bytes, int]
    at: Sequence[int]
    having: dict[str, Bits]
    terms: dict[str, Found] = field(default_factory=dict, compare=False)

    @property
    def all(self) -> Bits:
        """Every entry."""
        return (1 << len(self.ids)) - 1

    def bits_of(self, numbers: bytes) -> Bits:
        """The set of the entries whose cards' numbers, 4 bytes each, stand one after the other."""
        return bits_at_numbers(numbers, self.at, len(self.ids))

    def identifiers(self, places: Iterable[int]) -> list[UUID]:
        """The micro-credentials at some places."""
        return [UUID(bytes=self.ids[place]) for place in places]

    def found(self, terms: Collection[str]) -> dict[str, Found]:
        """What each of these terms finds, in one query for those that are not known yet."""
        known = {term: self.terms[term] for term in terms if term in self.terms}
        unknown = [term for term in terms if term not in known]
        if unknown:
            with connection.cursor() as cursor:
                cursor.execute(FOUND, {"terms": unknown})
                for term, anywhere, called in cursor.fetchall():
                    known[term] = Found(self.bits_of(bytes(anywhere or b"")), self.bits_of(bytes(called or b"")))
        with _keeping:
            for term in terms:
                self.terms.pop(term, None)
                self.terms[term] = known[term]
            while len(self.terms) > MOST_TERMS:
                del self.terms[next(iter(self.terms))]
        return known

    def called(self, text: str, most: int) -> list[int]:
        """The first places whose title begins with a folded text, then those where each word of it begins a word."""
        begin = list(islice(self._lines_with(f"\n {text}"), most))
        if len(begin) == most:
            return begin
        beginnings = sorted((f" {word}" for word in text.split()), key=len, reverse=True)
        seen = set(begin)
        for place in self._lines_with(beginnings[0]):
            line = self.folded[self.starts[place] : self._end(place)]
            if place not in seen and all(beginning in line for beginning in beginnings):
                seen.add(place)
                begin.append(place)
                if len(begin) == most:
                    break
        return begin

    def _lines_with(self, text: str) -> Iterator[int]:
        """The places of the lines that hold a text, in order, each once."""
        found = self.folded.find(text)
        while found >= 0:
            place = bisect_right(self.starts, found) - 1
            yield place
            found = self.folded.find(text, self._end(place))

    def _end(self, place: int) -> int:
        return self.starts[place + 1] if place + 1 < len(self.starts) else len(self.folded)

    def narrowed(self, bits: Bits, chosen: Chosen, besides: Facet | None = None) -> Bits:
        """Those of a set that have one of the chosen values in every facet, one facet left aside."""
        for facet, values in chosen.items():
            if facet is not besides and values:
                some: Bits = 0
                for value in values:
                    some |= self.having.get(key_of(facet, value), 0)
                bits &= some
        return bits

    def counts(self, bits: Bits, chosen: Chosen) -> dict[Facet, list[FacetValue]]:
        """For each facet its values among those that match all other facets: commonest first, hours in their order."""
        open_to = {facet: self.narrowed(bits, chosen, besides=facet) for facet in Facet}
        values: dict[Facet, list[FacetValue]] = {facet: [] for facet in Facet}
        absent = {key_of(facet, value): 0 for facet in chosen for value in chosen[facet]}
        for key, having in {**absent, **self.having}.items():
            name, _colon, value = key.partition(":")
            facet = Facet(name)
            count = (having & open_to[facet]).bit_count()
            is_chosen = value in chosen.get(facet, ())
            if count or is_chosen:
                values[facet].append(FacetValue(facet, value, count, is_chosen))
        for found in values.values():
            found.sort(key=lambda value: (-value.count, value.value))
        bands = [name for name, _first, _last in HOURS_BANDS]
        values[Facet.HOURS].sort(key=lambda value: bands.index(value.value) if value.value in bands else len(bands))
        return values


FOUND = """
SELECT term,
    (SELECT string_agg(int4send(number), '') FROM catalog_indexcard WHERE search @@ term::tsquery),
    (SELECT string_agg(int4send(number), '') FROM catalog_indexcard WHERE named @@ term::tsquery)
FROM unnest(%(terms)s::text[]) term
"""

CHANGED = """
SELECT (SELECT mark FROM catalog_edition), micro_credential_id, number, slug, title, folded_title, keys,
    (
        SELECT before.micro_credential_id FROM catalog_entry before
        WHERE (before.title, before.slug) < (entry.title, entry.slug)
        ORDER BY before.title DESC, before.slug DESC LIMIT 1
    ),
    ARRAY(SELECT search @@ term::tsquery FROM unnest(%(terms)s::text[]) WITH ORDINALITY asked (term, n) ORDER BY n),
    ARRAY(SELECT named @@ term::tsquery FROM unnest(%(terms)s::text[]) WITH ORDINALITY asked (term, n) ORDER BY n)
FROM catalog_entry entry JOIN catalog_indexcard card ON card.entry_id = entry.micro_credential_id
WHERE micro_credential_id = ANY(%(changed)s) ORDER BY title, slug
"""
"""Entries in their order, each with the one that stands before it, and whether each of the terms finds it.

The mark says whether yet another change came between: then what stands before may be another than on the shelf.
"""

_keeping = threading.Lock()


def shelf() -> Shelf:
    """The shelf of the present edition, from memory when it is still the one."""
    return _kept.now()


def edition_mark() -> UUID | None:
    """The mark of the catalogue's present edition: another after each change of what is on offer."""
    return _edition_mark.first()


@asked_often
def _edition_mark() -> QuerySet[Edition, UUID]:
    return Edition.objects.order_by("pk").values_list("mark", flat=True)[:1]


def _read(old: Shelf | None) -> Shelf:
    return _followed(old) or _load(edition_mark())


_kept = Follower(asks=edition_mark, read=_read)


def _followed(old: Shelf | None) -> Shelf | None:
    """The present edition, made of an earlier one and what changed since; None when it must be read anew."""
    edition = Edition.objects.first()
    if old is None or edition is None or old.mark not in edition.befores:
        return None
    changed = list(dict.fromkeys(edition.changed[edition.befores.index(old.mark) :]))
    if len(changed) > MOST_CHANGES:
        return None
    with _keeping:
        terms = dict(old.terms)
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"changed": changed, "terms": list(terms)})
        rows = cursor.fetchall()
    change = _Change(old, terms)
    change.take_out(changed)
    for mark, identifier, number, slug, title, folded_title, keys, before, anywhere, called in rows:
        if mark != edition.mark or not change.knows(before):
            return None
        change.put_in(_Standing(identifier.bytes, number, slug, title, _line(folded_title)), before)
        change.mark(keys, anywhere, called)
    return change.shelf(edition.mark)


class _Standing(NamedTuple):
    """What a shelf holds of one entry, in its place in each row."""

    identifier: bytes
    number: int
    slug: str
    title: str
    line: str


class _Change:
    """A shelf that is being made from an earlier one, entry by entry."""

    def __init__(self, old: Shelf, terms: dict[str, Found]) -> None:
        self.ids, self.numbers = list(old.ids), list(old.numbers)
        self.slugs, self.titles = list(old.slugs), list(old.titles)
        self.lines = [old.folded[start:end] for start, end in zip(old.starts, [*old.starts[1:], None], strict=True)]
        self.rows: tuple[list[Any], ...] = (self.ids, self.numbers, self.slugs, self.titles, self.lines)
        self.places = old.places
        self.sets: dict[str, Bits] = dict(old.having)
        self.terms = list(terms)
        self.anywhere = [found.anywhere for found in terms.values()]
        self.called = [found.called for found in terms.values()]
        self.put: dict[UUID, int] = {}
        self.gone: list[int] = []
        self.bit = 0

    def take_out(self, changed: Collection[UUID]) -> None:
        """Take out what changed; the last first, so that the places of the others still hold."""
        there = (self.places.get(identifier.bytes) for identifier in changed)
        self.gone = sorted(place for place in there if place is not None)
        for place in reversed(self.gone):
            for row in self.rows:
                del row[place]
            self._all_sets(closed, place)

    def knows(self, identifier: UUID | None) -> bool:
        """Whether an entry stands here; None, what stands before the first, does."""
        if identifier is None or identifier in self.put:
            return True
        return self.places.get(identifier.bytes) not in (None, *self.gone)

    def put_in(self, entry: _Standing, before: UUID | None) -> None:
        """Put in one entry after another, in the order of titles, each behind the one that stands before it."""
        if before is None:
            place = 0
        elif before in self.put:
            place = self.put[before] + 1
        else:
            stood = self.places[before.bytes]
            place = stood - bisect_left(self.gone, stood) + len(self.put) + 1
        self.put[UUID(bytes=entry.identifier)] = place
        for row, value in zip(self.rows, entry, strict=True):
            row.insert(place, value)
        self._all_sets(opened, place)
        self.bit = 1 << place

    def mark(self, keys: Sequence[str], anywhere: Sequence[bool], called: Sequence[bool]) -> None:
        """Let the sets of the values of the entry put in last, and of the terms that find it, hold it."""
        for key in keys:
            self.sets[key] = self.sets.get(key, 0) | self.bit
        self.anywhere = [bits | self.bit if has else bits for bits, has in zip(self.anywhere, anywhere, strict=True)]
        self.called = [bits | self.bit if has else bits for bits, has in zip(self.called, called, strict=True)]

    def _all_sets(self, change: Callable[[Bits, int], Bits], place: int) -> None:
        self.sets = {key: change(bits, place) for key, bits in self.sets.items()}
        self.anywhere = [change(bits, place) for bits in self.anywhere]
        self.called = [change(bits, place) for bits in self.called]

    def shelf(self, mark: UUID) -> Shelf:
        starts, length = [], 0
        for line in self.lines:
            starts.append(length)
            length += len(line)
        return Shelf(
            mark=mark,
            ids=self.ids,
            numbers=self.numbers,
            slugs=self.slugs,
            titles=self.titles,
            folded="".join(self.lines),
            starts=starts,
            places=_numbered(self.ids),
            at=_standing(self.numbers),
            having={key: bits for key, bits in self.sets.items() if bits},
            terms=dict(zip(self.terms, map(Found, self.anywhere, self.called), strict=True)),
        )


def _numbered(ids: Sequence[bytes]) -> dict[bytes, int]:
    return dict(zip(ids, range(len(ids)), strict=True))


def _standing(numbers: Sequence[int]) -> Sequence[int]:
    """For each number of a card the place of its entry; -1 for those that no entry here has."""
    at = array("i", [-1]) * (max(numbers, default=0) + 1)
    for place, number in enumerate(numbers):
        at[number] = place
    return at


def _line(folded_title: str) -> str:
    return f"\n {folded_title}"


def _load(mark: UUID | None) -> Shelf:
    rows = Entry.objects.order_by("title", "slug").values_list(
        "micro_credential_id", "card__number", "slug", "title", "folded_title", "keys"
    )
    ids, numbers, slugs, titles, lines, starts = [], [], [], [], [], []
    length = 0
    holders: dict[str, list[int]] = defaultdict(list)
    for place, (identifier, number, slug, title, folded_title, keys) in enumerate(rows.iterator(chunk_size=10_000)):
        ids.append(identifier.bytes)
        numbers.append(number)
        slugs.append(slug)
        titles.append(title)
        lines.append(_line(folded_title))
        starts.append(length)
        length += len(lines[-1])
        for key in keys:
            holders[key].append(place)
    return Shelf(
        mark=mark,
        ids=ids,
        numbers=numbers,
        slugs=slugs,
        titles=titles,
        folded="".join(lines),
        starts=starts,
        places=_numbered(ids),
        at=_standing(numbers),
        having={key: bits_at(places, len(ids)) for key, places in holders.items()},
    )
