"""Recordings by FFmpeg's libraries (PyAV): how long they are, a copy that streams at once, a still picture.

Only what is called MP4 or QuickTime and begins like it comes here, and it is opened as nothing else: a playlist that
names other files or addresses is never read as one (FFmpeg's `format_whitelist` and `protocol_whitelist`).
"""

import contextlib
import shutil
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

import av
from av.error import FFmpegError

REWRITTEN = frozenset({"video/mp4", "video/quicktime", "audio/mp4"})
"""media types whose container is written anew"""

PLAYED = frozenset({"h264", "av1", "vp9", "aac", "mp3", "opus", "flac", "alac"})
"""codecs that our readers' browsers play"""

LONGEST_SIDE = 1280
"""pixels of a video that is encoded anew"""

_POSTER = (960, 960)
OPENING: dict[str, Any] = {
    "format": "mov",
    "options": {"format_whitelist": "mov,mp4,m4a", "protocol_whitelist": "file", "enable_drefs": "0"},
}
_WRITING: dict[str, Any] = {"format": "mp4", "options": {"movflags": "+faststart", "fflags": "+bitexact"}}
TROUBLE = (FFmpegError, ValueError, StopIteration, IndexError, TypeError)
_TAKEN_OUT = "filter_units=remove_types=6"
"""H.264's supplemental information (ITU-T H.264 §7.4.1): encoders and cameras write their settings and more there"""


def probe(source: IO[bytes]) -> dict[str, Any]:
    """`seconds`, and whether browsers `plays` it as it is. Empty where FFmpeg cannot tell."""
    try:
        with av.open(place(source), **OPENING) as recording:
            return {"seconds": (recording.duration or 0) / av.time_base, "plays": _plays(recording)}
    except TROUBLE:
        return {}


def rewrite(clean: IO[bytes], poster: IO[bytes], media_type: str, *, anew: bool) -> dict[str, Any]:
    """Write the clean copy's container anew with its index first, or encode it anew, and take a still from it.

    Returns what was done: `rewritten` (encoded anew), `streams` (its index comes first), `poster`. What FFmpeg cannot
    read stays as it is.
    """
    said: dict[str, Any] = {"rewritten": False, "streams": False, "poster": False}
    with TemporaryFile() as fresh:
        try:
            with av.open(place(clean), **OPENING) as recording, av.open(place(fresh), "w", **_WRITING) as copy:
                (_encode if anew else _copy)(recording, copy)
        except TROUBLE:
            pass
        else:
            said |= {"rewritten": anew, "streams": True}
            _replace(clean, fresh)
    if media_type.startswith("video"):
        with contextlib.suppress(*TROUBLE):
            said["poster"] = still(clean, poster)
    return said


def _plays(recording: Any) -> bool:
    return all(stream.codec_context.name in PLAYED for stream in seen_and_heard(recording))


def seen_and_heard(recording: Any) -> list[Any]:
    """The first picture and the first sound; other tracks hold what the device measured, or are never shown."""
    return [*recording.streams.video[:1], *recording.streams.audio[:1]]


def _copy(recording: Any, copy: Any) -> None:
    """The same packets in a new container."""
    taken = {}
    for stream in seen_and_heard(recording):
        ours = copy.add_stream_from_template(stream)
        ours.metadata.clear()
        taken[stream.index] = (ours, without_notes(stream))
    if not taken:
        raise ValueError("nothing is seen or heard")
    for packet in recording.demux([stream for stream in recording.streams if stream.index in taken]):
        ours, through = taken[packet.stream.index]
        for one in filtered(packet, through):
            if one.dts is not None:
                one.stream = ours
                copy.mux(one)


def without_notes(stream: Any) -> Any:
    """What takes supplemental information out of a stream's packets, where there is any; captions may stand there."""
    return av.BitStreamFilterContext(_TAKEN_OUT, stream) if stream.codec_context.name == "h264" else None


def filtered(packet: Any, through: Any) -> Iterator[Any]:
    """A packet as it goes along."""
    if through is None:
        yield packet
    elif packet.size:
        yield from through.filter(packet)


def _encode(recording: Any, copy: Any) -> None:
    """Every picture and sound decoded and encoded: H.264 and AAC, which everything plays."""
    made = {}
    for stream in seen_and_heard(recording):
        if stream.type == "video":
            ours = copy.add_stream("libx264", rate=min(stream.average_rate or 30, 60))
            ours.width, ours.height = size_of(stream.width, stream.height)
            ours.pix_fmt = "yuv420p"
            ours.options = {"preset": "veryfast", "crf": "23"}
        else:
            ours = copy.add_stream("aac", rate=48_000)
        made[stream.index] = ours
    if not made:
        raise ValueError("nothing is seen or heard")
    for frame, index in _frames(recording, made):
        ours = made[index]
        copy.mux(ours.encode(shaped(frame, ours) if ours.type == "video" else frame))
    for ours in made.values():
        copy.mux(ours.encode(None))


def shaped(frame: Any, ours: Any) -> Any:
    """The picture in our size, and of the kind that the encoder chooses."""
    ready = frame.reformat(ours.width, ours.height, "yuv420p")
    ready.pict_type = 0
    return ready


def _frames(recording: Any, made: dict[int, Any]) -> Iterator[tuple[Any, int]]:
    for packet in recording.demux([stream for stream in recording.streams if stream.index in made]):
        for frame in packet.decode():
            yield frame, packet.stream.index


def size_of(width: int, height: int) -> tuple[int, int]:
    """Within the longest side, and even, as H.264 wants both."""
    scale = min(1.0, LONGEST_SIDE / max(width, height, 1))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def still(clean: IO[bytes], poster: IO[bytes]) -> bool:
    """Write a still picture of a video, from the tenth part of it on."""
    with av.open(place(clean), **OPENING) as recording:
        stream = recording.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        if recording.duration:
            recording.seek(recording.duration // 10)
        picture = next(recording.decode(stream)).to_image()
    picture.thumbnail(_POSTER)
    poster.seek(0)
    picture.save(poster, "JPEG", quality=85)
    poster.flush()
    return True


def place(file: IO[bytes]) -> str:
    """By which FFmpeg opens a file that is open already: it reads an MP4 that it writes once more."""
    file.flush()
    return f"/proc/self/fd/{file.fileno()}"


def _replace(clean: IO[bytes], fresh: IO[bytes]) -> None:
    fresh.seek(0)
    clean.seek(0)
    clean.truncate()
    shutil.copyfileobj(fresh, clean, 1 << 20)
    clean.flush()
