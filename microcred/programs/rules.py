"""Conditions of programs that need no database."""

from datetime import datetime, timedelta


def holds(opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Whether a half-open period holds at a moment: from its opening on, and no longer at its closing."""
    return opens_at <= at < closes_at


def taken_until(closes_at: datetime, grace_minutes: int) -> datetime:
    """Until when, not including that moment, a window takes work: a few minutes after it closed, where it has them.

    Minutes of grace are for slow networks and clocks that go wrong; the end that people are told stays the end.
    """
    return closes_at + timedelta(minutes=grace_minutes)


def place_in_time(opens_at: datetime, closes_at: datetime, at: datetime) -> str:
    """Where a half-open period lies as seen from a moment: past, now or ahead."""
    if holds(opens_at, closes_at, at):
        return "now"
    return "ahead" if at < opens_at else "past"


def agreement_needed(agreement: str) -> bool:
    """Whether there is anything to agree to."""
    return bool(agreement.strip())
