"""What an archive of a catalogue holds, as frozen values."""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from microcred.catalog.design.shape import Text
from microcred.foundation.keepable import in_utc, keepable, storable

FIRST_YEAR, LAST_YEAR = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Nothing of a catalogue is older than the first; a retirement may be declared ahead, but not beyond the last."""


def _of_our_time(moment: datetime) -> datetime:
    moment = in_utc(moment)
    if not FIRST_YEAR <= moment < LAST_YEAR:
        raise ValueError(f"lies before the year {FIRST_YEAR.year} or after {LAST_YEAR.year - 1}")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
WrittenDesign = Annotated[dict[str, Any], AfterValidator(keepable)]
"""A design as its file has it. Whether it is one, `plan` says; that it can be kept, its shape."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    LATER: ClassVar[frozenset[str]] = frozenset()
    """Fields that came later. They are left out while nothing stands in them, so that what an archive without them was
    written as, and its digest, stay the same."""

    @model_serializer(mode="wrap")
    def _without_what_is_not_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        return {name: value for name, value in written.items() if value or name not in self.LATER}


Language = Annotated[str, Field(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,6})?$")]
"""The code of a language (BCP 47, RFC 5646), as far as it fits the tables."""

Key = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(storable)]
"""The name of a field, of `design.translating`."""


class ArchivedTranslation(_Kept):
    """A version in another language, whole, as it was published; a mended one has the next number."""

    language: Language
    number: int = Field(ge=1, le=10_000)
    published_at: Moment
    texts: dict[Key, Text]


class ArchivedField(_Kept):
    """One field as its translator left it, and the `source` it was made from, which tells whether it is stale."""

    language: Language
    key: Key
    text: Text
    source: Text
    changed_at: Moment


class ArchivedVersion(_Kept):
    """One version: the design as it was published, and the SHA-256 of its canonical form in hexadecimal.

    `note` is what was said to have changed when it followed another one; `pilot_size` how many submissions the pilot
    waits for that it is in, 0 where it is in none.
    """

    LATER: ClassVar = frozenset({"translations", "pilot_size"})

    number: int = Field(ge=1)
    revision: int = Field(default=0, ge=0)
    note: Text = ""
    published_at: Moment
    digest: str = Field(pattern="^[0-9a-f]{64}$")
    design: WrittenDesign
    translations: tuple[ArchivedTranslation, ...] = ()
    pilot_size: int = Field(default=0, ge=0, le=1_000)


class ArchivedRetirement(_Kept):
    """That a micro-credential is no longer offered, since when and why, and the address of what took its place."""

    retired_at: Moment
    reason: Text
    successor: str = ""


class ArchivedMicroCredential(_Kept):
    """A micro-credential with all its versions, the oldest first, and what translators have of it.

    `id` is what it is known by everywhere.
    """

    LATER: ClassVar = frozenset({"translated_fields"})

    id: UUID
    slug: str = Field(pattern=r"^[-a-zA-Z0-9_]{1,120}$")
    demonstration: bool = False
    versions: tuple[ArchivedVersion, ...] = Field(min_length=1)
    translated_fields: tuple[ArchivedField, ...] = ()
    retirement: ArchivedRetirement | None = None


class ArchivedStack(_Kept):
    """A topic area, with the slugs of those of its micro-credentials that are in the archive, in their order."""

    slug: str = Field(pattern=r"^[-a-zA-Z0-9_]{1,120}$")
    name: Text = Field(min_length=1, max_length=200)
    description: Text = ""
    micro_credentials: tuple[str, ...] = ()


class ArchivedStep(_Kept):
    """One step of a path: a stack, or a single micro-credential, by its slug."""

    kind: Literal["stack", "micro_credential"]
    slug: str = Field(pattern=r"^[-a-zA-Z0-9_]{1,120}$")


class ArchivedCrosswalk(_Kept):
    """A path across stacks and single micro-credentials."""

    slug: str = Field(pattern=r"^[-a-zA-Z0-9_]{1,120}$")
    name: Text = Field(min_length=1, max_length=200)
    description: Text = ""
    path: tuple[ArchivedStep, ...] = ()


class ArchivedStandard(_Kept):
    """One item of a framework."""

    code: Text = Field(min_length=1, max_length=80)
    name: Text = Field(max_length=200)
    text: Text = ""


class ArchivedFramework(_Kept):
    """A framework that the archived designs align to, as far as they name its items."""

    slug: str = Field(pattern=r"^[-a-zA-Z0-9_]{1,80}$")
    name: Text = Field(min_length=1, max_length=200)
    edition: Text = Field(default="", max_length=40)
    publisher: Text = Field(min_length=1, max_length=200)
    url: Text = Field(default="", max_length=200, pattern="^(https?://.*)?$")
    standards: tuple[ArchivedStandard, ...] = ()


class ArchivedAttachment(_Kept):
    """A file that designs name: a picture, or what an artifact may start from. Its bytes lie beside the list."""

    id: UUID
    name: Text = Field(max_length=255)
    media_type: str = Field(max_length=100)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    content: bytes = Field(default=b"", exclude=True, repr=False)


class Archive(_Kept):
    """A whole catalogue. `source` is the name of the organization whose it is."""

    source: Text = Field(default="", max_length=200)
    micro_credentials: tuple[ArchivedMicroCredential, ...] = ()
    stacks: tuple[ArchivedStack, ...] = ()
    crosswalks: tuple[ArchivedCrosswalk, ...] = ()
    frameworks: tuple[ArchivedFramework, ...] = ()
    attachments: tuple[ArchivedAttachment, ...] = ()
