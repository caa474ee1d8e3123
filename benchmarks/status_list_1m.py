"""A status list of a million credentials, a tenth of them revoked: built anew from the tables, signed, stored.

Timed is the verb that a revocation calls: the places are read from the tables, set, packed, signed and stored. Every
signed list is unpacked and compared inside the run.
"""

import json
import time

import psycopg
from psycopg import sql

from benchmarks.award import Awarding
from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, alternate
from microcred.credentials.models import StatusList
from microcred.credentials.operations import sign_status_list
from microcred.credentials.queries import places_set
from microcred.foundation.clock import now
from microcred.openbadges.status import StatusBits

CREDENTIALS, REVOKED, SIZE = 1_000_000, 100_000, 1_048_576
SECONDS = "seconds"


def run(bench: Bench) -> list[Comparison]:
    """Fill a list in SQL, then sign it again and again."""
    awarding = Awarding()
    awarding.award_and_sign()
    StatusList.objects.update(size=SIZE)
    with bench.doing("filling"):
        _fill(bench.owner_url)
    bench.settle(["credentials_awardintent", "credentials_award", "credentials_revocation"])
    status_list = StatusList.objects.get()
    bits = StatusBits.of(places_set(status_list), SIZE)

    def ours() -> Figures:
        begun = time.perf_counter()
        signed = sign_status_list(actor=None, status_list=status_list, at=now()).signed
        taken = time.perf_counter() - begun
        stated = StatusBits.decode(json.loads(signed)["credentialSubject"]["encodedList"])
        assert stated.encode() == bits.encode()
        return {SECONDS: taken}

    with bench.doing("measuring", ROUNDS + 1) as doing:
        measured = alternate({OURS: ours}, tick=doing.tick)
    return [measured.within(1, "promised", SECONDS, at_most(1, "list: 1 s"), name="status_list_1m")]


def _fill(owner_url: str) -> None:
    """Copies of the one award that is there, in the other places of its list; every tenth revoked."""
    with psycopg.connect(owner_url) as connection:
        connection.execute(
            "CREATE TEMP TABLE place AS SELECT gen_random_uuid() AS id, n FROM generate_series(0, %s) AS n"
            " WHERE n <> (SELECT status_index FROM credentials_awardintent)",
            [CREDENTIALS],
        )
        own = {"id": "place.id", "source": "gen_random_uuid()", "status_index": "n", "unsigned": "''"}
        _copies(connection, "credentials_awardintent", own)
        connection.execute("DELETE FROM place WHERE id NOT IN (SELECT id FROM place ORDER BY id LIMIT %s)", [REVOKED])
        _copies(connection, "credentials_award", {"id": "place.id", "intent_id": "place.id"})
        connection.execute(
            "INSERT INTO credentials_revocation (id, created_at, award_id, revoked_at, revoked_by_id, reason)"
            " SELECT gen_random_uuid(), now(), place.id, now(), (SELECT id FROM organizations_person LIMIT 1), ''"
            " FROM place"
        )


def _copies(connection: psycopg.Connection, table: str, own: dict[str, str]) -> None:
    found = connection.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table])
    columns = [name for (name,) in found]
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM place, (SELECT * FROM {table} LIMIT 1) one"
    )
    values = [sql.SQL(own[name]) if name in own else sql.SQL("one.{}").format(sql.Identifier(name)) for name in columns]
    connection.execute(
        statement.format(
            table=sql.Identifier(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(values),
        )
    )
