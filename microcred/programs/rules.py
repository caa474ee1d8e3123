"""Conditions of programs that need no database."""

from datetime import datetime, timedelta
from enum import StrEnum

QUIET_FOR = timedelta(days=14)
"""after which work that is open counts as one that somebody stopped at"""

SOON = timedelta(days=7)
"""how long before the time for it ends somebody may be reminded of open work"""


class NudgeReason(StrEnum):
    """Why whoever looks after a program may remind somebody."""

    NOT_STARTED = "not_started"
    CLOSES_SOON = "closes_soon"
    STOPPED = "stopped"


def nudge_reason(
    *, started: bool, is_open: bool, last_worked_at: datetime | None, closes_at: datetime | None, at: datetime
) -> NudgeReason | None:
    """Why a person who holds a seat may be reminded now; None where there is nothing to remind them of.

    Args:
        started: whether they began anything in the program.
        is_open: whether some of it waits for them, and not for a decision.
        last_worked_at: when they last did anything about it.
        closes_at: when the time ends in which they can hand it in; None where it is not running.
    """
    if not started:
        return NudgeReason.NOT_STARTED
    if not is_open:
        return None
    if closes_at is not None and at < closes_at <= at + SOON:
        return NudgeReason.CLOSES_SOON
    if last_worked_at is not None and last_worked_at + QUIET_FOR <= at:
        return NudgeReason.STOPPED
    return None


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
