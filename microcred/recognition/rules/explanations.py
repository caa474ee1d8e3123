"""Why an award counts, or does not: reasons as they are kept with a recognition, and as a reader is told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _

from microcred.recognition.rules.amounts import plain
from microcred.recognition.rules.engine.results import Reason, in_words
from microcred.recognition.rules.languages import Words, said

DAYS: Final = frozenset({"began", "day", "done", "earned", "first", "issued", "last", "oldest"})
"""The values of a reason that are days; kept, they are text."""

_KEPT: Final = {"met": "met", "not met": "not_met", "open": "open", "limited": "limited"}


def as_kept(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as they are kept: in no reader's language, so that two evaluations compare."""
    return [
        {
            "code": reason.clause.id,
            "result": _KEPT[reason.came],
            "clause": reason.clause.words,
            "message": reason.message,
            "values": {name: _plainly(value) for name, value in reason.values.items()},
            "way_forward": reason.way_forward,
            "standing": reason.clause.standing,
            "source": reason.clause.source,
        }
        for reason in reasons
    ]


def _plainly(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    return list(value) if isinstance(value, tuple) else value


def deciding(explanation: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The step that kept something from counting, or cut it; else the one that says how much it is."""
    return next((step for step in explanation if step["result"] != "met"), explanation[0])


def explained(explanation: Iterable[Mapping[str, Any]], words: Words = MappingProxyType({})) -> list[dict[str, str]]:
    """A kept explanation in the reader's language. What a jurisdiction wrote stays as it wrote it, or as it gives it in
    that language.

    Args:
        words: of the policies that it may name (`languages.words_in`).
    """
    return [
        {
            **{name: step[name] for name in ("code", "result", "standing")},
            "source": words.get(step["source"], step["source"]),
            "clause": words.get(step["clause"], step["clause"]) if step["standing"] else _(step["clause"]),
            "facts": in_words(
                step["message"], {name: _read(name, value, words) for name, value in step["values"].items()}
            ),
            "way_forward": said(step["way_forward"], words),
        }
        for step in explanation
    ]


def _read(name: str, value: Any, words: Words) -> Any:
    if name in DAYS:
        return date.fromisoformat(value)
    if name == "reason":
        return _(value)
    if name == "fact":
        return words.get(value) or _(value)
    if isinstance(value, str):
        return words.get(value, value)
    return tuple(value) if isinstance(value, list) else value
