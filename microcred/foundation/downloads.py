"""Serving stored files: always after a rights check by the caller, with ranges, never as active content."""

import re
import unicodedata
from typing import Any, cast
from urllib.parse import quote

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.crypto import salted_hmac

from microcred.foundation.models import StoredFile
from microcred.foundation.storage import place, read_range

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

PLAYED = frozenset(kind for kind in SHOWN_INLINE if kind.startswith(("audio/", "video/")))
"""Recordings, which a browser fetches in many ranges while they play."""

LINK_SECONDS = 60 * 60
"""For so long a link to a recording in a bucket can be used: a recording that plays asks again and again."""

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
"""One range. What has more digits than any file has bytes is none, and is passed over as RFC 9110 §14.2 allows."""


class RangeNotThere(Exception):
    """A range that the file does not have, or several at once, which are not given (RFC 9110 §15.5.17)."""


def serve(
    request: HttpRequest, file: StoredFile, *, name: str | None = None, inline: bool = True, by_link: bool = False
) -> HttpResponseBase:
    """Return the file, or the one byte range that was asked for (RFC 9110 §14), sandboxed.

    A chunk of it is in memory at a time, whatever its size.

    Args:
        name: the file name to offer; a blind reader is given one that says nothing of the author.
        by_link: whether a recording may come from the bucket itself, by a link that names the file. Only for who may
            know when and as what it was stored: never for a blind reader.
    """
    inline = inline and file.media_type in SHOWN_INLINE
    disposition = disposition_of(name or file.name, inline=inline)
    if by_link and inline and file.media_type in PLAYED:
        where = place().link(file.pk, media_type=file.media_type, disposition=disposition, seconds=LINK_SECONDS)
        if where is not None:
            return HttpResponseRedirect(where, headers={"Cache-Control": "private, no-store"})
    try:
        start, stop, status = _asked_for(request, file)
    except RangeNotThere:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=status, content_type=file.media_type)
    else:
        response = StreamingHttpResponse(read_range(file, start, stop), status=status, content_type=file.media_type)
    response["Content-Disposition"] = disposition
    response["Content-Length"] = str(stop - start)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = _tag_of(file)
    if status == 206:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    cast("Any", response)._csp_exempt = True
    return response


def disposition_of(name: str, *, inline: bool) -> str:
    """How a file is offered, under which name (RFC 6266): in full, and in ASCII for who reads no more."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^ !#$&+.0-9A-Z^_`a-z{}~()@,;=\[\]'-]", "_", plain).strip(" .") or "file"
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _asked_for(request: HttpRequest, file: StoredFile) -> tuple[int, int, int]:
    """The first byte, the one after the last, and the status: 206 where one range was asked for, and of this file."""
    whole = 0, file.size, 200
    asked = request.headers.get("Range", "")
    # Only GET knows ranges (RFC 9110 §14.2), and a range of another file is none of this one (§13.1.5).
    if request.method != "GET" or request.headers.get("If-Range", _tag_of(file)) != _tag_of(file):
        return whole
    if asked.startswith("bytes=") and "," in asked:
        raise RangeNotThere
    found = _RANGE.fullmatch(asked)
    if found is None or not any(found.groups()):
        return whole
    first, last = found.groups()
    start = int(first) if first else max(file.size - int(last), 0)
    stop = min(int(last) + 1, file.size) if first and last else file.size
    if start >= file.size or stop <= start:
        raise RangeNotThere
    return start, stop, 206


def _tag_of(file: StoredFile) -> str:
    """What tells one file's bytes from another's, and nothing else about them: files never change."""
    return f'"{salted_hmac("foundation.downloads", file.pk.hex, algorithm="sha256").hexdigest()[:32]}"'


def serve_captions(text: str) -> HttpResponse:
    """Return captions as WebVTT, as a player beside them asks for them."""
    if not text:
        raise Http404
    response = HttpResponse(text, content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
