"""What backpacks announce."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class BackpackChanged(Event):
    """Something was put into a person's backpack or taken out, or a check of it came to something else."""

    person_id: UUID
