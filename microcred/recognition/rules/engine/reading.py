"""Policies and records as they are written, YAML or JSON: read with their lines, and refused in sentences."""

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final, Literal, TypeVar

import yaml
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from microcred.recognition.rules.engine.policy import Policy
from microcred.recognition.rules.engine.record import Activity, Record
from microcred.recognition.rules.engine.sentences import OR, SENTENCES, Foreign, Joined, Sentence

LARGEST: Final = 5_000_000
"""Bytes of a file that are read."""
DEEPEST: Final = 60
MOST_SAID: Final = 20
"""Problems of one file that are told; the rest is counted."""

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


class Unreadable(Exception):
    """Nothing can be read: the file is empty, too large, or neither YAML nor JSON. Says where."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.sentence = Sentence(code, **values)

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with the field and the line where it stands; 0 where no line can be named."""

    where: str
    line: int
    what: Sentence

    @property
    def code(self) -> str:
        """Which kind of thing is wrong, for programs: it stays, whatever its words."""
        return self.what.code

    @property
    def words(self) -> str:
        """What is wrong, in the reader's language."""
        return str(self.what)

    @property
    def place(self) -> str:
        """Where: the line, and the field as its document names it."""
        line = _("line {number}").format(number=self.line) if self.line else ""
        return ", ".join(part for part in (line, self.where) if part)

    def sentence(self) -> str:
        """For whoever wrote the file."""
        return f"{self.place}: {self.words}" if self.place else self.words


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
        raise Unreadable("file_too_large", most=f"{LARGEST:,}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("file_not_utf8", line=line) from error
    if not text.strip():
        raise Unreadable("file_empty")
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
        raise Unreadable("json_no_number", said=said)

    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=no_number, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise Unreadable("json_broken", line=error.lineno, column=error.colno, why=Foreign(error.msg)) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable("json_too_deep") from error
    if twice:
        raise Unreadable("key_twice", key=twice[0])
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
        why = Foreign(str(error.problem or error.context))
        if mark is None:
            raise Unreadable("yaml_broken", why=why) from error
        raise Unreadable("yaml_broken_at", line=mark.line + 1, column=mark.column + 1, why=why) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable("yaml_broken", why=" ".join(str(error).split())) from error
    held = [node for node in nodes if node is not None]
    if not held:
        raise Unreadable("file_empty")
    if len(held) > 1:
        raise Unreadable("yaml_several", number=len(held))
    lines: dict[Path, int] = {}
    return Written(_value(held[0], (), lines), lines)


def _refuse(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("yaml_alias", line=line, name=event.anchor)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise Unreadable("yaml_too_deep", line=line, most=DEEPEST)
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
                raise Unreadable("key_missing_at", line=key_node.start_mark.line + 1)
            key = key_node.value
            if key in found:
                line = key_node.start_mark.line + 1
                raise Unreadable("key_twice_at", line=line, key=key)
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


def read(
    model: type[Model], content: Written, *, form: str, what: Literal["policy", "record"]
) -> tuple[Model | None, list[Problem]]:
    """A document of a form, or everything that keeps it from being one."""
    value = content.value
    if not isinstance(value, dict):
        return None, [Problem("", content.line(()), Sentence(f"not_a_{what}", form=form))]
    if "format" not in value:
        return None, [Problem("format", 1, Sentence(f"{what}_format_missing", form=form))]
    if value["format"] != form:
        said = value["format"]
        return None, [
            Problem("format", content.line(("format",)), Sentence(f"{what}_format_other", said=said, form=form))
        ]
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
        path = path or _place(one["type"], one.get("ctx", {}), content.value)
        yield Problem(where(path), content.line(path) if path else 0, _words(model, dict(one), path))
    if len(found) > MOST_SAID:
        yield Problem("", 0, Sentence("more", number=len(found) - MOST_SAID))


_ABOUT: Final = {
    "approval_of_nothing": ("approvals",),
    "override_of_nothing": ("overrides",),
    "credit_of_nothing": ("credited",),
    "override_twice": ("overrides",),
    "item_twice": ("awards", "activities"),
    "licence_twice": ("licences",),
    "replaces_nothing": ("licences",),
}
"""In which lists of a record the thing stands that does not fit the others."""


def _place(kind: str, values: dict[str, Any], record: dict[str, Any]) -> Path:
    """Where the thing stands that does not fit the others of its record: the last of those that it can be."""
    fields = {"item": values.get("item", values.get("id"))} if "of_nothing" in kind or kind == "override_twice" else {}
    fields = fields or {"id": values.get("id")}
    if "policy" in values:
        fields["policy"] = values["policy"]
    found: Path = ()
    for name in _ABOUT.get(kind, ()):
        for number, one in enumerate(record.get(name) or ()):
            if all(one.get(field) == value for field, value in fields.items()):
                found = (name, number, "replaces" if kind == "replaces_nothing" else next(iter(fields)))
    return found


def where(path: Sequence[str | int]) -> str:
    """A field as people name it, the first of a list being 1: `awards 2, earned_at`."""
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f" {part + 1}"
        else:
            said += f", {part}" if said else part
    return said


_NO_NUMBER: Final = ("decimal_parsing", "decimal_type", "finite_number")
_NO_WHOLE_NUMBER: Final = ("int_parsing", "int_type", "int_from_float")
_BUILT_IN: Final = {
    **dict.fromkeys(_NO_NUMBER, "no_number"),
    **dict.fromkeys(_NO_WHOLE_NUMBER, "no_whole_number"),
    "string_type": "no_text",
    "string_too_short": "empty",
    "bool_parsing": "no_truth",
    "bool_type": "no_truth",
    "tuple_type": "no_list",
    "dict_type": "no_mapping_of_names",
    "model_type": "no_mapping",
    "too_short": "list_empty",
}
_BOUNDED: Final = {
    "greater_than": ("not_above", "bound", "gt"),
    "greater_than_equal": ("below", "bound", "ge"),
    "less_than_equal": ("above", "bound", "le"),
    "decimal_max_places": ("too_many_places", "most", "decimal_places"),
    "decimal_max_digits": ("too_many_digits", "most", "max_digits"),
    "string_too_long": ("text_too_long", "most", "max_length"),
}


def _words(model: type[BaseModel], error: dict[str, Any], path: Path) -> Sentence:
    kind, given = error["type"], error.get("input")
    last = path[-1] if path else ""
    context = error.get("ctx", {})
    if kind == "missing":
        return Sentence("missing", field=last)
    if kind == "extra_forbidden":
        known = _fields(model, path[:-1])
        near = difflib.get_close_matches(str(last), known, n=1, cutoff=0.6)
        if near:
            return Sentence("extra_near", field=last, near=near[0])
        return Sentence("extra", field=last, known=", ".join(known))
    if given is None:
        return Sentence("no_value")
    if kind in SENTENCES:
        return Sentence(kind, **context).whole()
    said = _short(given)
    if kind in _BUILT_IN:
        return Sentence(_BUILT_IN[kind], said=said)
    if kind in _BOUNDED:
        code, name, bound = _BOUNDED[kind]
        return Sentence(code, said=said, **{name: context.get(bound)})
    if kind in ("enum", "literal_error"):
        return Sentence("not_known", said=said, expected=Joined(tuple(context["expected"].rsplit(OR, 1)), OR))
    if kind == "string_pattern_mismatch":
        of_language = path[0] == "translations"
        return Sentence("no_language" if of_language else "no_month" if last == "read_on" else "no_slug", said=said)
    return Sentence(kind, error["msg"]).whole()


def _short(given: Any) -> str | Sentence:
    if isinstance(given, dict | list):
        return Sentence("a_mapping" if isinstance(given, dict) else "a_list")
    text = str(given)
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


def day_problems(record: Record, content: Written) -> list[Problem]:
    """Days of awards and activities that cannot all be so, whatever the time zone of a policy."""
    found = []
    for what, items in (("awards", record.awards), ("activities", record.activities)):
        for number, item in enumerate(items):
            first, last = (_day(item.earned_at, zone) for zone in (_LAST_ZONE, _FIRST_ZONE))
            issued, began = item.certificate_issued_on, item.started_on
            if issued is not None and issued < first:
                path: Path = (what, number, "certificate_issued_on")
                sentence = Sentence("certificate_before_completion", certificate=issued, earned=first)
                found.append(Problem(where(path), content.line(path), sentence))
            if began is not None and began > last:
                path = (what, number, "started_on")
                sentence = Sentence("completed_before_it_began", began=began, earned=last)
                found.append(Problem(where(path), content.line(path), sentence))
    return found


_FIRST_ZONE: Final = timezone(timedelta(hours=14))
_LAST_ZONE: Final = timezone(timedelta(hours=-12))


def _day(moment: date | datetime, zone: timezone) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def _unknown(unit: str, known: Sequence[str]) -> Sentence:
    near = difflib.get_close_matches(unit, known, n=1, cutoff=0.6)
    if near:
        return Sentence("unit_unknown_near", unit=unit, near=near[0])
    return Sentence("unit_unknown", unit=unit, known=", ".join(known))


def held_twice(record: Record) -> list[Activity]:
    """Awards and activities that a record holds twice, alike in everything: they count once."""
    seen: set[str] = set()
    found = []
    for item in (*record.awards, *record.activities):
        if item.id in seen:
            found.append(item)
        seen.add(item.id)
    return found
