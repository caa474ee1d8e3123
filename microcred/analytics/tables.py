"""Figures as tables for spreadsheet programs."""

from collections.abc import Iterable

from microcred.analytics.queries import LicenseUse
from microcred.analytics.rules import SMALL, Cell
from microcred.foundation.comma_separated import as_csv

COLUMNS = ("licensee", "licensed", "opens_at", "ends_at", "counted_until", "started", "handed_in", "earned")


def uses_as_csv(uses: Iterable[LicenseUse]) -> str:
    """The use of licenses, one a line."""
    return as_csv(
        COLUMNS,
        (
            (
                use.license.licensee.name,
                _licensed(use),
                use.license.opens_at.isoformat(),
                use.until.isoformat() if use.until else "",
                use.counted_until.isoformat(),
                *(_number(cell) for cell in (use.started, use.submitted, use.earned)),
            )
            for use in uses
        ),
    )


def _licensed(use: LicenseUse) -> str:
    if use.license.micro_credential:
        return str(use.license.micro_credential.slug)
    return str(use.license.stack.name) if use.license.stack else "*"


def _number(cell: Cell) -> str:
    return f"not shown (<{SMALL}, or too close)" if cell.number is None else str(cell.number)
