"""What credentials announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class AwardIntended(Event):
    """What will be signed has been written down; it waits for its signature."""

    intent_id: UUID


@dataclass(frozen=True)
class AwardGranted(Event):
    """A signed and verified credential is stored and public."""

    award_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class AwardRevoked(Event):
    """The issuer has taken an award back; its bit in the status list is set."""

    award_id: UUID
