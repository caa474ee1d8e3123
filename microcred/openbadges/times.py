"""Date-times as credentials write them (VCDM 2.0 section 4.9: ``xsd:dateTimeStamp``, always with a zone)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from microcred.openbadges.errors import OpenBadgesError

CLOCK_TOLERANCE: Final = timedelta(seconds=60)
"""How far the clock of whoever signed may be ahead of ours."""

_STAMP: Final = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?"
    r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
)


def written(moment: datetime) -> str:
    """``moment`` in UTC to the second, as ``2026-11-22T19:45:00Z``.

    Raises:
        OpenBadgesError: when ``moment`` has no zone, since then nobody knows when it was.
    """
    if moment.tzinfo is None:
        raise OpenBadgesError("a date-time without a zone names no moment")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(stamp: object) -> datetime:
    """The moment an ``xsd:dateTimeStamp`` names.

    Raises:
        OpenBadgesError: when it is anything else: no zone, no seconds, a day the calendar does not have,
            or has not in UTC.
    """
    if not isinstance(stamp, str) or not _STAMP.fullmatch(stamp):
        raise OpenBadgesError(f"{stamp!r} is not a date-time with a zone")
    try:
        # more than six decimals are legal, and more than Python keeps
        moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", stamp) if "." in stamp else stamp)
        moment.astimezone(UTC)  # whoever compares it with another does that
        return moment
    except (ValueError, OverflowError) as error:
        raise OpenBadgesError(f"{stamp!r} is not a date-time with a zone") from error
