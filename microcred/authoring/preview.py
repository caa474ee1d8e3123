"""A draft as educators and assessors would meet it: as a version is shown, from a design that may have gaps."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from microcred.catalog.design import Criterion, Design, Requirement
from microcred.catalog.models import Part


@dataclass(frozen=True)
class ShownLevel:
    """One level, as in `catalog.queries.RubricLevel`."""

    id: UUID
    position: int
    name: str
    descriptor: str


@dataclass(frozen=True)
class ShownCriterion:
    """One criterion, as in `catalog.queries.RubricCriterion`; `required_position` is None while no level is chosen."""

    pk: UUID
    part: int
    name: str
    description: str
    levels: tuple[ShownLevel, ...]
    required_position: int | None

    @property
    def id(self) -> UUID:
        """Its identifier."""
        return self.pk


@dataclass(frozen=True)
class Judging:
    """The criteria that judge a requirement, said as of a stored one: `criteria.all`."""

    all: tuple[ShownCriterion, ...]


@dataclass(frozen=True)
class ShownRequirement:
    """One thing to hand in."""

    number: int
    asked: Requirement
    criteria: Judging

    def __getattr__(self, name: str) -> Any:
        """Whatever the author wrote of it."""
        return getattr(self.asked, name)

    @property
    def template_title(self) -> str:
        """What there is to start from."""
        return self.asked.template.title if self.asked.template else ""

    @property
    def template_url(self) -> str:
        """Where that is on the web."""
        return (self.asked.template.url or "") if self.asked.template else ""

    @property
    def template_file_id(self) -> UUID | None:
        """The file of the author's own."""
        return self.asked.template.file if self.asked.template else None

    @property
    def is_written(self) -> bool:
        """Whether it is answered in writing."""
        return self.asked.kind != "artifact"


@dataclass(frozen=True)
class ShownPart:
    """One of the three parts."""

    part: Part
    requirements: tuple[ShownRequirement, ...]


@dataclass(frozen=True)
class Preview:
    """A draft's parts and criteria as its pages would show them."""

    parts: tuple[ShownPart, ...]
    criteria: tuple[ShownCriterion, ...]


def preview_of(design: Design) -> Preview:
    """The design as it is, gaps and all."""
    criteria = {criterion.id: _criterion(criterion) for criterion in design.rubric}
    asked = [
        ShownRequirement(number, one, Judging(tuple(criteria[name] for name in one.feeds if name in criteria)))
        for number, one in enumerate(design.requirements, start=1)
    ]
    parts = (ShownPart(part, tuple(one for one in asked if one.asked.part == part)) for part in Part)
    return Preview(tuple(parts), tuple(_criterion(criterion) for criterion in design.rubric))


def _criterion(criterion: Criterion) -> ShownCriterion:
    levels = (
        ShownLevel(level.uuid, place, level.name, level.descriptor) for place, level in enumerate(criterion.levels)
    )
    return ShownCriterion(
        criterion.uuid,
        criterion.part,
        criterion.name,
        criterion.description,
        tuple(levels),
        criterion.required_position,
    )
