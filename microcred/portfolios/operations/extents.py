"""How long a file is, for verbs that speak of places in it."""

import contextlib

from microcred.foundation import storage
from microcred.foundation.inspection import Inspected, seconds_of
from microcred.foundation.inspection.apart import InspectionDown, pages_apart
from microcred.foundation.models import StoredFile
from microcred.portfolios.operations.local import local_copy

PDF = "application/pdf"


def extent_of(file: StoredFile, kind: str) -> tuple[int | None, float | None]:
    """How many pages or seconds a file has, where that can be told.

    A PDF was written by strangers and may take time and memory without end: it is opened behind walls. Of recordings a
    few headers are read.
    """
    if file.media_type == PDF:
        with contextlib.suppress(InspectionDown), local_copy(file) as clean:
            return pages_apart(clean), None
        return None, None
    with storage.open_file(file) as source:
        return None, seconds_of(Inspected(kind, file.media_type, source))
