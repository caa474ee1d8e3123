"""What a check is given: the design, its texts by path, their language, and the day. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from microcred.authoring.lint.findings import Strictness
from microcred.authoring.lint.prose import has_english_joints, language_of, plain, without_quotes
from microcred.catalog.design import Design

if TYPE_CHECKING:
    from microcred.authoring.lint.overlap import Others


@dataclass(frozen=True)
class Text:
    """One text of a design: where it stands, and what it says with and without Markdown."""

    path: str
    written: str

    @cached_property
    def plain(self) -> str:
        """Without Markdown."""
        return plain(self.written)

    @cached_property
    def used(self) -> str:
        """Without Markdown, and without what is only quoted."""
        return without_quotes(self.written)

    @cached_property
    def in_another_language(self) -> bool:
        """Whether it is plainly not English, such as a prompt given in Spanish too. A heap of long nouns is English."""
        seen = language_of(self.plain)
        return seen not in {"en", None} and not (seen == "other" and has_english_joints(self.plain))


@dataclass(frozen=True)
class Subject:
    """A design on the bench."""

    design: Design
    today: date
    strictness: Strictness
    others: "Others | None" = None

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """What educators and assessors read, in the order of the form; not citations, which are others' words."""
        return tuple(Text(path, written) for path, written in _texts(self.design) if written)

    @cached_property
    def seen_language(self) -> str | None:
        """The language that the texts give away; None when there is too little."""
        return language_of(" ".join(text.plain for text in self.texts))

    @cached_property
    def said_language(self) -> str:
        """The language that the design names: `en` for `en-US` or `English`."""
        said = self.design.language.strip().lower()
        return {"english": "en", "inglés": "en", "spanish": "es", "español": "es", "eng": "en", "spa": "es"}.get(
            said, said.replace("_", "-").split("-")[0]
        )

    @property
    def is_english(self) -> bool:
        """Whether the rules of English apply: by what the texts give away, else by what is said."""
        return (self.seen_language or self.said_language) == "en"

    @cached_property
    def english(self) -> tuple[Text, ...]:
        """The texts that rules of English may judge."""
        return tuple(text for text in self.texts if not text.in_another_language)

    def text(self, path: str) -> Text | None:
        """The text at a path."""
        return next((text for text in self.texts if text.path == path), None)


def _texts(design: Design) -> Iterator[tuple[str, str]]:
    yield "name", design.name
    yield "competency", design.competency
    yield "key_method", design.key_method
    for place, component in enumerate(design.components):
        yield f"components.{place}.name", component.name
        yield f"components.{place}.text", component.text
    yield "rationale", design.rationale
    for place, requirement in enumerate(design.requirements):
        yield f"requirements.{place}.prompt", requirement.prompt
        yield f"requirements.{place}.guidance", requirement.guidance
    for place, criterion in enumerate(design.rubric):
        yield f"rubric.{place}.name", criterion.name
        yield f"rubric.{place}.description", criterion.description
        for step, level in enumerate(criterion.levels):
            yield f"rubric.{place}.levels.{step}.descriptor", level.descriptor
