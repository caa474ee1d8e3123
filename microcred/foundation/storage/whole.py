"""The SHA-256 of a whole upload, computed while its parts arrive, so that nobody waits for it when the last one has.

One process follows an upload: whichever got a part of it first, for as long as it lives and parts come. It reads each
part in its order from where it was just written, and then lets the pages go that held it: a recording of gigabytes
takes no memory from the database, nor fresh memory from the machine, which costs more than the writing itself.
What it has computed stands in the upload's folder as the name of an empty file, `whole.<parts>.<SHA-256>`, for
whichever process completes the upload. Whoever finds none reads the file once more: it is an aid, never a witness.
"""

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from threading import Event, Lock, Thread

from microcred.foundation.storage.places import CHUNK, NotThere, PartBusy

MOST = 8
"""uploads that one process follows at a time; the whole of any other is read when it is complete"""

PATIENCE = 15 * 60.0
"""seconds without a new part after which an upload is followed no more"""

LONGEST_LOOK, SHORTEST_LOOK = 5.0, 0.05
"""seconds between two looks for parts that came to another process"""

LONGEST_WAIT = 60.0
"""seconds that a completed upload waits for whoever follows it"""

Alone = Callable[[Path, str], AbstractContextManager[None]]
"""A lock in a folder by name, which dies with its process; raises PartBusy or NotThere."""

_followed: dict[Path, Event] = {}
_changing = Lock()


def follow(folder: Path, alone: Alone) -> None:
    """A part has arrived in an upload's folder: hash on, beside whatever this process does, unless another does."""
    with _changing:
        news = _followed.get(folder)
        if news is None:
            if len(_followed) >= MOST:
                return
            news = _followed[folder] = Event()
            Thread(target=_follow, args=(folder, alone, news), daemon=True, name="follows an upload").start()
    news.set()


def awaited(folder: Path, count: int, alone: Alone) -> str | None:
    """The SHA-256 of the first `count` parts, hexadecimal, once whoever follows has come so far; None if nobody has."""
    until = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < until:
        if (said := _said(folder, count)) is not None:
            return said
        if not _is_followed(folder, alone):
            return _said(folder, count)
        time.sleep(SHORTEST_LOOK / 5)
    return None


def _is_followed(folder: Path, alone: Alone) -> bool:
    """Whether a thread of this process, or another process, is at it."""
    with _changing:
        news = _followed.get(folder)
    if news is not None:
        news.set()
        return True
    try:
        with alone(folder, "whole"):
            return False
    except PartBusy:
        return True
    except NotThere:
        return False


def _said(folder: Path, count: int) -> str | None:
    found = next(iter(folder.glob(f"whole.{count}.*")), None)
    return found.name.rpartition(".")[2] if found else None


def _follow(folder: Path, alone: Alone, news: Event) -> None:
    try:
        # Another process follows, or the upload is over.
        with suppress(PartBusy, NotThere, FileNotFoundError), alone(folder, "whole"):
            _hash_on(folder, news)
    finally:
        with _changing:
            _followed.pop(folder, None)


def _hash_on(folder: Path, news: Event) -> None:
    digest, number, offset = hashlib.sha256(), 1, 0
    told: Path | None = None
    look, quiet_since = SHORTEST_LOOK, time.monotonic()
    with (folder / "bytes").open("rb", buffering=0) as source:
        while time.monotonic() - quiet_since < PATIENCE:
            news.clear()
            size = _size_of(folder, number)
            if size is not None:
                _hash_part(source.fileno(), offset, size, digest)
                number, offset, look, quiet_since = number + 1, offset + size, SHORTEST_LOOK, time.monotonic()
                continue
            says = folder / f"whole.{number - 1}.{digest.hexdigest()}"
            if told != says:
                told = told.rename(says) if told else _made(says)
            news.wait(look)
            look = min(2 * look, LONGEST_LOOK)


def _size_of(folder: Path, number: int) -> int | None:
    """Bytes of a part that has arrived; None while it has not."""
    for entry in os.listdir(folder):  # noqa: PTH208 (asked often: names are enough)
        first, _dot, rest = entry.partition(".")
        if first == str(number) and rest != "busy":
            return int(rest.partition(".")[0])
    return None


def _hash_part(file: int, offset: int, size: int, digest: "hashlib._Hash") -> None:
    buffer = memoryview(bytearray(min(CHUNK, size)))
    at = offset
    while at < offset + size:
        read = os.preadv(file, [buffer[: offset + size - at]], at)
        if not read:
            raise NotThere
        digest.update(buffer[:read])
        at += read
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file, offset, size, os.POSIX_FADV_DONTNEED)


def _made(path: Path) -> Path:
    path.touch(mode=0o600)
    return path
