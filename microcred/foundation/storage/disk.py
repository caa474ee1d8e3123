"""Bytes on the disk of this machine, and the multipart calls of S3 on it.

An object lies at `ab/<identifier>`, where `ab` are its last two hexadecimal digits, which are random. What arrives in
parts lies at `arriving/<identifier>/`: one file `bytes`, into which each part is written at its place, so that nothing
is copied when all are there, and one empty file for each part that has been flushed to the disk, named for its number,
size and SHA-256. A part is answered when all its bytes have come and are the right ones; it is flushed while the next
one comes, and is there once it is flushed: whoever asks what is there waits for that. The whole is hashed beside, by
whoever follows (`whole`).
"""

import fcntl
import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import BinaryIO
from uuid import UUID

from django.utils.crypto import get_random_string

from microcred.foundation.storage.places import CHUNK, Address, NotThere, PartBusy, PartDamaged, begun_at
from microcred.foundation.storage.whole import awaited, follow

log = logging.getLogger(__name__)

ARRIVING = "arriving"

FLUSHING = "flushing"
"""before the number of a part, the name of the lock that holds while it is flushed"""

BEGUN_AT_ONCE = 4 << 20
"""bytes that the disk is given at a time"""


class Disk:
    """The folder `root` as a place for bytes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path_of(self, key: UUID) -> Path:
        """Where the bytes of an object lie."""
        return self.root / key.hex[-2:] / key.hex

    def put(self, key: UUID, chunks: Iterable[bytes]) -> None:
        path = self._room_for(key)
        unfinished = path.with_name(f"{path.name}.{get_random_string(6)}.part")
        try:
            with unfinished.open("wb") as target:
                for chunk in chunks:
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)

    def open(self, key: UUID) -> BinaryIO:
        return self.path_of(key).open("rb")

    def read_range(self, key: UUID, start: int, stop: int) -> Iterator[bytes]:
        with self.open(key) as source:
            source.seek(start)
            left = stop - start
            while left > 0 and (chunk := source.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk

    def exists(self, key: UUID) -> bool:
        return self.path_of(key).exists()

    def remove(self, key: UUID) -> None:
        self.path_of(key).unlink(missing_ok=True)

    def objects(self) -> Iterator[tuple[str, datetime]]:
        for path in self.root.glob("??/*"):
            with suppress(FileNotFoundError):
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def remove_named(self, name: str) -> None:
        for path in self.root.glob(f"??/{name}"):
            path.unlink(missing_ok=True)

    def link(self, key: UUID, *, media_type: str, disposition: str, seconds: int) -> str | None:
        return None

    def create(self, key: UUID, *, media_type: str) -> str:
        folder = self._arriving(key)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "bytes").touch(mode=0o600)
        return key.hex

    def part_address(
        self, key: UUID, upload: str, *, number: int, size: int, sha256: str, seconds: int
    ) -> Address | None:
        return None

    def list_address(self, key: UUID, upload: str, *, seconds: int) -> Address | None:
        return None

    def write_part(
        self, key: UUID, *, number: int, offset: int, size: int, sha256: str, chunks: Iterable[bytes]
    ) -> None:
        """Write one part at its place. It is there once it is on the disk, which is seen to beside.

        Args:
            offset: where in the whole it begins, in bytes.
            sha256: of the part, hexadecimal. Whatever else comes is not taken.

        Raises:
            NotThere: no such upload.
            PartDamaged: these are not the bytes that were announced.
            PartBusy: the same part is being written already.
        """
        folder = self._arriving(key)
        there = folder / f"{number}.{size}.{sha256}"
        _wait_for_flushing(folder, str(number))  # who did not hear the answer sends again
        with ExitStack() as held:
            held.enter_context(_alone(folder, str(number)))
            if any(path != there and not path.name.endswith(".busy") for path in folder.glob(f"{number}.*")):
                raise PartDamaged  # other bytes are there already, which the whole rests upon
            # What is there already is not written again, only read: nothing that comes now can spoil it.
            writer = held.enter_context(_written_at(folder / "bytes", None if there.exists() else offset))
            if _written(chunks, writer, size=size) != sha256:
                raise PartDamaged
            flushing = ExitStack()
            flushing.enter_context(_alone(folder, f"{FLUSHING}.{number}"))
            flushing.push(held.pop_all())  # let go of first: who waits for the flushing may send the part again
            Thread(target=_flush, args=(folder, writer, there, flushing), name="flushes a part").start()

    def digest(self, key: UUID, upload: str, *, parts: int) -> str | None:
        folder = self._arriving(key)
        _wait_for_flushing(folder)
        return awaited(folder, parts, _alone)

    def parts(self, key: UUID, upload: str) -> dict[int, tuple[str, int]]:
        folder = self._arriving(key)
        if not folder.exists():
            raise NotThere
        _wait_for_flushing(folder)
        found = {}
        for path in folder.iterdir():
            number, _dot, rest = path.name.partition(".")
            if number.isdigit() and rest != "busy":
                size, _dot, sha256 = rest.partition(".")
                found[int(number)] = (sha256, int(size))
        return dict(sorted(found.items()))

    def complete(self, key: UUID, upload: str) -> None:
        path, folder = self._room_for(key), self._arriving(key)
        if path.exists():
            shutil.rmtree(folder, ignore_errors=True)
            return
        there = self.parts(key, upload)
        if not there or list(there) != list(range(1, len(there) + 1)):
            raise NotThere
        with (folder / "bytes").open("rb") as written:
            os.fsync(written.fileno())
        try:
            (folder / "bytes").rename(path)
        except FileNotFoundError:  # somebody else was faster
            if not path.exists():
                raise NotThere from None
        os.utime(path)  # from now on it is kept for as long as any new object
        _flush_folder(path.parent)
        shutil.rmtree(folder, ignore_errors=True)

    def abort(self, key: UUID, upload: str) -> None:
        shutil.rmtree(self._arriving(key), ignore_errors=True)

    def abort_begun_before(self, before: datetime) -> int:
        old = [path for path in (self.root / ARRIVING).glob("?" * 32) if begun_at(UUID(path.name)) < before]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)
        return len(old)

    def _arriving(self, key: UUID) -> Path:
        return self.root / ARRIVING / key.hex

    def _room_for(self, key: UUID) -> Path:
        path = self.path_of(key)
        private_folder(self.root)
        path.parent.mkdir(exist_ok=True)
        return path


def private_folder(folder: Path) -> Path:
    """Make a folder that only the server's own user can look into, whatever the umask of whoever starts it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """Write a part, or hash the whole, alone. A lock that dies with its process, so that none is left by one killed."""
    try:
        lock = os.open(folder / f"{name}.busy", os.O_WRONLY | os.O_CREAT, 0o600)
    except FileNotFoundError:
        raise NotThere from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PartBusy from None
        yield
        (folder / f"{name}.busy").unlink(missing_ok=True)
    finally:
        os.close(lock)


def _written(chunks: Iterable[bytes], write: Callable[[bytes], None], *, size: int) -> str:
    """Write so many bytes as they come. Return their SHA-256.

    Each piece is hashed and written while the processor's own cache still holds it: a second thread that hashes beside
    has to carry it from one core to the other.

    Raises:
        PartDamaged: more of them came, or fewer.
    """
    digest, left = hashlib.sha256(), size
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise PartDamaged
        digest.update(chunk)
        write(chunk)
    if left:
        raise PartDamaged
    return digest.hexdigest()


def _flush(folder: Path, writer: "_Writer", there: Path, held: ExitStack) -> None:
    """Note that a part is there once it is on the disk, and let go of what its writing held."""
    with held:
        try:
            writer.flush()
            there.touch(mode=0o600)
        except FileNotFoundError:  # the upload was let go of meanwhile
            return
        except OSError:
            # It is not there, so whoever completes the upload is told, and sends it again.
            log.exception("A part of an upload could not be flushed to the disk")
            return
        # Before the locks are let go: who waited for them finds that somebody follows.
        follow(folder, _alone)


def _wait_for_flushing(folder: Path, number: str = "*") -> None:
    """Wait until what was answered is on the disk, or whoever was to flush it has died."""
    for path in folder.glob(f"{FLUSHING}.{number}.busy"):
        with suppress(FileNotFoundError), path.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)


@contextmanager
def _written_at(path: Path, offset: int | None) -> Iterator["_Writer"]:
    """What writes one chunk after the other from a place on; with no place, it writes nothing."""
    writer = _Writer(os.open(path, os.O_WRONLY), offset)
    try:
        yield writer
    finally:
        os.close(writer.file)


class _Writer:
    def __init__(self, file: int, offset: int | None) -> None:
        self.file, self.offset = file, offset
        self.begun = offset or 0

    def __call__(self, chunk: bytes) -> None:
        if self.offset is None:
            return
        view = memoryview(chunk)
        while view:
            written = os.pwrite(self.file, view, self.offset)
            self.offset += written
            view = view[written:]
        if self.offset - self.begun >= BEGUN_AT_ONCE:
            self._begin_to_flush(self.offset)

    def flush(self) -> None:
        """Wait until the disk has what was written."""
        if self.offset is not None:
            os.fdatasync(self.file)

    def _begin_to_flush(self, until: int) -> None:
        """Let the disk begin with what was written, so that little is left to wait for at the end of the part.

        Linux starts to write what is dirty of a range of which it is told that nobody needs it, and waits for nothing.
        """
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self.file, self.begun, until - self.begun, os.POSIX_FADV_DONTNEED)
        self.begun = until


def _flush_folder(folder: Path) -> None:
    """Flush a folder's own list of names, without which a flushed file may be lost with the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
