"""Writing a redacted copy, by the kind of file."""

from collections.abc import Callable
from typing import IO

from microcred.foundation.inspection.redaction import PAPERS, PICTURES, RECORDINGS, Marks, papers, pictures, recordings

Tell = Callable[[float], None]
"""Hears which share of the work is done, from 0 to 1."""

_BY_TYPE: dict[str, Callable[[IO[bytes], IO[bytes], str, Marks, Tell], None]] = {
    **dict.fromkeys(PICTURES, pictures.redact),
    **dict.fromkeys(PAPERS, papers.redact),
    **dict.fromkeys(RECORDINGS, recordings.redact),
}


def redact(source: IO[bytes], target: IO[bytes], media_type: str, marks: Marks, tell: Tell) -> None:
    """Write a redacted copy of a clean file.

    Args:
        source: the clean copy, open for reading anywhere in it.
        media_type: one of `REDACTED`.

    Raises:
        NothingLeftOut: a mark lies where the file has nothing: a page that is not there, a time after its end.
    """
    source.seek(0)
    _BY_TYPE[media_type](source, target, media_type, marks, tell)
    target.flush()
