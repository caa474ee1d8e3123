"""Many rows at once: asked for by one array, written by one COPY, and what comes back is what was said."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from psycopg.types.json import Jsonb

from microcred.foundation.copying import copy_in
from microcred.foundation.ids import uuid7
from microcred.foundation.many import among
from microcred.foundation.models import AuditEntry, OutboxEvent

pytestmark = pytest.mark.django_db

FIELDS = ("id", "created_at", "verb", "actor_id", "subjects", "within")
HOSTILE = [
    "plain",
    "a,b",
    "{a}",
    'say "x"',
    "back\\slash",
    "NULL",
    "",
    " edge ",
    "line\nbreak",
    "ünï 🎓",
    "'; --",
    "%s",
]


def entries(verbs):
    moment = datetime(2026, 10, 1, 12, 30, 15, 123456, tzinfo=UTC)
    return [(uuid7(), moment, verb, uuid7(), Jsonb({"of": ["ä", 1, None]}), None) for verb in verbs]


def test_texts_that_mean_something_to_an_array_are_found_as_they_are():
    copy_in(AuditEntry, FIELDS, entries([*HOSTILE, "another"]))
    found = AuditEntry.objects.filter(among("verb", HOSTILE, of="text")).values_list("verb", flat=True)
    assert sorted(found) == sorted(HOSTILE)


def test_identifiers_and_none_at_all():
    rows = entries(["first", "second", "third"])
    copy_in(AuditEntry, FIELDS, rows)
    wanted = among("pk", [rows[0][0], rows[2][0]], of="uuid")
    assert set(AuditEntry.objects.filter(wanted).values_list("verb", flat=True)) == {"first", "third"}
    assert not AuditEntry.objects.filter(among("pk", [], of="uuid")).exists()


def test_every_value_comes_back_as_it_went_in():
    (row,) = entries(["frozen"])
    copy_in(AuditEntry, FIELDS, [row])
    there = AuditEntry.objects.get()
    assert [getattr(there, name) for name in FIELDS] == [*row[:4], {"of": ["ä", 1, None]}, None]


def test_a_text_may_be_its_bytes_if_they_are_utf8():
    (row,) = entries(["ünï 🎓".encode()])
    copy_in(AuditEntry, FIELDS, [row])
    assert AuditEntry.objects.get().verb == "ünï 🎓"
    (row,) = entries([b"\xff\xfe"])
    with pytest.raises(DatabaseError), transaction.atomic():
        copy_in(AuditEntry, FIELDS, [row])


def test_no_rows_are_nothing_to_do(django_assert_num_queries):
    with django_assert_num_queries(0):
        copy_in(OutboxEvent, ("id",), [])
