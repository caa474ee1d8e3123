"""A policy's rules as data, in clauses that say where they stand."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Positive = Annotated[Decimal, Field(gt=0, allow_inf_nan=False, max_digits=8, decimal_places=2)]


class Stated(BaseModel):
    """Part of a policy: as it was stated, for good."""

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


class Conversion(Stated):
    """A published rate: so much credit for so much of a measure, e.g. 20 renewal credits for 1 semester hour."""

    measure: str = Field(min_length=1)
    credits: Positive
    per: Positive
    clause: Clause


class Closing(Stated):
    """The day of the year on which cycles close; the last day that belongs to them."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)


class CycleRule(Stated):
    """How long a renewal cycle lasts, when it closes and how much credit it needs."""

    years: int = Field(ge=1, le=10)
    closes: Closing
    needed: Positive
    clause: Clause


class AgeRule(Stated):
    """Credit may be at most so many years old when the cycle closes."""

    years: int = Field(ge=1, le=20)
    clause: Clause


class PolicyRules(Stated):
    """The rules of a jurisdiction. A rule that is left out is not asked.

    Args:
        unit: what amounts are counted in, in the plural.
        conversions: the jurisdiction's published rates; they are shown to readers.
        attested_hours: the rate at which hours that a district attests for a micro-credential become credit.
        employees_only: only people who work for a district may use credit of this kind.
        confirmation: a coordinator of the district must confirm each entry.
        once: one award may fund one cycle, once.
    """

    unit: str = Field(min_length=1)
    cycle: CycleRule
    conversions: tuple[Conversion, ...] = ()
    attested_hours: Conversion
    oldest: AgeRule | None = None
    employees_only: Clause | None = None
    confirmation: Clause
    once: Clause

    def clauses(self) -> list[tuple[str, Clause]]:
        """Every clause with its code, in the order in which they are applied."""
        named: list[tuple[str, Clause | None]] = [
            ("employees_only", self.employees_only),
            ("cycle", self.cycle.clause),
            ("oldest", self.oldest.clause if self.oldest else None),
            ("once", self.once),
            ("attested_hours", self.attested_hours.clause),
            ("confirmation", self.confirmation),
        ]
        return [(code, clause) for code, clause in named if clause is not None]


def rules_from(data: Any) -> PolicyRules:
    """The rules a policy row or a policy file holds.

    Raises:
        pydantic.ValidationError: when the data is not of this shape.
    """
    return PolicyRules.model_validate(data)
