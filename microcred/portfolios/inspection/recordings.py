"""Sound and video: the container is walked to its end; places, titles and names in it are blanked out in the copy."""

import shutil
import struct
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext_lazy as _

from microcred.portfolios.inspection.refusals import FileCarriesMore, FileDamaged

_TELLING = (b"udta", b"meta", b"uuid")
"""MP4 boxes that hold places, names and devices. Renamed to `free` and zeroed they keep every offset as it was."""

_WITHIN = (b"moov", b"trak")


def copy(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Copy as it is."""
    shutil.copyfileobj(source, target, 1 << 20)


def clean_mp4(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Copy an MP4 or QuickTime file, blanking what tells where, by whom and with what it was recorded."""
    size = source.seek(0, 2)
    found = {kind for kind, _start, _body, _end in _boxes(source, 0, size, name)}
    if not {b"moov", b"mdat"} <= found:
        raise FileDamaged(name=name, fact=_("it has no picture or sound in it, or breaks off"))
    source.seek(0)
    copy(source, target, name)
    _blank(target, 0, size, name)


def _boxes(source: IO[bytes], start: int, end: int, name: str) -> Iterator[tuple[bytes, int, int, int]]:
    """The boxes between two offsets: kind, start, start of the body, end (ISO/IEC 14496-12 §4.2)."""
    while start < end:
        source.seek(start)
        head = source.read(16)
        if len(head) < 8:
            raise FileDamaged(name=name, fact=_("it breaks off"))
        length, kind = struct.unpack(">I4s", head[:8])
        body = start + 8
        if length == 1 and len(head) == 16:
            length, body = struct.unpack(">Q", head[8:])[0], start + 16
        elif length == 0:
            length = end - start
        if length < body - start or start + length > end:
            raise FileDamaged(name=name, fact=_("it breaks off"))
        yield kind, start, body, start + length
        start += length


def _blank(target: IO[bytes], start: int, end: int, name: str) -> None:
    for kind, at, body, stop in list(_boxes(target, start, end, name)):
        if kind in _TELLING:
            target.seek(at + 4)
            target.write(b"free")
            target.seek(body)
            target.write(bytes(stop - body))
        elif kind in _WITHIN:
            _blank(target, body, stop, name)


def clean_wav(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Copy a WAV file without its texts: only the format and the sound."""
    size = source.seek(0, 2)
    source.seek(4)
    (said,) = struct.unpack("<I", source.read(4))
    if said + 8 > size:
        raise FileDamaged(name=name, fact=_("it breaks off"))
    if size - said - 8 > 1:
        raise FileCarriesMore(name=name, where=_("behind"))
    target.write(b"RIFF\x00\x00\x00\x00WAVE")
    at, kept = 12, set()
    while at + 8 <= size:
        source.seek(at)
        kind, length = struct.unpack("<4sI", source.read(8))
        if at + 8 + length > size:
            raise FileDamaged(name=name, fact=_("it breaks off"))
        if kind in (b"fmt ", b"data", b"fact"):
            kept.add(kind)
            target.write(struct.pack("<4sI", kind, length))
            _copy_bytes(source, target, length)
            target.write(b"\x00" * (length % 2))
        at += 8 + length + length % 2
    if not {b"fmt ", b"data"} <= kept:
        raise FileDamaged(name=name, fact=_("it has no sound in it"))
    whole = target.tell()
    target.seek(4)
    target.write(struct.pack("<I", whole - 8))
    target.seek(whole)


def clean_mp3(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Copy an MP3 file without its ID3 tags (title, artist, pictures, comments)."""
    size = source.seek(0, 2)
    start = 0
    source.seek(0)
    while (head := source.read(10))[:3] == b"ID3" and len(head) == 10:
        length = sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        start += 10 + length + (10 if head[5] & 0x10 else 0)
        source.seek(start)
    source.seek(max(size - 128, 0))
    end = size - 128 if source.read(3) == b"TAG" else size
    source.seek(start)
    frame = source.read(2)
    if len(frame) < 2 or frame[0] != 0xFF or frame[1] & 0xE0 != 0xE0 or end <= start:
        raise FileDamaged(name=name, fact=_("no sound follows its tags"))
    source.seek(start)
    _copy_bytes(source, target, end - start)


def _copy_bytes(source: IO[bytes], target: IO[bytes], count: int) -> None:
    while count > 0 and (piece := source.read(min(count, 1 << 20))):
        target.write(piece)
        count -= len(piece)
