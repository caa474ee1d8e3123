"""The door of jobs and of the clock: links are mailed, late rows are brought over."""

from datetime import timedelta
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.accounts import archive, operations
from microcred.accounts.models import Export, Merge, MergeOffer
from microcred.accounts.operations import exporting, merging
from microcred.accounts.queries.merging import merges_since
from microcred.accounts.queries.requests import erasures_due, exports_left_behind, exports_to_remove
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.organizations.events import MembershipEnded
from microcred.organizations.models import Membership

NOTED_EVERY = 10
"""steps of an export between two notes of how far it is"""

LEFT_BEHIND_AFTER = timedelta(minutes=30)

LATE = timedelta(days=2)
"""After a merge, rows that were under way may still come in for the closed account."""


@jobs.job(merging.MAIL_JOB, queue="mail", most_tries=4, wait_grows_by=4)
def mail_merge_offer(offer_id: str) -> None:
    """Send one link. A mail server that is down is tried again for as long as the link works."""
    offer = MergeOffer.objects.select_related("asker", "other").get(pk=UUID(offer_id))
    operations.mail_merge_offer(actor=None, offer=offer, at=now())


@jobs.job(merging.GATHER_JOB, queue="clock", most_tries=4)
def gather(merge_id: str) -> None:
    """Bring over what was under way when two accounts became one."""
    operations.gather(actor=None, merge=Merge.objects.get(pk=UUID(merge_id)))


@jobs.every(minutes=60)
def gather_what_came_late() -> None:
    """Every hour, for two days after a merge."""
    for merge in merges_since(now() - LATE):
        operations.gather(actor=None, merge=merge)


@jobs.job(exporting.PACK_JOB, queue="exports")
def pack(export_id: str) -> None:
    """Pack all of a person's data. Each step is noted on its own, so that whoever comes back sees how far it is."""
    export = Export.objects.select_related("person").get(pk=UUID(export_id))
    if export.ready_at is not None or export.failed_at is not None:
        return

    def report(done: int, steps: int) -> None:
        if done % NOTED_EVERY == 0:
            operations.note_progress(actor=None, export=export, done=done, steps=steps)
        export.steps = steps

    try:
        size, sha256 = archive.pack(export, at=now(), report=report)
    except Exception:
        archive.remove(export)
        operations.fail_export(actor=None, export=export, at=now())
        raise
    operations.finish_export(actor=None, export=export, size=size, sha256=sha256, at=now())


@jobs.every(minutes=60)
def tidy_exports() -> None:
    """Every hour: archives whose days are over go, and what a killed worker left behind is taken up again."""
    for export in exports_to_remove(at=now()):
        operations.remove_export(actor=None, export=export, at=now())
    for export in exports_left_behind(before=now() - LEFT_BEHIND_AFTER):
        if not jobs.waits(exporting.PACK_JOB, queue="exports", export_id=str(export.pk)):
            jobs.defer(exporting.PACK_JOB, queue="exports", export_id=str(export.pk))


@jobs.every(minutes=60)
def erase_who_is_due() -> None:
    """Every hour: whoever asked, and has thought about it for long enough."""
    for erasure in erasures_due(at=now()):
        operations.erase(actor=None, erasure=erasure, at=now())


@on(MembershipEnded)
def tell_what_stays(event: MembershipEnded) -> None:
    """Tell who lost a role by somebody else's doing what stays theirs, and how they go on signing in."""
    if event.by_themselves:
        return
    membership = Membership.objects.select_related("person", "organization").get(pk=event.membership_id)
    facts = {"organization": membership.organization.name}
    tell(
        actor=None,
        person=membership.person,
        kind="membership_ended",
        subject=format_lazy(_("Your role at {organization} has ended"), **facts),
        body=_(
            "Your work, awards and credit stay yours. If you sign in by an address of your employer, add one of your "
            "own now, while you still read mail there."
        ),
        path="/my-data/",
        key=f"membership_ended:{event.membership_id}",
        at=event.at,
    )
