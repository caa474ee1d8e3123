"""A rule set: what a pathway asks of those who entered it with one cohort, every requirement with its clause."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from microcred.pathways.rules.record import Record
from microcred.pathways.rules.values import Code, Day, Name, Said, Slug, Stated

FORMAT = "microcred-pathway/1"


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_one_or_many)]


class Kind(StrEnum):
    """What somebody has who has met everything."""

    PATHWAY = "pathway"
    """Progress in a programme, year by year."""

    ENDORSEMENT = "endorsement"
    """Micro-credentials that together stand for an endorsement of a licence; an office of the state says so."""

    MICRO_ENDORSEMENT = "micro-endorsement"
    """A smaller set that a programme recognizes by a name."""


class Standing(StrEnum):
    """Who says so."""

    PUBLISHED = "published"
    DEMONSTRATION = "demonstration"


class Clause(Stated):
    """One rule in words, who says so and where."""

    id: Slug
    words: Said
    standing: Standing
    source: Name


class Currency(Stated):
    """When the sources were read, and that they must be read again before anybody relies on them."""

    read_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
    marker: Said = Said({"en": "verify with the programme", "es": "confírmelo con el programa"})


class Takes(Stated):
    """Which micro-credentials: of these stacks, aligned to these items of frameworks, or named one by one."""

    stacks: Slugs = ()
    standards: tuple[Code, ...] = ()
    micro_credentials: Slugs = ()

    def fits(self, *, slug: str, stacks: frozenset[str], standards: frozenset[str]) -> bool:
        """Whether a micro-credential is among them."""
        return (
            slug in self.micro_credentials
            or not stacks.isdisjoint(self.stacks)
            or not standards.isdisjoint(self.standards)
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing can ever be among them."""
        return not (self.stacks or self.standards or self.micro_credentials)


class Area(Stated):
    """A content area, one of which each participant has."""

    id: Slug
    name: Said
    takes: Takes


class Category(Stated):
    """A kind of micro-credential that requirements name. `by_area`: it takes what the participant's area takes."""

    id: Slug
    name: Said
    takes: Takes = Takes()
    by_area: bool = False
    clause: Slug


class MicroCredentials(Stated):
    """So many micro-credentials of these categories; of any, where none is named.

    With `total` it counts all that the year has, whatever else they fill.
    """

    asks: Literal["micro-credentials"]
    id: Slug
    name: Said
    at_least: int = Field(ge=1, le=100)
    of: Slugs = ()
    total: bool = False
    clause: Slug


class Items(Stated):
    """Something that is no micro-credential, recorded by the programme's staff.

    Args:
        named: which course or exam; of any name, where none is named.
        accepts: the results that will do; any, where none is named.
        every: all that are recorded must have such a result, each by the best result under its name.
        at_least: so many, or so many in each of `in_each`, such as semesters.
        any_year: what was recorded for another year counts too, such as an exam that is passed once.
    """

    asks: Literal["course", "evaluation", "exam", "meeting"]
    id: Slug
    name: Said
    named: tuple[Name, ...] = ()
    accepts: tuple[Name, ...] = ()
    every: bool = False
    at_least: int = Field(default=1, ge=1, le=100)
    in_each: tuple[Name, ...] = ()
    any_year: bool = False
    clause: Slug


Requirement = Annotated[MicroCredentials | Items, Field(discriminator="asks")]


class Counting(Stated):
    """Whether one micro-credential may fill several requirements of a year."""

    double: Literal["never", "allowed"]
    clause: Slug


class Year(Stated):
    """A part of a pathway, after which comes the next; a set of micro-credentials for an endorsement has one."""

    id: Slug
    name: Said
    counting: Counting
    requirements: tuple[Requirement, ...] = Field(min_length=1)


class CountsFrom(Stated):
    """Whether what was done before one entered counts."""

    since: Literal["entry", "any time"]
    clause: Slug


class Basis(Stated):
    """Whether handing a micro-credential in is enough, or it must be earned and hold."""

    counts: Literal["submitted", "earned"]
    clause: Slug


class Expected(Stated):
    """What must come of a worked example. Only what is said is compared."""

    met: bool | None = None
    requirements: dict[str, Literal["met", "in progress", "missing"]] = Field(default_factory=dict)
    filled_by: dict[str, Slugs] = Field(default_factory=dict)
    missing: dict[str, int] = Field(default_factory=dict)
    unused: Slugs | None = None


class Example(Stated):
    """A worked example: a record, a day, and what must come of it. Requirements are named `year/requirement`."""

    name: Name
    at: Day
    record: Record
    expect: Expected


class RuleSet(Stated):
    """What is asked of those who entered with a cohort.

    Args:
        id: the same in all editions of one pathway.
        edition: which one; a later one changes nothing for those who entered before.
        effective_from: cohorts that begin on this day or later, until the next edition's, are held to it.
    """

    format: Literal["microcred-pathway/1"]
    id: Slug
    edition: Name
    kind: Kind
    name: Said
    programme: Name
    effective_from: Day
    effective_clause: Slug
    currency: Currency
    clauses: tuple[Clause, ...] = Field(min_length=1)
    basis: Basis
    counts_from: CountsFrom
    areas: tuple[Area, ...] = ()
    categories: tuple[Category, ...] = ()
    years: tuple[Year, ...] = Field(min_length=1)
    examples: tuple[Example, ...] = ()

    def clause(self, clause_id: str) -> Clause:
        """A clause by its id."""
        return next(one for one in self.clauses if one.id == clause_id)

    def category(self, category_id: str) -> Category:
        """A category by its id."""
        return next(one for one in self.categories if one.id == category_id)

    def takes_of(self, category: Category, area: str) -> Takes:
        """Which micro-credentials a category takes of somebody in an area; empty: no area is known."""
        if not category.by_area:
            return category.takes
        return next((one.takes for one in self.areas if one.id == area), Takes())

    @property
    def asks_area(self) -> bool:
        """Whether it must be known in which area a participant is."""
        return any(one.by_area for one in self.categories)


def rule_set_schema() -> dict[str, Any]:
    """The JSON Schema of a rule set."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **RuleSet.model_json_schema(by_alias=True)}
