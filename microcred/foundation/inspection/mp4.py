"""MP4 and QuickTime: of the boxes, only those that picture and sound need keep their content in the copy."""

import shutil
import struct
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext_lazy as _

from microcred.foundation.inspection.refusals import FileDamaged, FileHasActiveContent

_TABLES = frozenset(
    b"mvhd tkhd elst mdhd elng vmhd smhd nmhd sthd gmin stsd stts ctts stss stsc stsz stz2 stco co64 sgpd sbgp sdtp "
    b"cslg subs saiz saio stsh stps mehd trex mfhd tfhd trun tfdt tfra mfro ftyp styp sidx mdat hdlr dref".split()
)
"""Boxes that say how to play (ISO/IEC 14496-12 §6.2). All others may hold places, names and devices."""

_WITHIN = frozenset(b"moov trak edts mdia minf dinf stbl mvex moof traf mfra gmhd".split())
_PLAYED = (b"vide", b"soun", b"sbtl", b"subt", b"clcp")
"""Handlers of tracks that are seen, heard or read; a track of another kind holds what the device measured."""

_COMPRESSOR = (42, 74)
"""offsets of the compressor's name in the description of pictures (ISO/IEC 14496-12 §12.1.3)"""
_SELF_CONTAINED = 1
_PIECE = 1 << 20

Box = tuple[bytes, int, int, int]
"""Kind, start, start of the body, end."""


def clean(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Copy the recording, blanking what tells where, by whom and with what it was made.

    What is blanked is renamed to `free` and filled with zeros, so that every offset stays as it was.
    """
    size = source.seek(0, 2)
    whole = {kind: (body, end) for kind, _start, body, end in _boxes(source, 0, size, name)}
    if not {b"moov", b"mdat"} <= set(whole) or b"mvhd" not in _children(source, *whole[b"moov"], name):
        raise FileDamaged(name=name, fact=_("it has no picture or sound in it, or breaks off"))
    source.seek(0)
    shutil.copyfileobj(source, target, _PIECE)
    try:
        _zero_within(target, _not_played(target, *whole[b"moov"], name), size, name)
        _blank(target, 0, size, name, b"")
    except (struct.error, IndexError, RecursionError) as error:
        raise FileDamaged(name=name, fact=_("its inner structure is broken")) from error


def _boxes(source: IO[bytes], start: int, end: int, name: str) -> Iterator[Box]:
    """The boxes between two offsets (ISO/IEC 14496-12 §4.2)."""
    while start < end:
        source.seek(start)
        head = source.read(16)
        if end - start == 4 and head[:4] == bytes(4):
            return  # QuickTime ends some lists of boxes so.
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


def _children(source: IO[bytes], start: int, end: int, name: str) -> dict[bytes, tuple[int, int]]:
    return {kind: (body, stop) for kind, _at, body, stop in _boxes(source, start, end, name)}


def _blank(target: IO[bytes], start: int, end: int, name: str, handler: bytes) -> None:
    for kind, at, body, stop in list(_boxes(target, start, end, name)):
        if kind == b"trak":
            handler = _handler(target, body, stop, name)
        if kind == b"trak" and handler not in _PLAYED:
            _free(target, at, body, stop)
        elif kind in _WITHIN:
            _blank(target, body, stop, name, handler)
        elif kind not in _TABLES:
            _free(target, at, body, stop)
        elif kind == b"hdlr":
            # Behind the four letters of the handler stand the device's maker and a name.
            _zero(target, body + 12, stop)
        elif kind == b"dref":
            _only_itself(target, body, stop, name)
        elif kind == b"stsd":
            _describe_nobody(target, body, stop, name, handler)


def _free(target: IO[bytes], at: int, body: int, stop: int) -> None:
    target.seek(at + 4)
    target.write(b"free")
    _zero(target, body, stop)


def _zero(target: IO[bytes], start: int, stop: int) -> None:
    target.seek(start)
    while start < stop:
        start += target.write(bytes(min(stop - start, _PIECE)))


def _handler(source: IO[bytes], start: int, end: int, name: str) -> bytes:
    media = _children(source, start, end, name).get(b"mdia")
    found = _children(source, *media, name).get(b"hdlr") if media else None
    if not found:
        return b""
    source.seek(found[0] + 8)
    return source.read(4)


def _only_itself(target: IO[bytes], body: int, stop: int, name: str) -> None:
    """A recording that plays another file is not taken; and of itself it need not say where it lay."""
    for _kind, _at, entry, end in list(_boxes(target, body + 8, stop, name)):
        target.seek(entry + 3)
        if not target.read(1)[0] & _SELF_CONTAINED:
            raise FileHasActiveContent(name=name, fact=_("parts that are loaded from elsewhere when it is opened"))
        _zero(target, entry + 4, end)


def _describe_nobody(target: IO[bytes], body: int, stop: int, name: str, handler: bytes) -> None:
    """In how samples are packed, the name of the compressor is free text."""
    for _kind, _at, entry, end in list(_boxes(target, body + 8, stop, name)):
        if handler == b"vide" and end >= entry + _COMPRESSOR[1]:
            _zero(target, entry + _COMPRESSOR[0], entry + _COMPRESSOR[1])


def _not_played(source: IO[bytes], start: int, end: int, name: str) -> list[tuple[int, int]]:
    """Where, among sound and pictures, lie the samples of tracks that are neither."""
    spans: list[tuple[int, int]] = []
    for kind, _at, body, stop in list(_boxes(source, start, end, name)):
        if kind == b"trak" and _handler(source, body, stop, name) not in _PLAYED:
            spans += _samples(source, body, stop, name)
    return spans


def seconds(source: IO[bytes]) -> float:
    """How long a clean recording lasts, by its header (`mvhd`, ISO/IEC 14496-12 §8.2.2); 0 where it does not say."""
    size = source.seek(0, 2)
    whole = {kind: (body, end) for kind, _start, body, end in _boxes(source, 0, size, "")}
    header = next((body for kind, _start, body, _end in _boxes(source, *whole[b"moov"], "") if kind == b"mvhd"), None)
    if header is None:
        return 0.0
    source.seek(header)
    version = source.read(4)[0]
    scale, length = struct.unpack(">16xIQ", source.read(28)) if version else struct.unpack(">8xII", source.read(16))
    return length / scale if scale else 0.0


def _zero_within(target: IO[bytes], spans: list[tuple[int, int]], size: int, name: str) -> None:
    """Fill with zeros, but only what lies in `mdat`: a table that points elsewhere must not break the container."""
    data = [(body, end) for kind, _at, body, end in _boxes(target, 0, size, name) if kind == b"mdat"]
    for body, end in data:
        done = body
        for start, stop in sorted(spans):
            # Each byte at most once, however often the table names it.
            _zero(target, max(start, done), min(stop, end))
            done = max(done, min(stop, end))


def _samples(source: IO[bytes], start: int, end: int, name: str) -> list[tuple[int, int]]:
    """Where the samples of a track lie, by its tables of chunks and sizes (ISO/IEC 14496-12 §8.7)."""
    for step in (b"mdia", b"minf", b"stbl"):
        found = _children(source, start, end, name).get(step)
        if found is None:
            return []
        start, end = found
    tables = _children(source, start, end, name)
    if not {b"stsc", b"stsz"} <= set(tables):
        return []
    wide = b"co64" in tables
    chunks = _numbers(source, tables.get(b"co64") or tables.get(b"stco"), ">Q" if wide else ">I", 1)
    runs = _numbers(source, tables[b"stsc"], ">III", 1)
    source.seek(tables[b"stsz"][0] + 4)
    (each,) = struct.unpack(">I", source.read(4))
    sizes = [] if each else [size for (size,) in _numbers(source, tables[b"stsz"], ">I", 2)]
    sample = run = 0
    spans: list[tuple[int, int]] = []
    for number, (at,) in enumerate(chunks, start=1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        count = runs[run][1] if runs else 0
        length = each * count if each else sum(sizes[sample : sample + count])
        sample += count
        spans.append((at, at + length))
    return spans


def _numbers(source: IO[bytes], where: tuple[int, int] | None, form: str, before: int) -> list[tuple[int, ...]]:
    """The rows of a table: after version and flags come `before` numbers, the last of them the count of rows."""
    if where is None:
        return []
    body, stop = where
    source.seek(body + 4 * before)
    (count,) = struct.unpack(">I", source.read(4))
    width = struct.calcsize(form)
    rows = source.read(max(0, min(count * width, stop - source.tell())))
    return list(struct.iter_unpack(form, rows[: len(rows) // width * width]))
