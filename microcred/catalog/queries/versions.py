"""Questions about one version: its rubric, what it asks for, whether it is the newest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from microcred.catalog.design import PartRule
from microcred.catalog.models import Criterion, Level, MicroCredential, Part, Requirement, Version
from microcred.catalog.rules import Outcome, Verdict, Words, decide, rules_chosen
from microcred.foundation.asked_often import asked_often

if TYPE_CHECKING:
    from microcred.catalog.queries.decision_rules import RuleSaid


@dataclass(frozen=True)
class RubricLevel:
    """One level of a criterion, as it was published. `position` 0 is the lowest."""

    id: UUID
    position: int
    name: str
    descriptor: str


@dataclass(frozen=True)
class RubricCriterion:
    """One criterion with its levels, lowest first. `others` is how it reads in other languages, and `rules` how it has
    been read since, where somebody asks."""

    id: UUID
    position: int
    part: Part
    name: str
    description: str
    levels: tuple[RubricLevel, ...]
    required_level: RubricLevel
    others: tuple["OtherWording", ...] = field(default=(), compare=False)
    rules: tuple["RuleSaid", ...] = field(default=(), compare=False)

    @property
    def required_position(self) -> int:
        """Where the level stands that is needed."""
        return self.required_level.position

    @property
    def required_level_id(self) -> UUID:
        """The identifier of the level that is needed."""
        return self.required_level.id


@dataclass(frozen=True)
class OtherWording:
    """How one criterion or requirement reads in another language than the one in which it is shown."""

    language: str
    is_original: bool
    words: RubricCriterion | Requirement


@dataclass(frozen=True)
class Rubric:
    """The whole rubric of a version: the very words that author, educator and assessor see."""

    version_id: UUID
    digest: str
    criteria: tuple[RubricCriterion, ...]
    rules: tuple[PartRule, ...] = ()

    def of_part(self, part: Part) -> tuple[RubricCriterion, ...]:
        """The criteria that judge one part."""
        return tuple(criterion for criterion in self.criteria if criterion.part == part)

    @property
    def rules_chosen(self) -> list[Words]:
        """When those parts pass that do so by another rule than the usual one, in words."""
        return rules_chosen(self.verdict({}).parts) if self.rules else []

    def verdict(self, reached: Mapping[UUID, int]) -> Verdict:
        """What the rule of the version makes of levels, by criterion the position of the one that was given."""
        return decide(self.criteria, reached, self.rules)

    def earning(self) -> Callable[[Mapping[UUID, int]], bool]:
        """Whether levels would lead to the award, of many readings: the same levels are looked at once."""
        criteria = [each.id for each in self.criteria]
        found: dict[tuple[int | None, ...], bool] = {}

        def earns(reached: Mapping[UUID, int]) -> bool:
            levels = tuple(map(reached.get, criteria))
            if levels not in found:
                found[levels] = self.verdict(reached).outcome is Outcome.EARNED
            return found[levels]

        return earns


KEPT_VERSIONS = 200
"""Versions of which each server process keeps in memory what the most looked-at pages show."""


def rubric_of(version: Version) -> Rubric:
    """The rubric of a version, in two queries, or in none when this process has read it before."""
    rules = tuple(PartRule.model_validate(rule) for rule in version.design.get("part_rules", ()))
    return _rubric(version.pk, version.rubric_digest, tuple(rule for rule in rules if rule.kind != "each"))


@lru_cache(maxsize=KEPT_VERSIONS)
def _rubric(version: UUID, digest: str, rules: tuple[PartRule, ...]) -> Rubric:
    """What is published is public and never changes, so it can be kept for whoever asks."""
    rows = (
        Criterion.objects.filter(version=version)
        .order_by("position")
        .prefetch_related(Prefetch("levels", queryset=Level.objects.order_by("position")))
    )
    return Rubric(version, digest, tuple(_criterion(row) for row in rows), rules)


def _criterion(row: Criterion) -> RubricCriterion:
    levels = tuple(RubricLevel(level.pk, level.position, level.name, level.descriptor) for level in row.levels.all())
    required = next(level for level in levels if level.position == row.required_position)
    return RubricCriterion(row.pk, row.position, Part(row.part), row.name, row.description, levels, required)


def requirements_of(version: Version) -> Sequence[Requirement]:
    """What a version asks for, in order, each with the criteria it feeds at hand (`.criteria.all()`).

    In two queries, or in none when this process has read it before. The rows are shared: nobody may write to them.
    """
    return _requirements(version.pk)


@lru_cache(maxsize=KEPT_VERSIONS)
def _requirements(version: UUID) -> tuple[Requirement, ...]:
    return tuple(
        Requirement.objects.filter(version=version)
        .order_by("position")
        .prefetch_related(Prefetch("criteria", queryset=Criterion.objects.order_by("position")))
    )


def current_version(micro_credential: MicroCredential) -> Version | None:
    """The newest version, or None for a micro-credential that has none."""
    return _newest.first(micro_credential_id=micro_credential.pk)


@asked_often
def _newest(*, micro_credential_id: UUID) -> QuerySet[Version]:
    return Version.objects.filter(micro_credential_id=micro_credential_id).order_by("-number", "-revision")[:1]
