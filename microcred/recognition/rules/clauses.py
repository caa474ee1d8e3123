"""What every document of recognition is made of: values as they were stated, and clauses that say where they stand."""

from enum import StrEnum
from functools import cache
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

S = TypeVar("S", bound="Stated")


class Stated(BaseModel):
    """Part of a document: as it was stated, for good."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @classmethod
    def known(cls, **values: Any) -> Self:
        """The same of what has been checked already, such as what the database holds: nothing is checked or cleaned.

        As `model_construct`, in a fifth of the time; what is not stated is what it is by default.
        """
        return _made(cls, {**_defaults_of(cls), **values}, set(values))

    def but(self, **values: Any) -> Self:
        """The same with other values, which have been checked already."""
        return _made(type(self), {**vars(self), **values}, self.model_fields_set | set(values))


def _made(of: type[S], values: dict[str, Any], stated: set[str]) -> S:
    made = of.__new__(of)
    object.__setattr__(made, "__dict__", values)
    object.__setattr__(made, "__pydantic_fields_set__", stated)
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


@cache
def _defaults_of(of: type[Stated]) -> dict[str, Any]:
    """What is not stated. Shared by all: a document is never changed."""
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in of.model_fields.items()
        if not field.is_required()
    }


class Standing(StrEnum):
    """Who says so."""

    PUBLISHED = "published"
    """The jurisdiction has published the clause; the source says where."""

    DEMONSTRATION = "demonstration"
    """Nobody has published it: a statement made for the demonstration."""


class Clause(Stated):
    """One rule in words.

    Args:
        words: the rule, as a person without legal training reads it.
        source: where it stands published; of a demonstration statement, whose statement it is.
    """

    words: str = Field(min_length=1)
    standing: Standing
    source: str = Field(min_length=1)
