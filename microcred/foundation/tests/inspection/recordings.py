"""Recordings made for a test: a colour for each second, and a tone of its own for each."""

import math
from array import array
from io import BytesIO
from tempfile import TemporaryFile

import av

COLOURS = ((200, 40, 40), (40, 180, 60), (40, 60, 210), (220, 200, 40), (160, 60, 180), (60, 190, 190))
TONES = (300, 500, 700, 1100, 1300, 1700)
"""hertz"""
RATE = 16_000
FRAMES = 10
"""a second"""


def film(
    seconds: int = 4, *, sound: bool = True, size: tuple[int, int] = (160, 96), turned: int = 0, codec: str = "libx264"
) -> bytes:
    """An MP4 whose every second has one colour and one tone."""
    target = BytesIO()
    with av.open(target, "w", format="mp4") as here:
        pictures = here.add_stream(codec, rate=FRAMES)
        pictures.width, pictures.height, pictures.pix_fmt = *size, "yuv420p"
        pictures.options = {"preset": "ultrafast"}
        if turned:
            pictures.set_display_rotation(turned)
        heard = here.add_stream("aac", rate=48_000, layout="mono") if sound else None
        for second in range(seconds):
            colour = COLOURS[second % len(COLOURS)]
            for _number in range(FRAMES):
                frame = av.VideoFrame(*size, "rgb24")
                frame.planes[0].update(bytes(colour) * (frame.planes[0].buffer_size // 3))
                here.mux(pictures.encode(frame.reformat(format="yuv420p")))
            if heard is not None:
                here.mux(heard.encode(tone(second, 48_000)))
        for stream in (pictures, heard):
            if stream is not None:
                here.mux(stream.encode(None))
    return target.getvalue()


def spoken(kind: str = "wav", seconds: int = 4) -> bytes:
    """Sound alone, each second with a tone of its own: WAV, MP3 or M4A."""
    container, codec, rate = {
        "wav": ("wav", "pcm_s16le", 48_000),
        "mp3": ("mp3", "libmp3lame", 48_000),
        "m4a": ("mp4", "aac", 48_000),
    }[kind]
    target = BytesIO()
    with av.open(target, "w", format=container) as here:
        heard = here.add_stream(codec, rate=rate, layout="mono")
        for second in range(seconds):
            here.mux(heard.encode(tone(second, rate)))
        here.mux(heard.encode(None))
    return target.getvalue()


def tone(second: int, rate: int):
    """A second of sound as one frame."""
    pitch = TONES[second % len(TONES)]
    samples = array("h", (round(9_000 * math.sin(2 * math.pi * pitch * place / rate)) for place in range(rate)))
    frame = av.AudioFrame(format="s16", layout="mono", samples=rate)
    frame.planes[0].update(samples.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
    frame.sample_rate, frame.pts = rate, second * rate
    return frame


def colour_at(recording: bytes, moment: float) -> tuple[int, int, int]:
    """The colour in the middle of what is seen at a moment, in seconds."""
    seen = None
    with _opened(recording) as there:
        for frame in there.decode(video=0):
            if frame.time > moment:
                break
            seen = frame
        return seen.to_image().getpixel((seen.width // 2, seen.height // 2))


def loudness_at(recording: bytes, begins: float, ends: float, pitch: int) -> float:
    """How much of a tone is heard between two moments, from 0 to 1 (Goertzel's sum)."""
    samples = array("h")
    with _opened(recording) as there:
        plain = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in there.decode(audio=0):
            for one in plain.resample(frame):
                samples.frombytes(bytes(one.planes[0])[: 2 * one.samples])
    part = samples[int(begins * RATE) : int(ends * RATE)]
    turns = [2 * math.pi * pitch * place / RATE for place in range(len(part))]
    real = sum(value * math.cos(turn) for value, turn in zip(part, turns, strict=True))
    unreal = sum(value * math.sin(turn) for value, turn in zip(part, turns, strict=True))
    return 2 * math.hypot(real, unreal) / max(len(part), 1) / 32_767


def seconds_of(recording: bytes) -> float:
    """How long it lasts."""
    with _opened(recording) as there:
        return there.duration / av.time_base


def turned_by(recording: bytes) -> int:
    """By how many degrees a player turns it."""
    with _opened(recording) as there:
        return next(there.decode(video=0)).rotation


def _opened(recording: bytes):
    file = TemporaryFile()  # noqa: SIM115 (as long as the container)
    file.write(recording)
    file.seek(0)
    return av.open(file)
