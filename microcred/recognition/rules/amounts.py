"""Amounts of credit as people write them, and the days by which it is counted."""

from datetime import date
from decimal import Decimal


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February stands in for a 29th that the year does not have."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def plain(amount: Decimal) -> str:
    """An amount without needless zeros: 20, 13.33, 7.5."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_signs(amount: Decimal) -> str:
    """A change with its sign: +7.5, −20, 0."""
    return f"+{plain(amount)}" if amount > 0 else f"−{plain(abs(amount))}" if amount else "0"
