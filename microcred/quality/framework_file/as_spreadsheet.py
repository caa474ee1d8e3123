"""A quality framework as a spreadsheet: one sheet about the framework, one with a component per row."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import ValidationError

from microcred.foundation.spreadsheets import (
    CellTrouble,
    Pairs,
    Table,
    TableRow,
    listed,
    pairs_of,
    read_book,
    rows_of,
    write_book,
)
from microcred.quality.framework_file.shape import (
    FORMAT,
    LONGEST_FILE,
    MOST_COMPONENTS,
    FrameworkText,
    Reading,
    Trouble,
    spot_in_words,
    troubles_of,
)
from microcred.quality.rules import PartyRole

ABOUT, COMPONENTS = "Framework", "Components"
HEAD = (
    *("format", "slug", "name", "version", "publisher", "official", "source", "about"),
    *("builds on: framework", "builds on: version"),
)
COLUMNS = (
    *("standard", "standard name", "standard description"),
    *("component", "what must be so", "who answers", "what shows it", "checks", "tightens"),
)
WIDTHS = (16, 28, 40, 18, 60, 24, 60, 24, 18)
MOST_ROWS = MOST_COMPONENTS + 500
"""Rows that are read: some to spare, so that who has too many components is told how many there may be."""


def write_spreadsheet(document: FrameworkText) -> bytes:
    """The file."""
    base = document.builds_on
    values = (
        *(document.format, document.slug, document.name, document.version, document.publisher),
        *("yes" if document.official else "no", document.source, document.about),
        *((base.framework, base.version) if base else ("", "")),
    )
    about = Pairs(ABOUT, dict(zip(HEAD, values, strict=True)))
    widths = dict(zip(COLUMNS, WIDTHS, strict=True))
    return write_book((about, Table(COMPONENTS, widths, list(_rows(document)))))


def _rows(document: FrameworkText) -> Iterator[tuple[str, ...]]:
    for standard in document.standards:
        for place, component in enumerate(standard.components):
            heading = (standard.name, standard.description) if place == 0 else ("", "")
            yield (
                *(standard.code, *heading, component.code, component.text, ", ".join(component.roles)),
                *(component.evidence, ", ".join(component.checks), component.tightens),
            )


def read_spreadsheet(content: bytes) -> Reading:
    """Read a file. Each broken row is named by its number, all of them at once."""
    if len(content) > LONGEST_FILE:
        return Reading(None, (Trouble(None, _("The file"), _("It is larger than a framework can be.")),))
    book = read_book(content)
    if book is None:
        return Reading(None, (Trouble(None, _("The file"), _("This is not a spreadsheet that can be read (.xlsx).")),))
    found: list[CellTrouble] = []
    head = pairs_of(book, ABOUT, HEAD, found)
    rows = rows_of(book, COMPONENTS, COLUMNS, found, most=MOST_ROWS)
    if found:
        return Reading(None, tuple(map(_trouble, found)))
    troubles: list[Trouble] = []
    loaded, numbers = _assembled(head, rows, troubles)
    try:
        document = FrameworkText.model_validate(loaded)
    except ValidationError as error:
        troubles += [Trouble(*_spot(each["loc"], numbers), each["msg"]) for each in error.errors()]
        return Reading(None, tuple(troubles))

    def spot(standard: int | None, component: int | None) -> tuple[int | None, str | Promise]:
        row = numbers.get((standard, component or 0)) if standard is not None else None
        return (row, _("Row {row}").format(row=row)) if row else spot_in_words(standard, component)

    named = {trouble.row for trouble in troubles}
    troubles += [trouble for trouble in troubles_of(document, spot) if trouble.row is None or trouble.row not in named]
    troubles.sort(key=lambda trouble: trouble.row or 0)
    return Reading(None if troubles else document, tuple(troubles))


def _trouble(found: CellTrouble) -> Trouble:
    """What is wrong with a cell, a row or a sheet, in the words of a framework's file."""
    if found.row:
        return Trouble(found.row, _("Row {row}").format(row=found.row), found.words)
    words = _("The sheet “{name}” is missing. Export a framework to see how the file is laid out.")
    return Trouble(None, _("The file"), words.format(name=found.sheet))


def _assembled(
    head: Mapping[str, str], rows: list[TableRow], troubles: list[Trouble]
) -> tuple[dict[str, Any], dict[tuple[int | None, int], int]]:
    """The document as plain values, and the row in which each component stands."""
    standards: dict[str, dict[str, Any]] = {}
    numbers: dict[tuple[int | None, int], int] = {}
    for row in rows:
        cells = row.cells
        code = cells["standard"]
        standard = standards.setdefault(code, {"code": code, "name": "", "description": "", "components": []})
        for field, column in (("name", "standard name"), ("description", "standard description")):
            if cells[column] and standard[field] and cells[column] != standard[field]:
                words = _("The standard “{code}” has another {field} in a row above.").format(code=code, field=field)
                troubles.append(Trouble(row.number, _("Row {row}").format(row=row.number), words))
            standard[field] = standard[field] or cells[column]
        roles = [role.lower() for role in listed(cells["who answers"])]
        for role in roles:
            if role not in set(PartyRole):
                words = _("“{role}” is no role that answers. The roles are: {roles}.")
                words = words.format(role=role, roles=", ".join(PartyRole))
                troubles.append(Trouble(row.number, _("Row {row}").format(row=row.number), words))
        numbers[list(standards).index(code), len(standard["components"])] = row.number
        standard["components"].append(
            {
                "code": cells["component"],
                "text": cells["what must be so"],
                "roles": [role for role in roles if role in set(PartyRole)],
                "evidence": cells["what shows it"],
                "checks": listed(cells["checks"]),
                "tightens": cells["tightens"],
            }
        )
    base = {"framework": head.get("builds on: framework", ""), "version": head.get("builds on: version", "")}
    loaded = {
        "format": head.get("format") or FORMAT,
        **{name: head.get(name, "") for name in ("slug", "name", "version", "publisher", "source", "about")},
        "official": head.get("official", "").lower() in {"yes", "true", "1"},
        "builds_on": base if any(base.values()) else None,
        "standards": list(standards.values()),
    }
    return loaded, numbers


def _spot(loc: tuple[Any, ...], numbers: Mapping[tuple[int | None, int], int]) -> tuple[int | None, str]:
    match loc:
        case ("standards", int(standard), "components", int(component), *rest):
            row = numbers.get((standard, component))
        case ("standards", int(standard), *rest):
            row = numbers.get((standard, 0))
        case _:
            row, rest = None, list(loc)
    names = ".".join(str(part) for part in rest)
    if row is None:
        return None, _("The framework: {field}").format(field=names)
    return row, _("Row {row}: {field}").format(row=row, field=names)
