"""What others may hear of who is who."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class MembershipEnded(Event):
    """That a person's role in an organization ended, by themselves or by its administrator."""

    membership_id: UUID
    by_themselves: bool
    at: datetime
