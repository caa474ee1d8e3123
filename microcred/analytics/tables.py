"""Figures as tables for spreadsheet programs."""

import csv
from collections.abc import Iterable
from io import StringIO

from microcred.analytics.queries import LicenseUse
from microcred.analytics.rules import SMALL, Cell

COLUMNS = ("licensee", "licensed", "opens_at", "ends_at", "counted_until", "started", "handed_in", "earned")

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What spreadsheet programs take for the beginning of something to work out (OWASP, “CSV Injection”)."""


def uses_as_csv(uses: Iterable[LicenseUse]) -> str:
    """The use of licenses, one a line, with a byte order mark by which spreadsheet programs know UTF-8."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for use in uses:
        row = (
            use.license.licensee.name,
            _licensed(use),
            use.license.opens_at.isoformat(),
            use.until.isoformat() if use.until else "",
            use.counted_until.isoformat(),
            *(_number(cell) for cell in (use.started, use.submitted, use.earned)),
        )
        writer.writerow([harmless(cell) for cell in row])
    return "\ufeff" + target.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet program works out: an apostrophe goes before what would begin a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _licensed(use: LicenseUse) -> str:
    if use.license.micro_credential:
        return str(use.license.micro_credential.slug)
    return str(use.license.stack.name) if use.license.stack else "*"


def _number(cell: Cell) -> str:
    return f"not shown (<{SMALL}, or too close)" if cell.number is None else str(cell.number)
