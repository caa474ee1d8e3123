"""The designs that a filled spreadsheet makes, and every row that is broken, by its sheet and number. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from microcred.authoring.bulk.template import KEY, SHEETS
from microcred.catalog.design import KIND_OF_PART, Design, no_room
from microcred.foundation.spreadsheets import CellTrouble, TableRow, listed, read_book, rows_of

MOST_DESIGNS = 500
MOST_ROWS = 20_000
"""Of one sheet. More is another file."""

FIRST_ROW = 3
"""Below the headings and what the template says of them."""

EVIDENCE = ("document", "image", "audio", "video", "link")


@dataclass(frozen=True)
class Drafted:
    """One design, the short name that its rows bear, and the number of its row on the first sheet."""

    key: str
    row: int
    design: Design


@dataclass(frozen=True)
class Reading:
    """What was read: designs in the order of the first sheet, or what is wrong. Never both."""

    drafted: tuple[Drafted, ...]
    troubles: tuple[CellTrouble, ...]


def read_designs(content: bytes) -> Reading:
    """Read a filled template. A design may be incomplete, as a draft may; a row that fits nowhere is named."""
    book = read_book(content)
    if book is None:
        words = _("This is not a spreadsheet that can be read (.xlsx). Fill in the template and hand that in.")
        return Reading((), (CellTrouble("", 0, words),))
    troubles: list[CellTrouble] = []
    rows = {
        name: rows_of(book, name, list(columns), troubles, most=MOST_ROWS, first=FIRST_ROW)
        for name, columns in SHEETS.items()
    }
    heads = _heads(rows["Micro-credentials"], troubles)
    by_key = {name: _grouped(found, heads, troubles) for name, found in rows.items() if name != "Micro-credentials"}
    drafted = [_drafted(head, by_key, troubles) for head in heads.values()]
    if not heads and not troubles:
        troubles.append(CellTrouble("Micro-credentials", FIRST_ROW, _("No micro-credential stands in this sheet.")))
    if troubles:
        order = {name: place for place, name in enumerate(SHEETS)}
        return Reading((), tuple(sorted(troubles, key=lambda one: (order.get(one.sheet, -1), one.row))))
    return Reading(tuple(one for one in drafted if one is not None), ())


def _heads(rows: Sequence[TableRow], troubles: list[CellTrouble]) -> dict[str, TableRow]:
    heads: dict[str, TableRow] = {}
    for row in rows:
        key = row.cells[KEY]
        if not key:
            troubles.append(_trouble(row, _("It has no short name in the column “{name}”.").format(name=KEY)))
        elif key in heads:
            words = _("The short name “{key}” stands in row {row} already.")
            troubles.append(_trouble(row, words.format(key=key, row=heads[key].number)))
        else:
            heads[key] = row
    if len(heads) > MOST_DESIGNS:
        words = _("More than {most} micro-credentials are too many for one file. Divide it.")
        troubles.append(CellTrouble("Micro-credentials", 0, words.format(most=MOST_DESIGNS)))
    return heads


def _grouped(
    rows: Sequence[TableRow], heads: Mapping[str, TableRow], troubles: list[CellTrouble]
) -> dict[str, list[TableRow]]:
    grouped: dict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        if row.cells[KEY] in heads:
            grouped[row.cells[KEY]].append(row)
        else:
            words = _("No micro-credential “{key}” stands in the first sheet.").format(key=row.cells[KEY])
            troubles.append(_trouble(row, words))
    return grouped


def _drafted(
    head: TableRow, by_key: Mapping[str, Mapping[str, list[TableRow]]], troubles: list[CellTrouble]
) -> Drafted | None:
    key, cells = head.cells[KEY], head.cells
    of = {name: grouped.get(key, []) for name, grouped in by_key.items()}
    before = len(troubles)
    criteria = _criteria(of["Criteria"], of["Levels"], troubles)
    loaded: dict[str, Any] = {
        **{field: cells[field] for field in ("name", "stack", "competency", "rationale")},
        "language": cells["language"] or "en",
        "key_method": cells["key method"],
        "research_note": cells["research note"] or None,
        "audience": listed(cells["audience"]),
        "tags": listed(cells["tags"]),
        "hours": _whole_number(head, "hours", troubles) or 0,
        "components": [_texts(row, "name", "text") for row in of["Components"]],
        "research": [_linked(row, "citation", "note", "confirmed") for row in of["Research"]],
        "resources": [_linked(row, "title", "note") for row in of["Resources"]],
        "requirements": _requirements(of["Requirements"], {one["id"] for one in criteria}, troubles),
        "rubric": criteria,
        "alignments": [_texts(row, "framework", "code", "name") for row in of["Alignments"]],
    }
    if len(troubles) > before:
        return None
    try:
        design = Design.model_validate(loaded)
        too_much = no_room(design)
        if too_much is None:
            return Drafted(key, head.number, design)
        words = _("It says more than a draft can keep: {count} characters or rows, where {most} is the most.")
        troubles.append(_trouble(head, words.format(count=too_much.count, most=too_much.most)))
        return None
    except ValidationError as error:
        for one in error.errors():
            where = ".".join(map(str, one["loc"]))
            troubles.append(_trouble(head, _("{where}: {words}.").format(where=where, words=one["msg"])))
        return None


def _requirements(rows: Sequence[TableRow], criteria: set[str], troubles: list[CellTrouble]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        part = _part(row, troubles)
        accepts, feeds = listed(row.cells["accepts"]), listed(row.cells["judged by"])
        for kind in accepts:
            if kind not in EVIDENCE:
                words = _("“{kind}” is no kind of evidence. The kinds are: {kinds}.")
                troubles.append(_trouble(row, words.format(kind=kind, kinds=", ".join(EVIDENCE))))
        for name in feeds:
            if name not in criteria:
                words = _("No criterion “{name}” of this micro-credential stands in the sheet “Criteria”.")
                troubles.append(_trouble(row, words.format(name=name)))
        found.append(
            {
                **_texts(row, "id", "prompt", "guidance"),
                "part": part,
                "kind": KIND_OF_PART[part],
                "word_limit": _whole_number(row, "word limit", troubles),
                "accepts": [kind for kind in accepts if kind in EVIDENCE],
                "feeds": feeds,
            }
        )
    return found


def _criteria(
    rows: Sequence[TableRow], levels: Sequence[TableRow], troubles: list[CellTrouble]
) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = row.cells["id"]
        if not name or name in found:
            words = _("It has no short name.") if not name else _("The short name “{name}” stands twice.")
            troubles.append(_trouble(row, words.format(name=name)))
            continue
        found[name] = {**_texts(row, "id", "name", "description", "required"), "part": _part(row, troubles)}
        found[name]["levels"] = []
    for row in levels:
        of = found.get(row.cells["criterion"])
        if of is None:
            words = _("No criterion “{name}” of this micro-credential stands in the sheet “Criteria”.")
            troubles.append(_trouble(row, words.format(name=row.cells["criterion"])))
        else:
            of["levels"].append(_texts(row, "name", "descriptor"))
    return list(found.values())


def _texts(row: TableRow, *columns: str) -> dict[str, Any]:
    return {column: row.cells[column] for column in columns}


def _linked(row: TableRow, *columns: str) -> dict[str, Any]:
    return {**_texts(row, *columns), "url": row.cells["url"] or None}


def _part(row: TableRow, troubles: list[CellTrouble]) -> int:
    if row.cells["part"] in {"1", "2", "3"}:
        return int(row.cells["part"])
    words = _("“{typed}” is no part. Write 1 for overview questions, 2 for artifacts or 3 for the reflection.")
    troubles.append(_trouble(row, words.format(typed=row.cells["part"])))
    return 1


def _whole_number(row: TableRow, column: str, troubles: list[CellTrouble]) -> int | None:
    typed = row.cells[column]
    if typed.isascii() and typed.isdigit() and len(typed) <= 6:
        return int(typed)
    if typed:
        words = _("“{typed}” in the column “{column}” is no whole number. Write it in digits, such as 20.")
        troubles.append(_trouble(row, words.format(typed=typed[:40], column=column)))
    return None


def _trouble(row: TableRow, words: str) -> CellTrouble:
    return CellTrouble(row.sheet, row.number, words)
