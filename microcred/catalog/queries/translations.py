"""Questions about micro-credentials in other languages."""

import copy
import dataclasses
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
from microcred.catalog.models import MicroCredential, TranslatedField, Translation, Version
from microcred.catalog.queries.pages import PartShown, VersionPage
from microcred.catalog.queries.said import VersionSaid, said_by, said_in


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
    """The page of a version with its words as one translation has them; every identifier is the same."""
    return _page_of(page, said_by(page.version, translation))


def page_said(page: VersionPage, language: str) -> VersionPage:
    """The page of a version in a language, as far as it was translated, in one query; in none where that is its own."""
    said = said_in(page.version, language)
    return page if said.is_original else _page_of(page, said)


def _page_of(page: VersionPage, said: VersionSaid) -> VersionPage:
    """What is not in the rubric or asked for stands in one language: translated where the whole is, or the original."""
    version, design = said.version, page.design
    if said.is_whole and not said.is_original:
        version, design = copy.copy(version), translated(design, said.texts, language=said.language)
        version.language = said.language
    return dataclasses.replace(
        page,
        version=version,
        design=design,
        said=said,
        rubric=said.rubric,
        parts=[
            PartShown(
                shown.part,
                [requirement for requirement in said.requirements if requirement.part == shown.part],
                said.rubric.of_part(shown.part),
            )
            for shown in page.parts
        ],
    )


def _shown(words: TranslatableWords, row: TranslatedField | None) -> FieldShown:
    if row is None:
        return FieldShown(words.key, words.field, words.text, "", TranslationState.MISSING, "", None, "")
    state = translation_state(words.text, row.text, row.source)
    was = row.source if state is TranslationState.STALE else ""
    return FieldShown(words.key, words.field, words.text, row.text, state, was, row.changed_at, row.changed_by.name)
