"""What scoring announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.catalog.rules import Outcome
from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class WorkTaken(Event):
    """An assessor took something to read of which a program may suggest where to look."""

    claim_id: UUID


@dataclass(frozen=True)
class ReadingSaved(Event):
    """An assessor's reading of a submission was saved for good, whether or not the submission is decided by it."""

    scoring_id: UUID


@dataclass(frozen=True)
class AppealDecided(Event):
    """The fresh readings of appealed work came to an outcome, and what follows from it has already happened."""

    appeal_decision_id: UUID
    submission_id: UUID


@dataclass(frozen=True)
class DecisionMade(Event):
    """A submission was decided. What follows from it inside the house (award, return) has already happened."""

    decision_id: UUID
    submission_id: UUID
    outcome: Outcome
