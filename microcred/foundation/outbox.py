"""The outbox: news travels up the house, at least once, after the fact.

`announce(event, …)` writes each event, and one pending delivery for each reaction, in the transaction that made the
event true, and defers a job for each in the same transaction. The worker delivers; a sweep every minute defers
again what a crash left behind. A reaction runs in one transaction with the removal of its pending delivery, so a
repeated job finds nothing to do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.foundation.clock import now
from microcred.foundation.loading import loading
from microcred.foundation.models import OutboxEvent, PendingDelivery


@dataclass(frozen=True)
class Event:
    """A fact in the past tense. Fields are identifiers, enumerations, numbers and times; never people's text."""


E = TypeVar("E", bound=Event)
Reaction = Callable[[Any], None]

_events: dict[str, type[Event]] = {}
_reactions: dict[str, dict[str, Reaction]] = {}

MOST_TRIES = 5
"""After so many failed tries a delivery stays where it is for an operator: it is poisoned, and others pass it."""


def on(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a reaction to a kind of event. Reactions live in an app's `reactions.py`."""

    def register(reaction: Callable[[E], None]) -> Callable[[E], None]:
        event_name = name_of(kind)
        _events[event_name] = kind
        _reactions.setdefault(event_name, {})[f"{reaction.__module__}.{reaction.__name__}"] = reaction
        return reaction

    return register


def announce(*events: Event) -> None:
    """Write events down in the current transaction, and what must be delivered of them. Many cost little more than one.

    Raises:
        transaction.TransactionManagementError: outside a transaction, where the fact could be lost.
    """
    from microcred.foundation import jobs

    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("announce() belongs inside an operation")
    rows = OutboxEvent.objects.bulk_create(
        OutboxEvent(name=name_of(type(event)), facts=_as_facts(event)) for event in events
    )
    pending = PendingDelivery.objects.bulk_create(
        PendingDelivery(event=row, reaction=reaction) for row in rows for reaction in _reactions.get(row.name, {})
    )
    to_deliver, together = [delivery.pk for delivery in pending], loading()
    if together is None:
        jobs.defer_deliveries(to_deliver)
    else:
        together.deliveries += to_deliver


def deliver(pending_id: UUID) -> bool:
    """Let one reaction take in one event. Return False when there was nothing left to deliver.

    A reaction's exception passes through to the job runner after the try has been counted.
    """
    try:
        with transaction.atomic():
            pending = _to_deliver.first(pending_id=pending_id)
            if pending is None:
                return False
            _react(pending)
            pending.delete()
    except Exception as error:
        PendingDelivery.objects.filter(pk=pending_id).update(
            tries=F("tries") + 1, last_error=type(error).__name__[:200], tried_at=now()
        )
        raise
    return True


def _react(pending: PendingDelivery) -> None:
    reaction = _reactions.get(pending.event.name, {}).get(pending.reaction)
    if reaction is not None:
        reaction(_from_facts(pending.event))


@asked_often
def _to_deliver(*, pending_id: UUID) -> QuerySet[PendingDelivery]:
    waiting = PendingDelivery.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    return waiting.select_related("event").filter(pk=pending_id)[:1]


def outstanding() -> Iterator[UUID]:
    """Return what is still to deliver, oldest first, without what is poisoned."""
    return iter(
        PendingDelivery.objects.filter(tries__lt=MOST_TRIES).order_by("created_at", "pk").values_list("pk", flat=True)
    )


def deliver_all() -> int:
    """Deliver everything outstanding, and what those reactions announce, here and now. Return how many.

    For tests and for loading the demo world; a server leaves this to its worker.
    """
    delivered = 0
    while pending := list(outstanding()):
        delivered += sum(map(deliver, pending)) if loading() is None else _deliver_together(pending)
    return delivered


def _deliver_together(pending_ids: list[UUID]) -> int:
    """Deliver what nobody else can see yet: read at once, and taken out at once."""
    found = PendingDelivery.objects.filter(pk__in=pending_ids)
    for pending in found.select_related("event").order_by("created_at", "pk"):
        _react(pending)
    found.delete()
    return len(pending_ids)


def name_of(kind: type[Event]) -> str:
    """Return the name by which an event is stored: the app and the class, e.g. `credentials.AwardGranted`."""
    return f"{kind.__module__.split('.')[1]}.{kind.__name__}"


def _as_facts(event: Event) -> dict[str, Any]:
    return {field.name: _as_plain(getattr(event, field.name)) for field in fields(event)}


def _as_plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_as_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"an event cannot carry a {type(value).__name__}")


def _from_facts(row: OutboxEvent) -> Event:
    kind = _events[row.name]
    hints = get_type_hints(kind)
    return kind(**{name: _as_typed(hints[name], value) for name, value in row.facts.items()})


def _as_typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    choices = getattr(hint, "__args__", None)
    if getattr(hint, "__origin__", None) is tuple and choices:
        return tuple(_as_typed(choices[0], item) for item in value)
    if choices:
        hint = next(choice for choice in choices if choice is not type(None))
    if hint is datetime or hint is date:
        return hint.fromisoformat(value)
    if isinstance(hint, type) and (issubclass(hint, Enum) or hint in (UUID, Decimal)):
        return hint(value)
    return value
