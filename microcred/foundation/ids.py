"""Identifiers: UUID version 7 (RFC 9562 §5.7), made in Python because PostgreSQL has no `uuidv7()` before 18."""

import os
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID


def uuid7(milliseconds: int | None = None) -> UUID:
    """Return a new time-ordered UUID: 48 bits of Unix milliseconds, then 74 random bits.

    Rows made later sort later (to the millisecond), which keeps b-tree inserts at one end of the index.

    Args:
        milliseconds: of Unix time; by default now.
    """
    if milliseconds is None:
        milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= ((random >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=value)


def milliseconds_of(moment: datetime) -> int:
    """A moment in whole milliseconds of Unix time."""
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def made_at(pk: UUID) -> datetime:
    """The moment at which an identifier was made, as it says itself."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=pk.int >> 80)


def first_after(moment: datetime) -> UUID:
    """What every identifier made by a moment is less than, and every later one not."""
    return UUID(int=(milliseconds_of(moment) + 1) << 80)
