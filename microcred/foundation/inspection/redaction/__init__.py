"""Redaction: what is to be covered is taken out of the very bytes, so that nothing lies beneath what is seen or heard.

Each part writes a whole new file from a clean copy: pictures by Pillow, PDF pages by pdfium as pictures of themselves,
recordings by FFmpeg's libraries. It runs behind the same walls as inspection (`apart.redact_apart`).
"""

from typing import Any

Marks = list[dict[str, Any]]
"""What is covered. Of pictures and pages `left`, `top`, `width`, `height` in per cent, and the `page` from 1; of
recordings `begins` and `ends` in seconds, whether the `picture` is blacked, and what is done to the `sound`: `keep`,
`mute` or `beep`."""

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PAPERS = frozenset({"application/pdf"})
RECORDINGS = frozenset({"video/mp4", "video/quicktime", "audio/mp4", "audio/mpeg", "audio/wav"})
REDACTED = PICTURES | PAPERS | RECORDINGS
"""Media types of what can be redacted."""

MARGIN = 0.1
"""seconds of a recording that are covered on either side of a stretch: players differ by as much in where they say that
a moment is"""


class NothingLeftOut(ValueError):
    """A mark lies where the file has nothing, so that nothing would be left out there."""
