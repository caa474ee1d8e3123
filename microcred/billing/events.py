"""What billing announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class PeriodLocked(Event):
    """What a period pays, and the service it counts, is fixed."""

    period_id: UUID


@dataclass(frozen=True)
class PayReversed(Event):
    """What a reading had been paid was taken back, in a later period than the one it was paid in."""

    reversal_id: UUID
