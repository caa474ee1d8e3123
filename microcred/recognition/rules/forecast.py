"""How a cycle is going to close if it goes on as it went: a sum without a database."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_UP, Decimal

SOONEST = 90
"""days of a cycle after which its pace says something"""


@dataclass(frozen=True)
class Forecast:
    """What a cycle comes to at its present pace.

    Args:
        at_close: what there would be on its last day. missing: what would still be needed then.
        days_left: today and the last day among them.
        each_month: at what pace enough is there by its last day; all that is short where less than a month is left.
    """

    at_close: Decimal
    missing: Decimal
    days_left: int
    each_month: Decimal


def forecast(*, starts_on: date, ends_on: date, needed: Decimal, counted: Decimal, today: date) -> Forecast | None:
    """The forecast of a cycle; None where it is too early, over, or asks no total.

    Args:
        ends_on: the first day after it. today: where its rules hold, so that 30 June ends there.
        counted: confirmed and waiting.
    """
    gone, whole, left = (today - starts_on).days + 1, (ends_on - starts_on).days, (ends_on - today).days
    if needed <= 0 or gone < SOONEST or left < 1:
        return None
    cent = Decimal("0.01")
    at_close = (counted * whole / gone).quantize(cent, ROUND_DOWN)
    short = max(needed - counted, Decimal(0))
    # By the days that are left: a month that is nearly over does not bring what a whole one does.
    months = max(Decimal(left) * 12 / 365, Decimal(1))
    each_month = (short / months).quantize(cent, ROUND_UP)
    return Forecast(
        at_close=max(at_close, counted),
        missing=max(needed - max(at_close, counted), Decimal(0)),
        days_left=left,
        each_month=each_month,
    )
