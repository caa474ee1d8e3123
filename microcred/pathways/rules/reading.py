"""Rule sets and records as they are written, YAML or JSON: read with their lines, and refused in sentences."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from microcred.pathways.rules.document import FORMAT, RuleSet
from microcred.pathways.rules.record import RecordFile

LARGEST: Final = 1_000_000
"""Bytes of a file that are read."""
DEEPEST: Final = 40
MOST_SAID: Final = 20

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
    """The one document of a file. All that is no list and no mapping stays text, so that `no` is a word.

    Raises:
        Unreadable: there is none.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"It has more than {LARGEST:,} bytes.")
    try:
        text = content.decode("utf-8-sig")
        _refuse(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise Unreadable("It is not UTF-8 text. Save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"at line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise Unreadable(f"It is neither YAML nor JSON: {place}{error.problem or error.context}.") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(f"It is neither YAML nor JSON: {' '.join(str(error).split())}.") from error
    if node is None:
        raise Unreadable("It is empty.")
    lines: dict[Path, int] = {}
    return Written(_value(node, (), lines), lines)


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


def _value(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise Unreadable(f"At line {line} a field has no name.")
            if key_node.value in found:
                raise Unreadable(f"At line {line}, “{key_node.value}” stands twice in one place.")
            found[key_node.value] = _value(value_node, (*path, key_node.value), lines)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, number), lines) for number, one in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and node.style is None and node.value in ("null", "~", ""):
        return None
    return node.value


def read_rule_set(content: Written) -> tuple[RuleSet | None, list[Problem]]:
    """A rule set, or everything that keeps it from being one."""
    return _read(RuleSet, content, form=FORMAT, what="rule set")


def read_record(content: Written) -> tuple[RecordFile | None, list[Problem]]:
    """A record, or everything that keeps it from being one."""
    return _read(RecordFile, content, form="microcred-pathway-record/1", what="record")


def _read(model: type[Model], content: Written, *, form: str, what: str) -> tuple[Model | None, list[Problem]]:
    value = content.value
    said = value.get("format") if isinstance(value, dict) else None
    if said != form:
        return None, [Problem("format", content.line(("format",)), f"A {what} begins with “format: {form}”.")]
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, list(_problems(error, content))


def _problems(error: ValidationError, content: Written) -> Iterator[Problem]:
    found = error.errors(include_url=False)
    for one in found[:MOST_SAID]:
        path = tuple(part for part in one["loc"] if isinstance(part, int) or _is_field(part, content.value))
        said, expected = f"“{one.get('input')}”", one.get("ctx", {}).get("expected")
        words = {
            "missing": f"“{one['loc'][-1]}” is missing.",
            "extra_forbidden": f"“{one['loc'][-1]}” is no field here.",
            "literal_error": f"{said} is not known here; what can be said is {expected}.",
            "enum": f"{said} is not known here; what can be said is {expected}.",
            "string_pattern_mismatch": f"{said} does not fit; write small letters, digits and hyphens.",
        }.get(one["type"], f"{one['msg'][:1].upper()}{one['msg'][1:]}.")
        yield Problem(where(path), content.line(path), words)
    if len(found) > MOST_SAID:
        yield Problem("", 0, f"And {len(found) - MOST_SAID} more.")


def _is_field(part: str, value: Any) -> bool:
    """Whether a part of a path is a field of the file, and no name of a variant that pydantic puts there."""
    if isinstance(value, dict):
        return part in value or any(_is_field(part, one) for one in value.values())
    return isinstance(value, list) and any(_is_field(part, one) for one in value)


def where(path: Path) -> str:
    """A field as people name it, the first of a list being 1: `years 1, requirements 2, of`."""
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f" {part + 1}"
        else:
            said += f", {part}" if said else part
    return said


def near(name: str, known: list[str]) -> str:
    """What was perhaps meant, as the end of a sentence."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f" Is “{close[0]}” meant?" if close else ""
