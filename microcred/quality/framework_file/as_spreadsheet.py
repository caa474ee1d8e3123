"""A quality framework as a spreadsheet (Office Open XML): one sheet about the framework, one with a component per row.

Cells are text and nothing else. What is written can be no formula, whatever it begins with; a formula that is read is
refused, because what it shows is not what stands in it.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

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
LARGEST_UNPACKED = 20 * 1024 * 1024
"""Bytes of all parts of the file. A small file can be packed from a very large one."""


@dataclass(frozen=True)
class _Row:
    """One row of the sheet of components: its number as the program shows it, and its cells by column."""

    number: int
    cells: Mapping[str, str]


def write_spreadsheet(document: FrameworkText) -> bytes:
    """The file."""
    book = openpyxl.Workbook()
    about = book.active
    assert isinstance(about, Worksheet)  # noqa: S101 - a new book has one sheet
    about.title = ABOUT
    base = document.builds_on
    values = (
        *(document.format, document.slug, document.name, document.version, document.publisher),
        *("yes" if document.official else "no", document.source, document.about),
        *((base.framework, base.version) if base else ("", "")),
    )
    for number, (name, value) in enumerate(zip(HEAD, values, strict=True), start=1):
        _put(about.cell(number, 1), name).font = Font(bold=True)
        _put(about.cell(number, 2), value)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 80
    sheet = book.create_sheet(COMPONENTS)
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), start=1):
        _put(sheet.cell(1, column), name).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "A2"
    for number, cells in enumerate(_rows(document), start=2):
        for column, value in enumerate(cells, start=1):
            _put(sheet.cell(number, column), value).alignment = Alignment(wrap_text=True, vertical="top")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(document: FrameworkText) -> Iterator[tuple[str, ...]]:
    for standard in document.standards:
        for place, component in enumerate(standard.components):
            heading = (standard.name, standard.description) if place == 0 else ("", "")
            yield (
                *(standard.code, *heading, component.code, component.text, ", ".join(component.roles)),
                *(component.evidence, ", ".join(component.checks), component.tightens),
            )


def _put(cell: Cell | MergedCell, value: str) -> Cell:
    """Write a text. `=1+1` stays one: in the file by its type, and when somebody edits the cell by its quote prefix."""
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged here
    cell.value = value or None
    if value:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t"))
    return cell


def read_spreadsheet(content: bytes) -> Reading:
    """Read a file. Each broken row is named by its number, all of them at once."""
    unreadable = Reading(
        None, (Trouble(None, _("The file"), _("This is not a spreadsheet that can be read (.xlsx).")),)
    )
    if len(content) > LONGEST_FILE:
        return Reading(None, (Trouble(None, _("The file"), _("It is larger than a framework can be.")),))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                return Reading(None, (Trouble(None, _("The file"), _("It is larger than a framework can be.")),))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=False, keep_links=False)
    except Exception:  # noqa: BLE001 - a broken file may break the library anywhere
        return unreadable
    missing = [name for name in (ABOUT, COMPONENTS) if name not in book.sheetnames]
    if missing:
        words = _("The sheet “{name}” is missing. Export a framework to see how the file is laid out.")
        return Reading(None, tuple(Trouble(None, _("The file"), words.format(name=name)) for name in missing))
    troubles: list[Trouble] = []
    head = _head(book[ABOUT], troubles)
    rows = _component_rows(book[COMPONENTS], troubles)
    if troubles:
        return Reading(None, tuple(troubles))
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


def _text(cell: Cell, troubles: list[Trouble], row: int) -> str:
    if cell.data_type == "f":
        words = _("The cell {cell} holds a formula. Write its value instead.").format(cell=cell.coordinate)
        troubles.append(Trouble(row, _("Row {row}").format(row=row), words))
        return ""
    if cell.value is None:
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value).strip()


def _head(sheet: Worksheet, troubles: list[Trouble]) -> dict[str, str]:
    found = {}
    for number, cells in enumerate(sheet.iter_rows(max_row=100, max_col=2), start=1):
        texts = [_text(cell, troubles, number) for cell in cells if isinstance(cell, Cell)]
        if texts and texts[0].lower() in HEAD:
            found[texts[0].lower()] = texts[1] if len(texts) > 1 else ""
    return found


def _component_rows(sheet: Worksheet, troubles: list[Trouble]) -> list[_Row]:
    """The rows below the headings, whatever order the columns are in; empty ones are passed over."""
    lines = sheet.iter_rows(max_row=MOST_COMPONENTS + 500, max_col=len(COLUMNS) + 20)
    names = [_text(cell, troubles, 1).lower() for cell in next(lines, ()) if isinstance(cell, Cell)]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        words = _("The first row lacks the headings: {names}.").format(names=", ".join(missing))
        troubles.append(Trouble(1, _("Row {row}").format(row=1), words))
        return []
    rows = []
    for number, line in enumerate(lines, start=2):
        texts = [_text(cell, troubles, number) if isinstance(cell, Cell) else "" for cell in line]
        cells = {name: text for name, text in zip(names, texts, strict=False) if name in COLUMNS}
        if any(cells.values()):
            rows.append(_Row(number, cells))
    return rows


def _assembled(
    head: Mapping[str, str], rows: list[_Row], troubles: list[Trouble]
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
        roles = [role.lower() for role in _listed(cells["who answers"])]
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
                "checks": _listed(cells["checks"]),
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


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


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
