"""Identifiers: UUID version 7 (RFC 9562 §5.7), made in Python because PostgreSQL has no `uuidv7()` before 18."""

import os
import time
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
