"""The words of a design that can stand in another language, and a design with them in place. Pure.

A field is named by where it stands and the local names on the way, not by places or identifiers: the same field of the
next version has the same name, though its identifiers are new and rows stand elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from microcred.catalog.design.digest import as_json
from microcred.catalog.design.shape import Design

TEXTS = ("name", "competency", "key_method", "rationale", "research_note")
"""Fields of the design itself that people read."""

ROWS: dict[str, tuple[str, ...]] = {
    "components": ("name", "text"),
    "resources": ("title", "note"),
    "requirements": ("prompt", "guidance", "why_instead"),
    "rubric": ("name", "description"),
}
"""Fields of the rows that people read. Citations stay as they are: they name works."""

LEVEL = ("name", "descriptor")
LISTS = ("audience", "tags")


class State(StrEnum):
    """Where the translation of one field stands."""

    MISSING = "missing"
    CURRENT = "current"
    STALE = "stale"


@dataclass(frozen=True)
class Words:
    """One field with words in it: its name for translators and machines, and what it says."""

    key: str
    field: str
    text: str


def words_in(design: Design) -> list[Words]:
    """Every field that has words, in the order of the page."""
    return [Words(key, key.rpartition(".")[2], str(holder[name])) for key, holder, name in _places(as_json(design))]


def translated(design: Design, texts: Mapping[str, str], *, language: str) -> Design:
    """The design with its words in another language; identifiers and everything that counts stay as they are."""
    content = as_json(design)
    required = [
        next((n for n, level in enumerate(row["levels"]) if level["name"] == row["required"]), None)
        for row in content["rubric"]
    ]
    for key, holder, name in list(_places(content)):
        holder[name] = texts.get(key) or holder[name]
    for row, place in zip(content["rubric"], required, strict=True):
        if place is not None:
            row["required"] = row["levels"][place]["name"]
    content["language"] = language
    return Design.model_validate(content)


def key_of(rows: str, row: str, place: int, field: str) -> str:
    """The name of one field of a row: of which rows, the row's local name or `""`, its place, and which field."""
    return f"{rows}.{row or place}.{field}"


def made_of(design: Design, texts: Mapping[str, str], source: Design) -> dict[str, str]:
    """Those translated texts that fit: made from a field that has the same name in this design, and the same words.

    Args:
        texts: words by key, made from `source`.
    """
    made_from = {words.key: words.text for words in words_in(source)}
    return {
        words.key: texts[words.key]
        for words in words_in(design)
        if texts.get(words.key, "").strip() and made_from.get(words.key) == words.text
    }


def state_of(source: str, text: str, translated_from: str) -> State:
    """Where a field stands: its source as it reads now, its translation, and the source that was translated."""
    if not text.strip():
        return State.MISSING
    return State.CURRENT if source == translated_from else State.STALE


def _places(content: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Each field with words: its key, and what holds it under which name."""
    for name in TEXTS:
        if content.get(name):
            yield name, content, name
    for name in LISTS:
        for place, text in enumerate(content[name]):
            if text:
                yield f"{name}.{place}", content[name], place
    for name, fields in ROWS.items():
        for place, row in enumerate(content[name]):
            at = f"{name}.{row.get('id') or place}"
            for field in fields:
                if row.get(field):
                    yield f"{at}.{field}", row, field
            for level_place, level in enumerate(row.get("levels", ())):
                for field in LEVEL:
                    if level.get(field):
                        yield f"{at}.levels.{level_place}.{field}", level, field
