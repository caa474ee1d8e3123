"""All that the page of a version shows."""

from dataclasses import dataclass
from datetime import datetime

from microcred.catalog.design import Design
from microcred.catalog.models import Alignment, Part, Requirement, Retirement, Stack, Version
from microcred.catalog.queries.shelves import stacks_of
from microcred.catalog.queries.versions import Rubric, RubricCriterion, requirements_of, rubric_of


@dataclass(frozen=True)
class PartShown:
    """One of the three parts: what is asked, and by what it is judged."""

    part: Part
    requirements: list[Requirement]
    criteria: tuple[RubricCriterion, ...]


@dataclass(frozen=True)
class VersionPage:
    """One version with everything below it, in a number of queries that does not grow."""

    version: Version
    design: Design
    rubric: Rubric
    parts: list[PartShown]
    stacks: list[Stack]
    alignments: list[Alignment]
    versions: list[tuple[int, datetime]]
    retirement: Retirement | None

    @property
    def is_newest(self) -> bool:
        """Whether no later version was published."""
        return self.version.number == self.versions[0][0]


def version_page(slug: str, number: int | None = None) -> VersionPage | None:
    """The page of a version, by default the newest, of the micro-credential at an address; None where none is."""
    rows = Version.objects.select_related("micro_credential__owner", "published_by").filter(micro_credential__slug=slug)
    if number is not None:
        rows = rows.filter(number=number)
    version = rows.order_by("-number").first()
    if version is None:
        return None
    rubric = rubric_of(version)
    requirements = list(requirements_of(version))
    return VersionPage(
        version=version,
        design=Design.model_validate(version.design),
        rubric=rubric,
        parts=[
            PartShown(part, [row for row in requirements if row.part == part], rubric.of_part(part)) for part in Part
        ],
        stacks=list(stacks_of(version.micro_credential)),
        alignments=list(
            Alignment.objects.filter(version=version)
            .select_related("standard__framework")
            .order_by("standard__framework__name", "standard__position")
        ),
        versions=list(
            Version.objects.filter(micro_credential=version.micro_credential)
            .order_by("-number")
            .values_list("number", "published_at")
        ),
        retirement=Retirement.objects.filter(micro_credential=version.micro_credential).first(),
    )
