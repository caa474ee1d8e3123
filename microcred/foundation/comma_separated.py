"""Tables as comma-separated text (RFC 4180) for spreadsheet programs: nothing in them is worked out by one."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What spreadsheet programs take for the beginning of something to work out (OWASP, “CSV Injection”)."""

CSV = "text/csv; charset=utf-8"
"""the media type of the files"""

Cell = str | int | Decimal
"""what stands in one place of a table"""


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table, one row a line, with a byte order mark by which spreadsheet programs know UTF-8.

    Numbers stand as they are, signs included; of texts, none can be a formula.
    """
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + target.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet program works out: an apostrophe goes before what would begin a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
