"""Amounts of credit, and the days by which it is counted."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Final

from django.utils.translation import gettext as _

from microcred.recognition.rules.clauses import Conversion, PolicyRules

HUNDREDTH: Final = Decimal("0.01")
"""The smallest amount of credit that is entered. Amounts are rounded down: rounding must never make credit."""


def converted(quantity: Decimal, rate: Conversion) -> Decimal:
    """The credit for a quantity of a measure, rounded down to the hundredth."""
    return (quantity * rate.credits / rate.per).quantize(HUNDREDTH, rounding=ROUND_DOWN)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February stands in for a 29th that the year does not have."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def closing_problem(rules: PolicyRules, *, starts_on: date, ends_on: date) -> str:
    """What is wrong with a cycle under a policy, in words; empty when nothing is. `ends_on` is its first day after."""
    last_day = ends_on - timedelta(days=1)
    closes = rules.cycle.closes
    if (last_day.month, last_day.day) != (closes.month, closes.day):
        return _("A cycle under this policy closes on day %(day)s of month %(month)s.") % {
            "day": closes.day,
            "month": closes.month,
        }
    if starts_on < years_before(ends_on, rules.cycle.years):
        return _("A cycle under this policy lasts at most %(years)s years.") % {"years": rules.cycle.years}
    return ""


def plain(amount: Decimal) -> str:
    """An amount without needless zeros: 20, 13.33, 7.5."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
