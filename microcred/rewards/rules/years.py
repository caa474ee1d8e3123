"""Fiscal years on the calendar of whoever pays."""

from datetime import date, datetime

from microcred.foundation.days import day_in

JULY = 7
"""The month in which the fiscal year of a district begins, unless it says otherwise."""


def fiscal_year(day: date, begins: int = JULY) -> int:
    """The calendar year in which the fiscal year of a day began: 2026 for every day from 1 July 2026 to 30 June 2027.

    Args:
        begins: the month on whose first day fiscal years begin.

    Raises:
        ValueError: for what is no month.
    """
    if not 1 <= begins <= 12:
        raise ValueError("a month is 1 to 12")
    return day.year if day.month >= begins else day.year - 1


def fiscal_year_of(moment: datetime, zone: str, begins: int = JULY) -> int:
    """The same of a moment, by the clock of a zone: 30 June ends at its own midnight, not at that of Greenwich."""
    return fiscal_year(day_in(moment, zone), begins)


def year_named(year: int, begins: int = JULY) -> str:
    """How people name a fiscal year: 2026–27, and 2026 where it is the calendar year."""
    return str(year) if begins == 1 else f"{year}–{(year + 1) % 100:02}"


def first_day(year: int, begins: int = JULY) -> date:
    """The day on which a fiscal year begins."""
    return date(year, begins, 1)


def years_around(day: date, begins: int = JULY) -> tuple[int, int, int]:
    """The fiscal year before that of a day, its own and the next."""
    this = fiscal_year(day, begins)
    return this - 1, this, this + 1
