"""People who are looked at together: as many queries for fifty as for ten, and each as if they were looked at alone."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.recognition import operations
from microcred.recognition.queries.differences import differences
from microcred.recognition.queries.findings import examined
from microcred.recognition.rules.engine import Record
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_reevaluate import capped
from tests.cast import Cast


def test_fifty_with_nothing_new_take_as_many_statements_as_ten(cast: Cast):
    entry = make.entry(cast)
    people = make.colleagues(cast, 50, of=entry.award, under=entry.policy)
    asked = []
    for some in (people[:10], people):
        with CaptureQueriesContext(connection) as queries:
            found = differences(some, at=now())
        assert len(found) == len(some)
        assert all(one.is_none for one in found)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_was_said_last_is_looked_up_only_where_nothing_is_entered(cast: Cast):
    entry = make.entry(cast)
    (entered,) = make.colleagues(cast, 1, of=entry.award, under=entry.policy)
    with CaptureQueriesContext(connection) as queries:
        assert all(one.is_none for one in differences([entered], at=now()))
    words = 'SELECT DISTINCT ON ("recognition_recognition"'
    assert not any(query["sql"].startswith(words) for query in queries)

    # Of this one nobody has said anything yet: something is written, and then there is nothing new.
    credentials.many_like(entry.award, 1, people=[entered])
    assert [one.is_none for one in differences([entered], at=now())] == [False]
    operations.recognize(actor=None, person=entered, at=now())
    assert [one.is_none for one in differences([entered], at=now())] == [True]


def test_what_was_ruled_adjusted_and_revoked_is_seen_as_recognizing_sees_it(cast: Cast):
    entry = make.entry(cast)
    people = make.colleagues(cast, 4, of=entry.award, under=entry.policy)
    entries = {person.pk: make.Entry.objects.get(award__person=person) for person in people}
    confirmed, declined, revoked, _adjusted = people
    operations.confirm(actor=cast.omar, entry=entries[confirmed.pk], at=now())
    operations.decline(actor=cast.omar, entry=entries[declined.pk], reason="Not in the plan.", at=now())
    revoke(actor=cast.lena, award=entries[revoked.pk].award, reason="Not their own work.", at=now())
    operations.reverse(actor=None, award=entries[revoked.pk].award, at=now())
    capped(cast)
    at = now()
    for person in people:
        operations.recognize(actor=None, person=person, at=at)

    assert [make.worth(person) for person in people] == [15, 20, 20, 15]
    assert [one.is_none for one in differences(people, at=at)] == [True] * 4
    lines = [one.found.entries[0] for one in examined(people, at=at)]
    assert [line.counted for line in lines] == [15, 20, 20, 15]
    assert [line.stands for line in lines] == [True, False, False, True]


def test_a_record_that_nobody_checked_passes_every_check(cast: Cast):
    entry = make.entry(cast)
    make.colleagues(cast, 1, of=entry.award, under=entry.policy)
    operations.confirm(actor=cast.omar, entry=entry, at=now())
    for one in examined([cast.ada], at=now()):
        assert Record.model_validate_json(one.record.model_dump_json()) == one.record
        assert one.record.approvals
        assert one.record.credited


def test_ten_entries_of_one_person_take_as_many_statements_as_two(cast: Cast):
    entry = make.entry(cast)
    few, many = make.colleagues(cast, 2, of=entry.award, under=entry.policy)
    credentials.many_like(entry.award, 1, people=[few])
    credentials.many_like(entry.award, 9, people=[many] * 9)
    asked = []
    for person in (few, many):
        with CaptureQueriesContext(connection) as queries:
            found = operations.recognize(actor=None, person=person, at=now())
        asked.append((len(found), len(queries)))
    assert [number for number, _queries in asked] == [2, 10]
    assert asked[0][1] == asked[1][1]
