"""Figures that were counted once and are not counted again as long as nothing that they depend on is any different.

They are kept in the memory of each process, under a key of all that they are counted from: the identifiers of frozen
rows, what is aimed at, a time zone. So nothing is ever to be forgotten in time: when something changes, the key does,
and who asks has them counted. What a person may see is never among it; that is asked each time, by whoever shows it.

In tests whatever is found is counted again, and must be equal to the last digit: a key that leaves something out shows
itself there.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

Figures = TypeVar("Figures")

compares = False
"""Whether what is found is counted again: in tests."""


class OtherFigures(AssertionError):
    """What was kept is not what is counted now: the key leaves out something that it depends on."""


class KeptFigures(Generic[Figures]):
    """Figures of one kind, those of late asked for, up to a weight of all together.

    Args:
        most: what all that is kept may weigh together; of what weighs more by itself nothing is kept.
        weight: what one weighs; 1 each, unless it is said.
    """

    def __init__(self, most: int, weight: Callable[[Figures], int] | None = None) -> None:
        self.most = most
        self._weight = weight or (lambda _figures: 1)
        self._kept: OrderedDict[Hashable, tuple[Figures, int]] = OrderedDict()
        self._weighs = 0
        self._lock = Lock()

    def of(self, key: Hashable, count: Callable[[], Figures]) -> Figures:
        """The figures under a key, counted if they are not kept. Two who ask at once may both count.

        Args:
            key: all that they depend on.
        """
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is not None:
            if compares and count() != found[0]:
                raise OtherFigures(key)
            return found[0]
        figures = count()
        self._keep(key, figures, self._weight(figures))
        return figures

    def _keep(self, key: Hashable, figures: Figures, weight: int) -> None:
        with self._lock:
            if key in self._kept or weight > self.most:
                return
            self._kept[key] = figures, weight
            self._weighs += weight
            while self._weighs > self.most:
                self._weighs -= self._kept.popitem(last=False)[1][1]


def digest_of(identifiers: Iterable[UUID]) -> bytes:
    """A digest of which rows there are, in whatever order they come, for a key."""
    return hashlib.sha256(b"".join(sorted(each.bytes for each in identifiers))).digest()
