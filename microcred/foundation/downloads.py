"""Serving stored files: always after a rights check by the caller, with ranges, never as active content."""

import re
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from microcred.foundation.models import StoredFile
from microcred.foundation.storage import read_range

SHOWN_INLINE = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "audio/mpeg",
        "audio/mp4",
        "audio/wav",
        "audio/ogg",
        "video/mp4",
        "video/webm",
        "video/quicktime",
    }
)
"""Types a browser shows without running anything. Everything else is a download."""

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
"""One range. What has more digits than any file has bytes is none, and is passed over as RFC 9110 §14.2 allows."""


def serve(request: HttpRequest, file: StoredFile, *, name: str | None = None, inline: bool = True) -> HttpResponseBase:
    """Return the file, or the one byte range that was asked for (RFC 9110 §14), sandboxed.

    Args:
        name: the file name to offer; a blind reader is given one that says nothing of the author.
    """
    start, stop, status = 0, file.size, 200
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and any(asked.groups()):
        first, last = asked.groups()
        if first:
            start = int(first)
            stop = min(int(last) + 1, file.size) if last else file.size
        else:
            start = max(file.size - int(last), 0)
        if start >= file.size or stop <= start:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
        status = 206
    response = StreamingHttpResponse(read_range(file, start, stop), status=status, content_type=file.media_type)
    how = "inline" if inline and file.media_type in SHOWN_INLINE else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name or file.name, safe='')}"
    response["Content-Length"] = str(stop - start)
    response["Accept-Ranges"] = "bytes"
    if status == 206:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
