"""`Follower`: what a process keeps in memory of the database, and reads anew when it has changed there."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Marked(Protocol):
    """Something that was read, with a mark of the state in which it was read."""

    @property
    def mark(self) -> object:
        """The same as that of the database for as long as nothing has changed there; None for what has no mark."""


Known = TypeVar("Known", bound=Marked)


class Follower(Generic[Known]):
    """One copy for each process of something that is read more often than it changes.

    Each asking costs the question for the mark, so what is handed out is never older than that. When the mark is
    another, one thread reads and the others wait for it. A reading that fails changes nothing, and is tried again by
    whoever asks next.

    Args:
        asks: The mark of what is there now; None is never the same, so without one everything is read each time.
        read: What is there now, given what was known before. It says itself which mark it has: that is a later one
            than was asked for when something changed in between.
    """

    def __init__(self, *, asks: Callable[[], object], read: Callable[[Known | None], Known]) -> None:
        self._asks = asks
        self._read = read
        self._known: Known | None = None
        self._reading = Lock()

    def now(self) -> Known:
        """What is there now. It is shared by all threads, so nobody changes it."""
        known = self._known
        if known is not None and self._is_present(known):
            return known
        with self._reading:
            # Who waited here finds what another thread has read meanwhile.
            known = self._known
            if known is None or not self._is_present(known):
                known = self._known = self._read(known)
            return known

    def _is_present(self, known: Known) -> bool:
        mark = self._asks()
        return mark is not None and mark == known.mark
