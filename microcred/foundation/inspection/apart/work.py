"""What a child does with the files it was given, and what it says of them."""

import contextlib
import os
import shutil
from collections.abc import Callable
from typing import Any

from microcred.foundation.inspection import metadata, pages, pdf, picturing, recording
from microcred.foundation.inspection.gauging import gauge
from microcred.foundation.inspection.inspect import extension_of, inspect
from microcred.foundation.inspection.kept import facts_kept
from microcred.foundation.inspection.lengths import pages_of, seconds_of
from microcred.foundation.inspection.redaction import NothingLeftOut
from microcred.foundation.inspection.redaction.redacting import redact
from microcred.foundation.inspection.refusals import FileRefused
from microcred.foundation.inspection.words import words_of

Said = dict[str, Any]


def inspect_here(request: Said, files: list[int]) -> Said:
    """Inspect a file: its clean copy is written to the second, a still picture of it to the third."""
    name: str = request["name"]
    source, clean, poster = (os.fdopen(number, mode) for number, mode in zip(files, _MODES, strict=True))
    try:
        inspected = inspect(source, name)
    except FileRefused as refusal:
        return {"refused": refusal.code, "facts": facts_kept(refusal.facts)}
    said: Said = {"kind": inspected.kind, "media_type": inspected.media_type}
    said |= {"seconds": seconds_of(inspected), "pages": pages_of(inspected)}
    said["found"] = metadata.told_by(source, extension_of(name))
    with inspected.source as copy:
        shutil.copyfileobj(copy, clean, 1 << 20)
    clean.flush()
    if inspected.media_type in recording.REWRITTEN:
        said |= recording.rewrite(clean, poster, inspected.media_type, anew=request["anew"])
    return said


def lay_out_here(request: Said, files: list[int]) -> Said:
    """Lay a clean office file out as PDF pages, which are written to the second file."""
    clean, view = (os.fdopen(number, mode) for number, mode in zip(files, _MODES[:2], strict=True))
    return {"laid_out": pages.lay_out(clean, view, extension_of(request["name"]))}


def picture_here(request: Said, files: list[int]) -> Said:
    """Draw a page of a clean PDF, which is written to the second file as PNG."""
    clean, target = (os.fdopen(number, mode) for number, mode in zip(files, _MODES[:2], strict=True))
    return picturing.picture(clean, target, request["number"])


def read_here(request: Said, files: list[int]) -> Said:
    """Read the words of a clean document, which are written to the second file."""
    clean, text = (os.fdopen(number, mode) for number, mode in zip(files, _MODES[:2], strict=True))
    read = words_of(clean, request["name"])
    if read is None:
        return {}
    text.write(read.text.encode("utf-8", "replace"))
    text.flush()
    return {"read": "all" if read.whole else "part"}


def count_here(request: Said, files: list[int]) -> Said:
    """Say how many pages a clean PDF has."""
    with os.fdopen(files[0], "rb") as clean:
        return {"pages": pdf.pages(clean)}


def probe_here(request: Said, files: list[int]) -> Said:
    """Say how long a recording lasts and whether a browser plays it as it is, by its headers."""
    with os.fdopen(files[0], "rb") as source:
        return recording.probe(source)


def redact_here(request: Said, files: list[int], tell: Callable[[float], None]) -> Said:
    """Write a redacted copy of a clean file to the second file, and a still picture of it to the third."""
    source, target, poster = (os.fdopen(number, mode) for number, mode in zip(files, _MODES, strict=True))
    media_type: str = request["media_type"]
    try:
        redact(source, target, media_type, request["marks"], tell)
    except NothingLeftOut:
        return {"nothing_there": True}
    said: Said = {"redacted": True, "poster": False}
    if media_type.startswith("video"):
        with contextlib.suppress(*recording.TROUBLE):
            said["poster"] = recording.still(target, poster)
    return said


def gauge_here(request: Said, files: list[int]) -> Said:
    """Say what can be seen, read and heard in a clean file."""
    with os.fdopen(files[0], "rb") as clean:
        return {"gauged": gauge(clean, request["name"])}


_MODES = ("rb", "w+b", "w+b")
WORK: dict[str, Callable[[Said, list[int]], Said]] = {
    "inspect": inspect_here,
    "count": count_here,
    "probe": probe_here,
    "lay_out": lay_out_here,
    "picture": picture_here,
    "read": read_here,
    "gauge": gauge_here,
}
TOLD: dict[str, Callable[[Said, list[int], Callable[[float], None]], Said]] = {"redact": redact_here}
"""Work that takes long, and tells meanwhile which share of it is done."""
