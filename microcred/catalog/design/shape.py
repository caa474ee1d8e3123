"""What an author writes: the design of a micro-credential, its problems, and its digest.

A design is a value: frozen, comparable, without database. Every field has an empty default, because a draft is a
design too; what is missing is for `problems` to say. The identifiers of criteria, levels and requirements are minted
here when they are absent and kept when they are there: one thing, one UUID, from the author's keyboard to the
learner's wallet. The short `id` of a criterion or requirement is a local name, by which parts of one design refer to
each other.
"""

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from microcred.foundation.ids import uuid7

EvidenceKind = Literal["document", "image", "audio", "video", "link"]
RequirementKind = Literal["question", "artifact", "reflection"]
PartNumber = Literal[1, 2, 3]

KIND_OF_PART: dict[int, RequirementKind] = {1: "question", 2: "artifact", 3: "reflection"}
"""What each of the three parts asks for."""


def _storable(text: str) -> str:
    """Refuse the characters that neither PostgreSQL nor canonical JSON can hold, or that nobody can see."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            raise ValueError(f"holds the character U+{ord(character):04X}, which cannot be shown or kept")
    return text


def _one_newline(text: str) -> str:
    """Browsers send two characters for a line's end; the same text must have the same digest."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


Text = Annotated[str, AfterValidator(_one_newline), AfterValidator(_storable)]


Number = Annotated[int, Field(le=999_999)]
"""More digits than that are a slip of the finger; whether fewer make sense is for `problems` to say."""


class _Piece(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Component(_Piece):
    """One step of the key method."""

    name: Text = ""
    text: Text = ""


class Research(_Piece):
    """One work that the rationale rests on. `confirmed` says where its existence was checked."""

    citation: Text = ""
    url: Text | None = None
    note: Text = ""
    confirmed: Text = ""


class Resource(_Piece):
    """Something that helps an educator to learn the method."""

    title: Text = ""
    url: Text | None = None
    note: Text = ""


class Requirement(_Piece):
    """One thing to hand in. `feeds` holds the local names of the criteria that judge it."""

    uuid: UUID = Field(default_factory=uuid7)
    id: Text = ""
    part: PartNumber = 1
    kind: RequirementKind = "question"
    prompt: Text = ""
    guidance: Text = ""
    word_limit: Number | None = None
    accepts: tuple[EvidenceKind, ...] = ()
    feeds: tuple[Text, ...] = ()


class Level(_Piece):
    """One level of a criterion. Its UUID is the `RubricCriterionLevel` in signed credentials."""

    uuid: UUID = Field(default_factory=uuid7)
    name: Text = ""
    descriptor: Text = ""


class Criterion(_Piece):
    """One row of the rubric: levels from the lowest to the highest, `required` the name of the one that is needed."""

    uuid: UUID = Field(default_factory=uuid7)
    id: Text = ""
    part: PartNumber = 2
    name: Text = ""
    description: Text = ""
    required: Text = ""
    levels: tuple[Level, ...] = ()

    @property
    def required_position(self) -> int | None:
        """Where the required level stands, 0 for the lowest; None when no level has that name."""
        return next((place for place, level in enumerate(self.levels) if level.name == self.required), None)


class Alignment(_Piece):
    """A standard that the design aligns to. `framework` is the framework's name or slug."""

    framework: Text = ""
    code: Text = ""
    name: Text = ""


class Design(_Piece):
    """The whole of what an author writes about one micro-credential. `stack` is where the author would place it."""

    name: Text = ""
    stack: Text = ""
    demonstration: bool = False
    audience: tuple[Text, ...] = ()
    hours: Number = 0
    language: Text = "en"
    competency: Text = ""
    key_method: Text = ""
    components: tuple[Component, ...] = ()
    rationale: Text = ""
    research: tuple[Research, ...] = ()
    research_note: Text | None = None
    resources: tuple[Resource, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    rubric: tuple[Criterion, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    tags: tuple[Text, ...] = ()

    def identifiers(self) -> Iterator[UUID]:
        """The UUIDs of all that becomes a row: criteria, their levels, requirements."""
        for criterion in self.rubric:
            yield criterion.uuid
            yield from (level.uuid for level in criterion.levels)
        yield from (requirement.uuid for requirement in self.requirements)

    def evidence_kinds(self) -> list[str]:
        """The kinds of evidence asked for, in the order in which the design first names them."""
        return list(dict.fromkeys(kind for requirement in self.requirements for kind in requirement.accepts))
