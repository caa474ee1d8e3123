"""Where imports come from: a file that somebody hands in, or an address. Nothing is kept of either here."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from microcred.foundation.refusals import Refusal
from microcred.frameworks.case import (
    LARGEST,
    Document,
    DocumentAlone,
    Package,
    PackageBroken,
    Problem,
    read,
    read_table,
)
from microcred.frameworks.models import Framework
from microcred.frameworks.queries.comparisons import items_gone
from microcred.frameworks.queries.packages import package_of
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.fetch import PUBLIC_ONLY, EgressPolicy, fetch

PATIENCE = 20
"""Seconds for the whole of an answer: packages are megabytes, and put together when they are asked for."""


class AddressNotOpened(Refusal):
    """The address may not be opened from here, or did not answer."""

    message = _("The address could not be opened: {problem}. Save the file and choose it here instead.")
    status = 422
    field = "link"


class TableUnnamed(Refusal):
    """A table does not say which framework it is, and nobody else did."""

    message = _("A table does not say which framework it is. Choose one that is here, or give a name and a publisher.")
    status = 422
    field = "title"


@dataclass(frozen=True)
class Source:
    """What was read, where from, and its SHA-256 in hexadecimal."""

    package: Package
    name: str
    digest: str


@dataclass(frozen=True)
class TableOf:
    """Which framework a table is: one that is here, or one by this title and of this keeper."""

    framework: Framework | None = None
    title: str = ""
    publisher: str = ""
    edition: str = ""
    language: str = "en"
    keeper: str = ""


def from_file(name: str, content: bytes, of: TableOf) -> Source:
    """The framework in a file: CASE as JSON, or a table as CSV.

    Raises:
        PackageBroken, TableUnnamed.
    """
    digest = sha256(content).hexdigest()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        try:
            return Source(read(content), name, digest)
        except DocumentAlone as alone:
            words = _("This describes a framework without its items. Import its package instead.")
            raise PackageBroken([Problem(alone.package, words)]) from alone
    return Source(_from_table(content, of), name, digest)


def from_link(link: str, *, policy: EgressPolicy = PUBLIC_ONLY) -> Source:
    """The framework at an address of CASE: of a package, or of a document that says where its package is.

    Raises:
        AddressNotOpened, PackageBroken.
    """
    content = _opened(link, policy)
    try:
        package = read(content)
    except DocumentAlone as alone:
        content = _opened(alone.package, policy)
        try:
            package = read(content)
        except DocumentAlone as again:
            problem = _("it leads from one description to the next")
            raise AddressNotOpened(problem=problem) from again
    return Source(package, link, sha256(content).hexdigest())


def _opened(link: str, policy: EgressPolicy) -> bytes:
    try:
        return fetch(link, policy=policy, max_bytes=LARGEST, timeout=PATIENCE)
    except OpenBadgesError as error:
        raise AddressNotOpened(problem=str(error)) from error


def _from_table(content: bytes, of: TableOf) -> Package:
    framework = of.framework or Framework.objects.filter(identifier=_identifier(of)).first()
    if framework is None and not (of.title and of.publisher):
        raise TableUnnamed
    before = package_of(framework) if framework else None
    document = before.document if before else _new_document(of)
    if of.edition:
        document = document.model_copy(update={"version": of.edition})
    return read_table(content, document, before, items_gone(framework) if framework else None)


def _new_document(of: TableOf) -> Document:
    return Document(
        identifier=_identifier(of),
        title=of.title,
        creator=of.publisher,
        publisher=of.publisher,
        version=of.edition or None,
        language=of.language,
    )


def _identifier(of: TableOf) -> UUID:
    """The same for the same title of the same keeper, so that a table imported twice is one framework."""
    return uuid5(NAMESPACE_URL, f"{settings.PUBLIC_URL}/frameworks/{of.keeper}/{slugify(of.title)}")
