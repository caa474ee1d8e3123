"""Until when late work can be expected, where that can be said honestly. Pure: no database, no clock."""

from math import ceil

FEWEST_DECISIONS = 5
"""Below this many nobody can say how fast decisions come."""

FARTHEST = 20
"""business days: beyond it an estimate would be a guess"""


def business_days_expected(*, ahead: int, decided: int, in_days: int) -> int | None:
    """Return in how many business days a submission can be expected to be decided, at the pace of late; None: unknown.

    Args:
        ahead: how many wait before it.
        decided: how many of the same kind were decided of late.
        in_days: in how many business days that was.
    """
    if decided < FEWEST_DECISIONS or in_days <= 0:
        return None
    days = ceil((ahead + 1) * in_days / decided)
    return days if days <= FARTHEST else None
