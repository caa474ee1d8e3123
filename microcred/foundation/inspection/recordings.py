"""Sound: of a container or a stream of frames only what is heard goes into the copy."""

import struct
from typing import IO

from django.utils.translation import gettext_lazy as _

from microcred.foundation.inspection.refusals import FileCarriesMore, FileDamaged

_BITRATES = {
    (3, 3): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s by version (3 is MPEG-1, 2 the lower sampling rates) and layer (3 is I, 1 is III): ISO/IEC 11172-3 §2.4.2.3"""
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""samples a second by version; 0 is MPEG-2.5"""
_SEARCHED = 1 << 16
"""bytes between frames that are looked through at a time"""


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
    """Copy the frames of sound and nothing between, before or behind them: no ID3, APE or Lyrics tags."""
    size = source.seek(0, 2)
    at, kept = _behind_id3(source), 0
    while at < size:
        length = _frame_at(source, at)
        if length and at + length <= size and (kept or _frame_at(source, at + length)):
            source.seek(at)
            _copy_bytes(source, target, length)
            kept += 1
            at += length
        else:
            at = _next_frame(source, at + 1, size)
    if not kept:
        raise FileDamaged(name=name, fact=_("no sound follows its tags"))


def seconds_of_wav(source: IO[bytes]) -> float:
    """How long the sound of a clean WAV file lasts: its bytes by the bytes a second that its format states."""
    size, at, rate, sound = source.seek(0, 2), 12, 0, 0
    while at + 8 <= size:
        source.seek(at)
        kind, length = struct.unpack("<4sI", source.read(8))
        if kind == b"fmt ":
            rate = struct.unpack("<8xI", source.read(12))[0]
        sound += length if kind == b"data" else 0
        at += 8 + length + length % 2
    return sound / rate if rate else 0.0


def seconds_of_mp3(source: IO[bytes]) -> float:
    """How long the frames of a clean MP3 file last together (ISO/IEC 11172-3 §2.4.2.1)."""
    size, at, seconds = source.seek(0, 2), 0, 0.0
    while at < size:
        source.seek(at)
        head = source.read(4)
        length = _frame_length(head)
        if not length:
            break
        version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
        samples = 384 if layer == 3 else 576 if layer == 1 and version != 3 else 1152
        seconds += samples / _RATES[version][head[2] >> 2 & 3]
        at += length
    return seconds


def _behind_id3(source: IO[bytes]) -> int:
    at = 0
    source.seek(0)
    while (head := source.read(10))[:3] == b"ID3" and len(head) == 10:
        length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        at += 10 + length + (10 if head[5] & 0x10 else 0)
        source.seek(at)
    return at


def _frame_at(source: IO[bytes], at: int) -> int:
    """Bytes of the frame that starts here; 0 where none does."""
    source.seek(at)
    return _frame_length(source.read(4))


def _frame_length(head: bytes) -> int:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 0 or bitrate in (0, 15) or rate == 3:
        return 0
    bits = _BITRATES[3 if version == 3 else 2, layer][bitrate - 1] * 1000
    samples = _RATES[version][rate]
    if layer == 3:
        return (12 * bits // samples + padding) * 4
    return (72 if layer == 1 and version != 3 else 144) * bits // samples + padding


def _next_frame(source: IO[bytes], at: int, size: int) -> int:
    """Where, from here on, two frames follow each other: one alone may be two letters of a text."""
    while at < size:
        source.seek(at)
        piece = source.read(_SEARCHED + 3)
        found = piece.find(b"\xff")
        while 0 <= found < _SEARCHED:
            length = _frame_length(piece[found : found + 4])
            if length and _frame_at(source, at + found + length):
                return at + found
            found = piece.find(b"\xff", found + 1)
        at += _SEARCHED
    return size


def _copy_bytes(source: IO[bytes], target: IO[bytes], count: int) -> None:
    while count > 0 and (piece := source.read(min(count, 1 << 20))):
        target.write(piece)
        count -= len(piece)
