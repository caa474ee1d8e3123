"""The clock at the doors. Below the doors time is an argument (`at`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Return the present moment, in UTC. Called by doors only, never by operations, queries or rules."""
    return _standing.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Have the doors read this moment while the block runs, here alone.

    For stories that lie in the past, which a demonstration is loaded with: what follows from them carries their dates.
    """
    before = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(before)
