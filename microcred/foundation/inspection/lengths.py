"""How long what was uploaded is: minutes to listen to or look at, pages to read."""

from microcred.foundation.inspection import mp4, pdf, recordings
from microcred.foundation.inspection.inspect import Inspected

_SECONDS = {
    "audio/wav": recordings.seconds_of_wav,
    "audio/mpeg": recordings.seconds_of_mp3,
    "audio/mp4": mp4.seconds,
    "video/mp4": mp4.seconds,
    "video/quicktime": mp4.seconds,
}


def seconds_of(inspected: Inspected) -> float | None:
    """How many seconds a recording lasts; None for what is none."""
    measure = _SECONDS.get(inspected.media_type)
    if measure is None:
        return None
    seconds = measure(inspected.source)
    inspected.source.seek(0)
    return seconds


def pages_of(inspected: Inspected) -> int | None:
    """How many pages a PDF document has; None for all others, whose pages depend on who lays them out."""
    if inspected.media_type != "application/pdf":
        return None
    pages = pdf.pages(inspected.source)
    inspected.source.seek(0)
    return pages
