"""Values of rule sets and records: days, names, words in languages."""

import re
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, RootModel, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def _day(value: Any) -> date:
    if type(value) is date:
        day = value
    elif isinstance(value, str) and _DAY.match(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("day", "“{said}” is a day that no calendar has", {"said": value}) from None
    else:
        raise PydanticCustomError("day", "“{said}” is no day; write it as 2026-06-30", {"said": str(value)})
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("day", "“{said}” is out of reach", {"said": str(value)})
    return day


Day = Annotated[date, BeforeValidator(_day)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/\S+$", max_length=200)]
"""An item of a framework: the framework's slug, a slash, and the item's code, such as `scts-4/PLAN`."""


class Stated(BaseModel):
    """Part of a rule set: as it was stated, for good."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Said(RootModel[dict[str, Text]]):
    """Words in one or more languages. Plain text is English."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"en": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _something(self) -> "Said":
        if not self.root:
            raise PydanticCustomError("said", "it says nothing in any language")
        return self

    def in_language(self, language: str) -> str:
        """What is said in a language, or else in English, or else in the first that there is."""
        return self.root.get(language.partition("-")[0]) or self.root.get("en") or self.root[min(self.root)]
