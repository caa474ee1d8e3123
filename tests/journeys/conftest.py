"""What the journeys share: a demonstration, started as a user would from an empty directory; windows; and eyes."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.parts import children_of, left_of
from tests.ports import hold_port

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 900
"""seconds a demonstration may take to be ready on a busy machine"""


@dataclass
class Demonstration:
    """A running `microcred demo`: its address, its process and what it printed."""

    home: Path
    process: subprocess.Popen
    url: str = ""
    lines: list[str] = field(default_factory=list)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def environment(self) -> dict[str, str]:
        """Return the surroundings in which `microcred` commands speak of this demonstration."""
        return surroundings(self.home)


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a new user: nothing of this test run's database and settings."""
    ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE")
    kept = {name: value for name, value in os.environ.items() if name not in ours and "PYTEST" not in name}
    return kept | {"MICROCRED_HOME": str(home), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}


def begin(home: Path, *, port: int = 0) -> Demonstration:
    """Start a demonstration, by default at a port of its own, and wait until it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "microcred.cli", "demo"],
        cwd=CHECKOUT,
        env=surroundings(home) | {"MICROCRED_PORT": str(port or hold_port())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Demonstration(home, process)

    def listen() -> None:
        for line in process.stdout:
            running.lines.append(line.rstrip())
            if line.startswith("ready: "):
                running.url = line.removeprefix("ready: ").strip()

    threading.Thread(target=listen, daemon=True).start()
    until = time.monotonic() + PATIENCE
    while not running.url:
        if process.poll() is not None or time.monotonic() > until:
            process.terminate()  # it ends its parts, PostgreSQL too, which a killed one would leave behind
            process.wait(timeout=60)
            pytest.fail("the demonstration did not start:\n" + "\n".join(running.lines))
        time.sleep(0.1)
    return running


@dataclass
class Fresh:
    """A demonstration that was begun in an empty directory and stopped at once: the world as nobody has touched it."""

    home: Path
    port: int
    lines: list[str]
    exit_code: int
    left_running: list[int]
    """what it had started, and did not stop"""

    def copy(self, to: Path) -> Path:
        """Put a copy of all that it keeps, database and files, where nothing is yet."""
        return Path(shutil.copytree(self.home, to, symlinks=True))


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """The world, made once: whoever needs one to themselves goes on from a copy, which takes a tenth of the time."""
    home, port = tmp_path_factory.mktemp("fresh"), hold_port()
    running = begin(home, port=port)
    started = children_of(running.process.pid)
    assert started
    exit_code = running.stop()
    return Fresh(home, port, running.lines, exit_code, left_of(started))


@pytest.fixture(scope="session")
def demonstration(fresh: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """A demonstration that all journeys share, at the port that the documents of its world name."""
    running = begin(fresh.copy(tmp_path_factory.mktemp("shared") / "home"), port=fresh.port)
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture
def eyes() -> Iterator[Any]:
    """What looks at pages; whatever it found wrong fails the test at its end."""
    from tests.journeys.looking import Eyes

    looking = Eyes()
    yield looking
    assert not looking.problems, "\n".join(looking.problems)


@pytest.fixture
def arrive(browser: Browser, demonstration: Demonstration) -> Iterator[Callable[..., Page]]:
    """Open a window of a person's own, signed in by one click if they are of the cast."""
    from tests.journeys.looking import WIDE

    windows = []

    def open_window(key: str = "") -> Page:
        window = browser.new_context(base_url=demonstration.url, viewport=WIDE)
        windows.append(window)
        page = window.new_page()
        page.goto("/demo/")
        if key:
            page.locator(f"#{key}").get_by_role("button").click()
            expect(page).to_have_url(re.compile("/home/$"))
        return page

    yield open_window
    for window in windows:
        window.close()
