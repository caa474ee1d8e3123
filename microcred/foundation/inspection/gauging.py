"""What can be seen, read and heard in a clean file: figures by which an empty, dark or silent one is told from others.

Nothing here says whether evidence is good. A page is looked at as a small picture; a recording is sampled at places
spread over it, and heard to its end only when every sample was silent.
"""

import zipfile
from array import array
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import IO, Any

import av
import pypdfium2
from av.error import FFmpegError
from PIL import Image, ImageStat

from microcred.foundation.inspection.words import WITH_WORDS, words_of

Facts = dict[str, Any]

MOST_PAGES = 60
"""pages that are looked at"""

_LOOKED_AT = (240, 240)
"""pixels of the small picture by which a page, photo or frame is judged to be of one colour"""
_ONE_COLOUR = 1.5
"""standard deviation of brightness (0 to 255) below which nothing can be made out"""
_LITTLE_INK = 0.0004
"""the part of a page's pixels that differ from its commonest brightness, below which it is blank"""
_DARK = 12
"""mean brightness (0 to 255) below which a frame is black"""
_SILENT = 33
"""peak of 16-bit samples below which nothing is heard: -60 dBFS"""
_PLACES = 12
_SECONDS_AT_A_PLACE = 1.5
_HEARD_TO_THE_END = 1800
"""seconds of a recording that is heard to its end when every sample was silent"""

_PICTURES = ("jpg", "jpeg", "png", "gif", "webp")
_SOUNDS = ("mp3", "m4a", "wav", "ogg")
_VIDEOS = ("mp4", "mov", "webm")
_MEDIA = ("word/media/", "ppt/media/", "xl/media/", "Pictures/", "xl/charts/", "ppt/charts/", "word/charts/", "Object ")
_TROUBLE = (
    pypdfium2.PdfiumError,
    FFmpegError,
    zipfile.BadZipFile,
    OSError,
    ValueError,
    IndexError,
    TypeError,
    StopIteration,
)


def gauge(source: IO[bytes], name: str) -> Facts:
    """The figures of a clean file. Empty for a kind that has none, or where it could not be gauged.

    Returns:
        Of a document: `pages`, `blank` and `unshown` (a count, and numbers, among `looked_at` pages of a PDF),
        `characters`, `pictures`. Of a picture: `one_colour`, `width`, `height`. Of a recording:
        `seconds`, `sound` and `picture` (whether there is such a track), `silent`, `black`, `whole` (whether it was
        heard to its end).
    """
    extension = name.rpartition(".")[2].lower()
    source.seek(0)
    try:
        if extension == "pdf":
            return _pdf(source)
        if extension in _PICTURES:
            return _picture(source)
        if extension in _SOUNDS or extension in _VIDEOS:
            return _recording(source, has_picture=extension in _VIDEOS)
        if extension in WITH_WORDS:
            return _document(source, name)
    except _TROUBLE:
        return {}
    return {}


def _pdf(source: IO[bytes]) -> Facts:
    with closing(pypdfium2.PdfDocument(source.read())) as document:
        count = len(document)
        looked_at = min(count, MOST_PAGES)
        blank, unshown, characters = 0, [], 0
        for number in range(looked_at):
            try:
                with closing(document[number]) as page:
                    with closing(page.get_textpage()) as text:
                        written = len("".join(text.get_text_bounded().split()))
                    characters += written
                    # Words count as something to see even where their colour is that of the page: not ours to judge.
                    blank += not written and _is_blank(page)
            except _TROUBLE:
                unshown.append(number + 1)
    return {"pages": count, "looked_at": looked_at, "blank": blank, "unshown": unshown, "characters": characters}


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    longest = max(page.get_width(), page.get_height(), 1)
    shown = page.render(scale=_LOOKED_AT[0] / longest, grayscale=True).to_pil().convert("L")
    histogram = shown.histogram()
    return bool(1 - max(histogram) / max(sum(histogram), 1) < _LITTLE_INK)


def _document(source: IO[bytes], name: str) -> Facts:
    read = words_of(source, name)
    characters = len("".join(read.text.split())) if read else 0
    pictures = 0
    if name.rpartition(".")[2].lower() not in ("txt", "md", "csv"):
        source.seek(0)
        with zipfile.ZipFile(source) as archive:
            pictures = sum(part.startswith(_MEDIA) and not part.endswith("/") for part in archive.namelist())
    return {"characters": characters, "pictures": pictures}


def _picture(source: IO[bytes]) -> Facts:
    with Image.open(source) as picture:
        width, height = picture.size
        picture.draft("L", _LOOKED_AT)
        small = picture.convert("L").resize(_LOOKED_AT)
        return {"one_colour": ImageStat.Stat(small).stddev[0] < _ONE_COLOUR, "width": width, "height": height}


def _recording(source: IO[bytes], *, has_picture: bool) -> Facts:
    with av.open(source, mode="r", options={"protocol_whitelist": "file", "enable_drefs": "0"}) as recording:
        seconds = (recording.duration or 0) / av.time_base
        sound = next(iter(recording.streams.audio), None)
        picture = next(iter(recording.streams.video), None) if has_picture else None
        facts: Facts = {"seconds": seconds, "sound": sound is not None, "picture": picture is not None}
        facts |= {"silent": sound is None, "black": has_picture and picture is None, "whole": True}
        if sound is not None:
            facts["silent"] = all(_peak(recording, sound, at) < _SILENT for at in _spread(seconds))
            if facts["silent"]:
                facts["whole"] = seconds <= _HEARD_TO_THE_END
                facts["silent"] = not facts["whole"] or _is_silent_throughout(recording, sound)
        if picture is not None:
            facts["black"] = all(_is_dark(recording, picture, at) for at in _spread(seconds))
        return facts


def _spread(seconds: float) -> Iterator[float]:
    """Places in a recording, its beginning first."""
    yield 0.0
    for place in range(1, _PLACES):
        if seconds > 2 * _SECONDS_AT_A_PLACE:
            yield seconds * place / _PLACES


def _seek(recording: Any, seconds: float) -> None:
    recording.seek(int(seconds * av.time_base))


def _peak(recording: Any, stream: Any, seconds: float) -> int:
    """The loudest of the samples at a place, of 32768."""
    _seek(recording, seconds)
    return max(_peaks(recording, stream, until=seconds + _SECONDS_AT_A_PLACE), default=0)


def _peaks(recording: Any, stream: Any, *, until: float | None = None) -> Iterator[int]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=8000)
    for frame in recording.decode(stream):
        if until is not None and frame.time is not None and frame.time > until:
            return
        for part in resampler.resample(frame):
            samples = array("h", bytes(part.planes[0])[: part.samples * 2])
            yield max(max(samples, default=0), -min(samples, default=0))


def _is_silent_throughout(recording: Any, stream: Any) -> bool:
    _seek(recording, 0)
    return all(peak < _SILENT for peak in _peaks(recording, stream))


def _is_dark(recording: Any, stream: Any, seconds: float) -> bool:
    """Whether the picture at a place is black; one that cannot be decoded there is."""
    _seek(recording, seconds)
    for frame in islice(recording.decode(stream), 1):
        small = frame.to_image().convert("L").resize((64, 36))
        return bool(ImageStat.Stat(small).mean[0] < _DARK)
    return True
