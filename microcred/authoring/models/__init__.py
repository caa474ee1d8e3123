"""The tables of authoring, by noun."""

from microcred.authoring.models.drafts import Draft, Publication
from microcred.authoring.models.history import DraftRevision
from microcred.authoring.models.reviews import (
    Arbiter,
    ConditionMet,
    QualityReview,
    ReviewAnswer,
    ReviewCondition,
    ReviewDecline,
    ReviewFiling,
    ReviewMark,
    ReviewOutcome,
    ReviewSeat,
    Settlement,
    SettlementProposal,
)
from microcred.authoring.models.severities import CheckSeverity

__all__ = [
    "Arbiter",
    "CheckSeverity",
    "ConditionMet",
    "Draft",
    "DraftRevision",
    "Publication",
    "QualityReview",
    "ReviewAnswer",
    "ReviewCondition",
    "ReviewDecline",
    "ReviewFiling",
    "ReviewMark",
    "ReviewOutcome",
    "ReviewSeat",
    "Settlement",
    "SettlementProposal",
]
