"""Dates as a calendar reads them: iCalendar text (RFC 5545). Pure.

Moments are told in universal time, which needs no description of a zone (section 3.3.5, form 2); days are told as
days (section 3.3.4), which are the same days wherever their reader is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75
"""octets, without the line break (section 3.1)"""

PRODUCT = "-//Microcred//Plan//EN"


@dataclass(frozen=True)
class Happening:
    """One entry of a calendar: a day, or a moment with how long it lasts.

    `uid` stays the same for the same thing, so that a calendar moves what was moved; `stamped_at` is when it was last
    changed.
    """

    uid: str
    title: str
    on: date | datetime
    stamped_at: datetime
    url: str = ""
    lasts: timedelta = timedelta()


def calendar_of(happenings: Iterable[Happening], *, name: str, refresh: timedelta = timedelta(hours=6)) -> str:
    """A whole calendar as text, its lines ended as RFC 5545 wants them.

    Args:
        name: what calendar programs call it (RFC 7986, section 5.1).
        refresh: how often a calendar may well ask again (RFC 7986, section 5.7).
    """
    every = f"PT{int(refresh.total_seconds() // 3600)}H"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{every}",
        f"X-PUBLISHED-TTL:{every}",
    ]
    for happening in happenings:
        lines += _event(happening)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(happening: Happening) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{happening.uid}"
    yield f"DTSTAMP:{_moment(happening.stamped_at)}"
    if isinstance(happening.on, datetime):
        yield f"DTSTART:{_moment(happening.on)}"
        if happening.lasts:
            yield f"DTEND:{_moment(happening.on + happening.lasts)}"
    else:
        yield f"DTSTART;VALUE=DATE:{_day(happening.on)}"
        yield f"DTEND;VALUE=DATE:{_day(happening.on + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(happening.title)}"
    if happening.url:
        yield f"URL:{happening.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text as a value (section 3.3.11): what separates values is written out, other control characters go."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", plain)


def folded(line: str) -> str:
    """A line as it travels: none longer than 75 octets, and no character of several octets torn apart."""
    pieces, piece, room = [], "", LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", LONGEST_LINE - 1
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece])


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")
