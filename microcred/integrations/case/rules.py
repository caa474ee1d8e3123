"""What a program may ask of a list of CASE: which of it, in which order, and how much of each. Pure.

Source: CASE 1.1, REST binding, section 3 (parameters `limit`, `offset`, `sort`, `orderBy`, `filter` and `fields`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

USUAL = 100
MOST = 1_000
"""Rows of one answer: without a word, and at most."""

LONGEST_FILTER = 1_000
CLAUSE = re.compile(r"\s*([A-Za-z]{1,60})\s*(!=|>=|<=|=|>|<|~)\s*'([^']*)'\s*")
"""One comparison of a filter, such as `version='1.0'`."""

Row = Mapping[str, Any]


class NotAskable(ValueError):
    """A parameter that cannot be read. `code` is what CASE calls that."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """A page of a list; `fields` are the members told of each, or all."""

    limit: int = USUAL
    offset: int = 0
    sort: str = ""
    descending: bool = False
    filter: str = ""
    fields: tuple[str, ...] = ()


def asked(parameters: Mapping[str, str]) -> Asked:
    """Read the parameters of a request.

    Raises:
        NotAskable: when one of them cannot be read.
    """
    order = parameters.get("orderBy", "asc").lower()
    if order not in {"asc", "desc"}:
        raise NotAskable("invalid_sort_field", "orderBy is asc or desc.")
    return Asked(
        limit=min(_number(parameters, "limit", USUAL) or USUAL, MOST),
        offset=_number(parameters, "offset", 0),
        sort=parameters.get("sort", ""),
        descending=order == "desc",
        filter=parameters.get("filter", ""),
        fields=tuple(filter(None, (name.strip() for name in parameters.get("fields", "").split(",")))),
    )


def answered(rows: Sequence[Row], wanted: Asked, members: frozenset[str]) -> tuple[list[dict[str, Any]], int]:
    """The rows of a page, and how many there are on all pages.

    Args:
        members: the names that rows may have.

    Raises:
        NotAskable: when something is asked by a name that is no member's.
    """
    if unknown := set(wanted.fields) - members:
        raise NotAskable("invalid_selection_field", f"There is no field {min(unknown)}.")
    if wanted.sort and wanted.sort not in members:
        raise NotAskable("invalid_sort_field", f"Nothing can be sorted by {wanted.sort[:60]}.")
    kept = [row for row in rows if _matches(row, wanted.filter, members)] if wanted.filter else list(rows)
    if wanted.sort:
        kept.sort(key=lambda row: _text(row.get(wanted.sort)).casefold(), reverse=wanted.descending)
    page = kept[wanted.offset : wanted.offset + wanted.limit]
    return [
        {name: row[name] for name in wanted.fields if name in row} if wanted.fields else dict(row) for row in page
    ], len(kept)


def links(total: int, wanted: Asked) -> dict[str, int]:
    """Where the other pages begin, by their relation (RFC 8288)."""
    last = (total - 1) // wanted.limit * wanted.limit if total else 0
    found = {"first": 0, "last": last}
    if wanted.offset > 0:
        found["prev"] = max(wanted.offset - wanted.limit, 0)
    if wanted.offset + wanted.limit < total:
        found["next"] = wanted.offset + wanted.limit
    return found


def _number(parameters: Mapping[str, str], name: str, usual: int) -> int:
    said = parameters.get(name, "")
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise NotAskable("invalid_selection_field", f"{name} is a whole number.")
    return int(said)


def _matches(row: Row, said: str, members: frozenset[str]) -> bool:
    """Whether a row is what a filter asks for: comparisons, each with AND or OR before the next, from left to right."""
    if len(said) > LONGEST_FILTER:
        raise NotAskable("invalid_selection_field", "The filter is too long.")
    holds: bool | None = None
    place, word = 0, "AND"
    while True:
        clause = CLAUSE.match(said, place)
        if clause is None:
            raise NotAskable(
                "invalid_selection_field", "The filter cannot be read: it is like version='1.0' AND language='en'."
            )
        name, sign, value = clause.groups()
        if name not in members:
            raise NotAskable("invalid_selection_field", f"There is no field {name}.")
        this = _holds(row.get(name), sign, value)
        holds = this if holds is None else (holds and this if word == "AND" else holds or this)
        place = clause.end()
        if place == len(said):
            return holds
        joint = re.compile(r"(AND|OR)\b", re.IGNORECASE).match(said, place)
        if joint is None:
            raise NotAskable("invalid_selection_field", "Comparisons of a filter are joined by AND or OR.")
        place, word = joint.end(), joint[1].upper()


def _holds(value: Any, sign: str, wanted: str) -> bool:
    values = [_text(each) for each in value] if isinstance(value, list | tuple) else [_text(value)]
    if sign == "!=":
        return wanted not in values
    return any(_compared(each, sign, wanted) for each in values)


def _compared(value: str, sign: str, wanted: str) -> bool:
    return {
        "=": value == wanted,
        "~": wanted.casefold() in value.casefold(),
        ">": value > wanted,
        ">=": value >= wanted,
        "<": value < wanted,
        "<=": value <= wanted,
    }[sign]


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("title", ""))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_text(each) for each in value)
    return "" if value is None else str(value)
