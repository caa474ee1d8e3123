"""What the first bytes say."""

import re
from enum import Enum

import filetype
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Content(Enum):
    """What content really is, in words that end "its content is …"."""

    PDF = "pdf", _("a PDF")
    ZIP = "zip", _("a packed archive or Office file")
    TEXT = "text", _("plain text")
    PNG = "png", _("a PNG picture")
    JPEG = "jpeg", _("a JPEG picture")
    GIF = "gif", _("a GIF picture")
    WEBP = "webp", _("a WebP picture")
    HEIC = "heic", _("a HEIC picture, as phones take them")
    MP3 = "mp3", _("an MP3 recording")
    MP4 = "mp4", _("an MP4 recording")
    WAV = "wav", _("a WAV recording")
    OGG = "ogg", _("an Ogg recording")
    WEBM = "webm", _("a WebM video")
    PROGRAM = "program", _("a program")
    SCRIPT = "script", _("a script")
    SVG = "svg", _("an SVG drawing, which can run scripts")
    HTML = "html", _("a web page or other markup")
    OLD_OFFICE = "old office", _("an Office file of the old kind, which can hold macros")
    ARCHIVE = "archive", _("a packed archive")
    UNKNOWN = "unknown", _("nothing that we recognize")

    def __init__(self, _code: str, words: Promise) -> None:
        self.words = words


_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_STARTS: tuple[tuple[tuple[bytes, ...], Content], ...] = (
    ((b"%PDF-",), Content.PDF),
    ((b"PK\x03\x04",), Content.ZIP),
    ((b"\x89PNG\r\n\x1a\n",), Content.PNG),
    ((b"\xff\xd8\xff",), Content.JPEG),
    ((b"GIF87a", b"GIF89a"), Content.GIF),
    ((b"OggS",), Content.OGG),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), Content.OLD_OFFICE),
    (_PROGRAMS, Content.PROGRAM),
    (_ARCHIVES, Content.ARCHIVE),
    ((b"#!",), Content.SCRIPT),
)
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""major brands of pictures in the container of recordings (ISO/IEC 23008-12 §10, annex B.4)"""
_GUESSED = {"mp3": Content.MP3, "mp4": Content.MP4, "m4v": Content.MP4, "m4a": Content.MP4, "mov": Content.MP4}

MARKUP = re.compile(
    rb"<\s*(?:!doctype|!entity|html|head|body|script|svg|iframe|object|embed|applet|style|form|meta|link|base|"
    rb"\?xml|\?php)\b",
    re.IGNORECASE,
)
"""Markup that a careless reader could run."""


def content_of(head: bytes) -> Content:
    """What the first bytes (8 kB are enough) say that a file is."""
    for starts, content in _STARTS:
        if head.startswith(starts):
            return content
    if head[:4] == b"RIFF":
        return {b"WAVE": Content.WAV, b"WEBP": Content.WEBP}.get(head[8:12], Content.UNKNOWN)
    if head[4:8] == b"ftyp":
        return Content.HEIC if head[8:12] in _HEIF else Content.MP4
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return Content.WEBM if b"webm" in head[:64] else Content.UNKNOWN
    text = head.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" not in text and MARKUP.match(text.lstrip()[:100]):
        return Content.SVG if b"<svg" in text.lower() else Content.HTML
    guess = filetype.guess(head)
    if guess is not None:
        return _GUESSED.get(guess.extension, Content.UNKNOWN)
    return Content.TEXT if _readable(text) else Content.UNKNOWN


def _readable(head: bytes) -> bool:
    try:
        # The head may end inside a character.
        head.decode() if len(head) < 8000 else head[:-4].decode(errors="strict")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return b"\x00" not in head
