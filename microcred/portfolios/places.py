"""Where in a piece of evidence a pin points: a page, a region, a moment or a stretch of time. Pure.

The fragments are those of PDF open parameters (ISO 32000-2, Annex O: `page`) and of W3C Media Fragments URI 1.0
(sections 4.2.1 and 4.2.2: `t` and `xywh`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LONGEST_STRETCH = 24 * 3600
"""seconds: no recording is longer"""
MOST_PAGES = 5_000
WHOLE = 100
"""per cent"""

_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]?\d)|(\d{1,5})")


class Fault(StrEnum):
    """What keeps a place from being one."""

    HALF_A_REGION = "half_a_region"
    OUTSIDE = "outside"
    BACKWARDS = "backwards"
    NO_SUCH_PAGE = "no_such_page"
    NO_SUCH_MOMENT = "no_such_moment"
    NOT_OF_THIS_KIND = "not_of_this_kind"


@dataclass(frozen=True)
class Place:
    """A place in a piece of evidence; with nothing said it is all of it.

    Attributes:
        page: Counted from 1.
        left, top, width, height: The region, in whole per cent of the picture's or page's width and height.
        from_second, to_second: Seconds from the beginning; without `to_second` a moment.
    """

    page: int | None = None
    left: int | None = None
    top: int | None = None
    width: int | None = None
    height: int | None = None
    from_second: int | None = None
    to_second: int | None = None

    @property
    def region(self) -> tuple[int, int, int, int] | None:
        """Left, top, width and height in per cent, where a region is meant."""
        if self.left is None or self.top is None or self.width is None or self.height is None:
            return None
        return (self.left, self.top, self.width, self.height)

    @property
    def fragment(self) -> str:
        """What goes behind an address to lead there, from `#` on; empty where the whole is meant."""
        if self.from_second is not None:
            return f"#t={self.from_second}" + (f",{self.to_second}" if self.to_second is not None else "")
        if self.page is not None:
            return f"#page={self.page}"
        return f"#xywh=percent:{','.join(map(str, self.region))}" if self.region else ""

    @property
    def words(self) -> str | Promise:
        """The place in words, such as “page 3” or “from 1:05 to 1:20”."""
        if self.from_second is not None and self.to_second is not None:
            facts = {"start": clock_words(self.from_second), "end": clock_words(self.to_second)}
            return format_lazy(_("from {start} to {end}"), **facts)
        if self.from_second is not None:
            return format_lazy(_("at {start}"), start=clock_words(self.from_second))
        if self.page is not None and self.region:
            return format_lazy(_("page {page}, {region}"), page=self.page, region=_region_words(self.region))
        if self.page is not None:
            return format_lazy(_("page {page}"), page=self.page)
        return _region_words(self.region) if self.region else _("all of it")


def faults(place: Place, kind: str, *, pages: int | None = None, seconds: float | None = None) -> Iterator[Fault]:
    """What is wrong with a place in a piece of evidence.

    Args:
        kind: of the evidence: document, image, audio, video or link.
        pages: how many it has, where that is known.
        seconds: how long it lasts, where that is known.
    """
    corners = (place.left, place.top, place.width, place.height)
    timed = place.from_second is not None or place.to_second is not None
    if (
        (place.page is not None and kind != "document")
        or (timed and kind not in ("audio", "video"))
        or (any(corner is not None for corner in corners) and kind not in ("document", "image"))
    ):
        yield Fault.NOT_OF_THIS_KIND
        return
    if any(corner is not None for corner in corners):
        yield from _faults_of_region(place, kind)
    if place.page is not None and not 1 <= place.page <= (pages or MOST_PAGES):
        yield Fault.NO_SUCH_PAGE
    if timed:
        yield from _faults_of_time(place, seconds)


def _faults_of_region(place: Place, kind: str) -> Iterator[Fault]:
    region = place.region
    if region is None or (kind == "document" and place.page is None):
        yield Fault.HALF_A_REGION
        return
    left, top, width, height = region
    if min(left, top) < 0 or min(width, height) < 1 or left + width > WHOLE or top + height > WHOLE:
        yield Fault.OUTSIDE


def _faults_of_time(place: Place, seconds: float | None) -> Iterator[Fault]:
    begin, end = place.from_second, place.to_second
    longest = seconds + 1 if seconds is not None else LONGEST_STRETCH
    if begin is None:
        yield Fault.BACKWARDS
    elif not 0 <= begin <= longest or (end is not None and end > longest):
        yield Fault.NO_SUCH_MOMENT
    elif end is not None and end <= begin:
        yield Fault.BACKWARDS


def seconds_in(words: str) -> int | None:
    """The seconds that a time code says, such as 1:05, 1:02:03 or 65; None where it is none."""
    found = _CLOCK.fullmatch(words.strip())
    if found is None:
        return None
    hours, minutes, seconds, plain = found.groups()
    return int(plain) if plain is not None else int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def clock_words(seconds: int) -> str:
    """Seconds as a time code: 1:05, or 1:02:03 from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _region_words(region: tuple[int, int, int, int]) -> Promise:
    left, top, width, height = region
    across = _THIRDS_ACROSS[min((2 * left + width) // 68, 2)]
    down = _THIRDS_DOWN[min((2 * top + height) // 68, 2)]
    words: Promise = format_lazy(_("region {down}, {across}"), down=down, across=across)
    return words


_THIRDS_ACROSS = {0: _("on the left"), 1: _("in the middle"), 2: _("on the right")}
_THIRDS_DOWN = {0: _("at the top"), 1: _("halfway down"), 2: _("at the bottom")}
