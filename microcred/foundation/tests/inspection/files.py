"""Files of every kind, honest and otherwise, made here byte by byte."""

import struct
import zipfile
from io import BytesIO

OOXML_MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
CORE = (
    b'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Ada Whitfield</dc:creator>'
    b"<cp:lastModifiedBy>Ada Whitfield</cp:lastModifiedBy><dc:title>Plan</dc:title></cp:coreProperties>"
)
DOCUMENT = b'<w:document xmlns:w="w"><w:ins w:id="1" w:author="Ada Whitfield"><w:t>Our plan</w:t></w:ins></w:document>'


def packed(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(kind: str = "docx", main: str | None = None, **parts: bytes) -> bytes:
    """A small Office file; further parts by name, `__` for the slash and `_dot_` for the dot."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main or OOXML_MAIN[kind]}"/></Types>'
    more = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    return packed(
        {
            "[Content_Types].xml": types.encode(),
            "word/document.xml": DOCUMENT,
            "docProps/core.xml": CORE,
            **more,
        }
    )


def open_document(kind: bytes = b"text", **parts: bytes) -> bytes:
    """A small OpenDocument file."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), b"application/vnd.oasis.opendocument." + kind)
        archive.writestr("content.xml", b'<office:document xmlns:office="o"/>')
        archive.writestr("meta.xml", b'<m xmlns:dc="d"><dc:creator>Ada Whitfield</dc:creator></m>')
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    """An MP4 box."""
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mp4(*, place: bytes = b"+34.9249-081.0251/") -> bytes:
    """A container like a phone writes it: with the place where it was recorded."""
    track = box(b"trak", box(b"tkhd", b"\x00" * 20) + box(b"meta", b"Ada's phone"))
    moov = box(b"moov", box(b"mvhd", b"\x00" * 100) + track + box(b"udta", box(b"\xa9xyz", place)))
    return box(b"ftyp", b"isom\x00\x00\x02\x00isommp42") + moov + box(b"mdat", b"\x01\x02\x03\x04" * 50)


def chunk(kind: bytes, body: bytes) -> bytes:
    """A RIFF chunk."""
    return struct.pack("<4sI", kind, len(body)) + body + b"\x00" * (len(body) % 2)


def wav(*extra: bytes) -> bytes:
    """A short recording: a high note of two seconds."""
    body = b"WAVE" + chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)) + b"".join(extra)
    body += chunk(b"data", b"\x40\x40\xc0\xc0" * 4_000)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(*, tags: bool = True) -> bytes:
    """Frames of silence, with the tags in front and behind that players show."""
    frames = (b"\xff\xfb\x90\x64" + bytes(413)) * 4
    if not tags:
        return frames
    name = b"TPE1\x00\x00\x00\x0e\x00\x00\x00Ada Whitfield"
    front = b"ID3\x03\x00\x00\x00\x00\x00" + bytes([len(name)]) + name
    return front + frames + b"TAG" + b"Ada Whitfield".ljust(125, b"\x00")


PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(500)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
