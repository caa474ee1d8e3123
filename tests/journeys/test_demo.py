"""`make demo` as a new user meets it: it starts, says where, stops everything, and keeps what people did."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from microcred.site.demo.cast import CAST
from tests.journeys.conftest import CHECKOUT, begin, surroundings
from tests.journeys.processes import wait_until

pytestmark = pytest.mark.xdist_group("journeys")


def children_of(pid: int) -> set[int]:
    """Every process below a process."""
    found: set[int] = set()
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listing.splitlines()]
    waiting = {pid}
    while waiting:
        waiting = {child for child, parent in pairs if parent in waiting and child not in found}
        found |= waiting
    return found


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_everything_it_started_and_starts_again_with_what_was_there(tmp_path, number):
    first = begin(tmp_path)
    for member in CAST:
        assert any(member.name in line for line in first.lines), f"no line for {member.name}"
    assert urllib.request.urlopen(f"{first.url}/alive/").status == 200
    started = children_of(first.process.pid)
    assert started
    assert first.stop(number) == 0
    assert [pid for pid in started if is_alive(pid)] == []

    again = begin(tmp_path)
    assert any("as people left it" in line for line in again.lines)
    assert again.stop() == 0


def test_what_ends_by_itself_is_started_again(tmp_path):
    """Kill the web server, the worker and PostgreSQL: people go on, and nothing they did is lost."""
    demonstration = begin(tmp_path)
    for pid in children_of(demonstration.process.pid):
        if "granian" in command_of(pid) or " worker" in command_of(pid):
            os.kill(pid, signal.SIGKILL)
    os.kill(int((tmp_path / "postgres" / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    wait_until(lambda: answers(f"{demonstration.url}/catalogue/"), "it serves pages again")
    assert any(" worker" in command_of(pid) for pid in children_of(demonstration.process.pid))
    assert demonstration.stop() == 0


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(url, timeout=5).status == 200
    except OSError:
        return False


def test_outside_a_demonstration_nobody_signs_in_with_one_click():
    from django.urls import NoReverseMatch, reverse

    with pytest.raises(NoReverseMatch):
        reverse("demo_cast")


def test_what_the_demonstration_leaves_holds_every_invariant(demonstration):
    done = subprocess.run(
        [sys.executable, "-m", "microcred.cli", "check-invariants"],
        cwd=CHECKOUT,
        env=surroundings(demonstration.home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
