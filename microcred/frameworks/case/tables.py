"""A framework as a table: one row for each item. Pure.

What spreadsheets make of CSV is taken as it comes: with or without a byte order mark, in UTF-8 or Windows-1252, with
commas, semicolons or tabs, under our names of columns or those of CASE.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from microcred.frameworks.case.reading import (
    LARGEST,
    MOST_ITEMS,
    PackageBroken,
    Problem,
    problems,
    too_large,
    words_of,
)
from microcred.frameworks.case.shapes import AnyLink, Association, Document, Item, Package, nameless
from microcred.frameworks.case.tree import LONGEST_CODE, codes, name_and_text, parents

COLUMNS = ("code", "name", "statement", "parent", "type", "identifier")
"""Of the table that is written; only `code` and one of `name` and `statement` must be there to be read."""

CALLED = {
    name: column
    for column, names in {
        "code": ("code", "humancodingscheme", "id"),
        "name": ("name", "abbreviatedstatement", "title", "shortname"),
        "statement": ("statement", "fullstatement", "text", "description"),
        "parent": ("parent", "parentcode", "under", "ischildof"),
        "type": ("type", "cfitemtype", "itemtype"),
        "identifier": ("identifier", "guid", "caseidentifier"),
    }.items()
    for name in names
}
"""By what a column's heading says without spaces and capitals, which column it is."""

IN_CASE = {
    "humanCodingScheme": "code",
    "abbreviatedStatement": "name",
    "fullStatement": "statement",
    "CFItemType": "type",
}
"""By a member of CASE, the column that says it."""

FORMULA = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet would reckon out; an apostrophe before it keeps it a text."""


def read_table(
    content: bytes, document: Document, before: Package | None = None, gone: Mapping[str, Item] | None = None
) -> Package:
    """The framework in a table.

    An item is known by its identifier, or else by its code, and keeps what the table has no column for. What lies
    between items stays too, unless the table says otherwise.

    Args:
        document: what the framework is; a table does not say so.
        before: the framework as it is.
        gone: by code, the items that it had once.

    Raises:
        PackageBroken: with everything that is wrong, row by row.
    """
    rows, left_out = _rows(content)
    called = codes(before) if before else {}
    known = {**(gone or {}), **{called[item.identifier]: item for item in (before.items if before else ())}}
    items, taken, found, under = _items(rows, document, known)
    found += _under_nothing(rows, items, under, also=bool(found))
    if not found:
        identified = {code: item.identifier for code, item in zip(taken, items, strict=True)}
        by_identifier = {str(item.identifier): item.identifier for item in items}
        above = {
            identified[code]: identified.get(parent) or by_identifier.get(parent.lower())
            for _number, code, parent in under
        }
        package = Package(
            document=document,
            items=tuple(items),
            associations=_kept(before, _standing(document, items, above), items),
            definitions=before.definitions if before else {},
            left_out=left_out,
        )
        found.extend(problems(package) if not found else ())
    if found:
        raise PackageBroken(found)
    return package


def write_table(package: Package) -> str:
    """The framework as CSV, to be read again by `read_table`."""
    under, names = parents(package), {item.identifier: item.human_coding_scheme for item in package.items}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in package.items:
        name, _text = name_and_text(item)
        above = under.get(item.identifier)
        cells = (
            item.human_coding_scheme or str(item.identifier),
            name if item.abbreviated_statement else "",
            item.full_statement,
            (names[above] or str(above)) if above else "",
            item.cf_item_type or "",
            str(item.identifier),
        )
        writer.writerow(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells)
    return out.getvalue()


def standing_in(document: Document, items: Sequence[Item]) -> tuple[Association, ...]:
    """That each of these items stands directly in its document, in this order."""
    return _standing(document, items, {})


def _rows(content: bytes) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    if len(content) > LARGEST:
        raise PackageBroken([too_large()])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        table = list(reader)
    except csv.Error as error:
        problem = format_lazy(
            _("The table breaks off in line {line}: {words}."), line=reader.line_num, words=str(error)
        )
        raise PackageBroken([Problem("", problem)]) from error
    heading = [CALLED.get(re.sub(r"[^a-z]", "", cell.lower()), "") for cell in table[0]] if table else []
    if "code" not in heading or not {"name", "statement"} & set(heading):
        words = _(
            "The first row must name the columns: code, name or statement; parent, type and identifier as needed."
        )
        raise PackageBroken([Problem("", words)])
    unread = tuple(cell for cell, name in zip(table[0], heading, strict=True) if not name and cell.strip())
    rows = [
        {name: _text(cell) for name, cell in zip(heading, row, strict=False) if name} if any(row) else {}
        for row in table[1:]
    ]
    return rows, unread


def _text(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def _items(
    rows: Sequence[Mapping[str, str]], document: Document, known: Mapping[str, Item]
) -> tuple[list[Item], list[str], list[Problem], list[tuple[int, str, str]]]:
    """The items, their codes, what is wrong with rows, and by row what an item stands under."""
    items: list[Item] = []
    taken: list[str] = []
    found: list[Problem] = []
    under: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if not any(row.values()):
            continue
        code = row.get("code", "")
        if not code or len(code) > LONGEST_CODE:
            words = format_lazy(_("It needs a code of at most {most} characters."), most=LONGEST_CODE)
            found.append(Problem(_row(number, code), words))
            continue
        if code in seen:
            words = format_lazy(_("Row {row} has the same code."), row=seen[code])
            found.append(Problem(_row(number, code), words))
            continue
        if len(items) >= MOST_ITEMS:
            words = format_lazy(_("{most} items can be kept; the file has more."), most=MOST_ITEMS)
            found.append(Problem(_row(number, code), words))
            break
        seen[code] = number
        try:
            items.append(_item(row, document, known.get(code)))
            taken.append(code)
        except ValidationError as error:
            found.extend(Problem(_row(number, code), words_of(each, IN_CASE)) for each in error.errors())
        if row.get("parent"):
            under.append((number, code, row["parent"]))
    return items, taken, found, under


def _under_nothing(
    rows: Sequence[Mapping[str, str]], items: Sequence[Item], under: Sequence[tuple[int, str, str]], *, also: bool
) -> list[Problem]:
    """The rows whose parent no row is.

    Args:
        also: other rows are broken; a parent that one of them was to be is told at that row alone.
    """
    there = {row.get("code", "") for row in rows} - {""}
    identifiers = {str(item.identifier) for item in items}
    if also:
        identifiers |= {row.get("identifier", "").lower() for row in rows}
    return [
        Problem(
            _row(number, code),
            format_lazy(_("It stands under “{parent}”, which is no code in this file."), parent=parent),
        )
        for number, code, parent in under
        if parent not in there and parent.lower() not in identifiers
    ]


def _item(row: Mapping[str, str], document: Document, known: Item | None) -> Item:
    code = row["code"]
    before = known.as_members() if known else {}
    name = row.get("name", before.get("abbreviatedStatement", ""))
    # Without a column of statements a name is the statement, but where there is one already that says more
    kept = before.get("fullStatement", "") if "statement" not in row and "abbreviatedStatement" in before else ""
    statement = row.get("statement") or kept or name or before.get("fullStatement", "")
    written = {
        "identifier": row.get("identifier") or before.get("identifier") or uuid5(document.identifier, code),
        "fullStatement": statement,
        "abbreviatedStatement": name if name != statement else "",
        "CFItemType": row.get("type", before.get("CFItemType", "")),
    }
    if code != str(written["identifier"]):
        written["humanCodingScheme"] = code
    return Item.model_validate({**before, **written})


def _kept(before: Package | None, standing: Sequence[Association], items: Sequence[Item]) -> tuple[Association, ...]:
    """What lies between the items: as it was where it says the same, and all that is no matter of standing under."""
    if before is None:
        return tuple(standing)
    there = {str(item.identifier) for item in items}
    same = {
        (one.origin.identifier, one.destination.identifier): one
        for one in before.associations
        if one.association_type == "isChildOf"
    }
    others = [
        one for one in before.associations if one.association_type != "isChildOf" and one.origin.identifier in there
    ]
    kept = (
        was.model_copy(update={"sequence_number": one.sequence_number})
        if (was := same.get((one.origin.identifier, one.destination.identifier)))
        else one
        for one in standing
    )
    return (*kept, *others)


def _standing(document: Document, items: Sequence[Item], above: Mapping[UUID, UUID | None]) -> tuple[Association, ...]:
    by_identifier = {item.identifier: item for item in items}
    found = []
    for number, item in enumerate(items, 1):
        parent = by_identifier.get(above.get(item.identifier) or document.identifier)
        end = _link(parent.identifier, str(parent)) if parent else _link(document.identifier, document.title)
        found.append(
            Association(
                identifier=uuid5(item.identifier, f"isChildOf {end.identifier}"),
                association_type="isChildOf",
                sequence_number=number,
                origin=_link(item.identifier, str(item)),
                destination=end,
            )
        )
    return tuple(found)


def _link(identifier: UUID, title: str) -> AnyLink:
    return AnyLink(title=title, identifier=str(identifier), uri=nameless(identifier))


def _row(number: int, code: str) -> str:
    from django.utils.translation import gettext

    name = gettext("Row {number}").format(number=number)
    return f"{name} (“{code[:60]}”)" if code else name
