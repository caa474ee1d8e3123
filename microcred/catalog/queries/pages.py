"""All that the page of a version shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.design import Design
from microcred.catalog.models import Alignment, Part, Requirement, Retirement, Stack, Version
from microcred.catalog.queries.versions import Rubric, RubricCriterion, requirements_of, rubric_of
from microcred.foundation.asked_often import asked_often


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
    version = _newest.first(slug=slug) if number is None else _at(slug).filter(number=number).first()
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
        stacks=_stacks(micro_credential_id=version.micro_credential_id),
        alignments=alignments_of(version),
        versions=_numbers(micro_credential_id=version.micro_credential_id),
        retirement=_retirement.first(micro_credential_id=version.micro_credential_id),
    )


def alignments_of(version: Version) -> list[Alignment]:
    """What a version is aligned to, by framework, each with its standard at hand."""
    return _alignments(version_id=version.pk)


@asked_often
def _newest(*, slug: str) -> QuerySet[Version]:
    return _at(slug).order_by("-number")[:1]


@asked_often
def _alignments(*, version_id: UUID) -> QuerySet[Alignment]:
    found = Alignment.objects.filter(version=version_id).select_related("standard__framework")
    return found.order_by("standard__framework__name", "standard__position")


@asked_often
def _stacks(*, micro_credential_id: UUID) -> QuerySet[Stack]:
    return Stack.objects.filter(places__micro_credential=micro_credential_id).order_by("position")


@asked_often
def _numbers(*, micro_credential_id: UUID) -> QuerySet[Version, tuple[int, datetime]]:
    versions = Version.objects.filter(micro_credential=micro_credential_id)
    return versions.order_by("-number").values_list("number", "published_at")


@asked_often
def _retirement(*, micro_credential_id: UUID) -> QuerySet[Retirement]:
    return Retirement.objects.filter(micro_credential=micro_credential_id).order_by("pk")[:1]


def _at(slug: str) -> QuerySet[Version]:
    return Version.objects.select_related("micro_credential__owner", "published_by").filter(micro_credential__slug=slug)
