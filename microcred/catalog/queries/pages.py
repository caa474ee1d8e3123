"""All that the page of a version shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from microcred.catalog.ctdl import Aligned, Described
from microcred.catalog.design import Design
from microcred.catalog.models import (
    Alignment,
    Part,
    Pilot,
    QualityStatement,
    Requirement,
    Retirement,
    Stack,
    Succession,
    Translation,
    Version,
)
from microcred.catalog.queries.decision_rules import with_rules
from microcred.catalog.queries.prerequisites import ToBeEarned, prerequisites_of
from microcred.catalog.queries.quality import quality_statement_of
from microcred.catalog.queries.said import VersionSaid
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
    versions: list[tuple[str, datetime]]
    """labels and days of publication, newest first"""
    number_ids: Mapping[int, UUID]
    """of each number the identifier of its first version"""
    retirement: Retirement | None
    prerequisites: Sequence[ToBeEarned]
    at: datetime
    """the moment that the page speaks of"""
    quality: QualityStatement | None = None
    """what is stated of its quality"""
    said: VersionSaid | None = None
    """where it is shown in another language than its own"""

    @cached_property
    def criteria(self) -> tuple[RubricCriterion, ...]:
        """The criteria, with how they have been read since: nobody is judged by what they could not see."""
        language = self.said.language if self.said else self.version.language
        return with_rules(self.rubric.criteria, self.version, language)

    @cached_property
    def languages(self) -> list[str]:
        """The languages into which this very version was translated, by their codes."""
        return sorted(set(_languages(version_id=self.version.pk)))

    @property
    def is_retired(self) -> bool:
        """Whether it takes no new starts now."""
        return self.retirement is not None and self.retirement.retired_at <= self.at

    @property
    def succession(self) -> Succession | None:
        """What it changed against the version before; None for a first one."""
        return getattr(self.version, "succession", None)

    @property
    def pilot(self) -> Pilot | None:
        """The pilot that the version began in, if it did."""
        return getattr(self.version, "pilot", None)

    @property
    def next_review_on(self) -> date | None:
        """When its quality is reviewed again, while that day is ahead: of one that has passed readers learn nothing,
        and those who can do something about it by `review_overdue_for`."""
        day = self.quality.next_review_on if self.quality else None
        return day if day and day > self.at.date() else None

    @property
    def in_pilot(self) -> bool:
        """Whether it is being tried out still."""
        return self.pilot is not None and not hasattr(self.pilot, "report")

    @property
    def is_newest(self) -> bool:
        """Whether no later version was published."""
        return self.version.label == self.versions[0][0]


def version_page(slug: str, label: str | None = None, *, at: datetime) -> VersionPage | None:
    """The page of a version, by default the newest, of the micro-credential at an address; None where none is."""
    version = _newest.first(slug=slug) if label is None else version_at(slug, label)
    if version is None:
        return None
    rubric = rubric_of(version)
    requirements = list(requirements_of(version))
    numbered = _numbered(micro_credential_id=version.micro_credential_id)
    return VersionPage(
        version=version,
        design=Design.model_validate(version.design),
        rubric=rubric,
        parts=[
            PartShown(part, [row for row in requirements if row.part == part], rubric.of_part(part)) for part in Part
        ],
        stacks=_stacks(micro_credential_id=version.micro_credential_id),
        alignments=alignments_of(version),
        versions=[(f"{number}.{revision}" if revision else str(number), at) for number, revision, at, _pk in numbered],
        number_ids={number: pk for number, revision, _at, pk in numbered if not revision},
        at=at,
        prerequisites=prerequisites_of(version),
        retirement=_retirement.first(micro_credential_id=version.micro_credential_id),
        quality=quality_statement_of(version),
    )


def version_at(slug: str, label: str) -> Version | None:
    """The version of a micro-credential that bears a label: `2`, or `2.1`; None where none does."""
    number, _dot, revision = label.partition(".")
    return _at(slug).filter(number=int(number), revision=int(revision or 0)).first()


def alignments_of(version: Version) -> list[Alignment]:
    """What a version is aligned to, by framework, each with its standard at hand."""
    return _alignments(version_id=version.pk)


@asked_often
def _newest(*, slug: str) -> QuerySet[Version]:
    return _at(slug).order_by("-number", "-revision")[:1]


@asked_often
def _alignments(*, version_id: UUID) -> QuerySet[Alignment]:
    found = Alignment.objects.filter(version=version_id).select_related("standard__framework")
    return found.order_by("standard__framework__name", "standard__position")


@asked_often
def _stacks(*, micro_credential_id: UUID) -> QuerySet[Stack]:
    return Stack.objects.filter(places__micro_credential=micro_credential_id).order_by("position")


@asked_often
def _numbered(*, micro_credential_id: UUID) -> QuerySet[Version, tuple[int, int, datetime, UUID]]:
    versions = Version.objects.filter(micro_credential=micro_credential_id)
    return versions.order_by("-number", "-revision").values_list("number", "revision", "published_at", "pk")


@asked_often
def _retirement(*, micro_credential_id: UUID) -> QuerySet[Retirement]:
    found = Retirement.objects.filter(micro_credential=micro_credential_id).select_related("successor")
    return found.order_by("pk")[:1]


@asked_often
def _languages(*, version_id: UUID) -> QuerySet[Translation, str]:
    return Translation.objects.filter(version=version_id).order_by("language").values_list("language", flat=True)


def _at(slug: str) -> QuerySet[Version]:
    found = Version.objects.select_related(
        "micro_credential__owner", "published_by", "succession__before", "pilot__report"
    )
    return found.filter(micro_credential__slug=slug)


def described(page: VersionPage) -> Described:
    """What registries and search engines are told of a version."""
    version, slug = page.version, page.version.micro_credential.slug
    path = reverse("version", args=[slug, version.label])
    return Described(
        design=page.design,
        number_id=page.number_ids[version.number],
        earlier_id=page.number_ids.get(version.number - 1),
        url=f"{settings.PUBLIC_URL}{path}",
        label=version.label,
        owner=(version.micro_credential.owner.pk, version.micro_credential.owner.name),
        published_on=version.published_at.date(),
        retired_on=page.retirement.retired_at.date() if page.retirement else None,
        alignments=[_aligned(alignment) for alignment in page.alignments],
    )


def _aligned(alignment: Alignment) -> Aligned:
    standard, framework = alignment.standard, alignment.standard.framework
    address = f"{settings.PUBLIC_URL}{reverse('framework', args=[framework.slug])}#{quote(standard.code, safe='')}"
    return Aligned(framework.name, standard.code, standard.name, address)
