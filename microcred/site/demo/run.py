"""`microcred demo`: start everything, in order, and stop everything that was started."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from rich.console import Console

from microcred.foundation import postgres

FIRST_PORT, LAST_PORT = 8000, 8999
PATIENCE = 60
"""seconds to wait for the web server's first answer"""


class Stopped(Exception):
    """Somebody asked us to stop: Ctrl-C, or SIGTERM."""


def run(*, home: Path, port: int) -> int:
    """Serve the demonstration until told to stop. Return the exit code."""
    console = Console(highlight=False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    children: list[subprocess.Popen[bytes]] = []
    server: postgres.Server | None = None
    try:
        server, children = _start(console, home, _free_port(port))
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        console.print("[red]A part of the demonstration ended by itself; stopping the rest.[/]")
        return 2
    except Stopped:
        console.print("Stopping. What people did is kept; `make demo` goes on from here.")
        return 0
    except (postgres.LaunchRefused, PortTaken, PartFailed) as problem:
        console.print(f"[red]{problem}[/]")
        return 2
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _end(children)
        if server is not None:
            server.stop()


class PortTaken(Exception):
    """The port that was asked for is in use."""


class PartFailed(Exception):
    """A step of the start failed; its words say which and why."""


def _start(console: Console, home: Path, port: int) -> tuple[postgres.Server, list[subprocess.Popen[bytes]]]:
    url = f"http://localhost:{port}"
    with console.status("Starting PostgreSQL"):
        server = postgres.start(home)
    os.environ.update(
        {
            "MICROCRED_HOME": str(home),
            "DATABASE_URL": server.app_url,
            "DATABASE_OWNER_URL": server.owner_url,
            "MICROCRED_DEMO": "1",
            "MICROCRED_TENANT_NAME": "CarolinaCrED",
            "MICROCRED_PUBLIC_URL": url,
        }
    )
    console.print("PostgreSQL runs")
    with console.status("Migrating"):
        _do("migrate")
    console.print("The database has its present shape")
    from microcred.foundation.starting import DEMO_ADDRESS, start_django

    start_django()
    from microcred.site.demo.world import load

    load(console)
    with console.status("Collecting assets"):
        _do("django", "collectstatic", "--no-input", "--verbosity", "0")
    log = (home / "demo.log").open("ab")
    children = [
        _begin("serve", "--port", str(port), output=log),
        _begin("worker", output=log),
    ]
    with console.status("Waiting for the server"):
        _wait_for(f"{url}/alive/", children)
    (home / DEMO_ADDRESS).write_text(url)
    _introduce(console, url, home)
    return server, children


def _introduce(console: Console, url: str, home: Path) -> None:
    from microcred.site.demo.cast import CAST

    console.print()
    for member in CAST:
        console.print(f"  {member.name:<26} {member.line}", soft_wrap=True)
    console.print()
    console.print(f"  Sign in as any of them with one click: {url}/demo/", soft_wrap=True)
    console.print(f"  Log: {home / 'demo.log'}    Stop: Ctrl-C", soft_wrap=True)
    console.print()
    print(f"ready: {url}", flush=True)


def _free_port(asked: int) -> int:
    candidates = [asked] if asked else range(FIRST_PORT, LAST_PORT + 1)
    for port in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise PortTaken(f"Port {asked} is in use. Set MICROCRED_PORT to another, or unset it to take the first free one.")


def _do(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "microcred.cli", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PartFailed(f"`microcred {' '.join(arguments)}` failed:\n{done.stdout}{done.stderr}")


def _begin(*arguments: str, output: BinaryIO) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches this process alone, which then ends its children in order.
    return subprocess.Popen(
        [sys.executable, "-m", "microcred.cli", *arguments],
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - one system call, before any thread exists in the child
    )


def _end_with_parent() -> None:
    """Have Linux end this process when the demonstration is killed outright; elsewhere it would be left behind."""
    if sys.platform == "linux":
        import ctypes

        terminate_when_parent_dies = 1  # PR_SET_PDEATHSIG, prctl(2)
        ctypes.CDLL(None).prctl(terminate_when_parent_dies, signal.SIGTERM)


def _wait_for(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for child in children:
            if child.poll() is not None:
                raise PartFailed("A part of the server ended while starting; the end of demo.log says why.")
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise PartFailed(f"The server did not answer within {PATIENCE} seconds; the end of demo.log says why.")


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + 10
    for child in children:
        try:
            child.wait(timeout=max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped
