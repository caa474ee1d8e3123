"""Handing in an archive, and ordering that it be taken in."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from microcred.catalog.archive import contents_digest, read_archive
from microcred.catalog.models import CatalogueUpload, ImportOrder, ImportOutcome
from microcred.catalog.operations.exchange import import_catalogue, look_into_attachments
from microcred.foundation import jobs
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.foundation.storage import open_file, store
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as

IMPORT_JOB = "catalog.import"


class ImportUnderWay(Refusal):
    """The archive is being taken in, or was."""

    message = _("This archive is being taken in already, or came in. Nothing needs to be done twice.")


@operation
def upload_catalogue(*, actor: Person, owner: Organization, content: bytes, at: datetime) -> CatalogueUpload:
    """Hand in an archive, so that what it would change can be looked at. Nothing changes yet.

    Args:
        actor: An administrator of the organization or of one above it.

    Raises:
        ArchiveUnreadable, NotAllowed, and what `look_into_attachments` raises.
    """
    _may_exchange(actor, owner, at)
    archive = read_archive(BytesIO(content))
    look_into_attachments(archive)
    file = store(_whole(content), name="catalogue.zip", media_type="application/zip")
    return CatalogueUpload.objects.create(
        owner=owner,
        file=file,
        source=archive.source,
        digest=contents_digest(archive),
        micro_credentials=len(archive.micro_credentials),
        uploaded_at=at,
        uploaded_by=actor,
    )


@operation
def order_import(*, actor: Person, upload: CatalogueUpload, at: datetime) -> ImportOrder:
    """Order that an uploaded archive be taken in. The worker does it, so that the page may be left.

    Raises:
        ImportUnderWay: an order of it waits, or was carried out. After a refusal it may be ordered again.
        NotAllowed.
    """
    _may_exchange(actor, upload.owner, at)
    hold(upload.pk)
    if ImportOrder.objects.filter(upload=upload).exclude(outcome__refused=True).exists():
        raise ImportUnderWay
    order = ImportOrder.objects.create(upload=upload, ordered_at=at, ordered_by=actor)
    jobs.defer(IMPORT_JOB, queue="exchange", order_id=str(order.pk))
    return order


@operation
def carry_out_import(*, actor: Person, order: ImportOrder, at: datetime) -> ImportOutcome:
    """Take in what was ordered, in the name of who ordered it. Asked again, it returns what came of it."""
    hold(order.pk)
    there = ImportOutcome.objects.filter(order=order).first()
    if there is not None:
        return there
    upload = order.upload
    with open_file(upload.file) as opened:
        archive = read_archive(opened)
    try:
        made = import_catalogue(actor=actor, owner=upload.owner, archive=archive, at=at).catalogue_import
    except Refusal:
        return ImportOutcome.objects.create(order=order, refused=True, came_at=at)
    return ImportOutcome.objects.create(order=order, catalogue_import=made, refused=False, came_at=at)


def _may_exchange(actor: Person, owner: Organization, at: datetime) -> None:
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=owner, at=at):
        raise NotAllowed


def _whole(content: bytes) -> Iterable[bytes]:
    yield content
