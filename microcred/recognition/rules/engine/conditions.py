"""What a clause may ask of an award or activity, of its holder, and of the cycle: as data."""

from typing import Literal, Self

from pydantic import Field, model_validator

from microcred.recognition.rules.clauses import Stated
from microcred.recognition.rules.engine.sentences import refused
from microcred.recognition.rules.engine.values import AmountOrNone, Day, Name, Names


class Condition(Stated):
    """Everything that is stated here must hold. A list is met by any one of its values. Upper and lower case do not
    matter. What is not stated is not asked.

    Args:
        options: the option of the policy under which it counts.
        kinds: kinds of activity; an award is a `micro-credential`.
        topics: what it is about. A part that is split off has topics of its own.
        standards: professional standards it is aligned to.
        micro_credentials: which micro-credentials, by their ids.
        issuers: by name or id.
        issuer_kinds: such as `university` or `third party`.
        quality_frameworks: frameworks by which the issuer's quality was assured.
        proofs: what proves it, such as `scored rubric`.
        levels: such as `application`.
        benefits: what its holder takes for it.
        facts: statements about the activity, or else about its holder, that must be as said.
        begun_under_licence: that it began on or after the day on which the licence was issued.
        licence_types, grade_bands: of the licence that the cycle belongs to.
        roles, employers, employer_kinds: of the work its holder had on that day.
        employed: whether its holder had work on that day.
        experience_at_least, experience_below: years of experience.
        degrees, completions: what the holder has; `lacks_degrees`: has none of.
        closes_from, closes_before: the last day of the cycle, from a day on or before a day.
        any_of: at least one of these holds. none_of: none of these does.
    """

    options: Names = ()
    kinds: Names = ()
    topics: Names = ()
    standards: Names = ()
    micro_credentials: Names = ()
    issuers: Names = ()
    issuer_kinds: Names = ()
    quality_frameworks: Names = ()
    proofs: Names = ()
    levels: Names = ()
    benefits: tuple[Literal["credit", "stipend"], ...] = ()
    facts: dict[Name, bool] = Field(default_factory=dict)
    begun_under_licence: bool | None = None
    licence_types: Names = ()
    grade_bands: Names = ()
    roles: Names = ()
    employers: Names = ()
    employer_kinds: Names = ()
    employed: bool | None = None
    experience_at_least: AmountOrNone | None = None
    experience_below: AmountOrNone | None = None
    degrees: Names = ()
    lacks_degrees: Names = ()
    completions: Names = ()
    closes_from: Day | None = None
    closes_before: Day | None = None
    any_of: tuple["Condition", ...] = ()
    none_of: tuple["Condition", ...] = ()

    def stated(self) -> set[str]:
        """The fields that ask something."""
        return {name for name in type(self).model_fields if getattr(self, name) not in (None, (), {})}

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not self.stated():
            raise refused("asks_nothing")
        low, high = self.experience_at_least, self.experience_below
        if low is not None and high is not None and low >= high:
            raise refused("impossible_years", low=str(low), high=str(high))
        if self.closes_from and self.closes_before and self.closes_from >= self.closes_before:
            raise refused("impossible_days")
        return self
