"""Loading: many verbs one after the other, as when a demonstration is made. The same rows, with less around each.

`one_transaction` holds the work of many verbs together. What keeps each of them apart from the others is left out, for
it is of no use there: no savepoint around each, so that a refusal within ends the whole; audit entries are written
together at the end; a lock that is held is not asked for again; and a job is deferred only for news that nobody has
delivered by then. Of some 650 statements that it takes to have a work written, read twice and decided, 240 are these.

`planned_throughout` lets PostgreSQL keep the plan of whatever is asked, which is worth while for a process that asks
the same few thousand times and then ends; `foundation.planned` says why that is not done everywhere.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import connection, transaction

if TYPE_CHECKING:
    from microcred.foundation.models import AuditEntry

PLANS: Final = 5_000
"""statements whose plans one connection keeps: more than there are"""


@dataclass
class Loading:
    """What is put off to the end of a transaction, and what it holds."""

    entries: "list[AuditEntry]" = field(default_factory=list)
    deliveries: list[UUID] = field(default_factory=list)
    held: set[int] = field(default_factory=set)


_standing: ContextVar[Loading | None] = ContextVar("loading", default=None)


def loading() -> Loading | None:
    """The transaction by which many verbs are held together, where one goes on."""
    return _standing.get()


@contextmanager
def one_transaction() -> Iterator[None]:
    """Hold the work of many verbs together: all of it is done, or nothing."""
    from microcred.foundation import jobs
    from microcred.foundation.models import AuditEntry, PendingDelivery

    features: Any = connection.features
    with transaction.atomic():
        together = Loading()
        token = _standing.set(together)
        features.uses_savepoints = False
        try:
            yield
            AuditEntry.objects.bulk_create(together.entries, batch_size=1_000)
            waiting = PendingDelivery.objects.filter(pk__in=together.deliveries)
            jobs.defer_deliveries(list(waiting.order_by("created_at", "pk").values_list("pk", flat=True)))
        finally:
            features.uses_savepoints = True
            _standing.reset(token)


@contextmanager
def planned_throughout() -> Iterator[None]:
    """Bind all values on the server while the block runs, and have it keep all plans. Outside a transaction.

    Cycles are not looked for meanwhile: nothing that is loaded leaves many, and the process ends soon.
    """
    wrapper: Any = connection
    options = wrapper.settings_dict["OPTIONS"]
    before = dict(options)
    wrapper.close()
    options.update(server_side_binding=True, prepare_threshold=2)
    vars(wrapper.features).pop("uses_server_side_binding", None)
    gc.freeze()
    gc.disable()
    try:
        wrapper.ensure_connection()
        wrapper.connection.prepared_max = PLANS
        yield
    finally:
        gc.enable()
        gc.unfreeze()
        wrapper.close()
        options.clear()
        options.update(before)
        vars(wrapper.features).pop("uses_server_side_binding", None)
