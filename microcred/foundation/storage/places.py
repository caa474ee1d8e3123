"""What a place for bytes can do. Two speak it, the disk of this machine and an S3-compatible bucket, to the same tests.

A file is one object under its identifier. A large one arrives by the multipart calls of S3 (create, part, list,
complete, abort): parts are numbered from 1 and all but the last have the same size, so that a part can be sent again,
by whoever begins again, without the others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Protocol
from uuid import UUID

CHUNK = 256 << 10
"""bytes read at a time: few enough that what is read, hashed and written stays in the processor's own cache"""


class PartDamaged(Exception):
    """Bytes came that are not those which were announced: another SHA-256, more of them, or fewer."""


class PartBusy(Exception):
    """The same part is being written by somebody else at this moment."""


class NotThere(Exception):
    """The place knows no such multipart upload, or lacks parts of it."""


def begun_at(key: UUID) -> datetime:
    """When an identifier was made, which is when its upload began: it says so itself (RFC 9562, section 5.7)."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


@dataclass(frozen=True)
class Address:
    """Where a browser sends or fetches bytes itself, with the headers that it has to send along."""

    url: str
    headers: Mapping[str, str]


class Place(Protocol):
    """Where bytes lie. Every object is private: nobody gets it but through the server, or by a link that it signed."""

    def put(self, key: UUID, chunks: Iterable[bytes]) -> None:
        """Write an object down for good; what was half written when it fails is not there."""

    def open(self, key: UUID) -> BinaryIO:
        """Open an object for reading; it can be read from anywhere (`seek`).

        Raises:
            FileNotFoundError: no such object.
        """

    def read_range(self, key: UUID, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to, not including, `stop`."""

    def exists(self, key: UUID) -> bool:
        """Whether there is such an object."""

    def remove(self, key: UUID) -> None:
        """Remove an object; one that is not there is removed already."""

    def objects(self) -> Iterator[tuple[str, datetime]]:
        """Every object by the name it has there, and when it was written."""

    def remove_named(self, name: str) -> None:
        """Remove what `objects` named."""

    def link(self, key: UUID, *, media_type: str, disposition: str, seconds: int) -> str | None:
        """A link by which a browser fetches an object from the place itself for so long; None where it cannot."""

    def create(self, key: UUID, *, media_type: str) -> str:
        """Begin a multipart upload of an object. Return what the place calls it."""

    def part_address(
        self, key: UUID, upload: str, *, number: int, size: int, sha256: str, seconds: int
    ) -> Address | None:
        """Where a browser sends one part by itself; None where the server takes it (`write_part`)."""

    def list_address(self, key: UUID, upload: str, *, seconds: int) -> Address | None:
        """Where a browser asks which parts are there; None where the server says it (`parts`)."""

    def parts(self, key: UUID, upload: str) -> dict[int, tuple[str, int]]:
        """The parts that are there by number: what the place calls each (its ETag), and its bytes.

        Raises:
            NotThere: no such upload, any more or yet.
        """

    def digest(self, key: UUID, upload: str, *, parts: int) -> str | None:
        """The SHA-256 of the first so many parts, hexadecimal, where it was computed as they came; None elsewhere."""

    def complete(self, key: UUID, upload: str) -> None:
        """Make the object of all parts that are there; done twice is done.

        Raises:
            NotThere: no such upload, or a part before the last is missing.
        """

    def abort(self, key: UUID, upload: str) -> None:
        """Let go of an upload and all its parts; what is not there is let go already."""

    def abort_begun_before(self, before: datetime) -> int:
        """Let go of every multipart upload begun before a moment. Return how many."""
