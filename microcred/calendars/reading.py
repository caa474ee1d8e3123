"""Holidays and closures as people paste or upload them: lines, CSV, or the whole days of an iCalendar file. Pure."""

import csv
import re
from datetime import date

from microcred.calendars.recurring import Horizon, NotReadable, closures_in
from microcred.calendars.rules import Closure

DAY = r"\d{4}-\d{2}-\d{2}"
LINE = re.compile(rf"\s*({DAY})(?:\s*(?:to|a|–|-|\.\.|/)\s*({DAY}))?[\s,;:]+(.+?)\s*")
"""A day, or two with a word or a dash between them, then a name: `2026-12-21 to 2027-01-04 Winter break`."""


def read_lines(text: str) -> list[Closure]:
    """Closures from lines, empty ones left out.

    Raises:
        NotReadable: with the first line that is not days and a name.
    """
    closures = []
    for line in text.splitlines():
        if not line.strip():
            continue
        match = LINE.fullmatch(line)
        if match is None:
            raise NotReadable(line.strip()[:200])
        closures.append(_closure(match[3], match[1], match[2] or match[1], line))
    return closures


def written_lines(closures: list[Closure]) -> str:
    """The same, so that what was saved can be edited."""
    return "\n".join(
        f"{one.first.isoformat()} to {one.last.isoformat()} {one.name}"
        if one.last != one.first
        else f"{one.first.isoformat()} {one.name}"
        for one in closures
    )


def read_file(name: str, content: bytes, *, today: date) -> list[Closure]:
    """Closures from a file: iCalendar by its first line, everything else as CSV of name, first day, last day.

    Args:
        today: from whose year on what comes back is written out, as `Horizon.around` says.

    Raises:
        NotReadable: with what could not be read.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadable(name) from None
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return closures_in(text, horizon=Horizon.around(today))
    return _read_csv(text)


def _read_csv(text: str) -> list[Closure]:
    closures = []
    try:
        rows = list(csv.reader(text.splitlines()))
    except csv.Error:
        raise NotReadable(max(text.splitlines(), key=len)) from None
    for number, row in enumerate(rows):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 0 and not re.fullmatch(DAY, cells[1] if len(cells) > 1 else "")):
            continue
        if len(cells) < 2:
            raise NotReadable(",".join(row)[:200])
        last = cells[2] if len(cells) > 2 and cells[2] else cells[1]
        closures.append(_closure(cells[0], cells[1], last, ",".join(row)))
    return closures


def _closure(name: str, first: str, last: str, line: str) -> Closure:
    try:
        closure = Closure(" ".join(name.split())[:120], date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise NotReadable(line.strip()[:200]) from None
    if not closure.name:
        raise NotReadable(line.strip()[:200])
    return closure
