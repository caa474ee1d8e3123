"""Recordings: what is seen or heard in a stretch is replaced before it is encoded, and the rest goes along.

Frames pass one by one, so that memory stays flat however long the recording is. A track of which nothing is covered is
copied as it is; the others are decoded, covered and encoded anew: no encoder is ever given what is covered.
"""

import math
from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import IO, Any

import av

from microcred.foundation.inspection import recording
from microcred.foundation.inspection.redaction import MARGIN, NothingLeftOut

WRITTEN_AS = {
    "video/mp4": ("mp4", "aac"),
    "video/quicktime": ("mp4", "aac"),
    "audio/mp4": ("mp4", "aac"),
    "audio/mpeg": ("mp3", "libmp3lame"),
    "audio/wav": ("wav", "pcm_s16le"),
}
"""container and sound of what is written, by media type"""

BEEP = 1000
"""hertz"""
LOUDNESS = 0.15
"""of full scale"""

_TOLD_EVERY = 0.01
"""of the whole"""
_OPTIONS = {
    "mp4": {"movflags": "+faststart", "fflags": "+bitexact"},
    "mp3": {"id3v2_version": "0", "write_xing": "0", "fflags": "+bitexact"},
    "wav": {"fflags": "+bitexact"},
}
_TICK = Fraction(1, 90_000)
"""seconds: in which moments of pictures are counted"""


def redact(
    source: IO[bytes],
    target: IO[bytes],
    media_type: str,
    marks: list[dict[str, Any]],
    tell: Callable[[float], None],
) -> None:
    """Black the picture and silence the sound in stretches of a recording.

    Raises:
        NothingLeftOut: a stretch begins after the end, or there is nothing to be covered in it.
    """
    container, _sound = WRITTEN_AS[media_type]
    with av.open(recording.place(source), **_opening(container)) as there:
        length = (there.duration or 0) / av.time_base
        if any(mark["begins"] >= length for mark in marks):
            raise NothingLeftOut
        options = _OPTIONS[container]
        with av.open(recording.place(target), "w", format=container, options=options) as here:
            turned = _turned(source, container)
            tracks = [_track(here, stream, marks, media_type, turned) for stream in recording.seen_and_heard(there)]
            if not any(isinstance(track, _Covered) and track.stretches for track in tracks):
                raise NothingLeftOut
            _write(there, here, {track.stream.index: track for track in tracks}, length, tell)


class _Copied:
    """A track of which nothing is covered: its packets go along, without what devices and captions put between."""

    def __init__(self, here: Any, stream: Any) -> None:
        self.stream, self.ours = stream, here.add_stream_from_template(stream)
        self.ours.metadata.clear()
        self.through = recording.without_notes(stream)

    def take(self, packet: Any) -> Iterator[Any]:
        for one in recording.filtered(packet, self.through):
            if one.dts is not None:
                one.stream = self.ours
                yield one

    def end(self) -> Iterator[Any]:
        return iter(())


class _Covered(ABC):
    """A track that is decoded, covered where it has to be, and encoded anew."""

    def __init__(self, stream: Any, ours: Any, stretches: list[dict[str, Any]]) -> None:
        self.stream, self.ours, self.stretches = stream, ours, stretches

    def take(self, packet: Any) -> Iterator[Any]:
        for frame in packet.decode():
            yield from self.pass_on(frame)

    @abstractmethod
    def pass_on(self, frame: Any) -> Iterator[Any]:
        """The packets of one frame, covered where it has to be."""

    def end(self) -> Iterator[Any]:
        yield from self.ours.encode(None)

    def overlapping(self, begins: float, ends: float) -> list[dict[str, Any]]:
        """The stretches of which something lies between two moments."""
        return [one for one in self.stretches if begins < one["ends"] + MARGIN and ends > one["begins"] - MARGIN]


class _Seen(_Covered):
    """Pictures. One is held until the next says how long it stays to be seen: it is black if any of that is covered."""

    def __init__(self, here: Any, stream: Any, stretches: list[dict[str, Any]], turned: int) -> None:
        ours = here.add_stream("libx264", rate=min(stream.average_rate or 30, 60))
        ours.width, ours.height = recording.size_of(stream.width, stream.height)
        ours.pix_fmt = "yuv420p"
        ours.codec_context.time_base = _TICK
        ours.options = {"preset": "veryfast", "crf": "21"}
        if turned:
            ours.set_display_rotation(turned)
        self.held: Any = None
        self.last = -1
        super().__init__(stream, ours, stretches)

    def pass_on(self, frame: Any) -> Iterator[Any]:
        if frame.time is None:
            return
        held, self.held = self.held, frame
        if held is not None:
            yield from self._write(held, frame.time)

    def end(self) -> Iterator[Any]:
        if self.held is not None:
            yield from self._write(self.held, math.inf)
        yield from self.ours.encode(None)

    def _write(self, frame: Any, until: float) -> Iterator[Any]:
        # Two pictures of the same moment cannot both be seen.
        self.last = max(round(frame.time / _TICK), self.last + 1)
        shown = self._blackness() if self.overlapping(frame.time, until) else recording.shaped(frame, self.ours)
        shown.pts, shown.time_base = self.last, _TICK
        yield from self.ours.encode(shown)

    def _blackness(self) -> Any:
        black = av.VideoFrame(self.ours.width, self.ours.height, "yuv420p")
        for plane, level in zip(black.planes, (16, 128, 128), strict=True):
            plane.update(bytes([level]) * plane.buffer_size)
        return black


class _Heard(_Covered):
    """Sound, whose samples within a stretch become silence or a tone."""

    def __init__(self, here: Any, stream: Any, codec: str, stretches: list[dict[str, Any]]) -> None:
        self.rate = stream.rate if stream.rate in (32_000, 44_100, 48_000) else 48_000
        layout = "mono" if stream.channels == 1 else "stereo"
        self.channels = 1 if layout == "mono" else 2
        self.plain = av.AudioResampler(format="s16", layout=layout, rate=self.rate)
        self.beep = _one_second_of_beep(self.rate, self.channels)
        ours = here.add_stream(codec, rate=self.rate, layout=layout)
        super().__init__(stream, ours, stretches)

    def pass_on(self, frame: Any) -> Iterator[Any]:
        for plain in self.plain.resample(frame):
            yield from self._write(plain)

    def end(self) -> Iterator[Any]:
        for plain in self.plain.resample(None):
            yield from self._write(plain)
        yield from self.ours.encode(None)

    def _write(self, frame: Any) -> Iterator[Any]:
        starts = frame.time or 0.0
        for one in self.overlapping(starts, starts + frame.samples / self.rate):
            first = max(0, math.floor((one["begins"] - MARGIN - starts) * self.rate))
            last = min(frame.samples, math.ceil((one["ends"] + MARGIN - starts) * self.rate))
            samples = memoryview(frame.planes[0]).cast("B")
            width = 2 * self.channels
            samples[first * width : last * width] = self._instead(
                round(starts * self.rate) + first, last - first, one["sound"]
            )
        yield from self.ours.encode(frame)

    def _instead(self, first: int, count: int, sound: str) -> bytes:
        """So many samples of what is heard instead, from the one that stands at `first` in the recording."""
        width = 2 * self.channels
        if sound != "beep" or count <= 0:
            return bytes(max(0, count) * width)
        # A second holds a whole number of periods, so that the tone goes on from frame to frame without a click.
        starts = first % self.rate
        whole = self.beep * ((starts + count) // self.rate + 1)
        return whole[starts * width : (starts + count) * width]


def _track(here: Any, stream: Any, marks: list[dict[str, Any]], media_type: str, turned: int) -> _Copied | _Covered:
    if stream.type == "video":
        dark = [mark for mark in marks if mark["picture"]]
        # What is written between the pictures of other codecs nobody takes out, and it may be what is said.
        if not dark and stream.codec_context.name == "h264":
            return _Copied(here, stream)
        return _Seen(here, stream, dark, turned)
    silent = [mark for mark in marks if mark["sound"] != "keep"]
    if not silent:
        return _Copied(here, stream)
    return _Heard(here, stream, WRITTEN_AS[media_type][1], silent)


def _write(there: Any, here: Any, tracks: dict[int, Any], length: float, tell: Callable[[float], None]) -> None:
    told = 0.0
    for packet in there.demux([track.stream for track in tracks.values()]):
        if packet.pts is not None and length:
            share = min(0.99, max(0.0, float(packet.pts * packet.time_base) / length))
            if share >= told + _TOLD_EVERY:
                told = share
                tell(share)
        for ours in tracks[packet.stream.index].take(packet):
            here.mux(ours)
    for track in tracks.values():
        for ours in track.end():
            here.mux(ours)


def _turned(source: IO[bytes], container: str) -> int:
    """By how many degrees a player turns the pictures, as the first of them says."""
    with av.open(recording.place(source), **_opening(container)) as there:
        first = next(there.decode(video=0), None) if there.streams.video else None
        return int(first.rotation) if first is not None else 0


def _one_second_of_beep(rate: int, channels: int) -> bytes:
    level = LOUDNESS * 32_767
    samples = array("h")
    for place in range(rate):
        samples.extend([round(level * math.sin(2 * math.pi * BEEP * place / rate))] * channels)
    return samples.tobytes()


def _opening(container: str) -> dict[str, Any]:
    """How a clean copy is opened: as what it is, and nothing else, from itself alone."""
    if container == "mp4":
        return recording.OPENING
    return {"format": container, "options": {"format_whitelist": container, "protocol_whitelist": "file"}}
