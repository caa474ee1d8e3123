"""Jobs: rows of the database, deferred in the transaction of the data they speak of (procrastinate)."""

import asyncio
import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Q
from procrastinate import RetryStrategy
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.types import JSONDict

from microcred.foundation import outbox
from microcred.foundation.loading import loading

logger = logging.getLogger(__name__)

AFTER_ALL_ELSE = 1_000
"""by so much lower a priority than others has what is left of a past that was loaded (`foundation.loading`)"""

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""seconds between two tries of a worker to reach its database"""


@app.task(
    name="foundation.deliver",
    queue="news",
    retry=RetryStrategy(max_attempts=outbox.MOST_TRIES, exponential_wait=2),
)
def deliver(pending_id: str) -> None:
    """Deliver one piece of news to one reaction."""
    outbox.deliver(UUID(pending_id))


def defer_deliveries(pending_ids: Sequence[UUID]) -> None:
    """Defer one job for each pending delivery, in the current transaction."""
    if pending_ids:
        arguments: list[JSONDict] = [{"pending_id": str(pending_id)} for pending_id in pending_ids]
        deliver.batch_defer(*arguments)


def job(name: str, *, queue: str, most_tries: int = 1, wait_grows_by: int = 2) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a job that operations defer by its name.

    Args:
        name: the app and the verb, e.g. `notices.mail`.
        queue: which line it waits in; a slow line does not hold up another.
        most_tries: after so many failures the job is left for an operator.
        wait_grows_by: seconds before the first retry; each further wait is so many times longer.
    """
    retry = RetryStrategy(max_attempts=most_tries, exponential_wait=wait_grows_by) if most_tries > 1 else False
    return app.task(name=name, queue=queue, retry=retry, pass_context=False)


def defer(name: str, *, queue: str, priority: int = 0, **arguments: str | int) -> None:
    """Defer a job in the current transaction: it exists if, and only if, what it speaks of does.

    Args:
        priority: the higher is done first; among equals, the older. What is left to a worker of a past that is
            loaded comes after all that people do now.
    """
    comes = priority if loading() is None else priority - AFTER_ALL_ELSE
    app.configure_task(name=name, queue=queue, priority=comes).defer(**arguments)


def waits(name: str, *, queue: str, **arguments: str | int) -> bool:
    """Whether a job that was deferred with these arguments is still to be done, or in the hands of a worker that lives.

    False where it is done, and where it failed so often that it is left for an operator.
    """
    at_work = Q(status="doing", worker__isnull=False)
    jobs = ProcrastinateJob.objects.filter(Q(status="todo") | at_work, queue_name=queue, task_name=name)
    return jobs.filter(args__contains=arguments).exists()


def every(*, minutes: int) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Run a function by the clock. Several workers run it once for each tick."""

    def register(chore: Callable[[], Any]) -> Callable[[], Any]:
        cron = f"*/{minutes} * * * *" if minutes < 60 else f"0 */{minutes // 60} * * *"
        name = f"{chore.__module__.removeprefix('microcred.')}.{chore.__name__}"

        def tick(timestamp: int) -> None:
            chore()

        app.periodic(cron=cron)(app.task(name=name, queue="clock", queueing_lock=name, pass_context=False)(tick))
        return chore

    return register


def run_worker(*, concurrency: int, wait: bool = True, begin: Callable[[], None] = lambda: None) -> None:
    """Run jobs until told to stop (SIGTERM, Ctrl-C), or with `wait=False` until none is left.

    While the database is out of reach it waits and tries again, for as long as that takes: a worker that gives up
    leaves people without mail and credentials until somebody notices.

    Args:
        begin: what is done before the first job, and again after each loss of the database.
    """
    told_to_stop = threading.Event()
    pause = SHORTEST_PAUSE
    while True:
        begun = time.monotonic()
        try:
            begin()
            asyncio.run(_work(concurrency=concurrency, wait=wait, told_to_stop=told_to_stop))
        except (ConnectorException, DatabaseError) as lost:
            logger.warning("The database is out of reach: %s", lost)
        else:
            if told_to_stop.is_set() or not wait:
                return
        connections.close_all()
        pause = SHORTEST_PAUSE if time.monotonic() - begun > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
        logger.warning("The worker begins again in %s seconds", pause)
        time.sleep(pause)


async def _work(*, concurrency: int, wait: bool, told_to_stop: threading.Event) -> None:
    """Run jobs until told to stop. Returns early, without an exception, when a side task loses its connection.

    The worker listens on a connection of its own, while tasks go on deferring through Django's, so that a job
    deferred by a reaction commits or vanishes with what the reaction wrote.
    """
    connector = cast("DjangoConnector", app.connector)
    worker_app = DjangoApp(
        connector=connector.get_worker_connector(),
        worker_defaults=cast("WorkerOptions", settings.PROCRASTINATE_WORKER_DEFAULTS),
    )
    worker_app.tasks = app.tasks
    worker_app.periodic_registry = app.periodic_registry

    async def work() -> None:
        # Django's connection in the thread of synchronous work may be one that the last loss has broken.
        await sync_to_async(connections.close_all)()
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency, wait=wait, name="microcred", install_signal_handlers=False
            )

    working = asyncio.create_task(work())

    def stop() -> None:
        told_to_stop.set()
        working.cancel()  # which lets the jobs in hand end first

    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        loop.add_signal_handler(number, stop)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await working
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
