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
from microcred.scoring.models.availability import Availability, GivenBack
from microcred.scoring.models.back_reads import BackRead, BackReadStep, Rewording
from microcred.scoring.models.feedback import FeedbackFinding
from microcred.scoring.models.helpfulness import FeedbackRating
from microcred.scoring.models.kept_comments import KeptComment, KeptCommentUse
from microcred.scoring.models.outlooks import Outlook
from microcred.scoring.models.pins import NotedPin, ScoredPin, ToldPin
from microcred.scoring.models.policies import (
    AssignmentPolicy,
)
from microcred.scoring.models.questions import Question, QuestionStep, Ruling
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
    "Availability",
    "BackRead",
    "BackReadStep",
    "Claim",
    "Concern",
    "Decision",
    "DifferenceRuling",
    "EvidenceOpening",
    "FeedbackFinding",
    "FeedbackRating",
    "FollowUp",
    "GivenBack",
    "KeptComment",
    "KeptCommentUse",
    "Mark",
    "NotedPin",
    "Outlook",
    "QualityAims",
    "Question",
    "QuestionStep",
    "QueueItem",
    "Recusal",
    "ResetCampaign",
    "ResetCase",
    "ResetOutcome",
    "ResetReading",
    "Result",
    "Rewording",
    "Ruling",
    "Score",
    "ScoredPin",
    "Scoring",
    "Seeding",
    "Suggestion",
    "SuggestionAnswer",
    "SuggestionShown",
    "ToldPin",
]
