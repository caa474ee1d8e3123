"""What a verification may ask of the world, and how much: each address once, so many of them, for so long."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any, Final, TypeVar

from microcred.openbadges.dids import Resolver, offline
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.status import MAX_AGE

MOST_ADDRESSES: Final = 24
"""Most addresses opened for one credential, with all that is in it."""

LONGEST: Final = 12.0
"""Seconds after which nothing more is opened for one credential."""

_WITHIN_THEMSELVES: Final = ("did:key:", "did:jwk:")
"""Identifiers that hold their key: nobody is asked for it."""

T = TypeVar("T")


@dataclass(frozen=True)
class Copy:
    """A document that was read some time ago.

    Args:
        age: how long ago.
    """

    content: bytes = field(repr=False)
    age: timedelta = timedelta(0)


class World:
    """What one verification may ask. Whoever writes a credential chooses the addresses in it, so their number and the
    time they take are bounded, and no address is opened twice.

    Args:
        resolve: see :func:`.dids.resolver`.
        fetch_status: gets a status list, or a copy of it with its age.
        fetch: gets any other document: a hosted badge, a newer form.
    """

    def __init__(
        self,
        resolve: Resolver,
        fetch_status: Callable[[str], bytes | Copy],
        fetch: Callable[[str], bytes] = offline,
    ) -> None:
        self._resolve = resolve
        self._fetch_status = fetch_status
        self._fetch = fetch
        self._answers: dict[tuple[str, str], Any] = {}
        self._began = monotonic()

    def controller(self, identifier: str) -> JsonObject:
        """The document of an issuer or key owner. It is not to be changed.

        Raises:
            Unreachable, OpenBadgesError: see :data:`.dids.Resolver`.
        """
        if identifier.startswith(_WITHIN_THEMSELVES):
            return self._resolve(identifier)
        return self._once("controller", identifier, self._resolve)

    def status_list(self, url: str) -> Copy:
        """A status list, not older than :data:`.status.MAX_AGE`.

        Raises:
            Unreachable: when it cannot be had, or only in an older copy.
        """
        found = self._once("list", url, self._fetch_status)
        copy = found if isinstance(found, Copy) else Copy(found)
        if copy.age > MAX_AGE:
            raise Unreachable(f"the copy of {url} at hand is too old")
        return copy

    def document(self, url: str) -> bytes:
        """Any other document.

        Raises:
            Unreachable: when it cannot be had; :class:`.fetch.Gone` when it is no more.
        """
        return self._once("document", url, self._fetch)

    def _once(self, kind: str, name: str, ask: Callable[[str], T]) -> T:
        if (kind, name) not in self._answers:
            if len(self._answers) >= MOST_ADDRESSES:
                raise Unreachable("it points to more addresses than are opened for one credential")
            if monotonic() - self._began > LONGEST:
                raise Unreachable("reading what it points to took too long")
            try:
                self._answers[kind, name] = ask(name)
            except OpenBadgesError as error:
                self._answers[kind, name] = error
        answer = self._answers[kind, name]
        if isinstance(answer, OpenBadgesError):
            raise answer
        return answer  # type: ignore[no-any-return]


class Copies:
    """Copies of what was fetched, each for some minutes at most: a status list is asked for by many verifications.

    Args:
        fetch: gets the bytes, or a copy that is of some age already: caches on the way keep lists too.
        lifetime: how long the copy of these bytes may be used, at most :data:`.status.MAX_AGE`.
        most_bytes: how much is kept; the longest unused goes first.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        fetch: Callable[[str], bytes | Copy],
        *,
        lifetime: Callable[[bytes], timedelta] = lambda _: MAX_AGE,
        most_bytes: int = 16 * 1024 * 1024,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._fetch = fetch
        self._lifetime = lifetime
        self._most_bytes = most_bytes
        self._clock = clock
        self._kept: OrderedDict[str, tuple[bytes, float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, url: str) -> Copy:
        """A copy of what is at ``url``, fetched when there is none or it is too old.

        Raises:
            Unreachable: when it has to be fetched and cannot.
        """
        with self._lock:
            kept = self._kept.get(url)
            if kept is not None:
                content, since, lifetime = kept
                age = self._clock() - since
                if age <= lifetime:
                    self._kept.move_to_end(url)
                    return Copy(content, timedelta(seconds=age))
        since = self._clock()
        found = self._fetch(url)
        copy = found if isinstance(found, Copy) else Copy(found)
        content = copy.content
        since -= copy.age.total_seconds()
        lifetime = min(self._lifetime(content), MAX_AGE).total_seconds()
        with self._lock:
            self._kept[url] = (content, since, lifetime)
            self._kept.move_to_end(url)
            while sum(len(each) for each, _, _ in self._kept.values()) > self._most_bytes:
                self._kept.popitem(last=False)
        return copy

    def forget(self) -> None:
        """Drop every copy."""
        with self._lock:
            self._kept.clear()
