"""Figures as tables for spreadsheet programs."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.text import slugify

from microcred.analytics.queries import LicenseUse, VersionQuality, VersionReliability, is_turned
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

DECISIONS = ("unit", "rater", "value")
"""1: the reading alone would have led to the award"""


def stand_ins(found: VersionQuality) -> dict[UUID, str]:
    """By what readers are known outside the page: numbers, in the order in which the page lists them."""
    return {one.reader: f"R{number}" for number, one in enumerate(found.figures.readers, start=1)}


def double_readings_as_csv(found: VersionQuality, *, levels: int | None = None) -> str:
    """The first two readings of the same work, one judgement a line, without a name of anybody or of any work.

    Args:
        levels: only what agreement is told of: criteria with this number of levels, for a coefficient depends on what
            could be said, of work that was read twice whatever the first reading said. Else everything, as severities
            rest on it.
    """
    names, criteria = stand_ins(found), found.criteria
    return as_csv(
        READINGS,
        (
            (f"S{number}", names[reader], criteria[criterion].name, pair[place])
            for number, each in enumerate(found.readings, start=1)
            for criterion, pair in each.levels.items()
            if levels is None or (levels == len(criteria[criterion].levels) and not each.narrow)
            for place, reader in enumerate(each.readers)
        ),
    )


def readings_of_report(one: VersionReliability) -> dict[str, str]:
    """The readings that a reliability report rests on: a file for each number of levels, and one of the decisions.

    Neither of the two readers is told by their place. Criteria of which few read are left out, and so is everything of
    a version of which little was read twice.

    Returns:
        Files by name; `microcred agreement` reads each.
    """
    found = one.found
    if found.is_held_back or found.agreement_is_held_back:
        return {}
    shown = {each.criterion for each in found.criteria if not each.is_held_back}
    sizes: dict[int, dict[UUID, str]] = {}
    for number, criterion in enumerate(one.rubric.criteria, start=1):
        if criterion.id in shown:
            sizes.setdefault(len(criterion.levels), {})[criterion.id] = f"{number}. {criterion.name}"
    units = [(f"S{number}", pair, (1, 0) if is_turned(pair) else (0, 1)) for number, pair in enumerate(one.pairs, 1)]
    name = file_name_of(one)
    return {
        f"{name}-{size}-levels.csv": as_csv(
            READINGS,
            (
                (unit, str(rater), criteria[criterion], levels[place])
                for unit, pair, places in units
                for criterion, levels in pair.levels.items()
                if criterion in criteria
                for rater, place in enumerate(places, start=1)
            ),
        )
        for size, criteria in sorted(sizes.items())
    } | {
        f"{name}-decisions.csv": as_csv(
            DECISIONS,
            (
                (unit, str(rater), int(pair.earned[place]))
                for unit, pair, places in units
                for rater, place in enumerate(places, start=1)
            ),
        )
    }


def file_name_of(one: VersionReliability) -> str:
    """How the files of one version begin."""
    return f"{one.version.micro_credential.slug}-{slugify(one.version.label.replace('.', '-'))}"


def command_for(name: str) -> str:
    """By which command a file's figures are counted again."""
    size = 2 if name.endswith("-decisions.csv") else int(name.split("-")[-2])
    return f"microcred agreement {name} --level ordinal --categories {','.join(map(str, range(size)))}"
