"""What the catalogue does by the clock, by orders that wait for the worker, and when standards change their codes."""

from uuid import UUID

from microcred.catalog import operations
from microcred.catalog.models import ImportOrder
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.frameworks.events import FrameworkImported


@jobs.every(minutes=5)
def stop_offering_what_retired() -> None:
    """A retirement that was declared for a day to come begins by itself."""
    operations.take_out_retired(actor=None, at=now())


@jobs.job(operations.IMPORT_JOB, queue=operations.IMPORT_QUEUE, most_tries=3)
def import_catalogue(order_id: str) -> None:
    """Take in an archive that was ordered."""
    order = ImportOrder.objects.select_related("upload__owner", "upload__file", "ordered_by").get(pk=UUID(order_id))
    operations.carry_out_import(actor=order.ordered_by, order=order, at=now())


@on(FrameworkImported)
def find_what_aligns_by_the_new_codes(event: FrameworkImported) -> None:
    """Micro-credentials are found by the codes of their standards, some of which are others now."""
    operations.take_up_codes(actor=None, standards=event.recoded)
