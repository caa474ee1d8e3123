"""`microcred demo`: start everything, in order, and stop everything that was started."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from rich.console import Console

from microcred.foundation import postgres
from microcred.site.demo.ports import ClaimedPort, PortTaken, claim_port

PATIENCE = 60
"""seconds to wait for the web server's first answer"""
MOST_BEGINNINGS_A_MINUTE = 5
"""a part that ends more often than this will not be helped by another start"""


class Stopped(Exception):
    """Somebody asked us to stop: Ctrl-C, or SIGTERM."""


def run(*, home: Path, port: int, world: str = "usual") -> int:
    """Serve the demonstration until told to stop. Return the exit code.

    Args:
        world: `cast`, or one of `enlarging.WORLDS`, which is loaded on top of it.
    """
    console = Console(highlight=False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    parts: list[Part] = []
    server: postgres.Server | None = None
    claimed: ClaimedPort | None = None
    try:
        claimed = claim_port(port)
        server = _start(console, home, claimed.number, parts, world)
        while True:
            server = _mend(console, home, server, parts)
            time.sleep(0.5)
    except Stopped:
        console.print("Stopping. What people did is kept; `make demo` goes on from here.")
        return 0
    except (postgres.LaunchRefused, PortTaken, PartFailed) as problem:
        console.print(f"[red]{problem}[/]")
        return 2
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _end(parts)
        if server is not None:
            server.stop()
        if claimed is not None:
            claimed.claim.close()


class PartFailed(Exception):
    """A step of the start failed; its words say which and why."""


class Part:
    """One process of the demonstration, begun again when it ends by itself."""

    def __init__(self, *arguments: str, log: Path) -> None:
        self.name = arguments[0]
        self._arguments, self._log = arguments, log
        self._beginnings: list[float] = []
        self.process = self._begin()

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def begin_again(self) -> None:
        """Start the process anew.

        Raises:
            PartFailed: it has ended too often for another start to help.
        """
        lately = [moment for moment in self._beginnings if moment > time.monotonic() - 60]
        if len(lately) >= MOST_BEGINNINGS_A_MINUTE:
            raise PartFailed(f"The {self.name} ends again and again; the end of {self._log} says why.")
        self.process = self._begin()

    def _begin(self) -> subprocess.Popen[bytes]:
        self._beginnings.append(time.monotonic())
        with os.fdopen(os.open(self._log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab") as output:
            # A session of its own: Ctrl-C reaches this process alone, which then ends its children in order.
            return subprocess.Popen(
                [sys.executable, "-m", "microcred.cli", *self._arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - one system call, before any thread exists in the child
            )


def _mend(console: Console, home: Path, server: postgres.Server, parts: list[Part]) -> postgres.Server:
    """Begin again whatever has ended by itself, the database first."""
    if not server.is_alive:
        console.print("[yellow]PostgreSQL ended by itself; starting it again on what it had kept.[/]")
        broken, server = server, postgres.start(home)
        broken.stop()
    for part in parts:
        if part.has_ended:
            console.print(f"[yellow]The {part.name} ended by itself; starting it again.[/]")
            part.begin_again()
    return server


def _start(console: Console, home: Path, port: int, parts: list[Part], world: str) -> postgres.Server:
    url = f"http://localhost:{port}"
    with console.status("Starting PostgreSQL"):
        server = postgres.start(home)
    os.environ.update(
        {
            "MICROCRED_HOME": str(home),
            "DATABASE_URL": server.app_url,
            "DATABASE_OWNER_URL": server.owner_url,
            "MICROCRED_DEMO": "1",
            "MICROCRED_ASSISTANT": "rubric-words",
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
    from django.core.management import call_command

    from microcred.foundation.loading import planned_throughout
    from microcred.site.demo.enlarging import AnotherWorld, enlarge, scale_wanted
    from microcred.site.demo.scored import RealPeople
    from microcred.site.demo.world import load

    with planned_throughout():
        is_new = load(console)
        try:
            if (scale := scale_wanted(world, is_new=is_new)) is not None:
                enlarge(console, scale)
        except (AnotherWorld, RealPeople) as problem:
            raise PartFailed(str(problem)) from problem
    with console.status("Collecting assets"):
        call_command("collectstatic", interactive=False, verbosity=0)
    log = home / "demo.log"
    parts += [Part("serve", "--port", str(port), log=log), Part("worker", log=log)]
    with console.status("Waiting for the server"):
        _wait_for(f"{url}/alive/", parts)
    (home / DEMO_ADDRESS).write_text(url)
    _introduce(console, url, home)
    return server


def _introduce(console: Console, url: str, home: Path) -> None:
    from microcred.site.demo.cast import signing_in

    console.print()
    for member in signing_in():
        console.print(f"  {member.name:<26} {member.line}", soft_wrap=True)
    console.print()
    console.print(f"  Sign in as any of them with one click: {url}/demo/", soft_wrap=True)
    console.print(f"  Log: {home / 'demo.log'}    Stop: Ctrl-C", soft_wrap=True)
    console.print()
    print(f"ready: {url}", flush=True)


def _do(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "microcred.cli", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PartFailed(f"`microcred {' '.join(arguments)}` failed:\n{done.stdout}{done.stderr}")


def _end_with_parent() -> None:
    """Have Linux end this process when the demonstration is killed outright; elsewhere it would be left behind."""
    if sys.platform == "linux":
        import ctypes

        terminate_when_parent_dies = 1  # PR_SET_PDEATHSIG, prctl(2)
        ctypes.CDLL(None).prctl(terminate_when_parent_dies, signal.SIGTERM)


def _wait_for(url: str, parts: list[Part]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for part in parts:
            if part.has_ended:
                raise PartFailed("A part of the server ended while starting; the end of demo.log says why.")
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise PartFailed(f"The server did not answer within {PATIENCE} seconds; the end of demo.log says why.")


def _end(parts: list[Part]) -> None:
    children = [part.process for part in parts]
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
