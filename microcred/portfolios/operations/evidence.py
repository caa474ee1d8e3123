"""Putting files and links in, and taking them out."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation import storage
from microcred.foundation.inspection import (
    FileEmpty,
    FileRefused,
    FileTooLarge,
    Inspected,
    expected_kind,
    inspect,
    pages_of,
    seconds_of,
)
from microcred.foundation.inspection.inspect import IN_MEMORY
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Item, Pursuit, Removal
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.rules import file_name, strict_link

MOST_ITEMS = 20
"""files and links for one requirement"""

MB = 1 << 20
"""bytes"""

GRACE_SECONDS = 5
"""seconds that a recording may last beyond its limit"""


ONE_OF_A_KIND: dict[str, Any] = {
    Item.Kind.DOCUMENT: _("a document"),
    Item.Kind.IMAGE: _("a picture"),
    Item.Kind.AUDIO: _("a sound recording"),
    Item.Kind.VIDEO: _("a video"),
    Item.Kind.LINK: _("a link"),
}
"""How a sentence names one item of a kind."""


class KindNotTaken(Refusal):
    """The requirement asks for other kinds of evidence."""

    message = _("This takes {accepts}. What you put in is {kind}.")
    field = "file"
    status = 422


class FileOverLimit(FileRefused):
    """More bytes than the requirement takes."""

    message = _(
        "“{name}” has {size}; this requirement takes at most {limit}. Hand in the part that shows the criteria, or "
        "smaller pictures or a lower resolution."
    )
    status = 413


class RecordingTooLong(FileRefused):
    """A recording lasts longer than the requirement takes."""

    message = _(
        "“{name}” lasts {length} minutes; this requirement takes at most {limit}. Cut it to the part that shows the "
        "criteria, and say in your answer what came before."
    )


class DocumentTooLong(FileRefused):
    """A document has more pages than the requirement takes."""

    message = _(
        "“{name}” has {pages} pages; this requirement takes at most {limit}. Hand in the pages that show the criteria."
    )


class TooManyItems(Refusal):
    """As many as an assessor can be asked to open."""

    message = _("There are {count} files and links here already, as many as one requirement takes. Take one out first.")
    field = "file"


class LinkNotPlain(Refusal):
    """An address that not every browser reads in the same way, or that is not secure."""

    message = _(
        "This address cannot be taken as a link. It has to start with https://, name a public website, and contain no "
        "user name, spaces or port number, e.g. https://www.example.org/lesson."
    )
    field = "url"
    status = 422


@operation
def put_in_file(
    *,
    actor: Person,
    pursuit: Pursuit,
    requirement: Requirement,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    at: datetime,
) -> Item:
    """Put a file in: a clean copy of it is kept, and nothing when it is refused.

    Args:
        name: the file's name as the uploader calls it; its extension says what it should be.
        chunks: its bytes.
        size: how many bytes are said to come; more than that are counted, fewer are too.

    Raises:
        FileRefused: one of its subclasses, named for the fact; FileOverLimit, RecordingTooLong or DocumentTooLong for
            what is more than the requirement takes.
        KindNotTaken, TooManyItems, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    name = file_name(name)
    open_requirement(actor, pursuit, requirement)
    _taken(requirement, expected_kind(name))
    _small_enough(name, size, requirement)
    with SpooledTemporaryFile(IN_MEMORY) as upload:
        _write_down(chunks, upload, name, requirement)
        inspected = inspect(upload, name)
        _short_enough(name, inspected, requirement)
    # Reading a long video takes a while. Only now does this work on the pursuit come to a stop for others.
    hold(pursuit.pk)
    open_requirement(actor, pursuit, requirement)
    _room(pursuit, requirement)
    with inspected.source as clean:
        file = storage.store(_pieces(clean), name=name, media_type=inspected.media_type)
    return Item.objects.create(
        pursuit=pursuit, requirement=requirement, kind=inspected.kind, title=name, file=file, put_in_at=at
    )


@operation
def put_in_link(
    *, actor: Person, pursuit: Pursuit, requirement: Requirement, title: str, url: str, at: datetime
) -> Item:
    """Put a link in. What is behind it is not frozen, only its address.

    Raises:
        LinkNotPlain, KindNotTaken, TooManyItems, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    address = strict_link(url)
    if address is None:
        raise LinkNotPlain
    _taken(requirement, Item.Kind.LINK)
    hold(pursuit.pk)
    open_requirement(actor, pursuit, requirement)
    _room(pursuit, requirement)
    return Item.objects.create(
        pursuit=pursuit,
        requirement=requirement,
        kind=Item.Kind.LINK,
        title=" ".join(title.split())[:255] or address[:255],
        url=address,
        put_in_at=at,
    )


@operation
def take_out(*, actor: Person, item: Item, at: datetime) -> Removal:
    """Take a file or link out. Submissions that froze it keep it; taken out twice is taken out.

    Raises:
        BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    hold(item.pursuit_id)
    open_requirement(actor, item.pursuit, item.requirement)
    removal, _is_new = Removal.objects.get_or_create(item=item, defaults={"removed_at": at})
    return removal


def _taken(requirement: Requirement, kind: str) -> None:
    if kind not in requirement.accepts:
        accepts = get_text_list([ONE_OF_A_KIND[taken] for taken in requirement.accepts], _("or"))
        raise KindNotTaken(
            field="url" if kind == Item.Kind.LINK else "file",
            accepts=accepts or _("a written answer"),
            kind=ONE_OF_A_KIND[kind],
        )


def most_bytes(requirement: Requirement) -> int:
    """Bytes that one file for a requirement may have: what its author says, and never more than the server takes."""
    limit = requirement.size_limit
    return min(settings.MAX_UPLOAD_BYTES, limit * MB) if limit else settings.MAX_UPLOAD_BYTES


def _small_enough(name: str, size: int, requirement: Requirement) -> None:
    if size == 0:
        raise FileEmpty(name=name)
    if settings.MAX_UPLOAD_BYTES >= size > most_bytes(requirement):
        raise FileOverLimit(name=name, size=filesizeformat(size), limit=filesizeformat(most_bytes(requirement)))
    if size > settings.MAX_UPLOAD_BYTES:
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
        raise FileTooLarge(name=name, size=filesizeformat(size), limit=limit)


def _short_enough(name: str, inspected: Inspected, requirement: Requirement) -> None:
    """Refuse what is longer than the requirement takes; what cannot be measured is taken."""
    seconds = seconds_of(inspected) if requirement.minute_limit else None
    # Nobody is turned down for the silence at the end.
    if requirement.minute_limit and seconds and seconds > requirement.minute_limit * 60 + GRACE_SECONDS:
        minutes, rest = divmod(round(seconds), 60)
        raise RecordingTooLong(name=name, length=f"{minutes}:{rest:02}", limit=requirement.minute_limit)
    if requirement.page_limit and (pages := pages_of(inspected)) is not None and pages > requirement.page_limit:
        raise DocumentTooLong(name=name, pages=pages, limit=requirement.page_limit)


def _write_down(chunks: Iterable[bytes], upload: IO[bytes], name: str, requirement: Requirement) -> None:
    """Write the bytes as they come, and stop at the first that is too many."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes(requirement):
            _small_enough(name, size, requirement)
        upload.write(chunk)
    _small_enough(name, size, requirement)


def _room(pursuit: Pursuit, requirement: Requirement) -> None:
    count = Item.objects.filter(pursuit=pursuit, requirement=requirement, removal__isnull=True).count()
    if count >= MOST_ITEMS:
        raise TooManyItems(count=count)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(storage.CHUNK):
        yield piece
