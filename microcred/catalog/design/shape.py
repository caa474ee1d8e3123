"""What an author writes: the design of a micro-credential, its problems, and its digest.

A design is a value: frozen, comparable, without database. Every field has an empty default, because a draft is a
design too; what is missing is for `problems` to say. The identifiers of criteria, levels and requirements are minted
here when they are absent and kept when they are there: one thing, one UUID, from the author's keyboard to the
learner's wallet. The short `id` of a criterion or requirement is a local name, by which parts of one design refer to
each other.
"""

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from microcred.foundation.ids import uuid7

EvidenceKind = Literal["document", "image", "audio", "video", "link"]
RequirementKind = Literal["question", "artifact", "reflection"]
PartNumber = Literal[1, 2, 3]
RuleKind = Literal["each", "at_least", "total"]
Shows = Literal["", "no_students", "student_work", "students"]
Consent = Literal["family", "student", "adult", "school"]

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


Number = Annotated[int, Field(ge=-999_999, le=999_999)]
"""More digits than that are a slip of the finger; whether fewer make sense is for `problems` to say."""


class _Piece(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Grown(_Piece):
    """A piece with fields that came later. They are left out of the written form while nothing stands in them.

    So the canonical form of every design that was published before they came, and its digest, stay what they are.
    """

    LATER: ClassVar[frozenset[str]] = frozenset()
    """Names of the fields that came after designs without them were published."""

    @model_serializer(mode="wrap")
    def _without_what_is_not_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        return {name: value for name, value in written.items() if value or name not in self.LATER}


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


class Template(_Piece):
    """What an artifact may start from: a link, or a file that the author attached.

    Attributes:
        file: The stored file.
        sha256: Of the file's bytes, in hexadecimal, so that the digest of a design speaks for them too.
    """

    title: Text = ""
    url: Text | None = None
    file: UUID | None = None
    sha256: Text = ""


class Requirement(_Grown):
    """One thing to hand in. `feeds` holds the local names of the criteria that judge it.

    Attributes:
        size_limit: MB that one file may have at most.
        minute_limit: Minutes that one recording may last at most.
        page_limit: Pages that one document may have at most.
        template: What to start from.
        one_of: The name of a group of alternatives within a part; evidence for one of the group suffices.
        why_instead: For which reason it may be handed in instead of the others of its group; who does so says why.
        shareable: Whether a team may hand in the same artifact, each member in their own name.
        annotated: Whether educators are asked to pin where their files show each criterion.
        transcribed: Whether each video and sound recording needs captions or a transcript.
        shows: What the evidence may show of students; empty where the author says nothing.
        consents: Whose permission the evidence needs.
        language: Of the evidence: empty for the design's own, `any`, `translated` (any, with a translation), or the
            code of a language.
    """

    LATER: ClassVar = frozenset(
        {
            "size_limit",
            "minute_limit",
            "page_limit",
            "template",
            "one_of",
            "why_instead",
            "shareable",
            "annotated",
            "transcribed",
            "shows",
            "consents",
            "language",
        }
    )

    uuid: UUID = Field(default_factory=uuid7)
    id: Text = ""
    part: PartNumber = 1
    kind: RequirementKind = "question"
    prompt: Text = ""
    guidance: Text = ""
    word_limit: Number | None = None
    accepts: tuple[EvidenceKind, ...] = ()
    feeds: tuple[Text, ...] = ()
    size_limit: Number | None = None
    minute_limit: Number | None = None
    page_limit: Number | None = None
    template: Template | None = None
    one_of: Text = ""
    why_instead: Text = ""
    shareable: bool = False
    annotated: bool = False
    transcribed: bool = False
    shows: Shows = ""
    consents: tuple[Consent, ...] = ()
    language: Text = ""

    @property
    def says_more(self) -> bool:
        """Whether it says anything of what came into the shape of designs later."""
        return any(getattr(self, name) for name in self.LATER)


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


class PartRule(_Piece):
    """When a part passes, where its author chose another rule than the usual one, which asks for every level.

    Attributes:
        kind: `each`: every criterion of the part reaches its level, as without a rule. `at_least`: as many criteria as
            `count` do. `total`: the levels, counted from 1 for the lowest, sum up to `count`, so that a high one may
            make up for a low one.
    """

    part: PartNumber = 2
    kind: RuleKind = "each"
    count: Number | None = None


class Alignment(_Piece):
    """A standard that the design aligns to. `framework` is the framework's name or slug."""

    framework: Text = ""
    code: Text = ""
    name: Text = ""


class Image(_Piece):
    """A picture that explains the method.

    Attributes:
        file: The stored file.
        sha256: Of the file's bytes, in hexadecimal, so that the digest of a design speaks for them too.
        alt: What it shows, for who cannot see it.
        caption: What stands below it.
    """

    uuid: UUID = Field(default_factory=uuid7)
    file: UUID | None = None
    sha256: Text = ""
    alt: Text = ""
    caption: Text = ""


class Ancestor(_Piece):
    """A published version that a design was adapted from.

    Attributes:
        version: Its identifier.
        digest: Of its design, in hexadecimal.
        title: What it was called.
        slug: The address of its micro-credential.
        label: Which version it was: `2.1`.
        owner: Whose it was.
        license: Under which open license it could be adapted; empty where its owner granted it otherwise.
    """

    version: UUID | None = None
    digest: Text = ""
    title: Text = ""
    slug: Text = ""
    label: Text = ""
    owner: Text = ""
    license: Text = ""


class Design(_Grown):
    """The whole of what an author writes about one micro-credential. `stack` is where the author would place it.

    Attributes:
        part_rules: For the parts that pass by another rule than the usual one.
        prerequisites: The addresses (slugs) of micro-credentials to be earned before this one is started.
        images: Pictures that explain the method.
        license: The open license under which everybody may adapt it; empty where nobody may without being let.
        derived_from: What it was adapted from, the first of the line first.
    """

    LATER: ClassVar = frozenset({"part_rules", "prerequisites", "images", "license", "derived_from"})

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
    part_rules: tuple[PartRule, ...] = ()
    prerequisites: tuple[Text, ...] = ()
    images: tuple[Image, ...] = ()
    license: Text = ""
    derived_from: tuple[Ancestor, ...] = ()

    def identifiers(self) -> Iterator[UUID]:
        """The UUIDs of all that becomes a row: criteria, their levels, requirements."""
        for criterion in self.rubric:
            yield criterion.uuid
            yield from (level.uuid for level in criterion.levels)
        yield from (requirement.uuid for requirement in self.requirements)

    def rule_of(self, part: int) -> PartRule | None:
        """The rule that the author chose for a part; None for the usual one."""
        return next((rule for rule in self.part_rules if rule.part == part and rule.kind != "each"), None)

    def evidence_kinds(self) -> list[str]:
        """The kinds of evidence asked for, in the order in which the design first names them."""
        return list(dict.fromkeys(kind for requirement in self.requirements for kind in requirement.accepts))
