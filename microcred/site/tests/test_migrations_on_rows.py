"""Migrations that carry rows along, run on rows: an older database is filled, migrated onward, and looked at."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from microcred.foundation import postgres
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine.check import problems
from tests.plugin import CHECKOUT, OWNER_URL

pytestmark = pytest.mark.slow

AT = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = "This is my own work, and “näher” too."


class Older:
    """A database that stands at an earlier migration, and goes on when it is told to."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.connection = psycopg.connect(url, autocommit=True)

    def migrate(self, *to: str) -> None:
        """Migrate an app to a migration; without words, everything to the newest."""
        done = subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0", *to],
            cwd=CHECKOUT,
            env={**os.environ, "DATABASE_URL": self._url, "DATABASE_OWNER_URL": self._url},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def insert(self, table: str, **said: Any) -> Any:
        """Add a row and return its key. What must be there and was not said is plain; what it refers to is added."""
        row = {**self._plain(table, said), **said}
        adding = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join([sql.Placeholder()] * len(row)),
        )
        return self.ask(adding, *row.values())

    def ask(self, question: Any, *values: Any) -> Any:
        """Ask for one value."""
        found = self.connection.execute(question, values).fetchone()
        return found[0] if found else None

    def _plain(self, table: str, said: dict[str, Any]) -> dict[str, Any]:
        columns = self.connection.execute(
            """
            SELECT column_name, udt_name, character_maximum_length, (
                SELECT confrelid::regclass::text FROM pg_constraint
                JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
                WHERE contype = 'f' AND conrelid = %s::regclass AND attname = column_name LIMIT 1)
            FROM information_schema.columns
            WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
              AND is_generated = 'NEVER'
            """,
            [table, table],
        ).fetchall()
        return {
            name: self.insert(other) if other else _anything(kind, longest)
            for name, kind, longest, other in columns
            if name not in said
        }


def _anything(kind: str, longest: int | None) -> Any:
    plain = {"bool": False, "timestamptz": AT, "date": AT.date(), "jsonb": "{}", "uuid": uuid4(), "numeric": 1}
    if kind in ("int2", "int4", "int8"):
        return 1
    return plain.get(kind, "{}" if kind.startswith("_") else uuid4().hex[: longest or 32])


@pytest.fixture
def older(django_db_setup: None) -> Iterator[Older]:
    """An empty database of the test server, dropped at the end."""
    name = f"microcred_test_{os.getpid()}_older"
    with psycopg.connect(os.environ[OWNER_URL], autocommit=True) as owner:
        for statement in postgres.clone_database_sql(name, "template0"):
            owner.execute(statement.encode())
        url = postgres.address_of(os.environ[OWNER_URL]).with_database(name).url
        with psycopg.connect(url, autocommit=True) as new:
            new.execute(postgres.prepare_database_sql().encode())
        database = Older(url)
        yield database
        database.connection.close()
        owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_what_was_handed_in_attested_and_opened_long_ago_goes_along(older: Older):
    older.migrate("portfolios", "0007")
    older.migrate("scoring", "0003")
    pursuit = older.insert("portfolios_pursuit")
    first, second = (
        older.insert("portfolios_submission", pursuit_id=pursuit, attempt=attempt, digest=str(attempt) * 64)
        for attempt in (1, 2)
    )
    attested = older.insert("portfolios_attestation", submission_id=second, kind="own_work", text=WORDS)
    item = older.insert("scoring_queueitem", submission_id=first)
    for hours in (2, 1):
        older.insert("scoring_claim", item_id=item, claimed_at=AT + hours * HOUR, number=hours)

    older.migrate("scoring", "0004")
    older.migrate("portfolios", "0018")

    numbers = "SELECT array_agg((number, attempt)::text ORDER BY number) FROM portfolios_submission"
    assert older.ask(numbers) == ["(1,1)", "(2,2)"]
    digest = older.ask("SELECT digest FROM portfolios_attestation WHERE id = %s", attested)
    assert digest == hashlib.sha256(WORDS.encode()).hexdigest()
    opened = "SELECT opened_at FROM portfolios_opening WHERE submission_id = %s"
    assert older.ask(opened, first) == AT + HOUR
    assert older.ask(opened, second) is None

    for submission in (first, second):
        older.insert("portfolios_readingbegun", submission_id=submission, begun_at=AT + 5 * HOUR)
    for hours in (4, 3):
        older.insert("scoring_scoring", submission_id=first, scored_at=AT + hours * HOUR)
    older.migrate()

    assert older.ask(opened, first) == AT + HOUR, "what was known before stays"
    assert older.ask(opened, second) == AT + 5 * HOUR
    assert older.ask("SELECT to_regclass('portfolios_readingbegun')") is None
    work = "SELECT array_agg((kind, read_at = scored_at)::text ORDER BY read_at) FROM billing_unit"
    joined = f"{work} JOIN scoring_scoring AS scoring ON scoring.id = scoring_id"
    assert older.ask(joined) == ["(first,t)", "(second,t)"], "readings of before are work too"
    with pytest.raises(psycopg.errors.RaiseException, match="Cannot update"):
        older.ask("UPDATE portfolios_submission SET number = 9 RETURNING 1")


def test_who_ruled_or_answered_long_ago_is_written_down_unless_they_have_judged_it_too(older: Older):
    older.migrate("portfolios", "0029")
    pursuit = older.insert("portfolios_pursuit")
    submission = older.insert("portfolios_submission", pursuit_id=pursuit, digest="1" * 64)
    item = older.insert("portfolios_item", pursuit_id=pursuit, kind="link", url="https://example.org/")
    piece = older.insert("portfolios_submitteditem", submission_id=submission, item_id=item)
    flagged = older.insert("portfolios_quarantine", submission_id=submission, piece_id=piece, words_sha256="")
    ruled, answered, judged = (older.insert("organizations_person") for _person in range(3))
    older.insert("portfolios_ruling", quarantine_id=flagged, ruled_by_id=ruled, ruled_at=AT)
    for person in (answered, judged):
        request = older.insert("portfolios_timerequest", pursuit_id=pursuit)
        older.insert("portfolios_timeanswer", request_id=request, answered_by_id=person, answered_at=AT, words="No.")
    older.insert("portfolios_judge", submission_id=submission, person_id=judged)

    older.migrate("portfolios", "0030")

    seen = "SELECT way FROM portfolios_sight WHERE pursuit_id = %s AND person_id = %s AND seen_at = %s"
    assert [older.ask(seen, pursuit, person, AT) for person in (ruled, answered, judged)] == ["ruling", "time", None]


def test_terms_of_few_papers_stay_as_they_were_said_and_may_change_hands(older: Older):
    older.migrate("calibration", "0008")
    said = older.insert("calibration_qualifyingterms", fewest=2, most=3)

    older.migrate()

    assert older.ask("SELECT (fewest, most)::text FROM calibration_qualifyingterms WHERE id = %s", said) == "(2,3)"
    with pytest.raises(psycopg.errors.RaiseException, match="fewer than 10 papers"):
        older.insert("calibration_qualifyingterms", fewest=9)
    assert older.insert("calibration_qualifyingterms", fewest=10)
    older.ask("SELECT set_config('session_replication_role', 'replica', false)")  # as where two accounts become one
    assert older.ask("UPDATE calibration_qualifyingterms SET declared_by_id = declared_by_id RETURNING 1")


def test_rules_of_the_older_form_go_along_as_documents_that_can_be_applied(older: Older):
    older.migrate("recognition", "0001")
    clause = {"words": "As before.", "standing": "published", "source": "example.org"}
    rules = {
        "unit": "renewal credits",
        "cycle": {"years": 5, "closes": {"month": 6, "day": 30}, "needed": "120", "clause": clause},
        "conversions": [{"measure": "CEU", "credits": "10", "per": "1", "clause": clause}],
        "attested_hours": {"measure": "hours", "credits": "20", "per": "15", "clause": clause},
        "oldest": {"years": 5, "clause": clause},
        "employees_only": clause,
        "confirmation": clause,
        "once": clause,
    }
    state = older.insert(
        "organizations_organization", name="South Carolina", slug="sc", time_zone="America/New_York", kind="state"
    )
    said = {"name": "Renewal of the certificate", "rules": json.dumps(rules), "jurisdiction_id": state}
    policy = older.insert("recognition_policy", number=2, **said)
    days = {"starts_on": AT.date(), "ends_on": (AT + 24 * HOUR).date()}
    cycle = older.insert("recognition_cycle", policy_id=policy, **days)
    recognition = older.insert("recognition_recognition", policy_id=policy)
    entry = older.insert("recognition_entry", policy_id=policy, cycle_id=cycle, recognition_id=recognition)

    older.migrate("recognition")

    document = older.ask("SELECT document FROM recognition_policy WHERE id = %s", policy)
    stated = Document.model_validate(document)
    assert problems(stated, [stated]) == []
    assert (document["id"], document["version"]) == ("sc-renewal-of-the-certificate", 2)
    assert older.ask("SELECT family FROM recognition_entry WHERE id = %s", entry) == document["id"]
    with pytest.raises(psycopg.errors.RaiseException, match="Cannot update"):
        older.ask("UPDATE recognition_policy SET number = 9 RETURNING 1")
