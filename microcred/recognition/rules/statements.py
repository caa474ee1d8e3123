"""Two statements of rules side by side, and the amounts and days in the text of one. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from microcred.recognition.rules.amounts import plain
from microcred.recognition.rules.engine.policy import Policy
from microcred.recognition.rules.engine.reading import Path, Unreadable, where, written

NOT_COMPARED: Final = frozenset({"version", "examples", "format"})

EDITED: Final = frozenset(
    {"amount", "at_least", "credits", "day", "days", "days_before", "effective_from", "effective_until", "maximum"}
    | {"month", "name", "per", "unit", "valid_days", "version", "years"}
)
"""What can be changed by itself, without the text around it."""
WORDS: Final = frozenset({"per"})
"""Of rules of which these are words and not amounts (`caps`, `floors`), they are left to the text."""


@dataclass(frozen=True)
class Differs:
    """One place in which two statements differ, in words; empty where it is not there in one of them.

    Args:
        clause: the words of the clause that the place rests on, in the newer one where it has it.
    """

    place: str
    before: str
    after: str
    clause: str = ""


def differences(before: Policy, after: Policy) -> list[Differs]:
    """Where two statements differ, clause by clause and rule by rule; what has an id is compared with its like."""
    old, new = (one.model_dump(mode="python", exclude_defaults=True) for one in (before, after))
    clauses = {clause.id: clause.words for one in (before, after) for clause in one.clauses}
    return [
        Differs(place, _said(was), _said(now), clauses.get(clause, ""))
        for place, was, now, clause in _differ(old, new, (), "")
        if place
    ]


def _differ(old: Any, new: Any, path: tuple[str, ...], clause: str) -> Iterator[tuple[str, Any, Any, str]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        clause = new.get("clause") or old.get("clause") or clause
        for key in dict.fromkeys((*old, *new)):
            if path or key not in NOT_COMPARED:
                yield from _differ(old.get(key), new.get(key), (*path, str(key)), clause)
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple) and _named(old) and _named(new):
        was, now = _by_name(old), _by_name(new)
        for name in dict.fromkeys((*was, *now)):
            yield from _differ(was.get(name), now.get(name), (*path, f"“{name}”"), clause)
    elif old != new:
        clause = next((found for one in (new, old) if (found := _clause_of(one))), clause)
        yield " ".join(path), old, new, clause


def _clause_of(value: Any) -> str:
    """The clause of a rule, or of the first of several."""
    if isinstance(value, list | tuple):
        return next((found for one in value if (found := _clause_of(one))), "")
    return str(value.get("clause", "")) if isinstance(value, Mapping) else ""


def _named(values: Sequence[Any]) -> bool:
    return all(isinstance(one, Mapping) for one in values)


def _by_name(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, one in enumerate(values, 1):
        name = str(one.get("id") or one.get("unit") or one.get("clause") or number)
        found[name if name not in found else f"{name} {number}"] = one
    return found


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_said(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value))
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Place:
    """An amount, a day or a name in the text of a document: what it is of, and what stands there.

    Args:
        key: the path, by which a form names it.
        clause: the words of the clause that it rests on.
    """

    key: str
    section: str
    name: str
    value: str
    clause: str
    first: int
    last: int


def places_in(text: str) -> list[Place]:
    """The amounts, days and names in the text of a policy document that can be changed by themselves.

    Raises:
        Unreadable: there is no document in the text, or it is JSON: its text is not changed piece by piece.
    """
    content = written(text.encode())
    if not isinstance(content.value, dict) or text.lstrip().startswith(("{", "[")):
        raise Unreadable("only_in_text")
    clauses = {
        one.get("id"): str(one.get("words", "")) for one in content.value.get("clauses", ()) if isinstance(one, dict)
    }
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return list(_places(root, (), "", clauses)) if root is not None else []


def _places(node: yaml.Node, path: Path, clause: str, clauses: Mapping[Any, str]) -> Iterator[Place]:
    if isinstance(node, yaml.MappingNode):
        held = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        own = held.get("clause")
        clause = clauses.get(own.value, "") if isinstance(own, yaml.ScalarNode) else clause
        for key, value in held.items():
            if not path and key in ("clauses", "examples", "currency"):
                continue
            if isinstance(value, yaml.ScalarNode) and key in EDITED and not (key in WORDS and _is_word(value)):
                place = (*path, key)
                section = str(path[0]) if path else ""
                first, last = value.start_mark.index, value.end_mark.index
                yield Place("/".join(map(str, place)), section, where(place), value.value, clause, first, last)
            else:
                yield from _places(value, (*path, key), clause, clauses)
    elif isinstance(node, yaml.SequenceNode):
        for number, one in enumerate(node.value):
            yield from _places(one, (*path, number), clause, clauses)


def _is_word(node: yaml.ScalarNode) -> bool:
    return str(node.value).isalpha()


def with_values(text: str, values: Mapping[str, str]) -> str:
    """The same text with other amounts, days and names in some places; everything around them stays as it was written.

    Raises:
        Unreadable: as `places_in`.
    """
    for place in sorted(places_in(text), key=lambda one: -one.first):
        value = values.get(place.key, place.value).strip()
        if value != place.value:
            text = text[: place.first] + _as_yaml(value) + text[place.last :]
    return text


def _as_yaml(value: str) -> str:
    """A value as it can stand in the text: what YAML would read as something else goes in quotation marks."""
    if value and all(sign.isalnum() or sign in "-. " for sign in value) and value[0].isalnum() and ": " not in value:
        return value
    return "'" + value.replace("'", "''") + "'"


class _Dumper(yaml.SafeDumper):
    """Writes amounts as people do."""


def _amount(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = plain(value)
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(Decimal, _amount)


def as_text(document: Policy) -> str:
    """A document as text to be edited."""
    values = _plainly(document.model_dump(mode="python", exclude_defaults=True))
    return str(yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))


def _plainly(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plainly(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plainly(one) for one in value]
    return str(value) if isinstance(value, str) else value
