"""What is to be covered in a file: regions of pictures and pages, stretches of recordings. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST = 24 * 3600
"""seconds: no recording is longer"""
WHOLE = 100
"""per cent"""

_CLOCK = re.compile(r"(?:(\d{1,2}):)?(?:(\d{1,3}):)?(\d{1,5}(?:[.,]\d{1,3})?)")


class Sound(StrEnum):
    """What is done to the sound of a stretch."""

    MUTE = "mute"
    BEEP = "beep"
    KEEP = "keep"


class Fault(StrEnum):
    """What keeps a mark from being one."""

    NOTHING = "nothing"
    INCOMPLETE = "incomplete"
    OUTSIDE = "outside"
    BACKWARDS = "backwards"
    COVERS_NOTHING = "covers_nothing"


@dataclass(frozen=True)
class Region:
    """A rectangle of a picture or of a page, in per cent of its width and height.

    Attributes:
        page: Counted from 1, where it lies in a document.
    """

    left: float
    top: float
    width: float
    height: float
    page: int | None = None

    @property
    def words(self) -> str | Promise:
        """What it covers, in words."""
        facts = {name: _number(getattr(self, name)) for name in ("left", "top", "width", "height")}
        if self.page is not None:
            return format_lazy(
                _("page {page}: {width} × {height} %, from the left {left} %, from the top {top} %"),
                page=self.page,
                **facts,
            )
        return format_lazy(_("{width} × {height} %, from the left {left} %, from the top {top} %"), **facts)


@dataclass(frozen=True)
class Stretch:
    """A stretch of a recording, in seconds from its beginning.

    Attributes:
        picture: Whether nothing is seen meanwhile.
        sound: What is heard meanwhile.
    """

    begins: float
    ends: float
    picture: bool
    sound: Sound

    @property
    def words(self) -> str | Promise:
        """What it covers, in words."""
        done = [_PICTURE] if self.picture else []
        done += [_SOUNDS[self.sound]] if self.sound is not Sound.KEEP else []
        what = format_lazy("{}, {}", *done) if len(done) > 1 else done[0] if done else ""
        return format_lazy(
            _("from {begins} to {ends}: {what}"), begins=clock(self.begins), ends=clock(self.ends), what=what
        )


Mark = Region | Stretch

_PICTURE = pgettext_lazy("redaction", "picture black")
_SOUNDS = {Sound.MUTE: pgettext_lazy("redaction", "sound off"), Sound.BEEP: pgettext_lazy("redaction", "beep")}


def faults_of(marks: Sequence[Mark], kind: str) -> Iterator[Fault]:
    """What is wrong with marks in a piece of evidence.

    Args:
        kind: of the evidence: document, image, audio or video.
    """
    if not marks:
        yield Fault.NOTHING
    for mark in marks:
        if isinstance(mark, Stretch) != (kind in ("audio", "video")):
            yield Fault.INCOMPLETE
        elif isinstance(mark, Region):
            yield from _of_region(mark, kind)
        else:
            yield from _of_stretch(mark, kind)


def _of_region(mark: Region, kind: str) -> Iterator[Fault]:
    if (mark.page is None) != (kind == "image"):
        yield Fault.INCOMPLETE
    beyond = max(mark.left + mark.width, mark.top + mark.height) > WHOLE + 1e-9
    if min(mark.left, mark.top) < 0 or min(mark.width, mark.height) <= 0 or beyond:
        yield Fault.OUTSIDE


def _of_stretch(mark: Stretch, kind: str) -> Iterator[Fault]:
    if not 0 <= mark.begins < mark.ends <= LONGEST:
        yield Fault.BACKWARDS
    if mark.sound is Sound.KEEP and not (mark.picture and kind == "video"):
        yield Fault.COVERS_NOTHING


def silences(marks: Sequence[Mark]) -> list[tuple[float, float]]:
    """The stretches in which nothing of what was said is heard."""
    return [(mark.begins, mark.ends) for mark in marks if isinstance(mark, Stretch) and mark.sound is not Sound.KEEP]


def kept(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Marks as a row keeps them, and as inspection takes them."""
    return [asdict(mark) for mark in marks]


def again(rows: Sequence[dict[str, Any]]) -> list[Mark]:
    """Marks, from what a row keeps."""
    return [Stretch(**row | {"sound": Sound(row["sound"])}) if "begins" in row else Region(**row) for row in rows]


def moment_in(words: str) -> float | None:
    """The seconds that a time code says, such as 1:05, 1:02:03.5 or 65; None where it is none."""
    found = _CLOCK.fullmatch(words.strip())
    if found is None:
        return None
    first, second, rest = found.groups()
    hours, minutes = (first, second) if second is not None else (None, first)
    seconds = float(rest.replace(",", "."))
    if minutes is not None and seconds >= 60:
        return None
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + seconds


def clock(seconds: float) -> str:
    """Seconds as a time code: 1:05, 1:05.5, or 1:02:03 from an hour on."""
    whole, tenths = divmod(round(seconds * 10), 10)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    said = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{said}.{tenths}" if tenths else said


def _number(value: float) -> str:
    return f"{value:g}"
