"""A version's words in the language of whoever reads them. Every page, document and mail that shows them asks here.

What is shown is what was published, and never for words that read otherwise now: the translation of the very version
before everything; where it has none, of the fields of another version of the same micro-credential those whose
originals are the same to the letter. All other fields stand in the original. Identifiers and what counts are those of
the version, and its rubric decides.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When

from microcred.catalog.design import Design, made_of, translation_key, words_in
from microcred.catalog.models import Requirement, Translation, Version
from microcred.catalog.queries.versions import (
    KEPT_VERSIONS,
    OtherWording,
    Rubric,
    RubricCriterion,
    RubricLevel,
    requirements_of,
    rubric_of,
)
from microcred.foundation.asked_often import asked_often


class Said(str):
    """A field of a design as somebody reads it: its words, and the code of the language they stand in."""

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str, language: str = "") -> Self:
        """The words, in a language."""
        said = super().__new__(cls, text)
        said.language = language
        return said


@dataclass(frozen=True)
class VersionSaid:
    """A version as it reads in one language, as far as it was translated.

    Attributes:
        version: With its title, competency and key method in that language. It is a copy, for reading.
        language: The language; the version's own where nothing was translated.
        rubric: With the same identifiers as the original, which decides.
        requirements: In their order, each with the criteria it feeds at hand.
        is_whole: Whether every field stands in that language.
        texts: All fields that do, by their names of `design.translating`.
        others: The other languages it can be read in here.
    """

    version: Version
    language: str
    rubric: Rubric
    requirements: tuple[Requirement, ...]
    is_whole: bool = True
    texts: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def is_original(self) -> bool:
        """Whether these are the words that decide."""
        return self.language == self.version.language


def said_in(version: Version, language: str, *, all_wordings: bool = False) -> VersionSaid:
    """A version's words in a language, in one query; in none where that is its own.

    Args:
        language: a code; a language in which there is nothing gives the original.
        all_wordings: whether criteria and requirements bring along how they read in every other language, and not in
            the original alone. Who judges sees whatever an educator may have read; that costs the one query always.
    """
    original = _original(version)
    if language == version.language and not all_wordings:
        return original
    wordings = [original, *(_said(original, row) for row in _speaking_for(version))]
    shown = next((one for one in wordings if one.language == language), original)
    others = [one for one in wordings if one.language != shown.language and (all_wordings or one is original)]
    return _beside(shown, others) if others else shown


def said_by(version: Version, translation: Translation) -> VersionSaid:
    """A version's words as one translation has them."""
    return _said(_original(version), translation)


def _original(version: Version) -> VersionSaid:
    return VersionSaid(version, version.language, rubric_of(version), tuple(requirements_of(version)))


def _speaking_for(version: Version) -> list[Translation]:
    """For each language the translation that speaks for a version: its own, or else that of the newest version."""
    best: dict[str, Translation] = {}
    for row in _translations(micro_credential_id=version.micro_credential_id, version_id=version.pk):
        best.setdefault(row.language, row)
    return [row for row in best.values() if row.language != version.language]


@asked_often
def _translations(*, micro_credential_id: UUID, version_id: UUID) -> QuerySet[Translation]:
    own_first = Case(When(version=version_id, then=Value(0)), default=Value(1))
    rows = Translation.objects.filter(version__micro_credential=micro_credential_id).select_related("version")
    return rows.order_by(own_first, "-version__number", "-version__revision", "-number")


@lru_cache(maxsize=KEPT_VERSIONS)
def _fitting(version: Version, translation: Translation) -> tuple[Mapping[str, str], bool]:
    """The words of a translation that stand for those of a version, and whether they do for all of them.

    Both rows are frozen, so what is kept stays true.
    """
    design = Design.model_validate(version.design)
    source = design if translation.version_id == version.pk else Design.model_validate(translation.version.design)
    texts = made_of(design, translation.texts, source)
    return texts, len(texts) == len(words_in(design))


def _said(original: VersionSaid, translation: Translation) -> VersionSaid:
    version = original.version
    texts, is_whole = _fitting(version, translation)
    if not texts:
        return original
    words = _Words(texts, translation.language, version)
    shown = copy.copy(version)
    shown.title = words.of("name", version.title)
    shown.competency = words.of("competency", version.competency)
    shown.key_method = words.of("key_method", version.key_method)
    criteria = tuple(words.of_criterion(one) for one in original.rubric.criteria)
    names = {one.id: one.name for one in criteria}
    return VersionSaid(
        shown,
        translation.language,
        replace(original.rubric, criteria=criteria),
        tuple(words.of_requirement(one, names) for one in original.requirements),
        is_whole,
        texts,
    )


class _Words:
    """Puts translated words in place of those of a version, field by field."""

    def __init__(self, texts: Mapping[str, str], language: str, version: Version) -> None:
        self.texts, self.language, self.own_language = texts, language, version.language
        self.design = version.design

    def of(self, key: str, original: str) -> Said:
        """One field: translated, or as it is."""
        text = self.texts.get(key)
        return Said(text, self.language) if text else Said(original, self.own_language)

    def of_criterion(self, criterion: RubricCriterion) -> RubricCriterion:
        """A criterion with its levels."""
        row, place = self.design["rubric"][criterion.position], criterion.position

        def of(name: str, text: str) -> Said:
            return self.of(translation_key("rubric", row.get("id", ""), place, name), text)

        levels = tuple(
            RubricLevel(
                level.id,
                level.position,
                of(f"levels.{level.position}.name", level.name),
                of(f"levels.{level.position}.descriptor", level.descriptor),
            )
            for level in criterion.levels
        )
        return replace(
            criterion,
            name=of("name", criterion.name),
            description=of("description", criterion.description),
            levels=levels,
            required_level=levels[criterion.required_position],
        )

    def of_requirement(self, requirement: Requirement, names: Mapping[UUID, str]) -> Requirement:
        """A requirement, and the criteria it feeds by their names."""
        said, place = copy.copy(requirement), requirement.position
        row = self.design["requirements"][place]
        said.prompt = self.of(translation_key("requirements", row.get("id", ""), place, "prompt"), said.prompt)
        said.guidance = self.of(translation_key("requirements", row.get("id", ""), place, "guidance"), said.guidance)
        instead = translation_key("requirements", row.get("id", ""), place, "why_instead")
        said.why_instead = self.of(instead, said.why_instead)
        criteria = [copy.copy(criterion) for criterion in requirement.criteria.all()]
        for criterion in criteria:
            criterion.name = names[criterion.pk]
        queryset = requirement.criteria.all()._clone()  # type: ignore[attr-defined]
        queryset._result_cache = criteria
        said._prefetched_objects_cache = {"criteria": queryset}  # type: ignore[attr-defined]
        return said


def _beside(shown: VersionSaid, others: Sequence[VersionSaid]) -> VersionSaid:
    """The version with its criteria and requirements bringing along how they read elsewhere."""
    criteria = tuple(
        replace(one, others=tuple(OtherWording(o.language, o.is_original, o.rubric.criteria[place]) for o in others))
        for place, one in enumerate(shown.rubric.criteria)
    )
    requirements = []
    for place, one in enumerate(shown.requirements):
        requirement = copy.copy(one)
        wordings = tuple(OtherWording(o.language, o.is_original, o.requirements[place]) for o in others)
        vars(requirement)["others"] = wordings
        requirements.append(requirement)
    return replace(
        shown,
        rubric=replace(shown.rubric, criteria=criteria),
        requirements=tuple(requirements),
        others=tuple(one.language for one in others),
    )
