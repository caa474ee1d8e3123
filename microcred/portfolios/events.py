"""The facts that this app announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class SubmissionReceived(Event):
    """A submission was frozen and hashed; it waits to be judged."""

    submission_id: UUID
