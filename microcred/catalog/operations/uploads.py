"""Handing in an archive, and ordering that it be taken in."""

import logging
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.archive import contents_digest, read_archive
from microcred.catalog.models import CatalogueUpload, ImportOrder, ImportOutcome
from microcred.catalog.operations.exchange import import_catalogue, look_into_attachments
from microcred.catalog.queries.exchange import IMPORT_JOB, IMPORT_QUEUE, progress_of
from microcred.foundation import jobs
from microcred.foundation.keepable import readable
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.foundation.storage import open_file, store
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as

log = logging.getLogger(__name__)


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
        ImportUnderWay: an order of it waits, or was carried out. After a refusal it may be ordered again, and so it
            may when the worker gave it up.
        NotAllowed.
    """
    _may_exchange(actor, upload.owner, at)
    hold(upload.pk)
    progress = progress_of(upload)
    if progress.under_way or progress.done:
        raise ImportUnderWay
    order = ImportOrder.objects.create(upload=upload, ordered_at=at, ordered_by=actor)
    jobs.defer(IMPORT_JOB, queue=IMPORT_QUEUE, order_id=str(order.pk))
    return order


@operation
def carry_out_import(*, actor: Person, order: ImportOrder, at: datetime) -> ImportOutcome:
    """Take in what was ordered, in the name of who ordered it. Asked again, it returns what came of it.

    What stands in the way is told to who ordered it, be it a rule or a mistake of ours, which is logged too. A database
    out of reach is no outcome: the worker tries again.
    """
    hold(order.pk)
    there = ImportOutcome.objects.filter(order=order).first()
    if there is not None:
        return there
    upload = order.upload
    try:
        with open_file(upload.file) as opened:
            archive = read_archive(opened)
        made = import_catalogue(actor=actor, owner=upload.owner, archive=archive, at=at).catalogue_import
    except Refusal as refusal:
        return _not_taken_in(order, refusal, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("The import %s failed", order.pk)
        words = _(
            "Something went wrong here that is not yours to mend. Tell whoever runs this server, with this number: "
            "{number}. Then it can be ordered again."
        )
        return _not_taken_in(order, format_lazy(words, number=order.pk), at=at)
    return ImportOutcome.objects.create(order=order, catalogue_import=made, refused=False, came_at=at)


def _not_taken_in(order: ImportOrder, why: object, *, at: datetime) -> ImportOutcome:
    """Write down why, in the language of who reads it: a worker speaks none."""
    with translation.override(order.ordered_by.language or settings.LANGUAGE_CODE):
        words = readable(str(why))
    return ImportOutcome.objects.create(order=order, refused=True, why=words, came_at=at)


def _may_exchange(actor: Person, owner: Organization, at: datetime) -> None:
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=owner, at=at):
        raise NotAllowed


def _whole(content: bytes) -> Iterable[bytes]:
    yield content
