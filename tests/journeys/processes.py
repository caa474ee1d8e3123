"""The parts of a server as processes of the test's own, so that it can kill any of them, any way, at any moment."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from microcred.foundation import postgres
from tests.journeys.conftest import CHECKOUT, surroundings

PATIENCE = 120
"""seconds until something that must happen has failed to; a busy machine is slow"""


class Served:
    """PostgreSQL, a web server and a worker, on the world that a demonstration has loaded."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url = home, url
        self.database = postgres.start(home)
        self._checker: subprocess.Popen[str] | None = None
        self._parts: dict[str, subprocess.Popen] = {}
        self._asking: psycopg.Connection | None = None

    @property
    def environment(self) -> dict[str, str]:
        return surroundings(self.home) | {
            "DATABASE_URL": self.database.app_url,
            "DATABASE_OWNER_URL": self.database.owner_url,
            "MICROCRED_DEMO": "1",
            "MICROCRED_PUBLIC_URL": self.url,
        }

    def start_web(self) -> None:
        """Start the web server and wait for its first answer."""
        self._start("web", "serve", "--workers", "1", "--port", str(urlsplit(self.url).port))
        wait_until(self._answers, "the web server answers")

    def start_worker(self) -> None:
        self._start("worker", "worker")

    def is_running(self, part: str) -> bool:
        return part in self._parts and self._parts[part].poll() is None

    def kill(self, part: str) -> None:
        """`kill -9`, with every process that the part has started."""
        process = self._parts.pop(part)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_database(self) -> None:
        """`kill -9` of the postmaster: no session ends in order, and nothing is written that was not."""
        os.kill(self.database.pid, signal.SIGKILL)
        self._asking = None

    def start_database(self) -> None:
        """Start PostgreSQL on what the killed one left behind."""
        killed = self.database
        self.database = postgres.start(self.home)
        killed.stop()

    def end(self) -> None:
        """Leave nothing running."""
        for part in list(self._parts):
            self.kill(part)
        if self._checker is not None:
            self._checker.communicate(timeout=60)
        self.database.stop()

    def ask(self, question: str, *values: object) -> Any:
        """Ask the database for one value."""
        if self._asking is None or self._asking.closed:
            self._asking = psycopg.connect(self.database.app_url, autocommit=True)
        row = self._asking.execute(question, values).fetchone()
        return row[0] if row else None

    @contextmanager
    def nobody_writes(self, table: str) -> Iterator[None]:
        """Make whoever would write to a table wait, in the middle of what they do."""
        with psycopg.connect(self.database.owner_url) as owner:
            owner.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(table)))
            yield
            owner.rollback()

    def somebody_waits_to_write(self, table: str) -> bool:
        return self.ask("SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted", table) > 0

    def check_invariants(self) -> None:
        """Let no invariant be broken. One process asks each time: to start `microcred` takes longer than to ask."""
        if self._checker is None:
            self._checker = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.checking"],
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self._checker.stdin.write("check\n")
        self._checker.stdin.flush()
        found = json.loads(self._checker.stdout.readline())
        assert found["asked"] > 0
        assert found["violations"] == [], found["violations"]

    def _start(self, part: str, *arguments: str) -> None:
        with (self.home / f"{part}.log").open("ab") as log:
            self._parts[part] = subprocess.Popen(
                [sys.executable, "-m", "microcred.cli", *arguments],
                cwd=CHECKOUT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/alive/", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False


def wait_until(happens: Any, what: str, *, seconds: float = PATIENCE) -> None:
    """Wait for something to become true, and fail with its words if it does not."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, f"within {seconds} seconds it did not happen that {what}"
        time.sleep(0.03)
