"""What every document of recognition is made of: values as they were stated, and clauses that say where they stand."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Stated(BaseModel):
    """Part of a document: as it was stated, for good."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


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
