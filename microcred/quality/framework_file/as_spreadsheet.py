"""A quality framework as a spreadsheet: one sheet about the framework, one with a component per row."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

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
from microcred.quality.framework_file.mending import UNREAD, UNREAD_BASE, sketched, words_of
from microcred.quality.framework_file.shape import (
    FORMAT,
    LONGEST_FILE,
    MOST_COMPONENTS,
    FrameworkText,
    Reading,
    Trouble,
    Words,
    spot_in_words,
    troubles_of,
)
from microcred.quality.rules import PartyRole

ABOUT, COMPONENTS = "Framework", "Components"
BASE = ("builds on: framework", "builds on: version")
HEAD = (
    *("format", "slug", "name", "version", "publisher", "official", "source", "about"),
    *BASE,
)
COLUMNS = (
    *("standard", "standard name", "standard description"),
    *("component", "what must be so", "who answers", "what shows it", "checks", "tightens"),
)
WIDTHS = (16, 28, 40, 18, 60, 24, 60, 24, 18)
MOST_ROWS = MOST_COMPONENTS + 500
"""Rows that are read: some to spare, so that who has too many components is told how many there may be."""


def blank_spreadsheet() -> bytes:
    """A file to write a framework into: all headings, and one component as an example. As it is, it is refused."""
    about = Pairs(ABOUT, dict.fromkeys(HEAD, "") | {"format": FORMAT, "official": "no"})
    example = (
        *("A", _("What the standard is called"), _("What it is about")),
        *("A.1", _("One thing that must be so, in a whole sentence."), str(PartyRole.DEVELOPER)),
        *(_("Where one sees that it is so"), "", ""),
    )
    return write_book((about, Table(COMPONENTS, dict(zip(COLUMNS, WIDTHS, strict=True)), [example])))


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
    troubles = list(map(_trouble, found))
    if any(not each.heading for each in found):
        return Reading(None, tuple(troubles))
    loaded, numbers = _assembled(*_with_stand_ins(head, rows, found), troubles)
    try:
        sketch: FrameworkText | None = FrameworkText.model_validate(loaded)
    except ValidationError as error:
        told = (Trouble(*_spot(each["loc"], numbers), words_of(each, _called(each["loc"]))) for each in error.errors())
        troubles += told
        sketch = sketched(loaded)
    reading = Reading(sketch, sketch=sketch, rows=numbers)
    troubles += troubles_of(sketch, reading.spot) if sketch else ()
    # A standard is told at its first row, and so is what its cells do not say
    troubles = sorted(dict.fromkeys(troubles), key=lambda trouble: trouble.row or 0)
    return replace(reading, document=None if troubles else sketch, troubles=tuple(troubles))


def _with_stand_ins(
    head: Mapping[str, str], rows: list[TableRow], found: Iterable[CellTrouble]
) -> tuple[dict[str, str], list[TableRow]]:
    """What was read with a stand-in in each cell that could not be, so that it is not said to be empty as well."""
    unread = {(each.sheet, each.row, each.heading) for each in found}
    names = {heading for sheet, _row, heading in unread if sheet == ABOUT}
    stand_ins = {
        COMPONENTS: {
            "standard": UNREAD,
            "standard name": UNREAD,
            "component": UNREAD,
            "what must be so": UNREAD,
            "who answers": PartyRole.DEVELOPER,
        },
        ABOUT: {"slug": "unread", "name": UNREAD, "version": UNREAD, "publisher": UNREAD, "source": "https://"}
        | dict(zip(BASE, (UNREAD_BASE.framework, UNREAD_BASE.version), strict=True)),
    }
    if names & set(BASE):
        names |= set(BASE)
    about = dict(head) | {name: stand_ins[ABOUT].get(name, "") for name in names}
    for place, row in enumerate(rows):
        cells = {
            heading: f"{UNREAD}{row.number}" if heading in {"standard", "component"} else stand_in
            for heading, stand_in in stand_ins[COMPONENTS].items()
            if (COMPONENTS, row.number, heading) in unread
        }
        rows[place] = replace(row, cells={**row.cells, **cells})
    return about, rows


def _trouble(found: CellTrouble) -> Trouble:
    """What is wrong with a cell, a row or a sheet, in the words of a framework's file."""
    if found.row and found.sheet == COMPONENTS:
        return Trouble(found.row, _("Row {row}").format(row=found.row), found.words)
    if found.heading:
        return Trouble(None, _("The framework"), found.words)
    words = _("The sheet “{name}” is missing. Export a framework to see how the file is laid out.")
    return Trouble(None, _("The file"), words.format(name=found.sheet))


def _assembled(
    head: Mapping[str, str], rows: list[TableRow], troubles: list[Trouble]
) -> tuple[dict[str, Any], dict[tuple[int, int], int]]:
    """The document as plain values, and the row in which each component stands."""
    standards: dict[str, dict[str, Any]] = {}
    numbers: dict[tuple[int, int], int] = {}
    before = ""
    for row in rows:
        cells = row.cells
        code = cells["standard"]
        if code not in standards:
            # A row whose own standard could not be read may have been the one that names this.
            # And a row between others that lacks its standard's code does not lack its name besides.
            is_named_there = bool(standards) and (not code or not before or before.startswith(UNREAD))
            name = UNREAD if is_named_there and not cells["standard name"] else ""
            standards[code] = {"code": code, "name": name, "description": "", "components": []}
        standard, before = standards[code], code
        for field, column in (("name", "standard name"), ("description", "standard description")):
            if (
                cells[column]
                and standard[field]
                and cells[column] != standard[field]
                and UNREAD not in {cells[column], standard[field]}
            ):
                words = _("The standard “{code}” has another {field} in a row above.").format(code=code, field=field)
                troubles.append(Trouble(row.number, _("Row {row}").format(row=row.number), words))
            standard[field] = standard[field] or cells[column]
        roles = [role.lower() for role in listed(cells["who answers"])]
        for role in roles:
            if role not in set(PartyRole):
                words = _("“{role}” is no role that answers. The roles are: {roles}.")
                words = words.format(role=role, roles=", ".join(PartyRole))
                troubles.append(Trouble(row.number, _("Row {row}").format(row=row.number), words))
        known_roles = [role for role in roles if role in set(PartyRole)]
        numbers[list(standards).index(code), len(standard["components"])] = row.number
        standard["components"].append(
            {
                "code": cells["component"],
                "text": cells["what must be so"],
                # Whose only role is none is told so; that nobody answers would be said of the same cell again.
                "roles": known_roles or ([PartyRole.DEVELOPER] if roles else []),
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


def _spot(loc: tuple[Any, ...], numbers: Mapping[tuple[int, int], int]) -> tuple[int | None, Words]:
    match loc:
        case ("standards", int(standard), "components", int(component), *_rest):
            return Reading(None, rows=numbers).spot(standard, component)
        case ("standards", int(standard), *_rest):
            return Reading(None, rows=numbers).spot(standard, None)
        case _:
            return spot_in_words(None, None)


HEADINGS = dict(
    zip(("code", "text", "roles", "evidence", "checks", "tightens"), COLUMNS[3:], strict=True),
)
"""By the member of a component, the heading of its column."""


def _called(loc: tuple[Any, ...]) -> Callable[[str], str]:
    """How the spreadsheet calls a member: by the heading of its column."""
    if "components" in loc:
        return lambda member: HEADINGS.get(member, member)
    if "standards" in loc:
        return lambda member: "standard" if member == "code" else f"standard {member}"
    if "builds_on" in loc:
        return lambda member: f"builds on: {member}"
    return str
