"""Jobs: rows of the database, deferred in the transaction of the data they speak of (procrastinate)."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.types import JSONDict

from microcred.foundation import outbox


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


def defer(name: str, *, queue: str, **arguments: str | int) -> None:
    """Defer a job in the current transaction: it exists if, and only if, what it speaks of does."""
    app.configure_task(name=name, queue=queue).defer(**arguments)


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


def run_worker(*, concurrency: int, wait: bool = True) -> None:
    """Run jobs until told to stop (SIGTERM, Ctrl-C), or with `wait=False` until none is left.

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
    worker_app.run_worker(concurrency=concurrency, wait=wait, name="microcred")
