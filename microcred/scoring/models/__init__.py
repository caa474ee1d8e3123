"""The tables of scoring, by noun."""

from microcred.scoring.models.policies import (
    AssignmentPolicy,
)
from microcred.scoring.models.readings import (
    Claim,
    Decision,
    Mark,
    QueueItem,
    Recusal,
    Result,
    Score,
    Scoring,
)

__all__ = [
    "AssignmentPolicy",
    "Claim",
    "Decision",
    "Mark",
    "QueueItem",
    "Recusal",
    "Result",
    "Score",
    "Scoring",
]
