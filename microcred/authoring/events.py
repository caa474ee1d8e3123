"""What authoring announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class PackAsked(Event):
    """Somebody asked for the data pack of a micro-credential; whoever reads the numbers counts it."""

    request_id: UUID
