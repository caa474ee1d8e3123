"""Office and OpenDocument files: opened under limits, refused with macros, and packed anew without their authors."""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO

from django.utils.translation import gettext_lazy as _
from lxml import etree

from microcred.foundation.inspection import images, mp4, parts, recordings
from microcred.foundation.inspection.refusals import (
    FileCarriesMore,
    FileDamaged,
    FileDisguised,
    FileHasActiveContent,
    FileLocked,
    FileUnpacksTooLarge,
)
from microcred.foundation.inspection.signatures import Content, content_of

MOST_ENTRIES = 5_000
MOST_BYTES = 300 * 1024 * 1024
"""bytes that all entries, and the Office files within them, may unpack to"""
MOST_RATIO = 200
"""times that an archive larger than 10 MiB unpacked may grow"""
DEEPEST = 2
"""archives within archives: a chart in a presentation carries its sheet"""

_MAIN = {
    "docx": ("wordprocessingml.document.main+xml",),
    "xlsx": ("spreadsheetml.sheet.main+xml",),
    "pptx": ("presentationml.presentation.main+xml",),
}
_ODF = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
_CHUNK = 1 << 20
_RUNS = re.compile(
    r"(vbaproject|vbadata|activex|oleobject|\.(exe|dll|scr|bat|cmd|ps1|vbs|js|jar|hta|lnk|bin)$)", re.IGNORECASE
)
_PICTURES = {
    Content.PNG: "PNG",
    Content.JPEG: "JPEG",
    Content.GIF: "GIF",
    Content.WEBP: "WEBP",
}
_RECORDINGS = {Content.MP4: mp4.clean, Content.MP3: recordings.clean_mp3, Content.WAV: recordings.clean_wav}


@dataclass
class _Budget:
    """What may still be unpacked."""

    name: str
    packed: int
    unpacked: int = 0
    depth: int = field(default=0)

    def spend(self, count: int) -> None:
        self.unpacked += count
        ratio_broken = self.unpacked > 10 * 1024 * 1024 and self.unpacked > MOST_RATIO * max(self.packed, 1)
        if self.unpacked > MOST_BYTES or ratio_broken:
            raise FileUnpacksTooLarge(
                name=self.name,
                grows=_("more than {count} MB").format(count=self.unpacked >> 20),
                limit=f"{MOST_BYTES >> 20} MB",
            )


def clean(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Unpack under limits, look at every entry, and pack anew without the names of authors."""
    extension = name.rpartition(".")[2].lower()
    size = source.seek(0, 2)
    source.seek(0)
    budget = _Budget(name, size)
    try:
        with zipfile.ZipFile(source) as archive:
            _sound(archive, source, size, name)
            if extension in _MAIN:
                _is_ooxml(archive, extension, name, budget)
            else:
                _is_odf(archive, extension, name)
            _pack_anew(archive, target, name, budget)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise FileDamaged(name=name, fact=_("it cannot be unpacked")) from error
    except (etree.XMLSyntaxError, KeyError, ValueError, OSError, struct.error) as error:
        raise FileDamaged(name=name, fact=_("its inner structure is broken")) from error


def _sound(archive: zipfile.ZipFile, source: IO[bytes], size: int, name: str) -> None:
    """Nothing before the first entry, nothing behind the directory, no entry inside another, none with a password."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    if not entries or len(entries) > MOST_ENTRIES:
        raise FileUnpacksTooLarge(
            name=name, grows=_("{count} files").format(count=len(entries)), limit=str(MOST_ENTRIES)
        )
    if entries[0].header_offset != 0:
        raise FileCarriesMore(name=name, where=_("in front of"))
    if archive.comment:
        raise FileCarriesMore(name=name, where=_("behind"))
    source.seek(size - 22)
    if source.read(4) != b"PK\x05\x06":
        raise FileCarriesMore(name=name, where=_("behind"))
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise FileDamaged(name=name, fact=_("two of its parts have one name"))
    ends = [entry.header_offset + 30 + entry.compress_size for entry in entries]
    starts = [*(entry.header_offset for entry in entries[1:]), archive.start_dir]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise FileUnpacksTooLarge(name=name, grows=_("parts that lie within each other"), limit=_("none"))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileLocked(name=name)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise FileDamaged(name=name, fact=_("it is packed in a way that Office programs do not use"))


def _is_ooxml(archive: zipfile.ZipFile, extension: str, name: str, budget: _Budget) -> None:
    if "[Content_Types].xml" not in archive.namelist():
        raise _disguised(name, extension)
    content = parts.written_anew("[Content_Types].xml", _read(archive, "[Content_Types].xml", budget), name)
    types = content.decode()
    if "macroenabled" in types.lower() or "vbaproject" in types.lower():
        raise FileHasActiveContent(name=name, fact=_("macros"))
    if not any(main in types for main in _MAIN[extension]):
        raise _disguised(name, extension)


def _is_odf(archive: zipfile.ZipFile, extension: str, name: str) -> None:
    first = min(archive.infolist(), key=lambda entry: entry.header_offset)
    if first.filename != "mimetype" or first.file_size > 100 or archive.read(first) != _ODF[extension]:
        raise _disguised(name, extension)
    if any(entry.lower().startswith(("basic/", "scripts/")) for entry in archive.namelist()):
        raise FileHasActiveContent(name=name, fact=_("macros"))


def _disguised(name: str, extension: str) -> FileDisguised:
    return FileDisguised(name=name, extension=f".{extension}", really=_("a packed archive of something else"))


def _pack_anew(archive: zipfile.ZipFile, target: IO[bytes], name: str, budget: _Budget) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in archive.infolist():
            if parts.is_left_out(entry.filename):
                continue
            _harmless_name(entry.filename, name)
            content = _read(archive, entry.filename, budget)
            content = _inner(entry.filename, content, name, budget)
            fresh = zipfile.ZipInfo(entry.filename)
            fresh.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(fresh, content)


def _harmless_name(part: str, name: str) -> None:
    if _RUNS.search(part):
        fact = _("macros") if "vba" in part.lower() else _("embedded objects or programs")
        raise FileHasActiveContent(name=name, fact=fact)
    if part.startswith(("/", "\\")) or ".." in part.split("/"):
        raise FileDamaged(name=name, fact=_("a part of it lies outside of it"))


def _read(archive: zipfile.ZipFile, part: str, budget: _Budget) -> bytes:
    """Unpack one part, counting as it grows: what the archive says about itself may lie."""
    pieces = []
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            budget.spend(len(piece))
            pieces.append(piece)
    return b"".join(pieces)


def _inner(part: str, content: bytes, name: str, budget: _Budget) -> bytes:
    if content[:4] == b"PK\x03\x04":
        return _nested(part, content, name, budget)
    if content.startswith((b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")):
        raise FileHasActiveContent(name=name, fact=_("embedded objects or programs"))
    if parts.is_xml(part, content):
        return parts.written_anew(part, content, name)
    return content if part == "mimetype" else _medium(content, name)


def _nested(part: str, content: bytes, name: str, budget: _Budget) -> bytes:
    budget.depth += 1
    if budget.depth > DEEPEST and part.rpartition(".")[2].lower() not in _MAIN:
        raise FileUnpacksTooLarge(name=name, grows=_("archives within archives"), limit=str(DEEPEST))
    if budget.depth > 50:
        raise FileUnpacksTooLarge(name=name, grows=_("archives within archives"), limit="50")
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        _sound(archive, BytesIO(content), len(content), name)
        _pack_anew(archive, target, name, budget)
    return target.getvalue()


def _medium(content: bytes, name: str) -> bytes:
    """A picture or recording within, cleaned like one that is uploaded by itself."""
    really, target = content_of(content[:8192]), BytesIO()
    if really in _PICTURES:
        images.clean_as(_PICTURES[really], BytesIO(content), target, name)
    elif content[:4] in (b"II*\x00", b"MM\x00*"):
        images.clean_as("TIFF", BytesIO(content), target, name)
    elif content[:2] == b"BM":
        images.clean_as("BMP", BytesIO(content), target, name)
    elif really in _RECORDINGS:
        _RECORDINGS[really](BytesIO(content), target, name)
    elif really in (Content.OGG, Content.WEBM, Content.PDF, Content.HTML):
        raise FileHasActiveContent(name=name, fact=_("a part that cannot be cleaned of its author"))
    elif content[:4] == b"\x01\x00\x00\x00" and content[40:44] == b" EMF":
        return _nameless_drawing(content)
    else:
        return content
    return target.getvalue()


def _nameless_drawing(content: bytes) -> bytes:
    """An Enhanced Metafile without its description, which names a program and a picture ([MS-EMF] §2.3.4.2)."""
    count, start = struct.unpack_from("<II", content, 60) if len(content) >= 68 else (0, 0)
    count = max(0, min(2 * count, len(content) - start))
    return content[:start] + bytes(count) + content[start + count :] if count else content
