"""One migrated template, and a clone of it for every test process.

The template is named by a hash of everything that shapes it, made once by the owner and kept on the throw-away server;
a clone takes a few hundredths of a second. Tests that really commit (``transaction=True``, ``live_server``) are cleaned
up by the owner, because the app role cannot truncate.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from microcred.foundation import postgres
from microcred.foundation.postgres.postmaster import is_running
from tests.plugin import CHECKOUT, OWNER_URL

TEMPLATE = "microcred_template_"
CLONE = "microcred_test_"
BUILDING = 7_215_431
"""Number of the advisory lock under which a template is made."""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's fixture of this name: clone the template, drop the clone at the end."""
    database = postgres.address_of(os.environ["DATABASE_OWNER_URL"]).database
    with _maintenance() as connection:
        template = _template(connection)
        for statement in postgres.clone_database_sql(database, template):
            connection.execute(statement.encode())
    with django_db_blocker.unblock():
        _clean_up_as_owner()
    yield
    with django_db_blocker.unblock():
        from django.db import connections

        connections.close_all()
    until = time.monotonic() + 60
    while not _dropped(database):
        # Sessions that were told to end do so in their own time, and a vacuum of the server's own is nobody's to end.
        assert time.monotonic() < until, f"{database} is still in use after a minute"
        time.sleep(0.2)


def _dropped(database: str) -> bool:
    # Threads of race tests may have left connections; only their own role, or a superuser, may end them.
    with (
        contextlib.suppress(psycopg.OperationalError),
        psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as own,
    ):
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
    with _maintenance() as connection:
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            return False
    return True


LISTS_HOLD = timedelta(days=36_500)
"""How long status lists that tests sign may be trusted."""

COMPARES = 8
"""In one test of so many, a statement that is translated once is compared with what Django would write, one time beside
the first. Thousands of tests ask, each with arguments of its own; comparing in all of them took a 25th of the time."""

_tests_begun = count()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """What one test's reader speaks, and where they live, is nothing to the next test; limits go with its rows."""
    from django.utils import timezone, translation

    from microcred.credentials.operations import status_lists
    from microcred.foundation import asked_often, kept_figures

    translation.deactivate()
    timezone.deactivate()
    # Stories happen on fixed days, pages and judges go by the clock on the wall, and the tests are to be run for years.
    status_lists.HOLDS = LISTS_HOLD
    asked_often.compares_more = 1
    kept_figures.compares = True
    if next(_tests_begun) % COMPARES == 0:
        asked_often.compared.clear()


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A connection of the role that owns the tables, for tests that ask what even the owner cannot do. Autocommits."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        yield connection


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    """The owner, connected to a database that is neither template nor clone."""
    with psycopg.connect(os.environ[OWNER_URL], autocommit=True) as connection:
        yield connection


def _template(connection: psycopg.Connection) -> str:
    """The name of the migrated template; makes it when it is missing."""
    wanted = TEMPLATE + _digest()
    connection.execute("SELECT pg_advisory_lock(%s)", [BUILDING])
    try:
        names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        if wanted not in names:
            _drop_what_nobody_needs(connection, names)
            unfinished = f"{wanted}_unfinished"
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(unfinished)))
            for statement in postgres.clone_database_sql(unfinished, "template0"):
                connection.execute(statement.encode())
            _migrate(postgres.address_of(os.environ[OWNER_URL]).with_database(unfinished).url)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(wanted)))
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [BUILDING])
    return wanted


def _digest() -> str:
    """Changes with anything that shapes the migrated database."""
    from django.apps import apps

    folders = [Path(config.path) / "migrations" for config in apps.get_app_configs()]
    # Beside the migrations, only these write to a new database: rights by role, rights taken from frozen tables, and
    # the functions by which rows change hands.
    foundation, accounts = CHECKOUT / "microcred" / "foundation", CHECKOUT / "microcred" / "accounts"
    files = {foundation / "postgres" / "roles.py", foundation / "frozen.py"}
    files |= {accounts / "guarded.py", accounts / "inventory.py"}
    files.update(file for folder in folders for file in folder.glob("*.py"))
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def _migrate(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(postgres.prepare_database_sql().encode())
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.exit(f"The migrations fail, so no test can run:\n{done.stdout}{done.stderr}", returncode=1)


def _drop_what_nobody_needs(connection: psycopg.Connection, names: set[str]) -> None:
    """Older templates, and clones whose run was killed. A database in use is left alone."""
    if os.environ.get("TEST_DATABASE_URL"):
        return  # On a shared server others may need theirs.
    for name in names:
        process = name.removeprefix(CLONE).partition("_")[0]
        abandoned = name.startswith(CLONE) and process.isdigit() and not is_running(int(process))
        if abandoned or name.startswith(TEMPLATE):
            try:
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
            except psycopg.errors.ObjectInUse:
                continue


TRIES = 3
"""How often tables are emptied again: a page that a browser left may still be answered meanwhile, and holds rows."""

INSTALLED: set[str] = set()
"""Tables with rows that the migrations themselves wrote (content types and the like): part of the installation."""


def _clean_up_as_owner() -> None:
    """Let Django's transaction tests end with the owner emptying the tables that the test filled."""
    from django.test import TransactionTestCase

    from tests.remembered import forget

    url = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(url, autocommit=True) as owner:
        INSTALLED.update(_filled(owner, set()))
        torn = [
            f"{holder} refers to {target}"
            for holder, target in owner.execute(
                "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
            )
            if holder in INSTALLED and target not in INSTALLED
        ]
    if torn:
        pytest.exit(f"Rows written by migrations cannot be kept between tests: {'; '.join(torn)}", returncode=1)

    def empty_what_was_filled(self: TransactionTestCase) -> None:
        for left in reversed(range(TRIES)):
            try:
                with psycopg.connect(url, options="-c lock_timeout=10s") as owner:
                    filled = _filled(owner, INSTALLED)
                    if filled and _may_delete_anything(owner):
                        _delete(owner, filled)
                    elif filled:
                        _truncate(owner, filled)
                        forget()
                return
            except (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable):
                if not left:
                    raise

    TransactionTestCase._fixture_teardown = empty_what_was_filled


def _filled(owner: psycopg.Connection, besides: set[str]) -> set[str]:
    """Tables of ours that hold any row. What has no page holds none: most of the tables, in most tests."""
    tables = {
        name
        for (name,) in owner.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND pg_relation_size(oid) > 0"
        )
    } - besides
    if not tables:
        return set()
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in sorted(tables)
    )
    return {name for (name,) in owner.execute(asked)}


def _may_delete_anything(owner: psycopg.Connection) -> bool:
    """Whether triggers and foreign keys can stand down for the session: on a server of our own they can."""
    (may,) = owner.execute(
        "SELECT current_setting('server_version_num')::int >= 150000"
        " AND has_parameter_privilege('session_replication_role', 'SET')"
    ).fetchone() or (False,)
    return bool(may)


def _delete(owner: psycopg.Connection, tables: set[str]) -> None:
    """A few rows are deleted in a fraction of the time in which hundreds of files are made anew.

    Numbers go on from where they were, so what is remembered stays in nobody's way.
    """
    owner.execute("SET session_replication_role = replica")
    for name in sorted(tables):
        owner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


def _truncate(owner: psycopg.Connection, tables: set[str]) -> None:
    # Frozen tables refuse TRUNCATE even to their owner, who alone may stand their triggers down for a moment.
    guards = owner.execute(
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND tgtype & 32 <> 0"
    ).fetchall()
    change = sql.SQL("ALTER TABLE {} {} TRIGGER {}")
    for word in ("DISABLE", "ENABLE"):
        for table, trigger in guards:
            owner.execute(change.format(sql.Identifier(table), sql.SQL(word), sql.Identifier(trigger)))
        if word == "DISABLE":
            names = sql.SQL(", ").join(map(sql.Identifier, sorted(tables)))
            owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
