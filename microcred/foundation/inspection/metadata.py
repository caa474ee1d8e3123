"""What a file says of its author, its place and its making, read before that is taken out of the copy.

For the owner alone, who is told what would have been given away. A file that cannot be read says nothing here; whether
it is taken is decided elsewhere.
"""

import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

import pikepdf
from lxml import etree
from PIL import ExifTags, Image

Fact = dict[str, str]
"""`where` (exif, gps, xmp, pdf, office, recording), `what` (the field's name there) and `value`."""

MOST_FACTS = 60
LONGEST = 200
"""characters of one value"""
_MOST_XML = 1 << 20
_HEAD = 1 << 20


def told_by(source: IO[bytes], extension: str) -> list[Fact]:
    """The facts that a file of this type gives away, at most `MOST_FACTS`."""
    reader = _READERS.get(extension)
    if reader is None:
        return []
    source.seek(0)
    facts: list[Fact] = []
    try:
        for where, what, value in reader(source):
            said = " ".join(_words(value).split())[:LONGEST]
            if said:
                facts.append({"where": where, "what": what, "value": said})
            if len(facts) == MOST_FACTS:
                break
    except Exception:  # noqa: BLE001, S110 (broken bytes break parsers in every way; what was found before stands)
        pass
    source.seek(0)
    return facts


Told = Iterator[tuple[str, str, Any]]


def _of_image(source: IO[bytes]) -> Told:
    with Image.open(source) as picture:
        exif = picture.getexif()
        for place in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
            for tag, value in place.items():
                if (name := str(ExifTags.TAGS.get(tag))) in _TOLD_IN_EXIF:
                    yield "exif", name, value
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        if 2 in gps and 4 in gps:
            yield "gps", "position", f"{_degrees(gps[2], gps.get(1))} {_degrees(gps[4], gps.get(3))}"
        for key, value in picture.info.items():
            if key == "comment" or (isinstance(value, str) and key not in ("XML:com.adobe.xmp", "jfif_unit")):
                yield "comment", str(key), value
        xmp = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")
        if xmp:
            yield from _of_xmp(xmp if isinstance(xmp, bytes) else xmp.encode())


_TOLD_IN_EXIF = frozenset(
    {
        "Artist",
        "Copyright",
        "ImageDescription",
        "Make",
        "Model",
        "Software",
        "DateTime",
        "DateTimeOriginal",
        "UserComment",
        "CameraOwnerName",
        "BodySerialNumber",
        "LensSerialNumber",
        "XPAuthor",
        "XPTitle",
        "XPComment",
        "XPSubject",
        "XPKeywords",
        "HostComputer",
    }
)


def _degrees(parts: Any, side: Any) -> str:
    degrees, minutes, seconds = (float(part) for part in parts)
    return f"{degrees + minutes / 60 + seconds / 3600:.4f}° {_words(side)}".strip()


def _of_xmp(packet: bytes) -> Told:
    root = etree.fromstring(packet[:_MOST_XML].strip(b"\x00 \r\n"), _parser())
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if element.text and element.text.strip() and name == "li":
            parent = element.getparent()
            above = parent.getparent() if parent is not None else None
            yield "xmp", etree.QName(above).localname if above is not None else name, element.text
        elif element.text and element.text.strip():
            yield "xmp", name, element.text
        for attribute, value in element.attrib.items():
            if isinstance(attribute, str) and etree.QName(attribute).localname in _TOLD_IN_XMP:
                yield "xmp", etree.QName(attribute).localname, value


_TOLD_IN_XMP = frozenset(
    {"creator", "Author", "CreatorTool", "OwnerName", "SerialNumber", "GPSLatitude", "GPSLongitude"}
)


def _of_pdf(source: Any) -> Told:
    with pikepdf.open(source) as document:
        for key in ("/Author", "/Title", "/Subject", "/Keywords", "/Creator", "/Producer", "/Company", "/Manager"):
            if key in document.docinfo:
                yield "pdf", key[1:], str(document.docinfo[key])
        xmp = document.Root.get("/Metadata")
        if isinstance(xmp, pikepdf.Stream):
            yield from _of_xmp(xmp.read_bytes())


def _of_office(source: IO[bytes]) -> Told:
    with zipfile.ZipFile(source) as archive:
        there = {entry.filename: entry for entry in archive.infolist() if entry.file_size <= _MOST_XML}
        for part in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml"):
            if part in there:
                for element in etree.fromstring(archive.read(part), _parser()).iter():
                    if (
                        isinstance(element.tag, str)
                        and element.text
                        and etree.QName(element).localname in _TOLD_IN_OFFICE
                    ):
                        yield "office", etree.QName(element).localname, element.text
        seen = set()
        for name, entry in there.items():
            if re.search(r"(document|comments\w*|persons?\w*|commentAuthors|footnotes|content)\.xml$", name):
                for person in _AUTHORS.findall(archive.read(entry)):
                    words = person.decode(errors="replace")
                    if words not in seen:
                        seen.add(words)
                        yield "office", "changes and comments", words


_AUTHORS = re.compile(rb"""(?:w:author|displayName)=["']([^"']{1,200})["']""")
_TOLD_IN_OFFICE = frozenset(
    [
        "creator",
        "lastModifiedBy",
        "title",
        "subject",
        "description",
        "keywords",
        "category",
        "Company",
        "Manager",
        "initial-creator",
        "author",
        "lpwstr",
    ]
)


def _of_recording(source: IO[bytes]) -> Told:
    """Texts of MP4's user data and metadata items, by their four letters; GPS positions are ISO 6709 texts there."""
    size = source.seek(0, 2)
    for start in {0, max(size - _HEAD, 0)}:
        source.seek(start)
        piece = source.read(_HEAD)
        for found in re.finditer(rb"\xa9(xyz|nam|ART|aut|cmt|day|mak|mod|swr|too|inf|cpy)", piece):
            yield _where(found[1]), found[1].decode(), _text_behind(piece, found.end())
        for found in re.finditer(rb"(.{4})data\0\0\0\x01\0{4}", piece, re.DOTALL):
            yield "recording", "item", piece[found.end() : found.start() + int.from_bytes(found[1], "big")]
        for found in re.finditer(rb"[+-]\d{2,3}\.\d{2,}[+-]\d{2,3}\.\d{2,}(?:[+-]\d+\.\d+)?/", piece):
            yield "gps", "position", found[0]


def _where(kind: bytes) -> str:
    return "gps" if kind == b"xyz" else "recording"


def _text_behind(piece: bytes, at: int) -> bytes:
    """QuickTime's text with its length and language, or the `data` box of an iTunes item."""
    if piece[at + 4 : at + 8] == b"data":
        (length,) = struct.unpack_from(">I", piece, at)
        return piece[at + 16 : at + length]
    (length,) = struct.unpack_from(">H", piece, at)
    return piece[at + 4 : at + 4 + min(length, LONGEST)]


def _of_mp3(source: IO[bytes]) -> Told:
    head = source.read(_HEAD)
    if head[:3] != b"ID3":
        return
    for found in re.finditer(rb"(TPE1|TIT2|TALB|COMM|TCOM|TCOP|TOWN|TXXX|TENC)(.{4})..", head, re.DOTALL):
        length = int.from_bytes(found[2], "big")
        yield "recording", found[1].decode(), head[found.end() : found.end() + min(length, LONGEST)]


def _of_wav(source: IO[bytes]) -> Told:
    size = source.seek(0, 2)
    source.seek(max(size - _HEAD, 0))
    for found in re.finditer(rb"(IART|INAM|ICMT|ICOP|ISFT|IENG)(.{4})", source.read(_HEAD), re.DOTALL):
        length = int.from_bytes(found[2], "little")
        source.seek(max(size - _HEAD, 0) + found.end())
        yield "recording", found[1].decode(), source.read(min(length, LONGEST))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        wide = value.count(b"\x00") * 3 > len(value)
        value = value.decode("utf-16-le" if wide else "utf-8", errors="replace")
    return re.sub("[\x00-\x1f\x7f\ufffd]", " ", str(value))


_READERS: dict[str, Callable[[IO[bytes]], Told]] = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp"), _of_image),
    "pdf": _of_pdf,
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), _of_office),
    **dict.fromkeys(("mp4", "m4v", "mov", "m4a"), _of_recording),
    "mp3": _of_mp3,
    "wav": _of_wav,
}
