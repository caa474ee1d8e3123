"""Questions about micro-credentials in other languages."""

import copy
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from microcred.catalog.design import (
    Design,
    FieldDiff,
    TranslatableWords,
    TranslationState,
    translated,
    translation_state,
    words_in,
)
from microcred.catalog.models import MicroCredential, Requirement, TranslatedField, Translation, Version
from microcred.catalog.queries.pages import PartShown, VersionPage
from microcred.catalog.queries.versions import Rubric, RubricCriterion


@dataclass(frozen=True)
class FieldShown:
    """One field beside its translation."""

    key: str
    field: str
    source: str
    text: str
    state: TranslationState
    was: str
    """the source that was translated, where it reads otherwise now"""
    changed_at: datetime | None
    changed_by: str

    @property
    def changed(self) -> FieldDiff:
        """What became of the source since it was translated."""
        return FieldDiff(self.key, self.field, self.was, self.source)


def fields_of(micro_credential: MicroCredential, version: Version, language: str) -> list[FieldShown]:
    """Every field of a version with words, beside what it says in another language."""
    rows = {
        row.key: row
        for row in TranslatedField.objects.filter(micro_credential=micro_credential, language=language).select_related(
            "changed_by"
        )
    }
    return [_shown(words, rows.get(words.key)) for words in words_in(Design.model_validate(version.design))]


def translation_of(version: Version, language: str) -> Translation | None:
    """The translation of a version that was published last."""
    return Translation.objects.filter(version=version, language=language).order_by("-number").first()


def page_in(page: VersionPage, translation: Translation) -> VersionPage:
    """The page of a version with its words in another language; every identifier is the same."""
    design = translated(page.design, translation.texts, language=translation.language)
    version = copy.copy(page.version)
    version.title, version.competency, version.key_method = design.name, design.competency, design.key_method
    version.language = translation.language
    rubric = _rubric_in(page.rubric, design)
    return dataclasses.replace(
        page,
        version=version,
        design=design,
        rubric=rubric,
        parts=[
            PartShown(part.part, _requirements_in(part.requirements, design), rubric.of_part(part.part))
            for part in page.parts
        ],
    )


def _rubric_in(rubric: Rubric, design: Design) -> Rubric:
    return dataclasses.replace(rubric, criteria=tuple(_criterion_in(one, design) for one in rubric.criteria))


def _criterion_in(criterion: RubricCriterion, design: Design) -> RubricCriterion:
    words = design.rubric[criterion.position]
    levels = tuple(
        dataclasses.replace(level, name=said.name, descriptor=said.descriptor)
        for level, said in zip(criterion.levels, words.levels, strict=True)
    )
    return dataclasses.replace(
        criterion,
        name=words.name,
        description=words.description,
        levels=levels,
        required_level=levels[criterion.required_position],
    )


def _requirements_in(requirements: Sequence[Requirement], design: Design) -> list[Requirement]:
    found = []
    for requirement in requirements:
        said, words = copy.copy(requirement), design.requirements[requirement.position]
        said.prompt, said.guidance = words.prompt, words.guidance
        criteria = [copy.copy(criterion) for criterion in requirement.criteria.all()]
        for criterion in criteria:
            criterion.name = design.rubric[criterion.position].name
        queryset = requirement.criteria.all()._clone()  # type: ignore[attr-defined]
        queryset._result_cache = criteria
        said._prefetched_objects_cache = {"criteria": queryset}  # type: ignore[attr-defined]
        found.append(said)
    return found


def _shown(words: TranslatableWords, row: TranslatedField | None) -> FieldShown:
    if row is None:
        return FieldShown(words.key, words.field, words.text, "", TranslationState.MISSING, "", None, "")
    state = translation_state(words.text, row.text, row.source)
    was = row.source if state is TranslationState.STALE else ""
    return FieldShown(words.key, words.field, words.text, row.text, state, was, row.changed_at, row.changed_by.name)
