"""Files at rest: bytes in a place, known by the identifier of their `StoredFile` row.

The place is the disk of this machine, or a bucket of an S3-compatible store where the settings name one. Bytes are
written down for good before the row that names them is committed, so that a row never refers to a missing object; an
object whose row was rolled back is removed by the sweep (`foundation.reactions`).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from microcred.foundation.ids import uuid7
from microcred.foundation.models import Emptied, StoredFile
from microcred.foundation.storage.disk import Disk, private_folder
from microcred.foundation.storage.places import CHUNK, Address, NotThere, PartBusy, PartDamaged, Place

__all__ = [
    "CHUNK",
    "Address",
    "Arrived",
    "Disk",
    "NotThere",
    "PartBusy",
    "PartDamaged",
    "Place",
    "arrive",
    "empty",
    "files_named",
    "is_emptied",
    "keep",
    "let_go",
    "missing_objects",
    "open_arrived",
    "open_file",
    "place",
    "place_beside",
    "private_folder",
    "read_range",
    "remove_unreferenced",
    "store",
]

_IS_KEY = re.compile(r"[0-9a-f]{32}")

LOOKED_UP_AT_ONCE = 500
"""objects whose rows are looked for in one query"""


@dataclass(frozen=True)
class Arrived:
    """Bytes that lie in the place and that no row names yet; if none ever does, the sweep removes them.

    Attributes:
        key: the identifier they lie under, and which a row that names them must have.
        size: bytes.
        sha256: of all of them, hexadecimal.
    """

    key: UUID
    size: int
    sha256: str


def place() -> Place:
    """Where bytes lie, as the settings say."""
    if settings.S3_BUCKET:
        return _bucket(
            settings.S3_BUCKET,
            settings.S3_PREFIX,
            settings.S3_ENDPOINT,
            settings.S3_PUBLIC_ENDPOINT,
            settings.S3_REGION,
            settings.S3_ACCESS_KEY,
            settings.S3_SECRET_KEY,
        )
    return Disk(Path(settings.FILES_ROOT))


def place_beside(name: str) -> Place:
    """A place of its own beside the one of files, for bytes that no `StoredFile` names and whose owner removes them.

    Args:
        name: what the folder is called: beside that of files on a disk, below the same prefix in a bucket.
    """
    if settings.S3_BUCKET:
        return _bucket(
            settings.S3_BUCKET,
            f"{settings.S3_PREFIX}{name}/",
            settings.S3_ENDPOINT,
            settings.S3_PUBLIC_ENDPOINT,
            settings.S3_REGION,
            settings.S3_ACCESS_KEY,
            settings.S3_SECRET_KEY,
        )
    return Disk(Path(settings.FILES_ROOT).parent / name)


@lru_cache(maxsize=4)
def _bucket(name: str, prefix: str, endpoint: str, public: str, region: str, key: str, secret: str) -> Place:
    # Only who keeps files in a bucket pays for the import, which takes longer than all of Django.
    from microcred.foundation.storage.bucket import Bucket

    return Bucket(
        name=name, prefix=prefix, endpoint=endpoint, public_endpoint=public, region=region, key=key, secret=secret
    )


def store(chunks: Iterable[bytes], *, name: str, media_type: str, identifier: UUID | None = None) -> StoredFile:
    """Write bytes down for good and return the row that names them, with size in bytes and SHA-256.

    Args:
        identifier: by which others name the file already; it must not be taken.
    """
    return keep(arrive(chunks, key=identifier), name=name, media_type=media_type)


def arrive(chunks: Iterable[bytes], *, key: UUID | None = None) -> Arrived:
    """Write bytes down that no row names yet."""
    key = key or uuid7()
    counted = _Counted(chunks)
    place().put(key, counted)
    return Arrived(key, counted.size, counted.digest.hexdigest())


def keep(arrived: Arrived, *, name: str, media_type: str) -> StoredFile:
    """Make the row that names bytes which lie there already. Nothing is copied."""
    return StoredFile.objects.create(
        id=arrived.key, sha256=arrived.sha256, size=arrived.size, media_type=media_type, name=name[:255]
    )


def let_go(arrived: Arrived) -> None:
    """Remove bytes that no row names."""
    place().remove(arrived.key)


def empty(file: StoredFile, *, at: datetime) -> None:
    """Remove the bytes of a stored file for good, once the transaction is through. Its row stays. Twice is once."""
    Emptied.objects.get_or_create(id=file.pk, defaults={"emptied_at": at})
    transaction.on_commit(partial(place().remove, file.pk))


def is_emptied(file: StoredFile) -> bool:
    """Whether the bytes of a stored file were removed for good."""
    return Emptied.objects.filter(pk=file.pk).exists()


class _Counted:
    """Chunks on their way, counted and hashed as they pass."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks, self.size, self.digest = chunks, 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.size += len(chunk)
            self.digest.update(chunk)
            yield chunk


def open_file(file: StoredFile) -> BinaryIO:
    """Open the bytes of a stored file for reading; they can be read from anywhere."""
    return place().open(file.pk)


def open_arrived(arrived: Arrived) -> BinaryIO:
    """Open bytes that no row names yet."""
    return place().open(arrived.key)


def read_range(file: StoredFile, start: int, stop: int) -> Iterator[bytes]:
    """Yield the bytes from `start` up to, not including, `stop`."""
    return place().read_range(file.pk, start, stop)


def files_named(named: Iterable[tuple[UUID | None, str]]) -> dict[UUID, StoredFile]:
    """The stored files that are named by identifier and SHA-256, as far as both are those of one file.

    What people send, or archives bring, opens no file by an identifier alone: whoever knows the digest has had the
    bytes, and whoever does not gets nothing.
    """
    wanted = {(identifier, sha256) for identifier, sha256 in named if identifier is not None}
    here = StoredFile.objects.filter(pk__in={identifier for identifier, _sha256 in wanted}) if wanted else ()
    return {file.pk: file for file in here if (file.pk, file.sha256) in wanted}


def missing_objects() -> list[UUID]:
    """Return the identifiers of stored files whose bytes are not there (invariant: none)."""
    # Rows first: what is stored while this runs has its bytes before it has its row.
    named = list(StoredFile.objects.values_list("pk", flat=True))
    there = {name for name, _written in place().objects()}
    missing = [pk for pk in named if pk.hex not in there]
    emptied = set(Emptied.objects.filter(pk__in=missing).values_list("pk", flat=True)) if missing else set()
    return [pk for pk in missing if pk not in emptied]


def remove_unreferenced(before: datetime) -> int:
    """Remove objects written before a moment that no row names, or whose row was emptied. Return how many."""
    removed, where = 0, place()
    old = [name for name, written in where.objects() if written < before]
    for start in range(0, len(old), LOOKED_UP_AT_ONCE):
        names = old[start : start + LOOKED_UP_AT_ONCE]
        keys = [UUID(name) for name in names if _IS_KEY.fullmatch(name)]
        files = StoredFile.objects.filter(pk__in=keys).exclude(pk__in=Emptied.objects.filter(pk__in=keys).values("pk"))
        known = {pk.hex for pk in files.values_list("pk", flat=True)}
        for name in names:
            if name not in known:
                where.remove_named(name)
                removed += 1
    return removed
