"""Taking in a file for a design: counted as it comes, inspected by its content, kept as a clean copy."""

from collections.abc import Iterable
from tempfile import TemporaryFile

from django.template.defaultfilters import filesizeformat

from microcred.foundation import storage
from microcred.foundation.inspection import FileTooLarge
from microcred.foundation.inspection.apart import Answer, inspect_at_once
from microcred.foundation.models import StoredFile

LARGEST = 5 * 1024 * 1024
"""bytes: a page with some of them still loads on a weak link"""


def inspected_upload(chunks: Iterable[bytes], *, name: str, size: int) -> Answer:
    """Read what arrives, and inspect it behind walls.

    Args:
        size: how many bytes are said to come; more than that are counted.

    Raises:
        FileRefused: one of its subclasses, named for the fact.
        NotInspectedNow.
    """
    with TemporaryFile() as upload:
        arrived = 0
        for chunk in chunks:
            arrived += len(chunk)
            if max(arrived, size) > LARGEST:
                much = filesizeformat(max(arrived, size))
                raise FileTooLarge(name=name, size=much, limit=filesizeformat(LARGEST))
            upload.write(chunk)
        return inspect_at_once(upload, name)


def keep_clean(inspected: Answer, *, name: str) -> StoredFile:
    """Store the clean copy of what was inspected."""
    with inspected.clean as clean:
        pieces = iter(lambda: clean.read(storage.CHUNK), b"")
        return storage.store(pieces, name=name, media_type=inspected.media_type)
