"""Stored files at hand on this machine, for programs that want an open file."""

import contextlib
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from microcred.foundation import storage
from microcred.foundation.models import StoredFile


@contextlib.contextmanager
def local_copy(file: StoredFile) -> Iterator[IO[bytes]]:
    """The bytes of a stored file as an open file of this machine, wherever they are kept."""
    with storage.open_file(file) as kept:
        try:
            kept.fileno()
        except (OSError, AttributeError):
            with TemporaryFile() as here:
                for piece in pieces(kept):
                    here.write(piece)
                here.seek(0)
                yield here
        else:
            yield kept


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """The bytes of an open file, a chunk at a time."""
    while piece := source.read(storage.CHUNK):
        yield piece
