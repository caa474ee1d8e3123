"""The shape of a quality framework in a file, what may be wrong with it, and its digest. Pure."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from microcred.openbadges.jcs import jcs
from microcred.quality.rules import PartyRole

FORMAT = "microcred-quality-framework/1"
MOST_COMPONENTS = 500
LONGEST_FILE = 1024 * 1024
"""Bytes. A framework of 500 components with a paragraph each is a quarter of that."""

KNOWN_CHECKS: set[str] = set()
"""The names of the checks that there are. Whoever keeps checks of designs, a floor above, tells them when it starts."""

Words = str | Promise


def _storable(text: str) -> str:
    """Refuse what neither PostgreSQL nor canonical JSON can hold, or that nobody can see."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            raise ValueError(f"holds the character U+{ord(character):04X}, which cannot be shown or kept")
    return text


def _one_newline(text: Any) -> Any:
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


Text = Annotated[
    str,
    BeforeValidator(_one_newline),
    StringConstraints(strip_whitespace=True, max_length=4000),
    AfterValidator(_storable),
]
Line = Annotated[Text, StringConstraints(max_length=200)]
Code = Annotated[Text, StringConstraints(max_length=60)]
Slug = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Label = Annotated[Text, StringConstraints(max_length=40)]
CheckName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[a-z0-9-]+$")]


class _Piece(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ComponentText(_Piece):
    """One component. `tightens` is the code of the component below whose place it takes; empty for what is added."""

    code: Code
    text: Text
    roles: tuple[PartyRole, ...]
    evidence: Text = ""
    checks: tuple[CheckName, ...] = ()
    tightens: Code = ""


class StandardText(_Piece):
    """One standard with its components."""

    code: Code
    name: Line = ""
    description: Text = ""
    components: tuple[ComponentText, ...] = ()


class BuildsOn(_Piece):
    """The edition that an overlay builds on, by its framework's short name and its label."""

    framework: Slug
    version: Label


class FrameworkText(_Piece):
    """One edition of a quality framework, whole."""

    format: Literal["microcred-quality-framework/1"] = "microcred-quality-framework/1"
    slug: Slug
    name: Line
    version: Label
    publisher: Line
    official: bool = False
    source: Annotated[Text, StringConstraints(max_length=500)] = ""
    about: Text = ""
    builds_on: BuildsOn | None = None
    standards: tuple[StandardText, ...] = ()

    def components(self) -> Iterator[tuple[StandardText, ComponentText]]:
        """Each component with its standard, in order."""
        for standard in self.standards:
            for component in standard.components:
                yield standard, component


@dataclass(frozen=True)
class Trouble:
    """One thing that keeps a file from being taken in.

    Attributes:
        row: The row of the spreadsheet, counted as the program shows it; None where there is none.
        place: Where, in words.
        words: What is the matter, and what to do about it.
    """

    row: int | None
    place: Words
    words: Words


@dataclass(frozen=True)
class Reading:
    """What came of reading a file: the document, unless something is the matter with it.

    Attributes:
        sketch: The document with stand-ins for what could not be read, so that the rest can be looked at all the same.
        rows: The row of a spreadsheet in which a component stands, by the places of its standard and its own.
    """

    document: FrameworkText | None
    troubles: tuple[Trouble, ...] = ()
    sketch: FrameworkText | None = None
    rows: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def spot(self, standard: int | None, component: int | None) -> tuple[int | None, Words]:
        """Where a piece stands: its row in a spreadsheet, else its place counted from one."""
        row = self.rows.get((standard, component or 0)) if standard is not None else None
        return (row, _("Row {row}").format(row=row)) if row else spot_in_words(standard, component)


def digest(document: FrameworkText) -> str:
    """The SHA-256 of the canonical (RFC 8785) document, in hexadecimal."""
    return hashlib.sha256(jcs(document.model_dump(mode="json"))).hexdigest()


def substance(document: FrameworkText) -> str:
    """The SHA-256 of what it asks for alone, whatever it is called and whosever it is said to be."""
    return hashlib.sha256(jcs([piece.model_dump(mode="json") for piece in document.standards])).hexdigest()


Spot = Callable[[int | None, int | None], tuple[int | None, Words]]
"""Row and words of a place: of the document, of a standard, or of a component in a standard."""


def spot_in_words(standard: int | None, component: int | None) -> tuple[int | None, Words]:
    """Where a piece stands, counted from one."""
    if standard is None:
        return None, _("The framework")
    if component is None:
        return None, _("Standard {standard}").format(standard=standard + 1)
    return None, _("Standard {standard}, component {component}").format(standard=standard + 1, component=component + 1)


def troubles_of(document: FrameworkText, spot: Spot = spot_in_words) -> Iterator[Trouble]:
    """What is the matter with a document of the right shape. Of two with one code the later is named."""
    yield from (Trouble(*spot(None, None), words) for words in _of_the_whole(document))
    standards: dict[str, Words] = {}
    components: dict[str, Words] = {}
    is_overlay = document.builds_on is not None
    for number, standard in enumerate(document.standards):
        where = spot(number, None)
        for words in _of_standard(standard, standards.get(standard.code), is_overlay=is_overlay):
            yield Trouble(*where, words)
        standards.setdefault(standard.code, where[1])
        for place, component in enumerate(standard.components):
            where = spot(number, place)
            for words in _of_component(component, components.get(component.code), is_overlay=is_overlay):
                yield Trouble(*where, words)
            components.setdefault(component.code, where[1])


def _of_the_whole(document: FrameworkText) -> Iterator[Words]:
    for value, words in (
        (document.name, _("It has no name.")),
        (document.version, _("It does not say which version it is. Write a year or a number.")),
        (document.publisher, _("It does not say who publishes it.")),
    ):
        if not value:
            yield words
    if document.source and not document.source.startswith(("https://", "http://")):
        yield _("The source is no web address. It begins with https://.")
    if document.official and not document.source:
        yield _("An official framework names the address of its publisher’s own words. Give it as the source.")
    count = sum(1 for _each in document.components())
    if not count:
        yield _("It asks for nothing: no standard has a component.")
    if count > MOST_COMPONENTS:
        yield _("It has {count} components; {most} is the most.").format(count=count, most=MOST_COMPONENTS)


def _of_standard(standard: StandardText, taken: Words | None, *, is_overlay: bool) -> Iterator[Words]:
    if not standard.code:
        yield _("The standard has no code.")
    elif taken is not None:
        yield _("{place} has the code “{code}” already. Give each its own.").format(place=taken, code=standard.code)
    # An overlay that adds to a standard below need not repeat its name.
    if not standard.name and not is_overlay:
        yield _("The standard has no name.")
    if not standard.components:
        yield _("The standard has no component.")


def _of_component(component: ComponentText, taken: Words | None, *, is_overlay: bool) -> Iterator[Words]:
    if not component.code:
        yield _("The component has no code.")
    elif taken is not None:
        yield _("{place} has the code “{code}” already. Give each its own.").format(place=taken, code=component.code)
    if not component.text:
        yield _("The component does not say what must be so.")
    if not component.roles:
        yield _("Nobody answers for the component. Name one of: {roles}.").format(roles=", ".join(PartyRole))
    elif len(set(component.roles)) < len(component.roles):
        yield _("The same role is named twice.")
    yield from (
        _("There is no check “{check}”. Write one that an exported framework names, or leave it out.").format(
            check=check
        )
        for check in component.checks
        if KNOWN_CHECKS and check not in KNOWN_CHECKS
    )
    if component.tightens and not is_overlay:
        yield _("It tightens “{code}”, but the framework builds on none.").format(code=component.tightens)
