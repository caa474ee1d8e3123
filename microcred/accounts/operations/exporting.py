"""Taking all of one's data along."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from microcred.accounts import archive
from microcred.accounts.models import Export
from microcred.foundation import jobs
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person

PACK_JOB = "accounts.pack"
KEPT_FOR = timedelta(days=7)
PAUSE = timedelta(hours=1)


class PackedJustNow(Refusal):
    """There is one that is hardly older than the question."""

    message = _("Your data was packed within the last hour. Fetch that archive, or ask again a little later.")


@operation
def ask_for_export(*, actor: Person, at: datetime) -> Export:
    """Have all of one's data packed by a worker. Asked again while it is being packed, it is the same export.

    Raises:
        PackedJustNow: an hour has to pass between two.
    """
    hold(actor.pk)
    under_way = Export.objects.filter(person=actor, ready_at=None, failed_at=None).first()
    if under_way is not None:
        return under_way
    if Export.objects.filter(person=actor, ready_at__isnull=False, asked_at__gt=at - PAUSE).exists():
        raise PackedJustNow
    export = Export.objects.create(person=actor, asked_at=at)
    jobs.defer(PACK_JOB, queue="exports", export_id=str(export.pk))
    return export


@operation
def note_progress(*, actor: None, export: Export, done: int, steps: int) -> None:
    """Note how far the packing is, so that whoever comes back sees it."""
    Export.objects.filter(pk=export.pk).update(done=done, steps=steps)


@operation
def finish_export(*, actor: None, export: Export, size: int, sha256: str, at: datetime) -> Export:
    """Say that the archive can be fetched. The mail leads to a page behind the sign-in, never to the archive itself."""
    export.done, export.size, export.sha256 = export.steps, size, sha256
    export.ready_at, export.expires_at = at, at + KEPT_FOR
    export.save(update_fields=["done", "size", "sha256", "ready_at", "expires_at"])
    tell(
        actor=None,
        person=export.person,
        kind="export_ready",
        subject=_("Your data is packed"),
        body=_(
            "The archive with all of your data can be fetched for seven days. Sign in to do so; nobody else can. It "
            "holds your files and credentials, so keep it where only you look."
        ),
        path="/my-data/",
        key=f"export:{export.pk}",
        at=at,
    )
    return export


@operation
def fail_export(*, actor: None, export: Export, at: datetime) -> None:
    """Say that the packing failed, so that it can be asked for again."""
    Export.objects.filter(pk=export.pk, ready_at=None).update(failed_at=at)


@operation
def remove_export(*, actor: None, export: Export, at: datetime) -> None:
    """Throw an archive away whose days are over."""
    archive.remove(export)
    Export.objects.filter(pk=export.pk).update(removed_at=at)
