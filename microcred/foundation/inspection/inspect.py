"""The one entrance: from an extension and bytes to a kind, a media type and a clean copy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from django.utils.translation import gettext_lazy as _

from microcred.foundation.inspection import images, mp4, office, pdf, recordings, texts
from microcred.foundation.inspection.refusals import FileDisguised, FileEmpty, FileTypeNotTaken
from microcred.foundation.inspection.signatures import Content, content_of

IN_MEMORY = 4 * 1024 * 1024
"""bytes of a clean copy that are held in memory; beyond, it lies in a temporary file"""

Cleaner = Callable[[IO[bytes], IO[bytes], str], None]
"""Reads the upload, writes the clean copy, or raises a `FileRefused` that names the file."""


@dataclass(frozen=True)
class Accepted:
    """One type that is taken: its kind of evidence, its media type, what its bytes must be, and who cleans it."""

    kind: str
    media_type: str
    content: Content
    clean: Cleaner


def _of(kind: str, media_type: str, content: Content, clean: Cleaner) -> Accepted:
    return Accepted(kind, media_type, content, clean)


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

ACCEPTED: dict[str, Accepted] = {
    "pdf": _of("document", "application/pdf", Content.PDF, pdf.clean),
    "docx": _of("document", f"{_OOXML}.wordprocessingml.document", Content.ZIP, office.clean),
    "xlsx": _of("document", f"{_OOXML}.spreadsheetml.sheet", Content.ZIP, office.clean),
    "pptx": _of("document", f"{_OOXML}.presentationml.presentation", Content.ZIP, office.clean),
    "odt": _of("document", f"{_ODF}.text", Content.ZIP, office.clean),
    "ods": _of("document", f"{_ODF}.spreadsheet", Content.ZIP, office.clean),
    "odp": _of("document", f"{_ODF}.presentation", Content.ZIP, office.clean),
    "txt": _of("document", "text/plain", Content.TEXT, texts.clean),
    "md": _of("document", "text/markdown", Content.TEXT, texts.clean),
    "csv": _of("document", "text/csv", Content.TEXT, texts.clean),
    "png": _of("image", "image/png", Content.PNG, images.clean),
    "jpg": _of("image", "image/jpeg", Content.JPEG, images.clean),
    "jpeg": _of("image", "image/jpeg", Content.JPEG, images.clean),
    "gif": _of("image", "image/gif", Content.GIF, images.clean),
    "webp": _of("image", "image/webp", Content.WEBP, images.clean),
    "mp3": _of("audio", "audio/mpeg", Content.MP3, recordings.clean_mp3),
    "m4a": _of("audio", "audio/mp4", Content.MP4, mp4.clean),
    "wav": _of("audio", "audio/wav", Content.WAV, recordings.clean_wav),
    "mp4": _of("video", "video/mp4", Content.MP4, mp4.clean),
    "m4v": _of("video", "video/mp4", Content.MP4, mp4.clean),
    "mov": _of("video", "video/quicktime", Content.MP4, mp4.clean),
}
"""What is taken, by extension."""

_WAYS = {
    **dict.fromkeys(
        ("doc", "dot", "xls", "ppt", "rtf", "pages", "numbers", "key"),
        _("Save it as PDF, or as .docx, .xlsx or .pptx."),
    ),
    **dict.fromkeys(("docm", "xlsm", "pptm", "dotm"), _("It can hold macros: save it as .docx, .xlsx, .pptx or PDF.")),
    **dict.fromkeys(
        ("heic", "heif"),
        _(
            "It is what phones take pictures in, and few computers open it. Export the picture as JPEG; on an iPhone, "
            "Settings, Camera, Formats, “Most Compatible” takes the next ones as JPEG."
        ),
    ),
    **dict.fromkeys(("tif", "tiff", "bmp", "svg"), _("Save or export the picture as JPEG or PNG.")),
    **dict.fromkeys(("html", "htm", "xml", "mhtml"), _("Print the page to PDF, or put in its address as a link.")),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar"), _("Take the files out and upload them one by one.")),
    **dict.fromkeys(("avi", "mkv", "webm", "wmv", "mpg", "mpeg"), _("Export the video as MP4.")),
    **dict.fromkeys(
        ("aac", "wma", "flac", "aiff", "amr", "ogg", "oga", "opus"), _("Export the recording as MP3 or M4A.")
    ),
}


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept. `source` holds the clean copy, at its start."""

    kind: str
    media_type: str
    source: IO[bytes]


def extension_of(name: str) -> str:
    """The extension in small letters, without its dot; empty when there is none."""
    return PurePosixPath(name).suffix.lstrip(".").lower()


def expected_kind(name: str) -> str:
    """The kind of evidence that a file name promises: document, image, audio or video.

    Raises:
        FileTypeNotTaken: for every other extension, with the way forward.
    """
    extension = extension_of(name)
    accepted = ACCEPTED.get(extension)
    if accepted is None:
        way = _WAYS.get(extension, _("Documents are taken as PDF, Office or text files, pictures as JPEG or PNG."))
        raise FileTypeNotTaken(extension=f".{extension}" if extension else _("without an extension"), way=way)
    return accepted.kind


def inspect(source: IO[bytes], name: str) -> Inspected:
    """Tell what a file is and write a clean copy of it.

    Args:
        source: the upload, seekable.
        name: its file name, which must carry the extension of what it is.

    Raises:
        FileRefused: one of its subclasses, named for the fact.
    """
    expected_kind(name)
    accepted = ACCEPTED[extension_of(name)]
    source.seek(0)
    head = source.read(8192)
    if not head:
        raise FileEmpty(name=name)
    really = content_of(head)
    if really is not accepted.content:
        raise FileDisguised(name=name, extension=f".{extension_of(name)}", really=really.words)
    source.seek(0)
    clean: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the caller stores it, then lets it go)
    accepted.clean(source, clean, name)
    clean.seek(0)
    return Inspected(accepted.kind, accepted.media_type, clean)
