"""What an import would do with each micro-credential of an archive, and what stands in its way. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import ValidationError

from microcred.catalog.archive.shape import Archive, ArchivedField, ArchivedMicroCredential, ArchivedTranslation
from microcred.catalog.design import Design, Image, Template, digest, no_room, problems, words_digest, words_in

CLOCKS_APART = timedelta(hours=1)
"""How much later than here it may be where an archive was made."""


class Action(StrEnum):
    """What becomes of one micro-credential of an archive."""

    NEW = "new"
    NEW_VERSIONS = "new_versions"
    NEW_TRANSLATIONS = "new_translations"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Trouble:
    """Why one micro-credential of an archive cannot come in: where in it, and in words."""

    where: str
    words: str


@dataclass(frozen=True)
class Holding:
    """What the importing organization has of a micro-credential already.

    Attributes:
        slug: Its address.
        words: The `words_digest` of its versions, the oldest first.
        translations: How many translations its version at a place has in a language, by both.
        fields: When a field was last changed, by its language and key.
    """

    slug: str
    words: tuple[str, ...]
    translations: Mapping[tuple[int, str], int] = field(default_factory=dict)
    fields: Mapping[tuple[str, str], datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What an import does with one micro-credential.

    Attributes:
        thing: As it stands in the archive.
        action: What becomes of it.
        first: The place in `thing.versions` of the first version that is not there yet.
        troubles: Why it is refused; empty for everything else.
        translations: The published ones that come in, each with the place of its version.
        fields: What translators have that is newer than what is there, or not there.
    """

    thing: ArchivedMicroCredential
    action: Action
    first: int = 0
    troubles: tuple[Trouble, ...] = ()
    translations: tuple[tuple[int, ArchivedTranslation], ...] = ()
    fields: tuple[ArchivedField, ...] = ()

    @property
    def title(self) -> str:
        """What it is called in its newest version."""
        return str(self.thing.versions[-1].design.get("name", ""))


@dataclass(frozen=True)
class Known:
    """What designs may speak of: standards by framework and code, micro-credentials by address, files by identifier
    and digest; and the identifiers under which there is another file here already."""

    standards: frozenset[tuple[str, str]]
    addresses: frozenset[str]
    attachments: frozenset[tuple[UUID, str]]
    taken: Mapping[UUID, str]
    latest: datetime | None = None


def plan(
    archive: Archive,
    *,
    held: Mapping[UUID, Holding],
    standards: Collection[tuple[str, str]],
    addresses: Collection[str] = (),
    taken: Mapping[UUID, str] | None = None,
    published: Collection[UUID] = (),
    at: datetime | None = None,
) -> tuple[Step, ...]:
    """What an import does, micro-credential by micro-credential, in the archive's order.

    Args:
        held: What the importing organization has already, by the identifier that the archive knows it by.
        standards: Framework (its name or slug) and code of every standard that designs may align to: those that are
            adopted here, and those that the archive brings.
        addresses: The addresses of the micro-credentials here that designs want earned first.
        taken: SHA-256 of the files that are here already under identifiers that designs name, whosever they are.
        at: Now, by which nothing can have been published later; None where that is not asked.
        published: Those of them that published versions show, so that an archive may name them without bringing them.
    """
    taken = taken or {}
    brought = {(one.id, one.sha256) for one in archive.attachments if taken.get(one.id, one.sha256) == one.sha256}
    known = Known(
        frozenset(standards),
        frozenset(addresses) | {thing.slug for thing in archive.micro_credentials},
        frozenset(brought | {(file, taken[file]) for file in published if file in taken}),
        taken,
        at + CLOCKS_APART if at else None,
    )
    return tuple(_step(thing, held.get(thing.id), known) for thing in archive.micro_credentials)


def _step(thing: ArchivedMicroCredential, held: Holding | None, known: Known) -> Step:
    troubles: list[Trouble] = []
    designs = [_design(thing, place, known, troubles) for place in range(len(thing.versions))]
    troubles += (
        Trouble(f"versions.{place}.published_at", _("It says to have been published on a day that is still to come."))
        for place, version in enumerate(thing.versions)
        if known.latest is not None and version.published_at > known.latest
    )
    troubles += (
        Trouble(where, _("It says to have been translated on a day that is still to come."))
        for where, moment in _translated_when(thing)
        if known.latest is not None and moment > known.latest
    )
    numbers = [(version.number, version.revision) for version in thing.versions]
    if not _follow(numbers):
        troubles.append(Trouble("versions", _("The versions do not follow each other without a gap.")))
    words = [words_digest(design) for design in designs if design is not None]
    there = list(held.words) if held else []
    if not troubles and not _one_begins_the_other(words, there):
        troubles.append(
            Trouble(
                "versions",
                _(
                    "It is here already as “{slug}”, and its versions have gone another way than those of the "
                    "archive. Keep one of the two: retire the one that is here, or leave this one out."
                ).format(slug=held.slug if held else ""),
            )
        )
    if troubles:
        return Step(thing, Action.REFUSED, troubles=tuple(troubles))
    translations, fields = _translations_missing(thing, held), _fields_missing(thing, held)
    action, first = Action.NEW, 0
    if held is not None and len(words) > len(there):
        action, first = Action.NEW_VERSIONS, len(there)
    elif held is not None:
        action = Action.NEW_TRANSLATIONS if translations or fields else Action.UNCHANGED
        first = len(words)
    return Step(thing, action, first, translations=translations, fields=fields)


def _translated_when(thing: ArchivedMicroCredential) -> Iterator[tuple[str, datetime]]:
    """When each translation was published and each translated field was changed, with its place."""
    for place, version in enumerate(thing.versions):
        for number, translation in enumerate(version.translations):
            yield f"versions.{place}.translations.{number}.published_at", translation.published_at
    for number, one in enumerate(thing.translated_fields):
        yield f"translated_fields.{number}.changed_at", one.changed_at


def _translations_missing(
    thing: ArchivedMicroCredential, held: Holding | None
) -> tuple[tuple[int, ArchivedTranslation], ...]:
    """The translations that are not there yet: those with numbers beyond those that there are."""
    there = held.translations if held else {}
    return tuple(
        (place, translation)
        for place, version in enumerate(thing.versions)
        for translation in version.translations
        if translation.number > there.get((place, translation.language), 0)
    )


def _fields_missing(thing: ArchivedMicroCredential, held: Holding | None) -> tuple[ArchivedField, ...]:
    """The translated fields that are not there yet, or were changed after what is there."""
    there = held.fields if held else {}
    return tuple(
        one
        for one in thing.translated_fields
        if (one.language, one.key) not in there or there[one.language, one.key] < one.changed_at
    )


def _design(thing: ArchivedMicroCredential, place: int, known: Known, troubles: list[Trouble]) -> Design | None:
    version = thing.versions[place]
    where = f"versions.{place}.design"
    try:
        design = Design.model_validate(version.design)
    except ValidationError as error:
        first = error.errors()[0]
        troubles.append(Trouble(".".join(map(str, (where, *first["loc"]))), first["msg"]))
        return None
    too_much = no_room(design)
    if too_much is not None:
        there = f"{where}.{too_much.field}".rstrip(".")
        words = _("It says more than can be kept: {count}, where {most} is the most.")
        troubles.append(Trouble(there, words.format(count=too_much.count, most=too_much.most)))
        return None
    if digest(design) != version.digest:
        troubles.append(Trouble(where, _("The design is not the one that its digest was made of.")))
    troubles += (Trouble(f"{where}.{problem.field}", f"{problem.words} {problem.mend}") for problem in problems(design))
    troubles += (
        Trouble(
            f"{where}.alignments.{number}",
            _("No framework “{framework}” with a standard “{code}” is adopted here or in the archive.").format(
                framework=alignment.framework, code=alignment.code
            ),
        )
        for number, alignment in enumerate(design.alignments)
        if (alignment.framework, alignment.code) not in known.standards
    )
    troubles += (
        Trouble(
            f"{where}.prerequisites.{number}",
            _("There is no micro-credential “{slug}” here or in the archive to be earned first.").format(slug=slug),
        )
        for number, slug in enumerate(design.prerequisites)
        if slug not in known.addresses
    )
    troubles += _about_translations(version.translations, design, f"versions.{place}.translations")
    troubles += (
        Trouble(f"{where}.{place}", _file_trouble(file, known))
        for place, file in attached_to(design)
        if file not in known.attachments
    )
    return design


def _file_trouble(file: tuple[UUID, str], known: Known) -> str:
    identifier, sha256 = file
    if known.taken.get(identifier, sha256) != sha256:
        return _("Another file has the identifier of the one that it names. Attach it anew where the archive is from.")
    return _("The archive does not bring the file that it names, and no published version here shows it.")


def _about_translations(translations: Sequence[ArchivedTranslation], design: Design, where: str) -> Iterator[Trouble]:
    """What keeps translations of a version out: each is whole, in another language, and they count without a gap."""
    fields = {words.key for words in words_in(design)}
    next_number: dict[str, int] = {}
    for place, translation in enumerate(translations):
        expected = next_number.get(translation.language, 1)
        next_number[translation.language] = expected + 1
        if translation.language == design.language:
            yield Trouble(f"{where}.{place}", _("It is in the language of the design."))
        if translation.number != expected:
            yield Trouble(f"{where}.{place}", _("The translations do not follow each other without a gap."))
        if {key for key, text in translation.texts.items() if text.strip()} != fields:
            yield Trouble(
                f"{where}.{place}", _("It does not have just the fields of the design, so two languages would mix.")
            )


def _follow(numbers: Sequence[tuple[int, int]]) -> bool:
    """Whether versions and revisions count up from 1 without a gap, as they are published."""
    allowed = [(1, 0)]
    for number, revision in numbers:
        if (number, revision) not in allowed:
            return False
        allowed = [(number + 1, 0), (number, revision + 1)]
    return True


def attached_to(design: Design) -> list[tuple[str, tuple[UUID, str]]]:
    """The files that a design names: the place of each in it, its identifier and its SHA-256."""
    named: list[tuple[str, Image | Template]] = [
        (f"images.{number}", image) for number, image in enumerate(design.images)
    ]
    named += [
        (f"requirements.{number}.template", asked.template)
        for number, asked in enumerate(design.requirements)
        if asked.template is not None
    ]
    return [(place, (one.file, one.sha256)) for place, one in named if one.file is not None]


def _one_begins_the_other(one: Sequence[str], other: Sequence[str]) -> bool:
    return all(here == there for here, there in zip(one, other, strict=False))
