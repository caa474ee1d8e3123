"""Who issues and verifies: ourselves and the npm libraries, in rates per CPU second of the process that works."""

import base64
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from django.conf import settings

from benchmarks.frame.node import Peer, peer, version_of
from benchmarks.frame.rounds import Figures, Side
from microcred.openbadges.dids import did_key, verification_method
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.keys import SigningKey

T = TypeVar("T")
UNIT = "per CPU second"
CREATED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = SigningKey(bytes(range(32)))
ISSUER = did_key(KEY.public)
METHOD = verification_method(ISSUER, KEY.public)
LIBRARIES = {"digitalbazaar.mjs": "@digitalbazaar/vc", "digitalcredentials.mjs": "@digitalcredentials/vc"}


class Library:
    """An npm library in its process."""

    def __init__(self, process: Peer, package: str) -> None:
        self._process = process
        self.name = f"{package} {version_of(package)}"

    def issuing(self, count: int) -> Side:
        """Issue its credential so many times."""
        return lambda: {UNIT: count / self._process.tell("issue", count=count)["cpu_seconds"]}

    def verifying(self, credentials: Sequence[str], count: int) -> Side:
        """Verify so many credentials; all must be valid."""

        def work() -> Figures:
            told = self._process.tell("verify", credentials=credentials, count=count)
            assert told["verified"], told.get("error")
            return {UNIT: count / told["cpu_seconds"]}

        return work

    def issued(self) -> JsonObject:
        """A credential it issued."""
        signed: JsonObject = self._process.tell("issue", count=1)["signed"]
        return signed

    def accepts(self, credential: str) -> bool:
        """Whether it verifies a credential."""
        return bool(self._process.tell("verify", credentials=[credential], count=1)["verified"])

    def know(self, method: str, multibase: str) -> None:
        """Let it resolve a key."""
        controller = method.partition("#")[0]
        self._process.tell(
            "know", key={"id": method, "type": "Multikey", "controller": controller, "publicKeyMultibase": multibase}
        )


@contextmanager
def libraries(credential: JsonObject, *, key: SigningKey = KEY, method: str = METHOD) -> Iterator[list[Library]]:
    """Both npm libraries, ready to issue ``credential`` with ``key`` and to verify what it signed."""
    with peer("digitalbazaar.mjs") as first, peer("digitalcredentials.mjs") as second:
        found = []
        for process, package in zip((first, second), LIBRARIES.values(), strict=True):
            process.tell(
                "load",
                contexts=str(settings.CONTEXTS_ROOT),
                credential=credential,
                seed=base64.b64encode(key.seed).decode(),
                method=method,
                created=CREATED.isoformat(),
            )
            library = Library(process, package)
            library.know(method, key.public.multibase)
            found.append(library)
        yield found


def rate(work: Callable[[], object], count: int) -> Figures:
    """How often ``work`` is done in a second."""
    begun = time.process_time()
    for _time in range(count):
        work()
    return {UNIT: count / (time.process_time() - begun)}


def rate_of_all(work: Callable[[T], object], things: Sequence[T]) -> Figures:
    """How many documents, or other things, a second."""
    begun = time.process_time()
    for thing in things:
        work(thing)
    return {UNIT: len(things) / (time.process_time() - begun)}
