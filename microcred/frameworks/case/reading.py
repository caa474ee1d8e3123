"""From a file of CASE to a package, or to everything that is wrong with it. Pure.

Nothing is taken in by halves: a package has no problems, or it is none. What CASE does not know is left out and told.
Packages of CASE 1.0 are read too; they differ in nothing that is kept.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from microcred.foundation.keepable import readable
from microcred.foundation.refusals import Refusal
from microcred.frameworks.case.shapes import DEFINITIONS, Association, Definition, Document, Item, Package, Shape
from microcred.frameworks.case.tree import circles, parents

LARGEST = 10 * 1024 * 1024
"""Bytes of a file; the largest published frameworks have about half of that."""

MOST_ITEMS = 10_000
MOST_TOLD = 200
"""Problems that are told of one file; who has more mends what makes the file."""

REDUNDANT = frozenset({"CFDocumentURI", "CFPackageURI", "caseVersion"})
"""Members that publishers repeat inside packages, where CASE has no place for them."""

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one place of a file: `where` names the row or item as its author would find it."""

    where: str
    words: str | Promise


class PackageBroken(Refusal):
    """The file is no framework that could be taken in; `problems` names each place."""

    message = _("Nothing was imported: {count} in the file must be mended first. {first}")
    status = 422
    field = "file"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems[:MOST_TOLD])
        self.all = len(problems)
        first = problems[0]
        super().__init__(count=_Count(self.all), first=f"{first.where}: {first.words}" if first.where else first.words)


@dataclass(frozen=True)
class _Count:
    """How many places, in words."""

    number: int

    def __str__(self) -> str:
        from django.utils.translation import ngettext

        return ngettext("{count} place", "{count} places", self.number).format(count=self.number)


class DocumentAlone(Exception):
    """What was read describes a framework and says where its package is, but does not hold it."""

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package


@dataclass
class _Reading:
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, None] = field(default_factory=dict)

    def list_of(self, holder: Mapping[str, Any], name: str, shape: type[S], word: str) -> tuple[S, ...]:
        """The objects of a list, each that is one."""
        listed = holder.get(name) or []
        if not isinstance(listed, list):
            self.problems.append(Problem(name, _("This must be a list.")))
            return ()
        if len(listed) > 4 * MOST_ITEMS:
            self.problems.append(
                Problem(name, format_lazy(_("More than {most} stand in this list."), most=4 * MOST_ITEMS))
            )
            return ()
        found = (self.one(raw, shape, word, f"{name} {number}") for number, raw in enumerate(listed, 1))
        return tuple(one for one in found if one is not None)

    def one(self, raw: Any, shape: type[S], word: str, where: str) -> S | None:
        """An object, or nothing and its problems told."""
        if isinstance(raw, Mapping):
            for name in raw.keys() - shape.known() - REDUNDANT:
                self.left_out[readable(f"{word}.{name}"[:80])] = None
            for label in ("humanCodingScheme", "title", "fullStatement"):
                if isinstance(raw.get(label), str) and raw[label].strip():
                    where = f"{where} (“{readable(raw[label].strip()[:60])}”)"
                    break
        try:
            return shape.model_validate(raw)
        except ValidationError as error:
            self.problems.extend(Problem(where, words_of(each)) for each in error.errors())
            return None


def read(content: bytes) -> Package:
    """The framework in a file of CASE.

    Raises:
        PackageBroken: with everything that is wrong.
        DocumentAlone: when it is a document that says where its package is.
    """
    if len(content) > LARGEST:
        raise PackageBroken([too_large()])
    try:
        loaded = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        problem = format_lazy(
            _("This is no JSON: line {line}, column {column}."), line=error.lineno, column=error.colno
        )
        raise PackageBroken([Problem("", problem)]) from error
    if isinstance(loaded, Mapping) and isinstance(link := loaded.get("CFPackageURI"), Mapping) and link.get("uri"):
        raise DocumentAlone(str(link["uri"]))
    if not isinstance(loaded, Mapping) or not isinstance(loaded.get("CFDocument"), Mapping):
        words = _("This is no package of CASE, which is an object that holds a CFDocument.")
        raise PackageBroken([Problem("", words)])
    return read_members(loaded)


def read_members(loaded: Mapping[str, Any]) -> Package:
    """The framework in a CFPackage that is JSON already.

    Raises:
        PackageBroken: with everything that is wrong.
    """
    reading = _Reading()
    document = reading.one(loaded["CFDocument"], Document, "CFDocument", "CFDocument")
    items = reading.list_of(loaded, "CFItems", Item, "CFItem")
    associations = reading.list_of(loaded, "CFAssociations", Association, "CFAssociation")
    defined = loaded.get("CFDefinitions") or {}
    if not isinstance(defined, Mapping):
        reading.problems.append(Problem("CFDefinitions", _("This must be an object.")))
        defined = {}
    definitions: dict[str, tuple[Definition, ...]] = {
        name: reading.list_of(defined, name, shape, name[:-1]) for name, shape in DEFINITIONS.items() if name in defined
    }
    for name in loaded.keys() - {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions"} - REDUNDANT:
        reading.left_out[readable(name[:80])] = None
    if document is None:
        raise PackageBroken(reading.problems)
    package = Package(
        document=document,
        items=items,
        associations=associations,
        definitions=definitions,
        left_out=tuple(sorted(reading.left_out)),
    )
    reading.problems.extend(_of_the_rest(loaded, package) if reading.problems else problems(package))
    if reading.problems:
        raise PackageBroken(reading.problems)
    return package


def _of_the_rest(loaded: Mapping[str, Any], package: Package) -> Iterator[Problem]:
    """What contradicts itself beside what could not be read. That something is not there is not said of that."""
    yield from _twice(package)
    items = loaded.get("CFItems")
    listed = [raw for raw in items if isinstance(raw, Mapping)] if isinstance(items, list) else []
    if isinstance(items, list) and all(_uuid(str(raw.get("identifier"))) for raw in listed):
        unread = frozenset(found for raw in listed if (found := _uuid(str(raw.get("identifier")))))
        yield from _missing(package, unread)


def problems(package: Package) -> Iterator[Problem]:
    """What contradicts itself in a package of well-formed parts."""
    if not package.items:
        yield Problem("CFItems", _("There are no items in it."))
    if len(package.items) > MOST_ITEMS:
        words = format_lazy(_("It has {count} items; {most} can be kept."), count=len(package.items), most=MOST_ITEMS)
        yield Problem("CFItems", words)
        return
    yield from _twice(package)
    yield from _missing(package)
    known = {item.identifier: item for item in package.items}
    for circle in circles(parents(package)):
        path = " → ".join(str(known[one])[:40] for one in circle[:6])
        yield Problem(str(known[circle[0]])[:60], format_lazy(_("It stands under itself: {path}."), path=path))


def _missing(package: Package, unread: frozenset[UUID] = frozenset()) -> Iterator[Problem]:
    """The ends of associations that are not there. `unread` are items that are, but could not be read."""
    known = {item.identifier for item in package.items} | unread | {package.document.identifier}
    for association in package.associations:
        if association.association_type != "isChildOf":
            continue
        for end in (association.origin, association.destination):
            if _uuid(end.identifier) not in known:
                words = format_lazy(
                    _("It speaks of an item {identifier} that is not there."), identifier=end.identifier
                )
                yield Problem(f"CFAssociations (“{end.title[:60]}”)", words)


def _twice(package: Package) -> Iterator[Problem]:
    named = {item.identifier: str(item)[:60] for item in package.items}
    everything = [*(item.identifier for item in package.items), package.document.identifier]
    everything += [association.identifier for association in package.associations]
    for identifier, count in Counter(everything).items():
        if count > 1:
            words = format_lazy(_("The identifier {identifier} stands there more than once."), identifier=identifier)
            yield Problem(named.get(identifier, "CFAssociations"), words)


def too_large() -> Problem:
    """That a file has more bytes than are read."""
    return Problem("", format_lazy(_("The file is larger than {size} MB."), size=LARGEST // (1024 * 1024)))


def words_of(error: Mapping[str, Any], called: Mapping[str, str] | None = None) -> str | Promise:
    """What the library of types says of a member, for whoever wrote the file.

    Args:
        called: by the member's name in CASE, what the file calls it.
    """
    where = ".".join((called or {}).get(str(step), str(step)) for step in error["loc"])
    if error["type"] == "missing":
        return format_lazy(_("“{member}” is missing."), member=where)
    if error["type"].startswith("uuid"):
        return format_lazy(_("“{member}” is no UUID."), member=where)
    return format_lazy(_("“{member}” cannot be read: {words}."), member=where, words=str(error["msg"]).rstrip("."))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
