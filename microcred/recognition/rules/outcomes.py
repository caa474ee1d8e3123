"""What came of a policy, step by step, and how a reader is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DAYS: Final = frozenset({"earned", "last", "oldest"})
"""The values of a step that are days."""


NONE: Final[Mapping[str, str]] = {}


class Result(StrEnum):
    """What came of one step."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"
    """It cannot be said yet: something is not on record."""


class Worth(StrEnum):
    """What came of a policy as a whole."""

    COUNTS = "counts"
    DOES_NOT_COUNT = "does_not_count"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One clause applied: what it says, what is on record, what came of it and what would change it.

    Args:
        message: what is on record, as a message of the catalogue with fields.
        values: what fills the fields; days as ISO 8601.
    """

    code: str
    result: Result
    clause: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    way_forward: str = ""
    standing: str = ""
    source: str = ""

    @property
    def facts(self) -> str:
        """What is on record, in words of the reader's language."""
        return in_words(self.message, self.values)

    def as_json(self) -> dict[str, Any]:
        """The step as it is stored with the recognition: in no reader's language, so that two evaluations compare."""
        return {
            "code": self.code,
            "result": self.result.value,
            "clause": self.clause,
            "message": self.message,
            "values": dict(self.values),
            "way_forward": self.way_forward,
            "standing": self.standing,
            "source": self.source,
        }


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an award is worth under a policy, and every step that led there.

    Args:
        amount: credit in the policy's unit, to the hundredth; zero unless it counts.
    """

    worth: Worth
    amount: Decimal
    steps: tuple[Step, ...]

    @property
    def decisive(self) -> Step | None:
        """The first step that kept the award from counting."""
        return next((step for step in self.steps if step.result is not Result.MET), None)

    def explanation(self) -> list[dict[str, Any]]:
        """The steps as they are stored."""
        return [step.as_json() for step in self.steps]


def in_words(message: str, values: Mapping[str, str]) -> str:
    """A sentence of a step in the reader's language, days as that language writes them."""
    said = {name: _day(date.fromisoformat(value)) if name in DAYS else value for name, value in values.items()}
    if "unit" in said:
        said["unit"] = _(said["unit"])
    return (_(message) % said) if said else _(message)


def explained(explanation: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """A stored explanation in the reader's language. What a jurisdiction wrote stays as it wrote it."""
    return [
        {
            **{name: step[name] for name in ("code", "result", "standing", "source")},
            "clause": _(step["clause"]),
            "facts": in_words(step["message"], step["values"]) if "message" in step else step["facts"],
            "way_forward": _(step["way_forward"]) if step["way_forward"] else "",
        }
        for step in explanation
    ]


def _day(day: date) -> str:
    return format_date(day, format="long", locale=Locale.parse(get_language() or "en", sep="-"))
