"""Scratch databases: clones of one migrated template, on an embedded server that really writes to the disk."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from microcred.foundation import postgres
from microcred.foundation.postgres.cluster import SUPERUSER

CHECKOUT = Path(__file__).resolve().parents[2]
STATE = CHECKOUT / "build" / "bench"
TEMPLATE = "microcred_bench_template_"


@contextmanager
def server() -> Iterator[postgres.Server]:
    """The benchmarks' own PostgreSQL, durable as in production; it stops with its last user."""
    running = postgres.start(STATE, durable=True)
    try:
        yield running
    finally:
        running.stop()


def template(running: postgres.Server) -> str:
    """The name of a database with every migration and no rows; makes it when migrations changed."""
    wanted = TEMPLATE + _digest()
    with _maintenance(running) as connection:
        names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        if wanted in names:
            return wanted
        for old in names:
            if old.startswith(TEMPLATE):
                _drop(running, old)
        unfinished = f"{wanted}_unfinished"
        for statement in postgres.clone_database_sql(unfinished, "template0"):
            connection.execute(statement.encode())
        _migrate(running.address(postgres.OWNER_ROLE, unfinished).url)
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(wanted))
        )
    return wanted


@contextmanager
def scratch(running: postgres.Server, name: str) -> Iterator[dict[str, str]]:
    """A clone of the template for one benchmark; yields the environment of a process that uses it."""
    database = f"microcred_bench_{name}_{os.getpid()}"
    origin = template(running)
    with _maintenance(running) as connection:
        for statement in postgres.clone_database_sql(database, origin):
            connection.execute(statement.encode())
    try:
        yield {
            "DATABASE_URL": running.address(postgres.APP_ROLE, database).url,
            "DATABASE_OWNER_URL": running.address(postgres.OWNER_ROLE, database).url,
        }
    finally:
        _drop(running, database)


@contextmanager
def _maintenance(running: postgres.Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(running.owner_url, autocommit=True) as connection:
        yield connection


def _drop(running: postgres.Server, database: str) -> None:
    # As superuser: the owner may not end what connections of the application are left.
    running.run_sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)', role=SUPERUSER, database="postgres")


def _digest() -> str:
    """Changes with every migration and with the rights that a new database gets."""
    files = [*(CHECKOUT / "microcred").glob("*/migrations/*.py"), CHECKOUT / "microcred/foundation/postgres/roles.py"]
    files += [CHECKOUT / "microcred/foundation/frozen.py", CHECKOUT / "requirements" / "runtime.txt"]
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def _migrate(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(postgres.prepare_database_sql().encode())
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DATABASE_OWNER_URL": url,
            "DJANGO_SETTINGS_MODULE": "microcred.settings",
        },
        check=True,
    )
