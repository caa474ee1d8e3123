"""The tables of scoring, by noun."""

from microcred.scoring.models.aims import QualityAims
from microcred.scoring.models.appeals import (
    Appeal,
    AppealDecision,
    AppealResult,
    AppealScreening,
    AppealTerms,
    AppealWithdrawal,
)
from microcred.scoring.models.artifacts import (
    ArtifactDifference,
    DifferenceRuling,
)
from microcred.scoring.models.assistance import (
    Assistance,
    AssistanceTerms,
    EvidenceOpening,
    Suggestion,
    SuggestionAnswer,
    SuggestionShown,
)
from microcred.scoring.models.back_reads import BackRead, BackReadStep, Rewording
from microcred.scoring.models.helpfulness import FeedbackRating
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
from microcred.scoring.models.resets import ResetCampaign, ResetCase, ResetOutcome, ResetReading
from microcred.scoring.models.validity import Concern, Seeding
from microcred.scoring.models.watching import Alarm, AlarmAnswer, FollowUp

__all__ = [
    "Alarm",
    "AlarmAnswer",
    "Appeal",
    "AppealDecision",
    "AppealResult",
    "AppealScreening",
    "AppealTerms",
    "AppealWithdrawal",
    "ArtifactDifference",
    "AssignmentPolicy",
    "Assistance",
    "AssistanceTerms",
    "BackRead",
    "BackReadStep",
    "Claim",
    "Concern",
    "Decision",
    "DifferenceRuling",
    "EvidenceOpening",
    "FeedbackRating",
    "FollowUp",
    "Mark",
    "QualityAims",
    "QueueItem",
    "Recusal",
    "ResetCampaign",
    "ResetCase",
    "ResetOutcome",
    "ResetReading",
    "Result",
    "Rewording",
    "Score",
    "Scoring",
    "Seeding",
    "Suggestion",
    "SuggestionAnswer",
    "SuggestionShown",
]
