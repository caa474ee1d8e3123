"""What frameworks announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class FrameworkImported(Event):
    """A framework was taken in anew. `recoded` are the standards that are known by another code from then on."""

    framework_id: UUID
    recoded: tuple[UUID, ...]
