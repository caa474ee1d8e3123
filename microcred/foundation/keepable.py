"""What can be kept of that which comes in from files of others: what PostgreSQL and canonical JSON (RFC 8785) can hold.

Shapes of files ask here before anything is computed from a value or written down, so that what nobody can keep is
named where the file is read, and not found out by whoever opens a page months later.
"""

import math
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

DEEPEST = 64
"""Lists and objects within each other; far beyond what anybody writes, and well below where parsers give up."""

LARGEST_INTEGER = 2**53 - 1
"""Beyond it a double no longer holds every integer (RFC 8785, section 3.2.2.3)."""

EARLIEST, LATEST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
"""Between these a moment has a date in every zone that a reader may be in."""

PUT_FOR_UNKEEPABLE = "\ufffd"


def storable(text: str) -> str:
    """A text as it is.

    Raises:
        ValueError: it holds a character that PostgreSQL or canonical JSON cannot hold, or that nobody can see.
    """
    for character in text:
        if not _is_storable(character):
            raise ValueError(f"holds the character U+{ord(character):04X}, which cannot be shown or kept")
    return text


def readable(text: str) -> str:
    """A text of others for people to read: what cannot be kept in it is replaced by U+FFFD."""
    return "".join(character if _is_storable(character) else PUT_FOR_UNKEEPABLE for character in text)


def keepable(value: Any) -> Any:
    """A value of JSON as it is, with everything in it.

    Raises:
        ValueError: it holds texts or names of members that are not `storable`, numbers that are not exact or not
            finite, more than `DEEPEST` lists and objects within each other, or what JSON does not have.
    """
    pending: list[tuple[Any, int]] = [(value, 0)]
    while pending:
        each, depth = pending.pop()
        if depth > DEEPEST:
            raise ValueError(f"holds more than {DEEPEST} lists and objects within each other")
        if isinstance(each, str):
            storable(each)
        elif isinstance(each, Mapping):
            for name in each:
                if not isinstance(name, str):
                    raise ValueError("holds a member whose name is no text")
                storable(name)
            pending.extend((held, depth + 1) for held in each.values())
        elif isinstance(each, list | tuple):
            pending.extend((held, depth + 1) for held in each)
        else:
            _exact(each)
    return value


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC. One without a zone is taken for UTC.

    Raises:
        ValueError: it lies before `EARLIEST` or after `LATEST`.
    """
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        moment = LATEST.max.replace(tzinfo=UTC)
    if not EARLIEST <= moment <= LATEST:
        raise ValueError("lies outside of the years that can be kept")
    return moment


def _exact(value: object) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError("holds a whole number that is too large to be exact")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("holds a number that is none, or infinite")
    else:
        raise ValueError(f"holds a {type(value).__name__}, which JSON does not have")


def _is_storable(character: str) -> bool:
    return character in "\r\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
