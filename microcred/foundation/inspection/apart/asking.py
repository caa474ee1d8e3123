"""Our own side: the keeper is started when it is first needed, and asked."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings

from microcred.foundation.inspection.apart.walls import MOST_BYTES
from microcred.foundation.inspection.inspect import expected_kind
from microcred.foundation.inspection.kept import refusal_again
from microcred.foundation.inspection.redaction import NothingLeftOut
from microcred.foundation.inspection.refusals import FileEmpty, FileTooMuchWork, NotInspectedNow
from microcred.foundation.inspection.words import WordsRead

MEMORY = 512 * 1024 * 1024
"""bytes"""
OFFICE_MEMORY = 4 * MEMORY
"""bytes of address space for LibreOffice, which reserves far more than it uses"""
_CHECKOUT = Path(__file__).resolve().parents[4]


class InspectionDown(RuntimeError):
    """The keeper could not be started, or ended: that says nothing of the file, which is tried again."""


@dataclass(frozen=True)
class Limits:
    """What one file may take. Writing ends at twice the largest upload: a copy is seldom larger than its original."""

    cpu_seconds: int = 60
    wall_seconds: int = 120
    memory_bytes: int = MEMORY


@dataclass
class Answer:
    """What inspection says of a file, with open files at their start; None for what there is none of."""

    kind: str
    media_type: str
    clean: IO[bytes]
    seconds: float | None = None
    pages: int | None = None
    poster: IO[bytes] | None = None
    rewritten: bool = False
    """whether every picture and sound of a recording was encoded anew"""
    found: list[dict[str, str]] = field(default_factory=list)

    def close(self) -> None:
        """Let the files go."""
        for file in (self.clean, self.poster):
            if file is not None:
                file.close()


@dataclass
class Redacted:
    """A redacted copy, and a still picture of it where it is a video; open files at their start."""

    copy: IO[bytes]
    poster: IO[bytes] | None

    def close(self) -> None:
        """Let the files go."""
        for file in (self.copy, self.poster):
            if file is not None:
                file.close()


@dataclass
class PageSeen:
    """How many pages a document has, and one of them as a picture; None where it has no such page."""

    pages: int
    picture: IO[bytes] | None


def inspect_apart(source: IO[bytes], name: str, limits: Limits | None = None, *, anew: bool = False) -> Answer:
    """The same as `inspect`, behind walls, with what there is to show and what the file told about its author.

    Args:
        source: an open file on this machine.
        anew: whether a recording is encoded anew even where a browser plays it as it is.

    Raises:
        FileRefused: one of its subclasses, named for the fact.
    """
    expected_kind(name)
    if not source.seek(0, 2):
        raise FileEmpty(name=name)
    clean, poster = TemporaryFile(), TemporaryFile()  # noqa: SIM115 (handed to the caller)
    try:
        said = _ask({"work": "inspect", "name": name, "anew": anew}, (source, clean, poster), limits or Limits())
        if "refused" in said:
            raise refusal_again(said["refused"], said["facts"])
        if "kind" not in said:
            raise FileTooMuchWork(name=name)
    except BaseException:
        for file in (clean, poster):
            file.close()
        raise
    clean.seek(0)
    return Answer(
        said["kind"],
        said["media_type"],
        clean,
        said["seconds"],
        said["pages"],
        _at_start(poster) if said.get("poster") else None,
        bool(said.get("rewritten")),
        said["found"],
    )


def inspect_at_once(source: IO[bytes], name: str) -> Answer:
    """The same for who waits for it, and can send the file again.

    Raises:
        FileRefused: one of its subclasses, named for the fact.
        NotInspectedNow: nothing is known of the file.
    """
    try:
        return inspect_apart(source, name)
    except InspectionDown as down:
        raise NotInspectedNow(name=name) from down


def probe_apart(source: IO[bytes]) -> dict[str, Any]:
    """How long a recording lasts (`seconds`) and whether a browser `plays` it; empty where neither is known."""
    said = _ask({"work": "probe"}, (source,), Limits())
    return said if "seconds" in said else {}


def pages_apart(clean: IO[bytes]) -> int | None:
    """How many pages a clean PDF has, counted behind walls; None where that cannot be told within the limits."""
    clean.seek(0)
    pages = _ask({"work": "count"}, (clean,), Limits(cpu_seconds=20, wall_seconds=30)).get("pages")
    return None if pages is None else int(pages)


def lay_out_apart(clean: IO[bytes], name: str) -> IO[bytes] | None:
    """The pages of a clean office file as PDF, where LibreOffice is here and can lay them out."""
    view = TemporaryFile()  # noqa: SIM115 (handed to the caller)
    said = _ask({"work": "lay_out", "name": name}, (clean, view), Limits(memory_bytes=OFFICE_MEMORY))
    if said.get("laid_out"):
        return _at_start(view)
    view.close()
    return None


def picture_apart(clean: IO[bytes], number: int) -> PageSeen | None:
    """One page of a clean PDF as a picture, drawn behind walls; None where it cannot be shown within the limits."""
    target = TemporaryFile()  # noqa: SIM115 (handed to the caller)
    try:
        said = _ask({"work": "picture", "number": number}, (clean, target), Limits(cpu_seconds=20, wall_seconds=30))
    except BaseException:
        target.close()
        raise
    if said.get("pictured"):
        return PageSeen(said["pages"], _at_start(target))
    target.close()
    return PageSeen(said["pages"], None) if "pages" in said else None


def words_apart(clean: IO[bytes], name: str) -> WordsRead | None:
    """The words of a clean document, read behind walls; None where there are none to be had."""
    with TemporaryFile() as text:
        said = _ask({"work": "read", "name": name}, (clean, text), Limits())
        if "read" not in said:
            return None
        text.seek(0)
        return WordsRead(text.read().decode(), said["read"] == "all")


def redact_apart(
    source: IO[bytes],
    media_type: str,
    marks: list[dict[str, Any]],
    limits: Limits | None = None,
    *,
    heard: Callable[[float], None] = lambda _share: None,
) -> Redacted | None:
    """Redact a clean copy behind walls; None where it could not be done within the limits, or breaks.

    Args:
        marks: what is covered (`redaction.Marks`).
        heard: is told which share of the work is done.

    Raises:
        NothingLeftOut: a mark lies where the file has nothing.
    """
    copy, poster = TemporaryFile(), TemporaryFile()  # noqa: SIM115 (handed to the caller)
    request = {"work": "redact", "media_type": media_type, "marks": marks}
    try:
        said = _ask(request, (source, copy, poster), limits or Limits(), heard)
    except BaseException:
        Redacted(copy, poster).close()
        raise
    if said.get("redacted"):
        return Redacted(_at_start(copy), _at_start(poster) if said["poster"] else None)
    Redacted(copy, poster).close()
    if said.get("nothing_there"):
        raise NothingLeftOut
    return None


def gauge_apart(clean: IO[bytes], name: str) -> dict[str, Any]:
    """What can be seen, read and heard in a clean file, gauged behind walls; empty where that could not be told."""
    clean.seek(0)
    said = _ask({"work": "gauge", "name": name}, (clean,), Limits(cpu_seconds=120, wall_seconds=240))
    return dict(said.get("gauged", {}))


def walls_here() -> str:
    """What stands around inspection on this machine: bubblewrap, namespaces, or limits alone."""
    if shutil.which("bwrap") and _bubblewrap_works():
        return "bubblewrap"
    probe = "from microcred.foundation.inspection.apart.walls import without_network as w; raise SystemExit(not w())"
    alone = subprocess.run([sys.executable, "-c", probe], cwd=_CHECKOUT, capture_output=True, check=False)
    return "namespaces" if alone.returncode == 0 else "limits"


class _Keeper:
    """The process beside ours, and the socket over which it is asked."""

    def __init__(self) -> None:
        self.ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "microcred.foundation.inspection.apart.keeper", str(theirs.fileno())]
        walls = _bubblewrap() if _bubblewrap_works() else []
        self.process = subprocess.Popen(
            [*walls, *command], pass_fds=[theirs.fileno()], cwd=_CHECKOUT, env=_bare(), stdin=subprocess.DEVNULL
        )
        self.pid = os.getpid()
        theirs.close()

    def lives(self) -> bool:
        return self.pid == os.getpid() and self.process.poll() is None


_started: list[_Keeper] = []
"""the keeper of this process, once it was needed"""
_starting = threading.Lock()


def _ask(
    request: dict[str, Any],
    files: Sequence[IO[bytes]],
    limits: Limits,
    heard: Callable[[float], None] = lambda _share: None,
) -> dict[str, Any]:
    file_bytes = 2 * max(settings.MAX_UPLOAD_BYTES, MEMORY)
    walls = {**vars(limits), "file_bytes": file_bytes}
    message = json.dumps(request | {"limits": walls}).encode()
    for file in files:
        file.flush()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with theirs:
            keeper = _send(message, [theirs.fileno(), *(file.fileno() for file in files)])
        with contextlib.suppress(OSError):
            if said := _said(ours, limits.wall_seconds + 10, heard):
                return said
    if keeper.process.poll() is not None:
        raise InspectionDown("the process that inspects files ended")
    return {}


def _said(ours: socket.socket, seconds: float, heard: Callable[[float], None]) -> dict[str, Any]:
    """The answer; what comes before it says which share is done. Empty where the child ended without one."""
    until = time.monotonic() + seconds
    while True:
        ours.settimeout(max(0.01, until - time.monotonic()))
        said = ours.recv(MOST_BYTES)
        if not said:
            return {}
        answer = dict(json.loads(said))
        if "share" not in answer:
            return answer
        heard(float(answer["share"]))


def _send(message: bytes, descriptors: list[int]) -> _Keeper:
    with _starting:
        for _attempt in range(2):
            if not (_started and _started[-1].lives()):
                _started[:] = [_Keeper()]
            try:
                socket.send_fds(_started[-1].ours, [message], descriptors)
            except OSError:
                _started.clear()
            else:
                return _started[-1]
    raise InspectionDown


def _at_start(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _bare() -> dict[str, str]:
    """An environment without our secrets.

    The limit is one of address space, of which glibc reserves 64 MiB more for each thread that waits for another's
    heap (`mallopt(3)`, M_ARENA_MAX): with few heaps, how busy the machine is does not decide what a file may take.
    """
    kept = ("PATH", "LANG", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")
    bare = {name: os.environ[name] for name in kept if name in os.environ}
    return bare | {"DJANGO_SETTINGS_MODULE": "microcred.foundation.bare_settings", "MALLOC_ARENA_MAX": "1"}


def _bubblewrap() -> list[str]:
    """The machine to be read, nothing of it to be written, and the home with files and secrets not even there."""
    hidden = [
        part for folder in (settings.HOME, settings.FILES_ROOT) if folder.exists() for part in ("--tmpfs", folder)
    ]
    alone = ["--unshare-all", "--new-session", "--proc", "/proc"]
    return ["bwrap", *alone, "--ro-bind", "/", "/", "--dev", "/dev", "--tmpfs", "/tmp", *map(str, hidden)]  # noqa: S108


@cache
def _bubblewrap_works() -> bool:
    if not shutil.which("bwrap"):
        return False
    tried = subprocess.run([*_bubblewrap(), sys.executable, "-c", ""], cwd=_CHECKOUT, capture_output=True, check=False)
    return tried.returncode == 0
