"""The clock of the house itself: what a crash left behind is taken up again."""

from datetime import datetime, timedelta

from django.db import connection

from microcred.foundation import jobs, outbox, storage
from microcred.foundation.clock import now
from microcred.foundation.models import PendingDelivery

LEFT_BEHIND_AFTER = timedelta(minutes=1)

NOBODYS_AFTER = timedelta(days=2)
"""Bytes that no row has named for so long are nobody's: the transaction that would have named them failed."""


def take_up_news_waiting_since(before: datetime) -> int:
    """Defer again the deliveries announced before a moment, whose job may be lost. Return how many.

    A job too many is harmless: a delivery happens once.
    """
    waiting = list(
        PendingDelivery.objects.filter(created_at__lt=before, tries__lt=outbox.MOST_TRIES)
        .order_by("created_at")
        .values_list("pk", flat=True)[:1000]
    )
    jobs.defer_deliveries(waiting)
    return len(waiting)


@jobs.every(minutes=1)
def take_up_news_left_behind() -> None:
    """Every minute, for workers that died; a worker that starts does it at once."""
    take_up_news_waiting_since(now() - LEFT_BEHIND_AFTER)


@jobs.every(minutes=60)
def forget_jobs_of_dead_workers() -> None:
    """Remove job rows that a killed worker left as running; their deliveries have long been deferred again."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM procrastinate_jobs AS job
            WHERE job.status = 'doing'
              AND NOT EXISTS (
                  SELECT FROM procrastinate_events AS event
                  WHERE event.job_id = job.id AND event.at > now() - interval '1 day')
            """
        )


@jobs.every(minutes=720)
def sweep_files() -> None:
    """Twice a day, the bytes that a killed server or a failed transaction left without a row."""
    storage.remove_unreferenced(now() - NOBODYS_AFTER)
