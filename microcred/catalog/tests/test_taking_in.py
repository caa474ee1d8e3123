"""What a server process takes in when it starts, and the narrow table that it takes it from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microcred.catalog.models import Entry, IndexCard
from microcred.catalog.operations import projection
from microcred.catalog.queries import search, take_in
from microcred.catalog.queries.shelf import FOUND, shelf
from microcred.catalog.tests import many

NARROW = 200
"""Bytes of a row at most, half a page that is not full yet included."""


@pytest.mark.django_db(transaction=True)
def test_common_words_are_found_before_anybody_asks(owner_connection):
    words = many.fill(300)
    owner_connection.execute("ANALYZE catalog_indexcard")
    take_in()
    known = set(shelf().terms)
    assert known
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"terms": list(known)})
        counts = {term: len(anywhere) // 4 for term, anywhere, _called in cursor.fetchall()}
    assert all(shelf().terms[term].anywhere.bit_count() == count for term, count in counts.items())
    assert min(counts.values()) > 1, "rare words are found when they are asked for"
    word = next(word for word in words if f"'{word}'" in known)
    with CaptureQueriesContext(connection) as asked:
        assert search(word).total == counts[f"'{word}'"]
    assert not any("indexcard" in query["sql"] for query in asked)


@pytest.mark.django_db(transaction=True)
def test_cards_are_narrow_however_short_a_design_is(owner_connection):
    owner_connection.execute("TRUNCATE catalog_indexcard CASCADE")  # pages that earlier tests left behind count too
    many.fill(300)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('catalog_indexcard'), avg(octet_length(search::text)) FROM catalog_indexcard"
        )
        size, words = cursor.fetchone()
    assert words > 4 * NARROW
    assert size / 300 < NARROW


@pytest.mark.django_db
def test_a_card_keeps_its_number_and_goes_with_its_entry():
    many.fill(3)
    numbers = dict(IndexCard.objects.values_list("entry_id", "number"))
    things = list(Entry.objects.values_list("pk", flat=True))
    projection.write_entries(things)
    assert dict(IndexCard.objects.values_list("entry_id", "number")) == numbers
    projection.take_out_entries(things[:1])
    assert set(IndexCard.objects.values_list("entry_id", flat=True)) == set(things[1:])
