"""Files at rest: bytes under MICROCRED_HOME/files, known by the identifier of their `StoredFile` row.

Bytes are written and flushed to disk before the row that names them is committed, so that a row never refers to
a missing object; an object whose row was rolled back is removed by the daily sweep.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from microcred.foundation.ids import uuid7
from microcred.foundation.models import StoredFile

CHUNK = 1 << 20
"""bytes read at a time"""


def store(chunks: Iterable[bytes], *, name: str, media_type: str, identifier: UUID | None = None) -> StoredFile:
    """Write bytes down for good and return the row that names them, with size in bytes and SHA-256.

    Args:
        identifier: by which others name the file already; it must not be taken.
    """
    file_id = identifier or uuid7()
    path = path_of(file_id)
    private_folder(Path(settings.FILES_ROOT))
    path.parent.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as target:
        for chunk in chunks:
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        target.flush()
        os.fsync(target.fileno())
    unfinished.rename(path)
    return StoredFile.objects.create(
        id=file_id, sha256=digest.hexdigest(), size=size, media_type=media_type, name=name[:255]
    )


def private_folder(folder: Path) -> Path:
    """Make a folder that only the server's own user can look into, whatever the umask of whoever starts it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def path_of(file_id: UUID) -> Path:
    """Return where the bytes of a file lie. The last two hexadecimal digits, which are random, spread folders."""
    return Path(settings.FILES_ROOT) / file_id.hex[-2:] / file_id.hex


def open_file(file: StoredFile) -> BinaryIO:
    """Open the bytes of a stored file for reading."""
    return path_of(file.pk).open("rb")


def read_range(file: StoredFile, start: int, stop: int) -> Iterator[bytes]:
    """Yield the bytes from `start` up to, not including, `stop`."""
    with open_file(file) as source:
        source.seek(start)
        left = stop - start
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


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
    return [pk for pk in StoredFile.objects.values_list("pk", flat=True).iterator() if not path_of(pk).exists()]


def remove_unreferenced(before: datetime) -> int:
    """Remove objects written before a moment that no row names. Return how many."""
    removed = 0
    for path in Path(settings.FILES_ROOT).glob("??/*"):
        if path.stat().st_mtime >= before.timestamp():
            continue
        known = len(path.name) == 32 and StoredFile.objects.filter(pk=path.name).exists()
        if not known:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
