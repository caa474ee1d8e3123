"""What calibration announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class TrainingCompleted(Event):
    """Somebody did a module of their training."""

    completion_id: UUID
