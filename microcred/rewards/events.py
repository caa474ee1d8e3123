"""What rewards announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class BenefitChosen(Event):
    """An educator chose stipend or credit for an award, where a district gives not both."""

    award_id: UUID


@dataclass(frozen=True)
class StipendApproved(Event):
    """A stipend was approved; the next period that is locked pays it."""

    entry_id: UUID


@dataclass(frozen=True)
class StipendReversed(Event):
    """A stipend was taken back, before or after it was paid."""

    reversal_id: UUID
