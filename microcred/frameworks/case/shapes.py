"""The members of CASE 1.1 as types: what a document, its items and what lies between them may say.

Only shape: what is required, of which kind, and what nothing can hold. A member that CASE does not know is not kept,
because a package that names one is none (every class but `extensions` is closed); `reading` tells whoever imports it.
Source: 1EdTech, Competencies and Academic Standards Exchange 1.1, information model and OpenAPI binding.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from microcred.foundation.keepable import in_utc, keepable, storable

Members = dict[str, Any]
"""A CASE object in JSON."""

ASSOCIATION = (
    r"^(isChildOf|isPeerOf|isPartOf|exactMatchOf|precedes|isRelatedTo|replacedBy|exemplar|hasSkillLevel|isTranslationOf"
    r"|ext:[a-zA-Z0-9._|-]+)$"
)
TARGET = r"^(CASE|ext:[a-zA-Z0-9._|-]+)$"


def nameless(identifier: UUID | str) -> str:
    """The URI of what has an identifier and no address yet."""
    return f"urn:uuid:{identifier}"


def _moment(value: Any) -> Any:
    """A date alone, or a time without its zone, is taken for UTC: publishers write both."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            return value
    return value


def _day(value: Any) -> Any:
    """A moment where a day is asked for gives its day."""
    return value[:10] if isinstance(value, str) and len(value) > 10 and value[10] in "T " else value


Extensions = Annotated[Members, AfterValidator(keepable)]
"""What publishers say beyond CASE, kept as it is."""

Text = Annotated[str, AfterValidator(storable)]
Said = Annotated[str, Field(min_length=1), AfterValidator(storable)]
"""A text that must say something."""

Moment = Annotated[datetime, BeforeValidator(_moment), AfterValidator(in_utc)]
Day = Annotated[date, BeforeValidator(_day)]


class Shape(BaseModel):
    """A class of CASE. `as_members` gives its JSON again: no nulls, no empty lists, times in UTC."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nothing(cls, value: Any) -> Any:
        """What is null, or an empty text or list, is not said."""
        if isinstance(value, Mapping):
            return {name: each for name, each in value.items() if each is not None and each not in ("", [])}
        return value

    def as_members(self) -> Members:
        """As JSON, with the names of CASE."""
        written = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return {name: value for name, value in written.items() if value not in ((), [])}

    @classmethod
    def known(cls) -> frozenset[str]:
        """The names of the members of this class."""
        return frozenset(field.alias or name for name, field in cls.model_fields.items())


class Link(Shape):
    """A reference to something with an identifier of CASE (LinkURI)."""

    title: Said
    identifier: UUID
    uri: Said


class AnyLink(Shape):
    """A reference to something, here or in other systems (LinkGenURI)."""

    title: Said
    identifier: Said
    uri: Said
    target_type: str | None = Field(None, pattern=TARGET)


class Document(Shape):
    """A framework as a whole (CFPckgDocument)."""

    identifier: UUID
    uri: Text | None = None
    framework_type: Text | None = None
    creator: Said
    title: Said
    last_change_date_time: Moment | None = None
    official_source_url: Text | None = Field(None, alias="officialSourceURL")
    publisher: Text | None = None
    description: Text | None = None
    subject: tuple[Text, ...] = ()
    subject_uri: tuple[Link, ...] = Field((), alias="subjectURI")
    language: Text | None = None
    version: Text | None = None
    adoption_status: Text | None = None
    status_start_date: Day | None = None
    status_end_date: Day | None = None
    license_uri: Link | None = Field(None, alias="licenseURI")
    notes: Text | None = None
    extensions: Extensions | None = None


class Item(Shape):
    """One competency, standard or topic of a framework (CFPckgItem)."""

    identifier: UUID
    uri: Text | None = None
    full_statement: Said
    alternative_label: Text | None = None
    cf_item_type: Text | None = Field(None, alias="CFItemType")
    human_coding_scheme: Text | None = None
    list_enumeration: Text | None = None
    abbreviated_statement: Text | None = None
    concept_keywords: tuple[Text, ...] = ()
    concept_keywords_uri: Link | None = Field(None, alias="conceptKeywordsURI")
    notes: Text | None = None
    subject: tuple[Text, ...] = ()
    subject_uri: tuple[Link, ...] = Field((), alias="subjectURI")
    language: Text | None = None
    education_level: tuple[Text, ...] = ()
    cf_item_type_uri: Link | None = Field(None, alias="CFItemTypeURI")
    license_uri: Link | None = Field(None, alias="licenseURI")
    status_start_date: Day | None = None
    status_end_date: Day | None = None
    last_change_date_time: Moment | None = None
    extensions: Extensions | None = None

    def __str__(self) -> str:
        return self.human_coding_scheme or self.abbreviated_statement or self.full_statement


class Association(Shape):
    """What one item is to another, or to its document (CFPckgAssociation)."""

    identifier: UUID
    association_type: str = Field(pattern=ASSOCIATION)
    sequence_number: int | None = Field(None, ge=-(2**31), lt=2**31)
    uri: Text | None = None
    origin: AnyLink = Field(alias="originNodeURI")
    destination: AnyLink = Field(alias="destinationNodeURI")
    grouping: Link | None = Field(None, alias="CFAssociationGroupingURI")
    last_change_date_time: Moment | None = None
    notes: Text | None = None
    extensions: Extensions | None = None


class Definition(Shape):
    """What items refer to: a concept, subject, licence, type of items or grouping (all that CFDefinitions holds)."""

    identifier: UUID
    uri: Text | None = None
    title: Said
    description: Text | None = None
    last_change_date_time: Moment | None = None
    extensions: Extensions | None = None


class Concept(Definition):
    """A word by which items are found (CFConcept)."""

    keywords: Text | None = None
    hierarchy_code: Said = "1"


class Subject(Definition):
    """A subject taught (CFSubject)."""

    hierarchy_code: Said = "1"


class License(Definition):
    """Under which terms a framework may be used (CFLicense)."""

    license_text: Said


class ItemType(Definition):
    """A type of items (CFItemType)."""

    hierarchy_code: Said = "1"
    type_code: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _described(cls, value: Any) -> Any:
        """CASE requires a description; publishers leave it empty. Its title describes it as far as anything does."""
        if isinstance(value, Mapping) and not value.get("description") and value.get("title"):
            return {**value, "description": value["title"]}
        return value


class Grouping(Definition):
    """A set of associations (CFAssociationGrouping)."""


DEFINITIONS: dict[str, type[Definition]] = {
    "CFConcepts": Concept,
    "CFSubjects": Subject,
    "CFLicenses": License,
    "CFItemTypes": ItemType,
    "CFAssociationGroupings": Grouping,
}
"""The lists of CFDefinitions, by the name that also stands in their addresses."""


class Package(BaseModel):
    """A whole framework: its document, its items in the order of the file, what lies between them, what they refer to.

    `left_out` names members that CASE does not know, each once, as `CFItem.colour`.
    """

    model_config = ConfigDict(frozen=True)

    document: Document
    items: tuple[Item, ...] = ()
    associations: tuple[Association, ...] = ()
    definitions: dict[str, tuple[Definition, ...]] = Field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def as_members(self) -> Members:
        """As a CFPackage in JSON."""
        members: Members = {"CFDocument": self.document.as_members()}
        members["CFItems"] = [item.as_members() for item in self.items]
        members["CFAssociations"] = [association.as_members() for association in self.associations]
        defined = {name: [one.as_members() for one in listed] for name, listed in self.definitions.items() if listed}
        return {**members, "CFDefinitions": defined} if defined else members
