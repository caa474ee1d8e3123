"""Policies and records as they are written, YAML or JSON: read with their lines, and refused in sentences."""

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from microcred.recognition.rules.engine.policy import Policy
from microcred.recognition.rules.engine.record import Activity, Record

LARGEST: Final = 5_000_000
"""Bytes of a file that are read."""
DEEPEST: Final = 60
MOST_SAID: Final = 20
"""Problems of one file that are told; the rest is counted."""

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


class Unreadable(Exception):
    """Nothing can be read: the file is empty, too large, or neither YAML nor JSON. Says where."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with the field and the line where it stands; 0 where no line can be named."""

    where: str
    line: int
    words: str

    def sentence(self) -> str:
        """For whoever wrote the file."""
        place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.where) if part)
        return f"{place}: {self.words}" if place else self.words


@dataclass(frozen=True)
class Written:
    """The values of a file, and the line of each."""

    value: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def written(content: bytes) -> Written:
    """The one document of a file.

    Raises:
        Unreadable: there is none.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"It has more than {LARGEST:,} bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"It is not UTF-8 text: see line {line}. Save it as UTF-8.") from error
    if not text.strip():
        raise Unreadable("It is empty.")
    if text.lstrip()[0] in "{[":
        return _json(text)
    return _yaml(text)


def _json(text: str) -> Written:
    twice: list[str] = []

    def pairs(given: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in given:
            if key in seen:
                twice.append(key)
            seen[key] = value
        return seen

    def no_number(said: str) -> Any:
        raise Unreadable(f"It holds {said}, which is no number.")

    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=no_number, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise Unreadable(f"It is no JSON: at line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(
            "It is no JSON that can be read: values stand too deep within each other or are too long."
        ) from error
    if twice:
        raise Unreadable(f"“{twice[0]}” stands twice in one place; which of the two is meant?")
    try:
        lines = dict(_yaml(text).lines)
    except Unreadable:
        lines = {}
    return Written(value, lines)


def _yaml(text: str) -> Written:
    try:
        _refuse(text)
        nodes: list[yaml.Node | None] = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"at line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise Unreadable(f"It is neither YAML nor JSON: {place}{error.problem or error.context}.") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(f"It is neither YAML nor JSON: {' '.join(str(error).split())}.") from error
    held = [node for node in nodes if node is not None]
    if not held:
        raise Unreadable("It is empty.")
    if len(held) > 1:
        raise Unreadable(f"It holds {len(held)} documents, divided by ---. Write one in a file.")
    lines: dict[Path, int] = {}
    return Written(_value(held[0], (), lines), lines)


def _refuse(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(f"At line {line} it refers to another place (*{event.anchor}). Write out what is meant.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(f"At line {line}, more than {DEEPEST} values stand within each other.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_WORDS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None, "~": None, "": None}


def _value(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    """Days stay text and numbers exact; only `true` and `false` are yes and no, so that NO and On are words."""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise Unreadable(f"At line {key_node.start_mark.line + 1} a field has no name.")
            key = key_node.value
            if key in found:
                line = key_node.start_mark.line + 1
                raise Unreadable(f"At line {line}, “{key}” stands twice in one place; which of the two is meant?")
            found[key] = _value(value_node, (*path, key), lines)
            lines[(*path, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, number), lines) for number, one in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and node.style is None:
        if node.value in _WORDS:
            return _WORDS[node.value]
        if _INTEGER.match(node.value):
            return Decimal(node.value) if len(node.value) > 15 else int(node.value)
        if _DECIMAL.match(node.value):
            return Decimal(node.value)
    return node.value


def read(model: type[Model], content: Written, *, form: str, what: str) -> tuple[Model | None, list[Problem]]:
    """A document of a form, or everything that keeps it from being one."""
    value = content.value
    if not isinstance(value, dict):
        return None, [
            Problem("", content.line(()), f"It is no {what}: a {what} is a mapping that begins with “format: {form}”.")
        ]
    if "format" not in value:
        return None, [Problem("format", 1, f"It does not say what it is. Begin a {what} with “format: {form}”.")]
    if value["format"] != form:
        said = value["format"]
        return None, [Problem("format", content.line(("format",)), f"It says “{said}”; a {what} says “{form}”.")]
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, list(_problems(model, error, content))


def read_policy(content: Written) -> tuple[Policy | None, list[Problem]]:
    """A policy, or what keeps it from being one."""
    return read(Policy, content, form="microcred-policy/1", what="policy")


def read_record(content: Written) -> tuple[Record | None, list[Problem]]:
    """A record, or what keeps it from being one."""
    return read(Record, content, form="microcred-record/1", what="record")


def _problems(model: type[BaseModel], error: ValidationError, content: Written) -> Iterator[Problem]:
    found = error.errors(include_url=False)
    for one in found[:MOST_SAID]:
        path = tuple(part for part in one["loc"] if part != "[key]")
        yield Problem(where(path), content.line(path) if path else 0, _words(model, dict(one), path))
    if len(found) > MOST_SAID:
        yield Problem("", 0, f"And {len(found) - MOST_SAID} more.")


def where(path: Sequence[str | int]) -> str:
    """A field as people name it, the first of a list being 1: `awards 2, earned_at`."""
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f" {part + 1}"
        else:
            said += f", {part}" if said else part
    return said


def _words(model: type[BaseModel], error: dict[str, Any], path: Path) -> str:
    kind, given = error["type"], error.get("input")
    last = path[-1] if path else ""
    context = error.get("ctx", {})
    said = f"“{_short(given)}”"
    if kind == "missing":
        return f"“{last}” is missing."
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(last), _fields(model, path[:-1]), n=1, cutoff=0.6)
        known = ", ".join(_fields(model, path[:-1]))
        return f"“{last}” is no field here. " + (f"Is “{near[0]}” meant?" if near else f"Known are: {known}.")
    if given is None and kind != "value_error":
        return "It has no value. Leave the field out, or write one."
    sentences = {
        "decimal_parsing": f"{said} is no number.",
        "decimal_type": f"{said} is no number.",
        "int_parsing": f"{said} is no whole number.",
        "int_type": f"{said} is no whole number.",
        "int_from_float": f"{said} is no whole number.",
        "finite_number": f"{said} is no number.",
        "string_type": f"{said} is no text; put it in quotation marks if it is meant as text.",
        "string_too_short": "It is empty.",
        "bool_parsing": f"{said} is neither true nor false.",
        "bool_type": f"{said} is neither true nor false.",
        "tuple_type": f"{said} is no list.",
        "dict_type": f"{said} is no mapping of names to values.",
        "model_type": f"{said} is no mapping of fields to values.",
        "greater_than": f"{said} is not more than {context.get('gt')}.",
        "greater_than_equal": f"{said} is less than {context.get('ge')}.",
        "less_than_equal": f"{said} is more than {context.get('le')}.",
        "enum": f"{said} is not known here; what can be said is {context.get('expected')}.",
        "literal_error": f"{said} is not known here; what can be said is {context.get('expected')}.",
        "decimal_max_places": f"{said} has more than {context.get('decimal_places')} decimal places.",
        "decimal_max_digits": f"{said} has more than {context.get('max_digits')} digits.",
        "too_short": "The list is empty; leave the field out, or name at least one.",
        "string_pattern_mismatch": f"{said} does not fit; write small letters, digits and single hyphens."
        if last != "read_on"
        else f"{said} is no month or day; write it as 2026-11.",
    }
    words = sentences.get(kind)
    return words if words is not None else f"{error['msg'][:1].upper()}{error['msg'][1:]}."


def _short(given: Any) -> str:
    text = str(given) if not isinstance(given, dict | list) else ("a mapping" if isinstance(given, dict) else "a list")
    return text if len(text) <= 60 else f"{text[:57]}…"


def _fields(model: type[BaseModel], path: Path) -> list[str]:
    """The fields of the model that stands at a path."""
    found: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        field = getattr(found, "model_fields", {}).get(part)
        inner = _model_in(field.annotation) if field is not None else None
        if inner is None:
            return []
        found = inner
    return list(found.model_fields)


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None


def unit_problems(record: Record, known: Sequence[str], content: Written) -> list[Problem]:
    """Amounts in units that neither the platform nor any of the policies knows."""
    names = {name.casefold() for name in known}
    found = []
    for what, items in (("awards", record.awards), ("activities", record.activities)):
        for number, item in enumerate(items):
            found += [
                Problem(where(path), content.line(path), _unknown(unit, known))
                for unit in item.amounts
                for path in [(what, number, "amounts", unit)]
                if unit.casefold() not in names
            ]
    return found


def _unknown(unit: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(unit, known, n=1, cutoff=0.6)
    return f"“{unit}” is no unit. " + (f"Is “{near[0]}” meant?" if near else f"Known are: {', '.join(known)}.")


def held_twice(record: Record) -> list[Activity]:
    """Awards and activities that a record holds twice, alike in everything: they count once."""
    seen: set[str] = set()
    found = []
    for item in (*record.awards, *record.activities):
        if item.id in seen:
            found.append(item)
        seen.add(item.id)
    return found
