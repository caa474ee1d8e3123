"""Putting files and links in, and taking them out."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation import storage
from microcred.foundation.inspection import FileEmpty, FileRefused, FileTooLarge, expected_kind
from microcred.foundation.locks import hold
from microcred.foundation.models import StoredFile
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Arrival, Examined, Item, Pursuit, Removal
from microcred.portfolios.operations.examining import examine, have_examined, takes_long
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.operations.looking import have_link_looked_at
from microcred.portfolios.operations.quotas import keep_within_room, room_for
from microcred.portfolios.operations.unsharing import hold_teams_of, unshare
from microcred.portfolios.queries.arrivals import unended
from microcred.portfolios.queries.taken_out import can_be_put_back
from microcred.portfolios.rules import file_name, strict_link

MOST_ITEMS = 20
"""files and links for one requirement"""

SEALED = "application/octet-stream"
"""the media type of originals: whatever they are, they are never shown"""

MB = 1 << 20
"""bytes"""

AT_ONCE = 4 * MB
"""bytes up to which a file is examined while its uploader waits"""


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


class TooManyItems(Refusal):
    """As many as an assessor can be asked to open."""

    message = _("There are {count} files and links here already, as many as one requirement takes. Take one out first.")
    field = "file"


class StandsForAnother(Refusal):
    """It left the work for a reason that still holds."""

    message = _(
        "This file left your work because something else stands in its place, it was set aside, or your team shares it "
        "no more. Put in a file that can stay instead."
    )


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
) -> Arrival:
    """Put a file in as it comes over the line. What is refused at once leaves nothing, malicious software excepted.

    Args:
        name: the file's name as the uploader calls it; its extension says what it should be.
        chunks: its bytes.
        size: how many bytes are said to come; more than that are counted, fewer are too.

    Returns:
        The arrival. When the file is small and its examination ended well, its item is there (`arrival.examined.item`).

    Raises:
        FileRefused: one of its subclasses, named for the fact; FileOverLimit, RecordingTooLong or DocumentTooLong for
            what is more than the requirement takes.
        NoRoomLeft, KindNotTaken, TooManyItems, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    name = file_name(name)
    open_requirement(actor, pursuit, requirement)
    taken(requirement, expected_kind(name))
    small_enough(name, size, requirement)
    room_for(pursuit, name=name, size=size, at=at)
    original = storage.store(counted(chunks, name, requirement), name=name, media_type=SEALED)
    try:
        return receive(actor=actor, pursuit=pursuit, requirement=requirement, name=name, original=original, at=at)
    except Refusal as refusal:
        if not refusal.keeps:
            storage.place().remove(original.pk)  # the row that names them goes with this transaction
        raise


@operation
def receive(
    *, actor: Person, pursuit: Pursuit, requirement: Requirement, name: str, original: StoredFile, at: datetime
) -> Arrival:
    """Take up a file whose bytes have all arrived: sealed at first, and evidence once its examination ends well.

    Small ones are examined at once, so that whoever put it in sees what came of it; larger ones, and recordings that
    have to be encoded anew, by the worker.

    Args:
        name: as the uploader calls it; its extension says what it should be.
        original: the bytes as they came, stored with their hash. Nobody is ever served them as anything but a download.

    Raises:
        As `put_in_file`.
    """
    name = file_name(name)
    open_requirement(actor, pursuit, requirement)
    taken(requirement, expected_kind(name))
    small_enough(name, original.size, requirement)
    hold(pursuit.pk)
    _room(pursuit, requirement)
    arrival = Arrival.objects.create(
        pursuit=pursuit, requirement=requirement, title=name, original=original, arrived_at=at
    )
    if original.size > AT_ONCE or takes_long(arrival):
        have_examined(arrival)
        keep_within_room(pursuit, name=name, size=original.size, at=at)
        return arrival
    refusal = examine(arrival, at=at, at_once=True)
    if refusal is not None:
        raise refusal
    examined = Examined.objects.filter(arrival=arrival).select_related("item__file").first()  # None: it is held
    derivative = examined.item.file if examined is not None else None
    kept = original.size + (derivative.size if derivative is not None else 0)
    keep_within_room(pursuit, name=name, size=kept, at=at)
    return arrival


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
    taken(requirement, Item.Kind.LINK)
    hold(pursuit.pk)
    open_requirement(actor, pursuit, requirement)
    _room(pursuit, requirement)
    item = Item.objects.create(
        pursuit=pursuit,
        requirement=requirement,
        kind=Item.Kind.LINK,
        title=" ".join(title.split())[:255] or address[:255],
        url=address,
        put_in_at=at,
    )
    have_link_looked_at(item)
    return item


@operation
def take_out(*, actor: Person, item: Item, at: datetime) -> Removal:
    """Take a file or link out. Submissions that froze it keep it; taken out twice is taken out.

    What a team shares of it is shared no more, and leaves the others' open work.

    Raises:
        BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    hold_teams_of(item.pk)
    hold(item.pursuit_id)
    open_requirement(actor, item.pursuit, item.requirement)
    removal, is_new = Removal.objects.get_or_create(item=item, defaults={"removed_at": at, "by_hand": True})
    if is_new:
        unshare(item, at)
    return removal


@operation
def put_back(*, actor: Person, item: Item) -> Item:
    """Put back what they took out, as it was, with all that was said of it. What is there stays there.

    A team that shared it shares it no more.

    Raises:
        StandsForAnother, TooManyItems, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    hold(item.pursuit_id)
    open_requirement(actor, item.pursuit, item.requirement)
    if Removal.objects.filter(item=item).exists():
        if not can_be_put_back(item.pursuit_id).filter(pk=item.pk).exists():
            raise StandsForAnother
        _room(item.pursuit, item.requirement)
        Removal.objects.filter(item=item).delete()
    return item


def taken(requirement: Requirement, kind: str) -> None:
    """Refuse a kind of evidence that the requirement does not ask for."""
    if kind not in requirement.accepts:
        accepts = get_text_list([ONE_OF_A_KIND[taken] for taken in requirement.accepts], _("or"))
        raise KindNotTaken(
            field="url" if kind == Item.Kind.LINK else "file",
            accepts=accepts or _("a written answer"),
            kind=ONE_OF_A_KIND[kind],
        )


def could_take(actor: Person, pursuit: Pursuit, requirement: Requirement, *, name: str, size: int) -> None:
    """Refuse what can be refused of a file by its name and size alone, before a byte of it has come."""
    open_requirement(actor, pursuit, requirement)
    taken(requirement, expected_kind(name))
    small_enough(name, size, requirement)
    _room(pursuit, requirement)


def most_bytes(requirement: Requirement) -> int:
    """Bytes that one file for a requirement may have: what its author says, and never more than the server takes."""
    limit = requirement.size_limit
    return min(settings.MAX_UPLOAD_BYTES, limit * MB) if limit else settings.MAX_UPLOAD_BYTES


def small_enough(name: str, size: int, requirement: Requirement) -> None:
    """Refuse nothing, and more bytes than the requirement or the server takes."""
    if size == 0:
        raise FileEmpty(name=name)
    if settings.MAX_UPLOAD_BYTES >= size > most_bytes(requirement):
        raise FileOverLimit(name=name, size=filesizeformat(size), limit=filesizeformat(most_bytes(requirement)))
    if size > settings.MAX_UPLOAD_BYTES:
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
        raise FileTooLarge(name=name, size=filesizeformat(size), limit=limit)


def counted(chunks: Iterable[bytes], name: str, requirement: Requirement) -> Iterator[bytes]:
    """The bytes as they come, until the first that is too many."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes(requirement):
            small_enough(name, size, requirement)
        yield chunk
    small_enough(name, size, requirement)


def _room(pursuit: Pursuit, requirement: Requirement) -> None:
    count = Item.objects.filter(pursuit=pursuit, requirement=requirement, removal__isnull=True).count()
    count += unended().filter(pursuit=pursuit, requirement=requirement).count()
    if count >= MOST_ITEMS:
        raise TooManyItems(count=count)
