"""A design as somebody wrote it into a file: YAML or JSON, fields perhaps unknown, broken or missing. Pure.

Whatever can be read is read; what cannot becomes a finding with its path, so that one slip does not hide the rest.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from microcred.authoring.lint.documents import Document, Unreadable, documents, meant
from microcred.authoring.lint.findings import Component, Finding, Words
from microcred.authoring.lint.prose import quoted
from microcred.catalog.design import KIND_OF_PART, Criterion, Design, Level, Requirement
from microcred.catalog.design.shape import Alignment, Research, Resource
from microcred.catalog.design.shape import Component as MethodComponent

MOST_VALUES = 20_000
"""Values in one design. References within a file can make it far larger than it looks."""

_PIECES: dict[str, type[BaseModel]] = {
    "components": MethodComponent,
    "research": Research,
    "resources": Resource,
    "requirements": Requirement,
    "rubric": Criterion,
    "levels": Level,
    "alignments": Alignment,
}
_LISTS_OF_TEXTS = {"audience", "tags", "accepts", "feeds"}


@dataclass(frozen=True)
class Written:
    """One design of a file, and what was found in reading it."""

    design: Design
    findings: tuple[Finding, ...]


def read_designs(content: bytes) -> list[Written]:
    """The designs of a file, of which YAML can hold several.

    Raises:
        Unreadable: there is no design in it.
    """
    return [_written(document) for document in documents(content)]


def _written(document: Document) -> Written:
    try:
        plain = _plain(document.value, itertools.count())
    except (RecursionError, OverflowError) as error:
        words = f"It holds more than {MOST_VALUES:,} values, each counted as often as it is referred to."
        raise Unreadable(words) from error
    findings = [
        _said(
            "format",
            path,
            path.rpartition(".")[2],
            format_lazy(_("This field stands there a second time, in line {line}; only that was read."), line=line),
            _("Keep one of the two."),
        )
        for path, line in document.twice
    ]
    _shape(plain, findings, "", Design)
    for _round in range(len(Design.model_fields) + MOST_VALUES):
        try:
            return Written(Design.model_validate(plain), tuple(findings))
        except ValidationError as error:
            details = error.errors()
            findings.extend(map(_finding, details))
            # From the end, so that the places before stay where they are.
            for place in sorted({detail["loc"] for detail in details}, key=_order, reverse=True):
                _take_out(plain, place)
    raise Unreadable("Its values cannot be read.")


def _plain(value: Any, counter: Iterator[int]) -> Any:
    """A copy that shares nothing with itself, empty values as None."""
    if next(counter) > MOST_VALUES:
        raise OverflowError
    if isinstance(value, dict):
        return {str(name): _plain(item, counter) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, counter) for item in value]
    return None if value in {"", "~", "null", "Null", "NULL"} else value


def _shape(plain: dict[str, Any], findings: list[Finding], at: str, holder: type[BaseModel]) -> None:
    """Bring what is meant well into shape: one text for a list of one, no value for an empty one, `Key Method`."""
    _rename(plain, findings, at, holder)
    for name, value in list(plain.items()):
        if value is None:
            del plain[name]  # as if it had not been written; what must be there is named as missing
        elif name == "part" and isinstance(value, str) and value in {"1", "2", "3"}:
            plain[name] = int(value)
        elif name == "kind" and isinstance(value, str):
            plain[name] = value.strip().lower()
        elif name in _LISTS_OF_TEXTS and isinstance(value, str):
            plain[name] = [part.strip() for part in value.split(",") if part.strip()]
        elif name in _PIECES and isinstance(value, dict):
            findings.append(
                _said(
                    "format",
                    f"{at}{name}",
                    "",
                    _("One entry stands where a list is expected."),
                    _("Put a hyphen before each entry."),
                )
            )
            plain[name] = [value]
    for name, value in plain.items():
        if name == "accepts" and isinstance(value, list):
            value[:] = [kind.strip().lower() if isinstance(kind, str) else kind for kind in value]
        if name in _PIECES and isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, dict):
                    _shape(item, findings, f"{at}{name}.{place}.", _PIECES[name])
        if name == "requirements" and isinstance(value, list):
            for item in value:
                if isinstance(item, dict) and "kind" not in item and str(item.get("part", "1")) in {"1", "2", "3"}:
                    item["kind"] = KIND_OF_PART[int(item.get("part", 1))]


def _rename(plain: dict[str, Any], findings: list[Finding], at: str, holder: type[BaseModel]) -> None:
    """Give fields that are only written another way, such as `keyMethod`, the name that a design has for them."""
    for written in list(plain):
        name = meant(written)
        if written not in holder.model_fields and name in holder.model_fields and name not in plain:
            plain[name] = plain.pop(written)
            why = format_lazy(_("A design writes the name of this field “{name}”; it was read as that."), name=name)
            findings.append(
                _said("format", f"{at}{written}", written, why, format_lazy(_("Write “{name}”."), name=name))
            )


def _order(place: Sequence[int | str]) -> list[tuple[bool, int, str]]:
    return [(isinstance(step, str), step if isinstance(step, int) else 0, str(step)) for step in place]


def _take_out(plain: Any, place: Sequence[int | str]) -> None:
    """Remove the value at a place; an entry of a list of pieces becomes an empty one, so that none behind it moves."""
    inner = plain
    *steps, last = place
    for step in steps:
        inner = inner[step]
    if isinstance(inner, list) and steps[-1] in _PIECES:
        inner[int(last)] = {}
    else:
        del inner[last]


def _finding(detail: ErrorDetails) -> Finding:
    place = detail["loc"]
    path = ".".join(map(str, place))
    value = detail.get("input")
    found = quoted(value, 60) if isinstance(value, str) else ""
    if detail["type"] == "extra_forbidden":
        return _unknown(path, place)
    why, mend = _EXPECTED.get(detail["type"], (None, None))
    if detail["type"] == "literal_error":
        expected = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        why, mend = (
            _("This is none of the values that can stand here."),
            format_lazy(_("Choose from: {these}."), these=expected),
        )
    if why is None or mend is None:
        why, mend = (
            format_lazy(_("This cannot be read: {words}."), words=_bare(detail["msg"])),
            _("Correct it, or take it out."),
        )
    return _said("complete", path, found, why, mend)


def _bare(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".")


_A_NUMBER: tuple[Words, Words] = (
    _("A whole number is expected here."),
    _("Write one whole number in digits and nothing else, such as 12."),
)
_EXPECTED: dict[str, tuple[Words, Words]] = {
    "string_type": (_("A text is expected here."), _("Write one text, in quotation marks where it holds a colon.")),
    **dict.fromkeys(("int_parsing", "int_from_float", "int_type"), _A_NUMBER),
    "less_than_equal": (_("This number is too large."), _("Correct it, or take it out.")),
    "greater_than_equal": (_("This number is too small."), _("Correct it, or take it out.")),
    "bool_parsing": (_("Yes or no is expected here."), _("Write true or false.")),
    "bool_type": (_("Yes or no is expected here."), _("Write true or false.")),
    "tuple_type": (_("A list is expected here."), _("Put each entry on a line of its own after a hyphen.")),
    "model_type": (
        _("Fields with names are expected here."),
        _("Write each field with its name and a colon, such as name: …"),
    ),
    "uuid_parsing": (_("This is no identifier."), _("Take it out; it is made when it is missing.")),
}  # fmt: skip


def _unknown(path: str, place: Sequence[int | str]) -> Finding:
    name = str(place[-1])
    holder = next((step for step in reversed(place[:-1]) if isinstance(step, str)), None)
    known = list((_PIECES.get(holder or "", Design)).model_fields)
    near = process.extractOne(
        name.lower().replace("-", "_"), [field for field in known if field != "uuid"], score_cutoff=75
    )
    mend = (
        format_lazy(_("Call it “{name}”, if that is meant."), name=near[0])
        if near
        else format_lazy(_("Take it out, or use one of: {these}."), these=", ".join(f for f in known if f != "uuid"))
    )
    return _said("format", path, name, _("A design has no field of this name here, so it was not read."), mend)


def _said(check: str, path: str, found: str, why: Words, mend: Words) -> Finding:
    return Finding(check, path, found, why, mend, Component.METADATA)
