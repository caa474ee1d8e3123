"""Two file locks by which several commands share one server.

``starting`` is held, exclusively, only while someone starts or stops the server. ``using`` is held, shared, by every
command that uses it: whoever is last to let go stops the server. The kernel drops both when a process dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def starting(folder: Path) -> Iterator[None]:
    """Keep every other command from starting or stopping the server meanwhile."""
    descriptor = _open(folder / "starting.lock")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Use:
    """One command's use of the server."""

    def __init__(self, folder: Path) -> None:
        self._descriptor: int | None = _open(folder / "using.lock")
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def release(self) -> bool:
        """Let go; tells whether nobody else uses the server. Call it only while ``starting`` is held."""
        if self._descriptor is None:
            return False
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(self._descriptor)
            self._descriptor = None
        return True


def _open(path: Path) -> int:
    # A lock file is never removed: a second one of the same name would be another lock.
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
