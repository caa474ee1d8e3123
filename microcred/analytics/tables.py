"""Figures as tables for spreadsheet programs."""

from collections.abc import Iterable
from uuid import UUID

from microcred.analytics.queries import LicenseUse, VersionQuality
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


READINGS = ("unit", "rater", "criterion", "value")
"""as `microcred agreement` and `microcred severity --person unit --score value` read them"""


def stand_ins(found: VersionQuality) -> dict[UUID, str]:
    """By what readers are known outside the page: numbers, in the order in which the page lists them."""
    return {one.reader: f"R{number}" for number, one in enumerate(found.figures.readers, start=1)}


def double_readings_as_csv(found: VersionQuality, *, levels: int | None = None) -> str:
    """The first two readings of the same work, one judgement a line, without a name of anybody or of any work.

    Args:
        levels: leave out criteria that have another number of levels: a coefficient depends on what could be said.
    """
    names, criteria = stand_ins(found), found.criteria
    return as_csv(
        READINGS,
        (
            (f"S{number}", names[reader], criteria[criterion].name, pair[place])
            for number, each in enumerate(found.readings, start=1)
            for criterion, pair in each.levels.items()
            if levels in (None, len(criteria[criterion].levels))
            for place, reader in enumerate(each.readers)
        ),
    )
